"""What happens between the last answer and the pen being lifted."""

from dataclasses import dataclass

from kiosk.consent.facts import DocumentKind
from kiosk.domain.consents import Source
from kiosk.domain.ids import Sha256


@dataclass(frozen=True, slots=True)
class DocumentRendered:
    """Its bytes are in the evidence; the hash is what is signed. `clauses`: of a contract, the ids that it holds."""

    kind: DocumentKind
    sha256: Sha256
    pdf: bytes
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorityAnswered:
    """`genuine` None: it could not say. `name`: who answered."""

    genuine: bool | None
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Certified:
    """The borrower's one-time signature over a document, with its certificate chain (PEM)."""

    kind: DocumentKind
    sha256: Sha256
    signature: bytes
    certificate_chain: bytes
    source: Source


@dataclass(frozen=True, slots=True)
class Penned:
    """The pen was lifted and "sign" touched. `strokes`: for each stroke (x, y, milliseconds, pressure) points 0..1."""

    kind: DocumentKind
    strokes: tuple[tuple[tuple[float, float, int, float], ...], ...]
