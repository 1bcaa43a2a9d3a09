"""What the corner teaches: topics of a few pages and a question or two, for three audiences."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.speech import Text

HOTLINE = "12378"
"""The financial regulator's consumer hotline."""
POLICE = "110"
ANTI_FRAUD = "96110"
"""The police's line against fraud by telephone and network."""


class Audience(StrEnum):
    """For whom topics are put in order and examples are told; it leaves nothing out."""

    OWNER = "owner"
    ELDER = "elder"
    RURAL = "rural"


class Group(StrEnum):
    """What a topic is about."""

    FRAUD = "fraud"
    MONEY = "money"
    RIGHTS = "rights"


class Scene(StrEnum):
    """The drawn pictures; a screen draws each."""

    FEES_FIRST = "fees_first"
    NO_INTEREST = "no_interest"
    FAKE_STAFF = "fake_staff"
    LENT_NAME = "lent_name"
    SHARED_SCREEN = "shared_screen"
    REFINANCING = "refinancing"
    FALSE_VOICE = "false_voice"
    TIED = "tied"
    FLAT = "flat"
    DAILY = "daily"
    LATE = "late"
    GUARANTEE = "guarantee"
    CONSENT = "consent"
    FACE = "face"
    COMPLAINT = "complaint"
    THINKING = "thinking"


@dataclass(frozen=True, slots=True)
class Page:
    """One idea: a heading and two or three sentences."""

    head: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """One plausible answer, and why it is right or not."""

    words: Text
    right: bool
    because: Text


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with exactly one right answer."""

    ask: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """`line`: the topic in one sentence; `rank`: its place for each audience; all words are filled in."""

    id: str
    group: Group
    scene: Scene
    title: Text
    line: Text
    rank: Mapping[Audience, int]
    pages: tuple[Page, ...]
    examples: Mapping[Audience, Text]
    quizzes: tuple[Quiz, ...]

    def pages_for(self, audience: Audience | None) -> tuple[Page, ...]:
        """With the example of this audience second; of whom the topic concerns most, where none is chosen."""
        whose = audience or min(Audience, key=lambda each: self.rank[each])
        example = Page(EXAMPLE_HEAD, self.examples[whose])
        return (self.pages[0], example, *self.pages[1:])


EXAMPLE_HEAD = Text("举个例子", "For example")


@dataclass(frozen=True, slots=True)
class Corner:
    """All topics, in the order of their files; `version`: SHA-256 over the files."""

    topics: tuple[Topic, ...]
    version: str = ""

    def ordered(self, audience: Audience | None) -> tuple[Topic, ...]:
        """All of them, first what concerns this audience most."""
        if audience is None:
            return self.topics
        return tuple(sorted(self.topics, key=lambda topic: topic.rank[audience]))

    def topic(self, id_: str) -> Topic | None:
        """The topic of this id."""
        return next((each for each in self.topics if each.id == id_), None)
