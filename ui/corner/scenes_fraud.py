"""Pictures of the ways in which people are cheated. Each moves slowly, tells one idea and looks whole when still."""

from ui import theme
from ui.corner.brush import Brush


def fees_first(b: Brush) -> None:
    """A coin goes over the counter; the bag of money stays behind a pane."""
    b.person(28, 48)
    b.box(96, 22, 56, 58, theme.PINE_TINT, theme.PINE)
    b.disc(124, 56, 15, theme.AMBER_TINT, theme.AMBER_INK)
    b.line((116, 42), (132, 42), colour=theme.AMBER_INK, width=4)
    b.text("¥", 124, 57, 16, theme.AMBER_INK)
    b.coin(50 + 34 * b.rise(), 44, 7)
    b.arrow((52, 62), (86, 62), theme.RED)
    b.line((92, 14), (92, 90), colour=theme.LINE_STRONG, width=3)
    b.cross(74, 82, 6)


def no_interest(b: Brush) -> None:
    """A tag that says nothing is due, and what drips out under it."""
    b.box(46, 8, 68, 36, theme.PINE, "", 8)
    b.text("0%", 80, 26, 22, theme.ON_PINE)
    b.line((80, 2), (80, 8))
    for n, x in enumerate((58, 80, 102)):
        b.coin(x, 56 + 8 * b.rise(n / 3), 7.5)
    b.line((40, 78), (46, 94), (114, 94), (120, 78), width=3)


def fake_staff(b: Brush) -> None:
    """A badge held before a face that is not the one on it."""
    b.person(50, 46, theme.LINE_STRONG, 1.25)
    b.box(84, 22, 50, 62, theme.CARD, theme.PINE)
    b.box(102, 14, 14, 8, theme.PINE, "", 2)
    b.person(109, 52, theme.PINE, 0.8)
    b.line((92, 78), (126, 78), colour=theme.LINE_STRONG)
    b.disc(136, 22 + 2 * b.sway(), 13, theme.RED_TINT, theme.RED)
    b.text("?", 136, 22 + 2 * b.sway(), 17, theme.RED)


def lent_name(b: Brush) -> None:
    """A card goes to another, and the debt comes back to whom it belongs to."""
    b.person(28, 44)
    b.person(132, 44, theme.LINE_STRONG)
    x = 52 + 36 * b.rise()
    b.box(x, 24, 26, 17, theme.CARD, theme.PINE, 2)
    b.disc(x + 7, 32, 3.4, theme.PINE)
    b.line((x + 14, 30), (x + 22, 30), width=1.6)
    b.line((x + 14, 35), (x + 20, 35), width=1.6)
    b.arrow((112, 84), (50, 84), theme.RED)
    b.paper(70, 60, 20, 18, 2)
    b.text("¥", 80, 90, 13, theme.RED)


def shared_screen(b: Brush) -> None:
    """What stands on the phone is seen by an eye that nobody asked for."""
    b.phone(34, 12, 44, 76)
    for n in range(3):
        b.disc(46 + 10 * n, 50, 3.2, theme.PINE)
    b.line((42, 62), (70, 62), colour=theme.LINE_STRONG)
    b.line((84, 40), (104, 34), colour=theme.RED, width=1.8)
    b.line((84, 58), (104, 66), colour=theme.RED, width=1.8)
    b.drawn(theme.RED, 3, theme.CARD)
    b.p.drawEllipse(106, 32, 44, 36)
    b.disc(128 + 5 * b.sway(), 50, 9, theme.RED)
    b.disc(128 + 5 * b.sway(), 50, 3.6, theme.INK)


def refinancing(b: Brush) -> None:
    """A ball of debt that rolls down and grows."""
    b.line((8, 34), (152, 92), colour=theme.LINE_STRONG, width=3)
    for n, (x, r) in enumerate(((26, 9), (62, 14), (110, 22))):
        y = 34 + (x - 8) * 58 / 144 - r - 2
        b.disc(x, y, r + 0.8 * b.rise(n / 3), theme.AMBER_TINT, theme.AMBER_INK)
        b.text("¥", x, y, r, theme.AMBER_INK)
    b.arrow((34, 14), (52, 20), theme.RED)
    b.arrow((76, 22), (96, 30), theme.RED)


def false_voice(b: Brush) -> None:
    """On the phone somebody whom one knows, with another's shadow behind."""
    b.phone(56, 8, 52, 84)
    b.person(82, 56, theme.PINE, 0.95)
    b.drawn(theme.RED, 2.2)
    b.p.drawEllipse(68, 30, 28, 30)
    for n in range(3):
        high = 4 + 5 * b.rise(n / 5)
        for side in (-1, 1):
            x = 82 + side * (36 + 9 * n)
            b.line((x, 50 - high), (x, 50 + high), colour=theme.RED, width=2.6)
    b.disc(126, 18, 11, theme.RED_TINT, theme.RED)
    b.text("?", 126, 18, 15, theme.RED)


def tied(b: Brush) -> None:
    """Money to which something hangs that was not asked for."""
    b.coin(44, 42, 22)
    b.line((64, 50), (84, 56 + b.sway()), (100, 50), colour=theme.RED, width=2.6)
    y = 24 + 2 * b.sway()
    b.arc(120, y + 24, 26, 0, 180, theme.PINE, 3)
    b.line((94, y + 24), (146, y + 24), width=3)
    b.line((120, y - 2), (120, y + 52), width=3)
    b.arc(126, y + 52, 6, 180, 180, theme.PINE, 3)
    b.box(26, 72, 36, 16, theme.CARD, theme.PINE, 2)
    b.cross(34, 80, 4)
    b.line((44, 80), (56, 80), colour=theme.LINE_STRONG)
