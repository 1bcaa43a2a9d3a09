"""The corner for previews and tests: every page of it, and a port with nothing behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.domain.speech import Language
from kiosk.education.corner_file import load
from kiosk.education.lesson import Audience, Corner, Topic
from ui.corner.port import Place
from ui.corner.views import whole


class SampleCorner:
    """Keeps what was said and opened."""

    def __init__(self, root: Path) -> None:
        self.corner: Corner = load(root / "assets" / "corner")
        self.said: list[str] = []
        self.counted: list[tuple[str, Language]] = []

    def say(self, text: str, language: Language, *, slowly: bool = False) -> None:
        """Kept."""
        self.said.append(text)

    def hush(self) -> None:
        """Kept."""
        self.said.append("")

    def opened(self, topic: str, language: Language) -> None:
        """Kept."""
        self.counted.append((topic, language))


def pages_of(topic: Topic, place: Place) -> Iterator[tuple[str, Place]]:
    """Each page; each question as it is asked, and with every answer touched."""
    pages = len(topic.pages_for(place.audience))
    for number in range(whole(topic, place.audience)):
        here = replace(place, topic=topic.id, page=number, answered=())
        yield f"corner_{topic.id}_{number + 1}", here
        if number >= pages:
            answers = len(topic.quizzes[number - pages].answers)
            yield f"corner_{topic.id}_{number + 1}_answered", replace(here, answered=tuple(range(answers)))


def every_page(corner: Corner, place: Place) -> Iterator[tuple[str, Place]]:
    """The list for each audience, then all topics."""
    for audience in (None, *Audience):
        yield f"corner_list_{audience or 'all'}", replace(place, audience=audience)
    for topic in corner.topics:
        yield from pages_of(topic, place)


def some_pages(corner: Corner) -> Iterator[tuple[str, Place]]:
    """One of each kind, for what looks at every screen of the kiosk; a test of the corner itself looks at all."""
    first = corner.topics[0]
    yield "corner_list", Place()
    yield "corner_list_elder", Place(audience=Audience.ELDER, larger=True)
    yield "corner_page", Place(first.id)
    yield "corner_page_larger", Place(first.id, 1, Audience.ELDER, larger=True)
    quiz = len(first.pages_for(None))
    yield "corner_quiz", Place(first.id, quiz)
    yield "corner_quiz_answered", Place(first.id, quiz, answered=(0, 1))
