"""The screen's light and steps that are hard: whole sessions on the rendered head, and what they leave in evidence."""

import pytest

from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from tests.journeys.branch import Branch, Contents

pytestmark = pytest.mark.journey


def session(branch: Branch, story: str) -> Contents:
    played = branch.played(story)
    assert (played.played.ending, str(played.played.identity.path)) == (Ending.SIGNED, "face")
    contents = branch.look_into(played.folder)
    assert review(contents.entries) == ()
    return contents


def test_light_is_asked_agreed_shown_and_seen_on_the_skin(branch: Branch) -> None:
    contents = session(branch, "signs")
    [told] = contents.of("light.answered")
    assert told.data["agreed"] is True
    [drawn] = contents.of("challenge.drawn")
    assert drawn.seq > told.seq
    assert len(drawn.data["challenge"]["drawn"]["light"]) == 6
    assert "screen_light" in [entry.data["step"] for entry in contents.of("challenge.asked")]
    [judged] = contents.of("liveness.judged")
    light = judged.data["measured"]["light"]
    assert (light["steps"], light["agreement"] > 800) == (6, True)
    assert judged.data["verdict"] == "simulated"


def test_who_refuses_it_is_checked_by_everything_else(branch: Branch) -> None:
    contents = session(branch, "refuses_light")
    [told] = contents.of("light.answered")
    assert told.data["agreed"] is False
    [drawn] = contents.of("challenge.drawn")
    assert drawn.data["challenge"]["plan"]["light"] == 0
    [judged] = contents.of("liveness.judged")
    assert judged.data["measured"]["light"] is None
    assert judged.data["measured"]["digits"]["heard"] == drawn.data["challenge"]["drawn"]["digits"]


def test_what_is_hard_is_left_out_and_made_up_for(branch: Branch) -> None:
    contents = session(branch, "not_easy")
    eased = [entry.data["step"] for entry in contents.of("challenge.eased")]
    assert "say_digits" in eased
    drawn = [entry.data["challenge"] for entry in contents.of("challenge.drawn")]
    assert len(drawn) == len(eased) + 1
    assert drawn[0]["drawn"]["digits"]
    assert (drawn[-1]["drawn"]["digits"], len(drawn[-1]["drawn"]["moves"])) == ("", 4)
    assert not set(eased) & set(drawn[-1]["drawn"]["moves"])
    assert set(drawn[-1]["drawn"]["moves"]) & {"open_mouth", "blink"}


@pytest.mark.parametrize("story", ["by_staff", "refuses_face"])
def test_who_does_not_use_the_camera_is_not_asked(branch: Branch, story: str) -> None:
    contents = branch.look_into(branch.played(story).folder)
    assert contents.of("light.answered") == []
    assert contents.of("challenge.drawn") == []
