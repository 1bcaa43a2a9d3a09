"""What every screen is: a picture of one state, that posts events and holds no rules."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.by_ear import by_ear, sides
from kiosk.consent.context import Context
from kiosk.consent.events import Event, Resumed
from kiosk.consent.facts import Facts
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language
from kiosk.domain.way import Way
from ui import theme
from ui.corner.port import CornerPort
from ui.i18n import Words
from ui.staff.sign_in import Sign
from ui.widgets.button import Button
from ui.widgets.fields import field_row
from ui.widgets.spoken import Spoken
from ui.widgets.text import Scroll, column, label, row
from ui.widgets.turning import Turning

StateT = TypeVar("StateT")

_SHORT, _ROOMY = 120, 2
"""Letters of what is asked, and the borrower's size of letters, up to which it stands largest on a wide screen."""
_BESIDE, _OF_HEIGHT = 0.24, 0.36
"""Of the width and the height of a wide screen: what the guide's words have beside the page."""
_SAME_TOUCH = 0.6
"""Seconds within which a second touch is the same touch: old hands tremble."""


class Once:
    """Lets one event through and drops what follows at once; a new screen has a new one."""

    def __init__(self, post: Callable[[Event], None], seconds: Callable[[], float] = time.monotonic) -> None:
        self._post, self._seconds, self._last = post, seconds, float("-inf")

    def __call__(self, event: Event) -> None:
        now = self._seconds()
        if now - self._last >= _SAME_TOUCH:
            self._last = now
            self._post(event)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a screen is handed beside its state."""

    words: Words
    metrics: theme.Metrics
    post: Callable[[Event], None]
    context: Context
    mode: Mode
    begin: Callable[[], None]
    sign_staff: Sign
    caption: str
    """What the guide says in this state."""
    facts: Facts | None
    corner: CornerPort | None = None
    """What can be learnt without a session."""
    turned: Callable[[QWidget], None] = lambda _page: None
    """Another page stands within the screen: keys go there, and a second tap means nothing."""
    make_room: Callable[[bool], None] = lambda _made: None
    """Whether the page needs the whole width, for a keyboard."""

    @property
    def language(self) -> Language:
        """The borrower's."""
        return self.words.language


class Screen(QWidget, Generic[StateT]):
    """Subclasses fill `build`; `shows_caption` is False where the page itself shows what is said."""

    shows_caption = True
    fields_below = False
    """By ear, the two fields stand under the page."""
    shows_face = False
    """The page has a live picture of its own."""

    def __init__(self, state: StateT, around: Surroundings) -> None:
        super().__init__()
        self.state, self.around = state, around
        self.m, self.words = around.metrics, around.words
        self.post = Once(around.post)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.m.gap)
        self.build(layout)
        two = sides(around.context, state) if self.fields_below and by_ear(state) else None  # type: ignore[arg-type]
        if two is not None:
            layout.addLayout(field_row(self.m, two, around.language, self.post, whole=False))

    def build(self, layout: QVBoxLayout) -> None:
        """Put the page together."""
        raise NotImplementedError

    def page(self, layout: QVBoxLayout, *parts: QWidget | QLayout | int, stretch: int = 1) -> None:
        """The part of the screen that may be taller than the room; then it scrolls, or for elders has pages to turn,
        the words of the guide on the first if they are too long to stand beside them."""
        facts = self.around.facts
        if facts is not None and facts.way is Way.ELDER:
            told = []
            if self.shows_caption and self.around.caption and not self._stands_beside():
                told, self.shows_caption = [self.asked()], False
            layout.addWidget(Turning(self.m, self.words, (*told, *parts)), stretch)
            return
        layout.addWidget(Scroll(column(*parts, gap=self.m.space(3 if self.m.portrait else 2))), stretch)

    def _stands_beside(self) -> bool:
        """Whether the guide's words stand whole in the column beside a wide page, so that its pages are fewer."""
        m = self.m
        if m.portrait:
            return False
        room = QRect(0, 0, round(_BESIDE * (m.width - 2 * m.margin)) - m.px(60), 10_000)
        wrap = int(Qt.TextFlag.TextWordWrap)
        high = QFontMetrics(theme.font(m, "guide")).boundingRect(room, wrap, self.around.caption).height()
        return high <= _OF_HEIGHT * m.height

    def button(
        self, words: str, event: Event | Callable[[], None], role: str = "equal", symbol: str = "", beside: bool = True
    ) -> Button:
        """A button that posts its event once, or calls."""
        if callable(event):
            return Button(words, self.m, event, role, symbol, beside)
        posted = event
        made = Button(words, self.m, lambda: self.post(posted), role, symbol, beside)
        made.leads_back = isinstance(event, Resumed)
        return made

    def answers(self, *buttons: Button) -> QLayout:
        """Answers of equal weight: equal in width, height and colour, beside one another, or under where too narrow."""
        if len(buttons) > 2 and self.m.portrait:
            return column(*buttons, gap=self.m.gap)
        return row(*(reversed(buttons) if self.m.left_handed else buttons), gap=self.m.gap, equal=True)

    def title(self, words: str) -> QWidget:
        """The heading of the page."""
        return label(self.m, words, "title")

    def asked(self) -> QWidget:
        """The words of the guide as the heading of the page."""
        low = not self.m.portrait and self.m.text_size > _ROOMY
        return Spoken(
            self.around.caption, self.m, "saying" if len(self.around.caption) <= _SHORT and not low else "guide"
        )

    def draft(self) -> object | None:
        """What was begun and not posted; handed to the next screen of the same state by `restore`."""
        return None

    def restore(self, draft: object) -> None:
        """Take up what was begun."""
