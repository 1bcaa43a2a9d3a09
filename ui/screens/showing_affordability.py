"""Reasons and figures, in words; never a credit decision. Ways on of equal weight, none hidden."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import KnownAsked, LeaveAsked
from kiosk.consent.states import ShowingAffordability
from kiosk.consent.ways import one_at_a_time
from kiosk.consent.wording import CONTEST, LONGER, SMALLER
from kiosk.domain.money import percent_text, yuan_text
from kiosk.domain.way import Way
from kiosk.lending.affordability import Affordability
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.plot import ShareBar
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, column, label, pairs, row

_WIDE, _ROOMY = 1.5, 2
"""Width to height, or size of letters, up to which reasons and figures stand beside one another."""
_ROLES = {"continue": "tint", "warn": "amber", "refer": "red"}


class ShowingAffordabilityScreen(Screen[ShowingAffordability]):
    """The borrower may go on, borrow less or longer, take nothing, or disagree."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, language = self.m, self.words, self.around.language
        verdict = self.state.facts.affordability
        parts: list[QWidget] = []
        beside: list[QWidget] = []
        if verdict is not None:
            said = [label(m, words(f"affordability.verdict_{verdict.verdict}"), "strong")]
            reasons = (Spoken(reason[language], m) for reason in verdict.reasons)
            parts.append(Panel(m, *said, *reasons, role=_ROLES[verdict.verdict]))
            if self.state.counters:
                counted = [label(m, each.said[language], "") for each in self.state.counters]
                nothing = label(m, words("affordability.counter_none"), "")
                parts.append(
                    Panel(m, label(m, words("affordability.counter"), "kicker"), *counted, nothing, tight=True)
                )
            figures = pairs(m, self._figures(verdict), "cell")
            figures.setColumnStretch(0, 1)
            figures.setColumnStretch(1, 1)
            figures.setVerticalSpacing(m.px(4))
            beside.append(Panel(m, *self._shares(verdict), figures, tight=True))
            beside.append(label(self.m, verdict.contest[language], "small"))
        title, gap = self.title(words("affordability.title")), m.space(2)
        narrow = m.width < _WIDE * m.height and m.text_size > _ROOMY
        if m.portrait or narrow or one_at_a_time(self.state.facts):
            self.page(layout, title, *parts, *beside, 0)
        else:
            two = row(column(*parts, 0, gap=gap), column(*beside, 0, gap=gap), gap=m.gap)
            two.setStretch(0, 1)
            two.setStretch(1, 1)
            self.page(layout, title, two, 0)
        on, none = words("affordability.continue"), words("affordability.none")
        ways = (
            self._way("less", SMALLER), self._way("longer", LONGER),
            self.button(none, LeaveAsked()), self.button(on, replies.go_on(on)),
            self._way("person", CONTEST), self.button(words("known.open"), KnownAsked()),
        )  # fmt: skip
        across = 2 if m.portrait else 3
        for at in range(0, len(ways), across):
            layout.addLayout(row(*ways[at : at + across], gap=m.gap, equal=True))

    def _way(self, name: str, key: str) -> Button:
        words = self.words(f"affordability.{name}")
        made = self.button(words, replies.choice(key, words))
        made.setObjectName(f"affordability.{key}")
        return made

    def _shares(self, verdict: Affordability) -> list[QWidget]:
        """Where the income goes, where no other sums have to be compared."""
        if self.state.counters or self.state.facts.way is Way.ELDER:
            return []
        named = (
            ("living", verdict.living_floor), ("debts", verdict.debts), ("instalment", verdict.payment),
            ("left", verdict.left_over),
        )  # fmt: skip
        shares = tuple((self.words(f"affordability.{name}"), int(fen)) for name, fen in named)
        return [ShareBar(self.m, int(verdict.income), shares)]

    def _figures(self, verdict: Affordability) -> list[tuple[str, str]]:
        words = self.words
        yuan = words("word.yuan_month")
        source = words("affordability.verified" if verdict.verified else "affordability.declared")
        told = words("affordability.declared")
        amounts = (
            ("income", verdict.income, source), ("living", verdict.living_floor, ""), ("debts", verdict.debts, told),
            ("instalment", verdict.payment, ""), ("left", verdict.left_over, ""),
            ("stressed_left", verdict.stressed_left, ""),
        )  # fmt: skip
        rows = [
            (words(f"affordability.{name}"), f"{yuan_text(fen)} {yuan}" + (f" · {note}" if note else ""))
            for name, fen, note in amounts
        ]
        if verdict.share is not None:
            rows.append((words("affordability.ratio"), percent_text(verdict.share)))
        return rows
