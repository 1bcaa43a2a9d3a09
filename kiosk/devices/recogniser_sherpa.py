"""Speech to text by a site's own SenseVoice or Paraformer through sherpa-onnx, by `recogniser.toml` in its folder.

    name = "what the manifest calls it"
    licence = "by what right it is used"
    family = "sense_voice"         # or paraformer
    [files.model]
    file = "model.int8.onnx"
    sha256 = "64 hex digits"
    [files.tokens]
    file = "tokens.txt"
    sha256 = "64 hex digits"

The library ends the whole process on some models that it can't use: each is tried in a child process first. Where a
model tells no probabilities, the rule on certainty can't refuse anything: `main.py measure speech` before it is used.
"""

import hashlib
import subprocess
import sys
import threading
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language, Transcript
from kiosk.ports.microphone import SAMPLE_RATE, Samples

DESCRIPTION = "recogniser.toml"
LONGEST_SECONDS = 24.9
FAMILIES = ("sense_voice", "paraformer")
_FILES = ("model", "tokens")
_LANGUAGES = {Language.ZH_CN: "zh", Language.EN: "en"}
_ROOT = Path(__file__).resolve().parents[2]
_TRY = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from kiosk.devices.recogniser_sherpa import try_out; try_out(sys.argv[2])"
)
_TRY_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Description:
    """Of a model whose files are there with the bytes that were promised."""

    name: str
    family: str
    files: dict[str, Path]
    sha256: str


class SherpaRecogniser:
    """One model in memory, SenseVoice once a language; calls from several threads wait for one another.

    Raises DeviceError if folder or library is missing or the model can't be used, ConfigurationError with file, place
    and reason if its description is wrong.
    """

    def __init__(self, folder: Path) -> None:
        import opencc

        self._about = described(folder)
        _tried(folder)
        self._models = {language: _opened(self._about, language) for language in Language}
        self._simplified: Any = opencc.OpenCC("t2s")
        self._lock = threading.Lock()

    @property
    def engine(self) -> str:
        """The library, the model, and the beginning of its hash."""
        return f"sherpa-onnx {metadata.version('sherpa-onnx')} {self._about.name} ({self._about.sha256[:8]})"

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        """16 kHz mono int16; what is longer than LONGEST_SECONDS is cut. Raises DeviceError if the model fails."""
        with self._lock:
            heard = _decoded(self._models[language], samples[: int(LONGEST_SECONDS * SAMPLE_RATE)])
        text = str(heard.text).strip()
        if language is Language.ZH_CN:
            text = self._simplified.convert(text)
        return Transcript(text, language, _log_probability(heard), speech_seconds)


def described(folder: Path) -> Description:
    """Read and check `recogniser.toml` and the files that it names. Raises DeviceError, ConfigurationError."""
    path = folder / DESCRIPTION
    if not path.is_file():
        raise DeviceError("recogniser", f"there is no recogniser of the site: {path} is missing")
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), "the file", f"expected well-formed TOML ({error})") from None
    for name in ("name", "licence"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise ConfigurationError(str(path), name, "expected text that says it")
    if told.get("family") not in FAMILIES:
        raise ConfigurationError(str(path), "family", f"expected one of {', '.join(FAMILIES)}")
    listed = told.get("files")
    if not isinstance(listed, dict) or set(listed) != set(_FILES):
        raise ConfigurationError(str(path), "files", f"expected {', '.join(_FILES)} and no other")
    files = {name: _file(path, name, listed[name]) for name in _FILES}
    return Description(told["name"].strip(), told["family"], files, listed["model"]["sha256"])


def try_out(folder: str) -> None:
    """For the child process: open the model and let it hear half a second of silence. Whatever fails ends it."""
    about = described(Path(folder))
    for language in Language:
        _decoded(_opened(about, language), np.zeros(SAMPLE_RATE // 2, np.int16))


def _file(path: Path, name: str, entry: Any) -> Path:
    def wrong(expected: str) -> ConfigurationError:
        return ConfigurationError(str(path), f"files.{name}", f"expected {expected}")

    if not isinstance(entry, dict) or set(entry) != {"file", "sha256"} or not isinstance(entry["file"], str):
        raise wrong("file and sha256")
    file = path.parent / entry["file"]
    if Path(entry["file"]).name != entry["file"] or not file.is_file():
        raise wrong(f"a file of this folder, {entry['file']!r} is none")
    try:
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise wrong(f"a readable file ({error.strerror})") from None
    if found != entry["sha256"]:
        raise wrong(f"{entry['file']} with this SHA-256, its bytes are others")
    return file


def _library() -> Any:
    try:
        import sherpa_onnx
    except ImportError as error:
        raise DeviceError("recogniser", f"sherpa-onnx is not installed: {error}") from error
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
        raise DeviceError("recogniser", f"the model in {folder} does not answer") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise DeviceError("recogniser", f"the model in {folder} can't be used: {' '.join(last) or done.returncode}")


def _opened(about: Description, language: Language) -> Any:
    library = _library()
    tokens = str(about.files["tokens"])
    try:
        if about.family == "paraformer":
            return library.OfflineRecognizer.from_paraformer(
                paraformer=str(about.files["model"]), tokens=tokens, num_threads=1
            )
        # Numbers are read from words by our own rules, which refuse what is not wholly one.
        return library.OfflineRecognizer.from_sense_voice(
            model=str(about.files["model"]), tokens=tokens, num_threads=1, language=_LANGUAGES[language], use_itn=False
        )
    except (RuntimeError, ValueError) as error:
        raise DeviceError("recogniser", f"the model can't be opened: {error}") from error


def _decoded(model: Any, samples: Samples) -> Any:
    try:
        stream = model.create_stream()
        stream.accept_waveform(SAMPLE_RATE, samples.astype(np.float32) / 32768)
        model.decode_stream(stream)
        return stream.result
    except RuntimeError as error:
        raise DeviceError("recogniser", f"the speech model failed: {error}") from error


def _log_probability(heard: Any) -> float:
    """Mean over the tokens; 0.0 where the model tells none."""
    told = [float(each) for each in getattr(heard, "ys_log_probs", None) or ()]
    return sum(told) / len(told) if told else 0.0
