from dataclasses import replace

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import Facts
from kiosk.consent.machine import Turn
from kiosk.consent.pace import signs
from kiosk.consent.script import Kind
from kiosk.domain.speech import Channel, Intent, Language, Text, Understood
from kiosk.runtime.pace_watch import PaceWatch

GO_ON = ev.Replied(Understood(Intent.CONTINUE, "x"), Channel.TOUCH)


@pytest.fixture
def telling(context, opening) -> st.Telling:
    step = next(s for s in context.script.steps if s.kind is Kind.TELL)
    return st.Telling(Facts(opening), step.id, step.say)


def other(state: st.Telling) -> st.Telling:
    return replace(state, step="disclosure.intro", text=Text("另外一段话。", "Another text."))


def shown(watch: PaceWatch, state: st.State, now: float, event: ev.Event = GO_ON) -> ev.PaceMeasured | None:
    return watch.turned(event, Turn(state, ()), now)


def test_from_shown_to_acknowledged(context, telling):
    watch = PaceWatch(context)
    assert shown(watch, telling, 10.0) is None
    assert shown(watch, telling, 14.0, ev.Spoken(telling.step, complete=True)) is None
    assert shown(watch, other(telling), 19.5) == ev.PaceMeasured(telling.step, signs(telling.text[Language.ZH_CN]), 9.5)
    assert shown(watch, telling, 22.0) == ev.PaceMeasured("disclosure.intro", 6, 2.5)


def test_a_question_in_between_is_no_reading(context, telling):
    watch = PaceWatch(context)
    shown(watch, telling, 0.0)
    shown(watch, st.Paused(telling), 3.0, ev.PauseAsked())
    shown(watch, telling, 60.0, ev.Resumed())  # it stands there anew, and is measured from here
    assert shown(watch, other(telling), 66.0) == ev.PaceMeasured(telling.step, signs(telling.text[Language.ZH_CN]), 6.0)


def test_a_repeat_is_no_reading(context, telling):
    watch = PaceWatch(context)
    shown(watch, telling, 0.0)
    shown(watch, telling, 3.0, ev.RepeatAsked())
    assert shown(watch, other(telling), 30.0) is None


def test_what_is_ignored_ends_nothing(context, telling):
    watch = PaceWatch(context)
    shown(watch, telling, 0.0)
    watch.turned(ev.ReplyConfirmed(), Turn(telling, (), ignored=True), 2.0)
    assert shown(watch, other(telling), 8.0) is not None


def test_leaving_is_no_acknowledgement(context, telling):
    watch = PaceWatch(context)
    shown(watch, telling, 0.0)
    stop = ev.Replied(Understood(Intent.STOP, "不办了"), Channel.VOICE)
    assert shown(watch, st.AskingToLeave(telling), 4.0, stop) is None
