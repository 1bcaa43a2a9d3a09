"""Language, and the way that is easiest; what will happen, how long, leave at any time. Finer wishes: the bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout

from kiosk.consent.events import Event, LanguageChosen
from kiosk.consent.states import Welcoming
from kiosk.consent.ways import one_at_a_time
from kiosk.domain.speech import Language
from ui import replies, theme
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.text import Panel, column, label, picture, row
from ui.widgets.voice_picks import pick, pick_row
from ui.widgets.way_picks import way_picks


class WelcomingScreen(Screen[Welcoming]):
    """How the borrower wants it."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, facts = self.m, self.words, self.state.facts
        languages = [
            self._pick(words(f"welcoming.{name}"), language is facts.language, LanguageChosen(language))
            for name, language in (("zh", Language.ZH_CN), ("en", Language.EN))
        ]
        choices = column(self._row("language", *languages), way_picks(words, m, facts.way, self.post), gap=m.px(26))
        steps = [self._step(str(n), words(f"welcoming.what_{n}")) for n in (1, 2, 3)]
        what = Panel(m, label(self.m, words("welcoming.what"), "number"), *steps)
        facts_row = (self._fact("clock", words("welcoming.minutes")), self._fact("leave", words("welcoming.leave")))
        terms = column(*facts_row, gap=m.px(14)) if m.portrait else row(*facts_row, gap=m.gap)
        if m.portrait or one_at_a_time(facts):
            self.page(layout, choices, what, terms, 0)
        else:
            beside = row(gap=m.gap)
            beside.addLayout(choices, 6)
            beside.addLayout(column(what, 0), 5)
            self.page(layout, beside, terms, 0)
        on = words("word.go_on")
        layout.addWidget(self.button(on, replies.go_on(on), "primary", "right"))

    def _pick(self, words: str, chosen: bool, event: Event) -> Button:
        return pick(words, self.m, self.post, event, chosen=chosen)

    def _row(self, name: str, *picks: Button) -> QLayout:
        return pick_row(self.m, self.words(f"welcoming.{name}"), *picks)

    def _step(self, number: str, words: str) -> QLayout:
        head = label(self.m, number, "count")
        head.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        head.setFixedWidth(self.m.px(48))
        return row(head, label(self.m, words), gap=self.m.px(12))

    def _fact(self, symbol: str, words: str) -> QLayout:
        return row(picture(symbol, self.m.px(40), theme.PINE), label(self.m, words), gap=self.m.px(12))
