"""The fields as they were read; open ones stand out, each can be corrected."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.events import CardConfirmed, CardCorrected
from kiosk.consent.states import ReviewingCard
from kiosk.consent.ways import one_at_a_time
from kiosk.domain.borrower import CardField, CardSide
from kiosk.lending.wording import day_text
from ui import theme
from ui.screens.typing import TypingScreen
from ui.theme import line_edit_style
from ui.widgets.button import Button
from ui.widgets.lines import breakable
from ui.widgets.stills import Still
from ui.widgets.text import Panel, column, label, row

_DIGIT_FIELDS = frozenset({"birth", "number", "valid_from", "valid_to"})
_DIGIT_KEYS = tuple("1234567890X-")


class ReviewingCardScreen(TypingScreen[ReviewingCard]):
    """Look, correct, confirm."""

    fields_below = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self._editing = ""
        self._edit: QLineEdit | None = None
        self._list = QWidget()
        fields = column(*(self._field(f) for f in state.fields), gap=m.px(10))
        photo = Still(state.picture, m, m.px(240 if m.portrait else 250), "card")
        below = m.portrait or one_at_a_time(state.facts)
        inside = (photo, fields) if below else (row(column(photo, 0), fields, gap=m.gap, equal=True),)
        self._list.setLayout(QVBoxLayout())
        holder = self._list.layout()
        assert holder is not None
        holder.setContentsMargins(0, 0, 0, 0)
        self.page(holder, *inside, 0)  # type: ignore[arg-type]
        layout.addWidget(self._list, 1)
        self._confirm = self.button(words("review.confirm"), CardConfirmed(state.side), "primary", "check")
        self._confirm.setEnabled(not any(f.settled_by == "open" and not f.value for f in state.fields))
        layout.addWidget(self._confirm)
        self._layout = layout

    def _field(self, field: CardField) -> QWidget:
        m, words = self.m, self.words
        name = label(self.m, self._name_of(field), "kicker")
        value = label(self.m, self._shown(field.value), "large")
        notes = {"open": words("review.open"), "borrower": words("review.corrected")}
        told: list[QWidget] = [value]
        if field.settled_by in notes:
            told.append(label(self.m, notes[field.settled_by], "amber" if field.settled_by == "open" else "small"))
        change = self.button(words("review.correct"), self._starting(field), "equal", "pen")
        change.setAccessibleDescription(self._name_of(field))  # all of them say the same words
        change.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if self._names_wide() + self._values_wide() + change.sizeHint().width() <= self._room():
            name.setFixedWidth(self._names_wide())
            line = row(name, gap=m.px(16))
        else:
            told.insert(0, name)
            line = row(gap=m.px(6))
        line.addLayout(column(*told, gap=m.px(2)), 1)
        line.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        return Panel(m, line, role="open" if field.settled_by == "open" else "card", tight=True)

    def _shown(self, value: str) -> str:
        """A date as people write it, everything else as it was read."""
        try:
            day = date.fromisoformat(value) if len(value) == len("1952-03-08") else None
        except ValueError:
            day = None
        return day_text(day)[self.around.language] if day is not None else value or "—"

    def _name_of(self, field: CardField) -> str:
        of_page = self.state.side is CardSide.PAGE and field.name == "number"
        return self.words("card.field.page_number" if of_page else f"card.field.{field.name}")

    def _names_wide(self) -> int:
        """Room for the longest word of the names, at every size of letters."""
        letters = QFontMetrics(theme.font(self.m, "kicker"))
        names = map(self._name_of, self.state.fields)
        return max(self.m.px(190), *(letters.horizontalAdvance(word) + 4 for name in names for word in name.split()))

    def _values_wide(self) -> int:
        """Of the longest that can't be broken: a number."""
        letters = QFontMetrics(theme.font(self.m, "large"))
        values = (shown for field in self.state.fields if (shown := self._shown(field.value)).isascii())
        words = (word for each in values for word in breakable(each).replace("\u200b", " ").split())
        return max(map(letters.horizontalAdvance, words), default=0)

    def _room(self) -> int:
        """For name, value and button, beside one another."""
        m = self.m
        beside = 1 if one_at_a_time(self.state.facts) else 2
        page = m.width - 2 * m.margin if m.portrait else round((m.width - 2 * m.margin) * 0.76) // beside
        return page - m.px(2 * 16 + 2 * 16 + 36) - m.gap

    def _starting(self, field: CardField) -> Callable[[], None]:
        return (lambda: self.start_editing(field)) if field.name in _DIGIT_FIELDS else self._type_in(field)

    def start_editing(self, field: CardField) -> None:
        """Over the list: one field and keys for digits."""
        m, words = self.m, self.words
        self._editing = field.name
        edit = QLineEdit(field.value)
        self._edit = edit
        edit.setStyleSheet(line_edit_style(m))
        parts: list[QWidget] = [
            label(self.m, words("review.edit", field=self._name_of(field)), "title"),
            label(self.m, words("review.was_read", value=self._shown(field.was_read or field.value)), "small"),
            edit,
        ]
        self._editor = QWidget()
        inside = column(*parts, gap=m.px(20))
        inside.addLayout(self._keys(edit))
        inside.addStretch(1)
        cancel = self.button(words("review.cancel"), self.stop_editing)
        cancel.leads_back = True
        inside.addLayout(self.answers(cancel, self.button(words("review.save"), self.save)))
        self._editor.setLayout(inside)
        self._list.hide()
        self._confirm.hide()
        self._layout.addWidget(self._editor, 1)
        edit.setFocus()

    def _type_in(self, field: CardField) -> Callable[[], None]:
        def save(text: str) -> bool:
            self.post(CardCorrected(self.state.side, field.name, text))
            return True

        read = self.words("review.was_read", value=self._shown(field.was_read or field.value))
        asked = f"{self.words('review.edit', field=self._name_of(field))} · {read}"
        return self.opener(f"field.{field.name}", asked, save)

    def _keys(self, edit: QLineEdit) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.m.px(12))
        for index, key in enumerate(_DIGIT_KEYS):
            made = Button(key, self.m, _typing(edit, key), "key")
            grid.addWidget(made, index // 4, index % 4)
        grid.addWidget(Button(self.words("need.delete"), self.m, edit.backspace, "key"), 3, 0, 1, 4)
        return grid

    def stop_editing(self) -> None:
        """As it was."""
        self._editor.hide()
        self._editor.deleteLater()
        self._edit = None
        self._list.show()
        self._confirm.show()

    def save(self) -> None:
        """Hand the value up; the machine keeps what was read."""
        if self._edit is not None and self._edit.text().strip():
            self.post(CardCorrected(self.state.side, self._editing, self._edit.text().strip()))
            self.stop_editing()


def _typing(edit: QLineEdit, key: str) -> Callable[[], None]:
    return lambda: edit.insert(key)
