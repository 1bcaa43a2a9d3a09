"""The live face in an oval, with what to do in words and a picture. No score, ever."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.checks.liveness import Move
from kiosk.consent.events import StepTooHard
from kiosk.consent.states import CheckingFace
from kiosk.runtime.instruction import Instruction
from ui import replies, theme
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.light import Light
from ui.widgets.text import column, label, row

_PICTURES = {
    Move.TURN_LEFT: "left", Move.TURN_RIGHT: "right", Move.NOD: "down", Move.BLINK: "eye", Move.OPEN_MOUTH: "mouth",
    Move.SAY_DIGITS: "mic",
}  # fmt: skip
"""His own left is left in the mirror. The light needs none: it is the picture."""
_HARD: dict[Move | None, str] = {
    Move.SAY_DIGITS: "face.hard_say_digits",
    Move.SCREEN_LIGHT: "face.hard_screen_light",
}
"""What stands on the quiet button; for every other step it speaks of a move."""
_ROOMY = 2
"""Size of letters up to which a tall screen has room for all words beside the mirror."""


class CheckingFaceScreen(Screen[CheckingFace]):
    """The equal path, without a face, stays one touch away; so does "this move is hard for me"."""

    fields_below = True

    shows_face = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        hint = self.state.hint.removeprefix("face.hint.")
        self._step: Move | None = None
        self._light = Light(self)
        self._heading = label(m, "", "title", centred=True)
        self._heading.setPalette(theme.palette(theme.colour("title")))
        self._digits = label(m, "", "hero", centred=True)
        self._resting = words.reason("face.hint", hint) if hint else words("face.title")
        self._view = CameraView("face", m, Outline.OVAL)
        self._beside = (label(m, words("face.look"), "large", centred=True),
                        label(m, words("face.why"), "small", centred=True))  # fmt: skip
        self._hard = self.button(words("face.hard"), self._too_hard, "quiet")
        self._brief = m.portrait and m.text_size > _ROOMY
        for kept in (self._view, self._hard, *(() if self._brief else self._beside)):
            policy = kept.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            kept.setSizePolicy(policy)
        staff = words("face.staff")
        buttons = (self._hard, self.button(staff, replies.no(staff), "equal", "help"))
        # Across the page in both cases: lit up beside the mirror it would light one cheek.
        layout.addWidget(self._heading)
        if m.portrait:
            layout.addWidget(self._digits)
            layout.addWidget(self._view, 1)
            layout.addLayout(column(*self._beside, *buttons, gap=m.gap))
        else:
            side = row(self._view, column(0, self._digits, 0, *self._beside, gap=m.gap), gap=m.gap)
            side.setStretch(0, 1)
            side.setStretch(1, 1)
            layout.addLayout(side, 1)
            layout.addLayout(row(*buttons, gap=m.gap, equal=True))
        self.show_instruction(None)

    def _too_hard(self) -> None:
        if self._step is not None:
            self.post(StepTooHard(self._step))

    def show_instruction(self, asked: Instruction | None) -> None:
        """What the check asks for now; None: nothing, the hint stands."""
        self._step = asked.step if asked is not None else None
        self._heading.setText(asked.said[self.around.language] if asked is not None else self._resting)
        self._view.show_arrow(_PICTURES.get(asked.step, "") if asked is not None else "")
        self._hard.setVisible(asked is not None)
        self._hard.setText(self.words(_HARD.get(self._step, "face.hard")))
        self._hard.setAccessibleName(self._hard.text())
        digits = " ".join(asked.digits) if asked is not None else ""
        self._digits.setText(digits)
        self._digits.setVisible(bool(digits))
        glow = asked.glow if asked is not None else None
        # The light is the page: the mirror would leave little of it, and is not needed to sit still.
        self._view.setVisible(glow is None)
        for words in self._beside:
            words.setVisible(glow is None and not (self._brief and asked is not None))
        self._heading.setAutoFillBackground(glow is not None)
        self._light.show(glow)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The drawn half of the page in its soft colour."""
        super().paintEvent(event)
        self._light.paint()
