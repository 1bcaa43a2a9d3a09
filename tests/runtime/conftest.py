"""One enrolled device for all, a fresh kiosk for each test."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.simulated.clock import SimulatedClock
from tests.consent.conftest import (
    context,  # noqa: F401 - a fixture
    opening,  # noqa: F401 - a fixture
)
from tests.runtime.small_kiosk import Desk, SmallKiosk, new_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def kiosk(desk: Desk, tmp_path: Path) -> Iterator[SmallKiosk]:
    made = SmallKiosk(desk, tmp_path / "kiosk")
    yield made
    made.close()


@pytest.fixture
def simulated_clock() -> SimulatedClock:
    return SimulatedClock(dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC))
