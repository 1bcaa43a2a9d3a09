"""What if: pick a case, move the month, see what is owed and what it costs, and read the difference in yuan."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.events import Event, Resumed, WhatIfAsked
from kiosk.consent.household import household
from kiosk.consent.states import Supposing
from kiosk.consent.ways import one_at_a_time
from kiosk.domain.money import yuan_text
from kiosk.domain.offer import Offer
from kiosk.lending.stacked import months_after, on_top
from kiosk.lending.what_if import MISSED_DAYS, Supposition, What, months_allowed, suppositions
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.plot import BalancePlot, CostBars, PlotWords, Sample
from ui.widgets.slider import Slider
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, column, label, pairs, row

_WIDE, _ROOMY = 1.5, 2
"""Width to height, or size of letters, up to which plots stand beside one another."""


class SupposingScreen(Screen[Supposing]):
    """A question and its figures; nothing here changes the loan, and nothing is chosen."""

    def build(self, layout: QVBoxLayout) -> None:
        self.shows_caption = not self.m.portrait
        m, words, shown = self.m, self.words, self.state.supposed
        language, asked = self.around.language, shown.supposition
        said = [] if self.shows_caption else [Panel(m, Spoken(shown.said[language], m), role="tint", tight=True)]
        # Where pages are turned, what is asked and the answer stand on one.
        turned = one_at_a_time(self.state.resume.facts)
        kinds = [] if turned or shown.first is not None else [self._kinds()]
        parts: list[QWidget | QLayout] = [label(m, self._title(), "kicker"), *kinds, *self._settings(), *said]
        if asked.what is What.INCOME or shown.first is not None:
            rows = [(name[language], value[language]) for name, value in shown.rows]
            parts.append(Panel(m, pairs(m, rows, "strong" if asked.what is What.INCOME else "cell"), tight=True))
        if asked.what is not What.INCOME:
            plots = (self._plot(), self._costs())
            parts += plots if self._narrow else [row(*plots, gap=m.px(16))]
        parts.append(label(m, words("what_if.note"), "small"))
        if turned and shown.first is None:
            parts.append(self._kinds())
        parts += self._more()
        self.page(layout, *parts, 0)
        layout.addLayout(self._ways_back())

    def _ways_back(self) -> QLayout:
        """To the script, where nothing has changed; of two, also to the first alone."""
        below = self.state.supposed.first
        if below is None:
            return row(self.button(self.words("what_if.back"), Resumed(), "primary"))
        one = self.button(self.words("what_if.first_only"), WhatIfAsked(below.supposition, self.state.offer), "equal")
        one.setObjectName("what_if.first_only")
        plan = self.button(self.words("what_if.plan"), Resumed(), "equal")
        plan.setObjectName("what_if.plan")
        return self.answers(one, plan)

    def _more(self) -> list[QWidget | QLayout]:
        """What may come on top of it; of two nothing more."""
        shown, offer = self.state.supposed, self._offer()
        home = household(self.around.context, self.state.resume.facts)
        several = on_top(offer, shown.supposition, home) if shown.first is None else ()
        if not several:
            return []
        made = []
        for each in several:
            event: Event = WhatIfAsked(shown.supposition, self.state.offer, then=each)
            button = Button(self.words(f"what_if.{each.what}"), self.m, self._posting(event), pixels=self.m.body)
            button.setObjectName(f"what_if.then.{each.what}")
            made.append(button)
        return [label(self.m, self.words("what_if.more_on_top"), "strong"), self._in_pairs(made)]

    def _posting(self, event: Event) -> Callable[[], None]:
        return lambda: self.post(event)

    @property
    def _narrow(self) -> bool:
        """Whether little stands beside one another."""
        m = self.m
        return m.portrait or (m.width < _WIDE * m.height and m.text_size > _ROOMY)

    def _in_pairs(self, made: list[Button]) -> QLayout:
        gap = self.m.px(16)
        if not self._narrow:
            return row(*made, gap=gap, equal=True)
        return column(*(row(*made[at : at + 2], gap=gap, equal=True) for at in range(0, len(made), 2)), gap=gap)

    def _title(self) -> str:
        offer = self._offer()
        language = self.around.language
        return self.words("what_if.title", provider=offer.provider.name[language], product=offer.product[language])

    def _offer(self) -> Offer:
        return next(each for each in self.state.resume.facts.opening.offers if each.id == self.state.offer)

    def _kinds(self) -> QLayout:
        """One of each kind that can be asked of this offer; the one shown is marked."""
        home = household(self.around.context, self.state.resume.facts)
        asked = self.state.supposed.supposition
        made = []
        for each in suppositions(self._offer(), home):
            role = "chosen" if each.what is asked.what else "equal"
            button = Button(self.words(f"what_if.{each.what}"), self.m, self._asking(each), role, pixels=self.m.body)
            button.setObjectName(f"what_if.{each.what}")
            made.append(button)
        return self._in_pairs(made)

    def _asking(self, asked: Supposition) -> Callable[[], None]:
        return self._posting(self._event(asked))

    def _event(self, asked: Supposition) -> Event:
        """Of two it is the second that is moved."""
        below = self.state.supposed.first
        if below is None:
            return WhatIfAsked(asked, self.state.offer)
        return WhatIfAsked(below.supposition, self.state.offer, then=asked)

    def _settings(self) -> list[QWidget | QLayout]:
        asked = self.state.supposed.supposition
        match asked.what:
            case What.EARLY | What.PART:
                return [self._months(asked)]
            case What.MISSED:
                made = []
                for days in MISSED_DAYS:
                    role = "chosen" if days == asked.number else "equal"
                    touched = self._asking(Supposition(What.MISSED, days))
                    button = Button(self.words("what_if.days", n=days), self.m, touched, role)
                    button.setObjectName(f"what_if.days.{days}")
                    made.append(button)
                return [row(*made, gap=self.m.gap, equal=True)]
            case _:
                return []

    def _months(self, asked: Supposition) -> QLayout:
        m, words, below = self.m, self.words, self.state.supposed.first
        offer = self._offer()
        first, last = months_allowed(offer) if below is None else months_after(offer, below.supposition)
        key = "what_if.month" if asked.what is What.EARLY else "what_if.part_month"
        told: QLabel = label(m, words(key, n=asked.number), "number", centred=True)

        def moved(value: int) -> None:
            told.setText(words(key, n=value))

        def chosen(value: int) -> None:
            self.post(self._event(Supposition(asked.what, value)))

        slider = Slider(m, first, last, asked.number, moved, chosen)
        slider.setAccessibleName(words("what_if.slider"))
        less = self._step("−", "what_if.less", slider, -1)
        more = self._step("+", "what_if.more", slider, 1)
        line = row(less, slider, more, gap=m.px(16))
        line.setStretch(1, 1)
        return column(told, line, gap=m.px(10))

    def _step(self, sign: str, name: str, slider: Slider, by: int) -> Button:
        made = Button(sign, self.m, lambda: slider.step(by))
        made.setAccessibleName(self.words(name))
        made.setObjectName(name)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return made

    def _plot(self) -> QWidget:
        m, words, shown, offer = self.m, self.words, self.state.supposed, self._offer()
        most = max(fen for _, fen in (*shown.planned, *shown.actual))
        amounts = {fen: yuan_text(fen) for fen in (0, most // 2, most)}
        ends = (words("what_if.payout"), words("what_if.end", n=offer.periods))
        named = PlotWords(words("what_if.owed"), words("what_if.agreed"), words("what_if.supposed"), ends)
        legend = row(
            Sample(m, thick=False), label(m, named.agreed, "small"), Sample(m, thick=True),
            label(m, named.supposed, "small"), gap=m.px(12),
        )  # fmt: skip
        legend.setStretch(1, 1)
        legend.setStretch(3, 1)
        return Panel(m, legend, BalancePlot(m, shown.planned, shown.actual, named, amounts), tight=True)

    def _costs(self) -> QWidget:
        words, shown = self.words, self.state.supposed
        told = (
            words("what_if.agreed_100", amount=yuan_text(shown.planned_per_100)),
            words("what_if.supposed_100", amount=yuan_text(shown.actual_per_100)),
        )
        return Panel(self.m, CostBars(self.m, shown.planned_per_100, shown.actual_per_100, told), tight=True)
