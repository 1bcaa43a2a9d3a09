"""A spoken answer is shown before it counts."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import ReplyConfirmed, ReplyRejected
from kiosk.consent.machine import facts_of
from kiosk.consent.states import Confirming
from kiosk.consent.ways import one_at_a_time
from kiosk.consent.wording import meaning
from ui.screens.overlay import Overlay
from ui.widgets.text import Panel, label, row


class ConfirmingScreen(Overlay[Confirming]):
    """Voice alone never decides."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        said = Panel(
            m, label(self.m, words("confirming.said"), "kicker"), label(self.m, state.reply.understood.text, "large")
        )
        means = meaning(state.resume, state.reply.understood)
        taken = Panel(
            m, label(self.m, words("confirming.means"), "kicker"), label(self.m, means, "figure"), role="tint"
        )
        heading = label(self.m, words("confirming.title"), "title", centred=True)
        no = self.button(words("confirming.no"), ReplyRejected())
        yes = self.button(words("confirming.yes"), ReplyConfirmed())
        facts = facts_of(state.resume)
        beside = not m.portrait and not (facts is not None and one_at_a_time(facts))
        both: list[QWidget | QLayout] = [row(said, taken, gap=m.gap, equal=True)] if beside else [said, taken]
        self.lay_out(layout, "question", [heading, *both], no, yes)
