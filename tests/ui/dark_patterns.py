"""What would push a borrower somewhere: looked for in a window as it is laid out, and in every text that may be shown.

Each function gives the faults in words; an empty list is a page that leaves him free.
"""

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from kiosk.domain.speech import Language
from ui import theme
from ui.widgets.button import _LOOKS, Button

_ANSWERS = ("equal", "primary")
_NEARLY_WHITE = 1.3
_URGENT = {
    Language.ZH_CN: r"名额|仅剩|只剩|最后(?:一天|机会|\d)|限时|限量|抓紧|赶快|赶紧|马上就要|倒计时|错过|手慢|先到先得"
    r"|今天不.{0,4}就没",
    Language.EN: r"\b(?:(?<!no )hurry|last chance|only \d+ left|limited (?:time|offer)|act now|don't miss"
    r"|before it's too late|expires? in \d+ (?:min|sec))\b",
}
_GUILT = {
    Language.ZH_CN: r"真的(?:要|不)|确定不要|太可惜|可惜了|遗憾|辜负|浪费.{0,4}(?:机会|时间)|别人都|大家都(?:选|签)"
    r"|放弃(?:优惠|福利)|狠心",
    Language.EN: r"\b(?:are you really|what a pity|such a shame|you will regret|everyone else|others have chosen|"
    r"no,? i (?:don't|do not) want to save|let us down)\b",
}
_PRAISE = {
    Language.ZH_CN: r"(?<!不)推荐(?!哪一家)|首选|最划算|最合适|最受欢迎|人气|热门|超值|优惠价|零风险|无风险"
    r"|保证(?:通过|下款|能)|稳赚|0利息",
    Language.EN: r"\b(?:best (?:choice|deal|offer|value)|most popular|top pick|risk[- ]free|guaranteed approval|"
    r"(?:we|highly) recommend(?:ed)?|recommended)\b",
}
WORD_LISTS = {"urgency": _URGENT, "guilt": _GUILT, "praise": _PRAISE}


def wording_faults(texts: Iterable[tuple[str, str]], language: Language) -> list[str]:
    """`texts`: where a text stands, and the text."""
    found = []
    for where, text in texts:
        for name, words in WORD_LISTS.items():
            hit = re.search(words[language], text, re.IGNORECASE)
            if hit is not None:
                found.append(f"{where}: {name}: {hit[0]!r} in {text!r}")
    return found


def shown_texts(window: QWidget) -> list[str]:
    """All words on it."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    return [*labels, *(button.text() for button in window.findChildren(QAbstractButton) if button.isVisible())]


def size_faults(window: QWidget) -> list[str]:
    """Answers beside one another: one is larger, bolder or in another colour than the other."""
    found = []
    for group in _groups(window):
        names = [button.text() for button in group]
        for what, values in (
            ("role", {button.role for button in group}), ("font", {button.font().key() for button in group}),
        ):  # fmt: skip
            if len(values) > 1:
                found.append(f"{names}: {what} differs")
        for what, sizes in (("width", [b.width() for b in group]), ("height", [b.height() for b in group])):
            if max(sizes) - min(sizes) > 1:
                found.append(f"{names}: {what} differs: {sizes}")
    return found


def _groups(window: QWidget) -> Iterator[list[Button]]:
    """Answers of one row; and, wherever they stand, the offers with none of these."""
    lines: dict[tuple[int, int], list[Button]] = {}
    for button in window.findChildren(Button):
        fixed = button.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed  # a tool of a line, no answer
        if button.isVisible() and button.role in _ANSWERS and not fixed:
            place = (id(button.parentWidget()), button.mapTo(window, button.rect().center()).y())
            lines.setdefault(place, []).append(button)
    yield from (line for line in lines.values() if len(line) > 1)
    if len(offers := choice_buttons(window)) > 1:
        yield offers


def choice_buttons(window: QWidget) -> list[Button]:
    """Of the offers and of none, in reading order."""
    found = [b for b in window.findChildren(Button) if b.objectName().startswith("choose.") and b.isVisible()]
    return sorted(found, key=lambda b: (b.mapTo(window, QPoint(0, 0)).y() // 8, b.mapTo(window, QPoint(0, 0)).x()))


def order_faults(window: QWidget, order: tuple[str, ...]) -> list[str]:
    """The offers do not stand as the lot drew them, or none of these is missing."""
    named = [button.objectName().removeprefix("choose.") for button in choice_buttons(window)]
    if named and named != [*order, "none"]:
        return [f"offers stand as {named}, the lot drew {list(order)}, then none"]
    return []


def ticked_faults(window: QWidget, settings_page: bool) -> list[str]:
    """Something is chosen before the borrower chose: a ticked box, a button that looks chosen, a default key."""
    # A button that looks chosen is ticked for a screen reader, too: it is counted once, below.
    boxes = [b for b in window.findChildren(QAbstractButton) if not (isinstance(b, Button) and b.role == "chosen")]
    found = [f"{b.text()!r} is ticked" for b in boxes if b.isCheckable() and b.isChecked()]
    if not settings_page:
        chosen = [b for b in window.findChildren(Button) if b.role == "chosen" and b.isVisible()]
        found += [f"{b.text()!r} looks chosen" for b in chosen]
    return found


def contrast_faults(window: QWidget, level: int) -> list[str]:
    """Words that stand out less than this level promises: an option made faint."""
    least, found = theme.LEAST_CONTRAST[level], []
    for button in window.findChildren(Button):
        if button.isVisible() and button.isEnabled():
            ground, _, words, _ = _LOOKS[button.role]
            seen = theme.contrast(theme.at_level(words, level), theme.at_level(ground, level))
            if seen < least - 0.01:
                found.append(f"button {button.text()!r}: {seen:.1f} below {least}")
    grounds = [theme.at_level(ground, level) for ground in (theme.PAPER, theme.CARD)]
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            ink = label.palette().color(QPalette.ColorRole.WindowText).name()
            # Nearly white words stand on a dark picture; all others must stand out on paper.
            white = theme.contrast(ink, theme.SNOW) < _NEARLY_WHITE
            under = [theme.at_level(theme.NIGHT, level)] if white else grounds
            seen = min(theme.contrast(ink, ground) for ground in under)
            if seen < least - 0.01:
                found.append(f"label {label.text()!r}: {seen:.1f} below {least}")
    return found
