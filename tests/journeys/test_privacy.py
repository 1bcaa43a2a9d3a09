"""Nothing of the borrower lies on a disk or in a log in the clear, during a session and after it."""

import gc
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from kiosk.assembly.kiosk import Kiosk
from kiosk.consent import states as st
from kiosk.consent.events import CardRead, FaceChecked
from kiosk.consent.events_signing import DocumentRendered
from kiosk.consent.facts import Facts, Opening, Signed
from kiosk.consent.machine import base
from kiosk.evidence.entry import Entry
from kiosk.evidence.open_bundle import OpenBundle
from kiosk.evidence.part import PartFile
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.face_check import FaceCheck
from kiosk.runtime.log_writer import LogWriter
from kiosk.runtime.press import ChildPress
from kiosk.runtime.recorder import Recorder
from kiosk.runtime.session_evidence import SessionEvidence
from tests.journeys.branch import Branch, perform
from tests.journeys.trace import Opened, files_opened, open_now, texts_of_the_specimen, traces_in, traces_under

pytestmark = pytest.mark.journey

_OF_A_SESSION = (
    Facts, Opening, SessionEvidence, LogWriter, OpenBundle, PartFile, Entry, Recorder, FaceCheck, CardRead, FaceChecked,
    Signed, DocumentRendered,
)  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class Watched:
    """`during`, `left`: objects of the session in this process, by type, before its ending and after it."""

    looker: Looker
    opened: Opened
    during: Counter[str]
    left: Counter[str]
    presses: tuple[int | None, int | None]
    """The process that lays papers out, in the session and after it."""


@pytest.fixture(scope="module")
def watched(branch: Branch) -> Watched:
    """One signed session, looked at from its opening until headquarters has received it."""
    looker, seen = Looker(branch.settings.state), Counter[str]()
    press = ChildPress(seconds=600)
    with files_opened() as opened:
        kiosk = branch.kiosk(press=press)
        before = _of_a_session()  # kept, so that no new object gets an old one's number
        known = {id(each) for each in before}

        def new() -> Counter[str]:
            return Counter(type(each).__name__ for each in _of_a_session() if id(each) not in known)

        def look(state: st.State) -> None:
            if isinstance(state, st.Sealing):
                seen.update(new())

        try:
            looker.watch(kiosk)
            kiosk.runner.subscribe(look)
            press.start()
            first = press.process_id
            with capture_logs() as logs:
                played = perform(kiosk, STORIES["signs"])
            assert not [log for log in logs if log["event"].startswith("press.")], "each paper came from the child"
            while not isinstance(kiosk.runner.state, st.Attract):
                kiosk.rig.devices.clock.sleep(1.0)
                kiosk.runner.drain()
            gc.collect()
            left, second = new(), press.process_id
            branch.send(kiosk, played.session)
        finally:
            kiosk.close()
    return Watched(looker, opened, seen, left, (first, second))


def _of_a_session() -> list[object]:
    return [each for each in gc.get_objects() if isinstance(each, _OF_A_SESSION)]


def test_the_search_finds_what_lies_in_the_clear(tmp_path: Path) -> None:
    assert traces_in("姓名 样本甲".encode())
    assert traces_in("样本甲".encode("gb18030"))
    assert traces_in(b"number 110000196001010036")
    (tmp_path / "picture").write_bytes(b"..\xff\xd8\xff\xe0\x00\x10JFIF..")
    assert traces_under(tmp_path) == {str(tmp_path / "picture"): ["JPEG"]}


def test_nothing_of_a_session_can_be_reached_in_memory_after_it(watched: Watched) -> None:
    assert {"Facts", "SessionEvidence", "OpenBundle", "Entry", "Recorder", "Signed"} <= set(watched.during)
    assert watched.left == {}


def test_the_process_that_laid_his_papers_out_is_another_after_it(watched: Watched) -> None:
    first, second = watched.presses
    assert first is not None
    assert second not in {None, first}
    assert not Path(f"/proc/{first}").exists()


def test_no_plain_value_or_picture_lies_in_the_state_folder(branch: Branch, watched: Watched) -> None:
    looker = watched.looker
    assert looker.looked > 20
    assert looker.found == {}
    assert traces_under(branch.settings.state) == {}


def test_every_file_that_is_written_lies_in_the_state_folder_or_in_memory(branch: Branch, watched: Watched) -> None:
    looker, opened = watched.looker, watched.opened
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
