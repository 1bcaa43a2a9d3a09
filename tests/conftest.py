"""Shared fixtures. Thread limits stand before any heavy import (one thread a library)."""

import os

for _name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from pathlib import Path  # noqa: E402 the limits stand first

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from xdist.remote import Producer  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

from kiosk.rehearsal.stories import STORIES  # noqa: E402

# One commit, one verdict: examples come from each test itself, and how long they take is the machine's affair.
# `pytest --hypothesis-profile explore` draws new ones each time.
_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", _slow, derandomize=False)
settings.register_profile("gate", _slow, derandomize=True, database=None)
settings.load_profile("gate")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show Qt windows instead of drawing offscreen")


class ByStory(LoadScopeScheduling):
    """All tests of one story go to one process, which plays it once; other tests stay together by file."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, rest = nodeid.partition("::")
        story = rest.partition("[")[2].rstrip("]")
        return story if story in STORIES else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """`--dist loadscope` goes by story."""
    return ByStory(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of test data and models beside the project; skips where it is absent."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("no ../shared beside the project: test data and models are not here")
    return path
