"""The challenges hold on rendered people and rendered attacks; `benchmarks.liveness` counts hundreds of each."""

import numpy as np
import pytest

from benchmarks.liveness import LIMITS, check, run
from benchmarks.liveness_actors import KINDS
from kiosk.checks.liveness import Response, judge_parts


def test_rendered_people_pass() -> None:
    figures = run("bona_fide", 3, 4)
    assert figures["passed_with_light"]["count"] == 3
    assert figures["parts_that_did_not_hold"] == {}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "bona_fide"])
def test_no_rendered_attack_passes_with_the_light(kind: str) -> None:
    figures = run(kind, 2, 4)
    assert figures["accepted_with_light"]["count"] == 0


@pytest.mark.parametrize(
    ("kind", "part"),
    [("flat_print", "parallax"), ("bent_print", "parallax"), ("injected", "injection"), ("light_blind", "light")],
)
def test_each_attack_fails_where_it_must(kind: str, part: str) -> None:
    challenge, measured, _ = check(kind, np.random.default_rng(8), bytes(range(32)))
    assert getattr(judge_parts(challenge, measured, LIMITS), part) is not Response.MADE
