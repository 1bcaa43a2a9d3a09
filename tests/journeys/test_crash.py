"""SIGKILL at any moment: at most a second of recording and no answer is lost, and the next start seals the rest."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.outbox.sync import Outcome
from tests.journeys.branch import ROOT, Branch, Contents, length_of

pytestmark = [pytest.mark.journey, pytest.mark.alone]

_LOST_AT_MOST = 1.0
Told = dict[str, object]


@dataclass(frozen=True, slots=True)
class Killed:
    """`seen`: the last state that was told before."""

    at: datetime
    seen: Told


def run_and_kill(branch: Branch, moment: Callable[[Told], bool], later: float) -> Killed:
    """Kill the kiosk so many seconds after the first state for which `moment` holds."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.crash_child", str(branch.work), branch.headquarters.url,
         branch.headquarters.tsa],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        seen = next(told for told in map(json.loads, child.stdout) if moment(told))
        time.sleep(later)
        at = datetime.now(UTC)
        os.kill(child.pid, signal.SIGKILL)
    finally:
        child.kill()
        rest = [json.loads(line) for line in child.stdout if line.endswith("\n")]
        child.stdout.close()
        child.wait(20)
    return Killed(at, rest[-1] if rest else seen)


MOMENTS: dict[str, tuple[Callable[[Told], bool], float]] = {
    "after the consent to recording": (lambda told: told["recording"] is True, 1.3),
    "while the card is read": (lambda told: told["state"] == "ReadingCard", 0.8),
    "in the middle of the terms": (lambda told: told["state"] == "ReadingTerm" and len(told["replies"]) > 14, 0.3),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(branch: Branch, moment: str) -> None:
    killed = run_and_kill(branch, *MOMENTS[moment])
    kiosk = branch.kiosk()
    try:
        [sealed] = kiosk.recover()
        assert not sealed.pending
        assert kiosk.recover() == ()
        assert not list(sealed.folder.glob("open*"))
        found = verify_bundle(sealed.folder, branch.trust, branch.identities)
        assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
        contents = branch.look_into(sealed.folder)
        [sent] = branch.send(kiosk, sealed.folder.name)
    finally:
        kiosk.close()
    assert sent.outcome is Outcome.RECEIVED
    assert contents.manifest.ending is Ending.INTERRUPTED
    assert contents.kinds()[-3:] == ["recording.gap", "session.ending", "explanation.ledger"]
    assert review(contents.entries) == ()
    assert_answers_are_there(contents, killed)
    assert_recording_is_there(contents, killed)


def assert_answers_are_there(contents: Contents, killed: Killed) -> None:
    answered = Counter(str(entry.data["question"]) for entry in contents.of("reply.understood"))
    told: list[str] = killed.seen["replies"]  # type: ignore[assignment]
    assert told
    assert Counter(told) - answered == Counter()


def assert_recording_is_there(contents: Contents, killed: Killed) -> None:
    """By the clock on the wall, and as it plays."""
    [started] = contents.of("recording.started")
    last_ms = contents.of("recording.fragment")[-1].data["ends_ms"]
    assert isinstance(last_ms, int)
    recorded_for = (killed.at - datetime.fromisoformat(started.at.wall)).total_seconds()
    assert recorded_for - last_ms / 1000 <= _LOST_AT_MOST
    _, last = length_of(contents.recording())
    assert last == pytest.approx(last_ms / 1000, abs=0.5)
