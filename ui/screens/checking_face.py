"""The live face in an oval, with what to do in words and an arrow. No score, ever."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import CheckingFace
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.text import label

_ARROWS = {"turn_left": "left", "turn_right": "right", "turn_up": "up", "turn_down": "down"}


class CheckingFaceScreen(Screen[CheckingFace]):
    """The equal path, without a face, stays one touch away."""

    shows_face = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        hint = self.state.hint.removeprefix("face.hint.")
        layout.addWidget(
            label(self.m, words.reason("face.hint", hint) if hint else words("face.title"), "title", centred=True)
        )
        layout.addWidget(CameraView("face", m, Outline.OVAL, _ARROWS.get(hint, "")), 1)
        layout.addWidget(label(self.m, words("face.look"), "large", centred=True))
        layout.addWidget(label(self.m, words("face.why"), "small", centred=True))
        staff = words("face.staff")
        layout.addWidget(self.button(staff, replies.no(staff), "equal", "help"))
