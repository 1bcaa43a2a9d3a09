"""A sealed session is read out to who holds the key of its record."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.commands.transcript import show_transcript
from kiosk.evidence.encryption import new_identity
from tests.journeys.branch import Branch

pytestmark = pytest.mark.journey


@pytest.fixture
def identity(branch: Branch) -> Path:
    return branch.identity_file


def test_what_the_guide_said_and_what_was_answered(
    branch: Branch, identity: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = branch.played("asks")
    capsys.readouterr()
    assert show_transcript(session.folder, identity, branch.enrolled.trust, as_json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["verdict"] == "VERIFIED"
    by_guide = [line["words"] for line in shown["lines"] if line["who"] == "guide"]
    assert all(by_guide)
    assert any("提前还款要收钱吗" in line["words"] for line in shown["lines"] if line["who"] == "borrower")
    assert any("综合融资成本" in words for words in by_guide)


def test_a_broken_bundle_is_not_read_out(
    branch: Branch, identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "changed"
    session = branch.played("asks")
    capsys.readouterr()
    shutil.copytree(session.folder, folder)
    part = max(folder.glob("parts/*"), key=lambda path: path.stat().st_size)
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.chmod(0o600)
    part.write_bytes(content)
    assert show_transcript(folder, identity, branch.enrolled.trust, as_json=False) == 20
    assert capsys.readouterr().out == ""


def test_without_the_right_key_there_is_no_transcript(
    branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "strange.txt"
    strange.write_text(new_identity()[0] + "\n", "utf-8")
    session = branch.played("asks")
    capsys.readouterr()
    assert show_transcript(session.folder, strange, branch.enrolled.trust, as_json=False) == 2
    assert capsys.readouterr().out == ""
