"""The child that lays papers out: the same bytes as here, and nobody goes without a paper because of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.documents.blocks import Grid, Paragraph, Picture, SignatureLine
from kiosk.documents.consents_pdf import consents_paper
from kiosk.documents.contract_pdf import contract_paper
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.documents.qr import qr_png
from kiosk.documents.quote_pdf import quote_paper
from kiosk.documents.receipt_pdf import Receipt, receipt_paper
from kiosk.documents.sheet_pdf import sheet_paper
from kiosk.domain.case import Case
from kiosk.domain.consents import Ending, Mode
from kiosk.domain.speech import Text
from kiosk.lending.contract import build_contract, load_clauses
from kiosk.lending.quote import build_quote
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms
from kiosk.runtime import press as press_module
from kiosk.runtime.press import ChildPress
from tests.documents.test_documents import CARD, consent
from tests.runtime import bad_presses
from tests.runtime.press_kiosk import NAME

CREATED = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
SESSION = "5b0f0c6e-0000-4000-8000-000000000001"
SHORT = Paper(
    (Paragraph(Text("一句话", "one sentence")), Picture(qr_png("mingshi:1:x"), 20, Text("码", "code")),
     SignatureLine(Text("示范㐂龘", "name"))),
    Frame(Text("纸", "Paper"), SESSION, CREATED, Mode.TRAINING),
)  # fmt: skip
PATIENT = 600.0
"""A machine that is busy with other tests makes nothing fail here."""
UNEVEN = Paper((Grid((Text("一", "one"),), ((Text("二", "two"),),), (1, 2)),), SHORT.frame)
"""More widths than cells."""


@pytest.fixture(scope="module")
def short() -> bytes:
    return pdf_of(SHORT)


@pytest.fixture(scope="module")
def press() -> Iterator[ChildPress]:
    """One child for all tests that do it no harm."""
    made = ChildPress(seconds=PATIENT)
    made.start()
    yield made
    made.close()


@pytest.fixture
def only_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made here in spite of the child fails the test."""

    def here(_paper: Paper) -> bytes:
        raise AssertionError("it was made in this process")

    monkeypatch.setattr(press_module, "pdf_of", here)


def all_papers(root: Path) -> Iterator[Paper]:
    """Each kind that a session prints."""
    case = parse_terms((root / "assets/offers/training_case.json").read_text("utf-8"), date(2026, 3, 15), "case")
    assert isinstance(case, Case)
    sheet = build_sheet(case.offers[2], case.id)
    of = {"session": SESSION, "created": CREATED, "mode": Mode.TRAINING}
    yield sheet_paper(sheet, session=SESSION, created=CREATED, mode=Mode.LIVE)
    yield sheet_paper(build_sheet(case.offers[1]), **of)
    yield contract_paper(
        build_contract(sheet, load_clauses(root / "assets/contracts/consumer_loan.toml")), sheet, CARD, **of
    )
    yield consents_paper((consent(True), consent(False)), **of)
    yield quote_paper(build_quote(sheet, case), sheet_signed=True, **of)
    yield receipt_paper(Receipt(SESSION, Ending.SIGNED, "2026-03-15T09:45:00Z", "ab" * 32, "mingshi:1:x"),
                        created=CREATED, mode=Mode.TRAINING)  # fmt: skip


def gone(process: int) -> bool:
    """Neither running nor waiting to be taken away."""
    return not Path(f"/proc/{process}").exists()


def test_the_child_makes_the_same_bytes_of_every_paper(root: Path, press: ChildPress, only_there: None) -> None:
    with capture_logs() as logs:
        for paper in all_papers(root):
            assert press.pdf(paper) == pdf_of(paper), paper.frame.title.en
    assert logs == []


def test_the_child_gives_way_to_window_and_recording(press: ChildPress) -> None:
    press.pdf(SHORT)  # it has begun
    assert press.process_id is not None
    assert os.getpriority(os.PRIO_PROCESS, press.process_id) > os.getpriority(os.PRIO_PROCESS, 0)


def test_an_error_of_content_is_the_same_error_and_no_fault_of_the_child(press: ChildPress) -> None:
    child = press.process_id
    with pytest.raises(ValueError, match="longer") as here:
        pdf_of(UNEVEN)
    with capture_logs() as logs, pytest.raises(ValueError, match="longer") as there:
        press.pdf(UNEVEN)
    assert str(there.value) == str(here.value)
    assert [(log["event"], log["failure"]) for log in logs] == [("press.refused", "ValueError")]
    assert press.process_id == child


def test_a_killed_child_is_begun_again_once_and_then_with_the_next_session(short: bytes) -> None:
    press = ChildPress()
    seen = []
    with capture_logs() as logs:
        for _ in range(2):
            press.start()
            seen.append(press.process_id)
            os.kill(seen[-1], signal.SIGKILL)
            assert press.pdf(SHORT) == short
        assert press.process_id is None, "twice lost, nothing made in between"
        assert press.pdf(SHORT) == short
        assert press.process_id is None
    assert [log["begun_again"] for log in logs] == [True, False]
    press.renew()
    seen.append(press.process_id)
    assert len(set(seen)) == 3
    press.close()
    assert all(gone(child) for child in seen)


def test_a_child_that_works_again_may_be_lost_again_and_goes_with_the_session(
    short: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = ChildPress(seconds=PATIENT)
    press.start()
    os.kill(press.process_id, signal.SIGKILL)
    assert press.pdf(SHORT) == short
    working = press.process_id
    with monkeypatch.context() as only:
        only.setattr(press_module, "pdf_of", None)
        assert press.pdf(SHORT) == short
    assert press.process_id == working
    press.renew()
    unused = press.process_id
    assert unused != working
    assert gone(working), "it saw a paper"
    press.renew()
    assert press.process_id == unused, "it never saw one"
    os.kill(unused, signal.SIGKILL)
    assert press.pdf(SHORT) == short
    assert press.process_id not in {None, unused}
    press.close()
    press.close()


def test_a_stopped_child_gets_no_answer_through_though_the_paper_is_larger_than_the_pipe(short: bytes) -> None:
    large = Paper((Picture(os.urandom(600_000), 20, Text("", "")),), SHORT.frame)
    press = ChildPress(seconds=0.5)
    press.start()
    stopped = press.process_id
    os.kill(stopped, signal.SIGSTOP)
    with pytest.raises(Exception, match="identify image"):
        press.pdf(large)  # no picture: so it was tried here
    assert gone(stopped)
    press.close()


@pytest.mark.parametrize("fault", bad_presses.BREAKS_OFF)
def test_a_child_that_breaks_off_costs_nobody_his_paper(fault: str, short: bytes) -> None:
    press = ChildPress(bad_presses.BREAKS_OFF[fault], seconds=2)
    press.start()
    first = press.process_id
    with capture_logs() as logs:
        assert press.pdf(SHORT) == short
    assert logs == [{"event": "press.lost", "begun_again": True, "log_level": "warning"}]
    assert gone(first)
    press.close()


@pytest.mark.parametrize("fault", bad_presses.ANSWERS_NONSENSE)
def test_nonsense_is_never_taken_for_a_paper(fault: str, short: bytes) -> None:
    press = ChildPress(bad_presses.ANSWERS_NONSENSE[fault], seconds=PATIENT)
    with capture_logs() as logs:
        assert press.pdf(SHORT) == short
    assert logs == [{"event": "press.lost", "begun_again": True, "log_level": "warning"}]
    press.close()


def test_it_ends_with_a_killed_kiosk_in_the_middle_of_a_paper_and_tells_nobody_a_name(
    root: Path, tmp_path: Path
) -> None:
    kiosk = subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.press_kiosk"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert kiosk.stdout is not None
    child = int(kiosk.stdout.readline())
    proc = Path(f"/proc/{child}")
    before = processor_seconds(proc)
    while processor_seconds(proc) < before + 0.2:  # it is laying out
        time.sleep(0.05)
    told = b"".join((proc / name).read_bytes() for name in ("cmdline", "environ", "comm"))
    written = [fd for fd in (proc / "fd").iterdir() if fd.readlink().is_relative_to(tmp_path)]
    kiosk.kill()
    said = b"".join(kiosk.communicate())
    while not gone(child):
        time.sleep(0.05)
    assert NAME[:4].encode() not in told + said
    assert b"missing" not in said
    assert not written
    assert list(tmp_path.iterdir()) == []


def processor_seconds(proc: Path) -> float:
    """Of a process, so far."""
    fields = (proc / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
