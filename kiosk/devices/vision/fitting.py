"""Pictures brought to one size without distortion."""

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_BORDER = (40, 40, 40)


def fit_into(picture: Image, size: tuple[int, int] | None) -> Image:
    """Scaled to lie wholly within (width, height), with even sides; None leaves it as it is."""
    height, width = picture.shape[:2]
    if size is None:
        return picture
    scale = min(size[0] / width, size[1] / height)
    wanted = (max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2))
    if wanted == (width, height):
        return picture
    fitted: Image = cv2.resize(picture, wanted, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return fitted


def padded_to(picture: Image, size: tuple[int, int] | None) -> Image:
    """Centred on grey of (width, height); None leaves it as it is."""
    height, width = picture.shape[:2]
    if size is None or (width, height) == size:
        return picture
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    right, bottom = size[0] - width - left, size[1] - height - top
    padded: Image = cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=_BORDER)
    return padded
