"""Made frames and chunks for encoder and recorder tests, and reading a recording back."""

import contextlib
import io

import av
import numpy as np

from kiosk.domain.moment import Moment
from kiosk.ports.camera import Frame
from kiosk.ports.encoder import Fragment
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk

WALL = "2026-08-01T00:00:00.000Z"


def grey_frame(index: int, at: float, level: int, size: tuple[int, int] = (64, 48)) -> Frame:
    """One level all over: a decoder tells it again."""
    return Frame(np.full((size[1], size[0], 3), level, np.uint8), Moment(at, WALL), index)


def tone_chunk(at: float, *, loud: bool = True) -> Chunk:
    """32 ms of 440 Hz that end at `at`, or silence."""
    times = at - CHUNK_SAMPLES / SAMPLE_RATE + np.arange(CHUNK_SAMPLES) / SAMPLE_RATE
    return Chunk((8000 * np.sin(2 * np.pi * 440 * times) * loud).astype(np.int16), Moment(at, WALL))


def media_of(fragments: list[Fragment]) -> bytes:
    """One playable file."""
    return b"".join(fragment.media for fragment in fragments)


def levels(media: bytes) -> list[tuple[float, int]]:
    """(seconds, grey level) of each picture that plays; a cut end plays up to there, read as a stream."""
    seen = []
    with av.open(_Stream(media)) as container, contextlib.suppress(av.error.InvalidDataError):
        seen.extend(
            (float(frame.time), round(frame.to_ndarray(format="gray").mean())) for frame in container.decode(video=0)
        )
    return seen


class _Stream:
    """FFmpeg refuses a seekable file whose last `mdat` is cut; a stream it plays up to there."""

    def __init__(self, media: bytes) -> None:
        self.read = io.BytesIO(media).read


def loudness(media: bytes, track: int) -> list[tuple[float, float]]:
    """(seconds, RMS 0..1) of each decoded piece of a sound track."""
    seen = []
    with av.open(io.BytesIO(media)) as container:
        for frame in container.decode(audio=track):
            samples = frame.to_ndarray().astype(float)
            scale = 32768 if frame.format.name.startswith("s16") else 1
            seen.append((float(frame.time), float(np.sqrt(np.mean((samples / scale) ** 2)))))
    return seen
