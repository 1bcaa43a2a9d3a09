"""Simulated printer, signing certificate and identity authority; each says so in what it gives."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError, TransportError
from kiosk.ports.clock import Clock
from kiosk.ports.identity_authority import AuthorityAnswer
from kiosk.ports.signing_certificate import BorrowerSignature

_TRAY = 4
"""Printouts that lie there: a kiosk that trains people for weeks must not keep all of them."""


@dataclass
class SimulatedPrinter:
    """Keeps the newest that it printed in `pages`: (title, PDF). After `unplug` it is out of reach until `plug_in`."""

    pages: list[tuple[str, bytes]] = field(default_factory=list)
    plugged: bool = True
    paper: bool = True

    @property
    def source(self) -> Source:
        """SIMULATED."""
        return Source.SIMULATED

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Refuses what is no PDF, as a real one does."""
        if not self.plugged:
            raise DeviceError("printer", "the printer does not answer; check that it is switched on")
        if not pdf.startswith(b"%PDF-"):
            raise DeviceError("printer", "the printer refused the document")
        self.pages.append((title, pdf))
        del self.pages[:-_TRAY]

    def trouble(self) -> str:
        """As it was unplugged or emptied."""
        return "printer" if not self.plugged else ("" if self.paper else "paper")

    def unplug(self) -> None:
        """Out of reach."""
        self.plugged = False

    def plug_in(self) -> None:
        """And back."""
        self.plugged = True


class SimulatedSigningCertificate:
    """Certificates of an authority that lives as long as this object; nobody trusts it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._authority = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SIMULATED signing authority")])
        self._root = self._issue(self._name, self._authority.public_key(), authority=True)

    def sign_once(self, subject_digest: str, document_sha256: str) -> BorrowerSignature:
        """ECDSA P-256 over the document's SHA-256. Raises DeviceError for a digest that is none."""
        try:
            digest = bytes.fromhex(document_sha256)
        except ValueError as error:
            raise DeviceError("signing_certificate", "a digest must have 64 hexadecimal characters") from error
        if len(digest) != 32 or not subject_digest:
            raise DeviceError("signing_certificate", "a digest must have 64 hexadecimal characters")
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject_digest[:64])])
        certificate = self._issue(subject, key.public_key(), authority=False)
        chain = certificate.public_bytes(Encoding.PEM) + self._root.public_bytes(Encoding.PEM)
        return BorrowerSignature(key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256()))), chain, Source.SIMULATED)

    def _issue(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, authority: bool) -> x509.Certificate:
        now = datetime.fromisoformat(self._clock.now().wall).astimezone(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .sign(self._authority, hashes.SHA256())
        )


@dataclass
class SimulatedIdentityAuthority:
    """Answers `genuine` to whoever asks; out of reach when `reachable` is False."""

    genuine: bool | None = True
    reachable: bool = True

    def ask(self, name: str, number: str) -> AuthorityAnswer:
        """The same for each name; keeps none."""
        if not self.reachable:
            raise TransportError("The identity authority is out of reach.")
        return AuthorityAnswer(self.genuine, "simulated identity authority", Source.SIMULATED)
