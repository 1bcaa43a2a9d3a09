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

Words that the lexicon lacks would be left out without a word: a text with one of them is said by the voice behind.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from kiosk.devices import sherpa_model
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
_TRIED = {Language.ZH_CN: "您好", Language.EN: "hello"}
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
        sherpa_model.tried(folder, "voice", __name__)
        self._model: Any = _opened(self._about)
        self._words = _lexicon(self._about.files["lexicon"])

    @property
    def engine(self) -> str:
        """The library, the model, and the beginning of its hash."""
        return sherpa_model.engine(self._about.name, self._about.sha256)

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
    told = sherpa_model.description(path, "voice")
    family, languages, speaker = told.get("family"), told.get("languages"), told.get("speaker", 0)
    if family not in _FILES:
        raise ConfigurationError(str(path), "family", f"expected one of {', '.join(_FILES)}")
    if not isinstance(languages, list) or not languages or not set(map(str, languages)) <= set(Language):
        raise ConfigurationError(str(path), "languages", 'expected ["zh_CN"], ["en"] or both')
    if not isinstance(speaker, int) or isinstance(speaker, bool) or speaker < 0:
        raise ConfigurationError(str(path), "speaker", "expected the number of a speaker, from 0")
    files = sherpa_model.files(path, told.get("files"), _FILES[family])
    sha256 = told["files"][_FILES[family][0]]["sha256"]
    return Description(told["name"].strip(), family, frozenset(map(Language, languages)), speaker, files, sha256)


def try_out(folder: str) -> None:
    """For the child process: open the model and say a word of each language. Whatever fails ends it."""
    about = described(Path(folder))
    model = _opened(about)
    for language in about.languages:
        if not len(_generated(model, _TRIED[language], about.speaker, 1.0).samples):
            raise DeviceError("voice", f"no sound of {_TRIED[language]}")


def _lexicon(path: Path) -> frozenset[str]:
    """Each line begins with a word."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DeviceError("voice", f"the lexicon can't be read: {error}") from error
    return frozenset(line.split(maxsplit=1)[0].lower() for line in lines if line.strip())


def _opened(about: Description) -> Any:
    library = sherpa_model.library("voice")
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
