"""A linear echo filter: takes out what the speaker's sound becomes on its way, and nothing of who speaks over it.

Partitioned block filter in the frequency domain, its gradient constrained and normalised by the power of the reference
(Soo and Pang, "Multidelay block frequency domain adaptive filter", IEEE Trans. ASSP 38(2), 1990). It must not adapt
while somebody speaks: it would learn him.
"""

import numpy as np
from numpy.typing import NDArray

from kiosk.ports.microphone import CHUNK_SAMPLES, Samples

_PARTS = 12
"""Chunks of 32 ms: an echo that comes up to 0.38 s late."""
_STEP = 0.35
_FLOOR = 1e4 * CHUNK_SAMPLES
"""Power below which a reference teaches nothing."""


class LinearEchoFilter:
    """`leave` and then `learn`, chunk by chunk."""

    def __init__(self) -> None:
        shape = (_PARTS, CHUNK_SAMPLES + 1)
        self._far: NDArray[np.complex128] = np.zeros(shape, np.complex128)
        self._weights: NDArray[np.complex128] = np.zeros(shape, np.complex128)
        self._last: NDArray[np.float64] = np.zeros(CHUNK_SAMPLES)
        self._left: NDArray[np.float64] = np.zeros(CHUNK_SAMPLES)

    def leave(self, near: Samples, far: Samples) -> Samples:
        """What is left of CHUNK_SAMPLES of the microphone without those of the speaker."""
        self._far = np.roll(self._far, 1, axis=0)
        self._far[0] = np.fft.rfft(np.concatenate([self._last, far]))
        self._last = far.astype(np.float64)
        echo = np.fft.irfft((self._far * self._weights).sum(axis=0))[CHUNK_SAMPLES:]
        self._left = near - echo
        return np.asarray(self._left.clip(-32768, 32767), np.int16)

    def learn(self) -> None:
        """From the chunk that was left last: nobody spoke in it."""
        if not self._far.any():
            return
        left = np.fft.rfft(np.concatenate([np.zeros(CHUNK_SAMPLES), self._left]))
        power = (np.abs(self._far) ** 2).sum(axis=0) + _FLOOR
        wanted = np.fft.irfft(np.conj(self._far) * left * (_STEP / power), axis=1)
        wanted[:, CHUNK_SAMPLES:] = 0.0
        self._weights += np.fft.rfft(wanted, axis=1)
