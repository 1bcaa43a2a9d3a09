"""A spoken answer is shown before it counts."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import ReplyConfirmed, ReplyRejected
from kiosk.consent.states import Confirming
from kiosk.consent.wording import meaning
from ui.screens.overlay import Overlay
from ui.widgets.text import Panel, label


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
        self.lay_out(layout, "question", [heading, said, taken], no, yes)
