"""Pictures, clips and folders of frames from files that others made. What can't be read is None or nothing, never an
error: the caller counts it as a failure."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import av
import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

T = TypeVar("T")

_LARGEST_FILE = 64 * 1024 * 1024
_MOST_PIXELS = 50_000_000
"""An 8K picture has 33 million; a file that claims more is not decoded (a small file can claim a huge picture)."""
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})


def read_picture(path: Path) -> Image | None:
    """BGR, or None if the file is absent, no picture, or too large."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_FILE:
            return None
        coded = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError:
        return None
    if coded.size == 0 or _pixels_claimed(path) > _MOST_PIXELS:
        return None
    try:
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, np.uint8)


def read_frames(path: Path, most: int) -> Iterator[Image]:
    """Up to `most` frames spread over a clip or a folder of frames, in order; none if it can't be read."""
    if path.is_dir():
        names = sorted(name for name in path.iterdir() if name.suffix.lower() in _PICTURES)
        pictures = (read_picture(name) for name in _spread(names, most))
        yield from (picture for picture in pictures if picture is not None)
    elif path.is_file():
        yield from _clip_frames(path, most)


def _clip_frames(path: Path, most: int) -> Iterator[Image]:
    try:
        with av.open(str(path)) as clip:
            if not clip.streams.video:
                return
            stream = clip.streams.video[0]
            stream.thread_count = 1
            total = stream.frames or _count_frames(path)
            wanted = set(_spread(list(range(total)), most))
            for index, frame in enumerate(clip.decode(stream)):
                if index in wanted and frame.width * frame.height <= _MOST_PIXELS:
                    yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    except (av.FFmpegError, OSError, ValueError):
        return


def _count_frames(path: Path) -> int:
    """For containers that do not say (MPEG program streams): packets, without decoding."""
    with av.open(str(path)) as clip:
        return sum(1 for packet in clip.demux(video=0) if packet.size)


def _spread(items: list[T], most: int) -> list[T]:
    if len(items) <= most:
        return items
    return [items[int(place)] for place in np.linspace(0, len(items) - 1, most)]


def _pixels_claimed(path: Path) -> int:
    """Width times height as the file's header says; 0 where no header can be read."""
    try:
        with av.open(str(path)) as held:
            return max((s.codec_context.width * s.codec_context.height for s in held.streams.video), default=0)
    except (av.FFmpegError, OSError, ValueError):
        return 0
