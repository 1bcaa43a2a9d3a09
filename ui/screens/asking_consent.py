"""One consent: why, who, how long, and what a refusal changes. Two answers of equal weight."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.states import AskingConsent
from kiosk.consent.ways import one_at_a_time
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.spoken import Spoken, said
from ui.widgets.text import Panel, column, label, pairs, row

_PICTURES = {"recording": "say", "card_data": "card", "face": "look", "sending": "sealed", "credit_query": "reading"}
"""Of what is asked for, where a tall screen has room below the words."""
_ROOMY, _TALL = 2, 240
"""Size of letters up to which a tall screen has room for larger ones, and the picture's height at 1080."""


class AskingConsentScreen(Screen[AskingConsent]):
    """Refusing is as easy as agreeing, and says what still works."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state, language = self.m, self.words, self.state, self.around.language
        spec = state.spec
        rows = [
            (words(f"consent.{name}"), getattr(spec, name)[language]) for name in ("purpose", "receiver", "retention")
        ]
        about: list[Panel] = []
        if state.partner is not None:
            partner = state.partner
            heading = words("consent.partner", name=partner.name[language], role=partner.role[language])
            contact = words("consent.contact", contact=partner.contact)
            about.append(
                Panel(
                    m,
                    label(self.m, heading, "strong"),
                    said(self.m, partner.purpose[language]),
                    label(self.m, contact, "small"),
                )
            )
        size = "large" if m.portrait and m.text_size <= _ROOMY else ""
        table = Panel(m, pairs(m, rows, size, said))
        refused = label(self.m, words("consent.if_refused"), "kicker")
        other = Panel(m, refused, said(self.m, spec.if_refused[language], size), role="tint")
        asked = Spoken(spec.ask[language], m, "title")
        if m.portrait or one_at_a_time(state.facts):
            self.page(layout, asked, *about, table, other, 0, *self._picture())
        else:
            left, right = (about, [table, other]) if about else ([table], [other])
            beside = row(gap=m.space(2))
            beside.addLayout(column(*left, 0, gap=m.space(2)), 5 if about else 8)
            beside.addLayout(column(*right, 0, gap=m.space(2)), 7 if about else 5)
            self.page(layout, asked, beside, 0)
        layout.addWidget(label(self.m, words("consent.equal"), "small", centred=True))
        accept, refuse = words("consent.accept"), words("consent.refuse")
        layout.addLayout(
            self.answers(self.button(refuse, replies.no(refuse)), self.button(accept, replies.yes(accept)))
        )

    def _picture(self) -> list[QWidget | int]:
        drawn = _PICTURES.get(self.state.spec.id)
        roomy = self.m.portrait and self.m.text_size <= _ROOMY and not one_at_a_time(self.state.facts)
        return [Picture(drawn, self.m.px(_TALL)), 0] if drawn and roomy else []
