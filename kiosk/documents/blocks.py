"""What a document is made of, before it has pages."""

from dataclasses import dataclass

from kiosk.domain.speech import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter of the document."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Chinese, and the English below it. `strong`: printed with weight (a key term)."""

    body: Text
    title: Text | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the box at the head: a name and a large value."""

    name: Text
    value: Text


@dataclass(frozen=True, slots=True)
class FigureBox:
    """The figures that matter most, large and framed, two in a row; `lead` above them, over the whole width and larger
    than any other figure, with its `note` below it."""

    figures: tuple[Figure, ...]
    lead: Figure | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` in parts of the page's width; numbers stand on the right, so all columns but the first two do."""

    header: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words in both languages, wrapped in their cells; `widths` in parts of the page's width.

    The last `to_right` columns hold figures. `strong`: the last row is the sum, printed with weight.
    """

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]
    to_right: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, `width` in millimetres."""

    png: bytes
    width: float
    caption: Text


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Where the borrower signs on paper; on the terminal the strokes go into the evidence."""

    text: Text


Block = Heading | Paragraph | FigureBox | Table | Grid | Picture | SignatureLine
