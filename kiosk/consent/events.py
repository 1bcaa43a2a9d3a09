"""What may happen to a session. Past participles; each is recorded before its effects."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kiosk.checks.card_surface import NOTHING_SEEN, CardSurface
from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import Challenge, Liveness, Measured, Move, Plan
from kiosk.checks.presence import Seen, Stage
from kiosk.consent.events_buttons import HelpAsked as HelpAsked  # noqa: PLC0414
from kiosk.consent.events_buttons import LeaveAsked as LeaveAsked  # noqa: PLC0414
from kiosk.consent.events_buttons import LeaveConfirmed as LeaveConfirmed  # noqa: PLC0414
from kiosk.consent.events_buttons import PauseAsked as PauseAsked  # noqa: PLC0414
from kiosk.consent.events_buttons import RepeatAsked as RepeatAsked  # noqa: PLC0414
from kiosk.consent.events_case import CasesFound as CasesFound  # noqa: PLC0414
from kiosk.consent.events_heard import PhraseHeard as PhraseHeard  # noqa: PLC0414
from kiosk.consent.events_loan import KnownAsked as KnownAsked  # noqa: PLC0414
from kiosk.consent.events_loan import ThinkOverAsked as ThinkOverAsked  # noqa: PLC0414
from kiosk.consent.events_loan import WhatIfAsked as WhatIfAsked  # noqa: PLC0414
from kiosk.consent.events_quote import QuoteBrought as QuoteBrought  # noqa: PLC0414
from kiosk.consent.events_quote import QuoteFound as QuoteFound  # noqa: PLC0414
from kiosk.consent.events_quote import QuoteRefused as QuoteRefused  # noqa: PLC0414
from kiosk.consent.events_quote import QuoteShown as QuoteShown  # noqa: PLC0414
from kiosk.consent.events_signing import AuthorityAnswered as AuthorityAnswered  # noqa: PLC0414
from kiosk.consent.events_signing import Certified as Certified  # noqa: PLC0414
from kiosk.consent.events_signing import DocumentRendered as DocumentRendered  # noqa: PLC0414
from kiosk.consent.events_signing import Penned as Penned  # noqa: PLC0414
from kiosk.consent.events_staff import ConsultantStated as ConsultantStated  # noqa: PLC0414
from kiosk.consent.events_staff import EndedByStaff as EndedByStaff  # noqa: PLC0414
from kiosk.consent.events_staff import ScriptHeld as ScriptHeld  # noqa: PLC0414
from kiosk.consent.events_staff import ServiceChanged as ServiceChanged  # noqa: PLC0414
from kiosk.consent.events_staff import ShiftHandedOver as ShiftHandedOver  # noqa: PLC0414
from kiosk.consent.events_staff import StaffApproved as StaffApproved  # noqa: PLC0414
from kiosk.consent.events_staff import StaffComing as StaffComing  # noqa: PLC0414
from kiosk.consent.events_ways import ContrastChosen as ContrastChosen  # noqa: PLC0414
from kiosk.consent.events_ways import HandChosen as HandChosen  # noqa: PLC0414
from kiosk.consent.events_ways import HeadphonesChosen as HeadphonesChosen  # noqa: PLC0414
from kiosk.consent.events_ways import PaceMeasured as PaceMeasured  # noqa: PLC0414
from kiosk.consent.events_ways import ReplyCorrectionAsked as ReplyCorrectionAsked  # noqa: PLC0414
from kiosk.consent.events_ways import ReplySoundAsked as ReplySoundAsked  # noqa: PLC0414
from kiosk.consent.events_ways import SideTouched as SideTouched  # noqa: PLC0414
from kiosk.consent.events_ways import SwitchesChosen as SwitchesChosen  # noqa: PLC0414
from kiosk.consent.events_ways import Touched as Touched  # noqa: PLC0414
from kiosk.consent.events_ways import WayChosen as WayChosen  # noqa: PLC0414
from kiosk.consent.facts import Opening, StaffAct
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.consents import Source
from kiosk.domain.ids import Sha256
from kiosk.domain.speech import Channel, Language, Text, Understood


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """Somebody touched the attract screen, or staff opened a case."""

    opening: Opening


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """At any time."""

    language: Language


@dataclass(frozen=True, slots=True)
class TextSizeChosen:
    """1 to 4."""

    size: int


@dataclass(frozen=True, slots=True)
class RateChosen:
    """Speech rate 0.7 to 1.3."""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class VolumeChosen:
    """1 quiet to 3 loud."""

    volume: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """The guide came to the end of an utterance (`complete`), or was hushed. `key` is the one of Say.

    `silent`: there was no voice; the text was shown for its reading time instead (invariant 3). `words`: the text of
    Say, as it is written. `voice`: the engines that spoke it.
    """

    key: str
    complete: bool
    silent: bool = False
    words: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """A reply by voice or touch that passed the acceptance rules.

    `sound`: WAV of a spoken one, empty for touch or where no sound may be kept. `source`: recorded, synthetic... input.
    """

    understood: Understood
    channel: Channel
    sound: bytes = b""
    source: Source = Source.DEVICE


@dataclass(frozen=True, slots=True)
class Misheard:
    """Something was said that is not taken as an answer."""

    text: str
    reason: str
    sound: bytes = b""


@dataclass(frozen=True, slots=True)
class ReplyConfirmed:
    """The borrower touched "yes, that is what I said"."""


@dataclass(frozen=True, slots=True)
class ReplyRejected:
    """The borrower touched "no, that is wrong"."""


@dataclass(frozen=True, slots=True)
class ReplyTakenBack:
    """In the read-back: this reply shall be given again; what hangs on it is void."""

    number: int


@dataclass(frozen=True, slots=True)
class CardRead:
    """One side, judged. `fields` whose `settled_by` is open must be looked at. Pictures are JPEG."""

    side: CardSide
    fields: tuple[CardField, ...]
    picture: bytes
    portrait: bytes
    source: Source
    surface: CardSurface = NOTHING_SEEN
    """What the looks at this side said of plastic or paper."""


@dataclass(frozen=True, slots=True)
class CardRefused:
    """No usable card: `reason` is a text key of `card.reason.*`; `final`: a person must look (expired, under age)."""

    side: CardSide
    reason: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class CardCorrected:
    """The borrower typed another value."""

    side: CardSide
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CardConfirmed:
    """The borrower touched "this is right"."""

    side: CardSide


@dataclass(frozen=True, slots=True)
class FaceStepAsked:
    """One instruction of the face check is on the screen; it is said too. `said`: coaching included."""

    step: Move
    said: Text


@dataclass(frozen=True, slots=True)
class StepTooHard:
    """The borrower touched "this is hard for me" while this step was asked for."""

    step: Move


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What was drawn and measured, so that whoever reads the evidence draws and judges again. Whole numbers only."""

    challenge: Challenge
    plan: Plan
    measured: Measured
    verdict: Liveness
    """By the numbers alone, before a simulator's name takes the place of `passed`."""


@dataclass(frozen=True, slots=True)
class FaceChecked:
    """Liveness and match together. `probe`: JPEG of the live face. No score comes up here."""

    match: MatchOutcome
    liveness: Liveness
    reason: str
    probe: bytes
    source: Source
    record: CheckRecord | None = None


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """Nobody, somebody else, or a second person before the camera: for how long, and how far it has come."""

    seen: Seen
    seconds: float
    stage: Stage = Stage.EVENT


@dataclass(frozen=True, slots=True)
class StaffActed:
    """A member of staff, signed in, did something here."""

    act: StaffAct


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """The borrower's own question, by voice or touch."""

    text: str
    channel: Channel
    sound: bytes = b""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Back from a pause, an explanation, a call for help: go on where we were. `clear`: the explanation was."""

    clear: bool = True


class Timer(StrEnum):
    """Named timers; see delays.py."""

    IDLE = "idle"
    IDLE_ANSWER = "idle_answer"
    FAREWELL = "farewell"


@dataclass(frozen=True, slots=True)
class TimedOut:
    """A timer ran out."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class DeviceFailed:
    """A device of the session is gone. `reason` has nothing personal."""

    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceRecovered:
    """And is back."""

    device: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The session is evidence now. `pending`: the time-stamp is still to come. `folder`: the bundle."""

    manifest_sha256: Sha256
    pending: bool
    folder: str


@dataclass(frozen=True, slots=True)
class SealingFailed:
    """It could not be sealed; the parts stay as they are for the next start."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """An unexpected error: the session is ended as interrupted."""

    reason: str


Event = (
    SessionOpened
    | LanguageChosen
    | TextSizeChosen
    | RateChosen
    | VolumeChosen
    | WayChosen
    | Touched
    | ContrastChosen
    | SwitchesChosen
    | HandChosen
    | HeadphonesChosen
    | SideTouched
    | PaceMeasured
    | Spoken
    | Replied
    | Misheard
    | PhraseHeard
    | ReplyConfirmed
    | ReplyRejected
    | ReplyTakenBack
    | ReplyCorrectionAsked
    | ReplySoundAsked
    | CardRead
    | CardRefused
    | CardCorrected
    | CardConfirmed
    | FaceStepAsked
    | StepTooHard
    | FaceChecked
    | PresenceChanged
    | StaffActed
    | ConsultantStated
    | StaffComing
    | ScriptHeld
    | EndedByStaff
    | StaffApproved
    | ShiftHandedOver
    | ServiceChanged
    | QuestionAsked
    | WhatIfAsked
    | KnownAsked
    | ThinkOverAsked
    | CasesFound
    | QuoteBrought
    | QuoteShown
    | QuoteFound
    | QuoteRefused
    | Resumed
    | LeaveAsked
    | LeaveConfirmed
    | HelpAsked
    | PauseAsked
    | RepeatAsked
    | DocumentRendered
    | AuthorityAnswered
    | Certified
    | Penned
    | TimedOut
    | DeviceFailed
    | DeviceRecovered
    | Sealed
    | SealingFailed
    | Broken
)
