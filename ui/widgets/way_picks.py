"""Ways, sizes of letters and contrasts to choose from: the same rows wherever they may be chosen."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QLayout

from kiosk.consent.events import ContrastChosen, Event, TextSizeChosen, WayChosen
from kiosk.domain.way import Way
from ui import theme
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.text import column, label
from ui.widgets.voice_picks import pick, pick_row

Post = Callable[[Event], None]


def way_picks(words: Words, m: Metrics, way: Way, post: Post) -> QLayout:
    """Two beside two, in whole sentences: who needs one of them knows himself in it."""
    grid = QGridLayout()
    grid.setSpacing(m.px(18))
    for place, each in enumerate(Way):
        look = "chosen" if each is way else "equal"
        made = Button(words(f"ways.{each}"), m, _choosing(post, WayChosen(each)), look, pixels=m.body)
        made.setObjectName(f"way.{each}")
        grid.addWidget(made, place // 2, place % 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return column(label(m, words("ways.line"), "kicker"), grid, gap=m.px(8))


def size_picks(words: Words, m: Metrics, size: int, post: Post) -> QLayout:
    """Each in its own size."""
    sizes = []
    for each in theme.SIZES:
        made = pick(words("welcoming.sample"), m, post, TextSizeChosen(each), chosen=each == size)
        font = made.font()
        font.setPixelSize(theme.Metrics(m.width, m.height, each).large)
        made.setFont(font)
        sizes.append(made)
    return pick_row(m, words("welcoming.text_size"), *sizes)


def contrast_picks(words: Words, m: Metrics, contrast: int, post: Post) -> QLayout:
    """Soft, clear, strongest."""
    picks = [
        pick(words(f"ways.contrast_{each}"), m, post, ContrastChosen(each), chosen=each == contrast)
        for each in theme.CONTRASTS
    ]
    return pick_row(m, words("ways.contrast"), *picks)


def _choosing(post: Post, event: Event) -> Callable[[], None]:
    return lambda: post(event)
