"""A small valid bundle with its own authorities, for tests of anything that reads evidence.

`Authorities` makes roots, a device, headquarters' signer and an `openssl ts` authority for one mode;
`build_bundle` writes a sealed bundle of a short session. Import it by file path (see conftest.py) or copy nothing.
"""

import datetime as dt
import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import CaseId, DeviceId, SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import Blob, new_blob
from kiosk.evidence.bundle import write_sealed
from kiosk.evidence.certificates import Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.encryption import new_identity
from kiosk.evidence.head import Head, sign_head
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.manifest import Manifest, Tail
from kiosk.evidence.open_bundle import OpenBundle, finish
from kiosk.evidence.seal import seal
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.ports.timestamp_authority import TimestampAuthority

SESSION = SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a11")
DEVICE = DeviceId("kiosk-7")
NOW = dt.datetime.now(dt.UTC)
Key = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def wall(seconds: float = 0.0) -> str:
    """The sealing time and later, as entries write it."""
    return (NOW + dt.timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def make_certificate(
    name: str,
    unit: str,
    key: Key,
    issuer: "tuple[x509.Certificate, Key] | None" = None,
    *,
    ca: bool = False,
    tsa: bool = False,
    life: tuple[dt.datetime, dt.datetime] = (NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=30)),
) -> x509.Certificate:
    """A certificate; without an issuer a root."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(life[0])
        .not_valid_after(life[1])
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=ca,
                crl_sign=ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if tsa:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    signer = issuer[1] if issuer else key
    return builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


class FileKeys:
    """DeviceKeys and Signer in memory."""

    def __init__(self, key: ed25519.Ed25519PrivateKey, *chain: x509.Certificate) -> None:
        self.key, self._chain = key, b"".join(pem(certificate) for certificate in chain)

    def certificate_chain(self) -> bytes:
        return self._chain

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)

    def wrap(self, secret: bytes) -> bytes:
        raise EvidenceError("these keys wrap nothing")

    def unwrap(self, wrapped: bytes) -> bytes:
        raise EvidenceError("these keys wrap nothing")


class OpensslAuthority:
    """An RFC 3161 authority on the `openssl ts` command line.

    `certs` stays out of its configuration: rfc3161-client raises InvalidSetOrdering when the root is embedded.
    """

    def __init__(self, folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        (folder / "tsa.pem").write_bytes(pem(certificate))
        (folder / "tsa.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text(
            "[tsa]\ndefault_tsa = a\n[a]\n"
            f"serial = {folder}/serial\nsigner_cert = {folder}/tsa.pem\nsigner_key = {folder}/tsa.key\n"
            "signer_digest = sha256\ndefault_policy = 1.3.6.1.4.1.99999.1\ndigests = sha256\n"
            "ess_cert_id_alg = sha256\n"
        )

    def stamp(self, digest: bytes) -> bytes:
        query, reply = self._folder / "q", self._folder / "r"
        self._run("-query", "-digest", digest.hex(), "-sha256", "-cert", "-out", str(query))
        self._run("-reply", "-config", str(self._folder / "ts.cnf"), "-queryfile", str(query), "-out", str(reply))
        return reply.read_bytes()

    def _run(self, *arguments: str) -> None:
        subprocess.run(["openssl", "ts", *arguments], check=True, capture_output=True)


class Authorities:
    """Roots of one mode, with one device, one headquarters signer and one time-stamp authority under them."""

    def __init__(self, folder: Path, mode: Mode = Mode.LIVE, device: str = DEVICE) -> None:
        self.mode = mode
        root_key = ed25519.Ed25519PrivateKey.generate()
        self.device_root = make_certificate(f"{mode} device root", mode, root_key, ca=True)
        self.issuer = (self.device_root, root_key)
        device_key = ed25519.Ed25519PrivateKey.generate()
        self.device = FileKeys(device_key, make_certificate(device, mode, device_key, self.issuer))
        hq_root_key = ed25519.Ed25519PrivateKey.generate()
        self.hq_root = make_certificate(f"{mode} headquarters root", mode, hq_root_key, ca=True)
        hq_key = ed25519.Ed25519PrivateKey.generate()
        self.headquarters = FileKeys(
            hq_key, make_certificate("headquarters", mode, hq_key, (self.hq_root, hq_root_key))
        )
        tsa_root_key, tsa_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.tsa_root = make_certificate(f"{mode} tsa root", mode, tsa_root_key, ca=True)
        tsa = make_certificate("tsa", mode, tsa_key, (self.tsa_root, tsa_root_key), tsa=True)
        self.tsa = OpensslAuthority(folder / f"tsa-{mode}", tsa, tsa_key)

    def write_trust(self, folder: Path) -> Path:
        """Their roots, as a trust folder holds them."""
        for role, root in (("device", self.device_root), ("tsa", self.tsa_root), ("headquarters", self.hq_root)):
            place = folder / self.mode / role
            place.mkdir(parents=True, exist_ok=True)
            (place / "root.pem").write_bytes(pem(root))
        return folder


@dataclass(frozen=True, slots=True)
class Built:
    """A bundle and what a test needs to judge it. `identities`: of each class."""

    folder: Path
    manifest: Manifest
    lines: tuple[bytes, ...]
    blobs: tuple[Blob, ...]
    identities: Mapping[PartClass, str]
    heads: tuple[Head, ...]

    @property
    def all_identities(self) -> tuple[str, ...]:
        return tuple(self.identities.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of bundle to build."""

    mode: Mode = Mode.LIVE
    sources: Mapping[str, Source] = field(default_factory=lambda: {"face_camera": Source.DEVICE})
    ending: Ending = Ending.QUOTED
    fragments: int = 6
    part_limit: int = 1200
    withheld: Mapping[PartClass, str] = field(default_factory=dict)
    stamped: bool = True
    entry_source: Source = Source.DEVICE


def build_bundle(
    folder: Path,
    authorities: Authorities,
    plan: Plan | None = None,
    *,
    keys: FileKeys | None = None,
    authority: TimestampAuthority | None = None,
) -> Built:
    """A short session: card, consent, fragments, one term, an ending."""
    plan = plan or Plan()
    identities = {part_class: new_identity() for part_class in PartClass}
    bundle = OpenBundle(folder, {c: (pair[1],) for c, pair in identities.items()}, limit=plan.part_limit)
    log = LogBuilder(SESSION)
    lines: list[bytes] = []
    blobs: list[Blob] = []
    heads: list[Head] = []
    keys = keys or authorities.device

    def write(kind: str, data: Mapping[str, object], blob: Blob | None = None) -> None:
        if blob is not None:
            bundle.append_blob(blob)
            blobs.append(blob)
        at = Moment(float(len(lines)), wall(len(lines)))
        _, line = log.append(kind, data, at, plan.entry_source)  # type: ignore[arg-type]
        bundle.append_log([line])
        lines.append(line)

    write("session.opened", {"session": SESSION, "device": DEVICE, "mode": str(plan.mode)})
    write("consent.given", {"consent": "recording", "channel": "touch"})
    for index in range(plan.fragments):
        fragment = new_blob(PartClass.RECORDING, f"fragment-{index:06d}", "video/mp4", bytes([index]) * 300)
        data = {"index": index, "fragment": fragment.ref, "begins_ms": index * 400, "ends_ms": index * 400 + 400}
        write("recording.fragment", data, fragment)
    picture = new_blob(PartClass.IDENTITY, "card-front", "image/jpeg", b"a picture of a card")
    write("card.read", {"side": "front", "picture": picture.ref}, picture)
    face = new_blob(PartClass.BIOMETRIC, "face-0", "image/jpeg", b"a picture of a face")
    write("face.checked", {"verdict": "match", "picture": face.ref}, face)
    heads.append(_head(log, lines, keys))
    reply = new_blob(PartClass.RECORD, "reply-0", "text/plain", "一万元".encode())
    write("reply.confirmed", {"question": "amount", "blob": reply.ref}, reply)
    write("term.spoken", {"term": "amount", "ended": True})
    write("session.ending", {"ending": str(plan.ending), "reason": "borrower"})
    bundle.sync()
    manifest = Manifest(
        session=SESSION,
        device=DEVICE,
        mode=plan.mode,
        sources=plan.sources,
        case=CaseId("C-2026-1"),
        ending=plan.ending,
        opened=wall(-60),
        closed=wall(),
        parts=bundle.close(plan.withheld),
        log=log.head,
        versions={"software": "0.1.0", "model.speech": hashlib.sha256(b"model").hexdigest()},
        tail=Tail(1, heads[0].seq),
    )
    stamper = (authority or authorities.tsa) if plan.stamped else None
    finish(folder, seal(manifest, keys, stamper, wall()))
    found = {part_class: pair[0] for part_class, pair in identities.items()}
    return Built(folder, manifest, tuple(lines), tuple(blobs), found, tuple(heads))


def _head(log: LogBuilder, lines: list[bytes], keys: FileKeys) -> Head:
    return sign_head(Head(SESSION, DEVICE, len(lines) - 1, log.head.head, wall()), keys)


def reseal(folder: Path, manifest: object, keys: FileKeys, authorities: Authorities) -> None:
    """What whoever holds the device's key can do."""
    write_sealed(folder, seal(manifest, keys, authorities.tsa, wall()))  # type: ignore[arg-type]


def expect_broken(folder: Path, trust: Trust, says: str, identities: tuple[str, ...] = ()) -> None:
    """The verdict and its reason."""
    found = verify_bundle(folder, trust, identities)
    assert found.verdict is Verdict.BROKEN
    assert any(says in reason for reason in found.reasons), found.reasons
