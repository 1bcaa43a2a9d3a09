"""SigningCertificate: a one-time key, a chain, a signature that anyone can check."""

import hashlib
from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.devices.signing_certificate_training import TrainingSigningCertificate
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError, TransportError
from kiosk.ports.signing_certificate import SigningCertificate
from tests.hq.rig import FEED, Kiosk, close_all, enrol, new_home, opened, serving

SUBJECT = hashlib.sha256(b"salt, name and number").hexdigest()
DOCUMENT = b"a contract"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kiosk, str]]:
    folder = tmp_path_factory.mktemp("hq")
    home = new_home(folder / "home")
    kiosk = enrol(home, folder / "kiosk")
    with serving(home, folder, vault=False) as served:
        yield kiosk, served.url


class SigningCertificateContract:
    @pytest.fixture
    def authority(self) -> SigningCertificate:
        raise NotImplementedError

    def test_the_signature_is_by_the_certified_key_over_the_document(self, authority: SigningCertificate) -> None:
        made = authority.sign_once(SUBJECT, hashlib.sha256(DOCUMENT).hexdigest())
        leaf, root = x509.load_pem_x509_certificates(made.certificate_chain)
        leaf.verify_directly_issued_by(root)
        assert leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == SUBJECT
        key = leaf.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(made.signature, DOCUMENT, ec.ECDSA(hashes.SHA256()))
        with pytest.raises(InvalidSignature):
            key.verify(made.signature, b"another contract", ec.ECDSA(hashes.SHA256()))

    def test_no_key_is_used_twice(self, authority: SigningCertificate) -> None:
        chains = [authority.sign_once(SUBJECT, "0" * 64).certificate_chain for _ in range(2)]
        first, second = (x509.load_pem_x509_certificates(chain)[0] for chain in chains)
        assert first.public_key() != second.public_key()
        assert first.serial_number != second.serial_number

    @pytest.mark.parametrize("bad", ["", "name", "A" * 64, "0" * 63])
    def test_what_is_no_digest_is_refused(self, authority: SigningCertificate, bad: str) -> None:
        with pytest.raises(DeviceError):
            authority.sign_once(bad, "0" * 64)
        with pytest.raises(DeviceError):
            authority.sign_once("0" * 64, bad)


class TestTraining(SigningCertificateContract):
    @pytest.fixture
    def authority(self, place: tuple[Kiosk, str]) -> SigningCertificate:
        kiosk, url = place
        return opened(TrainingSigningCertificate(url, kiosk.tls, FEED))

    def test_it_says_that_it_proves_no_identity(self, authority: SigningCertificate) -> None:
        assert authority.sign_once(SUBJECT, "0" * 64).source is Source.SIMULATED


def test_out_of_reach_is_said(place: tuple[Kiosk, str]) -> None:
    with pytest.raises(TransportError, match="reached"):
        opened(TrainingSigningCertificate("https://127.0.0.1:9", place[0].tls, FEED)).sign_once(SUBJECT, "0" * 64)
