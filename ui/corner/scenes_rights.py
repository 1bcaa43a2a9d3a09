"""Pictures of what money costs, and of what one may ask for."""

from ui import theme
from ui.corner.brush import Brush


def flat(b: Brush) -> None:
    """What is owed falls month by month; what is charged stays as it was."""
    b.line((14, 90), (150, 90), colour=theme.INK, width=2.4)
    for n in range(6):
        high = 58 * (1 - n / 6.5)
        b.box(18 + 22 * n, 90 - high, 14, high, theme.PINE_TINT, theme.PINE, 1)
    y = 24 + 1.5 * b.sway()
    b.line((18, y), (146, y), colour=theme.RED, width=3.4)
    b.text("%", 140, y - 12, 14, theme.RED)


def daily(b: Brush) -> None:
    """Small every day, a heap in a year."""
    for n in range(12):
        x, y = 12 + 17 * (n % 4), 16 + 24 * (n // 4)
        b.box(x, y, 14, 18, theme.CARD, theme.PINE, 2)
        b.disc(x + 7, y + 10, 2.6 + 0.6 * b.rise(n / 12), theme.AMBER_INK)
    b.arrow((84, 50), (100, 50))
    for n in range(5):
        b.coin(112 + 16 * (n % 2) + 8 * (n // 4), 84 - 14 * (n // 2) - 0.8 * b.rise(n / 5), 8.5)


def late(b: Brush) -> None:
    """The hand of a clock goes on, and coins are laid on top."""
    b.disc(54, 50, 36, theme.CARD, theme.PINE)
    for n in range(12):
        b.p.save()
        b.p.translate(54, 50)
        b.p.rotate(30 * n)
        b.line((0, -32), (0, -28), colour=theme.LINE_STRONG)
        b.p.restore()
    b.line((54, 50), (54, 28), width=3)
    b.line((54, 50), (72 + 3 * b.sway(), 62), colour=theme.RED, width=3)
    for n in range(4):
        b.box(108, 80 - 12 * n - (2 * b.rise() if n == 3 else 0), 36, 9, theme.AMBER_TINT, theme.AMBER_INK, 4)


def guarantee(b: Brush) -> None:
    """One puts the load down, the other holds it."""
    b.person(36, 46, theme.LINE_STRONG)
    b.person(118, 56)
    b.coin(118, 18 + 1.5 * b.sway(), 14)
    b.line((100, 44), (104, 30), width=4)
    b.line((136, 44), (132, 30), width=4)
    b.arrow((58, 24), (92, 18), theme.RED)


def consent(b: Brush) -> None:
    """A page with a yes and a no for each line."""
    b.paper(38, 8, 84, 84, 0)
    for n in range(3):
        y = 26 + 24 * n
        b.line((48, y), (80, y), colour=theme.LINE_STRONG)
        b.box(88, y - 8, 14, 14, theme.PINE_TINT, theme.PINE, 2)
        b.box(104, y - 8, 14, 14, theme.CARD, theme.PINE, 2)
    b.tick(95, 25, 5)
    b.tick(95, 73, 5)
    b.cross(111, 47, 3.4 + 0.5 * b.rise())


def face(b: Brush) -> None:
    """A camera or two people: scales in balance."""
    b.line((80, 26), (80, 84), width=3)
    b.line((60, 88), (100, 88), width=3)
    lift = 1.5 * b.sway()
    b.line((30, 34 + lift), (130, 34 - lift), width=3)
    b.line((30, 34 + lift), (30, 44 + lift), width=1.6)
    b.line((130, 34 - lift), (130, 44 - lift), width=1.6)
    b.box(12, 46 + lift, 36, 26, theme.CARD, theme.PINE)
    b.disc(30, 59 + lift, 8, theme.PINE_TINT, theme.PINE)
    b.person(120, 62 - lift, theme.PINE, 0.62)
    b.person(141, 62 - lift, theme.PINE, 0.62)
    b.disc(80, 22, 5, theme.PINE)


def complaint(b: Brush) -> None:
    """A call that is heard."""
    b.person(34, 54)
    b.bubble(54, 10, 92, 42, (52, 60), theme.PINE_TINT)
    b.text("12378", 100, 31, 22, theme.PINE)
    for n in range(3):
        b.arc(120, 74, 8 + 8 * n + b.rise(), -40, 80, theme.PINE, 2.4)
    b.box(104, 66, 12, 18, theme.PINE, "", 4)


def thinking(b: Brush) -> None:
    """Home, with a light in the window and a pot of tea: tomorrow is a day, too."""
    b.house(56, 88, 84, 74)
    b.box(72, 56, 20, 20, theme.SOUNDING_WORD, theme.PINE, 2)
    b.box(106, 58, 18, 30, theme.PINE_TINT, theme.PINE, 2)
    b.line((8, 88), (152, 88), colour=theme.LINE_STRONG, width=2.4)
    b.person(30, 60, theme.PINE, 0.9)
    for n in range(2):
        x = 78 + 8 * n + b.sway(n / 4)
        b.line((x, 22), (x + 2 * b.sway(0.25), 14), (x, 6), colour=theme.LINE_STRONG, width=2)
