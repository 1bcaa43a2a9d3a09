"""What the corner needs from below; there is no session behind it."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.speech import Language
from kiosk.domain.way import Way
from kiosk.education.lesson import Audience, Corner


class CornerPort(Protocol):
    """Topics, the guide's voice, and a count of what was opened."""

    @property
    def corner(self) -> Corner:
        """All topics."""

    def say(self, text: str, language: Language, *, slowly: bool = False) -> None:
        """Read it aloud; what is being said ends."""

    def hush(self) -> None:
        """Be silent."""

    def opened(self, topic: str, language: Language) -> None:
        """Somebody looks at a topic: counted by day, without who or when."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was chosen on the first page; gone when the page is."""

    language: Language
    way: Way = Way.STANDARD

    @property
    def aloud(self) -> bool:
        """Pages are read without being asked."""
        return self.way is Way.BY_EAR

    @property
    def unhurried(self) -> bool:
        """Larger, slower, asked later."""
        return self.way in (Way.ELDER, Way.BY_EAR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in the corner. `topic` empty: the list. `page` counts on through the questions.

    `answered`: which answers of the question in sight were touched; `larger`: letters.
    """

    topic: str = ""
    page: int = 0
    audience: Audience | None = None
    answered: tuple[int, ...] = ()
    larger: bool = False
    aloud: bool = False
