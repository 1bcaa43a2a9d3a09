"""JPEG by OpenCV, in memory."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image


class OpenCvPictureCodec:
    """Implements ports.picture_codec.PictureCodec."""

    def encode(self, picture: Image, quality: int) -> bytes:
        """JPEG, quality 1..100."""
        done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if not done:
            raise DeviceError("picture_codec", "the picture could not be encoded")
        return bytes(content.tobytes())

    def decode(self, content: bytes) -> Image | None:
        """None for bytes that are no picture."""
        if not content:
            return None
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        return None if picture is None else np.asarray(picture, dtype=np.uint8)
