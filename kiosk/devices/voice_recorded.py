"""Voice: a person's recorded sentences, by `index.toml` in a folder of WAV files; what was not recorded, another says.

    speaker = "who speaks"
    licence = "by what right the recordings are used"
    [[sentence]]
    language = "zh_CN"
    text = "您好，请坐。"
    file = "0001.wav"
    sha256 = "64 hex digits"

A sentence is found by its letters and digits alone, as it is spoken: figures in words.
"""

import hashlib
import io
import re
import tomllib
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.filter
import numpy as np

from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Sound, Voice

INDEX = "index.toml"
SLOWEST, FASTEST = 0.7, 1.3

_KEYS = {"language", "text", "file", "sha256"}
_LARGEST = 16 << 20
_RATES = range(8_000, 48_001)
_AUDIBLE = 300
_UNSAID = re.compile(r"[\W_]+")
Key = tuple[Language, str]


@dataclass(frozen=True, slots=True)
class _Recorded:
    samples: Samples
    rate: int


class RecordedVoice:
    """`behind` says what was not recorded. `pace`: the site's own, on which a borrower's choice counts.

    Raises DeviceError if there is no folder, ConfigurationError with file, place and reason if one is wrong.
    """

    def __init__(self, folder: Path, behind: Voice, pace: float = 1.0) -> None:
        index = folder / INDEX
        if not index.is_file():
            raise DeviceError("voice", f"there are no recorded sentences: {index} is missing")
        content = _bytes(index)
        self._said = _read(index, content)
        self._behind, self._pace = behind, pace
        # Never the speaker's name: this stands in the log of every session.
        self._name = f"recorded ({hashlib.sha256(content).hexdigest()[:8]})"

    @property
    def engine(self) -> str:
        """The beginning of the index's hash, and who says the rest."""
        return f"{self._name}, else {self._behind.engine}"

    def has(self, text: str, language: Language) -> bool:
        """Whether it was recorded as a whole."""
        return _key(text, language) in self._said

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """The recording, or what the voice behind it makes. Raises DeviceError."""
        found = self._said.get(_key(text, language))
        if found is None:
            return self._behind.synthesise(text, language, rate)
        tempo = self._pace * min(FASTEST, max(SLOWEST, rate))
        return Sound(_at_tempo(found, tempo), found.rate, synthetic=False, engine=self._name)


def _key(text: str, language: Language) -> Key:
    return language, _UNSAID.sub("", text).lower()


def _read(index: Path, content: bytes) -> dict[Key, _Recorded]:
    try:
        text = content.decode()
        told = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(index), "the file", f"expected well-formed TOML ({error})") from None
    for name in ("speaker", "licence"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise ConfigurationError(str(index), name, "expected text that says it")
    listed = told.get("sentence")
    if not isinstance(listed, list) or not listed:
        raise ConfigurationError(str(index), "sentence", "expected at least one [[sentence]]")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[sentence]]")]
    said: dict[Key, _Recorded] = {}
    for number, entry in enumerate(listed):
        place = f"line {lines[number]}" if number < len(lines) else f"sentence {number + 1}"
        key, recorded = _sentence(index, place, entry)
        if key in said:
            raise ConfigurationError(str(index), place, "expected each sentence once, this one stands above too")
        said[key] = recorded
    return said


def _sentence(index: Path, place: str, entry: Any) -> tuple[Key, _Recorded]:
    def wrong(expected: str) -> ConfigurationError:
        return ConfigurationError(str(index), place, f"expected {expected}")

    if not isinstance(entry, dict) or set(entry) != _KEYS or not all(isinstance(v, str) for v in entry.values()):
        raise wrong(f"the keys {', '.join(sorted(_KEYS))}, each as text")
    if entry["language"] not in set(Language):
        raise wrong("the language zh_CN or en")
    key = _key(entry["text"], Language(entry["language"]))
    if not key[1]:
        raise wrong("a text with words")
    if re.search(r"\d", key[1]):
        raise wrong("figures in words, as they are spoken")
    if Path(entry["file"]).name != entry["file"] or not entry["file"].endswith(".wav"):
        raise wrong("the name of a .wav file beside the index, without a folder")
    path = index.parent / entry["file"]
    if not path.is_file():
        raise wrong(f"the file {entry['file']}, which is not there")
    content = _bytes(path)
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise wrong(f"{entry['file']} with this SHA-256, its bytes are others")
    return key, _wav(content, entry["file"], wrong)


def _wav(content: bytes, name: str, wrong: Callable[[str], ConfigurationError]) -> _Recorded:
    try:
        with wave.open(io.BytesIO(content)) as file:
            form = (file.getnchannels(), file.getsampwidth())
            rate, frames = file.getframerate(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise wrong(f"{name} to be a WAV file ({error})") from None
    if form != (1, 2) or rate not in _RATES:
        raise wrong(f"{name} with one channel of 16 bits and 8,000 to 48,000 samples a second")
    samples = np.frombuffer(frames[: len(frames) // 2 * 2], "<i2").astype(np.int16)
    if not samples.size or np.abs(samples.astype(np.int32)).max() < _AUDIBLE:
        raise wrong(f"{name} with a voice in it, it is silent")
    return _Recorded(samples, rate)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigurationError(str(path), "the file", "expected at most 16 MiB")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ConfigurationError(str(path), "the file", f"expected a readable file ({reason})") from None


def _at_tempo(recorded: _Recorded, tempo: float) -> Samples:
    """Slower or faster at the same pitch."""
    if abs(tempo - 1.0) < 0.01:
        return recorded.samples
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=recorded.rate, format="s16", layout="mono")
    stretch, sink = graph.add("atempo", f"{tempo:.3f}"), graph.add("abuffersink")
    source.link_to(stretch)
    stretch.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(recorded.samples[np.newaxis]), format="s16", layout="mono")
    frame.sample_rate = recorded.rate
    graph.push(frame)
    graph.push(None)
    pieces: list[Samples] = []
    while True:
        try:
            pieces.append(np.asarray(graph.pull().to_ndarray()[0], np.int16))
        except (av.error.EOFError, av.error.BlockingIOError):
            break
    return np.concatenate(pieces) if pieces else recorded.samples[:0]
