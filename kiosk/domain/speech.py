"""Languages, bilingual text, and what a borrower's reply may mean."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Language(StrEnum):
    """The two languages; where they differ, Chinese prevails."""

    ZH_CN = "zh_CN"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language is Language.ZH_CN else self.en


class Channel(StrEnum):
    """How a reply came."""

    VOICE = "voice"
    TOUCH = "touch"
    TYPED = "typed"
    """His own words by the keyboard: what they mean is judged as a spoken reply's is."""


class Intent(StrEnum):
    """What a right listener may take from a reply (the labels of `measure speech`)."""

    YES = "yes"
    NO = "no"
    UNDERSTOOD = "understood"
    STOP = "stop"
    WAIT = "wait"
    REPEAT = "repeat"
    EXPLAIN = "explain"
    HELP = "help"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    CONTINUE = "continue"
    NUMBER = "number"
    CHOICE = "choice"
    QUESTION = "question"
    WORDS = "words"
    """Own words, where they are asked for; graded by what they say."""


ALWAYS_HEARD = frozenset(
    {
        Intent.STOP,
        Intent.WAIT,
        Intent.REPEAT,
        Intent.EXPLAIN,
        Intent.HELP,
        Intent.SLOWER,
        Intent.FASTER,
        Intent.LOUDER,
        Intent.QUIETER,
    }
)
"""May be said at any time, whatever was asked."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A closed list of what may count as an answer now; ALWAYS_HEARD may come besides.

    `numbers`: inclusive bounds of an accepted number, or None. `choices`: key -> words that name it.
    """

    intents: frozenset[Intent]
    numbers: tuple[Decimal, Decimal] | None = None
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What else the recogniser thought possible."""

    text: str
    average_log_probability: float


@dataclass(frozen=True, slots=True)
class Scored:
    """How likely the recogniser holds a phrase, given the sound. `log_probability` of the whole with its end, natural;
    `average` of it per token."""

    text: str
    log_probability: float
    average: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser heard, not yet judged.

    `average_log_probability` per token; `speech_seconds` of voiced sound by VAD;
    `seconds_to_text`: from the last voiced sample to the text; `others`: best first, where the recogniser tells them.
    `scored`: phrases of the lists held against the sound, likeliest first; None: they were not.
    `overlap`: in which share of the voiced sound a second voice sounds, 0..1.
    """

    text: str
    language: Language
    average_log_probability: float
    speech_seconds: float
    seconds_to_text: float = 0.0
    others: tuple[Hypothesis, ...] = ()
    scored: tuple[Scored, ...] | None = None
    overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Understood:
    """A reply that passed the acceptance rules. `value`: a number; `choice`: a key of the grammar."""

    intent: Intent
    text: str
    value: Decimal | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A reply that is not taken; `reason` is a word for the log, never shown as blame."""

    text: str
    reason: str


Understanding = Understood | NotUnderstood
