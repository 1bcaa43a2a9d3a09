"""The threshold of passive detection, refitted without the subject who is being judged."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

from kiosk.checks.liveness import Response

_FOLDS = 5
_APCER_AIM = 0.01
_BPCER_AIM = 0.05
_ENOUGH = 10
"""A species with fewer attacks says nothing about a rate, so it moves no threshold; it is still counted."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One presentation. `live`: the score, or None for no response. `subject`: who or what must not be split;
    `group`: of people, where the labels name one."""

    attack: bool
    species: str
    subject: str
    live: float | None
    name: str = ""
    parallax: Response = Response.NO_MEASURE
    group: str = ""


def thresholds_of(trials: list[Trial]) -> Callable[[Trial], float]:
    """For each trial the threshold that its fold's other subjects call for."""
    fold_of = {name: place % _FOLDS for place, name in enumerate(sorted({trial.subject for trial in trials}))}
    fitted = {fold: fit([t for t in trials if fold_of[t.subject] != fold]) for fold in range(_FOLDS)}
    return lambda trial: fitted[fold_of[trial.subject]]


def fit(trials: list[Trial]) -> float:
    """Midway, in log odds, between the attack that the aimed APCER allows and the live face that the aimed BPCER
    allows; where these overlap, just above the attack. 1.0 without attacks to learn from."""
    species = [trial.species for trial in trials if trial.attack]
    attacks = sorted(
        (t.live for t in trials if t.attack and t.live is not None and species.count(t.species) >= _ENOUGH),
        reverse=True,
    )
    live = sorted(t.live for t in trials if not t.attack and t.live is not None)
    if not attacks:
        return 1.0
    highest = attacks[int(_APCER_AIM * len(attacks))]
    lowest = live[int(_BPCER_AIM * len(live))] if live else highest
    if lowest <= highest:
        return min(highest + 1e-6, 1.0)
    return 1 / (1 + exp(-(_log_odds(highest) + _log_odds(lowest)) / 2))


def _log_odds(share: float) -> float:
    bounded = min(max(share, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))
