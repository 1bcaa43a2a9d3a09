"""What switches go through: a page by itself, many keys by rows, the bars each as one thing that is entered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ui.access.stops import stops
from ui.widgets.candidates import CandidateRow
from ui.widgets.digits import Keypad
from ui.widgets.keyboard import Keyboard
from ui.widgets.slider import Slider

_FLAT = 6
"""So many things of a page are gone through one by one; more in groups."""
_OF_A_GROUP = 4
_TOP = ("bar.ways", "bar.language")


@dataclass(frozen=True, slots=True)
class Group:
    """Marked as a whole; entered, its members are marked one by one."""

    members: "tuple[Place, ...]"

    def widgets(self) -> tuple[QWidget, ...]:
        """All that is in it."""
        return tuple(widget for each in self.members for widget in widgets(each))


Place = QWidget | Group


def widgets(place: Place) -> tuple[QWidget, ...]:
    """What is marked when this is."""
    return place.widgets() if isinstance(place, Group) else (place,)


def places(window: QWidget) -> tuple[Place, ...]:
    """The page first, for there is what is to be done; then the bar below it, then the one above."""
    page: list[QWidget] = []
    below: list[QWidget] = []
    above: list[QWidget] = []
    for each in stops(window):
        name = each.objectName()
        (above if name in _TOP else below if name.startswith("bar.") else page).append(each)
    found = list(_of_page([each for each in page if _by_switch(each)]))
    return (*found, *(Group(tuple(bar)) for bar in (below, above) if bar))


def _by_switch(widget: QWidget) -> bool:
    """A line fills by the keys below it, a slider moves by the buttons beside it."""
    return not isinstance(widget, QLineEdit | QPlainTextEdit | Slider)


def _of_page(page: list[QWidget]) -> Iterator[Place]:
    keyed: list[Place] = []
    single: list[QWidget] = []
    for holder, members in _held(page):
        if holder is None:
            single += members
        else:
            keyed += _rows(members)
    read = [each for each in single if isinstance(each, QScrollArea)]
    single = [each for each in single if not isinstance(each, QScrollArea)]
    if len(single) + len(keyed) <= _FLAT or len(single) <= 2:
        yield from keyed
        yield from single
    else:
        yield from keyed
        for at in range(0, len(single), _OF_A_GROUP):
            some = single[at : at + _OF_A_GROUP]
            yield some[0] if len(some) == 1 else Group(tuple(some))
    yield from read


def _held(page: Iterable[QWidget]) -> Iterator[tuple[QWidget | None, list[QWidget]]]:
    """Runs of neighbours that stand in the same keyboard, pad or row of candidates."""
    run: list[QWidget] = []
    holder: QWidget | None = None
    for each in page:
        its = _holder(each)
        if run and its is not holder:
            yield holder, run
            run = []
        holder = its
        run.append(each)
    if run:
        yield holder, run


def _holder(widget: QWidget) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, Keyboard | Keypad | CandidateRow):
            return above
        above = above.parentWidget()
    return None


def _rows(members: list[QWidget]) -> list[Place]:
    lines: dict[int, list[QWidget]] = {}
    for each in members:
        lines.setdefault(each.mapTo(each.window(), QPoint(0, 0)).y(), []).append(each)
    return [Group(tuple(line)) if len(line) > 1 else line[0] for _, line in sorted(lines.items())]
