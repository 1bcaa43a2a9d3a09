"""Contact sheets: one picture a screen and state, in both languages, all sizes, contrasts and sizes of letters.

`main.py previews --sheets`: every value beside the usual ones, some 34 pictures a sheet. Where nobody's wishes are
known yet (the attract screen, the protection corner), in both languages and all sizes alone.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap

from kiosk.consent.machine import facts_of
from kiosk.consent.states import State
from kiosk.domain.speech import Language
from kiosk.ports.camera import Image
from ui import theme
from ui.corner.port import Place
from ui.corner.samples import every_page
from ui.i18n import Texts
from ui.previews import LANDSCAPE, PORTRAIT, ROOT, TEXTS, Showing, dressed, render
from ui.sample_states import Samples
from ui.window import Window

SCREENS = (PORTRAIT, (768, 1366), LANDSCAPE, (1280, 1024), (1024, 768))
"""The smallest, the usual ones, and two in between."""
_USUAL = (2, 1)
_HIGH, _LOW, _LABEL, _GAP, _ACROSS = 480, 270, 26, 12, 2280


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to look at a state."""

    language: Language
    size: tuple[int, int]
    text_size: int
    contrast: int

    @property
    def name(self) -> str:
        """As it stands under the picture."""
        return f"{self.language.value} {self.size[0]}x{self.size[1]} text {self.text_size} contrast {self.contrast}"

    @property
    def cell(self) -> tuple[int, int]:
        """Of its picture on the sheet."""
        wide, high = self.size
        tall = _HIGH if high > wide else _LOW
        return round(tall * wide / high), tall


def variants(whole: bool = False) -> tuple[Variant, ...]:
    """In the order of the sheet: language by language, tall screens first."""
    looks = tuple(product(theme.SIZES, theme.CONTRASTS))
    one_off = tuple(look for look in looks if _USUAL[0] == look[0] or _USUAL[1] == look[1])
    found = []
    for language in Language:
        for size in SCREENS:
            shown = looks if whole else one_off if size in (PORTRAIT, LANDSCAPE) else (_USUAL,)
            found += [Variant(language, size, *look) for look in shown]
    return _in_order(found)


def _in_order(found: Sequence[Variant]) -> tuple[Variant, ...]:
    return tuple(sorted(found, key=lambda each: (each.language.value, each.size[0] > each.size[1])))


_PLAIN = _in_order([Variant(language, size, *_USUAL) for language in Language for size in SCREENS])
_CORNER = _in_order([*_PLAIN, *(Variant(language, size, theme.SIZES[-1], _USUAL[1]) for language in Language
                                for size in (PORTRAIT, LANDSCAPE))])  # fmt: skip


def sheets(
    out: Path, names: Sequence[str] = (), whole: bool = False, frames: tuple[Image, Image] | None = None
) -> Iterator[Path]:
    """Writes `<state>.png` for each state and each page of the corner, or for those named; needs a QApplication."""
    out.mkdir(parents=True, exist_ok=True)
    texts, samples = Texts.load(TEXTS), {language: Samples(ROOT, language) for language in Language}
    windows: dict[tuple[Language, tuple[int, int]], Showing] = {}

    def window(each: Variant) -> Showing:
        key = each.language, each.size
        if key not in windows:
            windows[key] = Showing(samples[each.language], texts, each.size, frames=frames)
        return windows[key]

    states = {language: dict(of.all()) for language, of in samples.items()}
    for name, shown, show in (*_of_states(states, whole), *_of_corner(window(_PLAIN[0]))):
        if names and name not in names:
            continue
        path = out / f"{name}.png"
        _sheet(shown, lambda each, show=show: show(window(each), each)).save(str(path))  # type: ignore[misc]
        yield path
    for showing in windows.values():
        showing.close()


Sheet = tuple[str, tuple[Variant, ...], Callable[[Showing, Variant], Window]]
"""Its name, its pictures, and how one of them is brought about."""


def _of_states(states: Mapping[Language, Mapping[str, State]], whole: bool) -> Iterator[Sheet]:
    for name, state in states[Language.ZH_CN].items():

        def show(showing: Showing, each: Variant, name: str = name) -> Window:
            return showing.show(name, dressed(states[each.language][name], each.text_size, each.contrast))

        yield name, variants(whole) if facts_of(state) is not None else _PLAIN, show


def _of_corner(any_of: Showing) -> Iterator[Sheet]:
    """As it is opened, and in its larger letters."""
    for name, place in every_page(any_of.session.corner.corner, Place()):

        def show(showing: Showing, each: Variant, place: Place = place) -> Window:
            return showing.show_corner(replace(place, larger=each.text_size != _USUAL[0]))

        yield name, _CORNER, show


def _sheet(shown: Sequence[Variant], window: Callable[[Variant], Window]) -> QImage:
    places, high = _places(shown)
    sheet = QImage(_ACROSS, high, QImage.Format.Format_RGB888)
    sheet.fill(theme.fixed(theme.LINE_STRONG))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    font = QFont(theme.SANS)
    font.setPixelSize(round(_LABEL * 0.55))
    painter.setFont(font)
    painter.setPen(theme.fixed(theme.SNOW))
    for variant, place in zip(shown, places, strict=True):
        picture: QPixmap = window(variant).grab()
        painter.drawPixmap(QRect(place, QSize(*variant.cell)), picture)
        below = QRect(place.x(), place.y() + variant.cell[1], variant.cell[0] + _GAP, _LABEL)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), variant.name)
    painter.end()
    return sheet


def _places(shown: Sequence[Variant]) -> tuple[list[QPoint], int]:
    """Row by row; a new one for each language and each shape of screen."""
    places: list[QPoint] = []
    x, y, tall = _GAP, _GAP, 0
    before: tuple[Language, bool] | None = None
    for each in shown:
        group = (each.language, each.size[0] > each.size[1])
        wide, high = each.cell
        if (before is not None and group != before) or x + wide + _GAP > _ACROSS:
            x, y, tall = _GAP, y + tall + _LABEL + _GAP, 0
        places.append(QPoint(x, y))
        x, tall, before = x + wide + _GAP, max(tall, high), group
    return places, y + tall + _LABEL + _GAP


def draw(
    out: Path, language: Language | None, landscape: bool, frames: tuple[Image, Image], as_sheets: bool,
    names: Sequence[str],
) -> str:  # fmt: skip
    """What `main.py previews` does; says what was drawn."""
    if not as_sheets:
        languages = (language,) if language is not None else tuple(Language)
        return f"{len(render(out, languages, landscape, frames, names, corner=True))} pictures in {out}"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import application

    application()
    return f"{sum(1 for _ in sheets(out, names, frames=frames))} sheets in {out}"
