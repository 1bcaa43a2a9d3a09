"""How the session shall be told and answered: laid over any page, gone when it is chosen."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import (
    ContrastChosen,
    Event,
    HandChosen,
    HeadphonesChosen,
    RateChosen,
    SwitchesChosen,
    TextSizeChosen,
    VolumeChosen,
    WayChosen,
)
from kiosk.domain.way import Way
from ui import theme
from ui.screens.screen import Once, Surroundings
from ui.widgets.button import Button
from ui.widgets.reach_picks import reach_picks
from ui.widgets.text import Scroll, column, label
from ui.widgets.voice_picks import voice_picks
from ui.widgets.way_picks import contrast_picks, size_picks, way_picks

_WISHES = (
    WayChosen, TextSizeChosen, ContrastChosen, RateChosen, VolumeChosen, HandChosen, HeadphonesChosen, SwitchesChosen,
)  # fmt: skip


class WaysPanel(QWidget):
    """The four ways, size and contrast of the letters, speed and loudness of the voice, the side of the keys, switches;
    all can be changed again."""

    def __init__(self, around: Surroundings, closed: Callable[[], None]) -> None:
        super().__init__()
        self._closed, self._post = closed, Once(around.post)
        m, words, facts = around.metrics, around.words, around.facts
        way = facts.way if facts is not None else Way.STANDARD
        size, contrast = (facts.text_size, facts.contrast) if facts is not None else (2, theme.CONTRASTS[0])
        inside = column(
            label(m, words("ways.title"), "title"),
            way_picks(words, m, way, self._choose),
            size_picks(words, m, size, self._choose),
            contrast_picks(words, m, contrast, self._choose),
            *(
                [voice_picks(words, m, facts, self._choose)]
                if facts is not None and facts.way is not Way.SILENT
                else []
            ),
            *([reach_picks(words, m, facts, self._choose)] if facts is not None else []),
            0,
            gap=m.px(26),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        layout.addWidget(Scroll(inside), 1)
        close = Button(words("ways.close"), m, closed, "quiet")
        close.leads_back = True
        layout.addWidget(close)

    def _choose(self, event: Event) -> None:
        """A new way closes the panel: what is asked is said again at once."""
        if isinstance(event, WayChosen):
            self._closed()
        assert isinstance(event, _WISHES)
        self._post(event)
