"""The receipt, the rights, and good-bye."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from kiosk.consent.states import Parting
from kiosk.domain.consents import Ending
from kiosk.lending.quote import build_quote
from kiosk.lending.wording import day_text
from ui import replies, theme
from ui.screens.screen import Screen
from ui.widgets.stills import QrCode
from ui.widgets.text import Panel, column, label, picture, row

_MAY_BREAK = "-\N{ZERO WIDTH SPACE}"
"""A number may go on in the next line."""


class PartingScreen(Screen[Parting]):
    """What happened, in one line; a number and a code to take along."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        session = state.facts.opening.session
        number = label(m, f"{words('parting.number')} {session.replace('-', _MAY_BREAK)}", "small")
        quote = self._quote()
        if quote is None:
            quote = (
                QrCode(f"mingshi:{session}", m, m.px(250 if m.portrait else 180)),
                (label(m, words("parting.receipt"), "number"), label(m, words("parting.scan"))),
            )
        code, told = quote
        inside = row(code, column(0, *told, number, 0, gap=m.px(8)), gap=m.px(32))
        rights = ["withdraw", "copy", "complain"] + (["call"] if state.ending is Ending.SIGNED else [])
        lines = [self._line(words(f"parting.right_{name}")) for name in rights]
        right = Panel(m, label(self.m, words("parting.rights"), "number"), *lines, role="tint")
        self.page(
            layout, self.title(words(f"parting.{state.ending}")), Panel(m, inside, tight=not m.portrait), right, 0
        )
        done = words("parting.done")
        layout.addWidget(self.button(done, replies.go_on(done), "primary", "check"))

    def _line(self, words: str) -> QHBoxLayout:
        """Its mark stands at the first line."""
        line, mark = row(gap=self.m.px(14)), picture("check", self.m.px(36), theme.PINE)
        mark.setFixedHeight(QFontMetrics(theme.font(self.m, "")).lineSpacing())
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(self.m, words), 1)
        return line

    def _quote(self) -> tuple[QrCode, tuple[QLabel, ...]] | None:
        """What brings him back to the same figures; None: he takes no quote home, or one that binds nobody."""
        m, words, facts = self.m, self.words, self.state.facts
        if self.state.ending is not Ending.QUOTED or facts.sheet is None:
            return None
        quote = build_quote(facts.sheet, facts.opening.case)
        if quote.code is None:
            return None
        until = words("parting.quote_until", day=day_text(quote.until)[facts.language])
        told = (label(m, quote.code.spaced, "number"), label(m, words("parting.quote_scan")), label(m, until))
        return QrCode(quote.code.words, m, m.px(250 if m.portrait else 180)), told
