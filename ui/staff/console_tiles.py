"""The session's meter as six figures: what is settled, and where it was hard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from kiosk.supervision.messages import Meter
from ui import theme
from ui.i18n import Words
from ui.widgets.text import mark

_NAMES = ("terms", "questions", "facts", "repeats", "misses", "pauses")
_HARD = {"misses": 3}
"""From here on a figure stands in red."""


class Tiles(QWidget):
    """`show_meter` again and again; None: no session."""

    def __init__(self, words: Words, m: theme.Metrics) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, m.px(6), 0, 0)
        grid.setHorizontalSpacing(m.px(14))
        grid.setVerticalSpacing(m.px(8))
        self._figures: dict[str, QLabel] = {}
        for place, name in enumerate(_NAMES):
            figure, said = mark(m, "0", "strong"), mark(m, words(f"meter.{name}"), "status")
            line, side = place // 2, 2 * (place % 2)
            grid.addWidget(said, line, side, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(figure, line, side + 1, Qt.AlignmentFlag.AlignLeft)
            self._figures[name] = figure
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_meter(self, meter: Meter | None) -> None:
        """As it stands now."""
        self.setVisible(meter is not None)
        if meter is None:
            return
        values = {
            "terms": f"{meter.terms[0]} / {meter.terms[1]}", "facts": f"{meter.facts[0]} / {meter.facts[1]}",
            "questions": str(meter.questions), "repeats": str(meter.repeats), "misses": str(meter.not_understood),
            "pauses": str(meter.pauses),
        }  # fmt: skip
        for name, figure in self._figures.items():
            figure.setText(values[name])
            hard = name in _HARD and meter.not_understood >= _HARD[name]
            figure.setPalette(theme.palette(theme.RED if hard else theme.INK))
