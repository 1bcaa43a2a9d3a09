"""Roots and certificates: each purpose and each mode apart."""

import datetime as dt
import json
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from hq.authority.borrower import issue_once
from hq.authority.ca import Purpose, issue, issue_with_key, load, make_root, request_key
from hq.authority.case_signing import sign_case, sign_recipients
from hq.authority.enrolment import approve
from hq.home import Home, init
from hq.store.store import Store
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence.certificates import Role, chain_fault, load_trust
from kiosk.evidence.signed import SignedKind, verify_signed
from kiosk.runtime.cases import read_signed
from tests.hq.rig import new_home

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("hq") / "home")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("hq") / "live", Mode.LIVE)


def request_for(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whoever")])
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, digest)
    return request.public_bytes(serialization.Encoding.PEM).decode()


def enrolment(**changes: object) -> bytes:
    value = {
        "v": 1,
        "device": "kiosk-9",
        "branch": "branch",
        "signing_request": request_for(ed25519.Ed25519PrivateKey.generate()),
        "tls_request": request_for(ec.generate_private_key(ec.SECP256R1())),
    }
    return json.dumps({**value, **changes}).encode()


def test_a_leaf_leads_to_its_root_and_to_no_other() -> None:
    roots = {purpose: make_root(purpose, Mode.TRAINING) for purpose in Purpose}
    leaf = issue(roots[Purpose.DEVICE], "kiosk", ed25519.Ed25519PrivateKey.generate().public_key(), Mode.TRAINING)
    for purpose, root in roots.items():
        fault = chain_fault((leaf,), (root.certificate,), NOW)
        assert (fault is None) is (purpose is Purpose.DEVICE), fault


def test_a_leaf_can_issue_nothing() -> None:
    root = make_root(Purpose.DEVICE, Mode.TRAINING)
    leaf = issue_with_key(root, "kiosk", Mode.TRAINING, None, signing=True)
    forged = issue(leaf, "forged", ed25519.Ed25519PrivateKey.generate().public_key(), Mode.TRAINING)
    assert chain_fault((forged, leaf.certificate), (root.certificate,), NOW) is not None


def test_a_training_root_in_a_live_trust_folder_is_found(home: Home, tmp_path: Path) -> None:
    (tmp_path / "live" / "device").mkdir(parents=True)
    (tmp_path / "live" / "device" / "root.pem").write_bytes(home.root_of(Purpose.DEVICE).certificate_pem())
    with pytest.raises(EvidenceError, match="training root"):
        load_trust(tmp_path)


def test_the_trust_folder_has_its_own_mode_only(home: Home, live: Home) -> None:
    for one in (home, live):
        trust = load_trust(one.trust)
        for mode in Mode:
            for role in Role:
                assert bool(trust.of(mode, role)) is (mode is one.mode)


def test_every_secret_is_readable_by_its_owner_alone(home: Home) -> None:
    secrets = [p for p in home.root.rglob("*") if p.suffix == ".key" or p.parent.name == "identities"]
    assert len(secrets) >= 5 + 4 + 5 + 1
    assert {path.stat().st_mode & 0o077 for path in secrets} == {0}
    assert home.root.stat().st_mode & 0o077 == 0


def test_making_a_home_twice_keeps_its_keys(home: Home) -> None:
    before = {p: p.read_bytes() for p in home.root.rglob("*.key")}
    init(home.root, home.mode)
    assert {p: p.read_bytes() for p in home.root.rglob("*.key")} == before


def test_a_home_that_was_cut_while_being_made_is_made_again(tmp_path: Path) -> None:
    new_home(tmp_path / "home")
    (tmp_path / "home" / "settings.json").unlink()
    made = init(tmp_path / "home", Mode.TRAINING)
    root = made.root_of(Purpose.HEADQUARTERS).certificate
    assert chain_fault((made.leaf(Purpose.HEADQUARTERS, "receipt").certificate,), (root,), NOW) is None


@pytest.mark.parametrize(
    ("request_pem", "signing"),
    [
        (b"", True),
        (b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", True),
        (request_for(ec.generate_private_key(ec.SECP256R1())).encode(), True),
        (request_for(ed25519.Ed25519PrivateKey.generate()).encode(), False),
        (request_for(ec.generate_private_key(ec.SECP384R1())).encode(), False),
        (request_for(rsa.generate_private_key(65537, 2048)).encode(), False),
    ],
)
def test_requests_with_other_keys_are_refused(request_pem: bytes, signing: bool) -> None:
    with pytest.raises(ConfigurationError):
        request_key(request_pem, signing=signing)


def test_a_request_that_its_key_did_not_sign_is_refused() -> None:
    pem = request_for(ec.generate_private_key(ec.SECP256R1()))
    der = bytearray(x509.load_pem_x509_csr(pem.encode()).public_bytes(serialization.Encoding.DER))
    der[-1] ^= 1
    changed = x509.load_der_x509_csr(bytes(der)).public_bytes(serialization.Encoding.PEM)
    with pytest.raises(ConfigurationError, match="made by the key"):
        request_key(changed, signing=False)


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 60_000,
        enrolment(v=2),
        enrolment(device="../../etc"),
        enrolment(device=""),
        enrolment(device="名字"),
        enrolment(device=7),
        enrolment(branch=""),
        enrolment(branch="x" * 101),
        enrolment(signing_request="junk"),
        enrolment(extra=1),
    ],
)
def test_hostile_enrolment_requests_are_refused_and_certify_nothing(
    home: Home, tmp_path: Path, untrusted: bytes
) -> None:
    store = Store(tmp_path / "store.db")
    with pytest.raises(ConfigurationError):
        approve(home, store, untrusted)
    assert store.signing_certificates("kiosk-9") == []
    store.close()


def test_the_subject_is_what_headquarters_read_not_what_the_request_says(home: Home, tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    answer = json.loads(approve(home, store, enrolment()))
    certificate = x509.load_pem_x509_certificate(answer["signing_certificate"].encode())
    assert certificate.subject.rfc4514_string() == "CN=kiosk-9,OU=training,O=Mingshi"
    store.close()


def test_recipients_are_signed_and_of_each_class(home: Home) -> None:
    trust = load_trust(home.trust)
    payload = verify_signed(sign_recipients(home), SignedKind.RECIPIENTS, trust, Mode.TRAINING, NOW).payload
    assert payload == {str(part_class): recipient for part_class, recipient in home.recipients().items()}
    with pytest.raises(EvidenceError):
        verify_signed(sign_recipients(home), SignedKind.RECIPIENTS, trust, Mode.LIVE, NOW)


@pytest.mark.parametrize(("name", "kind"), [("training_case.json", Case), ("catalogue.json", Catalogue)])
def test_the_files_that_ship_can_be_signed_and_read(home: Home, root: Path, name: str, kind: type) -> None:
    signed = sign_case(home, (root / "assets" / "offers" / name).read_bytes())
    assert isinstance(read_signed(signed, load_trust(home.trust), Mode.TRAINING, NOW), kind)
    with pytest.raises(EvidenceError, match="changed after signing"):
        read_signed(signed.replace(b"2036-12-31", b"2037-12-31"), load_trust(home.trust), Mode.TRAINING, NOW)
    with pytest.raises(EvidenceError, match="expired"):
        read_signed(signed, load_trust(home.trust), Mode.TRAINING, dt.datetime(2041, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("untrusted", [b"", b"[]", b"{}", b'{"kind": "case"}', b'"x"', b"[" * 100_000])
def test_a_case_that_a_kiosk_would_refuse_is_not_signed(home: Home, untrusted: bytes) -> None:
    with pytest.raises((EvidenceError, ConfigurationError)):
        sign_case(home, untrusted)


def test_the_training_authority_of_borrowers_is_for_training(home: Home, live: Home) -> None:
    body = json.dumps(
        {"subject_digest": "a" * 64, "request": request_for(ec.generate_private_key(ec.SECP256R1()))}
    ).encode()
    leaf, root = x509.load_pem_x509_certificates(issue_once(home, body))
    leaf.verify_directly_issued_by(root)
    assert leaf.not_valid_after_utc - NOW < dt.timedelta(hours=2)
    with pytest.raises(ConfigurationError, match="licensed"):
        issue_once(live, body)
    for junk in (b"", b"{}", b"[]", body.replace(b"a" * 64, b"name"), b'{"subject_digest": 1, "request": 2}'):
        with pytest.raises(ConfigurationError):
            issue_once(home, junk)


def test_the_server_has_the_name_that_kiosks_reach_it_by(tmp_path: Path) -> None:
    made = init(tmp_path / "home", Mode.LIVE, "hq.branch.example")
    names = made.leaf(Purpose.TLS, "server").certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert "hq.branch.example" in names.value.get_values_for_type(x509.DNSName)


def test_a_damaged_key_file_is_named(tmp_path: Path) -> None:
    make_root(Purpose.TLS, Mode.TRAINING).save(tmp_path / "root")
    (tmp_path / "root.key").write_bytes(b"junk")
    with pytest.raises(ConfigurationError, match="root"):
        load(tmp_path / "root")
