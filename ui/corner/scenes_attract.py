"""The three pictures of the first page: it tells you, you decide, you take it home."""

from ui import theme
from ui.corner.brush import Brush


def tells(b: Brush) -> None:
    """A kiosk with a friendly face speaks to somebody who sits before it."""
    b.box(10, 14, 58, 58, theme.PINE, "", 8)
    b.box(15, 19, 48, 40, theme.CARD, "", 4)
    for x in (31, 47):
        b.disc(x, 34, 2.6, theme.PINE)
    b.arc(39, 38, 9, 205, 130, theme.PINE, 2.6)
    b.line((39, 72), (39, 90), width=5)
    b.line((22, 92), (56, 92), width=5)
    for n in range(3):
        high = 4 + (5 + 2 * n) * b.rise(n / 6)
        b.line((78 + 9 * n, 40 - high), (78 + 9 * n, 40 + high), colour=theme.AMBER_INK, width=3)
    b.person(130, 56, theme.PINE, 1.2)
    b.line((106, 90), (154, 90), colour=theme.LINE_STRONG, width=3)


def decides(b: Brush) -> None:
    """Sheets of equal size side by side; the hand is free, and may take none."""
    for n in range(3):
        y = 14 + 2 * b.sway(n / 3)
        b.paper(14 + 46 * n, y, 36, 50, 2)
        b.text("%", 32 + 46 * n, y + 9, 10)
    b.line((14, 82), (60, 82), colour=theme.LINE_STRONG, width=2)
    b.line((100, 82), (146, 82), colour=theme.LINE_STRONG, width=2)
    b.disc(80, 82, 12, theme.PINE)
    b.text("?", 80, 82, 15, theme.ON_PINE)


def takes_home(b: Brush) -> None:
    """A sheet with a seal goes home."""
    b.house(92, 88, 56, 58)
    b.box(112, 66, 16, 22, theme.PINE_TINT, theme.PINE, 2)
    x = 14 + 8 * b.rise()
    b.paper(x, 16, 50, 66, 4)
    b.disc(x + 38, 68, 11, theme.RED_TINT, theme.RED)
    b.text("明", x + 38, 68, 11, theme.RED)
    b.arrow((x + 58, 50), (x + 72, 50))
