"""Cases and catalogues from JSON: strict, and the same on the way back."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.case import Case, Catalogue
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.offer import FeeKind
from kiosk.lending.ceiling import ceiling_refusal
from kiosk.lending.figures import figures
from kiosk.lending.schedule import terms_of
from kiosk.lending.strict_json import parse_object
from kiosk.lending.terms_file import parse_case, parse_catalogue, parse_terms
from kiosk.lending.terms_json import case_json, catalogue_json
from tests.lending.conftest import TODAY

Change = Callable[[dict[str, Any]], object]


def test_the_training_files_differ_in_kind_and_stay_below_the_ceiling(case: Case, catalogue: Catalogue) -> None:
    assert len({offer.provider.id for offer in case.offers}) >= 5
    assert len({offer.method for offer in (*case.offers, *catalogue.offers)}) == 5
    offers = (*case.offers, *catalogue.offers)
    assert all(ceiling_refusal(figures(offer)) is None for offer in offers)
    kinds = {fee.kind for offer in offers for fee in offer.fees}
    assert {FeeKind.GUARANTEE, FeeKind.INSURANCE, FeeKind.PLATFORM} <= kinds
    assert any(not terms_of(offer).regular for offer in offers)
    assert len({offer.day_count for offer in offers}) > 1
    assert any(offer.conditional for offer in offers)


def test_a_start_of_today_follows_the_day(root: Path) -> None:
    text = (root / "assets/offers/training_case.json").read_text("utf-8")
    later = parse_terms(text, date(2027, 8, 31), "case")
    assert later.offers[0].start == date(2027, 8, 31)
    assert later.offers[0].first_due == date(2027, 9, 30)


def test_there_and_back(case: Case, catalogue: Catalogue) -> None:
    assert parse_case(json.loads(json.dumps(case_json(case))), date(2001, 1, 1)) == case
    assert parse_catalogue(json.loads(json.dumps(catalogue_json(catalogue))), date(2001, 1, 1)) == catalogue


@pytest.mark.parametrize(
    ("start", "due_day", "first"),
    [
        ("2026-03-15", 15, "2026-04-15"),
        ("2026-03-15", 28, "2026-04-28"),
        ("2026-03-01", 20, "2026-03-20"),
        ("2026-12-31", 10, "2027-02-10"),
        ("2026-01-31", 15, "2026-02-15"),
    ],
)
def test_a_day_of_the_month_makes_the_first_period_what_it_is(root: Path, start: str, due_day: int, first: str) -> None:
    data = json.loads((root / "assets/offers/training_case.json").read_text("utf-8"))
    data["offers"][0].update(due_day=due_day, day_count="actual/360", rounding="half_even")
    offer = parse_case(data, date.fromisoformat(start)).offers[0]
    assert offer.first_due == date.fromisoformat(first)
    rows = figures(offer).schedule.instalments
    assert {row.date.day for row in rows} == {due_day}
    assert parse_case(json.loads(json.dumps(case_json(parse_case(data, TODAY)))), TODAY) == parse_case(data, TODAY)


def put(path: list[Any], value: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        target: Any = data
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put(["surprise"], 1), "surprise"),
        (put(["offers", 2, "fees", 0, "hidden_fee"], "5"), r"offers\[2\]\.fees\[0\]\.hidden_fee"),
        (put(["offers", 0, "product", "fr"], "x"), r"offers\[0\]\.product\.fr"),
        (put(["consultant", "phone"], "1"), r"consultant\.phone"),
        (lambda data: data.pop("branch"), "branch"),
        (put(["kind"], "catalogue"), "kind"),
        (put(["format"], 2), "format"),
        (put(["format"], True), "format"),
        (put(["expires"], "2025-12-31"), "expires"),
        (put(["issued"], "2026-02-30"), "issued"),
        (put(["offers", 1, "valid_until"], "2036-12-30"), r"offers\[1\]\.valid_until: .*before expires"),
        (put(["offers"], []), "offers"),
        (put(["offers"], {}), "offers"),
        (put(["offers", 0, "principal"], 50000), r"offers\[0\]\.principal"),
        (put(["offers", 0, "principal"], "50000.001"), r"offers\[0\]\.principal"),
        (put(["offers", 0, "principal"], "NaN"), r"offers\[0\]\.principal"),
        (put(["offers", 0, "principal"], "-5"), r"offers\[0\]"),
        (put(["offers", 0, "principal"], "1e9999"), r"offers\[0\]\.principal"),
        (put(["offers", 0, "periods"], 0), r"offers\[0\]\.periods"),
        (put(["offers", 0, "periods"], "24"), r"offers\[0\]\.periods"),
        (put(["offers", 0, "method"], "magic"), r"offers\[0\]\.method"),
        (put(["offers", 0, "first_due"], "2026-03-15"), "first_due"),
        (put(["offers", 0, "first_due"], "2026-06-16"), "first_due"),
        (put(["offers", 0, "due_day"], 29), r"offers\[0\]\.due_day"),
        (put(["offers", 0, "due_day"], "20"), r"offers\[0\]\.due_day"),
        (put(["offers", 0, "day_count"], "actual/actual"), r"offers\[0\]\.day_count"),
        (put(["offers", 0, "rounding"], "up"), r"offers\[0\]\.rounding"),
        (put(["offers", 0, "nominal_rate"], "0.0720000000001"), r"offers\[0\]"),
        (put(["offers", 0, "start"], "9999-01-01"), r"offers\[0\]\.start"),
        (put(["offers", 2, "fees", 0, "kind"], "gift"), r"offers\[2\]\.fees\[0\]\.kind"),
        (put(["offers", 2, "conditional"], [{"id": "x"}]), r"offers\[2\]\.conditional\[0\]\.name"),
        (put(["offers", 0, "provider"], "nobody"), r"offers\[0\]\.provider"),
        (put(["offers", 0, "partners"], ["nobody"]), r"offers\[0\]\.partners"),
        (put(["offers", 0, "contingent"], []), "overdue"),
        (put(["offers", 0, "purpose", "zh"], " "), r"offers\[0\]\.purpose\.zh"),
        (put(["offers", 1, "id"], "jianghe-steady"), "offers"),
        (put(["offers", 2, "fees", 0, "amount"], "-1.00"), r"offers\[2\]"),
        (put(["providers", 0, "complaints"], []), "complaint"),
        (put(["promises", 0, "topic"], "weather"), r"promises\[0\]\.topic"),
    ],
)
def test_what_is_wrong_is_named(root: Path, change: Change, place: str) -> None:
    data = json.loads((root / "assets/offers/training_case.json").read_text("utf-8"))
    wrong = copy.deepcopy(data)
    change(wrong)
    with pytest.raises(ConfigurationError, match=rf"bad\.json: .*{place}"):
        parse_case(wrong, TODAY, "bad.json")


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"a": 1, "a": 2}', "[" * 100_000, '{"kind": "case"}'])
def test_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"bad\.json"):
        parse_terms(text, TODAY, "bad.json")


def test_parse_object_keeps_what_is_there() -> None:
    assert parse_object('{"a": [1, "二"]}', "x") == {"a": [1, "二"]}
