"""Card reader: finds a card, rectifies it, reads each field with two readers. It measures; checks judge."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What two independent readers made of one field; "" where one saw nothing. Confidence 0..1 of the first.

    `third`: where they differ, `first` with a ? for each differing character that its printed shape does not confirm;
    "" where it was not asked.
    """

    name: str
    first: str
    second: str
    confidence: float
    third: str = ""


@dataclass(frozen=True, slots=True)
class CardQuality:
    """Measured on the rectified card. `sharpness`: variance of Laplacian on 0..255 grey at 856x540 px;
    `glare`: share of clipped pixels; `saturation`: mean 0..255 (a grey photocopy is near 0); `portrait`:
    face found in the portrait's place; `coverage`: share of the picture that the card fills; `grid`: height of the
    highest regular peak in its spectrum, natural logarithm (a display's grid of pixels, or a copy's coarse screen)."""

    sharpness: float
    glare: float
    saturation: float
    portrait: bool
    coverage: float
    grid: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class CardReading:
    """`rectified`: 540x856 BGR (a page has its own shape). `portrait`: the face picture of the front or page, BGR.

    A page's `fields` are the lines of its machine-readable zone: mrz_1, mrz_2 and, of a card, mrz_3. Those of the side
    with the portrait of such a card are one: `print`, all that the first reader made out on it.
    """

    side: CardSide
    rectified: Image
    portrait: Image | None
    fields: tuple[FieldReading, ...]
    quality: CardQuality


@dataclass(frozen=True, slots=True)
class NoCard:
    """No readable card; `reason` is one of: no_card, too_small, blurred, glare, not_this_kind, wrong_side,
    two_cards, no_portrait."""

    reason: str


@dataclass(frozen=True, slots=True)
class CardMarks:
    """What the surface and the rim of a card show in one picture; places are those of the rectified card.

    `inks`: of each cell, row by row, its dark print by its paper, both as light (0: black on white, 1: no print);
    `papers`: the light of its paper, 1 where the sensor is full. `tilt`: degrees about the upright and the level axis,
    by how far opposite sides differ (their difference between pictures counts, not the value). `radii`: of corners that
    stand out from the desk, millimetres on a card of ISO/IEC 7810.
    """

    inks: tuple[float, ...]
    papers: tuple[float, ...]
    tilt: tuple[float, float]
    radii: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CardLook:
    """A quick look. `corners`: of the likeliest card, in pixels of the picture, clockwise; none: no card.

    `width`: of its long sides, pixels; `sharpness`, `glare`: as in CardQuality; `brightness`: mean grey of the picture;
    `marks`: None where no card was found.
    """

    corners: tuple[tuple[float, float], ...]
    width: float
    sharpness: float
    glare: float
    brightness: float
    marks: CardMarks | None = None


class CardReader(Protocol):
    """Looks at a picture, or reads it."""

    def look(self, picture: Image) -> CardLook:
        """Finds and measures, reads nothing: tens of milliseconds."""

    def read(self, picture: Image, side: CardSide | None) -> CardReading | NoCard:
        """`side`: the side asked for, or None to find out; a page may come up whatever was asked for.

        Takes seconds of CPU: never on the GUI thread.
        """
