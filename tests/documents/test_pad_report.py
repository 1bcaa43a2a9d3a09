"""The branch's report on attack detection: complete, dated, and honest about too few tries."""

import subprocess
from datetime import UTC, datetime
from typing import Any

from kiosk.bench.intervals import rate_of
from kiosk.documents.pad_report_pdf import SPECIES, TARGET_TRIES, UnderTest, conclusions, pad_report_pdf
from kiosk.domain.consents import Mode

CREATED = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
TESTED = UnderTest("2026-03", "示范网点", "kiosk-07", "both models on 123 prints")
BRANCH_SPECIES = [name for name in SPECIES if name not in ("synthetic", "unstated")]


def figures(tries: int = TARGET_TRIES, accepted: int = 0, refused: int = 2, **more: object) -> dict[str, Any]:
    species = {
        name: {"attacks": tries, "accepted": accepted, "apcer": rate_of(accepted, tries)} for name in BRANCH_SPECIES
    }
    return {
        "kind": "spoof", "thresholds": "settings", "attacks": 6 * tries, "bona_fide": tries,
        "apcer": rate_of(6 * accepted, 6 * tries), "species": species, "bpcer": rate_of(refused, tries), **more,
    }  # fmt: skip


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_report_names_everything() -> None:
    groups = {"60+": {"bona_fide": 50, "refused": 1, "bpcer": rate_of(1, 50)}}
    text = text_of(pad_report_pdf(figures(groups=groups), TESTED, created=CREATED, mode=Mode.LIVE))
    for wanted in (
        "示范网点",
        "kiosk-07",
        "2026-03",
        "150/150",
        "0.00% [0.00, 2.43]",
        "60+",
        "各项达到目标",
        "123 prints",
    ):
        assert wanted in text, wanted
    for name in BRANCH_SPECIES:
        assert SPECIES[name].zh in text


def test_the_same_figures_make_the_same_bytes() -> None:
    once, again = (pad_report_pdf(figures(), TESTED, created=CREATED, mode=Mode.TRAINING) for _ in range(2))
    assert once == again
    assert "TRAINING" in text_of(once)


def test_too_few_tries_claim_nothing() -> None:
    said = [text.en for text in conclusions(figures(tries=40))]
    assert said[0].startswith("Too few tries")
    assert "All aims were reached." not in said
    assert "Too few tries" in conclusions({})[0].en


def test_what_is_over_the_aims_is_said() -> None:
    groups = {"glasses": {"bona_fide": 20, "refused": 8, "bpcer": rate_of(8, 20)}}
    said = " ".join(text.en for text in conclusions(figures(accepted=3, refused=12, groups=groups)))
    assert "print: APCER is over 1 %" in said
    assert "BPCER is over 5 %" in said
    assert "glasses: BPCER is more than twice" in said


def test_figures_of_another_shape_make_an_empty_report() -> None:
    odd: dict[str, object] = {"species": ["print"], "groups": 3, "bpcer": "none", "bona_fide": True}
    text = text_of(pad_report_pdf(odd, TESTED, created=CREATED, mode=Mode.LIVE))
    assert f"0/{TARGET_TRIES}" in text


def test_motion_says_that_no_challenge_was_tested() -> None:
    pdf = pad_report_pdf(figures(challenge="not_tested"), TESTED, created=CREATED, mode=Mode.LIVE)
    assert "answers no drawn challenge" in " ".join(text_of(pdf).split())
