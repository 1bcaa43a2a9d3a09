"""Nothing of the borrower lies on a disk or in a log in the clear, during a session and after it."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from kiosk.assembly.kiosk import Kiosk
from kiosk.consent import states as st
from kiosk.consent.machine import base
from kiosk.rehearsal.stories import STORIES
from tests.journeys.branch import Branch
from tests.journeys.trace import Opened, files_opened, open_now, texts_of_the_specimen, traces_in, traces_under

pytestmark = pytest.mark.journey

_SAID = ("50000", "20000", "看病", "health", "清楚")
"""What the borrower of the story says about himself."""


class Looker:
    """Looks into the state folder at every new step of the script, while the session runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.found, self.looked, self.held = folder, {}, 0, set()
        self._before = open_now()
        self._step = ""

    def watch(self, kiosk: Kiosk) -> None:
        kiosk.runner.subscribe(self.see)

    def see(self, state: st.State) -> None:
        under = base(state)
        if under is None or under.step == self._step:
            return
        self._step = under.step
        self.looked += 1
        self.found |= traces_under(self.folder)
        self.held |= open_now() - self._before


@pytest.fixture(scope="module")
def watched(branch: Branch) -> tuple[Looker, Opened]:
    """One signed session, looked at from its opening until headquarters has received it."""
    looker = Looker(branch.settings.state)
    with files_opened() as opened:
        branch.play(STORIES["signs"], prepare=looker.watch)
    return looker, opened


def test_the_search_finds_what_lies_in_the_clear(tmp_path: Path) -> None:
    assert traces_in("姓名 样本甲".encode())
    assert traces_in("样本甲".encode("gb18030"))
    assert traces_in(b"number 110000196001010036")
    (tmp_path / "picture").write_bytes(b"..\xff\xd8\xff\xe0\x00\x10JFIF..")
    assert traces_under(tmp_path) == {str(tmp_path / "picture"): ["JPEG"]}


def test_no_plain_value_or_picture_lies_in_the_state_folder(branch: Branch, watched: tuple[Looker, Opened]) -> None:
    looker, _ = watched
    assert looker.looked > 20
    assert looker.found == {}
    assert traces_under(branch.settings.state) == {}


def test_every_file_that_is_written_lies_in_the_state_folder_or_in_memory(
    branch: Branch, watched: tuple[Looker, Opened]
) -> None:
    looker, opened = watched
    assert any(path.is_relative_to(branch.settings.state / "sessions") for path in opened.paths)
    memory = (Path("/dev"), Path("/proc"))
    assert opened.outside(branch.settings.state, branch.kept, *memory) == set()
    assert [path for path in looker.held if not path.is_relative_to(branch.settings.state)] == []


@pytest.mark.alone
def test_libraries_get_a_folder_in_memory_that_goes_with_the_kiosk(branch: Branch) -> None:
    before = set(Path("/dev/shm").glob("mingshi-*"))
    kiosk = branch.kiosk()
    try:
        [made] = set(Path("/dev/shm").glob("mingshi-*")) - before
        assert made.stat().st_mode & 0o777 == 0o700
    finally:
        kiosk.close()
    assert not made.exists()


@contextmanager
def everything_logged() -> Iterator[None]:
    """All log lines of our own, at the lowest level, to standard error as main.py sends them."""
    before = structlog.get_config()
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        cache_logger_on_first_use=False,
    )
    try:
        yield
    finally:
        structlog.configure(**before)


def test_nothing_personal_in_the_logs(
    branch: Branch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with everything_logged():
        branch.play(STORIES["unplugged"])
    out, err = capfd.readouterr()
    logged = out + err + caplog.text
    assert "session.sealed" in logged
    assert "device.lost" in logged
    assert [text for text in (*texts_of_the_specimen(), *_SAID) if text in logged] == []
