"""Microphone: 16 kHz mono int16."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.consents import Source
from kiosk.domain.moment import Moment
from kiosk.ports.camera import FailureSink

SAMPLE_RATE = 16_000
CHUNK_SAMPLES = 512
"""32 ms, what the voice activity detector takes at a time."""

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """CHUNK_SAMPLES samples; `at` is the moment of the last one."""

    samples: Samples
    at: Moment


ChunkSink = Callable[[Chunk], None]


class Microphone(Protocol):
    """Pushes chunks to its sink for the whole session; silence is pushed too."""

    @property
    def source(self) -> Source:
        """Where the sound comes from."""

    def start(self, sink: ChunkSink, failed: FailureSink) -> None:
        """Begin. Raises DeviceError if it can't."""

    def stop(self) -> None:
        """End. Stopping twice is allowed."""
