"""The supervisor's console: the branch's kiosks, those that call first, and what people may do for them.

It looks at the board twice a second; nothing of the network ever touches the window's thread.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.consent.supervised import CHECKS
from kiosk.domain.consents import Mode
from kiosk.domain.errors import MingshiError
from kiosk.domain.speech import Language
from kiosk.supervision.board import Board, KioskView
from kiosk.supervision.desk import Desk
from kiosk.supervision.messages import APPROVING, ENDING, Matter, Outcome, Reason, Wanted
from kiosk.supervision.staff import Refusal
from ui import theme
from ui.i18n import Texts, Words
from ui.opening import EXIT_FAILED, TEXTS, application
from ui.staff.console_forms import ApproveForm, ConfirmForm, ReasonForm, SignForm, refusal_words
from ui.staff.console_need import NeedStrip
from ui.staff.console_rows import Rows, clock_words, doing, handed
from ui.staff.console_tiles import Tiles
from ui.widgets.button import Button
from ui.widgets.text import Chip, Panel, Scroll, column, label, mark, row

CONSOLE_TEXTS = TEXTS / "console"
_LOOK_MS = 500
_SAID_SECONDS = 6.0
_WINDOWED = (1366, 860)
_ROOMY = 1200
"""Pixels: under it the branch's name gives way to who is on duty."""
_MATTERS = {Wanted.IDENTITY: Matter.IDENTITY, Wanted.TEACH_BACK: Matter.TEACH_BACK, Wanted.PRESENCE: Matter.PRESENCE}
_LINES = (
    (*((f"approve_{matter}", "primary") for matter in Matter), ("come_over", "primary")),
    (("pause", "equal"), ("end", "equal")),
    (("close", "quiet"), ("open", "quiet")),
)
"""Acts as they stand under one another; those beside one another weigh alike."""
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin)


class ConsolePort(Protocol):
    """All that the window needs from below."""

    @property
    def board(self) -> Board:
        """The newest."""

    @property
    def desk(self) -> Desk:
        """Who is signed in, and what they do."""

    @property
    def mode(self) -> Mode:
        """Training is marked."""

    @property
    def branch(self) -> str:
        """Where it stands."""

    @property
    def language(self) -> Language:
        """Of the console's texts."""


class ConsoleWindow(QWidget):
    """Left the kiosks, right the chosen one."""

    def __init__(self, port: ConsolePort, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._port, self._clock = port, clock
        self._words = Words(Texts.load(CONSOLE_TEXTS), port.language)
        self._m = theme.Metrics(*_WINDOWED, text_size=1)
        self.setWindowTitle(self._words("title.console"))
        self.setPalette(theme.palette(theme.INK))
        self.setAutoFillBackground(True)
        self._chosen = ""
        self._signed: str | None = ""
        self._answering: Future[Outcome | None] | None = None
        self._said_until = 0.0
        self._outer = QVBoxLayout(self)
        # A page never makes the window larger than the screen: pages scroll.
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._page: QWidget | None = None
        self._form: QWidget | None = None
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.installEventFilter(self)

    @property
    def rows(self) -> Rows:
        """The list of kiosks."""
        return self._rows

    @property
    def form(self) -> QWidget | None:
        """What is being asked."""
        return self._form

    def look(self) -> None:
        """Board, waiting times, lock, answers."""
        now, board = self._clock(), self._port.board
        views = board.ordered(now)
        if not self._chosen and views:
            self._chosen = views[0].device
        self._rows.show_all(views, now, self._chosen)
        member = self._port.desk.member
        signed = str(member.id) if member is not None else None
        if signed != self._signed:
            self._signed = signed
            self._close_form()
            self._show_person()
        self._strip.show_need(views, board.calls(), now)
        self._show_chosen(board.kiosks.get(self._chosen), now)
        self._hear_answer(now)

    def choose(self, device: str) -> None:
        """As if it were touched."""
        if device != self._chosen:
            self._close_form()
        self._chosen = device
        self.look()

    def _go(self, device: str) -> None:
        """The one button of the strip: to the kiosk that waits longest."""
        self.choose(device)
        self.act("come_over")

    def act(self, name: str) -> None:
        """As if the button were touched: what it asks first."""
        words, m, desk, device = self._words, self._m, self._port.desk, self._chosen
        training = self._port.mode is Mode.TRAINING
        if desk.member is None and name != "sign_in":
            name = "sign_in"
        match name:
            case "sign_in":
                self._ask(SignForm(words, m, "sign_in", training, self._sign, self._close_form))
            case "hand_over":
                left = [handed(words, view, self._clock()) for view in desk.open_now()]
                self._ask(SignForm(words, m, "hand_over", training, self._hand_over, self._close_form, left))
            case "sign_out":
                desk.sign_out()
                self.look()
            case "close":
                self._ask(ConfirmForm(words, m, name, lambda: self._do(desk.close(device)), self._close_form))
            case "open":
                self._ask(ConfirmForm(words, m, name, lambda: self._do(desk.open(device)), self._close_form))
            case "come_over":
                self._ask(ConfirmForm(words, m, name, lambda: self._do(desk.come_over(device)), self._close_form))
            case "pause":
                self._ask(ConfirmForm(words, m, name, lambda: self._do(desk.pause(device)), self._close_form))
            case "end":
                self._ask(
                    ReasonForm(words, m, name, ENDING, lambda why: self._give(desk.end(device, why)), self._close_form)
                )
            case _:
                matter = Matter(name.removeprefix("approve_"))
                self._ask(ApproveForm(words, m, CHECKS[matter], APPROVING, self._approval(device, matter),
                                      self._close_form, training))  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Whoever touches anything is there."""
        if event.type() in _TOUCHES:
            self._port.desk.touched()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another size, other metrics."""
        super().resizeEvent(event)
        if event.oldSize().isValid() and event.size() != event.oldSize():
            self._m = theme.Metrics(self.width(), max(self.height(), 700), text_size=1)
            self._build()

    def _build(self) -> None:
        m, words = self._m, self._words
        if self._page is not None:
            self._outer.removeWidget(self._page)
            self._page.deleteLater()
        self._page, self._form = QWidget(), None
        self._people = QHBoxLayout()
        marks: list[QWidget | QHBoxLayout | int] = [mark(m, words("title.console"), "brand")]
        if self._port.branch and self.width() >= _ROOMY:
            marks.append(mark(m, self._port.branch, "status"))
        if self._port.mode is Mode.TRAINING:
            marks.append(Chip(m, words("title.training"), "training"))
        top = row(*marks, 0, self._people, gap=m.px(16))
        self._strip = NeedStrip(words, m, self._go)
        self._rows = Rows(words, m, self.choose)
        self._side = QVBoxLayout()
        self._side.setSpacing(m.px(16))
        self._title = label(m, words("title.pick"), "large")
        self._facts = label(m, "", "")
        self._answer = label(m, "", "strong")
        self._answer.hide()
        self._acts = QVBoxLayout()
        self._acts.setSpacing(m.px(12))
        self._tiles, self._session = Tiles(words, m), mark(m, "", "status")
        for part in (Panel(m, self._title, self._facts, self._tiles, self._session), self._answer):
            self._side.addWidget(part)
        self._side.addLayout(self._acts)
        self._side.addStretch(1)
        self._side.addWidget(label(m, words("act.note"), "small"))
        body = row(gap=m.px(28))
        kiosks = QWidget()
        kiosks.setLayout(column(label(m, words("title.kiosks"), "kicker"), self._rows, 0, gap=m.px(10)))
        body.addWidget(Scroll(column(kiosks)), 52)
        holder = QWidget()
        holder.setLayout(self._side)
        body.addWidget(Scroll(column(holder)), 48)
        inside = column(top, self._strip, body, gap=m.px(18))
        inside.setStretch(2, 1)
        inside.setContentsMargins(m.margin, m.px(20), m.margin, m.px(20))
        self._page.setLayout(inside)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._page)
        self._shown_acts: tuple[str, ...] = ()
        self._show_person()
        self.look()

    def _show_person(self) -> None:
        m, words, member = self._m, self._words, self._port.desk.member
        _empty(self._people)
        said = words("title.nobody")
        if member is not None:
            roomy = self.width() >= _ROOMY
            said = words("title.here", staff=member.id, role=words(f"role.{member.role}")) if roomy else member.id
        self._people.addWidget(mark(m, said, "strong"))
        for name in ("hand_over", "sign_out") if member is not None else ("sign_in",):
            self._people.addWidget(self._button(name, "quiet"))
        self._people.setSpacing(m.px(12))

    def _show_chosen(self, view: KioskView | None, now: float) -> None:
        words = self._words
        if view is None:
            self._set_acts(())
            return
        standing = view.standing
        lines = [doing(words, view)]
        if standing.call is not None:
            waited = words("line.waited", time=clock_words(view.waited(now)))
            lines.append(f"{words(f'wanted.{standing.call.wanted}')} · {waited}")
        lines += [words(f"alert.{alert}") for alert in view.alerts]
        self._tiles.show_meter(standing.meter if standing.session else None)
        self._session.setText(words("line.session", session=standing.session[:8]) if standing.session else "")
        self._session.setVisible(bool(standing.session))
        self._title.setText(view.device)
        self._facts.setText("\n".join(lines))
        acts: tuple[str, ...] = ("come_over", "pause", "end") if standing.session and view.connected else ()
        matter = _MATTERS.get(view.wanted) if view.wanted is not None else None
        service = ("open" if standing.state == "Closed" else "close",) if view.connected else ()
        self._set_acts(((f"approve_{matter}",) if matter is not None and acts else ()) + acts + service)

    def _set_acts(self, names: tuple[str, ...]) -> None:
        """Buttons are built anew only when they are others: a touch under way must find its button."""
        if names == self._shown_acts or self._form is not None:
            return
        self._shown_acts = names
        _empty(self._acts)
        for line in _LINES:
            shown = [self._button(name, role) for name, role in line if name in names]
            if shown:
                self._acts.addWidget(_beside(shown, self._m))

    def _button(self, name: str, role: str) -> Button:
        made = Button(self._words(f"act.{name}"), self._m, lambda: self.act(name), role, pixels=self._m.body)
        made.setObjectName(f"act.{name}")
        return made

    def _ask(self, form: QWidget) -> None:
        self._close_form()
        _empty(self._acts)
        self._shown_acts = ("form",)
        self._form = form
        self._acts.addWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        if self._form is not None:
            self._form = None
            _empty(self._acts)
            self._shown_acts = ("none",)
            self._show_chosen(self._port.board.kiosks.get(self._chosen), self._clock())

    def _sign(self, number: str, pin: str) -> Refusal | None:
        found = self._port.desk.sign_in(number, pin)
        if found is None:
            self.look()
        return found

    def _hand_over(self, number: str, pin: str) -> Refusal | None:
        found = self._port.desk.hand_over(number, pin)
        if found is None:
            self.look()
        return found

    def _approval(
        self, device: str, matter: Matter
    ) -> Callable[[tuple[str, str], str, Reason, tuple[str, ...]], Refusal | None]:
        def give(pins: tuple[str, str], second: str, reason: Reason, checks: tuple[str, ...]) -> Refusal | None:
            return self._give(self._port.desk.approve(device, pins, second, matter, reason, checks))

        return give

    def _do(self, given: "Future[Outcome | None] | Refusal") -> None:
        self._give(given)

    def _give(self, given: "Future[Outcome | None] | Refusal") -> Refusal | None:
        if isinstance(given, Refusal):
            if not isinstance(self._form, ReasonForm | ApproveForm):
                self._say(refusal_words(self._words, given))
                self._close_form()
            return given
        self._answering = given
        self._close_form()
        return None

    def _hear_answer(self, now: float) -> None:
        if self._answering is not None and self._answering.done():
            done, self._answering = self._answering, None
            outcome = None if done.cancelled() or done.exception() is not None else done.result()
            self._say(self._words(f"outcome.{outcome or 'unreachable'}"))
        if self._said_until and now > self._said_until:
            self._said_until = 0.0
            self._answer.hide()

    def _say(self, words: str) -> None:
        self._answer.setText(words)
        self._answer.show()
        self._said_until = self._clock() + _SAID_SECONDS


def _beside(buttons: list[Button], m: theme.Metrics) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(*buttons, gap=m.px(12), equal=True))
    return holder


def _empty(layout: QBoxLayout) -> None:
    """At once out of sight: what waits for its deletion is still painted."""
    while (old := layout.takeAt(0)) is not None:
        if (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def run(opens: Callable[[], AbstractContextManager[ConsolePort]], windowed: bool, fail: Callable[[str], None]) -> int:
    """Until the window is closed; 2 with one plain sentence when it can't start."""
    app = application()
    try:
        with opens() as port:
            window = ConsoleWindow(port)
            app.installEventFilter(window)
            if windowed:
                window.resize(*_WINDOWED)
                window.show()
            else:
                window.showMaximized()
            code = app.exec()
            app.removeEventFilter(window)
            return code
    except MingshiError as failure:
        fail(str(failure))
        return EXIT_FAILED
