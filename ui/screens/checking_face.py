"""The live face in an oval, with what to do in words and an arrow. No score, ever."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.checks.liveness import MOVE_TEXTS, Move
from kiosk.consent.states import CheckingFace
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.text import label

_ARROWS = {Move.TURN_LEFT: "left", Move.TURN_RIGHT: "right", Move.NOD: "down", Move.BLINK: "eye"}
"""His own left is left in the mirror."""


class CheckingFaceScreen(Screen[CheckingFace]):
    """The equal path, without a face, stays one touch away."""

    shows_face = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        hint = self.state.hint.removeprefix("face.hint.")
        self._heading = label(m, "", "title", centred=True)
        self._resting = words.reason("face.hint", hint) if hint else words("face.title")
        self._view = CameraView("face", m, Outline.OVAL)
        layout.addWidget(self._heading)
        layout.addWidget(self._view, 1)
        layout.addWidget(label(m, words("face.look"), "large", centred=True))
        layout.addWidget(label(m, words("face.why"), "small", centred=True))
        staff = words("face.staff")
        layout.addWidget(self.button(staff, replies.no(staff), "equal", "help"))
        self.show_move(None)

    def show_move(self, move: str | None) -> None:
        """What the check asks for now; None: nothing, the hint stands."""
        known = Move(move) if move in set(Move) else None
        self._heading.setText(MOVE_TEXTS[known][self.around.language] if known is not None else self._resting)
        self._view.show_arrow(_ARROWS[known] if known is not None else "")
