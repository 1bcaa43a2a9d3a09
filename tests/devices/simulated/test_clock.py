"""The simulated clock: order, re-entrance, determinism."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.simulated.clock import SimulatedClock

START = datetime(2026, 8, 1, 1, 2, 3, tzinfo=UTC)


def test_wall_is_start_plus_elapsed() -> None:
    clock = SimulatedClock(START)
    clock.sleep(61.5)
    assert clock.now().wall == "2026-08-01T01:03:04.500Z"
    assert clock.now().mono == 61.5


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SimulatedClock(datetime(2026, 8, 1))  # noqa: DTZ001 the fault under test


def test_call_backs_see_their_own_time_in_order() -> None:
    clock = SimulatedClock(START)
    seen: list[tuple[str, float]] = []
    clock.every(0.4, lambda: seen.append(("slow", clock.now().mono)))
    clock.every(0.3, lambda: seen.append(("fast", clock.now().mono)))
    clock.sleep(1.2)
    assert [name for name, _ in seen] == ["fast", "slow", "fast", "slow", "fast", "slow", "fast"]
    assert [at for _, at in seen] == pytest.approx([0.3, 0.4, 0.6, 0.8, 0.9, 1.2, 1.2])


def test_twenty_five_a_second_is_exactly_that() -> None:
    clock = SimulatedClock(START)
    seen: list[float] = []
    clock.every(1 / 25, lambda: seen.append(clock.now().mono))
    for _ in range(100):
        clock.sleep(0.1)
    assert len(seen) == 250


def test_others_go_on_while_a_call_back_sleeps() -> None:
    clock = SimulatedClock(START)
    frames: list[float] = []
    clock.every(0.1, lambda: frames.append(clock.now().mono))
    clock.after(0.25, lambda: clock.sleep(1.0))
    clock.sleep(0.3)
    assert clock.now().mono == pytest.approx(1.25)
    assert len(frames) == 12


def test_a_call_back_that_fails_stays_loud_and_goes_on() -> None:
    clock = SimulatedClock(START)
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("broken")

    clock.every(0.1, call)
    with pytest.raises(RuntimeError, match="broken"):
        clock.sleep(0.1)
    clock.sleep(0.2)
    assert len(calls) == 3


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 3.0), min_size=1, max_size=8), st.lists(st.floats(0.0, 2.0), max_size=6))
def test_time_never_goes_back_and_two_runs_are_alike(periods: list[float], sleeps: list[float]) -> None:
    def run() -> list[tuple[int, float]]:
        clock = SimulatedClock(START)
        seen: list[tuple[int, float]] = []
        for number, period in enumerate(periods):
            clock.every(period, lambda number=number: seen.append((number, clock.now().mono)))
        for seconds in sleeps:
            clock.sleep(seconds)
        return seen

    first = run()
    assert [at for _, at in first] == sorted(at for _, at in first)
    assert run() == first
