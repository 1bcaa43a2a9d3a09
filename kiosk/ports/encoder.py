"""Encoder: pictures and sound to fragments of fragmented MP4."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.ports.camera import Frame
from kiosk.ports.microphone import Chunk


@dataclass(frozen=True, slots=True)
class Fragment:
    """`index` 0 is the initialisation segment; the others play when appended to it. Seconds on the session's clock."""

    index: int
    media: bytes
    begins: float
    ends: float


FragmentSink = Callable[[Fragment], None]


class Encoder(Protocol):
    """One recording: one picture track, the borrower's sound, the guide's sound."""

    def push_frame(self, frame: Frame) -> None:
        """In order of time. Raises DeviceError."""

    def push_sound(self, chunk: Chunk, guide: bool) -> None:
        """`guide`: the guide's own track."""

    def close(self) -> None:
        """Flush the last fragment to the sink. Closing twice is allowed."""


class EncoderFactory(Protocol):
    """Begins a recording."""

    def open(self, width: int, height: int, fps: float, began: float, sink: FragmentSink) -> Encoder:
        """`began`: mono seconds of time zero. Width and height even."""
