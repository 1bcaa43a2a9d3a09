"""What stands around every page: marks, chapters, guide, live picture and level, and the way out."""

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.events import (
    Event,
    HelpAsked,
    LanguageChosen,
    LeaveAsked,
    LeaveConfirmed,
    PauseAsked,
    RepeatAsked,
)
from kiosk.consent.facts import Facts
from kiosk.consent.machine import base, facts_of
from kiosk.consent.notices import notice
from kiosk.consent.states import AskingToLeave, Parting, State
from kiosk.domain.consents import Chapter, Mode
from kiosk.domain.speech import Language, Text
from kiosk.ports.camera import Image
from kiosk.runtime.sounding import Sounding
from ui import replies, theme
from ui.access.telling import announce
from ui.screens.screen import Once, Screen, Surroundings
from ui.widgets.button import Button
from ui.widgets.camera_view import CameraView
from ui.widgets.guide_figure import GuideFigure
from ui.widgets.level_meter import LevelMeter
from ui.widgets.progress import ChapterBar
from ui.widgets.spoken import Said, Spoken
from ui.widgets.text import Chip, Panel, Scroll, column, label, mark, picture, row

_LONG = 110
"""Letters of a caption above which it stands in smaller type."""
_CAPTION = 200
"""Height of the guide's words above a page, at 1080, where it has no room to spare; longer ones scroll with the
voice."""
_SHARE, _WIDER = 24, 32
"""Of the width of a wide screen, in hundredths, for the guide beside the page."""
_PARTS, _NOT_SAID, _UNBROKEN = re.compile("[：:]"), re.compile(r"\W+"), re.compile("[!-~]+")


class Shell(QWidget):
    """Built anew for each state; the live picture is handed over, so that it does not flicker."""

    def __init__(
        self, state: State, page: Screen[Any], around: Surroundings, ask: Callable[[], None], ways: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setPalette(theme.palette(theme.INK))
        self._ways = ways
        self.page, self._around, self._m = page, around, around.metrics
        self._standing: QWidget = page
        self._post = Once(around.post)
        self._meter: LevelMeter | None = None
        self._figure: GuideFigure | None = None
        self._guide_level = 0.0
        self._left: QWidget | None = None
        self._recorded: QWidget | None = None
        self._told: tuple[Scroll, int] | None = None
        self._page_layout: QVBoxLayout | QHBoxLayout
        facts, m = facts_of(state), self._m
        in_session = base(state) is not None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = column(self._top(facts if in_session else None), gap=m.px(14))
        if in_session:
            head.addWidget(self._chapters(state))
        self._hint = mark(m, "", "strong")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.hide()
        head.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        if facts is not None and facts.notice:
            told = label(m, notice(around.context, facts), "strong", centred=True)
            told.setObjectName("notice")
            head.addWidget(Panel(m, told, role="tint", tight=True))
        self._aside, self._captioned = label(m, "", "strong", centred=True), ""
        self._aside.setObjectName("caption")
        self._aside.hide()
        head.addWidget(self._aside)
        head.setContentsMargins(m.margin, m.px(20), m.margin, m.px(6))
        outer.addLayout(head)
        outer.addLayout(self._middle(facts if in_session else None), 1)
        if in_session:
            outer.addWidget(self._bottom(state, ask))

    def lay_out(self, size: QSize) -> None:
        """Fonts, widths and heights, while it is still hidden. `size`: of the window."""
        self.resize(size)
        for each in self.findChildren(QWidget):
            each.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.activate()

    def replace_page(self, other: QWidget) -> None:
        """Something else stands where the page was, until the shell is built anew."""
        standing, self._standing = self._standing, other
        self._page_layout.replaceWidget(standing, other)
        standing.hide()
        if standing is not self.page:
            standing.deleteLater()  # another panel: the page itself comes back with the next shell

    def give_room(self, given: bool) -> None:
        """For a keyboard a wide screen's page takes the whole width; that something is recorded stays in sight."""
        if self._left is not None and self._recorded is not None:
            self._left.setVisible(not given)
            self._recorded.setVisible(given)

    def show_image(self, which: str, image: Image) -> None:
        """To every view of that camera."""
        for view in self.findChildren(CameraView):
            if view.which == which:
                view.show_image(image)

    def show_hint(self, hint: Text | None) -> None:
        """One quiet line above the page; nothing moves but what makes room for it."""
        if hint is not None:
            self._hint.setText(hint[self._around.language])
        if self._hint.isHidden() is (hint is not None):
            self._hint.setVisible(hint is not None)
            if hint is not None:
                announce(self._hint, hint[self._around.language], urgent=True)

    def show_level(self, level: float, speaking: bool) -> None:
        """The borrower's loudness, and whether the guide speaks."""
        if self._meter is not None:
            self._meter.show_level(level)
        if self._figure is not None:
            self._figure.show_level(self._guide_level, speaking)
        for words in self.findChildren(Spoken):
            words.show_speaking(speaking)

    def show_guide_level(self, level: float) -> None:
        """The guide's own loudness, which its figure follows at the next look."""
        self._guide_level = level

    def show_sounding(self, sounding: Sounding | None) -> None:
        """The words of the guide as they are heard, wherever they stand."""
        for words in self.findChildren(Said):
            words.show_sounding(sounding)
        self._caption_what_stands_nowhere(sounding)

    def _caption_what_stands_nowhere(self, sounding: Sounding | None) -> None:
        """What is said beside the page (an answer that was not understood, a step of the face check) has its words,
        too: nobody has to hear it."""
        words = sounding.text[slice(*sounding.sentence)].strip() if sounding is not None else ""
        if words == self._captioned:
            return
        self._captioned = words
        shown = (_plain(each.text()) for each in self.findChildren(QLabel) if each is not self._aside)
        page = "".join(shown)
        # A title and the words below it are one sentence when they are said.
        stands = all(_plain(part) in page for part in _PARTS.split(words))
        self._aside.setText("" if stands else words)
        self._aside.setVisible(not stands)
        if not stands:
            announce(self._aside, words)

    def _top(self, facts: Facts | None) -> QHBoxLayout:
        words, m = self._around.words, self._m
        brand = mark(m, words("mark.brand"), "brand")
        marks: list[QWidget | int] = [brand, m.px(8), Chip(m, words("mark.ai"), "ai")]
        if self._around.mode is Mode.TRAINING:
            marks.append(Chip(m, words("mark.training"), "training"))
        marks.append(0)
        if facts is not None:
            self._recorded = _dot(*self._recording(facts), m)
            self._recorded.hide()
            marks.append(self._recorded)
            made = Button(words("bar.ways"), m, self._ways, "quiet", pixels=m.mark)
            made.setObjectName("bar.ways")
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            marks.append(made)
            other = Language.EN if facts.language is Language.ZH_CN else Language.ZH_CN
            marks.append(self._bar_button("language", LanguageChosen(other)))
        return row(*marks, gap=m.space(1))

    def _bar_button(self, name: str, event: Event) -> Button:
        made = Button(
            self._around.words(f"bar.{name}"), self._m, lambda: self._post(event), "quiet", pixels=self._m.mark
        )
        made.setObjectName(f"bar.{name}")
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return made

    def _chapters(self, state: State) -> QWidget:
        words, under = self._around.words, base(state)
        step = under.step if under is not None else ""
        now = self._around.context.script.chapter_of(step)
        names = {chapter: words(f"chapter.{chapter}") for chapter in Chapter}
        number = list(Chapter).index(now) + 1
        sentence = words("chapter.progress", now=number, all=len(names), name=names[now])
        return ChapterBar(self._m, names, now, sentence)

    def _middle(self, facts: Facts | None) -> QVBoxLayout | QHBoxLayout:
        m = self._m
        caption = (
            Spoken(self._around.caption, m, "guide" if len(self._around.caption) <= _LONG else "")
            if self.page.shows_caption and self._around.caption
            else None
        )
        if facts is None:
            layout = self._page_layout = column(self.page)
        elif m.portrait:
            layout = self._above(facts, caption)
        else:
            return self._beside(facts, caption)
        layout.setContentsMargins(m.margin, m.px(10), m.margin, m.px(24))
        return layout

    def _above(self, facts: Facts, caption: Spoken | None) -> QVBoxLayout:
        m = self._m
        if caption is None:
            layout = column(self._strip(facts), gap=m.px(18))
        else:
            scroll = Scroll(column(caption, 0))
            laid = caption.layout()
            assert laid is not None
            high = laid.totalHeightForWidth(m.width - 2 * m.margin)
            scroll.setFixedHeight(min(high, m.px(_CAPTION)))
            self._told = scroll, high
            layout = column(self._strip(facts), scroll, gap=m.space(3))
        layout.addWidget(self.page, 1)
        self._page_layout = layout
        return layout

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The page has the room that it will have: what it does not need is for the guide's words."""
        super().showEvent(event)
        if self._told is not None:
            scroll, high = self._told
            spare = min((each.spare for each in self.page.findChildren(Scroll) if each.isVisible()), default=0)
            scroll.setFixedHeight(max(scroll.height(), min(high, scroll.height() + spare)))

    def _beside(self, facts: Facts, caption: Spoken | None) -> QHBoxLayout:
        m = self._m
        left = column(self._live(facts), gap=m.px(20))
        if caption is not None:
            left.addWidget(Scroll(column(caption, 0)), 1)
        else:
            left.addStretch(1)
        layout = row(gap=m.px(36))
        self._left = QWidget()
        left.setContentsMargins(0, 0, 0, 0)
        self._left.setLayout(left)
        share = self._share(caption)
        beside = ((self._left, share), (self.page, 100 - share))
        for part, share in reversed(beside) if m.left_handed else beside:
            layout.addWidget(part, share)
        self._page_layout = layout
        layout.setContentsMargins(m.margin, m.px(10), m.margin, m.px(16))
        return layout

    def _share(self, caption: Spoken | None) -> int:
        """Hundredths of the width for what stands beside the page: more where a number would be cut."""
        words = _UNBROKEN.findall(self._around.caption) if caption is not None else []
        letters = QFontMetrics(theme.font(self._m, "guide"))
        longest = max(map(letters.horizontalAdvance, words), default=0)
        return _SHARE if longest + self._m.px(110) <= _SHARE * (self._m.width - 2 * self._m.margin) // 100 else _WIDER

    def _view(self, facts: Facts, width: int, height: int) -> list[QWidget]:
        """The self-view; none where nothing is recorded, or where the page shows the face itself."""
        if not facts.recording or self.page.shows_face:
            return []
        view = CameraView("face", self._m)
        view.setFixedHeight(height)
        if width:
            view.setFixedWidth(width)
        return [view]

    def _marks(self, facts: Facts) -> tuple[QWidget, LevelMeter]:
        words, m = self._around.words, self._m
        self._meter = LevelMeter(m)
        self._meter.setAccessibleName(words("mark.your_voice"))
        return _dot(*self._recording(facts), m), self._meter

    def _recording(self, facts: Facts) -> tuple[str, str]:
        name, colour = ("recording", theme.RED) if facts.recording else ("not_recording", theme.LINE_STRONG)
        return self._around.words(f"mark.{name}"), colour

    def _live(self, facts: Facts) -> QVBoxLayout:
        """The guide's figure beside the self-view; the recording dot and the level under them."""
        m = self._m
        dot, meter = self._marks(facts)
        voice = row(picture("mic", m.px(34), theme.PINE), meter, gap=m.px(10))
        figure = self._figure_of(m.px(136))
        view: list[QWidget | int] = [*self._view(facts, 0, m.px(136))]
        faces = row(figure, *(view or [0]), gap=m.space(3))
        return column(faces, dot, voice, 0, gap=m.px(8))

    def _figure_of(self, side: int) -> GuideFigure:
        self._figure = GuideFigure(side)
        self._figure.setAccessibleName(self._around.words("mark.ai"))
        return self._figure

    def _strip(self, facts: Facts) -> QWidget:
        """The same on one line, where the page itself shows what is said."""
        m = self._m
        dot, meter = self._marks(facts)
        meter.setFixedWidth(m.px(260))
        holder = QWidget()
        parts: tuple[QWidget | int, ...] = (
            self._figure_of(m.px(112)),
            *self._view(facts, m.px(190), m.px(108)),
            dot,
            0,
            picture("mic", m.px(34), theme.PINE),
            meter,
        )
        holder.setLayout(row(*parts, gap=m.px(20)))
        return holder

    def _bottom(self, state: State, ask: Callable[[], None]) -> QWidget:
        m, words = self._m, self._around.words
        bar = _Bar()
        events: tuple[tuple[str, Event | None], ...] = (
            ("ask", None),
            ("repeat", RepeatAsked()),
            ("pause", PauseAsked()),
            ("help", HelpAsked()),
            ("leave", _way_out(state, words("bar.leave"))),
        )
        layout = row(gap=m.px(12))
        layout.setContentsMargins(m.margin, m.px(10), m.margin, m.px(12))
        for name, event in events:
            touched = ask if event is None else _posting(self._post, event)
            button = Button(words(f"bar.{name}"), m, touched, "bar", name, beside=False)
            button.setObjectName(f"bar.{name}")
            layout.addWidget(button, 1)
        bar.setLayout(layout)
        return bar


def _way_out(state: State, words: str) -> Event:
    """At most two touches from everywhere: ask, then leave; where all is said, one ends it."""
    match state:
        case AskingToLeave():
            return LeaveConfirmed()
        case Parting():
            return replies.go_on(words)
        case _:
            return LeaveAsked()


def _posting(post: Callable[[Event], None], event: Event) -> Callable[[], None]:
    return lambda: post(event)


class _Dot(QWidget):
    """A round light."""

    def __init__(self, colour: str, side: int) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(self._colour))
        painter.drawEllipse(self.rect())
        painter.end()


class _Bar(QWidget):
    """The ground of the bottom bar."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paper with a line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.painted(theme.CARD))
        painter.fillRect(0, 0, self.width(), 2, theme.painted(theme.LINE))
        painter.end()


def _dot(words: str, colour: str, m: theme.Metrics) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(_Dot(colour, m.px(20)), mark(m, words, "status"), 0, gap=m.px(10)))
    return holder


def _plain(words: str) -> str:
    """Letters and figures alone."""
    return _NOT_SAID.sub("", words)
