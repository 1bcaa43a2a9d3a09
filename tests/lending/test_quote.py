"""The quote's code: the same figures give the same code, others do not, and what is no code is none."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.domain.money import Fen
from kiosk.lending.quote import PREFIX, build_quote, quote_code, read_code, same_figures, same_place
from kiosk.lending.sheet import build_sheet


@pytest.fixture
def sheet(case):
    return build_sheet(case.offers[0], case.id)


def test_the_code_holds_digits_and_a_digest_and_nothing_else(sheet, case) -> None:
    code = quote_code(sheet)
    assert code.words == f"{PREFIX}{code.digits}:{code.figures}"
    assert (len(code.digits), len(code.figures)) == (12, 64)
    assert str(case.id) not in code.words


def test_scanned_and_typed_it_is_the_same_quote(sheet) -> None:
    code = quote_code(sheet)
    assert read_code(code.words) == code
    typed = read_code(f" {code.spaced} ")
    assert typed is not None
    assert typed.digits == code.digits
    assert all(same_place(each, sheet) and same_figures(each, sheet) for each in (code, typed))


@pytest.mark.parametrize(
    "change", [{"principal": Fen(1_000_00)}, {"nominal_rate": Decimal("0.01")}, {"periods": 6}], ids=str
)
def test_other_figures_of_the_same_offer_are_noticed(sheet, case, change) -> None:
    other = build_sheet(replace(case.offers[0], **change), case.id)
    for code in (quote_code(sheet), read_code(quote_code(sheet).spaced)):
        assert code is not None
        assert same_place(code, other)
        assert not same_figures(code, other)


def test_another_offer_or_case_is_another_place(case, sheet) -> None:
    code = quote_code(sheet)
    assert not same_place(code, build_sheet(case.offers[1], case.id))
    assert not same_place(code, build_sheet(case.offers[0], type(case.id)("another")))


def test_a_digest_that_was_changed_is_noticed(sheet) -> None:
    code = quote_code(sheet)
    assert not same_figures(replace(code, figures="0" * 64), sheet)


@pytest.mark.parametrize("place", range(12))
def test_one_wrong_digit_is_noticed(sheet, place) -> None:
    digits = quote_code(sheet).digits
    for other in set("0123456789") - {digits[place]}:
        assert read_code(digits[:place] + other + digits[place + 1 :]) is None


@given(some.text(max_size=200))
def test_any_text_is_a_code_or_none(text) -> None:
    code = read_code(text)
    assert code is None or len(code.digits) == 12


@pytest.mark.parametrize(
    "text", ["", "1234", "mingshi:quote:1:", "mingshi:quote:2:" + "0" * 12, "０" * 12, "٠" * 12, "0" * 5000]
)
def test_what_is_no_code_is_none(text) -> None:
    assert read_code(text) is None


def test_no_offer_holds_longer_than_its_case(case, sheet) -> None:
    assert build_quote(sheet, case).until == min(case.expires, case.offers[0].valid_until)
    soon = replace(case, expires=case.issued + timedelta(days=1))
    assert build_quote(sheet, soon).until == soon.expires


def test_a_trial_calculation_has_no_code(case) -> None:
    assert build_quote(build_sheet(case.offers[0]), None).code is None
