"""Liveness: passive detection, a challenge drawn from the session's nonce, parallax, digits, light, injection.

Pure. Each part is summarised in whole numbers and judged from them alone; the verdict fails closed, and whatever is
not shown leads to a person, never to a refusal.
"""

from kiosk.checks.liveness.challenge import (
    COLOURS,
    FACE_MOVES,
    HEAD_MOVES,
    INNER_MOVES,
    LIGHT_SECONDS,
    TURNS,
    VERSION,
    Challenge,
    Glow,
    Move,
    Plan,
    Side,
    draw_challenge,
)
from kiosk.checks.liveness.coaching import (
    COACH_TEXTS,
    MOVE_TEXTS,
    coach,
    no_easier,
    without,
)
from kiosk.checks.liveness.digits import DigitsSummary, SoundLevel, judge_digits, summarise_digits
from kiosk.checks.liveness.injection import InjectionSummary, judge_injection, summarise_injection
from kiosk.checks.liveness.light import LightSummary, judge_light, summarise_light
from kiosk.checks.liveness.moves import MoveSummary, answered, judge_move, judge_moves, summarise_move
from kiosk.checks.liveness.outcomes import Liveness, Response
from kiosk.checks.liveness.parallax import ParallaxSummary, judge_parallax, summarise_parallax
from kiosk.checks.liveness.passive import PassiveSummary, judge_passive, summarise_passive
from kiosk.checks.liveness.replay import Replay, read_plan, record_challenge, record_measured, replay
from kiosk.checks.liveness.samples import FaceSample, sample_of
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.checks.liveness.verdict import Measured, Parts, judge_liveness, judge_measured, judge_parts, missed

__all__ = [
    "COACH_TEXTS", "COLOURS", "FACE_MOVES", "HEAD_MOVES", "INNER_MOVES", "LIGHT_SECONDS", "MOVE_TEXTS", "TURNS",
    "VERSION", "Challenge", "DigitsSummary", "FaceSample", "Glow",
    "InjectionSummary", "LightSummary", "Liveness", "LivenessThresholds", "Measured", "Move", "MoveSummary",
    "ParallaxSummary", "Parts", "PassiveSummary", "Plan", "Replay", "Response", "Side", "SoundLevel",
    "answered", "coach", "draw_challenge", "judge_digits", "judge_injection", "judge_light", "judge_liveness",
    "judge_measured", "judge_move", "judge_moves", "judge_parallax", "judge_parts", "judge_passive", "missed",
    "no_easier", "read_plan", "record_challenge", "record_measured", "replay", "sample_of", "summarise_digits",
    "summarise_injection", "summarise_light", "summarise_move", "summarise_parallax", "summarise_passive", "without",
]  # fmt: skip
