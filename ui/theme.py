"""Colour, type, spacing and motion of every screen, in one place; a test holds all others free of such numbers.

A quiet paper-like ground, one deep accent (pine green), ink that an old eye reads. Text stands at 7:1 or better on
whatever lies under it, by day and by night, and at 20:1 in black on white; `TEXT_PAIRS` lists the pairs that the tests
measure, and another test measures the painted pixels.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QPalette

PAPER = "#F6F1E6"
CARD = "#FFFDF7"
INK = "#1E2924"
INK_SOFT = "#414C46"
PINE = "#17493C"
PINE_DEEP = "#0F352B"
PINE_TINT = "#E4ECE2"
LINE = "#D8D0BF"
LINE_STRONG = "#8C8672"
AMBER_INK = "#5E3400"
AMBER_TINT = "#FBE9C7"
RED = "#8C1D18"
RED_TINT = "#F8E3DD"
SOUNDING = "#E9E9D6"
"""Behind the sentence that the guide is saying."""
SOUNDING_WORD = "#FFE7A3"
"""Behind the word of it."""
NIGHT = "#14211C"
"""Behind live pictures."""
SNOW = "#FFFFFF"
"""Over live pictures."""
ON_PINE = "#FDFFFE"
"""Words on a filled button."""
AIM = "#2F8F6B"
"""The frame that a card or a face is to fill."""
VEIL = "#96141F1B"
"""Over what lies outside of it."""
DIMMED = "#46524C"
"""The half of a page that gives no light: paper would light the wrong cheek; black would make the change harder."""

TEXT_PAIRS = (
    (INK, PAPER),
    (INK, CARD),
    (INK, PINE_TINT),
    (INK, AMBER_TINT),
    (INK, RED_TINT),
    (INK_SOFT, PAPER),
    (INK_SOFT, CARD),
    (INK_SOFT, PINE_TINT),
    (PINE_DEEP, PAPER),
    (PINE_DEEP, CARD),
    (PINE, PAPER),
    (PINE, CARD),
    (PINE, PINE_TINT),
    (INK, SOUNDING),
    (INK, SOUNDING_WORD),
    (INK_SOFT, SOUNDING),
    (INK_SOFT, SOUNDING_WORD),
    (PINE_DEEP, SOUNDING),
    (PINE_DEEP, SOUNDING_WORD),
    (PINE, SOUNDING),
    (PINE, SOUNDING_WORD),
    (ON_PINE, PINE),
    (ON_PINE, PINE_DEEP),
    (SNOW, NIGHT),
    (AMBER_INK, AMBER_TINT),
    (RED, CARD),
    (RED, PAPER),
    (RED, RED_TINT),
)
"""(text, ground): every pair in use; each has a contrast of at least 7:1."""

CONTRASTS = (1, 2, 3, 4)
"""Soft, clear, black on white, and by night."""
LEAST_CONTRAST = {1: 7.0, 2: 10.0, 3: 20.0, 4: 7.0}
"""Every pair of TEXT_PAIRS stands out so far at each of them."""
_CLEARER = {
    PAPER: "#FDFBF6", CARD: "#FFFFFF", PINE_TINT: "#F1F6F1", AMBER_TINT: "#FFF4DC", RED_TINT: "#FDF1EE",
    INK: "#0E1512", INK_SOFT: "#1D2622", PINE: "#0B3327", PINE_DEEP: "#08261D", AMBER_INK: "#3B2000", RED: "#5A0D0A",
    LINE: "#8C8672", LINE_STRONG: "#3F3B30", NIGHT: "#0A110E", SOUNDING: "#F4F4E6", SOUNDING_WORD: "#FFF2C9",
}  # fmt: skip
_STRONGEST = {
    **dict.fromkeys((PAPER, CARD, PINE_TINT, AMBER_TINT, RED_TINT, ON_PINE, SOUNDING, SOUNDING_WORD), "#FFFFFF"),
    **dict.fromkeys((INK, INK_SOFT, PINE, PINE_DEEP, AMBER_INK, RED, LINE_STRONG, NIGHT), "#000000"),
    LINE: "#9A9A9A",
}
_BY_NIGHT = {
    PAPER: "#101714", CARD: "#1A2520", PINE_TINT: "#20322A", AMBER_TINT: "#382A0E", RED_TINT: "#3B1D1A",
    INK: "#F4F1E8", INK_SOFT: "#D9DCD3", PINE: "#A9E2C5", PINE_DEEP: "#CFF0DF", AMBER_INK: "#FFD692", RED: "#FFBAB0",
    LINE: "#3B4942", LINE_STRONG: "#93A49B", NIGHT: "#050806", SOUNDING: "#2A392F", SOUNDING_WORD: "#473B10",
    ON_PINE: "#0B1A14",
}  # fmt: skip
_LEVELS: dict[int, dict[str, str]] = {1: {}, 2: _CLEARER, 3: _STRONGEST, 4: _BY_NIGHT}
_now: dict[str, str] = {}
"""What the colours are exchanged for at the contrast in use: one window, one borrower."""


def use_contrast(level: int) -> None:
    """From here on everything is painted at this level."""
    _now.clear()
    _now.update(_LEVELS[level])


def shade(colour: str) -> str:
    """A colour of this file as the contrast in use has it."""
    return _now.get(colour, colour)


def painted(colour: str) -> QColor:
    """The same, to paint with."""
    return QColor(shade(colour))


def fixed(colour: str) -> QColor:
    """A colour that is the same at every contrast: of what lies over a live picture, and of paper."""
    return QColor(colour)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` 0: the one; 1: the other."""
    here, there = (one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue())
    return QColor(*(round(a + (b - a) * share) for a, b in zip(here, there, strict=True)))


def bgr(triple: tuple[int, int, int]) -> QColor:
    """Of what a camera or a light is told in numbers."""
    blue, green, red = triple
    return QColor(red, green, blue)


def edged() -> bool:
    """Whether grounds alone say nothing at the contrast in use, and need an edge."""
    return shade(PINE_TINT) == shade(CARD)


FLASHES_A_SECOND = 2
"""At most, of anything that moves by itself (WCAG 2, 2.3.1 allows three)."""
FADE_MS = 200
"""A change of ground is a fade, never a jump; over before what the skin shows is measured (0.3 s)."""
BREATH_SECONDS = 4.0
"""One breath of whatever waits."""
SLEW = 3.2
"""What follows a loudness moves at most so much a second, of its whole way: to and fro takes longer than 0.5 s."""
_motion = [True]


def use_motion(on: bool) -> None:
    """Off: nothing moves by itself; what is heard is told by what is lit."""
    _motion[0] = on


def motion() -> bool:
    """Whether anything may move by itself."""
    return _motion[0]


def at_level(colour: str, level: int) -> str:
    """A colour as that level has it."""
    return _LEVELS[level].get(colour, colour)


SANS = "Noto Sans CJK SC"
SERIF = "Noto Serif CJK SC"

SPACES = (4, 8, 14, 20, 28, 44)
"""Every distance between two things is one of these, at 1080 (`Metrics.space`)."""
SIZES = (1, 2, 3, 4)
_TEXT_SCALE = {1: 0.88, 2: 1.0, 3: 1.2, 4: 1.42}
_SMALLEST_BODY = 20
_TALL = 1.12
"""A tall screen has room for larger type."""
_TARGET_MM = 20.0
"""What is touched is at least so high, where the panel says how large it is."""
_SMALLEST_TARGET = 72
"""Pixels; 20 mm on the panels of docs/HARDWARE.md."""


def contrast(text: str, ground: str) -> float:
    """Contrast ratio of two colours `#RRGGBB`, 1..21 (WCAG 2)."""
    bright, dark = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True, slots=True)
class Metrics:
    """All sizes in pixels, from the window and the borrower's text size (1 to 4)."""

    width: int
    height: int
    text_size: int = 2
    dpi: float = 0.0
    """Of the panel, to reckon in millimetres; 0: not known."""
    left_handed: bool = False
    """Answers and keys stand on the left, so that the hand covers nothing."""
    unit: float = field(init=False)
    """1.0 on a screen whose short side has 1080 px."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", min(1.6, max(0.66, min(self.width, self.height) / 1080)))

    @property
    def portrait(self) -> bool:
        """A tall screen: the guide stands above the page, otherwise beside it."""
        return self.height > self.width

    def px(self, at_1080: float) -> int:
        """A length that grows with the screen but not with the text."""
        return max(1, round(at_1080 * self.unit))

    def space(self, step: int) -> int:
        """The distance of this step, 0 to 5."""
        return self.px(SPACES[step])

    def millimetres(self, mm: float) -> int:
        """In pixels of this panel; 0 where its resolution is not known."""
        return round(mm / 25.4 * self.dpi)

    def _type(self, at_1080: float) -> int:
        tall = _TALL if self.portrait else 1.0
        return max(_SMALLEST_BODY, round(at_1080 * self.unit * tall * _TEXT_SCALE[self.text_size]))

    @property
    def body(self) -> int:
        """Running text."""
        return self._type(30)

    @property
    def small(self) -> int:
        """Labels and clauses: never smaller than this."""
        return self._type(25)

    @property
    def tiny(self) -> int:
        """Names of figures in a table of offers."""
        return self._type(21)

    @property
    def large(self) -> int:
        """What the guide says, and what a button does."""
        return self._type(35)

    @property
    def title(self) -> int:
        """Headings."""
        return self._type(45)

    @property
    def saying(self) -> int:
        """Words of the guide that are the page."""
        return self._type(48)

    @property
    def figure(self) -> int:
        """The one number of a page."""
        return self._type(64)

    @property
    def hero(self) -> int:
        """The promise on the attract screen."""
        return self._type(78 if self.portrait else 64)

    @property
    def mark(self) -> int:
        """Bars and marks: the same at every text size, they must stand on every page."""
        return max(18, round(24 * self.unit))

    @property
    def target(self) -> int:
        """Height of whatever is touched: 20 mm or more."""
        return max(self.key_target, round(self.large * 2.1))

    @property
    def key_target(self) -> int:
        """Height of a key at least: the same at every text size, so that all of a pad stand on the page."""
        return max(_SMALLEST_TARGET, round(92 * self.unit), self.millimetres(_TARGET_MM))

    @property
    def brand(self) -> int:
        """The name in the top bar."""
        return self.px(40)

    @property
    def bar_target(self) -> int:
        """Height of what is touched in the bars."""
        return max(_SMALLEST_TARGET, round(96 * self.unit), self.millimetres(_TARGET_MM))

    @property
    def gap(self) -> int:
        """Between two things that are touched: 8 mm or more at 1080."""
        return self.px(28)

    @property
    def margin(self) -> int:
        """From the edge of the screen."""
        return self.px(44)

    @property
    def radius(self) -> int:
        """Of cards and buttons."""
        return self.px(18)


@dataclass(frozen=True, slots=True)
class Ground:
    """A coloured area and its edge, `width` px wide."""

    fill: str
    edge: str = ""
    width: int = 0

    def seen(self) -> "Ground":
        """With a clear edge where its fill alone can't be told from the page."""
        plain = not self.width or self.edge == LINE
        return Ground(self.fill, LINE_STRONG, 2) if edged() and plain else self


GROUNDS = {
    "card": Ground(CARD, LINE, 2),
    "tint": Ground(PINE_TINT),
    "amber": Ground(AMBER_TINT),
    "open": Ground(AMBER_TINT, AMBER_INK, 3),
    "red": Ground(RED_TINT),
    "ai": Ground(PINE_TINT),
    "training": Ground(AMBER_TINT, AMBER_INK, 2),
    "bar": Ground(CARD),
}

TEXT_ROLES: dict[str, tuple[str, bool, str, str]] = {
    "": ("body", False, SANS, INK),
    "strong": ("body", True, SANS, INK),
    "small": ("small", False, SANS, INK_SOFT),
    "status": ("mark", False, SANS, INK_SOFT),
    "kicker": ("small", True, SANS, PINE),
    "count": ("body", True, SANS, PINE),
    "cell": ("small", True, SANS, INK),
    "tiny": ("tiny", False, SANS, INK_SOFT),
    "strong_tiny": ("tiny", True, SANS, INK),
    "amber": ("small", True, SANS, AMBER_INK),
    "danger": ("body", True, SANS, RED),
    "large": ("large", False, SANS, INK),
    "guide": ("large", False, SANS, INK),
    "number": ("large", True, SANS, PINE),
    "saying": ("saying", False, SANS, INK),
    "figure": ("figure", True, SANS, PINE),
    "title": ("title", True, SERIF, PINE_DEEP),
    "subtitle": ("large", True, SERIF, PINE_DEEP),
    "hero": ("hero", True, SERIF, PINE_DEEP),
    "brand": ("brand", True, SERIF, PINE_DEEP),
    "ai": ("mark", False, SANS, PINE),
    "training": ("mark", True, SANS, AMBER_INK),
}
"""Role -> size (a property of Metrics), bold, family, colour."""


def font(m: Metrics, role: str) -> QFont:
    """The type of a role. Set on each widget: a style sheet would cost the GUI thread 50 ms a page."""
    size, bold, family, _ = TEXT_ROLES[role]
    made = QFont(family)
    made.setPixelSize(getattr(m, size))
    made.setBold(bold)
    return made


def colour(role: str) -> str:
    """The ink of a role."""
    return TEXT_ROLES[role][3]


def palette(ink: str, ground: str = PAPER) -> QPalette:
    """Ink on a ground, at the contrast in use."""
    return _palette(shade(ink), shade(ground), shade(CARD), shade(PINE))


@lru_cache(maxsize=64)
def _palette(ink: str, ground: str, card: str, accent: str) -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    made.setColor(QPalette.ColorRole.Text, QColor(ink))
    made.setColor(QPalette.ColorRole.Window, QColor(ground))
    made.setColor(QPalette.ColorRole.Base, QColor(card))
    made.setColor(QPalette.ColorRole.Highlight, QColor(accent))
    return made


def line_edit_style(m: Metrics) -> str:
    """The one widget that is dressed by a style sheet."""
    return (
        f'QLineEdit {{ font-family: "{SANS}"; font-size: {m.large}px; color: {shade(INK)}; background: {shade(CARD)};'
        f" border: 3px solid {shade(PINE)}; min-height: {m.target - 12}px; border-radius: {m.px(12)}px;"
        f" padding: 0 {m.px(18)}px; selection-background-color: {shade(PINE)}; }}"
    )
