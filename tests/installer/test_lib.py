"""The shell functions that start and test share: each fault is told in one sentence that says what to do."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Shell = Callable[..., subprocess.CompletedProcess[str]]
SCRIPTS = ("start", "test", "setup", "lib.sh")


def test_scripts_are_clean_by_shellcheck(root: Path) -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed: ./installer/test installs it")
    paths = [str(root / "installer" / name) for name in SCRIPTS] + [str(root / ".ci" / "run")]
    done = subprocess.run(
        ["shellcheck", "-x", "-P", str(root / "installer"), *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("os_release", "told"),
    [
        ('ID=debian\nVERSION_ID="13"\n', "debian 13"),
        ('ID=ubuntu\nVERSION_ID="24.04"\n', "ubuntu 24.04"),
        ("", "unknown"),
    ],
)
def test_another_system_is_refused(shell: Shell, tmp_path: Path, os_release: str, told: str) -> None:
    (tmp_path / "os-release").write_text(os_release)
    done = shell('need_debian "$1"; echo passed', tmp_path / "os-release")
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"This needs Debian 12 (bookworm), and this machine is {told}" in done.stderr


def test_debian_12_passes(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "os-release").write_text('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n')
    done = shell('need_debian "$1"; echo passed', tmp_path / "os-release")
    assert (done.returncode, done.stdout) == (0, "passed\n")


def test_a_full_disk_is_told_with_both_figures(shell: Shell, tmp_path: Path) -> None:
    done = shell('need_disk "$1" 999999999; echo passed', tmp_path)
    assert done.returncode == 1
    assert "999999999 MB are needed" in done.stderr
    assert shell('need_disk "$1" 1; echo passed', tmp_path).stdout == "passed\n"


def make_python(folder: Path, name: str, body: str) -> Path:
    """A program that answers as some Python would."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_the_wrong_python_is_passed_over(shell: Shell, tmp_path: Path) -> None:
    wrong = make_python(tmp_path, "python3", "exit 1")
    right = make_python(tmp_path, "python3 11", "exit 0")
    assert shell('find_python "$@"', wrong, tmp_path / "absent", right).stdout == f"{right}\n"
    assert shell('find_python "$@"', wrong, tmp_path / "absent").returncode == 1


PACKAGES = (
    "# a comment\n\nbash   start  reason\ncoreutils  test  reason\nno-such-package  start  a reason with test in it\n"
)


def test_packages_by_who_needs_them(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(PACKAGES)
    assert shell('packages_for "$@"', tmp_path / "list", "start").stdout.split() == ["bash", "no-such-package"]
    assert shell('packages_for "$@"', tmp_path / "list", "test").stdout.split() == ["coreutils"]
    assert len(shell('packages_for "$@"', tmp_path / "list", "start", "test").stdout.split()) == 3


def test_only_what_is_not_installed_is_missing(shell: Shell) -> None:
    done = shell('missing_packages "$@"', "coreutils", "no-such-package-here", "bash")
    assert (done.returncode, done.stdout) == (0, "no-such-package-here\n")


def test_every_package_has_a_group_and_a_reason(root: Path) -> None:
    lines = (root / "installer" / "debian-packages.txt").read_text("utf-8").splitlines()
    rows = [line.split(maxsplit=2) for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(row) == 3 and row[1] in {"start", "test"} for row in rows)
    names = [row[0] for row in rows]
    assert len(names) == len(set(names))
    assert {"tesseract-ocr-chi-sim", "libportaudio2", "fonts-noto-cjk", "xvfb", "age"} <= set(names)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("E: Temporary failure resolving 'deb.debian.org'", "the network can't be reached"),
        ("error: Request failed\n  Caused by: dns error", "the network can't be reached"),
        ("dpkg: error: No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was locked"),
        ("error: Hash mismatch for `numpy`", "not the one that was locked"),
        ("invalid peer certificate: UnknownIssuer", "certificate is not trusted"),
        ("E: Unable to locate package libxcb-cursor0", "names Debian 12 (bookworm) main"),
        ("sudo: a password is required", "as root, or as a user with sudo"),
        ("something never seen before", "the reason stands at the end of"),
    ],
)
def test_each_failure_is_told_in_one_sentence(shell: Shell, tmp_path: Path, said: str, told: str) -> None:
    (tmp_path / "log").write_text(f"== an earlier step\nNo space left, resolv, hash mismatch\n== this step\n{said}\n")
    done = shell('explain "$1" "uv"', tmp_path / "log")
    assert done.stdout.startswith("uv: ")
    assert told in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_stamp_changes_with_the_lock(shell: Shell, tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("a==1")
    shell('stamp_of "$1" >"$2"', lock, stamp)
    assert shell('stamped "$2" "$(stamp_of "$1")"', lock, stamp).returncode == 0
    lock.write_text("a==2")
    assert shell('stamped "$2" "$(stamp_of "$1")"', lock, stamp).returncode == 1
    assert shell('stamped "$2" "$(stamp_of "$1")"', lock, tmp_path / "absent").returncode == 1


def test_a_copy_in_another_folder_works_on_itself(root: Path, tmp_path: Path) -> None:
    copied = tmp_path / "a folder" / "mingshi"
    (copied / "installer").mkdir(parents=True)
    shutil.copy(root / "installer" / "lib.sh", copied / "installer")
    done = subprocess.run(
        ["bash", "-c", 'source "a folder/mingshi/installer/lib.sh"; echo "$ROOT|$LOG"'],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == f"{copied.resolve()}|{copied.resolve()}/state/installer.log\n"


@pytest.mark.parametrize(("script", "argument"), [("start", "--now"), ("test", "--quick"), ("setup", "everything")])
def test_an_unknown_argument_changes_nothing(root: Path, script: str, argument: str) -> None:
    done = subprocess.run(
        [str(root / "installer" / script), argument], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "✗" in done.stderr
    assert done.stdout == ""


def test_the_gate_is_exactly_the_readme_test_command(root: Path) -> None:
    commands = [
        line
        for line in (root / ".ci" / "run").read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["exec ./installer/test"]
    assert "./installer/test\n" in (root / "README.md").read_text("utf-8")
