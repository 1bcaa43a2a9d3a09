"""Same units for all, an order that favours nobody, and the ceiling."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.case import Case
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.comparison import COLUMNS, admissible, compare, matches, shuffled


def test_one_row_an_offer_with_the_same_columns(case: Case) -> None:
    rows = compare(case.offers)
    assert [row.offer for row in rows] == [offer.id for offer in case.offers]
    assert all(len(row.cells()) == len(COLUMNS) for row in rows)
    assert all(cell.zh and cell.en for row in rows for cell in row.cells())


@given(st.lists(st.integers(), max_size=30), st.binary(min_size=1, max_size=32))
def test_a_shuffle_keeps_everything_and_can_be_drawn_again(items: list[int], seed: bytes) -> None:
    once = shuffled(items, seed)
    assert sorted(once) == sorted(items)
    assert shuffled(items, seed) == once


def test_each_order_comes_equally_often() -> None:
    counts = Counter(shuffled("abcd", seed.to_bytes(4, "big")) for seed in range(24_000))
    assert set(counts) == set(permutations("abcd"))
    chi_square = sum((count - 1000) ** 2 / 1000 for count in counts.values())
    assert chi_square < 49.7  # 99.9 % of chi-square with 23 degrees of freedom; the seeds are fixed


def test_a_fixed_seed_gives_the_order_that_the_evidence_names() -> None:
    assert "".join(shuffled("abcdefgh", b"mingshi")) == "egcdhfab"


def test_an_offer_above_the_ceiling_is_refused_with_its_figure(case: Case) -> None:
    offer = replace(case.offers[0], nominal_rate=Decimal("0.2401"))
    fine, refused = admissible((case.offers[1], offer))
    assert fine == (case.offers[1],)
    assert refused[0].offer == offer
    assert "24.01%" in refused[0].reason.zh
    assert "24.01%" in refused[0].reason.en


def test_exactly_at_the_ceiling_is_allowed_and_the_basis_counts(case: Case) -> None:
    offer = replace(case.offers[0], nominal_rate=Decimal("0.24"))
    assert admissible((offer,)) == ((offer,), ())
    fine, refused = admissible((offer,), Ceiling(Decimal("0.24"), RateBasis.COMPOUND))
    assert fine == ()
    assert "26.82%" in refused[0].reason.zh


def test_what_does_not_match_says_why(case: Case) -> None:
    offer = case.offers[0]
    assert matches(offer, offer.principal) is None
    more, less = matches(offer, offer.principal - 1_000_000), matches(offer, offer.principal + 1)
    assert more is not None
    assert "40,000" in more.zh
    assert less is not None
    assert less.zh != more.zh
