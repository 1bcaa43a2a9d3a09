"""A site's own model for sherpa-onnx: what its folder tells of it, and whether the library can use it.

The library is no part of the lock (`installer/sherpa.txt`), and ends the whole process on some models that it can't
use: each is tried in a child process first.
"""

import hashlib
import importlib
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from kiosk.domain.errors import ConfigurationError, DeviceError

_ROOT = Path(__file__).resolve().parents[2]
_TRY = (
    "import importlib, sys; sys.path.insert(0, sys.argv[1]); importlib.import_module(sys.argv[2]).try_out(sys.argv[3])"
)
_TRY_SECONDS = 180
_LARGEST = 2 << 30


def library(device: str) -> Any:
    """The module sherpa_onnx. Raises DeviceError."""
    try:
        return importlib.import_module("sherpa_onnx")
    except ImportError as error:
        raise DeviceError(device, f"sherpa-onnx is not installed: {error}") from error


def tried(folder: Path, device: str, module: str) -> None:
    """Run `try_out(folder)` of `module` in a child process. Raises DeviceError with what it said last."""
    library(device)
    command = [sys.executable, "-c", _TRY, str(_ROOT), module, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TRY_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise DeviceError(device, f"the model in {folder} does not answer") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise DeviceError(device, f"the model in {folder} can't be used: {' '.join(last) or done.returncode}")


def engine(name: str, sha256: str) -> str:
    """The library, the model, and the beginning of its hash: for the manifest."""
    return f"sherpa-onnx {metadata.version('sherpa-onnx')} {name} ({sha256[:8]})"


def description(path: Path, device: str) -> dict[str, Any]:
    """What the file tells, with a name and a licence. Raises DeviceError (no file), ConfigurationError."""
    if not path.is_file():
        raise DeviceError(device, f"there is no {device} of the site: {path} is missing")
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), "the file", f"expected well-formed TOML ({error})") from None
    for name in ("name", "licence"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise ConfigurationError(str(path), name, "expected text that says it")
    return told


def files(path: Path, listed: Any, wanted: tuple[str, ...]) -> dict[str, Path]:
    """The wanted files beside the description, each with the bytes that were promised. Raises ConfigurationError."""
    if not isinstance(listed, dict) or set(listed) != set(wanted):
        raise ConfigurationError(str(path), "files", f"expected {', '.join(wanted)} and no other")
    return {name: _file(path, name, listed[name]) for name in wanted}


def _file(path: Path, name: str, entry: Any) -> Path:
    def wrong(expected: str) -> ConfigurationError:
        return ConfigurationError(str(path), f"files.{name}", f"expected {expected}")

    if not isinstance(entry, dict) or set(entry) != {"file", "sha256"} or not isinstance(entry["file"], str):
        raise wrong("file and sha256")
    file = path.parent / entry["file"]
    if Path(entry["file"]).name != entry["file"] or not file.is_file():
        raise wrong(f"a file of this folder, {entry['file']!r} is none")
    try:
        if file.stat().st_size > _LARGEST:
            raise wrong(f"{entry['file']} of at most 2 GiB")
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise wrong(f"a readable file ({error.strerror})") from None
    if found != entry["sha256"]:
        raise wrong(f"{entry['file']} with this SHA-256, its bytes are others")
    return file
