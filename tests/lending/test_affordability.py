"""Continue, warn, refer: with reasons, never a decision."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.lending.affordability import AffordabilityThresholds, AffordabilityVerdict, judge

AMOUNTS = st.integers(0, 10**8)
ORDER = [AffordabilityVerdict.CONTINUE, AffordabilityVerdict.WARN, AffordabilityVerdict.REFER]


@pytest.mark.parametrize(
    ("income", "debts", "payment", "verdict", "person"),
    [
        (1_150_000, 0, 200_000, AffordabilityVerdict.CONTINUE, False),  # 20 %
        (1_150_000, 150_000, 200_000, AffordabilityVerdict.WARN, False),  # 35 %
        (1_150_000, 0, 349_900, AffordabilityVerdict.WARN, False),  # 34.99 %, but not under stress
        (1_150_000, 300_000, 200_000, AffordabilityVerdict.REFER, False),  # 50 %
        (1_150_000, 300_000, 250_000, AffordabilityVerdict.REFER, True),  # 55 %
        (150_000, 0, 1, AffordabilityVerdict.REFER, True),  # nothing left after living
        (0, 0, 0, AffordabilityVerdict.REFER, True),
    ],
)
def test_verdicts_at_their_borders(
    income: int, debts: int, payment: int, verdict: AffordabilityVerdict, person: bool
) -> None:
    found = judge(income, debts, payment)
    assert (found.verdict, found.person_required) == (verdict, person)
    assert found.reasons
    assert all(reason.zh and reason.en for reason in found.reasons)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 10**6))
def test_more_debt_never_makes_it_better(income: int, debts: int, payment: int, more: int) -> None:
    before = judge(income, debts, payment)
    after = judge(income, debts + more, payment)
    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)
    assert after.left_over == before.left_over - more


def test_figures_are_shown() -> None:
    found = judge(1_150_000, 100_000, 250_000)
    assert found.share == Decimal("0.3500")
    assert found.left_over == 650_000
    assert "35.00%" in found.reasons[0].zh
    assert "3,500" in found.reasons[0].en


def test_nonsense_is_refused() -> None:
    with pytest.raises(LendingError):
        judge(-1, 0, 0)
    with pytest.raises(LendingError):
        AffordabilityThresholds(warn=Decimal("0.6"))
    with pytest.raises(LendingError):
        AffordabilityThresholds(living_floor=Fen(-1))
