"""A member of staff signs in at the kiosk with number or card and PIN, and states what was checked."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.consent.facts import StaffAct
from kiosk.domain.consents import Mode
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Language
from kiosk.runtime.staff_door import Doing
from kiosk.supervision.staff import Refusal
from ui import theme
from ui.i18n import Words
from ui.widgets.button import Button
from ui.widgets.digits import Keypad
from ui.widgets.text import Panel, Scroll, column, label, row

CHECKS = {
    "identity": ("card_in_hand", "face_against_card", "name_and_birth"),
    "teach_back": ("explained",),
    "presence": ("same_person", "asked_birth"),
    "companion": ("companion_only_helps",),
    "promise": ("consultant_told",),
    "differences": ("difference_explained",),
    "help": ("helped",),
}
"""What is looked at for each purpose; each is stated by itself, and approving needs all of them."""
Sign = Callable[[str, str, Doing], "Future[StaffAct | Refusal]"]
"""Number or card, PIN, what is done: the signed act, or why not."""
_LOOK_MS = 40
_ALONE_MS = 60_000
"""Somebody who walked away leaves no half typed PIN behind."""


class SignIn(QWidget):
    """`signed` gets the act; `taken` have signed in already: two acts are of two people."""

    def __init__(
        self,
        words: Words,
        metrics: theme.Metrics,
        purpose: str,
        sign: Sign,
        taken: frozenset[StaffId],
        signed: Callable[[StaffAct], None],
        closed: Callable[[], None],
        mode: Mode,
    ) -> None:
        super().__init__()
        self._words, self._sign, self._taken, self._signed, self._closed = words, sign, taken, signed, closed
        self._purpose = purpose
        self._asked: Future[StaffAct | Refusal] | None = None
        m = metrics
        self._ticks = {key: _tick(m, words(f"staff.check.{key}")) for key in CHECKS.get(purpose, CHECKS["help"])}
        self._number, self._pin = (_field(m, words(f"staff.{name}")) for name in ("number", "pin"))
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        # A card reader types its code and then Enter.
        self._number.returnPressed.connect(lambda: self._pin.setFocus(Qt.FocusReason.OtherFocusReason))
        self._active = self._number
        self._fault = label(m, "", "danger")
        pad = Keypad(m, (words("need.delete"), words("need.clear")), self._key)
        checked = Panel(m, label(m, words("staff.what_checked"), "kicker"), *self._ticks.values(), role="tint")
        lead = words("staff.training" if mode is Mode.TRAINING else "staff.lead")
        who = row(
            column(label(m, words("staff.number"), "kicker"), self._number, gap=m.px(6)),
            column(label(m, words("staff.pin"), "kicker"), self._pin, gap=m.px(6)),
            gap=m.gap, equal=True,
        )  # fmt: skip
        said = [label(m, words("staff.sign_in"), "title"), label(m, lead, "small"), checked]
        keyed: list[QWidget | QLayout] = [who, self._fault, pad]
        if m.portrait:
            inside = column(*said, *keyed, 0, gap=m.px(16))
        else:
            sides = row(gap=m.gap)
            for part in (column(*said, 0, gap=m.px(16)), column(*keyed, 0, gap=m.px(12))):
                sides.addLayout(part, 1)
            inside = column(sides)
        outcomes = row(
            Button(words("staff.not_approve"), m, lambda: self._act(False), "equal"),
            Button(words("staff.approve"), m, lambda: self._act(True), "equal"),
            gap=m.gap, equal=True,
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        layout.addWidget(Scroll(inside), 1)
        layout.addLayout(outcomes)
        layout.addWidget(Button(words("staff.cancel"), m, closed, "quiet"))
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._hear)
        self._alone = QTimer(self, interval=_ALONE_MS, singleShot=True)
        self._alone.timeout.connect(closed)
        self._alone.start()

    def type(self, number: str, pin: str) -> None:
        """As if it were keyed in."""
        self._number.setText(number)
        self._pin.setText(pin)

    def tick(self, *keys: str) -> None:
        """As if these were ticked; all of them without a name."""
        for key, box in self._ticks.items():
            box.setChecked(not keys or key in keys)

    def _key(self, key: str) -> None:
        self._alone.start()
        self._fault.setText("")
        if self._pin.hasFocus() or self._number.hasFocus():
            self._active = self._pin if self._pin.hasFocus() else self._number
        if key == "C":
            self._active.clear()
        elif key == "<":
            self._active.backspace()
        else:
            self._active.insert(key)

    def _act(self, approved: bool) -> None:
        self._alone.start()
        ticked = {key: box.text() for key, box in self._ticks.items() if box.isChecked()}
        if approved and len(ticked) < len(self._ticks):
            self._fault.setText(self._words("staff.tick_all"))
            return
        if self._asked is not None:
            return
        stop = "；" if self._words.language is Language.ZH_CN else "; "
        doing = Doing(self._purpose, approved, tuple(ticked), stop.join(ticked.values()), self._taken)
        self._asked = self._sign(self._number.text(), self._pin.text(), doing)
        self._pin.clear()
        self._look.start()

    def _hear(self) -> None:
        """The PIN is checked beside the window, which never waits."""
        if self._asked is None or not self._asked.done():
            return
        self._look.stop()
        done, self._asked = self._asked, None
        found = Refusal("no_session") if done.cancelled() or done.exception() is not None else done.result()
        if isinstance(found, StaffAct):
            self._signed(found)
        else:
            more = {"wait": found.wait} if found.reason == "locked" else {}
            self._fault.setText(self._words(f"staff.no.{found.reason}", **more))


def _field(m: theme.Metrics, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(64)
    made.setStyleSheet(theme.line_edit_style(m))
    made.setAccessibleName(name)
    return made


def _tick(m: theme.Metrics, words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setFont(theme.font(m, "strong"))
    side = m.px(44)
    made.setStyleSheet(
        f"QCheckBox {{ spacing: {m.px(14)}px; }} QCheckBox::indicator {{ width: {side}px; height: {side}px; }}"
    )
    made.setMinimumHeight(m.px(72))
    return made
