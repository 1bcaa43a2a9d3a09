"""What a screen reader is told: figures in the guide's own words, what a picture is, and that another page came."""

import re

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.dialogue.spoken import spoken
from kiosk.domain.remembered import remembered
from kiosk.domain.speech import Language
from ui.access.stops import in_reading_order
from ui.i18n import Words
from ui.widgets.camera_view import CameraView
from ui.widgets.drawn import Drawn
from ui.widgets.lines import Lines
from ui.widgets.progress import ChapterBar

_CODE = re.compile(r"[0-9a-f]{8}(?:-\u200b?[0-9a-f]{4}){3}-\u200b?[0-9a-f]{12}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_NOTHING, _POINT = "—", "."


def listened() -> bool:
    """Somebody asks for names and announcements; without a screen reader none of this costs anything."""
    return bool(QAccessible.isActive())


def name_all(root: QWidget, words: Words) -> None:
    """Words for what has figures, and for what has none at all."""
    if not listened():
        return
    language = words.language
    signs = {_NOTHING: words("access.nothing"), _POINT: words("access.point")}
    for label in root.findChildren(Lines):
        label.tell_by(lambda text: signs.get(text.strip()) or in_words(text, language))
        if label.accessibleName().endswith(f": {_NOTHING}"):
            label.setAccessibleName(label.accessibleName().replace(_NOTHING, signs[_NOTHING]))
    for bar in root.findChildren(ChapterBar):
        bar.setAccessibleName(in_words(bar.accessibleName(), language))
    for button in root.findChildren(QAbstractButton):
        name = button.accessibleName() or button.text()
        button.setAccessibleName(signs.get(name) or in_words(name, language))
        button.setAccessibleDescription(in_words(button.accessibleDescription(), language))
    for drawn in root.findChildren(Drawn):
        drawn.setAccessibleName(in_words(drawn.accessibleName(), language))
    for view in root.findChildren(CameraView):
        view.setAccessibleName(words(f"access.{view.which}"))


@remembered(512)
def in_words(text: str, language: Language) -> str:
    """As the guide says it, each line in its own language, a number of a session sign by sign; what has no figure is
    left alone."""
    if not any(sign.isdigit() for sign in text):
        return text
    text = _CODE.sub(lambda found: " ".join(found[0].replace("-", "").replace("\u200b", "")), text)
    said = "\n".join(_line(line, language) for line in text.split("\n"))
    return said if said.strip() else text


def _line(line: str, language: Language) -> str:
    if _CHINESE.search(line):
        return spoken(line, Language.ZH_CN)
    return spoken(line, Language.EN if _LATIN.search(line) else language)


def page_told(page: QWidget) -> str:
    """All that stands on a page for which the guide has no words."""
    labels = (each for each in in_reading_order(page) if isinstance(each, Lines))
    return " ".join(told for each in labels if (told := each.accessibleName() or each.text()).strip())


def announce(where: QWidget, words: str, *, urgent: bool = False) -> None:
    """Said by a screen reader at once. `urgent`: it interrupts what it is saying."""
    if not words or not listened():
        return
    told = QAccessibleAnnouncementEvent(where, words)
    polite = QAccessible.AnnouncementPoliteness
    told.setPoliteness(polite.Assertive if urgent else polite.Polite)
    QAccessible.updateAccessibility(told)
