"""Training without a camera: lays the specimen card down and moves the rendered head, as a borrower would."""

from collections.abc import Callable

from kiosk.checks.liveness import COLOURS, Move
from kiosk.consent import states as st
from kiosk.consent.machine import base
from kiosk.dialogue.spoken_digits import digits_aloud
from kiosk.domain.consents import Source
from kiosk.domain.speech import Language
from kiosk.ports.clock import Clock
from kiosk.ports.stage import Stage
from kiosk.runtime.devices import Devices
from kiosk.runtime.instruction import Instruction

POSES = {
    Move.TURN_LEFT: (28.0, 0.0, 0.0, 1.0),
    Move.TURN_RIGHT: (-28.0, 0.0, 0.0, 1.0),
    Move.NOD: (0.0, -16.0, 0.0, 1.0),
    Move.OPEN_MOUTH: (0.0, 0.0, 0.9, 1.0),
    Move.BLINK: (0.0, 0.0, 0.0, 0.0),
}
"""Yaw and pitch of the picture in degrees, mouth and eyes 0..1, for each instruction that is a pose."""
AT_REST = (0.0, 0.0, 0.0, 1.0)
_LOOK, _HELD = 0.15, 0.9
_REACTS = 0.5
"""Nobody moves in the moment he is asked; a camera of four pictures a second has then seen him at rest."""


class FaceActor:
    """Does with the head on the stage what the screen asks, once for each instruction."""

    def __init__(self, stage: Stage, clock: Clock, asked: Callable[[], Instruction | None]) -> None:
        self._stage, self._clock, self._asked = stage, clock, asked
        self._done: Instruction | None = None
        self._busy = False

    def follow(self, language: Language) -> None:
        """Look at the screen; call it again and again."""
        asked = self._asked()
        glow = asked.glow if asked is not None else None
        self._stage.light(
            COLOURS[glow.colour] if glow is not None else None, str(glow.side) if glow is not None else ""
        )
        if asked is None:
            self._done = None  # the next check may ask for the same
        if asked is None or self._busy or asked == self._done:
            return
        if asked.step is Move.SAY_DIGITS and asked.digits:
            self._done = asked
            self._stage.say(digits_aloud(asked.digits, language), language, None)
        elif asked.step in POSES:
            self._done, self._busy = asked, True
            self._clock.after(_REACTS, lambda: self._move(POSES[asked.step]))

    def _move(self, pose: tuple[float, float, float, float]) -> None:
        self._stage.move_head(*pose)
        self._clock.after(_HELD, self._back)

    def _back(self) -> None:
        self._stage.move_head(*AT_REST)
        self._clock.after(_HELD, self._free)

    def _free(self) -> None:
        self._busy = False


class TrainingHand:
    """Only simulated devices are moved; a real camera sees the real desk and the real person."""

    def __init__(self, stage: Stage, devices: Devices, asked: Callable[[], Instruction | None]) -> None:
        self._stage, self._devices = stage, devices
        self._actor = FaceActor(stage, devices.clock, asked)
        self._language = Language.ZH_CN
        self._looking = False

    def see(self, state: st.State) -> None:
        """With each new state, on the runner's thread."""
        under = base(state)
        if self._devices.document_camera.source is Source.SIMULATED:
            if isinstance(under, st.ReadingCard):
                self._stage.show_card(under.side, None)
            elif not isinstance(under, st.ReviewingCard):
                self._stage.take_card_away()
        looking = isinstance(state, st.CheckingFace)
        if under is not None:
            self._language = under.facts.language
        if looking and not self._looking and self._devices.face_camera.source is Source.SIMULATED:
            self._devices.clock.after(_LOOK, self._follow)
        self._looking = looking

    def _follow(self) -> None:
        if self._looking:
            self._actor.follow(self._language)
            self._devices.clock.after(_LOOK, self._follow)
