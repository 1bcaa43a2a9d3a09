"""Several cases of his: one button each, all alike, and none of them as large; the order is drawn by lot."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import ChoosingCase
from kiosk.consent.wording_case import NO_CASE, case_words
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.text import column


class ChoosingCaseScreen(Screen[ChoosingCase]):
    """Nothing is marked beforehand."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        language = self.around.language
        made = []
        for case in self.state.cases:
            words = case_words(case, language)
            of_whom = "\n".join(words.rsplit(" · ", 1))
            button = self.button(of_whom, replies.choice(str(case.id), words), "equal")
            button.setAccessibleName(words)
            button.setObjectName(f"case.{case.id}")
            made.append(button)
        none = NO_CASE[language]
        made.append(self.button(none, replies.no(none), "equal"))
        high = max(button.heightForWidth(self.m.width - 2 * self.m.margin) for button in made)
        for button in made:
            button.setMinimumHeight(high)
        self.page(layout, self.asked(), 0, column(*made, gap=self.m.gap), 0)
