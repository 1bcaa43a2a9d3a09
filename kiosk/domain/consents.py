"""Consents, data classes, chapters, endings."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.speech import Text


class DataClass(StrEnum):
    """Each class has its own recipients, retention and key (DESIGN section 4)."""

    RECORD = "record"
    IDENTITY = "identity"
    BIOMETRIC = "biometric"
    RECORDING = "recording"


class Mode(StrEnum):
    """Training never mixes with live."""

    LIVE = "live"
    TRAINING = "training"


class Source(StrEnum):
    """Where input comes from; everything but a device is refused in live mode."""

    DEVICE = "device"
    FILE = "file"
    SIMULATED = "simulated"


class Chapter(StrEnum):
    """The chapters of a session, in order."""

    WELCOME = "welcome"
    PRIVACY = "privacy"
    IDENTITY = "identity"
    NEEDS = "needs"
    CHOICE = "choice"
    DISCLOSURE = "disclosure"
    TEACH_BACK = "teach_back"
    READ_BACK = "read_back"
    SIGNATURE = "signature"
    FAREWELL = "farewell"


class Ending(StrEnum):
    """The five endings; each is sealed."""

    SIGNED = "signed"
    QUOTED = "quoted"
    DECLINED = "declined"
    REFERRED = "referred"
    INTERRUPTED = "interrupted"


class Refusal(StrEnum):
    """What refusing a consent changes; nobody is punished for it."""

    REFER = "refer"
    """Another way with staff and paper."""
    STAFF_IDENTITY = "staff_identity"
    """Two members of staff look instead of the camera."""
    WITHHOLD = "withhold"
    """Recording and face pictures stay in this terminal and are destroyed by their date."""
    CHOOSE_AGAIN = "choose_again"
    """This offer can't be had without it; the others can."""


@dataclass(frozen=True, slots=True)
class ConsentSpec:
    """One separately refusable consent, as `assets/consents.toml` declares it.

    `chapter`: privacy or choice. `per_partner`: asked once for each named partner of the chosen offer.
    """

    id: str
    chapter: Chapter
    data_class: DataClass
    purpose: Text
    receiver: Text
    retention: Text
    retention_days: int
    if_refused: Text
    ask: Text
    on_refusal: Refusal
    per_partner: bool = False
    case_only: bool = False
    """Not asked in an enquiry, which needs no such data."""
