"""The consultant's own version of what he promised, a topic each; entered by a member of staff who has signed in."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from kiosk.consent.facts import PromiseTold
from kiosk.domain.case import PromiseTopic
from kiosk.domain.money import fen_of
from ui import theme
from ui.i18n import Words
from ui.widgets.button import Button
from ui.widgets.digits import Keypad
from ui.widgets.text import Scroll, column, label, row

_FIGURES = (PromiseTopic.AMOUNT, PromiseTopic.RATE, PromiseTopic.MONTHLY, PromiseTopic.FEES)


class ConsultantForm(QWidget):
    """What was not spoken of stays empty. `entered` gets what was; the borrower's answers are not on this page."""

    def __init__(
        self, words: Words, metrics: theme.Metrics, entered: Callable[[tuple[PromiseTold, ...]], None],
        closed: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._words, self._entered = words, entered
        m = metrics
        self._fields = {topic: _field(m, words(f"promise.{topic}")) for topic in _FIGURES}
        self._bundled = QCheckBox(words("promise.some"))
        self._bundled.setFont(theme.font(m, "strong"))
        self._fault = label(m, "", "danger")
        rows = [row(label(m, words(f"promise.{topic}"), "strong"), field, gap=m.gap, equal=True)
                for topic, field in self._fields.items()]  # fmt: skip
        pad = Keypad(m, (words("need.delete"), words("need.clear")), self._key, last=".")
        inside = column(
            label(m, words("staff.consultant_title"), "title"), label(m, words("staff.consultant_lead"), "small"),
            *rows, self._bundled, self._fault, pad, 0, gap=m.px(14),
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        layout.addWidget(Scroll(inside), 1)
        layout.addWidget(Button(words("staff.consultant_save"), m, self._save, "primary", "check"))
        layout.addWidget(Button(words("staff.cancel"), m, closed, "quiet"))
        self._active = self._fields[PromiseTopic.AMOUNT]

    def type(self, topic: PromiseTopic, figure: str) -> None:
        """As if it were keyed in."""
        self._fields[topic].setText(figure)

    def save(self) -> None:
        """As if it were touched."""
        self._save()

    def _key(self, key: str) -> None:
        self._fault.setText("")
        field = next((field for field in self._fields.values() if field.hasFocus()), self._active)
        self._active = field
        if key == "C":
            field.clear()
        elif key == "<":
            field.backspace()
        else:
            field.insert(key)

    def _save(self) -> None:
        told: list[PromiseTold] = []
        for topic, field in self._fields.items():
            typed = field.text().strip()
            value = _value(topic, typed)
            if typed and value is None:
                self._fault.setText(self._words("staff.consultant_fault", topic=self._words(f"promise.{topic}")))
                return
            if value is not None:
                told.append(PromiseTold(topic, value))
        if self._bundled.isChecked():
            told.append(PromiseTold(PromiseTopic.BUNDLED, "yes"))
        self._entered(tuple(told))


def _field(m: theme.Metrics, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setStyleSheet(theme.line_edit_style(m))
    made.setAccessibleName(name)
    return made


def _value(topic: PromiseTopic, typed: str) -> str | None:
    try:
        figure = Decimal(typed)
    except InvalidOperation:
        return None
    if not figure.is_finite() or not 0 <= figure <= 10**9:
        return None
    return str(figure / 100) if topic is PromiseTopic.RATE else str(fen_of(figure))
