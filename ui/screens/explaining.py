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
        if state.known:
            parts.append(
                Panel(
                    m, Spoken(state.answer, m), label(self.m, words("explaining.clause", clause=state.clause), "small")
                )
            )
            no, yes = words("explaining.not_clear"), words("explaining.clear")
        else:
            parts.append(Panel(m, Spoken(words("explaining.unknown"), m)))
            no, yes = words("explaining.call"), words("explaining.never_mind")
        self.lay_out(layout, "ask", parts, self.button(no, HelpAsked()), self.button(yes, Resumed()))
