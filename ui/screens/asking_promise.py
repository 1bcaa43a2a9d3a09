"""What was promised on one topic: a figure, or yes or no; "nothing was said" is as easy."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import AskingPromise
from kiosk.domain.case import PromiseTopic
from ui import replies
from ui.screens.figure import FigureScreen
from ui.widgets.pictures import Picture


class AskingPromiseScreen(FigureScreen[AskingPromise]):
    """Told by the borrower; compared below."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        words, topic = self.words, self.state.topic
        layout.addWidget(self.asked())
        nothing = words("promise.nothing")
        if topic is PromiseTopic.BUNDLED:
            self.page(layout, 0, Picture("bundle", self.m.px(300 if self.m.portrait else 180)), 0, 0)
            some = words("promise.some")
            layout.addLayout(
                self.answers(self.button(nothing, replies.no(nothing)), self.button(some, replies.yes(some)))
            )
            return
        rate = topic is PromiseTopic.RATE
        unit = words("promise.rate_unit" if rate else "word.yuan")
        pad = self.pad(unit, words=not rate, point=rate)
        self.page(layout, *((0, pad) if self.m.portrait else (pad, 0)))
        save = self.button(words("promise.save"), self._post_figure)
        layout.addLayout(self.answers(self.button(nothing, replies.no(nothing)), save))
