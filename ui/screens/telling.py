"""The guide tells something; the page shows the same words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.states import Telling
from kiosk.domain.consents import Chapter
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture

_PICTURES = {
    Chapter.PRIVACY: "question", Chapter.IDENTITY: "reading", Chapter.DISCLOSURE: "reading", Chapter.TEACH_BACK: "say",
}  # fmt: skip
_TALL, _LOW = 320, 200
"""Of the picture, at 1080."""


class TellingScreen(Screen[Telling]):
    """One text, one way on."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        drawn = _PICTURES.get(self.around.context.script.chapter_of(self.state.step))
        high = self.m.px(_TALL if self.m.portrait else _LOW)
        picture: list[QWidget | int] = [Picture(drawn, high), 0] if drawn else []
        self.page(layout, 0, *picture, self.asked(), 0)
        on = self.words("telling.go_on")
        layout.addWidget(self.button(on, replies.go_on(on), "primary", "check"))
