"""Whole sessions on real pictures and real words, one a person, through the command as anybody runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.shared, pytest.mark.timeout(2400)]
ALONE = ("nuaa-0007", "nuaa-0013", "nuaa-0015")
WITH_ANOTHERS_CARD = ("kwaivgi_d12", "kwaivgi_d18")
EXPIRED = "nuaa-0015"


@pytest.fixture(scope="module")
def sessions(root, shared_dir, tmp_path_factory):
    people = [word for name in (*ALONE, WITH_ANOTHERS_CARD[0]) for word in ("--only", name)]
    data = shared_dir / "data"
    command = [
        sys.executable, "main.py", "rehearse", "--story", "recorded", "--json", *people,
        "--people", str(data / "people"), "--speech", str(data / "speech"), "--models", str(shared_dir / "models"),
        "--card-of", "=".join(WITH_ANOTHERS_CARD), "--out", str(tmp_path_factory.mktemp("out")),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=2300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {session["person"]: session for session in json.loads(done.stdout)["sessions"]}


def test_each_session_is_sealed_received_and_verified(sessions):
    assert set(sessions) == {*ALONE, WITH_ANOTHERS_CARD[0]}
    for session in sessions.values():
        assert session["verdict"] == "VERIFIED"
        assert session["receipt"] == {"verified": True}
        assert session["source"] == "file"
        stated = json.loads((Path(session["bundle"]) / "manifest.json").read_text())["sources"]
        assert stated["face_camera"] == stated["card_reader"] == stated["microphone"] == "file"


def test_no_recording_answers_a_drawn_challenge(sessions):
    for session in sessions.values():
        assert session["identity"]["liveness"] in ("challenge_unanswered", "failed")
        assert session["identity"]["path"] == "staff"


def test_the_holder_of_the_card_is_compared_with_it(sessions):
    assert sessions["nuaa-0013"]["identity"]["match"] == "match"


def test_somebody_elses_card_is_never_a_match(sessions):
    impostor = sessions[WITH_ANOTHERS_CARD[0]]
    assert impostor["card_of"] == WITH_ANOTHERS_CARD[1]
    assert impostor["identity"]["match"] in ("staff_look", "staff_warning", "not_done")


def test_an_expired_card_takes_the_path_with_a_person(sessions):
    assert sessions[EXPIRED]["ending"] == "referred"
    assert sessions[EXPIRED]["identity"]["match"] != "not_done"


def test_recorded_words_are_answers_and_counted_apart(sessions):
    for name in ("nuaa-0007", "nuaa-0013"):
        answers = sessions[name]["answers"]
        assert answers["recorded"] > 30
        assert answers["synthetic"] > 0
        assert answers["touched"] > 0
        assert sessions[name]["ending"] == "signed"
