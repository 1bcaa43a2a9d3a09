"""Who may be heard while the guide speaks, and who only afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk.assembly.rig import Rig
from kiosk.consent.events import Event, Misheard, QuestionAsked, Replied
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.speech import SimulatedRecogniser, babble
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.speech import Grammar, Intent, Language
from kiosk.ports.echo_canceller import EchoCanceller
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples
from kiosk.runtime.hearing import Hearing
from tests.journeys.branch import quick_rig, settings_in

CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))
ZH = Language.ZH_CN
SAYS = "接下来我把每一项费用念给您听，您随时可以说慢一点。"


class Perfect:
    """A canceller for a room that gives nothing back."""

    def cancel(self, near: Samples, far: Samples) -> Samples:
        return near

    def reset(self) -> None:
        pass


class Booth:
    """Hearing on a simulated clock; `say` lets somebody speak."""

    def __init__(self, rig: Rig, clock: SimulatedClock, canceller: EchoCanceller | None) -> None:
        self.clock, self.events = clock, list[Event]()
        self.recogniser = SimulatedRecogniser()
        devices = replace(rig.devices, clock=clock, recogniser=self.recogniser, echo_canceller=canceller)
        self.hearing = Hearing(devices, self.events.append, lambda work: work(), AcceptanceThresholds())
        self._count = 0

    def say(self, text: str) -> None:
        self._count += 1
        sound = babble(text, self._count)
        self.recogniser.expect(sound, text)
        self.feed(sound)

    def feed(self, sound: Samples) -> None:
        for start in range(0, len(sound) - CHUNK_SAMPLES + 1, CHUNK_SAMPLES):
            self.clock.sleep(CHUNK_SAMPLES / SAMPLE_RATE)
            self.hearing.hear(Chunk(sound[start : start + CHUNK_SAMPLES], self.clock.now()))

    def quiet(self, seconds: float = 1.0) -> None:
        self.feed(np.zeros(int(seconds * SAMPLE_RATE), np.int16))

    def guide_begins(self, text: str = SAYS) -> None:
        self.hearing.will_say(text)
        self.hearing.deafen()
        self.hearing.listen(CONSENT, ZH)
        self.quiet(0.5)

    @property
    def intents(self) -> list[str]:
        return [
            str(each.understood.intent) if isinstance(each, Replied) else type(each).__name__ for each in self.events
        ]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Of it only detector and microphone are used, and neither remembers anything."""
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    made = quick_rig(settings_in(tmp_path_factory.mktemp("booth")), clock, inline=True)
    yield made
    made.close()


@pytest.fixture
def booth(rig: Rig, simulated_clock: SimulatedClock) -> Booth:
    return Booth(rig, simulated_clock, Perfect())


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("等等", "wait"), ("停", "stop"), ("什么意思", "explain"), ("再说一遍", "repeat"), ("叫人", "help"),
        ("我不办了", "stop"), ("太快了", "slower"),
    ],
)  # fmt: skip
def test_a_command_interrupts(booth: Booth, words: str, intent: str) -> None:
    booth.guide_begins()
    booth.say(words)
    booth.quiet()
    assert booth.intents == [intent]


def test_a_question_about_the_loan_interrupts_and_talk_does_not(booth: Booth) -> None:
    booth.guide_begins()
    booth.say("晚上咱们去哪里吃饭")
    booth.quiet()
    assert booth.events == []
    booth.say("利息是怎么算出来的")
    booth.quiet()
    assert [type(each) for each in booth.events] == [QuestionAsked]


@pytest.mark.parametrize("words", ["同意", "不同意", "好的", "继续", "三万"])
def test_an_answer_over_the_guide_is_none_and_is_not_misheard_either(booth: Booth, words: str) -> None:
    booth.guide_begins()
    booth.say(words)
    booth.quiet()
    booth.hearing.undeafen()
    booth.quiet()
    assert booth.events == []


@pytest.mark.parametrize("words", ["同意", "不同意"])
def test_an_answer_that_begins_before_the_end_does_not_count(booth: Booth, words: str) -> None:
    """不同意 may have begun with its first sign under the guide's last."""
    booth.guide_begins()
    booth.recogniser.expect(sound := babble(words, 99), words)
    booth.feed(sound[: 4 * CHUNK_SAMPLES])
    booth.hearing.undeafen()
    booth.feed(sound[4 * CHUNK_SAMPLES :])
    booth.quiet()
    assert booth.events == []
    booth.say("同意")
    booth.quiet()
    assert booth.intents == ["yes"]


def test_the_guides_own_words_do_not_interrupt_it(booth: Booth) -> None:
    booth.guide_begins()
    booth.say("慢一点")
    booth.quiet()
    assert booth.events == []
    booth.guide_begins("这笔钱一共要还多少，请您看一看。")
    booth.say("慢一点")
    booth.quiet()
    assert booth.intents == ["slower"]


def test_without_a_canceller_it_is_deaf_until_the_end(rig: Rig, simulated_clock: SimulatedClock) -> None:
    booth = Booth(rig, simulated_clock, None)
    booth.guide_begins()
    booth.say("等等")
    booth.quiet()
    assert booth.events == []
    booth.hearing.undeafen()
    booth.quiet(0.2)
    booth.say("等等")
    booth.quiet()
    assert booth.intents == ["wait"]


def test_a_new_state_forgets_what_was_begun_in_the_old(booth: Booth) -> None:
    booth.guide_begins()
    booth.recogniser.expect(sound := babble("等等", 98), "等等")
    booth.feed(sound[: 4 * CHUNK_SAMPLES])
    booth.hearing.stop()
    booth.feed(sound[4 * CHUNK_SAMPLES :])
    booth.quiet()
    assert booth.events == []


def test_after_the_guide_has_ended_all_is_as_ever(booth: Booth) -> None:
    booth.guide_begins()
    booth.hearing.undeafen()
    booth.quiet()
    booth.say("嗯这个嘛")
    booth.quiet()
    assert [type(each) for each in booth.events] == [Misheard]
    booth.say("不同意")
    booth.quiet()
    assert booth.intents[-1] == "no"
