"""What was promised is not what stands in the contract: both, and that the written one counts."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import LeaveAsked, StaffActed
from kiosk.consent.states import ShowingDifferences
from kiosk.dialogue.promises import Compared
from ui import replies
from ui.screens.screen import Screen
from ui.staff.over_page import StaffOverPage
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, column, label, row


class ShowingDifferencesScreen(Screen[ShowingDifferences]):
    """Nobody is accused; not signing is as easy as going on."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state, language = self.m, self.words, self.state, self.around.language
        self._staff = StaffOverPage(layout, self, "differences", frozenset(), lambda act: self.post(StaffActed(act)))
        page = self._staff.page_layout
        parts: list[QWidget] = [self.title(words("difference.title"))]
        rows = {row.topic: row for row in state.rows}
        for difference in state.differences:
            topic = label(m, words(f"promise.{difference.topic}"), "kicker")
            inside: list[QWidget | QLayout] = [topic, Spoken(difference.text[language], m)]
            compared = rows.get(difference.topic)
            if compared is not None:
                inside.append(self._three(compared))
            parts.append(Panel(m, *inside, role="amber"))
        parts.append(label(m, words("difference.note"), "large"))
        if state.explained:
            parts.append(label(m, words("difference.explained"), "strong"))
        self.page(page, *parts, 0)
        on = words("difference.go_on" if state.explained else "difference.tell_me")
        person = words("difference.person")
        page.addLayout(self.answers(self.button(person, replies.no(person)), self.button(on, replies.yes(on))))
        by_staff = self.button(words("difference.by_staff"), self._staff.open, "quiet")
        page.addLayout(row(self.button(words("difference.leave"), LeaveAsked()), by_staff, gap=m.gap))

    def _three(self, compared: Compared) -> QLayout:
        """Sheet, what he heard, what the consultant says, side by side."""
        m, words, language = self.m, self.words, self.around.language
        columns = (("written", compared.sheet), ("told", compared.heard), ("consultant", compared.says))
        cells = [column(label(m, words(f"difference.{name}"), "small"), label(m, text[language], "strong"), gap=m.px(6))
                 for name, text in columns]  # fmt: skip
        return row(*cells, gap=m.gap, equal=True)
