"""The recorder with the real encoder: inline on a simulated clock, threaded in real time."""

import threading
from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk.devices.clock_system import SystemClock
from kiosk.devices.encoder_pyav import PyavEncoderFactory
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Frame
from kiosk.ports.encoder import Encoder, Fragment, FragmentSink
from kiosk.ports.microphone import Chunk
from kiosk.runtime.recorder import QUEUED_FRAMES, Recorder
from tests.devices.pictures_and_sound import grey_frame, levels, loudness, media_of, tone_chunk


def simulated() -> tuple[SimulatedClock, list[Fragment], Recorder]:
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    fragments: list[Fragment] = []
    return clock, fragments, Recorder(PyavEncoderFactory(), clock, fragments.append, size=(64, 48), inline=True)


def feed(clock: SimulatedClock, recorder: Recorder, seconds: float) -> None:
    frames = clock.every(1 / 25, lambda: recorder.push_frame(grey_frame(0, clock.now().mono, 99)))
    sound = clock.every(0.032, lambda: recorder.push_chunk(tone_chunk(clock.now().mono)))
    clock.sleep(seconds)
    frames.cancel()
    sound.cancel()


def test_nothing_is_kept_before_start_or_after_stop() -> None:
    clock, fragments, recorder = simulated()
    feed(clock, recorder, 1.0)
    assert fragments == []
    assert not recorder.running
    assert recorder.start() == 1.0
    feed(clock, recorder, 2.0)
    recorded = recorder.stop()
    feed(clock, recorder, 1.0)
    assert recorder.stop() == recorded
    assert recorded.frames == 50
    assert recorded.dropped == 0
    assert len(levels(media_of(fragments))) == 50


def test_the_guide_has_a_track_of_its_own_at_its_own_time() -> None:
    clock, fragments, recorder = simulated()
    recorder.start()
    clock.after(1.0, lambda: [(clock.sleep(0.032), recorder.push_guide(tone_chunk(0.0).samples)) for _ in range(20)])
    feed(clock, recorder, 3.0)
    recorder.stop()
    loud = [at for at, level in loudness(media_of(fragments), 1) if level > 0.08]
    assert loud[0] == pytest.approx(1.0, abs=0.06)
    assert loud[-1] == pytest.approx(1.64, abs=0.06)


def test_sound_that_runs_ahead_is_measured_as_drift_and_a_pause_as_gap() -> None:
    clock, _, recorder = simulated()
    recorder.start()
    for number in range(500):
        recorder.push_chunk(tone_chunk(number * 0.0319))
    assert recorder.recorded.drift == pytest.approx(0.05, abs=0.002)
    recorder.push_chunk(tone_chunk(499 * 0.0319 + 5.032))
    assert recorder.recorded.gap_seconds == pytest.approx(5.0, abs=0.01)
    assert recorder.recorded.drift == pytest.approx(0.05, abs=0.002)
    recorder.stop()
    assert clock.now().mono == 0.0


class SlowEncoder:
    """Takes nothing until it is let go; then counts, and may break."""

    def __init__(self) -> None:
        self.let_go, self.frames, self.sounds, self.closed = threading.Event(), 0, 0, 0
        self.breaks = False

    def open(self, width: int, height: int, fps: float, began: float, sink: FragmentSink) -> Encoder:
        return self

    def push_frame(self, frame: Frame) -> None:
        assert self.let_go.wait(10)
        if self.breaks:
            raise DeviceError("encoder", "the recording can't be encoded: no room")
        self.frames += 1

    def push_sound(self, chunk: Chunk, guide: bool) -> None:
        self.sounds += 1

    def close(self) -> None:
        self.closed += 1


def test_an_encoder_that_cannot_follow_loses_frames_never_sound_and_says_so() -> None:
    clock, encoder, told = SystemClock(), SlowEncoder(), []
    recorder = Recorder(encoder, clock, lambda _: None, size=(64, 48), dropped=told.append)
    recorder.start()
    for number in range(QUEUED_FRAMES + 30):
        recorder.push_frame(grey_frame(number, clock.now().mono, 9))
        recorder.push_chunk(tone_chunk(clock.now().mono))
    encoder.let_go.set()
    recorded = recorder.stop()
    assert recorded.frames + recorded.dropped == QUEUED_FRAMES + 30
    assert recorded.dropped >= 29
    assert sum(told) == recorded.dropped
    assert (encoder.sounds, encoder.closed) == (QUEUED_FRAMES + 30, 1)
    assert recorded.longest_queue == QUEUED_FRAMES


def test_a_broken_encoder_is_told_once_and_blocks_nobody() -> None:
    clock, encoder, failures = SystemClock(), SlowEncoder(), []
    encoder.breaks = True
    encoder.let_go.set()
    recorder = Recorder(encoder, clock, lambda _: None, size=(64, 48), failed=failures.append)
    recorder.start()
    for number in range(10):
        recorder.push_frame(grey_frame(number, clock.now().mono, 9))
    recorder.stop()
    assert [failure.device for failure in failures] == ["encoder"]


def test_in_real_time_it_encodes_in_its_own_thread() -> None:
    clock, threads = SystemClock(), set()
    fragments: list[Fragment] = []

    def sink(fragment: Fragment) -> None:
        threads.add(threading.current_thread().name)
        fragments.append(fragment)

    recorder = Recorder(PyavEncoderFactory(), clock, sink, size=(64, 48))
    began = recorder.start()
    for number in range(40):
        recorder.push_frame(grey_frame(number, began + number / 25, 20 + number))
        recorder.push_chunk(Chunk(np.zeros(512, np.int16), tone_chunk(began + number / 25).at))
    recorded = recorder.stop()
    assert recorded.frames == 40
    assert "rec" in threads
    assert len(levels(media_of(fragments))) == 40


def test_one_recorder_one_session() -> None:
    _, _, recorder = simulated()
    recorder.start()
    with pytest.raises(RuntimeError):
        recorder.start()
    recorder.stop()
