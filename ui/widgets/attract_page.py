"""What stands on the attract screen around its buttons. In both languages, Chinese first: nobody has chosen yet."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from kiosk.domain.speech import Language
from ui.corner.scenes import Draw, Moving
from ui.corner.scenes_attract import decides, takes_home, tells
from ui.i18n import Texts
from ui.theme import Metrics, font
from ui.widgets.seal import Seal
from ui.widgets.text import Panel, column, label, row

_ROOMY = 900
"""Pixels of the short side from which pictures may be large."""
_REASONS: tuple[tuple[str, Draw], ...] = (("one", tells), ("two", decides), ("three", takes_home))


def both(texts: Texts, key: str, between: str = "\n") -> str:
    """A text in both languages, Chinese first."""
    return between.join(texts.say(key, language) for language in (Language.ZH_CN, Language.EN))


def promise(m: Metrics, texts: Texts) -> tuple[QWidget | QLayout | int, ...]:
    """What this is, in three pictures; that it costs nothing and binds nobody."""
    heading = column(
        label(m, texts.say("attract.title", Language.ZH_CN), "hero", centred=True),
        label(m, texts.say("attract.title", Language.EN), "large", centred=True),
        gap=m.space(1),
    )
    reasons = [_reason(m, texts, *reason) for reason in _REASONS]
    tiles = column(*reasons, gap=m.space(3)) if m.portrait else row(*reasons, gap=m.gap, equal=True)
    free = column(
        label(m, texts.say("attract.free", Language.ZH_CN), "number", centred=True),
        label(m, texts.say("attract.free", Language.EN), "", centred=True),
        gap=m.space(0),
    )
    return (0, Seal(m.px(150)), heading, 0, tiles, 0, free, 0) if m.portrait else (0, heading, 0, tiles, 0, free, 0)


def minutes(m: Metrics, texts: Texts) -> QLabel:
    """How to begin, and how long it takes."""
    return label(m, both(texts, "attract.how", "\n" if m.portrait else "　"), "", centred=True)


def button_height(m: Metrics) -> int:
    """Of each of the two ways in, or of what stands in their place."""
    return m.px(150 if m.portrait else 130)


def _head_role(m: Metrics, texts: Texts) -> str:
    """The largest in which each heading stands on one line of its card."""
    room = m.width - 2 * m.margin if m.portrait else (m.width - 2 * (m.margin + m.gap)) // len(_REASONS)
    words = (texts.say(f"attract.{name}", Language.ZH_CN) for name, _ in _REASONS)
    letters = QFontMetrics(font(m, "title"))
    return "title" if max(map(letters.horizontalAdvance, words)) <= room - 2 * m.space(4) else "subtitle"


def _reason(m: Metrics, texts: Texts, name: str, draw: Draw) -> QWidget:
    head = label(m, texts.say(f"attract.{name}", Language.ZH_CN), _head_role(m, texts), centred=True)
    more = label(m, texts.say(f"attract.{name}", Language.EN), "", centred=True)
    if not m.portrait:
        return Panel(m, Moving(draw, m.px(140 if min(m.width, m.height) >= _ROOMY else 84)), 0, head, more, 0)
    inside = row(gap=m.space(4))
    inside.addWidget(Moving(draw, m.px(150)), 2)
    inside.addLayout(column(0, head, more, 0, gap=m.space(0)), 3)
    return Panel(m, inside, tight=True)
