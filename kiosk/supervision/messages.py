"""What kiosk and console say to each other: one frozen dataclass a message (docs/adr/0032).

Nothing personal is in any of them: chapters, counts, codes. Nothing that a console can say is an answer.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.consents import Chapter, Mode


class Wanted(StrEnum):
    """Why a person is wanted at a kiosk; it waits until somebody has seen to it."""

    HELP = "help"
    IDENTITY = "identity"
    TEACH_BACK = "teach_back"
    PRESENCE = "presence"
    DIFFERENCES = "differences"
    DEVICE = "device"


class Alert(StrEnum):
    """What staff should look at without being called. `quiet`: the borrower asked in an everyday sentence to be spared;
    nobody says so to anyone who sits there."""

    OUT_OF_ORDER = "out_of_order"
    NOT_SEALED = "not_sealed"
    NOT_UNDERSTOOD = "not_understood"
    QUIET = "quiet"
    PHRASE = "phrase"
    CAMERA = "camera"
    SOUND = "sound"
    PRINTER = "printer"
    PAPER = "paper"
    DISK = "disk"
    CLOCK = "clock"
    CERTIFICATE = "certificate"


class Matter(StrEnum):
    """What two members of staff may settle from the console."""

    IDENTITY = "identity"
    TEACH_BACK = "teach_back"
    PRESENCE = "presence"


class Reason(StrEnum):
    """Why staff step in, from a closed list: the borrower reads it, so nothing can be written to him."""

    LOOKED_IN_PERSON = "looked_in_person"
    HARD_FOR_BORROWER = "hard_for_borrower"
    DEVICE_FAULT = "device_fault"
    BORROWER_UNWELL = "borrower_unwell"
    PRESSURE_SEEN = "pressure_seen"
    WRONG_CASE = "wrong_case"
    BRANCH_CLOSES = "branch_closes"


APPROVING = (Reason.LOOKED_IN_PERSON, Reason.HARD_FOR_BORROWER, Reason.DEVICE_FAULT)
ENDING = (
    Reason.BORROWER_UNWELL, Reason.PRESSURE_SEEN, Reason.WRONG_CASE, Reason.DEVICE_FAULT, Reason.BRANCH_CLOSES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meter:
    """Of the session under way, in counts. `terms` and `facts` are (settled, of how many)."""

    questions: int = 0
    repeats: int = 0
    pauses: int = 0
    not_understood: int = 0
    terms: tuple[int, int] = (0, 0)
    facts: tuple[int, int] = (0, 0)
    by_person: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """`waited`: whole seconds so far, by the kiosk's clock; `coming`: somebody said that he is on the way."""

    wanted: Wanted
    waited: int
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first frame of a kiosk. `nonce`: of this connection, 32 hexadecimal digits; `chain`: PEM of its signing
    certificate."""

    device: str
    branch: str
    mode: Mode
    nonce: str
    chain: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a kiosk stands; the newest takes the place of all before. `session` empty: none is under way. `state`: the
    name of the state's class."""

    session: str
    state: str
    chapter: Chapter | None
    meter: Meter
    call: Call | None
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class HeadSigned:
    """A device-signed head of the log, as kiosk.evidence.head writes it."""

    head: str


class Outcome(StrEnum):
    """What became of a command."""

    TAKEN = "taken"
    OTHER_SESSION = "other_session"
    NOT_NOW = "not_now"
    REPEATED = "repeated"
    NOT_TWO_PEOPLE = "not_two_people"
    NOT_PROVEN = "not_proven"
    """The kiosk does not know who says so: no signature of that person's key, or of somebody who may not."""
    INVOLVED = "involved"
    """One of the two sold this loan."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The kiosk's answer to the command of this number."""

    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The console knows this kiosk and listens."""

    console: str


@dataclass(frozen=True, slots=True)
class HeadStored:
    """It lies in the console's store and can't be taken out of it again."""

    session: str
    seq: int


@dataclass(frozen=True, slots=True)
class ComeOver:
    """Somebody is on the way to this kiosk. `proofs` here and below: each person's signature, as `proofs.words_of`."""

    nonce: str
    number: int
    session: str
    staff: str
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseScript:
    """The script waits; the borrower may go on when he likes."""

    nonce: str
    number: int
    session: str
    staff: str
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndSession:
    """The session goes over to a person; it is sealed like every other."""

    nonce: str
    number: int
    session: str
    staff: str
    reason: Reason
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approve:
    """Two different people settle a matter that the kiosk has left to people. `checks`: what each has looked at."""

    nonce: str
    number: int
    session: str
    staff: str
    second: str
    matter: Matter
    reason: Reason
    checks: tuple[str, ...]
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """The shift changes while this session is under way: it stands in its evidence, and nothing else happens."""

    nonce: str
    number: int
    session: str
    staff: str
    second: str
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseKiosk:
    """Nobody new is served; a session under way goes on to its end."""

    nonce: str
    number: int
    staff: str
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """It serves again."""

    nonce: str
    number: int
    staff: str
    proofs: tuple[str, ...] = ()


FromKiosk = Greeting | Standing | HeadSigned | Answered
Command = ComeOver | PauseScript | EndSession | Approve | HandOver | CloseKiosk | OpenKiosk
FromConsole = Welcomed | HeadStored | Command
Message = FromKiosk | FromConsole
