"""Training without a camera: lays the specimen card down and moves the rendered head, as a borrower would."""

from collections.abc import Callable

from kiosk.consent import states as st
from kiosk.consent.machine import base
from kiosk.domain.consents import Source
from kiosk.ports.stage import Stage
from kiosk.runtime.devices import Devices

TURNS = {"turn_left": (28.0, 0.0), "turn_right": (-28.0, 0.0), "nod": (0.0, -16.0)}
"""Yaw and pitch of the picture, in degrees, for each instruction."""
_HELD = 0.9
_LOOK = 0.3


class TrainingHand:
    """Only simulated devices are moved; a real camera sees the real desk and the real person."""

    def __init__(self, stage: Stage, devices: Devices, asked: Callable[[], str | None]) -> None:
        self._stage, self._devices, self._asked = stage, devices, asked
        self._turning = False
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
        if looking and not self._looking and self._devices.face_camera.source is Source.SIMULATED:
            self._devices.clock.after(_LOOK, self._follow)
        self._looking = looking

    def _follow(self) -> None:
        if not self._looking:
            return
        move = TURNS.get(self._asked() or "")
        if move is None or self._turning:
            self._devices.clock.after(_LOOK, self._follow)
            return
        self._turning = True
        self._stage.move_head(move[0], move[1], 0.0, 1.0)
        self._devices.clock.after(_HELD, self._back)

    def _back(self) -> None:
        self._stage.move_head(0.0, 0.0, 0.0, 1.0)
        self._turning = False
        self._devices.clock.after(2 * _HELD, self._follow)
