"""What a screen reader is told: figures in the guide's own words, what a picture is, and that another page came."""

from functools import lru_cache

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.dialogue.spoken import spoken
from kiosk.domain.speech import Language
from ui.i18n import Words
from ui.widgets.camera_view import CameraView
from ui.widgets.lines import Lines
from ui.widgets.progress import ChapterBar


def listened() -> bool:
    """Somebody asks for names and announcements; without a screen reader none of this costs anything."""
    return bool(QAccessible.isActive())


def name_all(root: QWidget, words: Words) -> None:
    """Words for what has figures, and for what has none at all."""
    if not listened():
        return
    language = words.language
    for label in root.findChildren(Lines):
        label.tell_by(lambda text: in_words(text, language))
    for bar in root.findChildren(ChapterBar):
        bar.setAccessibleName(in_words(bar.accessibleName(), language))
    for button in root.findChildren(QAbstractButton):
        button.setAccessibleName(in_words(button.accessibleName() or button.text(), language))
    for view in root.findChildren(CameraView):
        view.setAccessibleName(words(f"access.{view.which}"))


@lru_cache(maxsize=512)
def in_words(text: str, language: Language) -> str:
    """As the guide says it; what has no figure is left alone."""
    if not any(sign.isdigit() for sign in text):
        return text
    said = spoken(text, language)
    return said if said.strip() else text


def announce(where: QWidget, words: str, *, urgent: bool = False) -> None:
    """Said by a screen reader at once. `urgent`: it interrupts what it is saying."""
    if not words or not listened():
        return
    told = QAccessibleAnnouncementEvent(where, words)
    polite = QAccessible.AnnouncementPoliteness
    told.setPoliteness(polite.Assertive if urgent else polite.Polite)
    QAccessible.updateAccessibility(told)
