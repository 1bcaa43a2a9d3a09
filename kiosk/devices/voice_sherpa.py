"""Voice: a site's own model through sherpa-onnx (`installer/sherpa.txt`), by `voice.toml` in its folder.

    name = "what the manifest calls it"
    licence = "by what right it is used"
    family = "vits"                # or matcha, kokoro
    languages = ["zh_CN"]
    speaker = 0
    [files.model]                  # matcha: acoustic_model and vocoder; kokoro: model and voices
    file = "model.onnx"
    sha256 = "64 hex digits"
    [files.tokens]
    ...
    [files.lexicon]
    ...

The library ends the whole process on some models that it can't use: each is tried in a child process first. Words that
the lexicon lacks would be left out without a word: a text with one of them is said by the voice behind.
"""

import hashlib
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Sound, Voice

DESCRIPTION = "voice.toml"
SLOWEST, FASTEST = 0.7, 1.3

_FILES = {
    "vits": ("model", "tokens", "lexicon"),
    "matcha": ("acoustic_model", "vocoder", "tokens", "lexicon"),
    "kokoro": ("model", "voices", "tokens", "lexicon"),
}
_ROOT = Path(__file__).resolve().parents[2]
_TRY = (
    "import sys; sys.path.insert(0, sys.argv[1]); from kiosk.devices.voice_sherpa import try_out; try_out(sys.argv[2])"
)
_TRY_SECONDS = 180
_TRIED = {Language.ZH_CN: "您好", Language.EN: "hello"}
_LARGEST = 2 << 30
_READ_AT_ONCE = 1 << 20
_WORD = re.compile(r"[A-Za-z']+|\d|[^\W\dA-Za-z_]")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Description:
    """Of a model whose files are there with the bytes that were promised."""

    name: str
    family: str
    languages: frozenset[Language]
    speaker: int
    files: dict[str, Path]
    sha256: str


class SherpaVoice:
    """`other` says what this one can't. `pace`: the site's own, on which a borrower's choice counts.

    Raises DeviceError if folder or library is missing or the model can't be used, ConfigurationError with file, place
    and reason if its description is wrong.
    """

    def __init__(self, folder: Path, other: Voice, pace: float = 1.0) -> None:
        self._about = described(folder)
        self._other, self._pace = other, pace
        _tried(folder)
        self._model: Any = _opened(self._about)
        self._words = _lexicon(self._about.files["lexicon"])

    @property
    def engine(self) -> str:
        """The library, the model, and the beginning of its hash."""
        return f"sherpa-onnx {metadata.version('sherpa-onnx')} {self._about.name} ({self._about.sha256[:8]})"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """Speech at `rate` 0.7 to 1.3 (beyond it is cut). Raises DeviceError."""
        if language not in self._about.languages or not self._covers(text):
            _log.info("voice.sherpa.left_to_the_other", characters=len(text), speaks=self._other.engine)
            return self._other.synthesise(text, language, rate)
        made = _generated(self._model, text.lower(), self._about.speaker, self._pace * min(FASTEST, max(SLOWEST, rate)))
        if not len(made.samples) and _WORD.search(text):
            raise DeviceError("voice", "the voice made no sound of the words")
        samples = np.asarray(made.samples, np.float32)
        if not np.isfinite(samples).all():
            raise DeviceError("voice", "the voice made what is no sound")
        return Sound(
            np.asarray(np.clip(samples * 32767, -32767, 32767), np.int16), int(made.sample_rate) or 16_000,
            synthetic=True, engine=self.engine,
        )  # fmt: skip

    def _covers(self, text: str) -> bool:
        return all(word.lower() in self._words for word in _WORD.findall(text))


def described(folder: Path) -> Description:
    """Read and check `voice.toml` and the files that it names. Raises DeviceError, ConfigurationError."""
    path = folder / DESCRIPTION
    if not path.is_file():
        raise DeviceError("voice", f"there is no voice of the site: {path} is missing")
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), "the file", f"expected well-formed TOML ({error})") from None
    for name in ("name", "licence"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise ConfigurationError(str(path), name, "expected text that says it")
    family, languages, speaker = told.get("family"), told.get("languages"), told.get("speaker", 0)
    if family not in _FILES:
        raise ConfigurationError(str(path), "family", f"expected one of {', '.join(_FILES)}")
    if not isinstance(languages, list) or not languages or not set(map(str, languages)) <= set(Language):
        raise ConfigurationError(str(path), "languages", 'expected ["zh_CN"], ["en"] or both')
    if not isinstance(speaker, int) or isinstance(speaker, bool) or speaker < 0:
        raise ConfigurationError(str(path), "speaker", "expected the number of a speaker, from 0")
    listed = told.get("files")
    if not isinstance(listed, dict) or set(listed) != set(_FILES[family]):
        raise ConfigurationError(str(path), "files", f"expected {', '.join(_FILES[family])} and no other")
    files = {name: _file(path, name, listed[name]) for name in _FILES[family]}
    sha256 = listed[_FILES[family][0]]["sha256"]
    return Description(told["name"].strip(), family, frozenset(map(Language, languages)), speaker, files, sha256)


def try_out(folder: str) -> None:
    """For the child process: open the model and say a word of each language. Whatever fails ends it."""
    about = described(Path(folder))
    model = _opened(about)
    for language in about.languages:
        if not len(_generated(model, _TRIED[language], about.speaker, 1.0).samples):
            raise DeviceError("voice", f"no sound of {_TRIED[language]}")


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
        digest = hashlib.sha256()
        with file.open("rb") as content:
            while block := content.read(_READ_AT_ONCE):
                digest.update(block)
    except OSError as error:
        raise wrong(f"a readable file ({error.strerror})") from None
    if digest.hexdigest() != entry["sha256"]:
        raise wrong(f"{entry['file']} with this SHA-256, its bytes are others")
    return file


def _lexicon(path: Path) -> frozenset[str]:
    """Each line begins with a word."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DeviceError("voice", f"the lexicon can't be read: {error}") from error
    return frozenset(line.split(maxsplit=1)[0].lower() for line in lines if line.strip())


def _library() -> Any:
    try:
        import sherpa_onnx
    except ImportError as error:
        raise DeviceError("voice", f"sherpa-onnx is not installed: {error}") from error
    return sherpa_onnx


def _tried(folder: Path) -> None:
    _library()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TRY, str(_ROOT), str(folder)],
            capture_output=True,
            timeout=_TRY_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeviceError("voice", f"the model in {folder} does not answer") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise DeviceError("voice", f"the model in {folder} can't be used: {' '.join(last) or done.returncode}")


def _opened(about: Description) -> Any:
    library = _library()
    kinds = {
        "vits": library.OfflineTtsVitsModelConfig,
        "matcha": library.OfflineTtsMatchaModelConfig,
        "kokoro": library.OfflineTtsKokoroModelConfig,
    }
    of_family = kinds[about.family](**{name: str(path) for name, path in about.files.items()})
    model = library.OfflineTtsModelConfig(**{about.family: of_family}, num_threads=1)
    try:
        return library.OfflineTts(library.OfflineTtsConfig(model=model))
    except RuntimeError as error:
        raise DeviceError("voice", f"the model can't be opened: {error}") from error


def _generated(model: Any, text: str, speaker: int, speed: float) -> Any:
    try:
        return model.generate(text, sid=speaker, speed=speed)
    except RuntimeError as error:
        raise DeviceError("voice", "the voice could not speak") from error
