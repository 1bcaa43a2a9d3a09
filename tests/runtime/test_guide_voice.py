"""The guide's voice: parts in order, each once, hushed at any moment, and words that light up."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.consent.effects import Say
from kiosk.consent.events import Broken, Event, Spoken
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.speaker_clock import ClockSpeaker
from kiosk.dialogue.spoken import spoken
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.dialogue.utterance import parts
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.clock import Clock
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound
from kiosk.runtime.devices import Devices
from kiosk.runtime.guide_voice import GuideVoice
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.sounding import Sounding
from tests.journeys.branch import quick_rig, settings_in

TERM = "您借 30,000.00 元，分 12 期还。每月还 3,765.05 元！年化 22.60%，见第 670 条。到期一次还清。"
_SECONDS_A_SIGN = 0.1


@dataclass
class Toneful:
    """A tone as long as its words, at a pitch of their own, between the silences that engines leave."""

    fails_at: str = ""
    begun: Callable[[str], None] = lambda _: None
    said: list[str] = field(default_factory=list)
    engine: str = "tone 1"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        self.begun(text)
        if self.fails_at and self.fails_at in text:
            raise DeviceError("voice", "it is hoarse")
        self.said.append(text)
        times = np.arange(round(len(text) * _SECONDS_A_SIGN * SAMPLE_RATE)) / SAMPLE_RATE
        tone = np.asarray(9000 * np.sin(2 * np.pi * 440 * times), np.int16)
        quiet = np.zeros(round(0.3 * SAMPLE_RATE), np.int16)
        return Sound(np.concatenate([quiet, tone, quiet]), SAMPLE_RATE, engine=self.engine)


@dataclass
class Stand:
    """A guide's voice with what it posted, played and lit."""

    guide: GuideVoice
    clock: Clock
    events: list[Event]
    played: list[tuple[float, Samples]]
    lit: list[Sounding]
    signs_take: float = 0.3
    """Seconds a sign that the borrower needs to read."""

    def say(self, text: str, key: str = "step") -> None:
        self.guide.say(Say(key, text, Language.ZH_CN, Decimal("1.0"), reading=len(text) * self.signs_take))

    def spoken(self) -> list[tuple[str, bool, bool]]:
        """Key, complete, silent."""
        return [(e.key, e.complete, e.silent) for e in self.events if isinstance(e, Spoken)]

    def until_spoken(self, count: int) -> None:
        end = time.monotonic() + 20
        while len(self.spoken()) < count:
            assert time.monotonic() < end, "it never ended"
            time.sleep(0.005)

    def pauses(self) -> list[float]:
        """Silences between sounds, in seconds of what was played."""
        heard = np.concatenate([samples for _, samples in self.played])
        loud = np.flatnonzero(np.abs(heard.astype(np.int32)) > 200)
        gaps = np.diff(loud)
        return [gap / SAMPLE_RATE for gap in gaps if gap > 0.05 * SAMPLE_RATE]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devices]:
    rig = quick_rig(settings_in(tmp_path_factory.mktemp("kiosk")), SimulatedClock(datetime.now(UTC)), inline=True)
    yield rig.devices
    rig.close()


def stand(base: Devices, voice: Toneful, *, real_time: bool = False) -> Stand:
    clock: Clock = SystemClock() if real_time else SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    devices = replace(base, clock=clock, inline=not real_time, speaker=ClockSpeaker(clock), voice=voice)
    events: list[Event] = []
    played: list[tuple[float, Samples]] = []
    lit: list[Sounding] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds())

    def heard(samples: Samples) -> None:
        played.append((clock.now().mono, samples))
        newest = guide.sounding.peek()
        if newest is not None and (not lit or lit[-1] != newest):
            lit.append(newest)

    guide = GuideVoice(devices, events.append, heard, hearing)
    return Stand(guide, clock, events, played, lit)


def wanted(text: str) -> list[str]:
    return [part.words for part in parts(text, Language.ZH_CN) if part.audible]


def test_each_part_is_made_once_and_in_order(base: Devices) -> None:
    voice = Toneful()
    here = stand(base, voice)
    here.say(TERM)
    assert voice.said == wanted(TERM)
    assert "".join(voice.said) == spoken(TERM, Language.ZH_CN)
    assert here.spoken() == [("step", True, False)]


def test_the_words_are_told_as_they_are_written(base: Devices) -> None:
    here = stand(base, Toneful())
    here.say(TERM)
    (event,) = (event for event in here.events if isinstance(event, Spoken))
    assert event.words == TERM


def test_the_pause_between_sentences_is_ours_and_not_the_engines(base: Devices) -> None:
    here = stand(base, Toneful())
    here.say(TERM)
    assert len(here.pauses()) == len(wanted(TERM)) - 1
    assert all(0.15 <= pause <= 0.3 for pause in here.pauses())


def test_words_light_up_in_their_order_on_the_text_as_it_is_written(base: Devices) -> None:
    here = stand(base, Toneful())
    here.say(TERM)
    words = [TERM[slice(*lit.word)] for lit in here.lit]
    assert "3,765.05 元" in words
    assert "22.60%" in words
    assert [lit.word for lit in here.lit] == sorted({lit.word for lit in here.lit})
    assert all(lit.sentence[0] <= lit.word[0] < lit.word[1] <= lit.sentence[1] for lit in here.lit)
    assert {lit.sentence for lit in here.lit} == {part.shown for part in parts(TERM, Language.ZH_CN)}
    assert here.guide.sounding.peek() is None


def test_the_screen_is_told_at_most_ten_times_a_second(base: Devices) -> None:
    here = stand(base, Toneful())
    here.say("快" * 60)
    assert 5 <= len(here.lit) <= 10 * here.clock.now().mono + 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0.0, 9.0))
def test_hushed_at_any_moment_it_stops_and_says_so_once(base: Devices, moment: float) -> None:
    voice = Toneful()
    here = stand(base, voice)
    here.clock.after(moment, here.guide.hush)
    here.say(TERM)
    assert voice.said == wanted(TERM)[: len(voice.said)]
    ((_, complete, _),) = here.spoken()
    if complete:
        assert voice.said == wanted(TERM)
    else:
        assert here.clock.now().mono <= moment + 0.07
    assert here.guide.sounding.peek() is None
    assert not here.guide.speaking


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0.0, 5.0))
def test_a_new_utterance_overtakes_the_old_one_at_any_moment(base: Devices, moment: float) -> None:
    here = stand(base, Toneful())
    here.clock.after(moment, lambda: here.say("请说第二句。", "second"))
    here.say(TERM, "first")
    assert sorted(here.spoken()) == [("first", False, False), ("second", True, False)]
    assert not here.guide.speaking


@pytest.mark.parametrize("signs_take", [0.15, 0.6])
def test_without_a_voice_the_text_stands_as_long_as_this_borrower_needs(base: Devices, signs_take: float) -> None:
    here = stand(base, Toneful(fails_at="三万元"))
    here.signs_take = signs_take
    here.say(TERM)
    assert here.spoken() == [("step", True, True)]
    unsaid = len(TERM) * signs_take
    assert unsaid / 2 <= here.clock.now().mono <= unsaid + 5


@pytest.mark.parametrize("fails_at", ["三万元", "百分之", "一次"])
def test_what_a_failing_voice_leaves_unsaid_stands_for_its_reading_time(base: Devices, fails_at: str) -> None:
    voice = Toneful(fails_at=fails_at)
    here = stand(base, voice)
    here.say(TERM)
    said = parts(TERM, Language.ZH_CN)[: len(voice.said)]
    rest = len(TERM) - (said[-1].shown[1] if said else 0)
    assert here.spoken() == [("step", True, True)]
    assert here.clock.now().mono >= sum(len(words) for words in voice.said) * _SECONDS_A_SIGN + max(3.0, rest * 0.3)


def test_it_says_with_which_engines_it_spoke(base: Devices) -> None:
    class Changing(Toneful):
        def synthesise(self, text: str, language: Language, rate: float) -> Sound:
            return replace(super().synthesise(text, language, rate), engine=f"engine {len(self.said) % 2}")

    here = stand(base, Changing())
    here.say(TERM)
    (told,) = (event for event in here.events if isinstance(event, Spoken))
    assert told.voice == "engine 1, engine 0"
    assert told.words == TERM


@dataclass
class Ready(Toneful):
    """Slow to make, but the sentences of `recorded` are there."""

    recorded: str = ""

    def has(self, text: str, language: Language) -> bool:
        return text in self.recorded


def test_what_is_recorded_stays_whole_and_the_rest_is_cut_for_a_slow_engine(base: Devices) -> None:
    first, second = "请您慢慢看，慢慢想，不着急，没有人催您。", "每一条都会讲给您听，听不明白，随时可以问我。"
    made = {}
    for recorded in ("", second):
        voice = Ready(recorded=recorded)
        here = stand(base, voice, real_time=False)
        voice.begun = lambda text, clock=here.clock: clock.sleep(0.08 * len(text))
        here.say("预热一下，先说一句长一点的话。")
        voice.said.clear()
        here.say(first + second)
        made[recorded] = voice.said
    assert second not in made[""]
    assert made[second][-1] == second
    assert "".join(made[""]) == "".join(made[second]) == first + second


def test_nothing_to_say_is_said_at_once(base: Devices) -> None:
    here = stand(base, Toneful())
    here.say(" \n")
    assert here.spoken() == [("step", True, False)]
    assert here.clock.now().mono == 0


class TestInRealTime:
    """Made ahead in a thread of its own."""

    @pytest.fixture
    def brief(self) -> str:
        return "好。行。对。是。"

    def test_the_next_part_is_made_while_this_one_is_heard(self, base: Devices, brief: str) -> None:
        made: list[tuple[str, int]] = []
        here: Stand
        voice = Toneful()
        here = stand(base, voice, real_time=True)
        voice.begun = lambda text: made.append((text, len(here.played)))
        here.say(brief)
        here.until_spoken(1)
        here.guide.close()
        script = [(text, heard) for text, heard in made if text in wanted(brief)]
        assert [text for text, _ in script] == wanted(brief)
        assert script[1][1] == 0  # begun before the first was heard
        assert here.spoken() == [("step", True, False)]
        assert [lit.text for lit in here.lit] == [brief] * len(here.lit)

    def test_hushed_while_a_part_is_made_it_does_not_wait_for_it(self, base: Devices, brief: str) -> None:
        made, go_on = threading.Event(), threading.Event()

        def slow(text: str) -> None:
            if text == "好。":
                made.set()
                go_on.wait(20)

        voice = Toneful()
        here = stand(base, voice, real_time=True)
        voice.begun = slow
        here.say(brief)
        assert made.wait(20)
        here.guide.hush()
        here.until_spoken(1)
        assert here.spoken() == [("step", False, False)]
        assert not here.played
        go_on.set()
        here.guide.close()
        assert "行。" not in voice.said

    def test_what_was_made_ahead_of_an_overtaken_utterance_is_never_heard(self, base: Devices) -> None:
        here = stand(base, Toneful(), real_time=True)
        for number in range(6):
            here.say("这一句很长很长，说不完。还有一句。", str(number))
        here.say("好。", "last")
        here.until_spoken(7)
        here.guide.close()
        assert [key for key, complete, _ in here.spoken() if complete] == ["last"]

    def test_what_breaks_in_the_maker_ends_the_session(self, base: Devices) -> None:
        def broken(text: str) -> None:
            if "行" in text:
                raise ZeroDivisionError

        voice = Toneful()
        here = stand(base, voice, real_time=True)
        voice.begun = broken
        here.say("好。行。")
        end = time.monotonic() + 20
        while not any(isinstance(event, Broken) for event in here.events):
            assert time.monotonic() < end
            time.sleep(0.005)
        here.guide.close()
        assert not here.spoken()
        assert not here.guide.speaking


def test_nothing_is_begun_after_the_end(base: Devices) -> None:
    voice = Toneful()
    here = stand(base, voice, real_time=True)
    here.guide.close()
    here.guide.say(Say("late", TERM, Language.ZH_CN, Decimal("1.0")))
    assert not here.played
