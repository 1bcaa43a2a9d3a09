"""What is asked at the console before something is done: sign-in, a second touch, a reason, a second person."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLayout, QLineEdit, QRadioButton, QWidget

from kiosk.supervision.messages import Reason
from kiosk.supervision.staff import Refusal
from ui import theme
from ui.i18n import Words
from ui.widgets.button import Button
from ui.widgets.text import Panel, column, label, row


def refusal_words(words: Words, refusal: Refusal) -> str:
    """Why not."""
    return words(f"refused.{refusal.reason}", wait=refusal.wait) if refusal.reason == "locked" else words(
        f"refused.{refusal.reason}"
    )  # fmt: skip


class Form(QWidget):
    """A question with its fields; `done` is called by the one button that does it, `closed` by the way back."""

    def __init__(
        self, words: Words, m: theme.Metrics, question: str, done: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.words, self.m = words, m
        self._fault = label(m, "", "danger")
        self._fault.hide()
        self._question = label(m, question, "strong")
        self._buttons = row(
            Button(words("act.cancel"), m, closed, "quiet", pixels=m.body),
            Button(words("act.yes"), m, done, "primary", pixels=m.body),
            gap=m.gap, equal=True,
        )  # fmt: skip

    def lay_out(self, *parts: QWidget | QLayout) -> None:
        """Once, after the fields are made."""
        made = column(Panel(self.m, self._question, *parts, self._fault, self._buttons), 0)
        self.setLayout(made)

    def fault(self, words: str) -> None:
        """Shown in red until the next try."""
        self._fault.setText(words)
        self._fault.setVisible(bool(words))


class ConfirmForm(Form):
    """The second touch."""

    def __init__(
        self, words: Words, m: theme.Metrics, act: str, done: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        super().__init__(words, m, words(f"ask.{act}"), done, closed)
        self.lay_out()


class SignForm(Form):
    """Number or card, and PIN. `signed` gets both; what it returns is why not."""

    def __init__(
        self, words: Words, m: theme.Metrics, act: str, training: bool,
        signed: Callable[[str, str], Refusal | None], closed: Callable[[], None], left: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`left`: what is handed over, a line a kiosk."""
        super().__init__(words, m, words(f"ask.{act}"), self._sign, closed)
        self._signed = signed
        self.number, self.pin = fields(words, m, "number", "pin")
        self.pin.returnPressed.connect(self._sign)
        parts: list[QWidget] = []
        if act == "hand_over":
            parts += [label(m, words("ask.left" if left else "ask.nothing_left"), "kicker")]
            parts += [label(m, line, "small") for line in left]
        parts += [
            label(m, words("ask.number"), "kicker"), self.number, label(m, words("ask.pin"), "kicker"), self.pin,
        ]  # fmt: skip
        if training:
            parts.append(label(m, words("ask.training"), "small"))
        self.lay_out(*parts)

    def _sign(self) -> None:
        found = self._signed(self.number.text(), self.pin.text())
        self.pin.clear()
        self.fault(refusal_words(self.words, found) if found is not None else "")


class ReasonForm(Form):
    """One reason of a closed list, which the borrower reads."""

    def __init__(
        self, words: Words, m: theme.Metrics, act: str, reasons: Sequence[Reason],
        given: Callable[[Reason], Refusal | None], closed: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(words, m, words(f"ask.{act}"), self._give, closed)
        self._given = given
        self.picks = Picks(words, m, reasons)
        self.lay_out(label(m, words("ask.reason"), "kicker"), self.picks)

    def _give(self) -> None:
        reason = self.picks.reason()
        found = self._given(reason) if reason is not None else Refusal("reason")
        self.fault(refusal_words(self.words, found) if found is not None else "")


class ApproveForm(Form):
    """What both looked at, the reason, the PIN of who is signed in, and the second person's own number and PIN."""

    def __init__(
        self, words: Words, m: theme.Metrics, checks: Sequence[str], reasons: Sequence[Reason],
        given: Callable[[tuple[str, str], str, Reason, tuple[str, ...]], Refusal | None], closed: Callable[[], None],
        training: bool,
    ) -> None:  # fmt: skip
        super().__init__(words, m, words("ask.approve"), self._give, closed)
        self._given = given
        self.ticks = {check: _tick(m, words(f"check.{check}")) for check in checks}
        self.picks = Picks(words, m, reasons)
        self.first_pin = pin_field(words, m, "first_pin")
        self.number, self.pin = fields(words, m, "second_number", "second_pin")
        pairs = [("first_pin", self.first_pin), ("second_number", self.number), ("second_pin", self.pin)]
        signing = [column(label(m, words(f"ask.{name}"), "kicker"), field, gap=m.px(4)) for name, field in pairs]
        parts: list[QWidget | QLayout] = [
            *self.ticks.values(), label(m, words("ask.reason"), "kicker"), self.picks,
            row(*signing, gap=m.px(16), equal=True),
        ]  # fmt: skip
        if training:
            parts.append(label(m, words("ask.training"), "small"))
        self.lay_out(*parts)

    def _give(self) -> None:
        ticked = tuple(check for check, box in self.ticks.items() if box.isChecked())
        reason = self.picks.reason()
        if len(ticked) < len(self.ticks):
            self.fault(self.words("refused.tick_all"))
            return
        if reason is None:
            self.fault(self.words("refused.reason"))
            return
        found = self._given((self.first_pin.text(), self.pin.text()), self.number.text(), reason, ticked)
        self.first_pin.clear()
        self.pin.clear()
        self.fault(refusal_words(self.words, found) if found is not None else "")


class Picks(QWidget):
    """One of several reasons; none is chosen beforehand."""

    def __init__(self, words: Words, m: theme.Metrics, reasons: Sequence[Reason]) -> None:
        super().__init__()
        self._reasons, self._group = tuple(reasons), QButtonGroup(self)
        boxes: list[QWidget] = []
        for number, reason in enumerate(self._reasons):
            box = QRadioButton(words(f"reason.{reason}"))
            box.setFont(theme.font(m, ""))
            box.setStyleSheet(_indicator("QRadioButton", m))
            box.setMinimumHeight(m.px(52))
            box.setPalette(theme.palette(theme.INK))
            self._group.addButton(box, number)
            boxes.append(box)
        self.setLayout(column(*boxes, gap=m.px(2)))

    def pick(self, reason: Reason) -> None:
        """As if it were touched."""
        self._group.button(self._reasons.index(reason)).setChecked(True)

    def reason(self) -> Reason | None:
        """The chosen one."""
        number = self._group.checkedId()
        return self._reasons[number] if number >= 0 else None


def fields(words: Words, m: theme.Metrics, number: str, pin: str) -> tuple[QLineEdit, QLineEdit]:
    """Who, and the PIN, which is not shown."""
    named, secret = _field(words, m, number), pin_field(words, m, pin)
    # A card reader types its code and then Enter.
    named.returnPressed.connect(secret.setFocus)
    return named, secret


def pin_field(words: Words, m: theme.Metrics, name: str) -> QLineEdit:
    """A PIN, which is not shown."""
    made = _field(words, m, name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _field(words: Words, m: theme.Metrics, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(64)
    made.setStyleSheet(theme.line_edit_style(m))
    made.setAccessibleName(words(f"ask.{name}"))
    return made


def _tick(m: theme.Metrics, words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setFont(theme.font(m, ""))
    made.setPalette(theme.palette(theme.INK))
    made.setStyleSheet(_indicator("QCheckBox", m))
    made.setMinimumHeight(m.px(56))
    return made


def _indicator(kind: str, m: theme.Metrics) -> str:
    return f"{kind}::indicator {{ width: {m.px(34)}px; height: {m.px(34)}px; }} {kind} {{ spacing: {m.px(14)}px; }}"
