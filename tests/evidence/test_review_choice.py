"""The free choice, asked of the entries alone: bound beforehand, drawn by anybody again, nothing slipped in."""

from hashlib import sha256

import pytest

from kiosk.domain.consents import Source
from kiosk.domain.moment import Moment
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.review_choice import choice_faults
from kiosk.lending.comparison import neutral_order

SEED = bytes(range(32))
OFFERS = ("anhe", "fenghe", "haihe", "jianghe", "zhonghe")
DRAWN = neutral_order(OFFERS, SEED)


def log(
    commitment: str = sha256(SEED).hexdigest(),
    seed: str = SEED.hex(),
    order: tuple[str, ...] = DRAWN,
    shown: tuple[str, ...] | None = None,
    chosen: str = DRAWN[1],
) -> tuple[Entry, ...]:
    builder, at = LogBuilder("s"), Moment(0.0, "2026-06-01T08:00:00.000Z")
    made = (
        ("session.opened", {"order_commitment": commitment} if commitment else {}),
        ("offers.shuffled", {"seed": seed, "order": list(order), "algorithm": "x"}),
        ("offers.shown", {"offers": list(shown or order), "language": "en"}),
        ("offer.chosen", {"offer": chosen, "channel": "touch"}),
    )
    return tuple(builder.append(kind, data, at, Source.DEVICE)[0] for kind, data in made)


def says(entries: tuple[Entry, ...]) -> list[str]:
    return [fault for _, fault in choice_faults(entries)]


def test_what_was_drawn_as_it_was_bound_is_fine() -> None:
    assert says(log()) == []


def test_the_order_does_not_hang_on_how_the_offers_were_listed() -> None:
    assert neutral_order(OFFERS[::-1], SEED) == neutral_order(OFFERS, SEED) == DRAWN


@pytest.mark.parametrize("commitment", ["", "ab" * 32])
def test_a_seed_that_was_not_bound_beforehand_is_found(commitment: str) -> None:
    assert "committed" in says(log(commitment=commitment))[0]


def test_an_order_with_one_offer_put_first_is_found() -> None:
    first = DRAWN[-1]
    steered = (first, *(offer for offer in DRAWN if offer != first))
    assert "follow" in says(log(order=steered))[0]


@pytest.mark.parametrize("seed", ["", "xyz", "00", "00" * 65])
def test_a_seed_that_is_none_is_found(seed: str) -> None:
    assert "no seed" in says(log(seed=seed))[0]


def test_another_order_on_the_screen_is_found() -> None:
    assert "shown" in says(log(shown=DRAWN[::-1]))[0]


def test_an_offer_that_was_not_shown_can_not_be_chosen() -> None:
    assert "not shown" in says(log(chosen="friend-of-the-branch"))[0]


def test_an_offer_that_stands_twice_is_found() -> None:
    twice = neutral_order((*OFFERS, "anhe"), SEED)
    assert "twice" in says(log(order=twice))[0]


CASES = ("case-a", "case-b", "case-c")
CASES_DRAWN = neutral_order(CASES, SEED)


def cases_log(
    commitment: str = sha256(SEED).hexdigest(),
    order: tuple[str, ...] = CASES_DRAWN,
    found: str = CASES_DRAWN[2],
    seed: str = SEED.hex(),
) -> tuple[Entry, ...]:
    builder, at = LogBuilder("s"), Moment(0.0, "2026-06-01T08:00:00.000Z")
    made = (
        ("session.opened", {"cases_commitment": commitment}),
        ("case.shown", {"seed": seed, "cases": list(order), "algorithm": "x"}),
        ("case.found", {"case": found, "matched": len(order), "channel": "touch"}),
    )
    return tuple(builder.append(kind, data, at, Source.DEVICE)[0] for kind, data in made)


class TestHisOwnCases:
    """Several that were prepared for him stand in an order by lot, as offers do."""

    def test_drawn_as_bound_is_fine(self) -> None:
        assert says(cases_log()) == []

    @pytest.mark.parametrize("commitment", ["", "ab" * 32])
    def test_a_seed_that_was_not_bound_beforehand_is_found(self, commitment: str) -> None:
        assert says(cases_log(commitment)) == [
            "the order of the cases was not drawn from what was committed to when the session opened"
        ]

    def test_one_put_first_is_found(self) -> None:
        steered = (CASES_DRAWN[-1], *CASES_DRAWN[:-1])
        assert says(cases_log(order=steered)) == ["the order of the cases does not follow from its seed"]

    def test_no_seed_is_found(self) -> None:
        assert says(cases_log(seed="")) == ["the order of the cases has no seed"]

    def test_one_that_was_not_shown_is_found(self) -> None:
        assert says(cases_log(found="case-d")) == ["a case was found that was not shown"]
