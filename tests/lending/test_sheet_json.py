"""The sheet as JSON: whole, under its names, or refused by the name of what is missing."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.case import Case, Catalogue
from kiosk.domain.errors import LendingError
from kiosk.domain.offer import FeeKind, Offer
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.sheet import build_sheet
from kiosk.lending.sheet_json import sheet_json
from kiosk.lending.sheet_schema import parse_sheet_json, sheet_schema
from tests.lending.write_sheet_schema import SCHEMA, text

PUBLISHED = """cost_rate capped overdue_penalty_interest_org_name overdue_penalty_interest_text
    misappropriation_penalty_interest_org_name misappropriation_penalty_interest_text prepayment_penalty_name
    prepayment_penalty_org_name prepayment_penalty_text other_fee_org_name other_fee_text principal received schedule
    total method valid_until complaint receivers cooling_off version""".split()


@pytest.fixture
def data(fee_offer: Offer, case: Case) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(sheet_json(build_sheet(fee_offer, case.id))))
    return found


def test_it_is_plain_and_in_yuan(data: dict[str, Any]) -> None:
    assert data["principal"] == "50000.00"
    assert data["received"] == "49500.00"
    assert data["trial"] is False
    assert data["charges"][0]["org_name"] == "云禾示范信息服务公司"
    assert len(data["schedule"]) == 12
    assert sum(Decimal(row["amount"]) for row in data["schedule"]) == Decimal(data["total"])
    parts = [data["loan_interest"], *data["charges"]]
    assert sum(Decimal(part["annual"]) for part in parts) == Decimal(data["cost_rate"])


def test_every_offer_there_is_has_one(case: Case, catalogue: Catalogue) -> None:
    for offer in (*case.offers, *catalogue.offers):
        assert parse_sheet_json(sheet_json(build_sheet(offer))).trial


def test_the_names_are_those_that_are_published(data: dict[str, Any]) -> None:
    schema: dict[str, Any] = sheet_schema()
    assert set(PUBLISHED) <= set(schema["properties"])
    assert set(schema["properties"]) == set(schema["required"]) == set(data)
    assert schema["additionalProperties"] is False
    for name in ("org_name", "rate", "rate_type", "repay_mode"):
        assert name in data["loan_interest"]


def test_the_schema_file_is_that_of_the_program() -> None:
    assert SCHEMA.read_text("utf-8") == text(), "run: .venv/bin/python -m tests.lending.write_sheet_schema"


def test_what_is_tied_to_the_loan_stands_apart(fee_offer: Offer) -> None:
    tied = replace(fee_offer, fees=(replace(fee_offer.fees[0], kind=FeeKind.GUARANTEE),))
    assert sheet_json(build_sheet(fee_offer))["guarantee_fee"] == []
    found: Any = sheet_json(build_sheet(tied))["guarantee_fee"]
    assert [fee["org_name"] for fee in found] == ["云禾示范信息服务公司"]


def test_the_ceiling_stands_in_it_on_its_basis(fee_offer: Offer) -> None:
    found = sheet_json(build_sheet(fee_offer, ceiling=Ceiling(Decimal("0.3"), RateBasis.COMPOUND)))
    assert (found["cap_rate"], found["cap_basis"]) == ("0.3", "compound")


def test_each_member_that_is_missing_is_named(data: dict[str, Any]) -> None:
    for name in data:
        with pytest.raises(LendingError, match=f"sheet item {name}: is missing"):
            parse_sheet_json({key: value for key, value in data.items() if key != name})


def test_each_item_that_is_missing_is_named(data: dict[str, Any]) -> None:
    for item in data["items"]:
        less = {**data, "items": [one for one in data["items"] if one is not item]}
        with pytest.raises(LendingError, match=f"sheet item {item['id']}: must be there exactly once"):
            parse_sheet_json(less)


def put(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        target: Any = data
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (put("hidden_fee", to="5.00"), "hidden_fee"),
        (put("charges", 0, "hidden", to="5.00"), r"charges\.0\.hidden"),
        (put("principal", to=50000), "principal"),
        (put("principal", to="-1.00"), "principal"),
        (put("cost_rate", to="NaN"), "cost_rate"),
        (put("total", to="1.00"), "total"),
        (put("schedule", 3, "principal", to="0.00"), "schedule"),
        (put("schedule", 11, "balance", to="1.00"), "schedule"),
        (put("schedule", to=[]), "schedule"),
        (put("complaint", to=[]), "complaint"),
        (put("items", 4, "body", "zh", to=" "), r"items\.4\.body\.zh"),
        (put("case", to=None), "trial"),
        (put("trial", to="no"), "trial"),
        (put("version", to="1"), "version"),
        (put("cost_rate", to="0.0001"), "sheet_sha256"),
        (put("cooling_off", "zh", to="没有"), "sheet_sha256"),
        (put("sheet_sha256", to="0" * 64), "sheet_sha256"),
        (put("title", "zh", to="\ud800"), "plain JSON|title"),
    ],
)
def test_what_was_changed_is_named(data: dict[str, Any], change: Callable[[dict[str, Any]], None], named: str) -> None:
    wrong = copy.deepcopy(data)
    change(wrong)
    with pytest.raises(LendingError, match=named):
        parse_sheet_json(wrong)


@pytest.mark.parametrize("untrusted", [None, [], "x", 1, {}, {"version": {1: 2}}, {"version": object()}])
def test_nonsense_is_refused(untrusted: object) -> None:
    with pytest.raises(LendingError):
        parse_sheet_json(untrusted)


def test_the_digest_is_that_of_the_canonical_form(data: dict[str, Any]) -> None:
    import hashlib

    import rfc8785

    rest = {key: value for key, value in data.items() if key != "sheet_sha256"}
    assert data["sheet_sha256"] == hashlib.sha256(rfc8785.dumps(rest)).hexdigest()
    assert Path(SCHEMA).name == "sheet.schema.json"
