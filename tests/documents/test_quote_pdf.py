"""The quote to take home: figures, how long they hold, that nothing is owed, and a code that a camera can read."""

import subprocess
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from kiosk.documents.quote_pdf import quote_pdf
from kiosk.domain.case import Case
from kiosk.domain.consents import Mode
from kiosk.domain.money import percent_text, yuan_text
from kiosk.lending.quote import build_quote
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms

CREATED = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def case(root) -> Case:
    found = parse_terms((root / "assets/offers/training_case.json").read_text("utf-8"), date(2026, 3, 15), "case")
    assert isinstance(found, Case)
    return found


def made(quote, *, sheet_signed=False) -> bytes:
    return quote_pdf(quote, session="s", sheet_signed=sheet_signed, created=CREATED, mode=Mode.TRAINING)


def plain(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return "".join(text.decode("utf-8").split())


def test_it_says_the_cost_the_day_what_is_owed_and_how_to_come_back(case) -> None:
    quote = build_quote(build_sheet(case.offers[2], case.id), case)
    pdf = made(quote)
    text, found = plain(pdf), quote.sheet.figures
    for shown in (percent_text(found.annual_simple), percent_text(found.annual_compound)):
        assert shown in text
    assert "".join(yuan_text(found.total_repaid).split()) in text
    assert all(row.date.isoformat() in text for row in found.schedule.instalments)
    assert f"{quote.until.year}年{quote.until.month}月{quote.until.day}日" in text
    assert "您没有签借款合同" in text
    assert "不欠任何人" in text
    assert quote.code is not None
    assert quote.code.digits in text
    assert "试算" not in text
    assert sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages) == 1


def test_it_does_not_deny_a_signed_sheet(case) -> None:
    quote = build_quote(build_sheet(case.offers[2], case.id), case)
    assert "您签过的明示表" in plain(made(quote, sheet_signed=True))
    assert "您签过的明示表" not in plain(made(quote))


def test_a_trial_calculation_is_marked_and_binds_nobody(case) -> None:
    quote = build_quote(build_sheet(case.offers[2]), None)
    text = plain(made(quote))
    assert "报价单（试算）" in text
    assert "没有约束力" in text
    assert "不变" not in text


def test_the_same_input_gives_the_same_bytes(case) -> None:
    quote = build_quote(build_sheet(case.offers[0], case.id), case)
    assert made(quote) == made(quote)
