"""Switches, the hand, headphones: how a session is reached. Recorded, hurrying nobody, and forgotten at its end."""

from dataclasses import replace

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import VOLUMES, Facts
from kiosk.consent.machine import facts_of
from kiosk.domain.reach import Hand, Switches
from tests.consent.stage import World
from tests.consent.test_ways import at_step


def settings(world: World) -> list[tuple[object, object]]:
    return [(item.data["setting"], item.data["value"]) for item in world.items if item.kind == "setting.changed"]


def test_each_is_recorded_and_asks_nothing_again(context, opening) -> None:
    world = at_step(context, opening, "signs", st.AskingConsent)
    state, before = world.state, len(world.effects)
    for event in (
        ev.SwitchesChosen(Switches.TWO, 3), ev.SwitchesChosen(Switches.ONE, 8), ev.HandChosen(Hand.LEFT),
        ev.HeadphonesChosen(True),
    ):  # fmt: skip
        world.touch(event)
    facts = facts_of(world.state)
    assert facts is not None
    assert (facts.switches, facts.scan_seconds, facts.hand, facts.headphones) == (Switches.ONE, 8, Hand.LEFT, True)
    assert facts.volume == VOLUMES[0]
    assert settings(world)[-6:] == [
        ("switches", "two"), ("scan_seconds", 3), ("switches", "one"), ("scan_seconds", 8), ("hand", "left"),
        ("headphones", 1),
    ]  # fmt: skip
    assert type(world.state) is type(state)
    assert not [e for e in world.effects[before:] if not isinstance(e, ef.StartTimer)]


@pytest.mark.parametrize("seconds", [0, -1, 4, 3600])
def test_no_time_that_is_not_offered(seconds, context, opening) -> None:
    world = at_step(context, opening, "signs", st.AskingConsent)
    before = facts_of(world.state)
    world.touch(ev.SwitchesChosen(Switches.ONE, seconds))
    assert facts_of(world.state) == before


def test_headphones_off_are_loud_enough_again(context, opening) -> None:
    world = at_step(context, opening, "signs", st.AskingConsent)
    world.touch(ev.HeadphonesChosen(True))
    world.touch(ev.HeadphonesChosen(False))
    facts = facts_of(world.state)
    assert facts is not None
    assert (facts.headphones, facts.volume) == (False, VOLUMES[1])


@pytest.mark.parametrize("switches", [Switches.ONE, Switches.TWO])
def test_who_uses_switches_is_asked_later_and_never_timed_out(switches, context, opening) -> None:
    world = at_step(context, opening, "signs", st.Telling)
    world.touch(ev.SwitchesChosen(switches, 5))
    world.touch(ev.Touched())
    idle = [e.seconds for e in world.effects if isinstance(e, ef.StartTimer) and e.timer is ev.Timer.IDLE]
    assert idle[-1] >= 240
    world.touch(ev.TimedOut(ev.Timer.IDLE))
    assert isinstance(world.state, st.AskingPresence)
    before = len(world.effects)
    world.touch(ev.TimedOut(ev.Timer.IDLE_ANSWER))
    assert isinstance(world.state, st.CallingStaff)
    assert ef.CallStaff("presence") in world.effects[before:]
    world.touch(ev.TimedOut(ev.Timer.IDLE))
    assert isinstance(world.state, st.CallingStaff)
    assert isinstance(world.touch(ev.Resumed()).state, st.Telling)


def test_the_next_session_begins_with_what_is_usual(context, opening) -> None:
    world = at_step(context, opening, "signs", st.Telling)
    for event in (
        ev.SwitchesChosen(Switches.ONE, 8), ev.HandChosen(Hand.LEFT), ev.HeadphonesChosen(True), ev.ContrastChosen(3),
        ev.TextSizeChosen(4), ev.VolumeChosen(3),
    ):  # fmt: skip
        world.touch(event)
    changed = facts_of(world.state)
    fresh = Facts(opening, language=opening.language)
    another = World(context)
    another.open(opening)
    begun = facts_of(another.state)
    assert begun is not None
    assert changed is not None
    wishes = ("switches", "scan_seconds", "hand", "headphones", "contrast", "text_size", "volume", "rate", "way")
    assert {name: getattr(begun, name) for name in wishes} == {name: getattr(fresh, name) for name in wishes}
    assert replace(changed, switches=Switches.NONE) != fresh
