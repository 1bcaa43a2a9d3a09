"""The two large fields of a session by ear: right for yes and next, left for no and other."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.consent.by_ear import Sides
from kiosk.consent.events import Event, SideTouched
from kiosk.domain.speech import Language
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.text import row

_SHARE = 0.42
_SMALLER = 0.16
"""Of the screen's height; the smaller one under a page that shows a camera."""


def field_row(
    m: Metrics, two: Sides, language: Language, post: Callable[[Event], None], *, whole: bool = True
) -> QHBoxLayout:
    """As wide as the screen, so that they are found without looking."""
    fields = []
    for right, said in ((False, two.left[language]), (True, two.right[language])):
        words = said[:1].upper() + said[1:]
        # Alike: whoever still sees a little shall not be drawn to the yes.
        field = Button(words, m, _touching(post, right), pixels=m.hero if whole else m.title)
        field.setObjectName("field.right" if right else "field.left")
        field.setMinimumHeight(round(m.height * (_SHARE if whole else _SMALLER)))
        fields.append(field)
    return row(*fields, gap=m.gap, equal=True)


def _touching(post: Callable[[Event], None], right: bool) -> Callable[[], None]:
    return lambda: post(SideTouched(right))
