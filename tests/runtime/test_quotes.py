"""The shelf of quotes: what it finds, what it refuses and why, and that it holds nothing of a person in the clear."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kiosk.consent.events import QuoteFound, QuoteRefused
from kiosk.consent.facts import Facts, Needs, Opening, Purpose
from kiosk.consent.quote_brought import Against
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.case import Case
from kiosk.domain.consents import Mode
from kiosk.domain.ids import CaseId
from kiosk.domain.moment import Moment
from kiosk.domain.money import Fen
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling
from kiosk.lending.quote import QuoteCode, quote_code
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms
from kiosk.runtime.quotes import QuoteShelf

DAY = date(2026, 6, 1)
SECRET = b"s" * 32
HIS, ANOTHERS = "110101197001010024", "110101197001010032"
NEEDS = Needs(Fen(5_000_000), Purpose.HEALTH, Fen(1_234_500), Fen(67_800))


class Cases:
    """Signed cases by id, as they read on a day."""

    def __init__(self, text: str) -> None:
        self.text, self.there = text, True
        self.changed = lambda case: case

    def __call__(self, case: CaseId, day: date) -> Case | None:
        found = parse_terms(self.text, day, "case")
        assert isinstance(found, Case)
        return self.changed(found) if self.there and found.id == case else None


@pytest.fixture
def cases(root) -> Cases:
    content = json.loads((root / "assets/offers/training_case.json").read_text())
    content["expires"] = "2026-06-30"
    return Cases(json.dumps(content))


@pytest.fixture
def shelf(tmp_path, cases) -> QuoteShelf:
    return QuoteShelf(tmp_path / "quotes", SECRET, cases, DEFAULT_CEILING)


def facts_of(cases: Cases, number: str = HIS, session: str = "session-1", day: date = DAY) -> Facts:
    case = cases(CaseId("TRAINING-0001"), day)
    assert case is not None
    opening = Opening(session, Moment(0.0, f"{day}T08:00:00.000Z"), day, b"s" * 32, Mode.TRAINING, "branch", case,
                      case.offers, ())  # fmt: skip
    card = ((CardSide.FRONT, (CardField("number", number, "agreement"),)),)
    sheet = build_sheet(case.offers[0], case.id)
    return Facts(opening, card=card, needs=NEEDS, offer=case.offers[0], sheet=sheet)


@pytest.fixture
def facts(cases) -> Facts:
    return facts_of(cases)


@pytest.fixture
def code(shelf, facts) -> QuoteCode:
    assert shelf.keep(facts)
    assert facts.sheet is not None
    return quote_code(facts.sheet)


def reason(found: QuoteFound | QuoteRefused) -> Against | None:
    return found.reason if isinstance(found, QuoteRefused) else None


def files(shelf: QuoteShelf) -> list[Path]:
    return sorted(shelf._folder.glob("*.json"))


@pytest.mark.parametrize("later", [0, 1, 17, 29])
def test_scanned_or_typed_it_is_found_as_long_as_it_holds(shelf, code, facts, later) -> None:
    day = DAY + timedelta(days=later)
    for shown in (code.words, code.digits, code.spaced, f"  {code.words}\n"):
        found = shelf.find(shown, HIS, day)
        assert isinstance(found, QuoteFound), shown
        brought = found.brought
        assert brought.holds()
        assert (brought.needs, brought.made_on, brought.session) == (NEEDS, DAY, "session-1")
        assert brought.then == facts.sheet
        assert brought.until == date(2026, 6, 30)
        assert brought.same_days is (later == 0), "its case pays out on the day of signing"
        assert brought.now.figures.total_paid == brought.then.figures.total_paid


def test_a_day_too_late_it_has_run_out_and_what_was_sealed_goes(shelf, code) -> None:
    late = date(2026, 7, 1)
    assert reason(shelf.find(code.words, HIS, late)) is Against.EXPIRED
    shelf.tidy(late)
    assert json.loads(files(shelf)[0].read_text())["sealed"] == ""
    assert reason(shelf.find(code.words, HIS, late)) is Against.EXPIRED
    shelf.tidy(late + timedelta(days=91))
    assert not files(shelf)
    assert reason(shelf.find(code.words, HIS, late)) is Against.UNKNOWN


@pytest.mark.parametrize("number", [ANOTHERS, "", HIS[:-1], HIS + "0", " "])
def test_with_another_card_it_does_not_open(shelf, code, number) -> None:
    assert reason(shelf.find(code.words, number, DAY)) is Against.OTHER_HOLDER


def test_two_people_with_the_same_figures_each_find_their_own(shelf, cases, code) -> None:
    other = facts_of(cases, ANOTHERS, "session-2")
    assert shelf.keep(replace(other, needs=replace(NEEDS, income=Fen(1))))
    mine, theirs = shelf.find(code.words, HIS, DAY), shelf.find(code.words, ANOTHERS, DAY)
    assert isinstance(mine, QuoteFound)
    assert isinstance(theirs, QuoteFound)
    assert (mine.brought.session, theirs.brought.session) == ("session-1", "session-2")
    assert (mine.brought.needs.income, theirs.brought.needs.income) == (NEEDS.income, 1)


def test_a_forged_code_finds_nothing(shelf, code, facts) -> None:
    forged = replace(code, figures="0" * 64)
    assert reason(shelf.find(forged.words, HIS, DAY)) is Against.CHANGED
    cheaper = build_sheet(replace(facts.offer, nominal_rate=Decimal("0.001")), facts.opening.case.id)
    assert reason(shelf.find(quote_code(cheaper).words, HIS, DAY)) is Against.UNKNOWN, "a page printed by himself"


@pytest.mark.parametrize("place", range(12))
def test_a_digit_that_was_typed_wrongly_is_said(shelf, code, place) -> None:
    wrong = code.digits[:place] + str((int(code.digits[place]) + 3) % 10) + code.digits[place + 1 :]
    assert reason(shelf.find(wrong, HIS, DAY)) is Against.SLIP


@pytest.mark.parametrize(
    "text",
    [
        "", "https://example.invalid/pay?to=me", "mingshi:6f1d2f3a-0000-4000-8000-000000000001", "1" * 11, "1" * 13,
        "mingshi:quote:1:" + "9" * 3_000_000, "\x00" * 256, "../../../etc/passwd", "*" * 12, "４" * 12,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_any_other_text_is_no_quote(shelf, code, text) -> None:
    assert reason(shelf.find(text, HIS, DAY)) is Against.NO_QUOTE


@settings(max_examples=80)
@given(text=some.text(max_size=300))
def test_no_text_breaks_it(tmp_path_factory, root, text) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    shelf = QuoteShelf(folder, SECRET, lambda _case, _day: None, DEFAULT_CEILING)
    assert isinstance(shelf.find(text, HIS, DAY), QuoteRefused)


def test_a_byte_changed_anywhere_in_what_was_kept_is_noticed(shelf, code) -> None:
    (path,) = files(shelf)
    content = path.read_bytes()
    for at in range(0, len(content), 7):
        changed = bytearray(content)
        changed[at] ^= 0x01
        path.write_bytes(bytes(changed))
        assert reason(shelf.find(code.words, HIS, DAY)) is Against.CHANGED, at
    path.write_bytes(content)
    assert isinstance(shelf.find(code.words, HIS, DAY), QuoteFound)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"null", b'"x"', b"{}", b"{" * 100_000, b'{"digits": 1}', b"\xff" * 50, b"x" * 5_000_000],
    ids=range(9),
)
def test_a_record_that_is_none_is_no_record(shelf, code, content) -> None:
    (path,) = files(shelf)
    path.write_bytes(content)
    assert reason(shelf.find(code.words, HIS, DAY)) is Against.CHANGED
    shelf.tidy(DAY)
    assert not files(shelf)


def test_another_kiosks_record_is_not_believed(shelf, code, cases, tmp_path) -> None:
    other = QuoteShelf(tmp_path / "quotes", b"o" * 32, cases, DEFAULT_CEILING)
    assert reason(other.find(code.words, HIS, DAY)) is Against.CHANGED


class TestWithdrawn:
    """What headquarters and the lender take back is not held to by a page of paper."""

    def test_the_case_is_gone(self, shelf, code, cases) -> None:
        cases.there = False
        assert reason(shelf.find(code.words, HIS, DAY)) is Against.WITHDRAWN

    def test_the_offer_is_gone(self, shelf, code, cases) -> None:
        cases.changed = lambda case: replace(case, offers=case.offers[1:])
        assert reason(shelf.find(code.words, HIS, DAY)) is Against.WITHDRAWN

    @pytest.mark.parametrize("change", [{"nominal_rate": Decimal("0.2")}, {"principal": Fen(1_000_00)}], ids=str)
    def test_the_figures_are_others(self, shelf, code, cases, change) -> None:
        cases.changed = lambda case: replace(case, offers=(replace(case.offers[0], **change), *case.offers[1:]))
        assert reason(shelf.find(code.words, HIS, DAY + timedelta(days=2))) is Against.WITHDRAWN

    def test_the_ceiling_came_down(self, shelf, code, cases, tmp_path) -> None:
        low = QuoteShelf(tmp_path / "quotes", SECRET, cases, Ceiling(Decimal("0.001")))
        assert reason(low.find(code.words, HIS, DAY)) is Against.WITHDRAWN

    def test_the_case_runs_out_earlier_than_it_said(self, shelf, code, cases) -> None:
        cases.changed = lambda case: replace(case, expires=DAY + timedelta(days=1))
        assert isinstance(shelf.find(code.words, HIS, DAY), QuoteFound)
        assert reason(shelf.find(code.words, HIS, DAY + timedelta(days=2))) is Against.WITHDRAWN


def test_what_is_kept_says_nothing_of_him_in_the_clear(shelf, code) -> None:
    (path,) = files(shelf)
    content = path.read_text()
    for secret in (HIS, "health", "1234500", "67800"):
        assert secret not in content
    assert path.stat().st_mode & 0o077 == 0


def test_two_quotes_of_one_person_have_nothing_in_common(shelf, cases, code) -> None:
    assert shelf.keep(facts_of(cases, HIS, "session-2"))
    one, other = (json.loads(path.read_text()) for path in files(shelf))
    assert one["sealed"] != other["sealed"]
    assert one["mark"] != other["mark"]


def test_an_enquiry_or_a_session_without_a_card_keeps_nothing(shelf, facts) -> None:
    assert not shelf.keep(replace(facts, opening=replace(facts.opening, case=None)))
    assert not shelf.keep(replace(facts, card=()))
    assert not shelf.keep(replace(facts, sheet=None))
    assert not files(shelf)
