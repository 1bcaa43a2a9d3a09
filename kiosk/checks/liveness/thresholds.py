"""All limits of the liveness checks in one place, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LivenessThresholds:
    """Angles in degrees, times in seconds, everything else a share.

    Passive: `least_live`: the lowest score of a live face; `least_scores`: answers that a verdict needs;
    `least_share` of them must be live.
    """

    least_live: float = 0.3
    least_scores: int = 5
    least_share: float = 0.6

    turn_degrees: float = 15.0
    """A stiff neck turns 30 and more, a phone held up turns less than it seems."""
    nod_degrees: float = 8.0
    rest_degrees: float = 8.0
    eyes_closed: float = 0.6
    """Share of the usual opening. Closed lids measure 0.24-0.54 of it, open ones 0.80-1.01."""
    eyes_open: float = 0.8
    mouth_open: float = 0.1
    """By how much the gap between the lips grows, as a share of the mouth's width."""
    move_seconds: float = 6.0
    least_samples: int = 5
    longest_gap: float = 1.5
    """Unseen for longer, and somebody else may be there."""
    fastest: float = 0.15
    """Nobody answers an instruction sooner."""

    parallax_pairs: int = 3
    parallax_turn: float = 10.0
    parallax_relief: float = 0.3
    """Height of the nose over the face's own bent sheet, as a share of the distance between the outer eye corners, as
    the product's mesh draws it. Two live people who turned far enough measured 0.50-0.60, rendered heads 0.42; of five
    moved prints three -0.05-0.11, two that were bent as well 0.27 and 0.43. So this part never decides alone."""

    digits_speech: float = 0.6
    digits_in_time: float = 0.45
    """Correlation of lips and sound at the best lag that a camera and a microphone can have. Seven short sentences of
    real speakers measured 0.48-0.81 (lips 1.7-10 times livelier); the sound of another one reaches 0.45 in a quarter
    of the cases, so this part never decides alone."""
    digits_livelier: float = 1.5
    """Lips move so many times more while there is sound."""

    light_agreement: float = 0.8
    light_gain: float = 0.03
    light_shape: float = 0.2
    """How much more the cheek on the lit side follows, as a share of what the whole face follows."""

    least_interval_spread: float = 0.0005
    """Real frames come a little early or late; a program's do not. Share of the usual interval."""
    least_noise: float = 0.25
    """Grey levels of a sensor's own noise from one picture to the next; a drawn or played picture has less."""
    noise_ratio: float = 4.0
    """Face and backdrop come from one sensor: their noise differs by less than this factor."""
    most_repeats: int = 0
