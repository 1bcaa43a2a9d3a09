"""Blocks on A4 pages, as PDF bytes.

The same blocks and frame give the same bytes: dates come from the frame, and nothing else varies.
"""

import logging
from collections.abc import Iterable, Sequence
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from kiosk.documents.blocks import Block, Figure, FigureBox, Grid, Heading, Paragraph, Picture, SignatureLine, Table
from kiosk.documents.fonts import font_of, keep_as_cut
from kiosk.documents.paper import Frame
from kiosk.documents.wrap import wrap
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text

_FONT = "cjk"
_LEFT, _TOP, _RIGHT, _BOTTOM = 18.0, 24.0, 18.0, 22.0
_WIDTH, _HEIGHT = 210.0, 297.0
_COLUMN = _WIDTH - _LEFT - _RIGHT
_MM_PER_PT = 25.4 / 72
_LEADING = 1.38
_SIGNATURE = 44.0
"""Height of a signature line with its text, in millimetres."""
_INK, _GREY, _LIGHT, _ACCENT = (20, 20, 20), (90, 90, 90), (200, 200, 200), (0, 70, 110)
TRAINING_MARK = "培训 TRAINING"
# It names the characters that a font lacks: those of a rare name are nobody's business.
logging.getLogger("fpdf").disabled = True
logging.getLogger("fpdf.output").disabled = True


def write_line(
    pdf: FPDF, x: float, y: float, text: str, size: float, *, strong: bool = False, colour: tuple[int, int, int]
) -> None:
    """One line in the papers' font; `y` is its top, in mm, `size` in points. Weight is a thin stroke: a second font
    file would double the time."""
    pdf.set_font(_FONT, size=size)
    pdf.set_text_color(*colour)
    pdf.text_mode = TextMode.FILL_STROKE if strong else TextMode.FILL
    if strong:
        pdf.set_draw_color(*colour)
        pdf.set_line_width(size * 0.009)
    pdf.text(x, y + size * _MM_PER_PT, text)
    pdf.text_mode = TextMode.FILL


def render(blocks: Sequence[Block], frame: Frame) -> bytes:
    """The PDF of the blocks."""
    return _Pages(frame, _characters(blocks, frame)).build(blocks)


class _Pages:
    """One document while it is being laid out; `_y` is the top of what comes next, in millimetres."""

    def __init__(self, frame: Frame, characters: set[str]) -> None:
        self._frame = frame
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(frame.created)
        self._pdf.set_title(frame.title.zh)
        self._pdf.set_lang("zh-CN")
        # add_font takes files only, and which characters a document holds is not for the disk.
        self._pdf.fonts[_FONT] = TTFFont(self._pdf, BytesIO(font_of(characters)), _FONT, "")
        # The font's own box stays right for a part of it; measuring every glyph anew costs half of the time.
        self._pdf.fonts[_FONT].ttfont.recalcBBoxes = False
        keep_as_cut(self._pdf.fonts[_FONT].ttfont)
        self._pdf.pdf_version = "1.6"  # the first to embed a font with such glyph numbers
        self._y = 0.0
        self._widths: dict[tuple[float, str], float] = {}

    def build(self, blocks: Sequence[Block]) -> bytes:
        self._new_page()
        self._lines(self._frame.title.zh, 20, strong=True)
        self._lines(self._frame.title.en, 11, colour=_GREY)
        self._y += 3
        for block in blocks:
            self._block(block)
        self._footers()
        return bytes(self._pdf.output())

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._room(46)
                self._y += 4
                self._lines(text.zh, 15, strong=True, colour=_ACCENT)
                self._lines(text.en, 10, colour=_GREY)
                self._rule()
            case Paragraph():
                self._paragraph(block)
            case FigureBox(figures, lead, note):
                if lead is not None:
                    self._lead(lead, note)
                for at in range(0, len(figures), 2):
                    self._figures(figures[at : at + 2])
                self._y += 3
            case Table():
                self._table(block)
            case Grid():
                self._grid(block)
            case Picture(png, width, caption):
                self._room(width + 14)
                self._pdf.image(BytesIO(png), x=_LEFT, y=self._y, w=width)
                self._y += width + 2
                self._lines(caption.zh, 11)
                self._lines(caption.en, 9, colour=_GREY)
            case SignatureLine(text):
                self._signature(text)

    def _paragraph(self, block: Paragraph) -> None:
        lines = len(self._wrapped(block.body.zh, 13)) * 1.36 + len(self._wrapped(block.body.en, 9.5))
        self._room(min(lines * 9.5 * _LEADING * _MM_PER_PT + 7, 70))  # only long ones may break over a page
        if block.title is not None:
            self._lines(f"{block.title.zh}  {block.title.en}", 11, strong=True, colour=_ACCENT)
        self._lines(block.body.zh, 13, strong=block.strong)
        self._lines(block.body.en, 9.5, colour=_GREY)
        self._y += 2.5

    def _lead(self, figure: Figure, note: Text | None) -> None:
        """The one figure that is larger than all others."""
        height, gap = 34.0, 4.0
        self._room(height + gap)
        self._pdf.set_draw_color(*_ACCENT)
        self._pdf.set_line_width(0.9)
        self._pdf.rect(_LEFT, self._y, _COLUMN, height)
        self._write(_LEFT + 4, self._y + 3, figure.name.zh, 14, strong=True, colour=_ACCENT)
        self._write(_LEFT + 4, self._y + 9.5, figure.name.en, 9, colour=_GREY)
        width = self._width(figure.value.zh, 34)
        self._write(_LEFT + _COLUMN - 4 - width, self._y + 3, figure.value.zh, 34, strong=True)
        if note is not None:
            self._write(_LEFT + 4, self._y + 20.5, note.zh, 11)
            self._write(_LEFT + 4, self._y + 27, note.en, 8.5, colour=_GREY)
        self._y += height + gap

    def _grid(self, grid: Grid) -> None:
        whole = sum(grid.widths)
        widths = [_COLUMN * part / whole for part in grid.widths]
        first_right = len(widths) - grid.to_right
        self._room(40)
        self._grid_row(grid.header, widths, first_right, strong=True, colour=_ACCENT)
        for n, row in enumerate(grid.rows, start=1):
            self._grid_row(row, widths, first_right, strong=grid.strong and n == len(grid.rows))
        self._y += 4

    def _grid_row(
        self,
        row: tuple[Text, ...],
        widths: list[float],
        first_right: int,
        *,
        strong: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        """Cells side by side; the row is as high as its highest cell and never breaks over a page."""
        chinese, english = (11.5, strong, colour), (8.5, False, _GREY)
        cells = [
            [
                *((line, chinese) for line in self._wrapped(cell.zh, 11.5, width - 2.5)),
                *((line, english) for line in self._wrapped(cell.en, 8.5, width - 2.5)),
            ]
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(sum(size[0] for _, size in cell) for cell in cells) * _MM_PER_PT * _LEADING
        self._room(height + 2.5)
        x = _LEFT
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            y = self._y
            for line, (size, heavy, ink) in cell:
                shift = width - self._width(line, size) - 1.0 if n >= first_right else 0.0
                self._write(x + shift, y, line, size, strong=heavy, colour=ink)
                y += size * _MM_PER_PT * _LEADING
            x += width
        self._y += height + 0.8
        self._rule()

    def _figures(self, pair: tuple[Figure, ...]) -> None:
        height, gap = 23.0, 4.0
        self._room(height + gap)
        width = (_COLUMN - gap) / 2
        for n, figure in enumerate(pair):
            x = _LEFT + n * (width + gap)
            self._pdf.set_draw_color(*_ACCENT)
            self._pdf.set_line_width(0.4)
            self._pdf.rect(x, self._y, width, height)
            self._write(x + 4, self._y + 2.5, figure.name.zh, 11, colour=_ACCENT)
            self._write(x + 4, self._y + 7.5, figure.name.en, 8, colour=_GREY)
            self._write(x + 4, self._y + 11, figure.value.zh, 20, strong=True)
        self._y += height + gap

    def _table(self, table: Table) -> None:
        whole = sum(table.widths)
        widths = [_COLUMN * part / whole for part in table.widths]
        self._room(30)
        self._table_head(table, widths)
        for left, row in zip(range(len(table.rows), 0, -1), table.rows, strict=True):
            # The last rows stay with the signature below them: none stands alone on a page.
            needed = 7 + (_SIGNATURE + 2 * 7 if left == 3 else 0)
            if self._y + needed > _HEIGHT - _BOTTOM:
                self._new_page()
                self._table_head(table, widths)
            self._row(row, widths, 11)
            self._y += 6.6
            self._pdf.set_draw_color(*_LIGHT)
            self._pdf.set_line_width(0.1)
            self._pdf.line(_LEFT, self._y - 0.5, _LEFT + _COLUMN, self._y - 0.5)
        self._y += 4

    def _table_head(self, table: Table, widths: list[float]) -> None:
        self._row([cell.zh for cell in table.header], widths, 10.5, strong=True)
        self._y += 5
        self._row([cell.en for cell in table.header], widths, 8, colour=_GREY)
        self._y += 4.5
        self._rule()

    def _row(
        self,
        cells: Iterable[str],
        widths: list[float],
        size: float,
        *,
        strong: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        x = _LEFT
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            to_right = width - self._width(cell, size) - 1.0 if n > 1 else 0.0
            self._write(x + max(0.0, to_right), self._y, cell, size, strong=strong, colour=colour)
            x += width

    def _signature(self, text: Text) -> None:
        self._room(_SIGNATURE)
        self._y += 6
        self._lines(text.zh, 13, strong=True)
        self._lines(text.en, 9.5, colour=_GREY)
        self._y += 14
        self._pdf.set_draw_color(*_INK)
        self._pdf.set_line_width(0.3)
        self._pdf.line(_LEFT, self._y, _LEFT + 80, self._y)
        self._pdf.line(_LEFT + 100, self._y, _LEFT + _COLUMN, self._y)
        self._y += 1
        self._write(_LEFT, self._y, "签名 Signature", 9, colour=_GREY)
        self._write(_LEFT + 100, self._y, "日期 Date", 9, colour=_GREY)
        self._y += 8

    def _lines(self, text: str, size: float, *, strong: bool = False, colour: tuple[int, int, int] = _INK) -> None:
        """Wrapped text over the whole column, turning the page where it ends."""
        step = size * _MM_PER_PT * _LEADING
        for line in self._wrapped(text, size):
            if self._y + step > _HEIGHT - _BOTTOM:
                self._new_page()
            self._write(_LEFT, self._y, line, size, strong=strong, colour=colour)
            self._y += step

    def _wrapped(self, text: str, size: float, width: float = _COLUMN) -> list[str]:
        return wrap(text, width, lambda unit: self._width(unit, size))

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        strong: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        if text:
            write_line(self._pdf, x, y, text, size, strong=strong, colour=colour)

    def _width(self, text: str, size: float) -> float:
        return sum(self._character_width(character, size) for character in text)

    def _character_width(self, character: str, size: float) -> float:
        key = (size, character)
        if key not in self._widths:
            self._pdf.set_font(_FONT, size=size)
            self._widths[key] = self._pdf.get_string_width(character)
        return self._widths[key]

    def _room(self, height: float) -> None:
        """A new page unless `height` is left: no title alone at the foot."""
        if self._y + height > _HEIGHT - _BOTTOM:
            self._new_page()

    def _new_page(self) -> None:
        self._pdf.add_page()
        self._marks()
        self._y = _TOP

    def _rule(self) -> None:
        self._pdf.set_draw_color(*_LIGHT)
        self._pdf.set_line_width(0.3)
        self._pdf.line(_LEFT, self._y, _LEFT + _COLUMN, self._y)
        self._y += 2

    def _marks(self) -> None:
        """Across the page, under the text: training, and the trial mark at the top."""
        frame = self._frame
        if frame.mode is Mode.TRAINING:
            with self._pdf.rotation(40, _WIDTH / 2, _HEIGHT / 2):
                self._write(32, _HEIGHT / 2 - 12, TRAINING_MARK, 58, colour=(233, 226, 216))
        if frame.mark is not None:
            mark = f"{frame.mark.zh} {frame.mark.en}"
            width = self._width(mark, 13)
            self._write(_WIDTH - _RIGHT - width, 10, mark, 13, strong=True, colour=(170, 40, 20))

    def _footers(self) -> None:
        pages = self._pdf.pages_count
        for page in range(1, pages + 1):
            self._pdf.page = page
            # fpdf keeps quiet about a font that it holds set already, though this page's stream may not know it.
            self._pdf.set_font(_FONT, size=1)
            training = f"{TRAINING_MARK}　" if self._frame.mode is Mode.TRAINING else ""
            self._write(_LEFT, _HEIGHT - 15, f"{training}{self._frame.reference}", 9, colour=_GREY)
            number = f"{page} / {pages}"
            self._write(_WIDTH - _RIGHT - self._width(number, 9), _HEIGHT - 15, number, 9, colour=_GREY)


def _characters(blocks: Sequence[Block], frame: Frame) -> set[str]:
    """Every character that can come: printable ASCII, the frame's and the blocks' (their repr holds them all)."""
    fixed = "".join(map(chr, range(32, 127))) + TRAINING_MARK + "签名日期　"
    return set(fixed) | set(_texts((frame, *blocks)))


def _texts(value: object) -> str:
    match value:
        case str():
            return value
        case tuple():
            return "".join(_texts(part) for part in value)
        case _ if hasattr(value, "__dataclass_fields__"):
            return "".join(_texts(getattr(value, name)) for name in value.__dataclass_fields__)
        case _:
            return ""
