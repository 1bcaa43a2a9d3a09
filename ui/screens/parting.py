"""The receipt, the rights, and good-bye."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Parting
from kiosk.domain.consents import Ending
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
        code = QrCode(f"mingshi:{session}", m, m.px(250))
        said = column(
            label(self.m, words("parting.receipt"), "number"), label(self.m, words("parting.scan")),
            label(self.m, f"{words('parting.number')} {session.replace('-', _MAY_BREAK)}", "small"), gap=m.px(10),
        )  # fmt: skip
        inside = row(code, said, gap=m.px(32))
        inside.setAlignment(said, Qt.AlignmentFlag.AlignVCenter)
        rights = ["withdraw", "copy", "complain"] + (["call"] if state.ending is Ending.SIGNED else [])
        lines = [
            row(picture("check", m.px(36), theme.PINE), label(self.m, words(f"parting.right_{name}")), gap=m.px(14))
            for name in rights
        ]
        right = Panel(m, label(self.m, words("parting.rights"), "number"), *lines, role="tint")
        self.page(layout, self.title(words(f"parting.{state.ending}")), Panel(m, inside), right, 0)
        done = words("parting.done")
        layout.addWidget(self.button(done, replies.go_on(done), "primary", "check"))
