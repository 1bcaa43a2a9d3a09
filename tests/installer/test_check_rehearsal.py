"""The rehearsal's output is judged, not only its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {"story": "signs", "sessions": [{"verdict": "VERIFIED", "receipt": {"verified": True}}]}


def judge(root: Path, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "installer" / "check_rehearsal.py")],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_verified_session_with_its_receipt_passes(root: Path) -> None:
    done = judge(root, json.dumps(GOOD))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("", "not JSON"),
        ("Traceback", "not JSON"),
        ("[]", "names no session"),
        ('{"sessions": []}', "names no session"),
        ('{"sessions": [1]}', "session 1: not an object"),
        ('{"sessions": [{"verdict": "BROKEN", "receipt": {"verified": true}}]}', "session 1: verdict BROKEN"),
        ('{"sessions": [{"verdict": "INTEGRITY ONLY", "receipt": {"verified": true}}]}', "verdict INTEGRITY ONLY"),
        ('{"sessions": [{"verdict": "VERIFIED", "receipt": {"verified": "yes"}}]}', "receipt is not verified"),
        ('{"sessions": [{"verdict": "VERIFIED", "receipt": null}]}', "receipt is not verified"),
        ('{"sessions": [{"verdict": "VERIFIED", "receipt": []}]}', "receipt is not verified"),
    ],
)
def test_anything_else_fails_with_its_reason(root: Path, output: str, told: str) -> None:
    done = judge(root, output)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
