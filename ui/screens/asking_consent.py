"""One consent: why, who, how long, and what a refusal changes. Two answers of equal weight."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import AskingConsent
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.spoken import Spoken, said
from ui.widgets.text import Panel, label, pairs

_ROOMY = 2
"""Size of letters up to which a tall screen has room for larger ones."""


class AskingConsentScreen(Screen[AskingConsent]):
    """Refusing is as easy as agreeing, and says what still works."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state, language = self.m, self.words, self.state, self.around.language
        spec = state.spec
        rows = [
            (words(f"consent.{name}"), getattr(spec, name)[language]) for name in ("purpose", "receiver", "retention")
        ]
        parts: list[Panel | Spoken] = [Spoken(spec.ask[language], m, "title")]
        if state.partner is not None:
            partner = state.partner
            heading = words("consent.partner", name=partner.name[language], role=partner.role[language])
            contact = words("consent.contact", contact=partner.contact)
            parts.append(
                Panel(
                    m,
                    label(self.m, heading, "strong"),
                    said(self.m, partner.purpose[language]),
                    label(self.m, contact, "small"),
                )
            )
        size = "large" if m.portrait and m.text_size <= _ROOMY else ""
        parts.append(Panel(m, pairs(m, rows, size, said)))
        refused = label(self.m, words("consent.if_refused"), "kicker")
        parts.append(Panel(m, refused, said(self.m, spec.if_refused[language], size), role="tint"))
        self.page(layout, *parts, 0)
        layout.addWidget(label(self.m, words("consent.equal"), "small", centred=True))
        accept, refuse = words("consent.accept"), words("consent.refuse")
        layout.addLayout(
            self.answers(self.button(refuse, replies.no(refuse)), self.button(accept, replies.yes(accept)))
        )
