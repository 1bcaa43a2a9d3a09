"""The documents as PDF: complete, marked, the same bytes for the same input."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.documents.consents_pdf import ConsentAnswer, consents_pdf
from kiosk.documents.contract_pdf import contract_pdf
from kiosk.documents.fonts import font_path
from kiosk.documents.receipt_pdf import Receipt, receipt_pdf
from kiosk.documents.sheet_pdf import sheet_pdf
from kiosk.domain.borrower import IdentityCard, Sex
from kiosk.domain.case import Case
from kiosk.domain.consents import Chapter, ConsentSpec, DataClass, Ending, Mode, Refusal
from kiosk.domain.errors import ConfigurationError, LendingError
from kiosk.domain.money import percent_text, yuan_text
from kiosk.domain.speech import Text
from kiosk.lending.contract import build_contract, load_clauses
from kiosk.lending.sheet import Sheet, build_sheet
from kiosk.lending.terms_file import parse_terms

CREATED = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
SESSION = "5b0f0c6e-0000-4000-8000-000000000001"
CARD = IdentityCard(
    "示范㐂龘", Sex.MALE, "汉", date(1950, 1, 1), "某地", "11010519491231002X", "某局", date(2020, 1, 1), None
)


@pytest.fixture
def case(root: Path) -> Case:
    found = parse_terms((root / "assets/offers/training_case.json").read_text("utf-8"), date(2026, 3, 15), "case")
    assert isinstance(found, Case)
    return found


@pytest.fixture
def sheet(case: Case) -> Sheet:
    return build_sheet(case.offers[2], case.id)


def pages(pdf: bytes) -> list[str]:
    """What an independent reader sees, page by page (pypdf misreads two-byte codes with a CMap of their own)."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return text.decode("utf-8").split("\f")[:-1]


def plain(text: str) -> str:
    return "".join(text.split())


def test_the_sheet_shows_every_item_and_every_instalment(sheet: Sheet) -> None:
    text = plain("".join(pages(sheet_pdf(sheet, session=SESSION, created=CREATED, mode=Mode.LIVE))))
    assert "综合融资成本明示表" in text
    assert percent_text(sheet.figures.annual_simple) in text
    for item in sheet.items:
        # A long body may run over a page, where the footer comes between.
        assert plain(item.title.zh) in text, item.id
        assert plain(item.body.zh)[:12] in text, item.id
        assert plain(item.body.en)[:20] in text, item.id
    for row in sheet.figures.schedule.instalments:
        assert row.date.isoformat() in text
    assert "培训" not in text
    assert "试算" not in text


def test_training_stands_on_each_page_and_trial_too(case: Case) -> None:
    pdf = sheet_pdf(build_sheet(case.offers[1]), session=SESSION, created=CREATED, mode=Mode.TRAINING)
    found = pages(pdf)
    assert len(found) > 1
    for text in found:
        assert plain(text).count("培训TRAINING") == 2  # across the page and in the footer
        assert "试算TRIALCALCULATION" in plain(text)


def test_the_contract_names_both_parties_and_every_article(root: Path, sheet: Sheet) -> None:
    contract = build_contract(sheet, load_clauses(root / "assets/contracts/consumer_loan.toml"))
    pdf = contract_pdf(contract, sheet, CARD, session=SESSION, created=CREATED, mode=Mode.TRAINING)
    text = plain("".join(pages(pdf)))
    assert "示范㐂龘" in text
    assert CARD.number in text
    assert yuan_text(sheet.figures.received) in text
    for article in contract.articles:
        assert plain(article.title.zh) in text
        assert plain(article.body.zh)[:12] in text


def test_a_contract_that_differs_is_not_printed(root: Path, sheet: Sheet) -> None:
    contract = build_contract(sheet, load_clauses(root / "assets/contracts/consumer_loan.toml"))
    last = contract.articles[-1]
    hidden = replace(last, body=Text(last.body.zh + "另收账户管理费 20 元。", last.body.en))
    changed = replace(contract, articles=(*contract.articles[:-1], hidden))
    with pytest.raises(LendingError, match="第14条"):
        contract_pdf(changed, sheet, CARD, session=SESSION, created=CREATED, mode=Mode.TRAINING)


def consent(given: bool) -> ConsentAnswer:
    def text(word: str) -> Text:
        return Text(f"{word}甲", f"{word} a")

    spec = ConsentSpec(
        id="recording",
        chapter=Chapter.PRIVACY,
        data_class=DataClass.RECORDING,
        purpose=text("目的"),
        receiver=text("总部"),
        retention=text("五年"),
        retention_days=1826,
        if_refused=text("没关系"),
        ask=text("可以吗"),
        on_refusal=Refusal("refer"),
    )
    return ConsentAnswer(spec, given, "2026-03-15T09:31:00Z")


def test_consents_show_the_answer_and_what_a_refusal_means(case: Case) -> None:
    partner = replace(consent(True), partner=case.offers[1].partners[0])
    answers = (consent(True), consent(False), partner)
    text = plain("".join(pages(consents_pdf(answers, session=SESSION, created=CREATED, mode=Mode.LIVE))))
    assert text.count("您的回答：同意") == 2
    assert text.count("您的回答：不同意") == 1
    assert text.count("没关系甲") == 1
    assert "泰禾示范融资担保公司" in text


@pytest.mark.parametrize("ending", list(Ending))
def test_a_receipt_for_each_ending(case: Case, ending: Ending) -> None:
    receipt = Receipt(
        session=SESSION,
        ending=ending,
        sealed_at="2026-03-15T09:45:00Z",
        manifest_sha256="0123456789abcdef" * 4,
        code=f"mingshi:{SESSION}:{'0123456789abcdef' * 4}",
        documents=((Text("合同", "Contract"), "ab" * 32),),
        withheld=(Text("录像", "Recording"),),
        complaints=case.offers[0].provider.complaints,
    )
    pdf = receipt_pdf(receipt, created=CREATED, mode=Mode.TRAINING)
    text = plain("".join(pages(pdf)))
    assert "01234567" in text
    assert case.offers[0].provider.complaints[0].phone in text
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1
    assert ("没有签任何东西" in text) == (ending in {Ending.DECLINED, Ending.REFERRED})
    assert ("没有签借款合同" in text) == (ending is Ending.QUOTED)


_PRINT_HASH = """
import hashlib, sys
from datetime import UTC, date, datetime
from pathlib import Path
from kiosk.documents.sheet_pdf import sheet_pdf
from kiosk.domain.consents import Mode
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms
case = parse_terms(Path("assets/offers/training_case.json").read_text("utf-8"), date(2026, 3, 15), "case")
sheet = build_sheet(case.offers[2], case.id)
pdf = sheet_pdf(sheet, session="s", created=datetime(2026, 3, 15, tzinfo=UTC), mode=Mode.TRAINING)
print(hashlib.sha256(pdf).hexdigest())
"""


def test_another_process_makes_the_same_bytes(root: Path) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_HASH],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1
    assert len(hashes.pop().strip()) == 64


def test_another_time_makes_other_bytes(sheet: Sheet) -> None:
    one = sheet_pdf(sheet, session=SESSION, created=CREATED, mode=Mode.LIVE)
    assert one == sheet_pdf(sheet, session=SESSION, created=CREATED, mode=Mode.LIVE)
    assert one != sheet_pdf(sheet, session=SESSION, created=CREATED.replace(hour=10), mode=Mode.LIVE)


def test_a_missing_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.documents.fonts._FOLDERS", ())
    monkeypatch.delenv("MINGSHI_FONT_DIR", raising=False)
    with pytest.raises(ConfigurationError, match="fonts-noto-cjk"):
        font_path()
