"""What every speaker keeps; the real one plays into a virtual card in tests/journeys."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.speaker_clock import ClockSpeaker
from kiosk.domain.consents import Source
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))


def sound(seconds: float, rate: int) -> Sound:
    return Sound(np.full(int(seconds * rate), 1000, np.int16), rate)


class TestSpeaker:
    @pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
    def test_it_takes_as_long_as_the_sound_and_tells_all_of_it(self, clock: SimulatedClock, rate: int) -> None:
        pieces: list[Samples] = []
        assert ClockSpeaker(clock).play([sound(2.0, rate)], pieces.append)
        assert clock.now().mono == pytest.approx(2.0, abs=0.01)
        assert len(np.concatenate(pieces)) / SAMPLE_RATE == pytest.approx(2.0, abs=0.01)
        assert {piece.dtype for piece in pieces} == {np.dtype(np.int16)}

    def test_a_run_of_sounds_has_no_gap_and_each_is_taken_when_its_turn_comes(self, clock: SimulatedClock) -> None:
        taken: list[float] = []

        def run() -> Iterator[Sound]:
            for seconds, rate in ((1.0, 16_000), (0.25, 22_050), (0.75, 48_000)):
                taken.append(clock.now().mono)
                yield sound(seconds, rate)

        assert ClockSpeaker(clock).play(run(), lambda _: None)
        assert taken == pytest.approx([0.0, 1.0, 1.25], abs=0.01)
        assert clock.now().mono == pytest.approx(2.0, abs=0.01)

    def test_hushed_in_the_middle_of_a_run_the_rest_is_not_taken(self, clock: SimulatedClock) -> None:
        speaker = ClockSpeaker(clock)
        run = iter([sound(0.4, 16_000)] * 5)
        clock.after(0.5, speaker.hush)
        assert not speaker.play(run, lambda _: None)
        assert len(list(run)) == 3

    def test_hushed_it_stops_within_a_slice(self, clock: SimulatedClock) -> None:
        speaker = ClockSpeaker(clock)
        pieces: list[Samples] = []
        clock.after(0.5, speaker.hush)
        assert not speaker.play([sound(5.0, 16_000)], pieces.append)
        assert clock.now().mono < 0.6
        assert sum(len(piece) for piece in pieces) / SAMPLE_RATE <= 0.5

    def test_hushed_before_it_still_plays_the_next(self, clock: SimulatedClock) -> None:
        speaker = ClockSpeaker(clock)
        speaker.hush()
        assert speaker.play([sound(0.2, 16_000)], lambda _: None)

    def test_an_empty_sound_is_played_at_once(self, clock: SimulatedClock) -> None:
        assert ClockSpeaker(clock).play([sound(0, 16_000)], lambda _: None)
        assert clock.now().mono == 0

    def test_its_source_is_said(self, clock: SimulatedClock) -> None:
        assert ClockSpeaker(clock).source is Source.SIMULATED
