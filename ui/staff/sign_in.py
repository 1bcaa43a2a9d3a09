"""A member of staff signs in at the kiosk and states what was checked."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from kiosk.consent.facts import StaffAct
from kiosk.domain.consents import Mode
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Language
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


class SignIn(QWidget):
    """`signed` gets the act; `taken` have signed in already: two acts are of two people."""

    def __init__(
        self,
        words: Words,
        metrics: theme.Metrics,
        purpose: str,
        check: Callable[[str], StaffId | None],
        taken: frozenset[StaffId],
        signed: Callable[[StaffAct], None],
        closed: Callable[[], None],
        mode: Mode,
    ) -> None:
        super().__init__()
        self._words, self._check, self._taken, self._signed = words, check, taken, signed
        m = metrics
        self._ticks = {key: _tick(m, words(f"staff.check.{key}")) for key in CHECKS.get(purpose, CHECKS["help"])}
        self._code = QLineEdit()
        self._code.setStyleSheet(theme.line_edit_style(m))
        self._code.setEchoMode(QLineEdit.EchoMode.Password)
        self._code.setAccessibleName(words("staff.code"))
        self._fault = label(m, "", "danger")
        pad = Keypad(m, (words("need.delete"), words("need.clear")), self._key)
        checked = Panel(m, label(m, words("staff.what_checked"), "kicker"), *self._ticks.values(), role="tint")
        lead = words("staff.training" if mode is Mode.TRAINING else "staff.lead")
        inside = column(
            label(m, words("staff.sign_in"), "title"), label(m, lead, "small"), checked,
            label(m, words("staff.code"), "kicker"), self._code, self._fault, pad, 0, gap=m.px(16),
        )  # fmt: skip
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

    def type(self, code: str) -> None:
        """As if it were keyed in."""
        self._code.setText(code)

    def tick(self, *keys: str) -> None:
        """As if these were ticked; all of them without a name."""
        for key, box in self._ticks.items():
            box.setChecked(not keys or key in keys)

    def _key(self, key: str) -> None:
        self._fault.setText("")
        if key == "C":
            self._code.clear()
        elif key == "<":
            self._code.backspace()
        else:
            self._code.insert(key)

    def _act(self, approved: bool) -> None:
        ticked = {key: box.text() for key, box in self._ticks.items() if box.isChecked()}
        if approved and len(ticked) < len(self._ticks):
            self._fault.setText(self._words("staff.tick_all"))
            return
        staff = self._check(self._code.text())
        self._code.clear()
        if staff is None:
            self._fault.setText(self._words("staff.code_wrong"))
        elif staff in self._taken:
            self._fault.setText(self._words("staff.code_used"))
        else:
            stop = "；" if self._words.language is Language.ZH_CN else "; "
            self._signed(StaffAct(staff, approved, stop.join(ticked.values()), tuple(ticked)))


def _tick(m: theme.Metrics, words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setFont(theme.font(m, "strong"))
    side = m.px(44)
    made.setStyleSheet(f"QCheckBox::indicator {{ width: {side}px; height: {side}px; }}")
    made.setMinimumHeight(m.px(72))
    return made
