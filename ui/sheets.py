"""Contact sheets: one picture a screen and state, in both languages, all sizes, contrasts and sizes of letters.

`main.py previews --sheets`: every value beside the usual ones, some 34 pictures a sheet.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap

from kiosk.consent.states import State
from kiosk.domain.speech import Language
from kiosk.ports.camera import Image
from ui import theme
from ui.i18n import Texts
from ui.previews import LANDSCAPE, PORTRAIT, ROOT, TEXTS, Showing, dressed, render
from ui.sample_states import Samples

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
    return tuple(sorted(found, key=lambda each: (each.language.value, each.size[0] > each.size[1])))


def sheets(
    out: Path, names: Sequence[str] = (), whole: bool = False, frames: tuple[Image, Image] | None = None
) -> Iterator[Path]:
    """Writes `<state>.png` for each state, or for those named; needs a QApplication."""
    out.mkdir(parents=True, exist_ok=True)
    shown, texts = variants(whole), Texts.load(TEXTS)
    samples = {language: Samples(ROOT, language) for language in Language}
    windows = {
        (each.language, each.size): Showing(samples[each.language], texts, each.size, frames=frames) for each in shown
    }
    states = {language: dict(of.all()) for language, of in samples.items()}
    for name in states[Language.ZH_CN]:
        if names and name not in names:
            continue
        path = out / f"{name}.png"
        of_state = {language: every[name] for language, every in states.items()}
        _sheet(of_state, name, shown, windows).save(str(path))
        yield path
    for showing in windows.values():
        showing.close()


def _sheet(
    states: dict[Language, State], name: str, shown: Sequence[Variant],
    windows: dict[tuple[Language, tuple[int, int]], Showing],
) -> QImage:  # fmt: skip
    places, high = _places(shown)
    sheet = QImage(_ACROSS, high, QImage.Format.Format_RGB888)
    sheet.fill(theme.fixed(theme.LINE_STRONG))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    font = QFont(theme.SANS)
    font.setPixelSize(round(_LABEL * 0.7))
    painter.setFont(font)
    painter.setPen(theme.fixed(theme.SNOW))
    for variant, place in zip(shown, places, strict=True):
        window = windows[variant.language, variant.size].show(
            name, dressed(states[variant.language], variant.text_size, variant.contrast)
        )
        picture: QPixmap = window.grab()
        painter.drawPixmap(QRect(place, QSize(*variant.cell)), picture)
        below = QRect(place.x(), place.y() + variant.cell[1], variant.cell[0] + _GAP, _LABEL)
        words = variant.name if variant.size[0] > variant.size[1] else variant.name.split(" ", 2)[2]
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
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
