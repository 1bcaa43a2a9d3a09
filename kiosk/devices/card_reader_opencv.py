"""Card reader: OpenCV finds and rectifies, rapidocr and tesseract read each field on its place."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision import card_layout as layout
from kiosk.devices.vision.card_finder import CARD_WIDTH, Quad, find_quads, quad_width, rectify, whole_picture
from kiosk.devices.vision.card_look import look_at, second_card
from kiosk.devices.vision.glyph_reader import third_opinion
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.printed_portrait import PortraitFinder
from kiosk.devices.vision.screen_grid import screen_grid
from kiosk.devices.vision.text_readers import NeuralReader, Print, TesseractReader
from kiosk.devices.vision.zone_reader import ZoneReader
from kiosk.domain.borrower import ETHNIC_GROUPS, CardSide
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardLook, CardQuality, CardReading, FieldReading, NoCard

_LARGEST_SIDE = 2560
"""Bounds memory: more pixels than this hold nothing that the 856 x 540 card keeps."""
_NARROWEST_CARD = 320
"""Pixels across: below, the small print (1.6 mm) is under 8 px high and both readers guess."""
_ALONE_ABOVE = 0.5
"""Share of the picture: beside so large a card there is no room for another."""
_SHARP_ENOUGH = 12.0
_GLARE_TOO_MUCH = 0.25

_NUMBER_LABEL = frozenset("公民身份号码证")
_TITLE = frozenset("居民身份证")
_VALIDITY_LABEL = frozenset("有效期限")

_ETHNIC = "".join(sorted(set("".join(ETHNIC_GROUPS))))

Ink = NDArray[np.float32]
_NOTHING = np.zeros((0, 0, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Posed:
    """A rectified card, the right way up."""

    side: CardSide
    card: Image
    quad: Quad


class OpenCvCardReader:
    """Reads one side of a resident identity card, or the page of a travel document, from a photograph.

    `private_folder`: where tesseract's crops pass through where only its program is there (a tmpfs of this user, mode
    0700). It becomes `tempfile.tempdir` of the whole process; None leaves that as it is, which only training and tests
    may do.
    """

    def __init__(self, private_folder: Path | None = None) -> None:
        if private_folder is not None:
            tempfile.tempdir = str(private_folder)
        cv2.setNumThreads(1)
        self._first = NeuralReader()
        self._second = TesseractReader()
        self._zones = ZoneReader(self._first, self._second)
        self._portraits = PortraitFinder()

    def look(self, picture: Image) -> CardLook:
        """As the port says; safe beside a reading on another thread."""
        return look_at(picture)

    def read(self, picture: Image, side: CardSide | None) -> CardReading | NoCard:
        """As the port says; an odd picture is a NoCard."""
        usable = _usable(picture)
        if usable is None:
            return NoCard("too_small")
        quads = find_quads(usable)
        if side is CardSide.PORTRAIT:
            return self._portrait_side(usable, quads)
        whole = whole_picture(usable)
        candidates = (*quads, whole) if whole is not None else quads
        posed = self._posed(usable, tuple(q for q in candidates if quad_width(q) >= _NARROWEST_CARD))
        if posed is None:
            return self._page(usable) or self._why_not(usable, quads, candidates)
        if posed.quad.coverage < _ALONE_ABOVE and second_card(usable, posed.quad):
            return NoCard("two_cards")
        if side is not None and posed.side is not side:
            return NoCard("wrong_side")
        fields = self._front(posed.card) if posed.side is CardSide.FRONT else self._back(posed.card)
        quality = _quality(posed.card, posed.quad.coverage)
        portrait = layout.cut(posed.card, layout.PORTRAIT) if posed.side is CardSide.FRONT else None
        return CardReading(posed.side, posed.card, portrait if quality.portrait else None, fields, quality)

    def _page(self, picture: Image) -> CardReading | None:
        """A travel document: whatever its edges, its zone tells where it lies."""
        zone = self._zones.read(picture)
        if zone is None:
            return None
        portrait = self._portraits.find(zone.page)
        width = CARD_WIDTH
        height = round(width * zone.page.shape[0] / zone.page.shape[1])
        small = np.asarray(cv2.resize(zone.page, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        share = min(1.0, zone.width**2 * height / width / (picture.shape[0] * picture.shape[1]))
        quality = replace(_quality(small, share), portrait=portrait is not None)
        return CardReading(CardSide.PAGE, zone.page, portrait, zone.lines, quality)

    def _portrait_side(self, picture: Image, quads: tuple[Quad, ...]) -> CardReading | NoCard:
        """Of a card of any state: where its face is upright, the card is."""
        wide = tuple(quad for quad in quads if quad_width(quad) >= _NARROWEST_CARD)
        for quad in wide:
            for upside_down in (False, True):
                card = rectify(picture, quad, upside_down)
                portrait = self._portraits.face(card)
                if portrait is not None:
                    quality = replace(_quality(card, quad.coverage), portrait=True)
                    printed = FieldReading("print", self._zones.print_of(card), "", 1.0)
                    return CardReading(CardSide.PORTRAIT, card, portrait, (printed,), quality)
        return NoCard("no_portrait") if wide else self._why_not(picture, quads, quads)

    def _posed(self, picture: Image, candidates: tuple[Quad, ...]) -> _Posed | None:
        """The first candidate on which a label of the card can be read, the better of its two turns."""
        for quad in candidates:
            best: tuple[int, _Posed] | None = None
            for upside_down in (False, True):
                card = rectify(picture, quad, upside_down)
                side, score = self._side_of(card)
                if best is None or score > best[0]:
                    best = (score, _Posed(side, card, quad))
                if score >= 4:
                    break
            if best is not None and best[0] >= 3:
                return best[1]
        return None

    def _side_of(self, card: Image) -> tuple[CardSide, int]:
        """Which side the labels speak for, and how many of their characters were read."""
        strips = [layout.NUMBER_STRIP, layout.TITLE_STRIP, layout.VALIDITY_STRIP]
        number, title, validity = (text for text, _ in self._first.read([layout.cut(card, box) for box in strips]))
        digits = sum(character.isdigit() for character in number)
        front = len(_NUMBER_LABEL & set(number)) + (3 if digits >= 14 else 0)
        back = len(_TITLE & set(title)) + len(_VALIDITY_LABEL & set(validity))
        return (CardSide.FRONT, front) if front >= back else (CardSide.BACK, back)

    def _why_not(self, picture: Image, quads: tuple[Quad, ...], candidates: tuple[Quad, ...]) -> NoCard:
        if candidates and all(quad_width(quad) < _NARROWEST_CARD for quad in candidates):
            return NoCard("too_small")
        if not quads or quads[0].support < 0.5:
            return NoCard("no_card")
        if quad_width(quads[0]) < _NARROWEST_CARD:
            return NoCard("too_small")
        quality = _quality(rectify(picture, quads[0]), quads[0].coverage)
        if quality.sharpness < _SHARP_ENOUGH:
            return NoCard("blurred")
        return NoCard("glare" if quality.glare > _GLARE_TOO_MUCH else "not_this_kind")

    def _front(self, card: Image) -> tuple[FieldReading, ...]:
        ink = layout.ink_of(card)
        rows = layout.front_rows(ink)
        left, right = layout.VALUE_LEFT, layout.TEXT_RIGHT
        address = (
            left,
            rows.address - rows.pitch // 2 - 4,
            right,
            min(rows.address + 3 * rows.pitch, rows.number - 26),
        )
        return (
            self._name(card, ink, (left, rows.name - 31, right, rows.name + 31)),
            *self._sex_and_ethnicity(card, ink, rows.sex),
            self._line(card, ink, "birth", (left, rows.birth - 27, right, rows.birth + 27)),
            self._address(card, ink, address),
            self._number(card, ink, (layout.NUMBER_LEFT, rows.number - 32, layout.NUMBER_RIGHT, rows.number + 32)),
        )

    def _back(self, card: Image) -> tuple[FieldReading, ...]:
        ink = layout.ink_of(card)
        rows = layout.back_rows(ink)
        authority = (layout.BACK_VALUE_LEFT, rows.authority - 29, layout.BACK_RIGHT, rows.authority + 29)
        validity = (layout.BACK_VALUE_LEFT, rows.validity - 29, layout.BACK_RIGHT, rows.validity + 29)
        return (self._line(card, ink, "authority", authority), self._line(card, ink, "validity", validity))

    # The first reader gets lines trimmed to their ink, the second wider boxes: what one cutting loses, the other has.
    # The second is asked again, with other pixels, where it does not repeat the first: it errs on coarse print.

    def _line(self, card: Image, ink: Ink, name: str, box: layout.Box) -> FieldReading:
        line = layout.widest_line(ink, box)
        if line is None:
            return FieldReading(name, "", "", 0.0)
        ((first, confidence),) = self._first.read([layout.cut(card, line)])
        second = self._line_again(first, layout.cut(card, layout.grown(line, box)))
        return FieldReading(name, first, second, confidence, _shapes(ink, (line,), (first,), second))

    def _name(self, card: Image, ink: Ink, box: layout.Box) -> FieldReading:
        line = layout.widest_line(ink, box)
        if line is None:
            return FieldReading("name", "", "", 0.0)
        ((first, confidence),) = self._first.read([layout.cut(card, line)])
        near = layout.grown(line, box)
        alone = layout.cut(card, near)
        labelled = layout.cut(card, (layout.LABEL_LEFT, near[1], near[2], near[3]))
        second = self._line_again(first, alone)
        if second != first:
            again = _repeating(first, lambda how: _after_label(self._second.line(labelled, how)))
            second = again if again == first else second or again
        return FieldReading("name", first, second, confidence, _shapes(ink, (line,), (first,), second))

    def _sex_and_ethnicity(self, card: Image, ink: Ink, middle: int) -> tuple[FieldReading, FieldReading]:
        """The second reader gets the whole line with its labels: single characters alone are beyond it."""
        top, bottom = middle - 27, middle + 27
        sex = layout.widest_line(ink, (layout.VALUE_LEFT, top, 252, bottom))
        group = layout.widest_line(ink, (330, top, layout.TEXT_RIGHT, bottom))
        crops = [layout.cut(card, line) if line is not None else _NOTHING for line in (sex, group)]
        (first_sex, sure_sex), (first_group, sure_group) = self._first.read(crops)
        end = group[2] + 14 if group is not None else layout.TEXT_RIGHT
        row = layout.cut(card, (layout.LABEL_LEFT, middle - 25, min(end, layout.TEXT_RIGHT), middle + 25))
        seen_sex = seen_group = ""
        for how in (Print.SOFT, Print.PLAIN, Print.LARGE):
            new_sex, new_group = _sex_line(self._second.line(row, how))
            seen_sex = new_sex if new_sex == first_sex else seen_sex or new_sex
            seen_group = new_group if new_group == first_group else seen_group or new_group
            if (seen_sex, seen_group) == (first_sex, first_group):
                break
        shaped = ""
        if group is not None and first_group != seen_group:
            shaped = third_opinion(ink[group[1] : group[3], group[0] : group[2]], first_group, seen_group, _ETHNIC)
        return (
            FieldReading("sex", first_sex, seen_sex, sure_sex),
            FieldReading("ethnicity", first_group, seen_group, sure_group, shaped),
        )

    def _address(self, card: Image, ink: Ink, box: layout.Box) -> FieldReading:
        lines = layout.text_lines(ink, box)
        if not lines:
            return FieldReading("address", "", "", 0.0)
        read = self._first.read([layout.cut(card, line) for line in lines])
        first, sure = "".join(text for text, _ in read), min(score for _, score in read)
        loose = layout.cut(card, box)
        blocks = {how: self._second.block(loose, how) for how in (Print.PLAIN, Print.SOFT)}
        if first in blocks.values():
            return FieldReading("address", first, first, sure)
        # Line by line it reads better, but in lines found by us: only where its own lines held as many characters.
        if any(len(text) == len(first) for text in blocks.values()):
            cuts = [layout.cut(card, layout.grown(line, box)) for line in lines]
            by_line = "".join(self._line_again(text, crop) for (text, _), crop in zip(read, cuts, strict=True))
            if by_line == first:
                return FieldReading("address", first, by_line, sure)
        second = next((text for text in blocks.values() if len(text) == len(first)), next(iter(blocks.values())))
        texts = tuple(text for text, _ in read)
        return FieldReading("address", first, second, sure, _shapes(ink, lines, texts, second))

    def _line_again(self, first: str, crop: Image) -> str:
        return _repeating(first, lambda how: self._second.line(crop, how))

    def _number(self, card: Image, ink: Ink, box: layout.Box) -> FieldReading:
        line = layout.widest_line(ink, box)
        if line is None:
            return FieldReading("number", "", "", 0.0)
        ((first, confidence),) = self._first.read([layout.cut(card, line)])
        return FieldReading("number", first, self._second.digits(layout.cut(card, box)), confidence)


def _repeating(first: str, read: Callable[[Print], str]) -> str:
    """What the second reader reads of one crop: of several preparations, one that repeats the first reader if any."""
    kept = ""
    for how in Print:
        text = read(how)
        if text == first:
            return text
        kept = kept or text
    return kept


def _shapes(ink: Ink, lines: tuple[layout.Box, ...], firsts: tuple[str, ...], second: str) -> str:
    """A third opinion, by the shape of single characters, on the places where the two readers differ."""
    whole = "".join(firsts)
    if whole == second:
        return ""
    parts: list[str] = []
    for (left, top, right, bottom), text in zip(lines, firsts, strict=True):
        at = sum(len(part) for part in parts)
        beside = second[at : at + len(text)] if len(second) == len(whole) else ""
        parts.append(third_opinion(ink[top:bottom, left:right], text, beside))
    return "".join(parts)


def _after_label(text: str) -> str:
    """The name in a line that begins with its label 姓名."""
    found = re.search(r"名(.+)$", re.sub(r"[^\u3400-\u9fff·]", "", text))
    return found[1] if found else ""


def _sex_line(text: str) -> tuple[str, str]:
    """Sex and ethnic group in the line 性别 X 民族 Y; the label's second character is often misread, its first not."""
    bare = re.sub(r"[^\u3400-\u9fff]", "", text)
    found = re.search(r"([男女])民.(.+)$", bare)
    if found:
        return found[1], found[2]
    alone = re.search(r"别([男女])", bare)
    return (alone[1] if alone else "", "")


def _usable(untrusted: Image) -> Image | None:
    """BGR of bounded size; None if there is too little of it."""
    if untrusted.ndim == 2:
        untrusted = np.asarray(cv2.cvtColor(untrusted, cv2.COLOR_GRAY2BGR), np.uint8)
    if untrusted.ndim != 3 or untrusted.shape[2] != 3 or untrusted.dtype != np.uint8:
        return None
    if min(untrusted.shape[:2]) < 150:
        return None
    scale = _LARGEST_SIDE / max(untrusted.shape[:2])
    if scale >= 1:
        return untrusted
    return np.asarray(cv2.resize(untrusted, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _quality(card: Image, coverage: float) -> CardQuality:
    grey = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY)
    return CardQuality(
        sharpness=float(cv2.Laplacian(grey, cv2.CV_64F).var()),
        glare=float((grey >= 250).mean()),
        saturation=_saturation(card),
        portrait=_picture_in_place(card),
        coverage=coverage,
        grid=screen_grid(card),
    )


def _saturation(card: Image) -> float:
    """Mean saturation after the lamp's colour is taken out: a grey copy under a warm lamp stays grey."""
    soft = cv2.GaussianBlur(card, (0, 0), 2).astype(np.float32)
    lamp = np.maximum(cv2.GaussianBlur(soft, (0, 0), 60), 1)
    even = np.clip(soft / lamp * 180, 0, 255).astype(np.uint8)
    return float(cv2.cvtColor(even, cv2.COLOR_BGR2HSV)[..., 1].mean())


def _picture_in_place(card: Image) -> bool:
    """Whether large tones stand where the portrait belongs; paper with its pattern has only small ones."""
    place = cv2.GaussianBlur(layout.cut(card, layout.PORTRAIT), (0, 0), 5)
    paper = float(np.percentile(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), 75))
    tones = cv2.cvtColor(place, cv2.COLOR_BGR2GRAY).astype(np.float32) / max(paper, 1)
    return float((tones < 0.62).mean()) > 0.06
