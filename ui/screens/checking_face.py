"""The live face in an oval, with what to do in words and an arrow. No score, ever."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.checks.liveness import COLOURS, Glow, Move, Side
from kiosk.consent.events import StepTooHard
from kiosk.consent.states import CheckingFace
from kiosk.runtime.instruction import Instruction
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.text import label

_ARROWS = {Move.TURN_LEFT: "left", Move.TURN_RIGHT: "right", Move.NOD: "down", Move.BLINK: "eye"}
"""His own left is left in the mirror. The other steps have words alone."""
_HARD: dict[Move | None, str] = {
    Move.SAY_DIGITS: "face.hard_say_digits",
    Move.SCREEN_LIGHT: "face.hard_screen_light",
}
"""What stands on the quiet button; for every other step it speaks of a move."""


class CheckingFaceScreen(Screen[CheckingFace]):
    """The equal path, without a face, stays one touch away."""

    shows_face = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        hint = self.state.hint.removeprefix("face.hint.")
        self._glow: Glow | None = None
        self._heading = label(m, "", "title", centred=True)
        self._digits = label(m, "", "hero", centred=True)
        self._resting = words.reason("face.hint", hint) if hint else words("face.title")
        self._view = CameraView("face", m, Outline.OVAL)
        kept = self._view.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._view.setSizePolicy(kept)
        layout.addWidget(self._heading)
        layout.addWidget(self._digits)
        layout.addWidget(self._view, 1)
        layout.addWidget(label(m, words("face.look"), "large", centred=True))
        layout.addWidget(label(m, words("face.why"), "small", centred=True))
        self._step: Move | None = None
        self._hard = self.button(words("face.hard"), self._too_hard, "quiet")
        kept = self._hard.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._hard.setSizePolicy(kept)
        layout.addWidget(self._hard)
        staff = words("face.staff")
        layout.addWidget(self.button(staff, replies.no(staff), "equal", "help"))
        self.show_instruction(None)

    def _too_hard(self) -> None:
        if self._step is not None:
            self.post(StepTooHard(self._step))

    def show_instruction(self, asked: Instruction | None) -> None:
        """What the check asks for now; None: nothing, the hint stands."""
        self._heading.setText(asked.said[self.around.language] if asked is not None else self._resting)
        self._view.show_arrow(_ARROWS.get(asked.step, "") if asked is not None else "")
        self._step = asked.step if asked is not None else None
        self._hard.setVisible(asked is not None)
        self._hard.setText(self.words(_HARD.get(self._step, "face.hard")))
        self._hard.setAccessibleName(self._hard.text())
        digits = " ".join(asked.digits) if asked is not None else ""
        self._digits.setText(digits)
        self._digits.setVisible(bool(digits))
        glow = asked.glow if asked is not None else None
        if glow != self._glow:
            self._glow = glow
            # The light is the page: the mirror would leave little of it, and is not needed to sit still.
            self._view.setVisible(glow is None)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The drawn half of the page in its soft colour."""
        super().paintEvent(event)
        if self._glow is None:
            return
        blue, green, red = COLOURS[self._glow.colour]
        half = self.rect()
        if self._glow.side is not Side.BOTH:
            half.setWidth(half.width() // 2)
        if self._glow.side is Side.RIGHT:
            half.moveRight(self.rect().right())
        painter = QPainter(self)
        painter.fillRect(half, QColor(red, green, blue))
        painter.end()
