"""What a session knows so far. Every change makes a new one; nothing here is written to the ordinary log."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kiosk.checks.card_surface import CardSurface
from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import Liveness, Move
from kiosk.consent.pace import Pace
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.case import Case, PromiseTopic
from kiosk.domain.consents import Chapter, Mode, Source
from kiosk.domain.ids import Sha256, StaffId
from kiosk.domain.moment import Moment
from kiosk.domain.money import Fen
from kiosk.domain.offer import Offer
from kiosk.domain.reach import USUAL_SCAN_SECONDS, Hand, Switches
from kiosk.domain.speech import Channel, Language
from kiosk.domain.staff import UNMARKED, StaffMark
from kiosk.domain.way import Way
from kiosk.lending.affordability import Affordability
from kiosk.lending.sheet import Sheet

VOLUMES = (1, 2, 3)
"""Of the guide: quiet, normal, loud."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands when a session opens. `seed`: 32 random bytes; every draw and shuffle comes from it.

    `case` is None for an enquiry on the catalogue; `offers` are the case's or the catalogue's.
    """

    session: str
    at: Moment
    today: date
    seed: bytes
    mode: Mode
    branch: str
    case: Case | None
    offers: tuple[Offer, ...]
    sources: tuple[tuple[str, Source], ...]
    language: Language = Language.ZH_CN
    """Before the borrower chooses."""
    to_find: bool = False
    """There are cases that are each for somebody: which one is his is looked for once identity stands."""


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """`partner`: the partner's id where a consent is asked for each, else empty."""

    consent: str
    partner: str
    given: bool


class IdentityPath(StrEnum):
    """How identity was settled, if it was."""

    OPEN = "open"
    FACE = "face"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class StaffAct:
    """What a member of staff did at the kiosk: `checked` in words, never an answer of the borrower's."""

    staff: StaffId
    approved: bool
    checked: str
    checks: tuple[str, ...] = ()
    """Each thing that was looked at, as a key: card_in_hand, face_against_card, name_and_birth, ..."""
    at: float = 0.0
    """When he signed in, in the kiosk's monotonic seconds."""
    mark: StaffMark = UNMARKED


@dataclass(frozen=True, slots=True)
class Identity:
    """Card, face and how it was settled."""

    path: IdentityPath = IdentityPath.OPEN
    match: MatchOutcome = MatchOutcome.NOT_DONE
    liveness: Liveness = Liveness.NOT_DONE
    staff: tuple[StaffAct, ...] = ()
    surfaces: tuple[tuple[CardSide, CardSurface], ...] = ()
    """Of each side that was read: whether it looks like plastic."""
    doubts: tuple[str, ...] = ()
    """Why the card alone does not settle it (expired, over the product's age, ...): two members of staff decide."""
    portrait: bytes = b""
    """JPEG of the card's portrait, for the side-by-side look of staff."""
    probe: bytes = b""
    """JPEG of the live face, for the same."""
    light: bool | None = None
    """Whether the screen may change its colours; None: not asked. A no changes nothing else."""
    not_easy: tuple[Move, ...] = ()
    """Steps of the challenge that he said are hard for him."""
    draws: int = 0
    """Challenges drawn so far."""


class Need(StrEnum):
    """The four figures of the needs chapter."""

    AMOUNT = "amount"
    PURPOSE = "purpose"
    INCOME = "income"
    DEBTS = "debts"


class Purpose(StrEnum):
    """What the money is for."""

    HOME = "home"
    HEALTH = "health"
    EDUCATION = "education"
    BUSINESS = "business"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Needs:
    """Declared by the borrower. None: not said yet. Income and debts are a month's, in fen."""

    amount: Fen | None = None
    purpose: Purpose | None = None
    income: Fen | None = None
    debts: Fen | None = None


class TermStage(StrEnum):
    """Heard, acknowledged and confirmed are three different events (invariant 3)."""

    OPEN = "open"
    HEARD = "heard"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class TermStatus:
    """One item of the sheet and how far it has come."""

    term: str
    stage: TermStage = TermStage.OPEN


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """What the borrower says that he was promised; fen, a fraction, or words."""

    topic: PromiseTopic
    value: str


@dataclass(frozen=True, slots=True)
class FactResult:
    """One teach-back fact: passed, or taken over by a person."""

    fact: str
    passed: bool
    attempts: int
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """One reply of the session, for the read-back. `asked` and `said` are in the borrower's language."""

    number: int
    chapter: Chapter
    step: str
    item: str
    """What within the step was asked about: a consent, a term, a fact; or empty."""
    asked: str
    said: str
    meaning: str
    channel: Channel
    confirmed: bool = False
    corrects: int = 0
    """The number of the reply whose words this one takes the place of; 0: none."""


class DocumentKind(StrEnum):
    """What may be rendered and signed."""

    SHEET = "sheet"
    CONTRACT = "contract"
    CONSENTS = "consents"
    RECEIPT = "receipt"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as it was shown; signing is bound to its hash."""

    kind: DocumentKind
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Signed:
    """`strokes`: number of pen strokes; their points lie in the evidence."""

    kind: DocumentKind
    sha256: Sha256
    strokes: int


@dataclass(frozen=True, slots=True)
class Place:
    """By ear, answers are said one after another. `asked`: key of the question; for another one it is begun anew.
    `offered`: the answer said last; `typed`: digits taken so far."""

    asked: str = ""
    offered: int = 0
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it."""

    opening: Opening
    language: Language = Language.ZH_CN
    text_size: int = 2
    """1 to 4."""
    rate: Decimal = Decimal("1.0")
    """Speech rate, 0.7 to 1.3."""
    volume: int = 2
    """One of VOLUMES."""
    way: Way = Way.STANDARD
    """How it is told and answered."""
    contrast: int = 1
    """1 to 4."""
    switches: Switches = Switches.NONE
    """Which switches are used in place of a finger."""
    scan_seconds: int = USUAL_SCAN_SECONDS
    """One of SCAN_SECONDS: how long one thing stays marked with one switch."""
    hand: Hand = Hand.RIGHT
    """On which side answers and keys stand."""
    headphones: bool = False
    """The sound goes to headphones."""
    pace: Pace = field(default_factory=Pace)
    """How long he needs for a text, so far."""
    place: Place = field(default_factory=Place)
    """By ear: where among the answers the guide is."""
    consents: tuple[ConsentAnswer, ...] = ()
    card: tuple[tuple[CardSide, tuple[CardField, ...]], ...] = ()
    identity: Identity = field(default_factory=Identity)
    needs: Needs = field(default_factory=Needs)
    affordability: Affordability | None = None
    offer: Offer | None = None
    sheet: Sheet | None = None
    quote: str = ""
    """The twelve digits of the quote with whose figures he goes on; empty: chosen anew."""
    terms: tuple[TermStatus, ...] = ()
    promised: tuple[PromiseTold, ...] = ()
    consultant: tuple[PromiseTold, ...] | None = None
    """What the consultant says that he promised, entered by staff signed in; None: nobody entered it."""
    promises_settled: bool = False
    taught: tuple[FactResult, ...] = ()
    replies: tuple[ReplyRecord, ...] = ()
    last_reply: int = 0
    """The highest number so far, of those taken back as well."""
    rendered: tuple[Rendered, ...] = ()
    signed: tuple[Signed, ...] = ()
    recording: bool = False
    missed: tuple[str, int] = ("", 0)
    """The question that was answered by voice and not understood last, and how often in a row."""
    companion: bool = False
    """A member of staff named who sits beside the borrower."""
    doubted: bool = False
    """Somebody else seems to sit there: a member of staff looks before the script goes on."""
    staff_reasons: tuple[str, ...] = ()
    """Why a person was needed, as text keys."""
    notice: str = ""
    """What staff at the console did, as the borrower reads it: the line `notice_*` of the script; empty: nothing."""

    def consent(self, consent: str, partner: str = "") -> bool | None:
        """Given, refused, or None: not asked yet."""
        answers = [a.given for a in self.consents if a.consent == consent and a.partner == partner]
        return answers[-1] if answers else None

    def card_value(self, name: str) -> str:
        """A settled field of the card, or empty."""
        return next((f.value for _, fields in self.card for f in fields if f.name == name), "")

    @property
    def is_enquiry(self) -> bool:
        """Without a case the pen stays locked."""
        return self.opening.case is None and not self.opening.to_find

    def with_reply(self, reply: ReplyRecord) -> "Facts":
        """A later reply to the same question takes the place of the earlier."""
        kept = tuple(r for r in self.replies if (r.step, r.item) != (reply.step, reply.item))
        return replace(self, replies=(*kept, reply), last_reply=max(self.last_reply, reply.number))

    @property
    def next_reply(self) -> int:
        """Numbers rise and are not used again."""
        return max(self.last_reply, *(r.number for r in self.replies), 0) + 1
