"""The listener on simulated time: a detector that hears loudness, and a recogniser that says how long the sound was."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.errors import DeviceError
from kiosk.domain.moment import Moment
from kiosk.domain.speech import Language, Transcript
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples
from kiosk.runtime.echo import Residual
from kiosk.runtime.endpointing import CHUNK_SECONDS, Dropped, Ended, Endpointer, ListenerDelays, Paused, Speech
from kiosk.runtime.listener import Listener, Utterance

LOUD = np.full(CHUNK_SAMPLES, 8000, np.int16)
QUIET = np.zeros(CHUNK_SAMPLES, np.int16)


class Loudness:
    """Voice activity by level alone."""

    def probability(self, chunk: Samples) -> float:
        return float(np.abs(chunk).max() > 1000)

    def reset(self) -> None:
        pass


@dataclass
class Stopwatch:
    """Its text is the length of what it was given; it may fail."""

    engine: str = "stopwatch"
    broken: bool = False
    asked: list[float] = field(default_factory=list)

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        self.asked.append(len(samples) / SAMPLE_RATE)
        if self.broken:
            raise DeviceError("recogniser", "broken")
        return Transcript(f"{speech_seconds:.2f}", language, -0.1, speech_seconds)


class Bench:
    """A listener on a simulated clock, and what came out of it."""

    def __init__(self, *, worker: bool = False, **delays: float) -> None:
        self.clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
        self.recogniser = Stopwatch()
        self.heard: list[Utterance] = []
        self.silences = 0
        self.failures: list[DeviceError] = []
        self.jobs: list[Callable[[], None]] = []
        self.listener = Listener(
            self.recogniser,
            Loudness(),
            self.clock,
            self.heard.append,
            self._silent,
            submit=self.jobs.append if worker else None,
            on_failure=self.failures.append,
            delays=ListenerDelays(**delays),
        )

    def _silent(self) -> None:
        self.silences += 1

    def feed(self, samples: Samples, seconds: float) -> None:
        for _ in range(round(seconds / CHUNK_SECONDS)):
            self.clock.sleep(CHUNK_SECONDS)
            self.listener.hear(Chunk(samples, self.clock.now()))

    def work(self) -> None:
        jobs, self.jobs[:] = list(self.jobs), []
        for job in jobs:
            job()


def test_an_utterance_with_pre_roll_and_its_sound() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)
    bench.feed(QUIET, 1.0)
    bench.feed(LOUD, 0.64)
    assert bench.listener.hearing
    bench.feed(QUIET, 1.0)
    assert not bench.listener.hearing
    (utterance,) = bench.heard
    assert utterance.transcript.text == "0.64"
    assert utterance.transcript.seconds_to_text == pytest.approx(0.7, abs=0.04)
    assert len(utterance.speech.samples) / SAMPLE_RATE == pytest.approx(0.3 + 0.64 + 0.25, abs=0.04)
    assert np.abs(utterance.speech.samples).max() == 8000


def test_it_is_deaf_until_armed_and_after() -> None:
    bench = Bench()
    bench.feed(LOUD, 1.0)
    bench.feed(QUIET, 1.0)
    bench.listener.arm(Language.EN)
    bench.feed(LOUD, 0.5)
    bench.listener.disarm()
    bench.feed(QUIET, 1.0)
    assert bench.heard == []
    assert bench.recogniser.asked == []
    assert not bench.listener.armed


def test_a_breath_does_not_end_it() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)
    for _ in range(3):
        bench.feed(LOUD, 0.4)
        bench.feed(QUIET, 0.5)
    bench.feed(QUIET, 0.5)
    assert len(bench.heard) == 1
    assert bench.heard[0].speech.seconds == pytest.approx(1.2, abs=0.1)


def test_a_click_is_never_decoded() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)
    for _ in range(5):
        bench.feed(LOUD, 0.1)
        bench.feed(QUIET, 1.0)
    assert bench.recogniser.asked == []


def test_decoding_begins_early_and_waits_for_the_end() -> None:
    bench = Bench(worker=True)
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 0.32)
    assert len(bench.jobs) == 1
    bench.work()
    assert bench.heard == []
    bench.feed(QUIET, 0.5)
    assert [each.transcript.text for each in bench.heard] == ["0.51"]
    assert bench.jobs == []


def test_a_late_decoding_is_delivered_when_it_is_done() -> None:
    bench = Bench(worker=True)
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 1.0)
    assert bench.heard == []
    bench.work()
    assert len(bench.heard) == 1
    assert bench.heard[0].transcript.seconds_to_text == pytest.approx(1.0, abs=0.05)


def test_early_words_are_thrown_away_when_speech_goes_on() -> None:
    bench = Bench(worker=True)
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 0.4)
    bench.work()
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 0.4)
    bench.work()
    bench.feed(QUIET, 0.5)
    assert [each.transcript.text for each in bench.heard] == ["1.02"]


def test_disarming_throws_away_what_is_being_decoded() -> None:
    bench = Bench(worker=True)
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 1.0)
    bench.listener.disarm()
    bench.work()
    assert bench.heard == []


def test_silence_is_told_once_and_speech_puts_it_off() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN, silent_after=3.0)
    bench.feed(QUIET, 2.5)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 2.5)
    assert bench.silences == 0
    bench.feed(QUIET, 8.0)
    assert bench.silences == 1


def test_a_gap_in_the_sound_tears_the_utterance() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.clock.sleep(0.6)
    bench.feed(QUIET, 1.0)
    assert bench.heard == []
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 1.0)
    assert len(bench.heard) == 1


def test_endless_speech_is_cut() -> None:
    bench = Bench(longest=2.0)
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 5.0)
    assert [round(each) for each in bench.recogniser.asked] == [2, 2]


def test_a_failed_recogniser_is_told() -> None:
    bench = Bench()
    bench.recogniser.broken = True
    bench.listener.arm(Language.ZH_CN)
    bench.feed(LOUD, 0.5)
    bench.feed(QUIET, 1.0)
    assert bench.heard == []
    assert [failure.device for failure in bench.failures] == ["recogniser"]


def test_the_same_sound_is_decoded_early_and_at_the_end() -> None:
    endpointer = Endpointer(ListenerDelays())
    steps = []
    for turn in range(60):
        voiced = turn < 20
        steps.append(endpointer.feed(Chunk(LOUD, Moment(turn * CHUNK_SECONDS, "")), float(voiced)))
    paused = next(step for step in steps if isinstance(step, Paused))
    ended = next(step for step in steps if isinstance(step, Ended))
    assert ended.speech is paused.speech
    assert not any(isinstance(step, Dropped) for step in steps)


def test_the_cancelled_sound_tells_when_and_the_other_is_decoded() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)

    def feed(near: Samples, cancelled: Samples, seconds: float) -> None:
        for _ in range(round(seconds / CHUNK_SECONDS)):
            bench.clock.sleep(CHUNK_SECONDS)
            bench.listener.hear(Chunk(near, bench.clock.now()), Residual(cancelled, near))

    feed(LOUD // 4, QUIET, 2.0)
    assert bench.recogniser.asked == []
    assert bench.listener.voice == 0.0
    feed(LOUD, LOUD // 2, 0.64)
    assert bench.listener.voice == 1.0
    feed(LOUD // 4, QUIET, 1.0)
    (utterance,) = bench.heard
    assert set(np.unique(utterance.speech.samples)) == {2000, 8000}


def test_who_began_to_speak_over_the_guide_is_followed_by_his_loudness() -> None:
    bench = Bench()
    bench.listener.arm(Language.ZH_CN)

    def feed(cancelled: Samples, seconds: float, *, louder: bool) -> None:
        for _ in range(round(seconds / CHUNK_SECONDS)):
            bench.clock.sleep(CHUNK_SECONDS)
            bench.listener.hear(Chunk(LOUD, bench.clock.now()), Residual(cancelled, LOUD, louder))

    feed(QUIET, 2.0, louder=True)  # loud alone is no speech
    assert bench.listener.voice == 0.0
    feed(LOUD, 0.1, louder=True)
    feed(QUIET, 0.5, louder=True)
    assert bench.listener.voice > 0.5
    feed(QUIET, 1.0, louder=True)  # and not for ever
    assert bench.listener.voice == 0.0
    (utterance,) = bench.heard
    assert utterance.speech.seconds == pytest.approx(0.6, abs=0.07)


def test_a_word_ends_where_it_is_softer_than_it_begins() -> None:
    delays = ListenerDelays()
    endpointer = Endpointer(delays)
    samples = np.zeros(CHUNK_SAMPLES, np.int16)
    steps = [
        endpointer.feed(Chunk(samples, Moment(at * CHUNK_SECONDS, "")), probability)
        for at, probability in enumerate([0.4] * 5 + [0.6] * 6 + [0.4] * 4 + [0.1, 0.4] + [0.1] * 30)
    ]
    (ended,) = [step for step in steps if isinstance(step, Ended)]
    assert ended.speech.seconds == pytest.approx(10 * CHUNK_SECONDS, abs=0.001)


def test_a_second_look_is_taken_where_decoding_is_done_and_may_fail() -> None:
    looked: list[str] = []

    def again(transcript: Transcript, speech: Speech) -> Transcript:
        looked.append(transcript.text)
        if len(looked) > 1:
            raise DeviceError("recogniser", "broken")
        return replace(transcript, text="again")

    bench = Bench()
    bench.listener._look_again = again
    bench.listener.arm(Language.ZH_CN)
    for _ in range(2):
        bench.feed(LOUD, 0.64)
        bench.feed(QUIET, 1.2)
    assert [each.transcript.text for each in bench.heard] == ["again"]
    assert len(looked) == 2
    assert [each.device for each in bench.failures] == ["recogniser"]
