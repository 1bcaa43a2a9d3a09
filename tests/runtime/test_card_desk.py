"""The card desk on a simulated clock: what the hand is told, which picture is read, and what several pictures say."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.checks.card_surface import NOTHING_SEEN, Seen
from kiosk.consent.events import CardRead, CardRefused, Event
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Frame, Image
from kiosk.ports.card_reader import CardLook, CardMarks, CardReading, FieldReading, NoCard
from kiosk.runtime.card_desk import CardDesk
from tests.journeys.branch import quick_rig, settings_in

CORNERS = ((200.0, 200.0), (1056.0, 200.0), (1056.0, 740.0), (200.0, 740.0))
WELL = CardLook(CORNERS, 856.0, 100.0, 0.0, 120.0)
EMPTY = CardLook((), 0.0, 0.0, 0.0, 120.0)


def lying_at(x: float, **changed: Any) -> CardLook:
    """The card so many pixels further right."""
    return replace(WELL, corners=tuple((a + x, b) for a, b in CORNERS), **changed)


@dataclass
class TellingReader:
    """A card reader whose pictures carry the number of what they show: a look, and what reading it brings."""

    looks: list[CardLook] = field(default_factory=list)
    readings: dict[int, CardReading | NoCard] = field(default_factory=dict)
    read_ones: list[int] = field(default_factory=list)

    def look(self, picture: Image) -> CardLook:
        return self.looks[int(picture[0, 0, 0])]

    def read(self, picture: Image, side: CardSide | None) -> CardReading | NoCard:
        shown = int(picture[0, 0, 0])
        self.read_ones.append(shown)
        return self.readings.get(shown, NoCard("no_card"))


def reading(side: CardSide = CardSide.FRONT, **other: str) -> CardReading:
    """The simulator's, with another second reading of some fields."""
    simulated = SimulatedCardReader()
    simulated.lay(side)
    whole = simulated.read(np.zeros((2, 2, 3), np.uint8), side)
    assert isinstance(whole, CardReading)
    fields = tuple(FieldReading(f.name, f.first, other.get(f.name, f.second), 0.99) for f in whole.fields)
    return replace(whole, fields=fields)


class Desk:
    """A desk with its clock; `show` lays one picture after another before the camera."""

    def __init__(self, folder: Path, *, tilts: bool = True) -> None:
        self.clock = SimulatedClock(datetime(2026, 6, 1, tzinfo=UTC))
        self.reader = TellingReader()
        self.events: list[Event] = []
        self.rig = quick_rig(settings_in(folder), self.clock, inline=True)
        devices = replace(self.rig.devices, card_reader=self.reader)
        self.later: list[Callable[[], None]] = []
        self.at_once = True
        self.desk = CardDesk(devices, self.events.append, self._submit, lambda work: work(), tilts=tilts)
        self._index = 0

    def _submit(self, work: Callable[[], None]) -> None:
        if self.at_once:
            work()
        else:
            self.later.append(work)

    def show(self, *looks: CardLook, brings: CardReading | NoCard | None = None, seconds: float = 0.2) -> list[str]:
        """A picture each; returns what the hand was told after each."""
        told = []
        for look in looks:
            shown = len(self.reader.looks)
            self.reader.looks.append(look)
            if brings is not None:
                self.reader.readings[shown] = brings
            picture = np.full((4, 4, 3), shown, np.uint8)
            self._index += 1
            self.desk.push_frame(Frame(picture, self.clock.now(), self._index))
            self.clock.sleep(seconds)
            told.append(self.desk.guidance.peek() or "")
        return told


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as closing:
        made = Desk(tmp_path)
        closing.callback(made.rig.close)
        closing.callback(made.desk.stop)
        yield made


def test_the_hand_is_guided_five_times_a_second(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    told = desk.show(
        EMPTY, lying_at(0, brightness=10.0), lying_at(0, width=200.0), lying_at(0), lying_at(40),
        lying_at(42, glare=0.4), lying_at(42, sharpness=4.0), lying_at(42),
    )  # fmt: skip
    assert told == [
        "no_card", "more_light", "closer", "good", "hold_still", "less_glare", "hold_still", "good",
    ]  # fmt: skip


def test_the_sharpest_of_three_good_pictures_is_read(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(lying_at(0, sharpness=float(value)) for value in (50, 60, 90, 70)), brings=reading())
    assert desk.reader.read_ones == [2]
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert all(f.settled_by != "open" for f in event.fields)


def test_what_one_picture_leaves_open_another_may_say(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    unsure = reading(name="样木甲")
    desk.show(lying_at(0), brings=unsure)
    desk.show(lying_at(0), lying_at(0), brings=unsure)
    desk.show(lying_at(0), brings=reading())
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert len(desk.reader.read_ones) == 3
    assert {f.name: f.settled_by for f in event.fields}["name"] == "agreement"


def test_repeating_the_same_pixels_settles_nothing(desk: Desk) -> None:
    """Three pictures of a card that did not move: its open field stays open."""
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(lying_at(0) for _ in range(4)), brings=reading(name="样木甲"))
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert len(desk.reader.read_ones) == 3
    assert {f.name: (f.value, f.settled_by) for f in event.fields}["name"] == ("样本甲", "open")


def test_the_back_is_caught_while_the_front_is_read(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.at_once = False
    desk.show(*(lying_at(0) for _ in range(4)), brings=reading())
    told = desk.show(lying_at(0), EMPTY, lying_at(9), lying_at(9), brings=reading(CardSide.BACK))
    assert set(told) == {"turn_over"}
    assert desk.events == []
    (work,) = desk.later
    work()
    desk.at_once = True
    desk.desk.read(CardSide.BACK, ())
    front, back = desk.events
    assert isinstance(front, CardRead)
    assert isinstance(back, CardRead)
    assert (front.side, back.side) == (CardSide.FRONT, CardSide.BACK)


def test_a_card_that_was_not_turned_is_not_taken_for_the_back(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.at_once = False
    desk.show(*(lying_at(0) for _ in range(6)), brings=reading())
    desk.later.pop()()
    desk.at_once = True
    desk.reader.read_ones.clear()
    desk.desk.read(CardSide.BACK, ())
    assert desk.reader.read_ones == []


def test_a_passport_is_taken_in_place_of_the_front_only(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(lying_at(0) for _ in range(4)), brings=reading(CardSide.PAGE))
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert event.side is CardSide.PAGE
    assert {f.name: f.value for f in event.fields}["nationality"] == "UTO"
    desk.desk.read(CardSide.BACK, ())
    desk.show(*(lying_at(i % 2) for i in range(40)), brings=reading(CardSide.PAGE))
    assert desk.events[-1] == CardRefused(CardSide.BACK, "wrong_side")


def test_a_reason_is_said_only_when_it_stays(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(lying_at(i % 2) for i in range(12)), brings=NoCard("two_cards"))
    assert desk.events == []
    desk.show(*(lying_at(i % 2) for i in range(24)), brings=NoCard("two_cards"))
    assert desk.events == [CardRefused(CardSide.FRONT, "two_cards")]


def test_a_page_without_edges_is_read_all_the_same(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(EMPTY for _ in range(12)), brings=reading(CardSide.PAGE))
    (event,) = desk.events
    assert isinstance(event, CardRead)


def test_an_empty_desk_is_read_ever_more_seldom_and_refuses_nobody(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*(EMPTY for _ in range(150)))
    assert desk.events == []
    assert 3 <= len(desk.reader.read_ones) <= 6


def test_nothing_stays_behind(desk: Desk) -> None:
    desk.desk.read(CardSide.FRONT, ())
    desk.show(lying_at(0), lying_at(0))
    desk.desk.stop()
    assert desk.desk.guidance.peek() is None
    desk.show(lying_at(0), lying_at(0), lying_at(0), lying_at(0), brings=reading())
    assert desk.events == []


CELLS = 96
PRINT = tuple(0.25 + 0.05 * ((7 * place) % 9) for place in range(CELLS))


def tilted(degrees: float, lit: tuple[int, ...] = ()) -> CardLook:
    """The card tilted on the spot; `lit`: cells in a highlight."""
    inks = tuple(0.8 if place in lit else ink for place, ink in enumerate(PRINT))
    papers = tuple(1.0 if place in lit else 0.5 for place in range(CELLS))
    return replace(WELL, marks=CardMarks(inks, papers, (degrees, 0.0), (3.1, 3.2, 3.0, 3.2)))


MATT = tuple(tilted(3.0 * step) for step in range(8))
SHINING = (tilted(27.0, (13, 14, 25, 26)), tilted(30.0, (52, 53, 64, 65)))


def laid(desk: Desk, *looks: CardLook) -> None:
    """Looks go on while the first three of them are read."""
    desk.at_once = False
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*looks, brings=reading())
    desk.later.pop(0)()


def test_a_highlight_that_wandered_goes_with_the_reading(desk: Desk) -> None:
    laid(desk, *MATT[:4], *SHINING)
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert (event.surface.wandering, event.surface.rounded) == (Seen.SEEN, Seen.SEEN)


def test_a_card_that_lies_still_says_nothing_of_its_surface_and_nobody_waits(desk: Desk) -> None:
    laid(desk, *[MATT[0]] * 5)
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert event.surface.wandering is Seen.UNMEASURED
    assert event.surface.pictures == 1


def test_even_light_asks_for_a_tilt_and_a_highlight_then_ends_it(desk: Desk) -> None:
    laid(desk, *MATT)
    assert desk.events == []
    assert desk.show(tilted(24.0)) == ["tilt"]
    desk.show(*SHINING)
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert event.surface.wandering is Seen.SEEN
    assert desk.desk.guidance.peek() is None


def test_where_the_check_does_not_count_nobody_tilts(tmp_path: Path) -> None:
    with ExitStack() as closing:
        desk = Desk(tmp_path, tilts=False)
        closing.callback(desk.rig.close)
        laid(desk, *MATT)
        (event,) = desk.events
        assert isinstance(event, CardRead)
        assert event.surface.wandering is Seen.NOT_SEEN


def test_paper_is_given_to_staff_after_a_while_and_never_refused(desk: Desk) -> None:
    laid(desk, *MATT)
    told = desk.show(*(tilted(3.0 * (step % 8)) for step in range(32)))
    assert told[:20] == ["tilt"] * 20
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert event.surface.wandering is Seen.NOT_SEEN
    assert event.surface.speaks_against


def test_a_pages_surface_is_not_judged(desk: Desk) -> None:
    desk.at_once = False
    desk.desk.read(CardSide.FRONT, ())
    desk.show(*MATT, brings=reading(CardSide.PAGE))
    desk.later.pop(0)()
    (event,) = desk.events
    assert isinstance(event, CardRead)
    assert event.surface == NOTHING_SEEN
