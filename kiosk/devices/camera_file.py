"""Footage from files: a video, a folder of pictures, or one still."""

from collections.abc import Iterator
from pathlib import Path

import av
import av.error
import numpy as np

from kiosk.devices.vision.fitting import fit_into, padded_to
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
FOLDER_FPS = 25.0
MEMORY = 256 * 1024 * 1024
"""Bytes of pictures that one piece of footage keeps; a longer video turns round where this is full."""

Size = tuple[int, int] | None


def read_picture(path: Path, device: str) -> Image:
    """A picture file as BGR. Raises DeviceError naming the file."""
    try:
        encoded = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise DeviceError(device, f"cannot read the picture {path.name}: {error.strerror}") from error
    if path.suffix.lower() in {".jpg", ".jpeg"} and encoded[-2:].tobytes() != b"\xff\xd9":
        # OpenCV fills a cut JPEG with grey and says nothing.
        raise DeviceError(device, f"the picture {path.name} is damaged or cut off")
    picture: Image | None = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    if picture is None:
        raise DeviceError(device, f"the picture {path.name} is damaged or not a picture")
    return picture


class StillFootage:
    """One picture that does not move; writes to no array that was given."""

    def __init__(self, picture: Image, size: Size = None, source: Source = Source.FILE) -> None:
        self._picture, self._source = padded_to(fit_into(picture, size), size), source

    @property
    def source(self) -> Source:
        """Where the picture comes from."""
        return self._source

    def picture(self, seconds: float) -> Image:
        """Always the same."""
        return self._picture


class MovingFootage:
    """Pictures played forward and back without end, read when they are first needed."""

    def __init__(self, pictures: Iterator[Image], fps: float, size: Size, name: str, device: str) -> None:
        self._pictures, self._fps, self._size = pictures, fps, size
        self._kept: list[Image] = []
        self._bytes = 0
        self._whole = False
        self._read_up_to(0)
        if not self._kept:
            raise DeviceError(device, f"{name} has no pictures")

    @property
    def source(self) -> Source:
        """FILE."""
        return Source.FILE

    @property
    def count(self) -> int:
        """Pictures read so far."""
        return len(self._kept)

    def picture(self, seconds: float) -> Image:
        """0, 1, ... n-1, n-2, ... 1, 0, 1, ..."""
        number = int(max(0.0, seconds) * self._fps + 1e-6)
        self._read_up_to(number)
        last = len(self._kept) - 1
        folded = number % (2 * last) if last else 0
        kept = self._kept[min(folded, 2 * last - folded)]
        return padded_to(cv2.cvtColor(kept, cv2.COLOR_YUV2BGR_I420), self._size)

    def _read_up_to(self, number: int) -> None:
        while not self._whole and len(self._kept) <= number:
            picture = next(self._pictures, None)
            if picture is None or self._bytes > MEMORY:
                self._whole = True
                return
            # I420 halves the memory, and is what videos and JPEG hold anyway.
            kept: Image = cv2.cvtColor(_even(fit_into(picture, self._size)), cv2.COLOR_BGR2YUV_I420)
            self._kept.append(kept)
            self._bytes += kept.nbytes


def open_footage(path: Path, device: str, size: Size = None, fps: float | None = None) -> MovingFootage | StillFootage:
    """A folder (25 a second, or `fps`), a still or a video (at its own pace, or `fps`). Raises DeviceError."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
        pictures: Iterator[Image] = (read_picture(file, device) for file in files)
        return MovingFootage(pictures, fps or FOLDER_FPS, size, f"the folder {path.name}", device)
    if path.suffix.lower() in PICTURE_SUFFIXES:
        return StillFootage(read_picture(path, device), size)
    own, moving = _open_video(path, device)
    return MovingFootage(moving, fps or own, size, f"the video {path.name}", device)


def _open_video(path: Path, device: str) -> tuple[float, Iterator[Image]]:
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError) as error:
        raise DeviceError(device, f"cannot read the video {path.name}: {error.strerror}") from error
    if not container.streams.video:
        container.close()
        raise DeviceError(device, f"the file {path.name} holds no pictures")
    return float(container.streams.video[0].average_rate or FOLDER_FPS), _video_pictures(container, path, device)


def _video_pictures(container: "av.container.InputContainer", path: Path, device: str) -> Iterator[Image]:
    with container:
        try:
            for frame in container.decode(video=0):
                yield frame.to_ndarray(format="bgr24")  # type: ignore[misc]
        except av.error.FFmpegError as error:
            raise DeviceError(device, f"the video {path.name} is damaged: {error.strerror}") from error


def _even(picture: Image) -> Image:
    height, width = picture.shape[:2]
    return np.ascontiguousarray(picture[: height // 2 * 2, : width // 2 * 2])
