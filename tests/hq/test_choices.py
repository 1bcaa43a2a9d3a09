"""Choice shares against the lot: free choice passes, a pushed place is noticed, and few sessions are judged exactly."""

import random

from hq.choices import NOTICED, Choice, choice_of, shares
from hq.report import choices
from kiosk.domain.consents import Source
from kiosk.domain.ids import SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence.log import LogBuilder
from kiosk.lending.comparison import neutral_order
from tests.hq.conftest import World
from tests.hq.test_vault import filed as filed  # noqa: PLC0414  a fixture

OFFERS = ("a", "b", "c", "d", "e")


def drawn(number: int) -> tuple[str, ...]:
    return neutral_order(OFFERS, number.to_bytes(32, "big"))


def test_whoever_likes_one_offer_chooses_each_place_as_often() -> None:
    """Everybody takes the same offer: no share of places shows it, since the lot moved it."""
    found = shares(Choice("k1", drawn(n), "c") for n in range(2000))["5"]
    assert isinstance(found, dict)
    by_place = found["chosen_by_place"]
    assert isinstance(by_place, dict)
    assert by_place["notable"] is False
    assert sum(by_place["counts"]) == found["sessions"] == 2000  # type: ignore[arg-type]
    first = found["first_by_offer"]
    assert isinstance(first, dict)
    assert first["notable"] is False


def test_a_screen_that_pushes_the_first_place_is_noticed() -> None:
    free = random.Random(7)  # noqa: S311  people, not keys
    pushed = [drawn(n)[0] if free.random() < 0.2 else free.choice(OFFERS) for n in range(1000)]
    found = shares(Choice("k1", drawn(n), taken) for n, taken in enumerate(pushed))["5"]
    assert isinstance(found, dict)
    by_place = found["chosen_by_place"]
    assert isinstance(by_place, dict)
    assert by_place["notable"] is True


def test_an_order_that_was_not_drawn_is_noticed() -> None:
    fixed = [Choice("k1", OFFERS, OFFERS[n % 5]) for n in range(200)]
    found = shares(fixed)["5"]
    assert isinstance(found, dict)
    first = found["first_by_offer"]
    assert isinstance(first, dict)
    assert first["notable"] is True
    assert first["p"] < NOTICED  # type: ignore[operator]


def test_one_kiosk_among_honest_ones_stands_out_and_few_are_judged_exactly() -> None:
    honest = [Choice("k1", drawn(n), OFFERS[n % 5]) for n in range(300)]
    steered = [Choice("k2", drawn(n), drawn(n)[0]) for n in range(8)]
    found = shares([*honest, *steered])["5"]
    assert isinstance(found, dict)
    of_device = found["chosen_by_place_of_device"]
    assert isinstance(of_device, dict)
    assert of_device["k1"]["notable"] is False  # type: ignore[index,call-overload]
    assert of_device["k2"]["exact"] is True  # type: ignore[index,call-overload]
    assert of_device["k2"]["notable"] is True, "eight of eight at the first place: 5 / 5^8"  # type: ignore[index,call-overload]


def test_none_of_these_is_counted_beside_and_other_numbers_of_offers_apart() -> None:
    found = shares([Choice("k1", drawn(1), ""), Choice("k1", drawn(2), "a"), Choice("k1", ("a", "b"), "b")])
    assert set(found) == {"2", "5"}
    five = found["5"]
    assert isinstance(five, dict)
    assert (five["sessions"], five["none_of_these"]) == (2, 1)
    assert shares([]) == {}


def test_the_first_choice_of_a_session_counts_and_a_session_without_one_does_not() -> None:
    builder, at = LogBuilder(SessionId("s")), Moment(0.0, "2026-06-01T08:00:00.000Z")
    steps = (
        ("session.opened", {}), ("offer.chosen", {"offer": "x"}), ("offers.shuffled", {"order": list(OFFERS)}),
        ("offer.chosen", {"offer": "d"}), ("offers.shuffled", {"order": list(OFFERS)}), ("offer.none_chosen", {}),
    )  # fmt: skip
    entries = [builder.append(kind, data, at, Source.DEVICE)[0] for kind, data in steps]
    assert choice_of(entries, "k1") == Choice("k1", OFFERS, "d")
    assert choice_of(entries[:3], "k1") is None
    assert choice_of([entries[2], entries[5]], "k1") == Choice("k1", OFFERS, "")


def test_the_report_reads_filed_sessions_and_notes_it(world: World, filed: str) -> None:
    """This one has no choice in it; that its log was opened stands in the access log."""
    assert choices(world.home, world.store) == {}
    assert ("report", filed) in {(what, session) for session, what, _ in _accesses(world)}


def _accesses(world: World) -> list[tuple[str, str, str]]:
    import sqlite3

    with sqlite3.connect(world.home.store) as base:
        return list(base.execute("SELECT session, what, at FROM access"))
