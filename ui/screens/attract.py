"""Nobody is here: what this is, in five seconds; two ways in, and how it shall be told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import LanguageChosen, WayChosen
from kiosk.consent.states import Attract
from kiosk.domain.speech import Language
from kiosk.domain.way import Way
from ui.corner.pages import CornerPages
from ui.corner.port import Place, Wishes
from ui.i18n import Words
from ui.screens.screen import Screen, Surroundings
from ui.widgets.attract_page import both, button_height, minutes, promise
from ui.widgets.button import Button
from ui.widgets.text import column, row

_FORGOTTEN_MS = 45_000
"""A wish that nobody made use of is the next one's surprise."""
_LANGUAGES = ((Language.ZH_CN, "welcoming.zh"), (Language.EN, "welcoming.en"))
_WAYS = ((Way.ELDER, "elder"), (Way.BY_EAR, "by_ear"), (Way.SILENT, "silent"))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is taken along when the window is drawn anew."""

    wishes: Wishes
    place: Place | None


class AttractScreen(Screen[Attract]):
    """A promise in three pictures, two ways in of equal size; behind one of them the corner, which is no session."""

    def __init__(self, state: Attract, around: Surroundings) -> None:
        self.wishes = Wishes(around.language)
        self.corner: CornerPages | None = None
        self._page: QWidget | None = None
        super().__init__(state, around)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(lambda: self._wish(Wishes(around.language)))

    def build(self, layout: QVBoxLayout) -> None:
        self._shelf = layout
        self._lay_out()

    def _lay_out(self) -> None:
        m, texts = self.m, self.words.texts
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(m.space(3))
        self.page(inside, *promise(m, texts))
        ways_in = [
            self._way_in("attract.begin", self.begin, "touch"), self._way_in("attract.learn", self.learn, "education")
        ]  # fmt: skip
        if self.around.corner is None:
            ways_in.pop()
        inside.addLayout(column(*ways_in, gap=m.space(3)) if m.portrait else row(*ways_in, gap=m.gap, equal=True))
        inside.addWidget(minutes(m, texts))
        inside.addLayout(self._choices())
        self._put(page)

    def _way_in(self, key: str, touched: Callable[[], None], symbol: str) -> Button:
        made = Button(both(self.words.texts, key), self.m, touched, "primary", symbol, pixels=self.m.large)
        made.setMinimumHeight(button_height(self.m))
        made.setObjectName(key)
        return made

    def _choices(self) -> QLayout:
        """Languages and ways: chosen here they hold behind both ways in."""
        picks = []
        for language, key in _LANGUAGES:
            chosen = language is self.wishes.language
            picks.append(self._pick(self.words(key), partial(self._speak, language), chosen, language.value))
        for way, key in _WAYS:
            chosen = way is self.wishes.way
            picks.append(self._pick(both(self.words.texts, f"attract.{key}"), partial(self._go, way), chosen, key))
        m = self.m
        if not m.portrait:
            return row(*picks, gap=m.space(2), equal=True)
        lines = QVBoxLayout()
        lines.setSpacing(m.space(2))
        lines.addLayout(row(*picks[2:], gap=m.space(2), equal=True))
        lines.addLayout(row(*picks[:2], gap=m.space(2), equal=True))
        return lines

    def _speak(self, language: Language) -> None:
        self._wish(replace(self.wishes, language=language))

    def _go(self, way: Way) -> None:
        """Touched again, it is let go."""
        self._wish(replace(self.wishes, way=Way.STANDARD if way is self.wishes.way else way))

    def _pick(self, words: str, touched: Callable[[], None], chosen: bool, name: str) -> Button:
        look = "chosen" if chosen else "quiet"
        made = Button(words, self.m, touched, look, pixels=self.m.small)
        made.setObjectName(f"attract.{name}")
        return made

    def _wish(self, wishes: Wishes) -> None:
        self.wishes = wishes
        if wishes == Wishes(self.around.language):
            self._forget.stop()
        else:
            self._forget.start(_FORGOTTEN_MS)
        if self.corner is None:
            self._lay_out()

    def begin(self) -> None:
        """A session, as it was wished."""
        self.around.begin()
        if self.wishes.language is not self.around.language:
            self.around.post(LanguageChosen(self.wishes.language))
        if self.wishes.way is not Way.STANDARD:
            self.around.post(WayChosen(self.wishes.way))

    def learn(self) -> None:
        """The corner. No session begins: there is nothing to record, and nothing is kept."""
        port = self.around.corner
        assert port is not None
        self._forget.stop()
        words = Words(self.words.texts, self.wishes.language)
        self.corner = CornerPages(
            self.m, words, port, self.wishes, self.around.context.delays, self._left, self.around.turned
        )
        self._put(self.corner)

    def _left(self) -> None:
        """Whoever comes next finds it as it was."""
        self.corner = None
        self.wishes = Wishes(self.around.language)
        self._lay_out()

    def _put(self, page: QWidget) -> None:
        if self._page is not None:
            self._shelf.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._shelf.addWidget(page)
            self.around.turned(page)
        else:
            self._shelf.addWidget(page)
        self._page = page

    def draft(self) -> object | None:
        """What was wished, and where in the corner one is."""
        return _Begun(self.wishes, self.corner.place if self.corner is not None else None)

    def restore(self, draft: object) -> None:
        """As it was before the window was drawn anew."""
        assert isinstance(draft, _Begun)
        self._wish(draft.wishes)
        if draft.place is not None and self.around.corner is not None:
            self.learn()
            assert self.corner is not None
            self.corner.restore(draft.place)
