"""What the runner shall do. Imperatives; done only after the event's entry is durable."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiosk.checks.liveness import Plan
from kiosk.consent.events import Timer
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.consents import Ending
from kiosk.domain.ids import Sha256
from kiosk.domain.speech import Grammar, Language


@dataclass(frozen=True, slots=True)
class Say:
    """Speak; answered by Spoken(key). A new Say hushes the old one.

    `silent`: no sound is played, the text stands for `seconds` instead; else `seconds` is the least that it takes.
    `reading`: seconds that he needs to read all of it, where the voice fails.
    `volume`: 1 quiet to 3 loud.
    """

    key: str
    text: str
    language: Language
    rate: Decimal
    silent: bool = False
    seconds: float = 0.0
    volume: int = 2
    reading: float = 0.0


@dataclass(frozen=True, slots=True)
class PlayReply:
    """The borrower's own words, as they were recorded; answered by Spoken(key). Nothing is heard meanwhile."""

    key: str
    number: int
    language: Language


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop speaking."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Take spoken answers by this grammar, from the end of speaking on."""

    grammar: Grammar
    language: Language


@dataclass(frozen=True, slots=True)
class StopListening:
    """Nothing said counts now."""


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Consent was given: picture and sound are kept from here."""


@dataclass(frozen=True, slots=True)
class StopRecording:
    """That consent was taken back and refused: nothing is kept from here."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Look for this side until CardRead or CardRefused; `front` is what was settled of the other side, if any."""

    side: CardSide
    front: tuple[CardField, ...]


@dataclass(frozen=True, slots=True)
class StopReadingCard:
    """The document camera is not needed now."""


@dataclass(frozen=True, slots=True)
class FindCases:
    """Which cases are for the holder of this card? Answered by CasesFound. `number`: compared and not kept."""

    number: str


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Look for a code on the desk until QuoteShown."""


@dataclass(frozen=True, slots=True)
class StopReadingCode:
    """The document camera is not needed for it now."""


@dataclass(frozen=True, slots=True)
class FindQuote:
    """Is it one of ours, does it hold, and is it his? Answered by QuoteFound or QuoteRefused. `number`: his card's,
    compared and not kept; empty: none was read."""

    untrusted: str
    number: str
    today: date


@dataclass(frozen=True, slots=True)
class KeepQuote:
    """Keep what finds this quote again, readable to nobody without this borrower's card."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class CheckFace:
    """Challenge from the seed, liveness, comparison with the portrait (JPEG)."""

    seed: bytes
    attempt: int
    portrait: bytes
    plan: Plan
    number: str
    """The card's, for the limit of attempts; empty: none was read."""
    language: Language


@dataclass(frozen=True, slots=True)
class WatchPresence:
    """From here on: is it the same person as in `reference` (JPEG), and alone? Answered by PresenceChanged."""

    reference: bytes


@dataclass(frozen=True, slots=True)
class ExpectCompanion:
    """A second face is no change any more."""


@dataclass(frozen=True, slots=True)
class VouchPresence:
    """A member of staff looked: it is the borrower."""


@dataclass(frozen=True, slots=True)
class StopWatching:
    """The camera's pictures are recorded, and no longer looked at."""


@dataclass(frozen=True, slots=True)
class CallStaff:
    """Light and console: a person is wanted. `reason` is a text key."""

    reason: str


@dataclass(frozen=True, slots=True)
class RenderDocument:
    """Answered by DocumentRendered."""

    kind: DocumentKind
    facts: Facts


@dataclass(frozen=True, slots=True)
class AskAuthority:
    """Is the card genuine, the person real? Answered by AuthorityAnswered, if there is an authority at all."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Certify:
    """A one-time certificate of the borrower over a signed document; answered by Certified, if there is one.

    `subject`: salted digest of name and number.
    """

    kind: DocumentKind
    sha256: Sha256
    subject: str


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """On paper, if there is a printer."""

    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Answered by TimedOut unless it is stopped or started anew."""

    timer: Timer
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """It no longer runs."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class Seal:
    """Stop recording, close the parts, sign, stamp, check; answered by Sealed or SealingFailed."""

    ending: Ending
    facts: Facts


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything of the session leaves memory (invariant 12)."""


Effect = (
    Say
    | PlayReply
    | Hush
    | Listen
    | StopListening
    | StartRecording
    | StopRecording
    | ReadCard
    | StopReadingCard
    | FindCases
    | ReadCode
    | StopReadingCode
    | FindQuote
    | KeepQuote
    | CheckFace
    | WatchPresence
    | ExpectCompanion
    | VouchPresence
    | StopWatching
    | CallStaff
    | RenderDocument
    | AskAuthority
    | Certify
    | PrintDocument
    | StartTimer
    | StopTimer
    | Seal
    | Forget
)
