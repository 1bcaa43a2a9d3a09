"""Did anybody promise you anything? Two answers of equal weight."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import ConsultantStated
from kiosk.consent.facts import PromiseTold, StaffAct
from kiosk.consent.states import AskingPromised
from ui import replies
from ui.screens.screen import Screen
from ui.staff.consultant_form import ConsultantForm
from ui.staff.over_page import StaffOverPage
from ui.widgets.pictures import Picture
from ui.widgets.text import Panel, label

_ROOMY = 2
"""Size of letters up to which a picture leaves the words their room."""


class AskingPromisedScreen(Screen[AskingPromised]):
    """ "Nobody promised me anything" is an answer too."""

    shows_caption = False

    _form: ConsultantForm | None

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        examples = Panel(self.m, label(self.m, words("promised.examples"), "large"), role="tint")
        self._holder, self._form = layout, None
        self._staff = StaffOverPage(layout, self, "promise", frozenset(), self._signed_in)
        page = self._staff.page_layout
        self.page(page, 0, *self._picture(), self.asked(), examples, 0, 0)
        yes, no = words("promised.yes"), words("promised.no")
        page.addLayout(self.answers(self.button(no, replies.no(no)), self.button(yes, replies.yes(yes))))
        entered = self.state.facts.consultant is not None
        page.addWidget(
            self.button(words("staff.consultant_done" if entered else "staff.consultant"), self._staff.open, "quiet")
        )

    def _picture(self) -> list[QWidget]:
        return [Picture("question", self.m.px(220))] if self.m.portrait and self.m.text_size <= _ROOMY else []

    def _signed_in(self, act: StaffAct) -> None:
        """The form in the place of the page; the borrower's own answers stay untouched."""
        if not act.approved:
            return
        form = ConsultantForm(self.words, self.m, lambda told: self._entered(act, told), self._closed)
        self._form = form
        self._staff.hide()
        self._holder.addWidget(form)

    def _entered(self, act: StaffAct, told: tuple[PromiseTold, ...]) -> None:
        self.post(ConsultantStated(act, told))
        self._closed()

    def _closed(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self._staff.show()
