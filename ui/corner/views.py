"""The pages of the corner, each a widget made from where one is; they hold nothing themselves."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from kiosk.domain.speech import Language
from kiosk.education.lesson import Answer, Audience, Group, Page, Quiz, Topic
from ui import theme
from ui.corner.port import CornerPort, Place, Wishes
from ui.corner.scenes import DRAWN, Moving
from ui.corner.tiles import Tile
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.spoken import said
from ui.widgets.text import Panel, Scroll, column, label, picture, row

_ACROSS = 2
"""Topics beside one another on a tall screen."""
_SMALL = 900
"""Pixels of the short side below which the largest letters have no room."""


@dataclass(frozen=True, slots=True)
class View:
    """What every page is made with. `go`: another place; `leave`: back to the first page."""

    m: Metrics
    words: Words
    port: CornerPort
    wishes: Wishes
    place: Place
    go: Callable[[Place], None]
    leave: Callable[[], None]

    @property
    def language(self) -> Language:
        """Of the words."""
        return self.words.language

    def tool(self, key: str, touched: Callable[[], None], symbol: str = "", *, beside: bool = False) -> Button:
        """A quiet key."""
        made = Button(self.words(f"corner.{key}"), self.m, touched, "quiet", symbol, beside, pixels=self.m.small)
        made.setObjectName(f"corner.{key}")
        return made

    def going(self, place: Place) -> Callable[[], None]:
        """To be touched."""
        return lambda: self.go(place)


def letters(m: Metrics, *, larger: bool) -> Metrics:
    """Of the page, as far as the window has room."""
    return replace(m, text_size=4) if larger and can_be_larger(m) else m


def can_be_larger(m: Metrics) -> bool:
    """Whether there is room for larger letters at all."""
    return min(m.width, m.height) >= _SMALL


def whole(topic: Topic, audience: Audience | None) -> int:
    """Pages and questions of a topic."""
    return len(topic.pages_for(audience)) + len(topic.quizzes)


def read_out(view: View) -> str:
    """What is said of the page in sight; of a question also the answers."""
    topic = view.port.corner.topic(view.place.topic)
    language = view.language
    if topic is None:
        return view.words("corner.title") + view.words("corner.stop") + view.words("corner.line")
    shown = shown_page(topic, view.place)
    match shown:
        case Page(head, body):
            return view.words("corner.head", head=head[language]) + body[language]
        case Quiz(ask, answers) if not view.place.answered:
            told = (
                view.words("corner.option", n=n, words=each.words[language]) for n, each in enumerate(answers, start=1)
            )
            return "".join((ask[language], *told))
        case Quiz(_, answers):
            touched = answers[view.place.answered[-1]]
            verdict = view.words("corner.right" if touched.right else "corner.not_quite")
            return view.words("corner.head", head=verdict) + touched.because[language]


def shown_page(topic: Topic, place: Place) -> Page | Quiz:
    """Pages first, then the questions."""
    pages = topic.pages_for(place.audience)
    return pages[place.page] if place.page < len(pages) else topic.quizzes[place.page - len(pages)]


class ListView(QWidget):
    """All topics, in an order for whoever looks."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view, m, words = view, view.m, view.words
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.space(3))
        inside = column(
            said(m, words("corner.title"), "title"),
            said(m, words("corner.line"), "large"),
            self._audiences(),
            *self._topics(),
            0,
            gap=m.space(3),
        )
        layout.addWidget(Scroll(inside), 1)

    def _audiences(self) -> QLayout:
        view = self._view
        picks = []
        for each in (None, *Audience):
            name = each.value if each is not None else "all"
            look = "chosen" if each is view.place.audience else "equal"
            place = replace(view.place, audience=each)
            made = Button(view.words(f"corner.for_{name}"), view.m, view.going(place), look, pixels=view.m.body)
            made.setObjectName(f"corner.for_{name}")
            picks.append(made)
        gap = view.m.space(2)
        if not (view.place.larger and view.m.portrait):
            return row(*picks, gap=gap, equal=True)
        return column(row(*picks[:2], gap=gap, equal=True), row(*picks[2:], gap=gap, equal=True), gap=gap)

    def _topics(self) -> list[QWidget | QLayout]:
        view, corner = self._view, self._view.port.corner
        if view.place.audience is not None:
            return [self._grid(corner.ordered(view.place.audience))]
        parts: list[QWidget | QLayout] = []
        for group in Group:
            parts.append(label(view.m, view.words(f"corner.group_{group}"), "kicker"))
            parts.append(self._grid(tuple(topic for topic in corner.topics if topic.group is group)))
        return parts

    def _grid(self, topics: tuple[Topic, ...]) -> QLayout:
        view, m = self._view, self._view.m
        across = _ACROSS if m.portrait else _ACROSS + 1 if view.place.larger or not can_be_larger(m) else 2 * _ACROSS
        grid = QGridLayout()
        grid.setSpacing(m.space(2))
        for number, topic in enumerate(topics):
            place = replace(view.place, topic=topic.id, page=0, answered=())
            tile = Tile(topic.title[view.language], m, view.going(place), DRAWN[topic.scene])
            tile.setAccessibleDescription(topic.line[view.language])
            tile.setObjectName(f"topic.{topic.id}")
            grid.addWidget(tile, number // across, number % across)
        for at in range(across):
            grid.setColumnStretch(at, 1)
        return grid


class TopicView(QWidget):
    """One page of a topic, or one question."""

    def __init__(self, view: View, topic: Topic) -> None:
        super().__init__()
        self._view, self._topic = view, topic
        self._scroll: Scroll | None = None
        self._touched: QWidget | None = None
        m, words, place = view.m, view.words, view.place
        shown = shown_page(topic, place)
        parts = Scroll(self._page(shown)) if isinstance(shown, Page) else self._quiz(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        last = whole(topic, place.audience)
        where = label(m, words("turn.place", n=place.page + 1, all=last), "small")
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = row(gap=m.gap)
        head.addWidget(said(m, topic.title[view.language], "kicker"), 2)
        head.addWidget(where, 1)
        layout.addLayout(head)
        layout.addWidget(parts, 1)
        layout.addLayout(self._keys(last))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Why the answer just touched is right or not stands in sight."""
        super().showEvent(event)
        if self._touched is not None:
            QTimer.singleShot(0, self, self._show_why)

    def _show_why(self) -> None:
        if self._touched is not None and self._scroll is not None:
            self._scroll.ensureWidgetVisible(self._touched, 0, self._view.m.space(2))

    @property
    def _head(self) -> str:
        """The largest type that leaves room for the words below."""
        return "title" if self._view.place.larger or not can_be_larger(self._view.m) else "hero"

    def _page(self, page: Page) -> QLayout:
        m, language = self._view.m, self._view.language
        body = said(m, page.body[language], "saying" if can_be_larger(m) else "large")  # never larger than its head
        text = column(0, said(m, page.head[language], self._head), body, 0, gap=m.space(4))
        if m.portrait:
            text.addStretch(1)  # nearer to the picture than to the keys
        larger = self._view.place.larger
        if m.portrait:
            return column(Panel(m, self._scene(340 if larger else 580)), text, gap=m.space(5))
        scene = self._scene(300 if larger or not can_be_larger(m) else 420)
        beside = row(gap=m.space(5))
        beside.addLayout(column(0, Panel(m, scene), 0), 1 if larger else 2)
        beside.addLayout(text, 2 if larger else 3)
        return beside

    def _scene(self, high: int) -> Moving:
        return Moving(DRAWN[self._topic.scene], self._view.m.px(high))

    def _quiz(self, quiz: Quiz) -> QWidget:
        """The question above its answers, or beside them where the screen is wide: it stays while answers scroll."""
        view, m, larger = self._view, self._view.m, self._view.place.larger
        asked: list[QWidget | QLayout | int] = [
            *([Panel(m, self._scene(250 if m.portrait else 220))] if can_be_larger(m) and not larger else []),
            label(m, view.words("corner.try"), "kicker"),
            said(m, quiz.ask[view.language], "title" if m.portrait or not larger else "subtitle"),
        ]
        answers: list[QWidget | QLayout | int] = []
        for number, answer in enumerate(quiz.answers):
            answers.append(self._answer(number, answer))
            if number in view.place.answered:
                why = self._because(answer)
                answers.append(why)
                self._touched = why if number == view.place.answered[-1] else self._touched
        if m.portrait:
            self._scroll = Scroll(column(*asked, *answers, 0, gap=m.space(3)))
            return self._scroll
        self._scroll = Scroll(column(*answers, 0, gap=m.space(3)))
        both = QWidget()
        both.setLayout(row(Scroll(column(*asked, 0, gap=m.space(3))), self._scroll, gap=m.space(5), equal=True))
        return both

    def _answer(self, number: int, answer: Answer) -> QWidget:
        view = self._view
        touched = number in view.place.answered
        symbol = ("check" if answer.right else "cross") if touched else ""
        answered = (*(n for n in view.place.answered if n != number), number)
        made = Button(
            answer.words[view.language], view.m, view.going(replace(view.place, answered=answered)), "equal", symbol
        )
        made.setObjectName(f"answer.{number}")
        return made

    def _because(self, answer: Answer) -> QWidget:
        view, m = self._view, self._view.m
        name, role, ground = ("right", "number", "tint") if answer.right else ("not_quite", "amber", "amber")
        symbol, ink = ("check", theme.PINE) if answer.right else ("warn", theme.AMBER_INK)
        head = row(picture(symbol, m.px(36), ink), label(m, view.words(f"corner.{name}"), role), gap=m.space(2))
        return Panel(m, head, said(m, answer.because[view.language], "large"), role=ground, tight=True)

    def _keys(self, last: int) -> QLayout:
        view, place = self._view, self._view.place
        back = replace(place, page=place.page - 1, answered=()) if place.page else replace(place, topic="", answered=())
        if place.page + 1 < last:
            on = view.going(replace(place, page=place.page + 1, answered=()))
            following = Button(view.words("corner.on"), view.m, on, "primary", "right")
        else:
            over = view.going(replace(place, topic="", page=0, answered=()))
            following = Button(view.words("corner.over"), view.m, over, "primary", "check")
        following.setObjectName("corner.on")
        before = view.tool("back", view.going(back), "left", beside=True)
        before.leads_back = True
        keys = row(before, gap=view.m.gap)
        keys.addWidget(following)
        for at in range(2):
            keys.setStretch(at, 1)
        return keys


class StillThereView(QWidget):
    """Nothing was touched for long: a question first, then the first page."""

    def __init__(self, view: View, stay: Callable[[], None]) -> None:
        super().__init__()
        m, words = view.m, view.words
        layout = QVBoxLayout(self)
        stays = Button(words("corner.stay"), m, stay, "equal")
        stays.setObjectName("corner.stay")
        goes = Button(words("corner.leave_now"), m, view.leave, "equal")
        goes.setObjectName("corner.leave_now")
        inside = column(
            0,
            said(m, words("corner.still_there"), "hero"),
            said(m, words("corner.still_there_line"), "large"),
            row(stays, goes, gap=m.gap, equal=True),
            0,
            gap=m.space(5),
        )
        layout.addLayout(inside)
