"""Cameras: the face camera (recorded) and the document camera."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.domain.moment import Moment

Image = NDArray[np.uint8]
"""BGR, height x width x 3, uint8."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture; `index` counts from 0 without gaps as the source gave them. The array is never written to."""

    image: Image
    at: Moment
    index: int


FrameSink = Callable[[Frame], None]
FailureSink = Callable[[DeviceError], None]


class Camera(Protocol):
    """Pushes frames to its sink, from a thread of its own (device) or from the clock's (file, simulated)."""

    @property
    def source(self) -> Source:
        """Where the pictures come from."""

    def start(self, sink: FrameSink, failed: FailureSink) -> None:
        """Begin; `failed` is called once when no frame comes any more. Raises DeviceError if it can't begin."""

    def stop(self) -> None:
        """End; no frame is pushed after this returns. Stopping twice is allowed."""
