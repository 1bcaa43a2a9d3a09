"""Reads a machine-readable zone with both readers, and lays the page out from where the zone lies.

A zone's characters stand 2.54 mm apart (ICAO Doc 9303-3, 4.1.1), so its lines tell the scale, the turn and the extent
of the page without any edge of it.
"""

import re
from dataclasses import dataclass

import numpy as np

from kiosk.devices.vision.mrz_finder import TextLine, Zone, ZoneFinder, cut_line
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.text_readers import NeuralReader, TesseractReader
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import FieldReading

PIXELS_PER_MM = 8
_NEURAL_HEIGHT = 48
"""What the recogniser's model takes."""
_TESSERACT_WAYS = ((44, False), (34, False), (44, True), (60, True), (28, False))
"""Height and whether softened. Each errs on other characters; the first that repeats the other reader is taken."""
_ROW = "<{4,}|<+$"
_CHARACTERS = {2: (36, 44), 3: (30,)}
_OTHER_CUTS = ((0.12, 1.0), (0.0, 1.2), (0.12, 0.85), (0.3, 1.0), (-0.1, 1.1))
"""Margin in heights, and how much wider than it is."""
_LEAST_FILLERS = 3
"""In all lines together: print that only looks like a zone has none."""
_PAGES_MM = {30: (85.6, 53.98), 36: (105.0, 74.0), 44: (125.0, 88.0)}
"""ID-1, ID-2 and ID-3 of ISO/IEC 7810."""
_LEFT_MM, _BOTTOM_MM = 5.0, 7.0
"""From the page's edge to the first character, and to the middle of the lowest line."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadZone:
    """`lines`: mrz_1 to mrz_2 or mrz_3. `page`: from above, upright. `width`: of the zone in the picture, pixels."""

    lines: tuple[FieldReading, ...]
    page: Image
    width: float


class ZoneReader:
    """Shares the two readers with the card's fields."""

    def __init__(self, first: NeuralReader, second: TesseractReader) -> None:
        self._finder, self._first, self._second = ZoneFinder(), first, second

    def read(self, picture: Image) -> ReadZone | None:
        """None: no such zone. What it says is judged elsewhere."""
        for zone in self._finder.find(picture):
            for way in (zone, zone.turned()):
                texts = self._neural(picture, way.lines, 0.0)
                if (characters := _characters(tuple(text for text, _ in texts))) is not None:
                    better = self._counted(picture, way, texts, characters)
                    return self._again(picture, way, better, characters)
        return None

    def print_of(self, card: Image) -> str:
        """All print that the first reader makes out, a line a row; no zone is needed."""
        return "\n".join(text for text, _ in self._neural(card, self._finder.lines(card), 0.1))

    def _neural(
        self, picture: Image, lines: tuple[TextLine, ...], margin: float, stretch: float = 1.0
    ) -> list[tuple[str, float]]:
        read = self._first.read([cut_line(picture, line, _NEURAL_HEIGHT, margin, stretch) for line in lines])
        return [(re.sub(r"\s+", "", text), sure) for text, sure in read]

    def _counted(
        self, picture: Image, zone: Zone, texts: list[tuple[str, float]], characters: int
    ) -> list[tuple[str, float]]:
        """A line that has not as many characters as it must have is read again from other pixels."""
        better = list(texts)
        for place, line in enumerate(zone.lines):
            for margin, stretch in _OTHER_CUTS:
                if len(better[place][0]) == characters:
                    break
                (again,) = self._neural(picture, (line,), margin, stretch)
                if len(again[0]) == characters:
                    better[place] = again
        return better

    def _again(self, picture: Image, zone: Zone, texts: list[tuple[str, float]], characters: int) -> ReadZone:
        lines = tuple(
            FieldReading(f"mrz_{number}", first, self._second_reading(picture, line, first), confidence)
            for number, (line, (first, confidence)) in enumerate(zip(zone.lines, texts, strict=True), 1)
        )
        return ReadZone(lines, _page(picture, zone, characters), zone.lines[0].length)

    def _second_reading(self, picture: Image, line: TextLine, first: str) -> str:
        """Long rows of fillers are left out: tesseract makes letters of them. Their count stays the first reader's."""
        kept: list[str] = []
        for start, end, text in _printed(first):
            part = _part_of(line, start / len(first), end / len(first))
            kept.append(self._repeating(picture, part, text))
        rows = re.findall(_ROW, first)
        return "".join(text + row for text, row in zip(kept, [*rows, ""], strict=True))

    def _repeating(self, picture: Image, part: TextLine, first: str) -> str:
        if not first:
            return ""
        kept = ""
        for height, soft in _TESSERACT_WAYS:
            text = self._second.zone_line(cut_line(picture, part, height, margin=0.1), soft=soft).strip("<")
            if text == first:
                return text
            # One of its right length tells more than one in which a character too many was seen.
            kept = kept if len(kept) == len(first) else text if len(text) == len(first) else kept or text
        return kept


def _printed(first: str) -> list[tuple[float, float, str]]:
    """What stands between long rows of fillers: (from, to, text) with a filler and a half of the rows on each side."""
    parts: list[tuple[float, float, str]] = []
    start = 0
    for row in [*re.finditer(_ROW, first), None]:
        end = row.start() if row is not None else len(first)
        parts.append((start - 1.5 if start else 0.0, end + 1.5 if row is not None else len(first), first[start:end]))
        start = row.end() if row is not None else start
    return parts


def _part_of(line: TextLine, start: float, end: float) -> TextLine:
    """From and to as shares of the line."""
    way = line.end - line.start
    return TextLine(line.start + start * way, line.start + end * way, line.height)


def _characters(texts: tuple[str, ...]) -> int | None:
    """How many characters a line of this zone has; None if the texts are no zone (or one upside down)."""
    bare = [re.sub(r"[^A-Z0-9<]", "", text) for text in texts]
    if sum(text.count("<") for text in bare) < _LEAST_FILLERS:
        return None
    longest = max(len(text) for text in bare)
    near = [count for count in _CHARACTERS[len(texts)] if abs(longest - count) <= 3]
    return near[0] if near and min(len(text) for text in bare) >= 0.6 * near[0] else None


def _page(picture: Image, zone: Zone, characters: int) -> Image:
    """By a similarity: the page lies flat under the camera, and the zone spans most of its width."""
    width, height = _PAGES_MM[characters]
    last = zone.lines[-1]
    scale = last.length / (characters * 2.54)  # pixels of the picture in a millimetre
    along = last.along
    down = np.array([-along[1], along[0]])
    corner = last.start - along * _LEFT_MM * scale - down * (height - _BOTTOM_MM) * scale
    size = (round(width * PIXELS_PER_MM), round(height * PIXELS_PER_MM))
    corners = np.array([corner, corner + along * width * scale, corner + down * height * scale], np.float32)
    target = np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32)
    how = cv2.INTER_AREA if scale > PIXELS_PER_MM else cv2.INTER_CUBIC
    warp = cv2.getAffineTransform(corners, target)
    page = cv2.warpAffine(picture, warp, size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=(128, 128, 128))
    return np.asarray(page, np.uint8)
