"""Two enrolled kiosks and two consoles of one headquarters; no thread outlives a test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hq.home import Home
from kiosk.runtime.settings_supervision import ConsoleSettings
from tests.hq.rig import Kiosk, enrol, new_home
from tests.supervision.rig import certified, settled, threads


@dataclass(frozen=True)
class Branch:
    home: Home
    kiosk: Kiosk
    other: Kiosk
    console: ConsoleSettings
    second: ConsoleSettings
    folder: Path


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Branch:
    folder = tmp_path_factory.mktemp("branch")
    home = new_home(folder / "home")
    return Branch(
        home, enrol(home, folder / "kiosk-1"), enrol(home, folder / "kiosk-2", "kiosk-2"),
        certified(home, folder / "console-1"), certified(home, folder / "console-2", "console-2"), folder,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_runs_on() -> Iterator[None]:
    yield
    settled(lambda: not threads(), 5)
