"""Whether two people speak at once: how much of a sound stays periodic at another pitch when the first is taken out.

Each frame is cancelled by one comb, x(t) - x(t - T), at the lag that leaves least of it, and by two combs at once. One
voice, even in noise, is gone with the first; what is left of two voices goes only with the second (de Cheveigné,
"Separation of concurrent harmonic sounds", J. Acoust. Soc. Am. 93(6), 1993). Nothing is learnt of whose voices they
are.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from kiosk.ports.microphone import SAMPLE_RATE, Samples

_FRAME, _STEP = 1024, 320
_BAND = (50.0, 90.0, 900.0, 1300.0)
"""Hz: nothing, all, all, nothing. Higher harmonics wander too much to be cancelled."""
_LAGS = np.arange(SAMPLE_RATE // 400, SAMPLE_RATE // 75 + 1)
"""Samples: pitches of 75 to 400 Hz."""
_QUIETEST = 10**-2.5
"""Of the loudest frame's power: what is below is no voice."""
_SAME = 0.12
"""Lags nearer to one another than that are one voice whose pitch glides."""
_HARMONIC = 0.04
_LEFT_BY_ONE = 0.2
"""Of a frame's power, by the best single comb: less is one voice."""
_LEFT_BY_TWO = 0.22
"""Of that, by the best two."""

Floats = NDArray[np.float64]


def _other_pitch() -> NDArray[np.bool_]:
    """[lag, lag]: pairs that can be two voices: the second longer, neither near the first nor a harmonic of it."""
    ratio = _LAGS[None, :] / _LAGS[:, None]
    apart = ratio > 1.0 + _SAME
    for harmonic in (1.5, 2.0, 3.0):
        apart &= np.abs(ratio - harmonic) >= _HARMONIC * harmonic
    return apart


_FIRST, _SECOND = (_LAGS[each] for each in np.nonzero(_other_pitch()))
_WINDOW = np.hanning(_FRAME)
_TRANSFORM = 4 * _FRAME


def _correlation(frames: Floats) -> Floats:
    """[frame, lag] of windowed frames, lag 0 first."""
    return np.fft.irfft(np.abs(np.fft.rfft(frames * _WINDOW, _TRANSFORM)) ** 2)[..., : 2 * _LAGS[-1] + 1]


_OF_WINDOW = _correlation(np.ones(_FRAME))
_OF_WINDOW /= _OF_WINDOW[0]


def overlap(samples: Samples) -> float:
    """0..1: in which share of the voiced sound, by amplitude, a second voice sounds. 16 kHz mono; 0.0 of silence."""
    frames = sliding_window_view(_low(samples), _FRAME)[::_STEP]
    power = (frames**2).sum(axis=1)
    voiced = power > max(power.max() * _QUIETEST, 1e-9)
    weights = np.sqrt(power[voiced])
    return float(weights @ [_two(each) for each in frames[voiced]] / weights.sum()) if voiced.any() else 0.0


def _low(samples: Samples) -> Floats:
    """The band of the lower harmonics, at least one frame long, without any delay."""
    sound = np.pad(samples.astype(np.float64), (0, max(_FRAME - len(samples), 0)))
    length = len(sound) + _TRANSFORM
    pitches = np.fft.rfftfreq(length, 1.0 / SAMPLE_RATE)
    kept = np.interp(pitches, _BAND, (0.0, 1.0, 1.0, 0.0))
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, length) * kept, length)[: len(sound)])


def _two(frame: Floats) -> bool:
    correlation = _correlation(frame)
    correlation /= correlation[0] * _OF_WINDOW
    by_one = 1.0 - correlation[_LAGS].max()  # of 2, as a comb doubles what is not periodic
    if by_one <= _LEFT_BY_ONE:
        return False
    by_two = 1.0 + (
        (correlation[_FIRST + _SECOND] + correlation[_SECOND - _FIRST]) / 2.0
        - correlation[_FIRST] - correlation[_SECOND]
    ).min()  # fmt: skip
    return bool(by_two < _LEFT_BY_TWO * by_one)
