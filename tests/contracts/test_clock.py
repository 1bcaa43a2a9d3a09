"""What every clock keeps, on the system's and on the simulated one."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.devices.clock_system import SystemClock
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.ports.clock import Clock


@pytest.fixture(params=["system", "simulated"])
def clock(request: pytest.FixtureRequest) -> Clock:
    return SystemClock() if request.param == "system" else SimulatedClock(datetime(2026, 8, 1, 1, tzinfo=UTC))


class TestClock:
    def test_now_is_rfc_3339_utc_with_milliseconds(self, clock: Clock) -> None:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", clock.now().wall)

    def test_sleep_moves_both_clocks(self, clock: Clock) -> None:
        before = clock.now()
        clock.sleep(0.05)
        after = clock.now()
        assert after.mono - before.mono >= 0.05 - 1e-9
        moved = datetime.fromisoformat(after.wall) - datetime.fromisoformat(before.wall)
        assert moved >= timedelta(milliseconds=40)

    def test_after_calls_once(self, clock: Clock) -> None:
        called = threading.Event()
        calls: list[float] = []
        clock.after(0.01, lambda: (calls.append(clock.now().mono), called.set()))
        clock.sleep(0.05)
        assert called.wait(5)
        clock.sleep(0.05)
        assert len(calls) == 1

    def test_every_calls_until_cancelled(self, clock: Clock) -> None:
        many = threading.Event()
        calls: list[int] = []

        def call() -> None:
            calls.append(1)
            if len(calls) >= 3:
                many.set()

        ticker = clock.every(0.01, call)
        clock.sleep(0.05)
        assert many.wait(5)
        ticker.cancel()
        clock.sleep(0.02)
        stopped = len(calls)
        clock.sleep(0.05)
        assert len(calls) == stopped

    def test_cancel_before_the_first_call(self, clock: Clock) -> None:
        calls: list[int] = []
        ticker = clock.after(0.03, lambda: calls.append(1))
        ticker.cancel()
        ticker.cancel()
        clock.sleep(0.06)
        assert calls == []

    def test_a_slow_call_swallows_the_ones_it_covers(self, clock: Clock) -> None:
        calls: list[float] = []
        first = threading.Event()

        def call() -> None:
            calls.append(clock.now().mono)
            if len(calls) == 1:
                clock.sleep(0.1)
                first.set()

        ticker = clock.every(0.02, call)
        clock.sleep(0.02)
        assert first.wait(5)
        clock.sleep(0.05)
        ticker.cancel()
        assert calls[1] - calls[0] >= 0.1 - 1e-9

    @pytest.mark.parametrize("period", [0.0, -1.0])
    def test_a_period_above_zero(self, clock: Clock, period: float) -> None:
        with pytest.raises(ValueError, match="above 0"):
            clock.every(period, lambda: None)
