"""What is painted by ourselves, as a screen reader knows it: a picture, with a name or none."""

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel


class Drawn(QLabel):
    """Base of whatever paints itself. Qt tells a label's role by what it holds; a bare widget would be a "filler"."""

    def __init__(self) -> None:
        super().__init__()
        self.setPixmap(QPixmap(1, 1))
