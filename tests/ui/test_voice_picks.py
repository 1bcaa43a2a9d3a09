"""Speed and loudness of the guide, said again and stopped: by touch, on every page."""

from decimal import Decimal

import pytest

from kiosk.consent import events as ev
from kiosk.consent.machine import base
from tests.ui.showing import all_states, button, named, show, state_named, touch
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.shell import Shell
from ui.window import Window


@pytest.mark.parametrize("name", ["welcoming", "reading_term_1", "paused"])
def test_speed_and_loudness_are_chosen_by_touch(
    window: Window, session: SampleSession, samples: Samples, name: str
) -> None:
    """While one pauses on the page itself, elsewhere behind the bar."""

    def picks() -> None:
        show(window, session, state_named(samples, name))
        if name != "paused":
            touch(named(window, "bar.ways"))
            settle()

    picks()
    touch(button(window, "大一些"))
    assert session.posted == [ev.VolumeChosen(3)]
    picks()
    touch(button(window, "慢一些"))
    assert session.posted[1:] == [ev.RateChosen(Decimal("0.8"))]


def test_again_and_stop_stand_on_every_page_of_a_session(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    for name, state in all_states(samples).items():
        if base(state) is None:
            continue
        show(window, session, state)
        for which, event in (("repeat", ev.RepeatAsked()), ("pause", ev.PauseAsked())):
            session.posted.clear()
            window.findChild(Shell)._post._last = float("-inf")  # long after the touch before
            touch(named(window, f"bar.{which}"))
            assert session.posted == [event], name
