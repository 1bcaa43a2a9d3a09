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

Where a model tells no probabilities, the rule on certainty can't refuse anything: `main.py measure speech` before it is
used.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.devices import sherpa_model
from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language, Transcript
from kiosk.ports.microphone import SAMPLE_RATE, Samples

DESCRIPTION = "recogniser.toml"
LONGEST_SECONDS = 24.9
FAMILIES = ("sense_voice", "paraformer")
_FILES = ("model", "tokens")
_LANGUAGES = {Language.ZH_CN: "zh", Language.EN: "en"}


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
        sherpa_model.tried(folder, "recogniser", __name__)
        self._models = {language: _opened(self._about, language) for language in Language}
        self._simplified: Any = opencc.OpenCC("t2s")
        self._lock = threading.Lock()

    @property
    def engine(self) -> str:
        """The library, the model, and the beginning of its hash."""
        return sherpa_model.engine(self._about.name, self._about.sha256)

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
    told = sherpa_model.description(path, "recogniser")
    if told.get("family") not in FAMILIES:
        raise ConfigurationError(str(path), "family", f"expected one of {', '.join(FAMILIES)}")
    files = sherpa_model.files(path, told.get("files"), _FILES)
    return Description(told["name"].strip(), told["family"], files, told["files"]["model"]["sha256"])


def try_out(folder: str) -> None:
    """For the child process: open the model and let it hear half a second of silence. Whatever fails ends it."""
    about = described(Path(folder))
    for language in Language:
        _decoded(_opened(about, language), np.zeros(SAMPLE_RATE // 2, np.int16))


def _opened(about: Description, language: Language) -> Any:
    library = sherpa_model.library("recogniser")
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
