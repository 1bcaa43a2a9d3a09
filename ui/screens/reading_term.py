"""One item of the sheet: its title, its words, and whether it was said to its end."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from kiosk.consent.events import QuestionAsked, RepeatAsked, WhatIfAsked
from kiosk.consent.states import ReadingTerm
from kiosk.dialogue.sentences import sentences
from kiosk.domain.speech import Channel
from kiosk.domain.way import Way
from ui import replies, theme
from ui.screens.screen import Screen
from ui.widgets.spoken import Spoken, said
from ui.widgets.text import Panel, column, label, picture, row


class ReadingTermScreen(Screen[ReadingTerm]):
    """ "I heard it" is knowledge, not consent; it can be said only after the end."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state, language = self.m, self.words, self.state, self.around.language
        sheet = state.facts.sheet
        count = len(sheet.items) if sheet is not None else state.index + 1
        place = label(self.m, words("term.progress", n=state.index + 1, all=count), "kicker")
        heard, symbol = (words("term.heard"), "check") if state.heard else (words("term.hearing"), "ear")
        what_if = self.button(words("what_if.open"), WhatIfAsked(), "quiet")
        what_if.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        sign = picture(symbol, m.px(40), theme.PINE)
        status = row(sign, label(self.m, heard, "small"), what_if, gap=m.px(12))
        status.setStretch(1, 1)
        title, body = said(self.m, state.item.title[language], "title"), state.item.body[language]
        if state.facts.way is Way.ELDER:
            # As many sentences a page as there is room for; the page turns with the voice.
            told = (Spoken(each.strip(), m, "saying" if m.portrait else "guide") for each in sentences(body, language))
            head = column(place, title) if m.portrait else row(said(m, state.item.title[language], "number"), place)
            self.page(layout, head, *told, status)
        else:
            self.page(layout, place, 0, Panel(m, title, Spoken(body, m, "saying")), status, 0, 0)
        again, explain = words("term.again"), words("term.explain")
        question = QuestionAsked(state.item.title[language], Channel.TOUCH)
        more = (self.button(again, RepeatAsked(), "quiet"), self.button(explain, question, "quiet"))
        layout.addLayout(row(*more, gap=m.gap, equal=True))
        clear = words("term.acknowledge")
        acknowledge = self.button(clear, replies.understood(clear), "primary", "check")
        acknowledge.setEnabled(state.heard)
        layout.addWidget(acknowledge)
