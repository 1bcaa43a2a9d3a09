"""How the guide's sound is made ready: equally loud whatever the engine, and without its own silence at the ends."""

from dataclasses import replace

import numpy as np

from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Mark, Sound

_LEVELS = {1: -27.0, 2: -21.0, 3: -15.0}
"""Loudness of the voiced parts in dB of full scale: quiet, normal, loud. Speech peaks some 12 dB above."""
_FULL = 32_767.0
_CEILING = 0.97 * _FULL
_FRAME_SECONDS = 0.02
_VOICED = 0.1
"""Of the loudest frame: what counts as voiced."""
_AUDIBLE = 0.015
"""Of the highest peak: what counts as sound."""
_KEPT_SECONDS = 0.01
"""At each end; a soft consonant begins below what counts."""


def ready(sound: Sound, volume: int) -> Sound:
    """Trimmed, and as loud as `volume` 1 to 3 says; what would clip is made less loud as a whole."""
    trimmed = _trimmed(sound)
    return replace(trimmed, samples=_as_loud(trimmed.samples, trimmed.rate, volume))


def level(samples: Samples) -> float:
    """How loud this piece is, 0..1, for an eye: 1 from -15 dB of full scale, 0 from -45."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) if samples.size else 0.0
    return min(1.0, max(0.0, (10 * np.log10(power / _FULL**2) + 45) / 30)) if power else 0.0


def silence(seconds: float, rate: int) -> Sound:
    """A pause."""
    return Sound(np.zeros(round(seconds * rate), np.int16), rate)


def _trimmed(sound: Sound) -> Sound:
    peak = _peak(sound.samples)
    if not peak:
        return replace(sound, samples=sound.samples[:0], marks=())
    heard = np.flatnonzero(np.abs(sound.samples.astype(np.int32)) > _AUDIBLE * peak)
    kept = round(_KEPT_SECONDS * sound.rate)
    begin, end = max(0, int(heard[0]) - kept), int(heard[-1]) + 1 + kept
    marks = tuple(Mark(mark.place, max(0.0, mark.seconds - begin / sound.rate)) for mark in sound.marks)
    return replace(sound, samples=sound.samples[begin:end], marks=marks)


def _as_loud(samples: Samples, rate: int, volume: int) -> Samples:
    size = max(1, round(_FRAME_SECONDS * rate))
    whole = samples[: len(samples) // size * size].astype(np.float64).reshape(-1, size)
    power = np.mean(whole**2, axis=1)
    if not power.size or not power.max():
        return samples
    voiced = power[power >= _VOICED**2 * power.max()]
    wanted = _FULL * 10 ** (_LEVELS[min(3, max(1, volume))] / 20)
    gain = min(wanted / float(np.sqrt(voiced.mean())), _CEILING / _peak(samples))
    return np.asarray(np.round(samples * gain), np.int16)


def _peak(samples: Samples) -> int:
    return int(np.abs(samples.astype(np.int32)).max()) if samples.size else 0
