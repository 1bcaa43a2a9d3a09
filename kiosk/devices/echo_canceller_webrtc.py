"""Echo cancelling by WebRTC's AEC3 (pywebrtc-audio, Apache-2.0): linear filter, delay search and suppressor.

About 0.5 ms a chunk. It searches the delay itself, up to about half a second.
"""

import numpy as np
from pywebrtc_audio import EchoCanceller

from kiosk.ports.microphone import SAMPLE_RATE, Samples


class WebrtcEchoCanceller:
    """One room and one speaker."""

    def __init__(self) -> None:
        self._canceller = EchoCanceller(sample_rate=SAMPLE_RATE)

    def cancel(self, near: Samples, far: Samples) -> Samples:
        """Both int16 and equally long."""
        if near.shape != far.shape:
            raise ValueError(f"near {near.shape} and far {far.shape} differ")
        return np.asarray(self._canceller.process(near, far), np.int16)

    def reset(self) -> None:
        """As if new."""
        self._canceller.reset()
