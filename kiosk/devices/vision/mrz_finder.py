"""Finds the machine-readable zone of a travel document: two or three long, parallel lines of print, in any turn.

rapidocr's text detector proposes lines; lines in one direction that lie under each other and are equally long are a
zone. Where a long row of fillers broke a line in two, its parts are joined.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rapidocr_onnxruntime
from numpy.typing import NDArray
from rapidocr_onnxruntime.ch_ppocr_det import TextDetector

from kiosk.devices.onnx.session import open_session
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

_MODEL = "models/ch_PP-OCRv4_det_infer.onnx"  # inside the wheel of rapidocr-onnxruntime 1.4.4
_WORK_SIDE = 1280
"""A zone that fills two thirds of the picture has characters of 14 px and more at this size."""
_LEAST_SHAPE = 9.0
"""Length by height: 30 characters of OCR-B are 76.2 mm long, and a detected line about 5 mm high."""
_SPACING = (0.75, 2.6)
"""From line to line, in heights: 4.2 to 6.35 mm of lines 2.6 to 5 mm high as detected."""
_MOST_ZONES = 3

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """`start`, `end`: middle of the left and right edge, in pixels; `height` across."""

    start: Vector
    end: Vector
    height: float

    @property
    def length(self) -> float:
        """Pixels."""
        return float(np.linalg.norm(self.end - self.start))

    @property
    def along(self) -> Vector:
        """Direction of length 1."""
        return np.asarray((self.end - self.start) / max(self.length, 1e-6), np.float64)

    def turned(self) -> "TextLine":
        """As seen upside down."""
        return TextLine(self.end, self.start, self.height)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """Two or three lines from the top, as they lie (or upside down: the reader finds out)."""

    lines: tuple[TextLine, ...]

    @property
    def shape(self) -> float:
        """Length by height of a line, for ranking."""
        return float(np.mean([line.length / line.height for line in self.lines]))

    def turned(self) -> "Zone":
        """As seen upside down."""
        return Zone(tuple(line.turned() for line in reversed(self.lines)))


class ZoneFinder:
    """rapidocr's text detector alone."""

    def __init__(self) -> None:
        model = Path(rapidocr_onnxruntime.__file__).parent / _MODEL
        config: dict[str, Any] = {
            "model_path": str(model), "limit_side_len": 736, "limit_type": "min",
            "std": [0.5, 0.5, 0.5], "mean": [0.5, 0.5, 0.5], "thresh": 0.3, "box_thresh": 0.5,
            "max_candidates": 1000, "unclip_ratio": 1.6, "use_dilation": True, "score_mode": "fast",
            "intra_op_num_threads": 1, "inter_op_num_threads": 1, "use_cuda": False, "use_dml": False,
        }  # fmt: skip
        try:
            self._detector = TextDetector(config)
        except Exception as error:
            raise DeviceError("card_reader", "the line finder's model is missing: install the program again") from error
        # As for the recogniser: the package can't be told not to spin.
        self._detector.infer.session = open_session(model, "card_reader")

    def find(self, picture: Image) -> tuple[Zone, ...]:
        """The likeliest zones, longest lines first."""
        return zones_of(list(self.lines(picture)))

    def lines(self, picture: Image) -> tuple[TextLine, ...]:
        """All lines of print, in no order."""
        scale = _WORK_SIDE / max(picture.shape[:2])
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        boxes, _ = self._detector(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how))
        if boxes is None or len(boxes) == 0:
            return ()
        lines = [_line_of(np.asarray(box, np.float64) / scale) for box in boxes]
        return tuple(line for line in lines if line.height >= 2)


def _line_of(box: Vector) -> TextLine:
    """Corners clockwise from the top left; the long way is the line's direction."""
    a, b, c, d = box
    if np.linalg.norm(a - b) < np.linalg.norm(a - d):
        a, b, c, d = b, c, d, a
    start, end = (a + d) / 2, (b + c) / 2
    if end[0] < start[0]:
        start, end = end, start
    height = float(np.linalg.norm(a - d) + np.linalg.norm(b - c)) / 2
    return TextLine(start, end, max(height, 1e-3))


def zones_of(lines: list[TextLine]) -> tuple[Zone, ...]:
    """Groups of two or three joined lines that may be a zone."""
    joined = [line for line in _joined(lines) if line.length / line.height >= _LEAST_SHAPE]
    places = range(len(joined))
    under = {i: [j for j in places if j != i and _is_below(joined[i], joined[j])] for i in places}
    found: list[Zone] = []
    for first, seconds in under.items():
        for second in seconds:
            found.extend(Zone((joined[first], joined[second], joined[third])) for third in under[second])
            found.append(Zone((joined[first], joined[second])))
    found.sort(key=lambda zone: (zone.shape, len(zone.lines)), reverse=True)
    return tuple(_evened(zone) for zone in found[: 2 * _MOST_ZONES])


def _is_below(upper: TextLine, lower: TextLine) -> bool:
    """Parallel, as long, and one line further down (in the direction in which the upper one is read)."""
    along = upper.along
    down = np.array([-along[1], along[0]])
    height = (upper.height + lower.height) / 2
    if abs(float(along @ lower.along)) < 0.995 or not 0.6 < upper.height / lower.height < 1.7:
        return False
    step = (lower.start + lower.end - upper.start - upper.end) / 2
    if not _SPACING[0] < float(step @ down) / height < _SPACING[1]:
        return False
    starts, ends = float((lower.start - upper.start) @ along), float((lower.end - upper.end) @ along)
    return abs(starts) < 2.5 * height and abs(ends) < 0.35 * max(upper.length, lower.length)


def _joined(lines: list[TextLine]) -> list[TextLine]:
    """Parts of one line put together, again and again."""
    rest = sorted(lines, key=lambda line: float(line.start[0]))
    done: list[TextLine] = []
    while rest:
        line = rest.pop(0)
        while (following := next((other for other in rest if _goes_on(line, other)), None)) is not None:
            rest.remove(following)
            line = TextLine(line.start, following.end, max(line.height, following.height))
        done.append(line)
    return done


def _goes_on(line: TextLine, other: TextLine) -> bool:
    along = line.along if line.length > other.length else other.along
    down = np.array([-along[1], along[0]])
    height = max(line.height, other.height)
    gap = float((other.start - line.end) @ along)
    return (
        -height < gap < 2.0 * height
        and abs(float((other.start - line.end) @ down)) < 0.5 * height
        and 0.5 < line.height / other.height < 2
        and (other.length < 2 * other.height or float(line.along @ other.along) > 0.98)
    )


def _evened(zone: Zone) -> Zone:
    """All lines as long as the longest: each has as many characters, though fillers may have been missed."""
    along = np.mean([line.along for line in zone.lines], axis=0)
    along /= np.linalg.norm(along)
    origin = zone.lines[0].start
    left = min(float((line.start - origin) @ along) for line in zone.lines)
    right = max(float((line.end - origin) @ along) for line in zone.lines)
    evened: list[TextLine] = []
    for line in zone.lines:
        at = float((line.start - origin) @ along)
        until = float((line.end - origin) @ along)
        start, end = line.start + (left - at) * line.along, line.end + (right - until) * line.along
        evened.append(TextLine(start, end, line.height))
    return Zone(tuple(evened))


def cut_line(picture: Image, line: TextLine, height: int, margin: float = 0.0, stretch: float = 1.0) -> Image:
    """The line straightened, `height` pixels high; `margin` in heights is added around, `stretch` widens it."""
    along = line.along
    down = np.array([-along[1], along[0]]) * line.height * (0.5 + margin)
    start, end = line.start - along * margin * line.height, line.end + along * margin * line.height
    corners = np.array([start - down, end - down, end + down, start + down], np.float32)
    width = max(round(stretch * height * (line.length / line.height + 2 * margin) / (1 + 2 * margin)), 8)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(picture, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)
