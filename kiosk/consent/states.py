"""The states of a session: one frozen dataclass each, with exactly the fields that exist in it."""

from dataclasses import dataclass

from kiosk.checks.presence import Seen
from kiosk.consent.events import Replied
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.consent.quote_brought import Against, Brought
from kiosk.consent.states_identity import AskingLight as AskingLight  # noqa: PLC0414
from kiosk.consent.states_identity import AwaitingStaff as AwaitingStaff  # noqa: PLC0414
from kiosk.consent.states_identity import CheckingFace as CheckingFace  # noqa: PLC0414
from kiosk.consent.states_identity import ChoosingPath as ChoosingPath  # noqa: PLC0414
from kiosk.consent.states_identity import ReadingCard as ReadingCard  # noqa: PLC0414
from kiosk.consent.states_identity import ReviewingCard as ReviewingCard  # noqa: PLC0414
from kiosk.dialogue.promises import Compared, Difference
from kiosk.dialogue.question import Question
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.case import Case, PromiseTopic
from kiosk.domain.consents import Chapter, ConsentSpec, Ending
from kiosk.domain.ids import OfferId
from kiosk.domain.offer import Partner
from kiosk.domain.speech import Text
from kiosk.lending.counter import Counter
from kiosk.lending.sheet import SheetItem
from kiosk.lending.what_if import Supposed


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True, slots=True)
class Welcoming:
    """Language, text size; what will happen, how long, leave at any time."""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The guide tells something; "go on" ends it."""

    facts: Facts
    step: str
    text: Text


@dataclass(frozen=True, slots=True)
class AskingConsent:
    """One consent. `partner`: None unless asked for each; `rest`: those still to come after it."""

    facts: Facts
    step: str
    spec: ConsentSpec
    partner: Partner | None
    rest: tuple[tuple[ConsentSpec, Partner | None], ...]


@dataclass(frozen=True, slots=True)
class FindingCase:
    """What was prepared for the holder of this card is looked for."""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class ChoosingCase:
    """Several were prepared for him: which one, or none? In an order drawn by lot, none of them marked."""

    facts: Facts
    step: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class AskingNeed:
    """One of the four figures; which is the step's."""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class ShowingAffordability:
    """Reasons in words and figures; never a credit decision. `counters`: less or longer, where it weighs much."""

    facts: Facts
    step: str
    counters: tuple[Counter, ...] = ()


@dataclass(frozen=True, slots=True)
class Choosing:
    """Offers side by side in the shuffled order, and none of these. `notice`: text key, or empty."""

    facts: Facts
    step: str
    order: tuple[OfferId, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class ResumingQuote:
    """A quote that was brought back, its figures and what was said then: go on with it, or choose anew?"""

    facts: Facts
    step: str
    brought: Brought


@dataclass(frozen=True, slots=True)
class ReadingTerm:
    """One item of the sheet. `heard`: it was spoken to its end."""

    facts: Facts
    step: str
    item: SheetItem
    index: int
    heard: bool


@dataclass(frozen=True, slots=True)
class AskingPromised:
    """Did anybody promise you anything?"""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class AskingPromise:
    """What was promised on one topic."""

    facts: Facts
    step: str
    topic: PromiseTopic


@dataclass(frozen=True, slots=True)
class ShowingDifferences:
    """What was promised is not what stands in the contract."""

    facts: Facts
    step: str
    differences: tuple[Difference, ...]
    rows: tuple[Compared, ...] = ()
    """Sheet, what the borrower heard, what the consultant says: a topic each."""
    explained: bool = False
    """By a member of staff, or from the approved knowledge; before that nothing goes on."""


@dataclass(frozen=True, slots=True)
class TeachingBack:
    """One fresh question. `pending`: the questions of this fact after it. `hint`: the explanation after a miss.

    `worded`: the fact is asked for in own words first; None: by the question.
    """

    facts: Facts
    step: str
    question: Question
    pending: tuple[Question, ...]
    attempt: int
    hint: Text | None
    worded: OpenQuestion | None = None


@dataclass(frozen=True, slots=True)
class ReadingBack:
    """Every reply as text, a page at a time. `numbers`: the replies of this page."""

    facts: Facts
    step: str
    page: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Correcting:
    """A reply of the read-back is given otherwise. `under`: the state in which it was given, as it would stand now."""

    facts: Facts
    step: str
    number: int
    under: "ScriptState"


@dataclass(frozen=True, slots=True)
class Preparing:
    """A document is being rendered."""

    facts: Facts
    step: str
    document: DocumentKind


@dataclass(frozen=True, slots=True)
class Signing:
    """The document is on the screen, the pen is free."""

    facts: Facts
    step: str
    document: DocumentKind
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Parting:
    """Receipt, rights, how to withdraw; then it is sealed."""

    facts: Facts
    step: str
    ending: Ending


@dataclass(frozen=True, slots=True)
class Sealing:
    """Every ending is sealed. Nothing of the borrower is on the screen."""

    facts: Facts
    ending: Ending


@dataclass(frozen=True, slots=True)
class Ended:
    """Sealed; the facts are forgotten. `pending`: time-stamp to come. `failed`: it could not be sealed now."""

    ending: Ending
    session: str
    pending: bool
    failed: bool
    folder: str


ScriptState = (
    Welcoming | Telling | AskingConsent | ReadingCard | ReviewingCard | ChoosingPath | AskingLight
    | CheckingFace | AwaitingStaff | FindingCase | ChoosingCase | AskingNeed
    | ShowingAffordability | Choosing | ResumingQuote | ReadingTerm
    | AskingPromised | AskingPromise | ShowingDifferences | TeachingBack | ReadingBack | Correcting
    | Preparing | Signing | Parting
)  # fmt: skip
"""States of the script: each has `facts` and `step`."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """A spoken answer is shown: is this what you said?"""

    reply: Replied
    resume: ScriptState


PERSON_NEXT = 2


@dataclass(frozen=True, slots=True)
class Explaining:
    """A question is answered from the approved knowledge; `clause` names it. `known` False: shall I call a person?

    `wording`: 0 the first words, 1 the other ones (`again`), PERSON_NEXT: neither was clear, a person is offered.
    """

    question: str
    answer: str
    clause: str
    known: bool
    resume: ScriptState
    entry: str = ""
    """Id in the knowledge base; empty when it is not known."""
    again: str = ""
    """Other words, if the first are not clear; empty: there are none."""
    wording: int = 0

    @property
    def offers_person(self) -> bool:
        """Nothing more can be explained here: shall a person come?"""
        return not self.known or self.wording == PERSON_NEXT


@dataclass(frozen=True, slots=True)
class Supposing:
    """What would happen if: worked out, shown and said. Nothing of the loan changes by it."""

    supposed: Supposed
    offer: OfferId
    resume: ScriptState


@dataclass(frozen=True, slots=True)
class TakingQuote:
    """The paper is laid down, or its digits typed. `refused`: why the last one can't be gone on with; `tries` so far;
    `seeking`: one was shown and is being looked for."""

    resume: ScriptState
    refused: Against | None = None
    tries: int = 0
    seeking: bool = False


@dataclass(frozen=True, slots=True)
class ShowingKnown:
    """What is known of the customer, of this business and of the product, from where, and what is missing."""

    resume: ScriptState


@dataclass(frozen=True, slots=True)
class Paused:
    """The script waits, the recorder runs."""

    resume: ScriptState


@dataclass(frozen=True, slots=True)
class CallingStaff:
    """Somebody is on the way."""

    resume: ScriptState


@dataclass(frozen=True, slots=True)
class AskingToLeave:
    """Leave now? Nothing is charged."""

    resume: ScriptState


@dataclass(frozen=True, slots=True)
class AskingPresence:
    """Nothing happened for a while: are you still there? `why`: what the camera saw, or None."""

    resume: ScriptState
    why: Seen | None = None
    asked: int = 1
    """How often so far; who needs time is asked twice."""


@dataclass(frozen=True, slots=True)
class CheckingPresence:
    """Somebody else seems to sit there: a member of staff looks. The recorder runs on."""

    resume: ScriptState


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A camera or the microphone is gone; the script waits."""

    device: str
    resume: ScriptState


Overlay = (
    Confirming | Explaining | Supposing | TakingQuote | ShowingKnown | Paused | CallingStaff | AskingToLeave
    | AskingPresence | CheckingPresence | DeviceLost
)  # fmt: skip
"""States that lie over the script and return to it."""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """The kiosk can't serve now; `reason` is a text key."""

    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is served now, and nothing is broken; `reason` is a text key: hours, staff."""

    reason: str


State = Attract | ScriptState | Overlay | Sealing | Ended | OutOfOrder | Closed

CHAPTERS = tuple(Chapter)
