"""Reasons and figures, in words; never a credit decision. Four ways on, none hidden."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import HelpAsked, LeaveAsked
from kiosk.consent.states import ShowingAffordability
from kiosk.domain.money import percent_text, yuan_text
from kiosk.lending.affordability import Affordability
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, label, pairs, row

_ROLES = {"continue": "tint", "warn": "amber", "refer": "red"}


class ShowingAffordabilityScreen(Screen[ShowingAffordability]):
    """The borrower may go on, borrow less, take nothing, or disagree."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, language = self.m, self.words, self.around.language
        verdict = self.state.facts.affordability
        parts: list[QWidget] = [self.title(words("affordability.title"))]
        if verdict is not None:
            said = [label(self.m, words(f"affordability.verdict_{verdict.verdict}"), "strong")]
            reasons = "\n".join(reason[language] for reason in verdict.reasons)
            parts.append(Panel(m, *said, Spoken(reasons, m), role=_ROLES[verdict.verdict]))
            parts.append(Panel(m, pairs(m, self._figures(verdict), "strong")))
            parts.append(label(self.m, verdict.contest[language], "small"))
        self.page(layout, *parts, 0)
        on, less = words("affordability.continue"), words("affordability.less")
        layout.addLayout(self.answers(self.button(less, replies.no(less)), self.button(on, replies.go_on(on))))
        none, person = words("affordability.none"), words("affordability.person")
        layout.addLayout(row(self.button(none, LeaveAsked()), self.button(person, HelpAsked()), gap=m.gap, equal=True))

    def _figures(self, verdict: Affordability) -> list[tuple[str, str]]:
        words = self.words
        yuan = words("word.yuan_month")
        amounts = (
            ("income", verdict.income), ("living", verdict.living_floor), ("debts", verdict.debts),
            ("instalment", verdict.payment), ("left", verdict.left_over),
        )  # fmt: skip
        rows = [(words(f"affordability.{name}"), f"{yuan_text(fen)} {yuan}") for name, fen in amounts]
        if verdict.share is not None:
            rows.append((words("affordability.ratio"), percent_text(verdict.share)))
        return rows
