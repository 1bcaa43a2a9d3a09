"""A finger moves what is taller than its room; what fits costs nothing that stays."""

import gc

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel

from ui.previews import settle
from ui.widgets.text import Scroll, column


def _shown(lines: int) -> Scroll:
    area = Scroll(column(QLabel("\n".join(["一行"] * lines)), 0))
    area.resize(300, 200)
    area.show()
    settle()
    return area


def _gone(area: Scroll) -> None:
    area.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_what_fits_is_not_moved_and_what_does_not_fit_is() -> None:
    short, tall = _shown(2), _shown(60)
    assert (short.by_finger, tall.by_finger) == (False, True)
    for area in (short, tall):
        _gone(area)


def test_what_grows_while_it_stands_is_moved_from_then_on() -> None:
    area = _shown(2)
    words = area.findChild(QLabel)
    assert isinstance(words, QLabel)
    words.setText("\n".join(["一行"] * 60))
    area.refit()
    settle()
    assert area.by_finger
    _gone(area)


def test_pages_that_come_and_go_leave_no_types_behind() -> None:
    """Each grab of a gesture that Qt's list does not name leaves an enum type of its own behind."""
    before = _gesture_types()
    for _ in range(5):
        _gone(_shown(2))
    assert _gesture_types() == before


def _gesture_types() -> int:
    gc.collect()
    name = Qt.GestureType.__name__
    return sum(isinstance(each, type) and each.__name__ == name for each in gc.get_objects())
