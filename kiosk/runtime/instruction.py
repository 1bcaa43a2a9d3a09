"""What the face check asks for now: one instruction at a time, for the screen and for whoever plays the borrower."""

from dataclasses import dataclass

from kiosk.checks.liveness import Glow, Move
from kiosk.domain.speech import Text


@dataclass(frozen=True, slots=True)
class Instruction:
    """`said`: in words, coaching included; `digits`: to be read aloud now; `glow`: the light of the screen."""

    step: Move
    said: Text
    digits: str = ""
    glow: Glow | None = None
