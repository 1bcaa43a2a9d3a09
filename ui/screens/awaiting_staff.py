"""Staff settle what the kiosk leaves to people: each signs in, and states what was checked."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import StaffActed
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import AwaitingStaff
from kiosk.consent.ways import one_at_a_time
from ui import theme
from ui.screens.screen import Screen
from ui.staff.over_page import StaffOverPage
from ui.widgets.pictures import Picture
from ui.widgets.stills import Still
from ui.widgets.text import Panel, column, label, picture, row


class AwaitingStaffScreen(Screen[AwaitingStaff]):
    """For identity: the two pictures side by side; a person decides by looking."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        known = f"staff.title_{state.purpose}"
        title = words(known) if state.purpose in ("identity", "teach_back") else words("staff.title_help")
        parts: list[QWidget] = [self.title(title)]
        reasons = [r for r in state.facts.staff_reasons if r != state.purpose]
        if reasons:
            parts.append(Panel(m, label(self.m, words.reason("staff.reason", reasons[-1])), role="tint"))
        taken = frozenset(act.staff for act in self._done())
        self._staff = StaffOverPage(layout, self, state.purpose, taken, lambda act: self.post(StaffActed(act)))
        holder = self._staff.page_layout
        if state.purpose == "identity" and (m.portrait or one_at_a_time(state.facts)):
            self.page(holder, *parts, self._pictures(), *self._places(), 0)
        elif state.purpose == "identity":
            places = QWidget()
            places.setLayout(column(*self._places(), 0, gap=m.px(22)))
            self.page(holder, *parts, row(self._pictures(), places, gap=m.gap, equal=True), 0)
        else:
            shown = Picture("staff", m.px(260 if m.portrait else 180))
            self.page(holder, *parts, *self._places(), 0, shown, 0, 0)
        holder.addWidget(label(self.m, words("staff.note"), "small", centred=True))
        holder.addWidget(self.button(words("staff.sign_in"), self._staff.open, "primary", "shield"))

    def _done(self) -> tuple[StaffAct, ...]:
        return self.state.facts.identity.staff if self.state.purpose == "identity" else ()

    def _pictures(self) -> QWidget:
        m, words, identity = self.m, self.words, self.state.facts.identity
        high = m.px(330 if m.portrait else 230)
        sides = []
        for name, encoded in (("portrait", identity.portrait), ("probe", identity.probe)):
            said = words(f"staff.{name}") if encoded else f"{words(f'staff.{name}')} · {words('staff.no_picture')}"
            sides.append(column(Still(encoded, m, high), label(self.m, said, "small", centred=True), gap=m.px(8)))
        holder = QWidget()
        pair = row(*sides, gap=m.gap)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        holder.setLayout(pair)
        return holder

    def _places(self) -> list[QWidget]:
        m, words, done = self.m, self.words, self._done()
        left = max(0, self.state.wanted - len(done))
        places: list[QWidget] = [label(self.m, words("staff.wanted", n=self.state.wanted, left=left), "strong")]
        for index in range(self.state.wanted):
            name = words("staff.first" if index == 0 else "staff.second")
            if index < len(done):
                act = done[index]
                said = words("staff.done", checked=act.checked) if act.approved else words("staff.refused")
            else:
                said = words("staff.waiting")
            symbol, colour = ("check", theme.PINE) if index < len(done) else ("clock", theme.LINE_STRONG)
            head = label(self.m, name, "strong")
            inside = row(picture(symbol, m.px(44), colour), column(head, label(self.m, said)), gap=m.px(20))
            places.append(Panel(m, inside, tight=True))
        return places
