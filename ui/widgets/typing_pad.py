"""A line to type in, what the letters may mean, and the keys: by finger or on a real keyboard alike."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from kiosk.dialogue.pinyin_input import LONGEST, Candidate, candidates, shown
from kiosk.dialogue.typed import MOST, clean
from kiosk.domain.speech import Language
from ui import theme
from ui.access.telling import announce
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.candidates import CandidateRow
from ui.widgets.keyboard import Act, Keyboard
from ui.widgets.text import Panel, column, label, row

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QPlainTextEdit):
    """Takes plain text only, however it comes; `keyed` may take a key before the field does."""

    def __init__(self, m: Metrics, name: str, empty: str, keyed: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._keyed = keyed
        self.setAccessibleName(name)
        self.setPlaceholderText(empty)
        self.setFont(theme.font(m, "large"))
        self.setPalette(theme.palette(theme.INK, theme.CARD))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        lines = 4 if m.portrait else 1
        self.setMinimumHeight(round(self.fontMetrics().height() * (lines + 0.2)))
        self.setMaximumHeight(round(self.fontMetrics().height() * (lines + 2.2)))

    def put(self, words: str) -> None:
        """At the cursor, as far as there is room."""
        cursor = self.textCursor()
        room = MOST - len(self.toPlainText()) + len(cursor.selectedText())
        cursor.insertText(clean(words)[: max(0, room)])
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Signs go through `put`; moving and deleting are Qt's."""
        if self._keyed(event):
            return
        if event.key() in _ENTER:
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.put(event.text())
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """What is pasted is text and nothing else."""
        if source.hasText():
            self.put(source.text())


class TypingPad(QWidget):
    """`done` gets the cleaned text, never an empty one; `changed` is called at every key."""

    def __init__(
        self, m: Metrics, words: Words, asked: str, done: Callable[[str], None], back: Callable[[], None],
        changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._done, self._back, self._changed = done, back, changed
        self._letters = ""
        chinese = words.language is Language.ZH_CN
        self._asked = label(m, asked, "title" if m.portrait else "strong")
        self._note = label(m, "", "amber")
        self._note.hide()
        self.field = Field(m, words("typing.field"), words("typing.empty"), self._typed_on_keys)
        self.field.textChanged.connect(self._show)
        self._spelt = label(m, "", "number")
        self._spelt.setWordWrap(False)
        self._spelt.setFixedHeight(self._spelt.fontMetrics().height())
        self.found = CandidateRow(m, words, self.choose)
        self.keys = Keyboard(m, words, self.press, chinese=chinese)
        written = Panel(m, self.field, tight=True)
        if m.portrait:
            self.setLayout(
                column(self._asked, self._note, written, 0, self._spelt, self.found, self.keys, gap=m.px(10))
            )
        else:  # a low screen has no room for a line of its own
            above = row(gap=m.gap)
            above.addWidget(self._asked, 1)
            above.addWidget(self._note, 1)
            line = row(gap=m.px(12))
            self._spelt.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            line.addWidget(self._spelt, 2)
            line.addWidget(self.found, 7)
            self.setLayout(column(above, written, line, self.keys, gap=m.px(10)))
        self._show()

    def showEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """A real keyboard types at once."""
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Signs of a real keyboard go to the line, wherever among the keys of the screen one is."""
        text = event.text()
        if len(text) == 1 and text.isprintable() and not text.isspace():
            if not self._typed_on_keys(event):
                self.field.put(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.press(Act.DELETE)
        else:
            super().keyPressEvent(event)

    def text(self) -> str:
        """What stands there, letters that wait for a choice left out."""
        return clean(self.field.toPlainText()).strip()

    def put(self, words: str) -> None:
        """Take up what was begun."""
        self.field.put(words)

    def say(self, words: str) -> None:
        """Why it was not taken."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        announce(self._note, words, urgent=True)

    def press(self, name: str) -> None:
        """One key of the screen: a sign or an act."""
        match name:
            case Act.DELETE if self._letters:
                self._letters = self._letters[:-1]
            case Act.DELETE:
                self.field.textCursor().deletePreviousChar()
            case Act.CLEAR:
                self._letters = ""
                self.field.clear()
            case Act.SPACE:
                self._space()
            case Act.LANGUAGE:
                self._as_typed()
                self.keys.show_language(chinese=not self.keys.chinese)
            case Act.BACK:
                self._back()
                return
            case Act.DONE:
                self._finish()
                return
            case _:
                self._sign(name)
        self._show()

    def choose(self, candidate: Candidate) -> None:
        """It takes the place of its letters; what is left of them waits on."""
        self.field.put(candidate.text)
        self._letters = self._letters[candidate.letters :].lstrip("'")
        self._show()

    def _sign(self, sign: str) -> None:
        letter = sign.isascii() and sign.isalpha()
        if self.keys.chinese and (letter or (sign == "'" and self._letters)) and len(self._letters) < LONGEST:
            self._letters += sign.lower()
            return
        self._first()
        self.field.put(sign)

    def _space(self) -> None:
        if self._letters:
            self._first()
        else:
            self.field.put(" ")

    def _first(self) -> None:
        """The likeliest, letter by letter until none waits."""
        while self._letters:
            found = candidates(self._letters)
            if not found:
                self._as_typed()
                return
            self.field.put(found[0].text)
            self._letters = self._letters[found[0].letters :].lstrip("'")

    def _as_typed(self) -> None:
        self.field.put(self._letters)
        self._letters = ""

    def _finish(self) -> None:
        self._first()
        self._show()
        if self.text():
            self._done(self.text())

    def _show(self) -> None:
        self._show_letters()
        self.found.show_candidates(candidates(self._letters) if self._letters else ())
        self.keys.enable_done(bool(self.text() or self._letters))
        self._changed()

    def _show_letters(self) -> None:
        """The end of them, where all have no room."""
        cut = shown(self._letters)
        room = self._spelt.width() or 10_000
        self._spelt.setText(self._spelt.fontMetrics().elidedText(cut, Qt.TextElideMode.ElideLeft, room))

    def _typed_on_keys(self, event: QKeyEvent) -> bool:
        """On a real keyboard: letters wait, digits choose, blank takes the first, Enter ends."""
        text, key = event.text(), event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if not self._letters:
            if key in _ENTER:
                self._finish()
                return True
            if not (self.keys.chinese and len(text) == 1 and text.isascii() and text.isalpha()):
                return False
        return self._while_spelling(text, key)

    def _while_spelling(self, text: str, key: int) -> bool:
        match key:
            case Qt.Key.Key_Backspace:
                self.press(Act.DELETE)
            case Qt.Key.Key_Escape:
                self._letters = ""
            case Qt.Key.Key_Space:
                self.press(Act.SPACE)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._as_typed()
            case Qt.Key.Key_PageDown | Qt.Key.Key_Down:
                self.found.turn()
                return True
            case Qt.Key.Key_PageUp | Qt.Key.Key_Up:
                self.found.turn_back()
                return True
            case _ if len(text) == 1 and text in "123456789":
                self.found.choose(int(text) - 1)
                return True
            case _ if len(text) == 1 and text.isprintable():
                self.press(text)
            case _:
                return False
        self._show()
        return True
