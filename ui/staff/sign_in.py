"""A member of staff signs in at the kiosk and states what was checked."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.consent.facts import StaffAct
from kiosk.domain.consents import Mode
from kiosk.domain.ids import StaffId
from ui import theme
from ui.i18n import Words
from ui.widgets.button import Button
from ui.widgets.digits import Keypad
from ui.widgets.text import Panel, Scroll, column, label, row


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
        named = purpose if purpose in ("identity", "teach_back") else "help"
        self._checked = words(f"staff.checked_{named}")
        m = metrics
        self._code = QLineEdit()
        self._code.setStyleSheet(theme.line_edit_style(m))
        self._code.setEchoMode(QLineEdit.EchoMode.Password)
        self._code.setAccessibleName(words("staff.code"))
        self._fault = label(m, "", "danger")
        pad = Keypad(m, (words("need.delete"), words("need.clear")), self._key)
        checked = Panel(
            m, label(m, words("staff.what_checked"), "kicker"), label(m, self._checked, "strong"), role="tint"
        )
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

    def _key(self, key: str) -> None:
        self._fault.setText("")
        if key == "C":
            self._code.clear()
        elif key == "<":
            self._code.backspace()
        else:
            self._code.insert(key)

    def _act(self, approved: bool) -> None:
        staff = self._check(self._code.text())
        self._code.clear()
        if staff is None:
            self._fault.setText(self._words("staff.code_wrong"))
        elif staff in self._taken:
            self._fault.setText(self._words("staff.code_used"))
        else:
            self._signed(StaffAct(staff, approved, self._checked))
