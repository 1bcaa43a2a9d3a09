"""A quote that was brought back: its figures, what he said then, and two answers of one size."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import ResumingQuote
from kiosk.consent.ways import one_at_a_time
from kiosk.consent.wording_quote import CHOOSE_ANEW, GO_ON_WITH, needs_told
from kiosk.domain.money import percent_text, yuan_text
from kiosk.lending.wording import day_text
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.text import Panel, column, label, pairs, row


class ResumingQuoteScreen(Screen[ResumingQuote]):
    """To go on with it is no larger, greener or nearer than to choose anew."""

    def build(self, layout: QVBoxLayout) -> None:
        self.shows_caption = not self.m.portrait
        m, words, brought = self.m, self.words, self.state.brought
        language, sheet = self.around.language, brought.now
        figures, offer = sheet.figures, sheet.offer
        money = {
            "principal": figures.principal, "received": figures.received, "payment": figures.first_payment,
            "total": figures.total_paid,
        }  # fmt: skip
        rows = [(words("resuming.rate"), percent_text(figures.annual_simple))]
        rows += [(words(f"resuming.{name}"), words("choosing.yuan", amount=yuan_text(fen)))
                 for name, fen in money.items()]  # fmt: skip
        rows += [(words("resuming.made"), day_text(brought.made_on)[language]),
                 (words("resuming.until"), day_text(brought.until)[language])]  # fmt: skip
        name = label(m, f"{offer.provider.name[language]} · {offer.product[language]}", "strong")
        loan = Panel(m, name, pairs(m, rows, "cell"), tight=True)
        told = [(what, said or "—") for what, said in needs_told(brought.needs, language)]
        then = Panel(m, label(m, words("resuming.said"), "strong"), pairs(m, told, "cell"), role="tint", tight=True)
        days = [] if brought.same_days else [label(m, words("resuming.days"), "small")]
        below = m.portrait or one_at_a_time(self.state.facts)
        both = [loan, then, *days] if below else [
            row(loan, column(then, *days, 0, gap=m.px(12)), gap=m.gap, equal=True)
        ]  # fmt: skip
        self.page(layout, self.title(words("resuming.title")), *both, 0)
        yes, no = GO_ON_WITH[language], CHOOSE_ANEW[language]
        layout.addLayout(self.answers(self.button(yes, replies.yes(yes)), self.button(no, replies.no(no))))
