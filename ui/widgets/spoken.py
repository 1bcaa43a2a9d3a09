"""Words of the guide: large, with a bar at their side that is lit while they are heard."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui import theme
from ui.theme import Metrics
from ui.widgets.text import label


class Spoken(QFrame):
    """`role`: how large the words stand."""

    def __init__(self, words: str, metrics: Metrics, role: str = "guide") -> None:
        super().__init__()
        self._bar = QFrame()
        self._bar.setFixedWidth(metrics.px(10))
        self._words: QLabel = label(words, role)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(metrics.px(24))
        layout.addWidget(self._bar)
        layout.addWidget(self._words, 1)
        self._lit = True
        self.show_speaking(False)

    def show_speaking(self, speaking: bool) -> None:
        """Lit while the guide speaks."""
        if speaking != self._lit:
            self._lit = speaking
            colour = theme.PINE if speaking else theme.LINE
            self._bar.setStyleSheet(f"background: {colour}; border-radius: {self._bar.width() // 2}px;")
