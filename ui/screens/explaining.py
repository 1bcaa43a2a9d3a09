"""A question and its answer from the approved knowledge, with the clause it rests on."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import HelpAsked, Resumed
from kiosk.consent.states import Explaining
from ui.screens.overlay import Overlay
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, label


class ExplainingScreen(Overlay[Explaining]):
    """Unknown is said to be unknown."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        asked = Panel(
            m, label(self.m, words("explaining.title"), "kicker"), label(self.m, state.question, "large"), role="tint"
        )
        parts: list[QWidget | QLayout] = [asked]
        if state.offers_person:
            parts.append(Panel(m, Spoken(state.answer, m)))
            call = self.button(words("explaining.call"), HelpAsked())
            self.lay_out(layout, "question", parts, call, self.button(words("explaining.never_mind"), Resumed()))
            return
        said: list[QWidget] = [
            Spoken(state.answer, m), label(m, words("explaining.clause", clause=state.clause), "small")
        ]  # fmt: skip
        if state.wording:
            said.insert(0, label(m, words("explaining.again"), "kicker"))
        parts.append(Panel(m, *said))
        not_clear = self.button(words("explaining.not_clear"), Resumed(clear=False))
        self.lay_out(layout, "question", parts, not_clear, self.button(words("explaining.clear"), Resumed()))
