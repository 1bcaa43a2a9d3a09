"""What every microphone keeps; the file-fed one here, the real one with a virtual card in tests/journeys."""

from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))


@pytest.fixture
def chunks() -> list[Chunk]:
    return []


def refuse(error: DeviceError) -> None:
    raise AssertionError(error)


class TestMicrophone:
    def test_silence_is_pushed_in_whole_chunks(self, clock: SimulatedClock, chunks: list[Chunk]) -> None:
        microphone = FileMicrophone(clock)
        microphone.start(chunks.append, refuse)
        clock.sleep(1.0)
        assert len(chunks) == 31
        assert {chunk.samples.shape for chunk in chunks} == {(CHUNK_SAMPLES,)}
        assert {chunk.samples.dtype for chunk in chunks} == {np.dtype(np.int16)}
        moments = [chunk.at.mono for chunk in chunks]
        assert np.allclose(np.diff(moments), CHUNK_SAMPLES / SAMPLE_RATE)

    def test_nothing_comes_after_stop_and_stopping_twice_is_allowed(
        self, clock: SimulatedClock, chunks: list[Chunk]
    ) -> None:
        microphone = FileMicrophone(clock)
        microphone.start(chunks.append, refuse)
        clock.sleep(0.1)
        microphone.stop()
        microphone.stop()
        before = len(chunks)
        clock.sleep(1.0)
        assert len(chunks) == before

    def test_it_starts_again(self, clock: SimulatedClock, chunks: list[Chunk]) -> None:
        microphone = FileMicrophone(clock)
        for _ in range(2):
            microphone.start(chunks.append, refuse)
            clock.sleep(0.33)
            microphone.stop()
        assert len(chunks) == 20


class TestFileMicrophone:
    def test_its_source_is_said(self, clock: SimulatedClock) -> None:
        assert FileMicrophone(clock).source is Source.FILE
        assert FileMicrophone(clock, Source.SIMULATED).source is Source.SIMULATED

    def test_what_is_played_is_heard_unchanged(self, clock: SimulatedClock, chunks: list[Chunk]) -> None:
        microphone = FileMicrophone(clock)
        microphone.start(chunks.append, refuse)
        spoken = np.arange(1, 5001, dtype=np.int16)
        seconds = microphone.play(spoken)
        assert seconds == pytest.approx(10 * 0.032)
        clock.sleep(seconds)
        heard = np.concatenate([chunk.samples for chunk in chunks])
        assert np.array_equal(heard[:5000], spoken)

    def test_another_rate_is_resampled(self, clock: SimulatedClock, chunks: list[Chunk]) -> None:
        microphone = FileMicrophone(clock)
        microphone.start(chunks.append, refuse)
        tone = (10_000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)).astype(np.int16)
        assert microphone.play(tone, 48_000) == pytest.approx(1.0, abs=0.05)
        clock.sleep(1.2)
        heard = np.concatenate([chunk.samples for chunk in chunks]).astype(float)[:SAMPLE_RATE]
        assert np.argmax(np.abs(np.fft.rfft(heard))) == pytest.approx(440, abs=1)

    def test_unplugged_it_fails_once_and_comes_back(self, clock: SimulatedClock, chunks: list[Chunk]) -> None:
        microphone = FileMicrophone(clock)
        failures: list[DeviceError] = []
        microphone.start(chunks.append, failures.append)
        microphone.unplug()
        assert [failure.device for failure in failures] == ["microphone"]
        with pytest.raises(DeviceError):
            microphone.start(chunks.append, failures.append)
        microphone.plug_in()
        microphone.start(chunks.append, failures.append)
        clock.sleep(0.1)
        assert chunks

    def test_a_broken_recording_names_its_file(self, clock: SimulatedClock, tmp_path) -> None:
        broken = tmp_path / "broken.wav"
        broken.write_bytes(b"RIFF\0\0\0\0WAVEnothing")
        with pytest.raises(DeviceError, match=r"broken\.wav"):
            FileMicrophone(clock).play_file(broken)
        with pytest.raises(DeviceError, match=r"absent\.wav"):
            FileMicrophone(clock).play_file(tmp_path / "absent.wav")
