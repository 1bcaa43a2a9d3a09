"""What the disclosure sheet must hold as JSON. assets/sheet.schema.json is written from it.

The names are those that lenders publish such sheets under, and ours besides. A sheet with an item missing is refused
by the item's name. Amounts are strings in yuan, rates strings holding fractions, dates YYYY-MM-DD. The borrower's
signature can't stand in what he signs: the evidence has it, beside the SHA-256 of the page.
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from kiosk.domain.errors import LendingError
from kiosk.lending.sheet import MANDATORY

SCHEMA_ID = "urn:mingshi:sheet:2"
Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Yuan = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]{2}$")]
Rate = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class BothJson(_Strict):
    """Chinese, which prevails, and English."""

    zh: Words
    en: Words


class InterestJson(_Strict):
    """`rate`: nominal, a year. `annual`: what it comes to in the all-in annual cost."""

    org_name: Words
    rate: Rate
    rate_type: Literal["fixed"]
    repay_mode: BothJson
    day_count: Literal["months", "actual/360", "actual/365", "30/360"]
    rounding: Literal["half_up", "half_even", "down"]
    total: Yuan
    annual: Rate


class ChargeJson(_Strict):
    """A fee of normal performance: who charges it, when, how often; `annual` as with interest.

    `tied`: a condition of the loan that pays for something else: a guarantee or an insurance.
    """

    id: Words
    name: Words
    org_name: Words
    kind: Literal["service", "platform", "instalment", "guarantee", "insurance"]
    tied: bool
    timing: Literal["upfront", "monthly", "at_end"]
    repay_mode: BothJson
    standard: BothJson
    amount: Yuan
    times: Annotated[int, Field(ge=1)]
    total: Yuan
    annual: Rate


class InstalmentJson(_Strict):
    """One instalment; `balance` is owed after it."""

    n: Annotated[int, Field(ge=1)]
    date: Day
    principal: Yuan
    interest: Yuan
    fees: Yuan
    amount: Yuan
    balance: Yuan


class ComplaintJson(_Strict):
    """Where to complain."""

    org_name: BothJson
    phone: Words
    hours: BothJson


class ReceiverJson(_Strict):
    """Who receives personal information, and for what."""

    org_name: BothJson
    contact: Words
    purpose: BothJson


class ItemJson(_Strict):
    """One item as it is read aloud."""

    id: Words
    title: BothJson
    body: BothJson
    mandatory: bool


class SheetJson(_Strict):
    """综合融资成本明示表. `trial`: a calculation for an enquiry (试算), which binds nobody and has no `case`."""

    model_config = ConfigDict(json_schema_extra={"$id": SCHEMA_ID, "title": "综合融资成本明示表"})

    version: Literal["2"]
    title: BothJson
    prevailing_language: Literal["zh_CN"]
    case: Words | None
    trial: bool
    offer: Words
    offer_version: Words
    provider: Words
    product: Words
    principal: Yuan
    received: Yuan
    periods: Annotated[int, Field(ge=1)]
    method: Literal["annuity", "equal_principal", "flat", "interest_first", "bullet"]
    nominal_rate: Rate
    cost_rate: Rate
    """All-in annual cost of normal performance: monthly internal rate times 12 (simple)."""
    cost_rate_compound: Rate
    rate_method: BothJson
    capped: bool
    cap_rate: Rate
    cap_basis: Literal["simple", "compound"]
    loan_interest: InterestJson
    guarantee_fee: tuple[ChargeJson, ...]
    """Those of `charges` that are tied to the loan."""
    charges: tuple[ChargeJson, ...]
    overdue_penalty_interest_org_name: Words
    overdue_penalty_interest_rate: Rate
    overdue_penalty_interest_text: BothJson
    misappropriation_penalty_interest_org_name: Words
    misappropriation_penalty_interest_rate: Rate
    misappropriation_penalty_interest_text: BothJson
    prepayment_penalty_name: BothJson
    prepayment_penalty_org_name: Words
    prepayment_penalty_rate: Rate
    prepayment_penalty_text: BothJson
    other_fee_org_name: Words | None
    """Who charges what falls due only if something else happens; null where there is nothing."""
    other_fee_text: BothJson
    no_other_charge: BothJson
    total: Yuan
    """All instalments together; the same as `total_repaid`."""
    total_repaid: Yuan
    total_paid: Yuan
    """With what is kept back at payout."""
    cost_more_than_received: Yuan
    per_100_yuan: Yuan
    complaint: Annotated[tuple[ComplaintJson, ...], Field(min_length=1)]
    receivers: tuple[ReceiverJson, ...]
    cooling_off: BothJson
    valid_until: Day
    schedule: Annotated[tuple[InstalmentJson, ...], Field(min_length=1)]
    items: tuple[ItemJson, ...]
    sheet_sha256: Digest
    """Of this object without this member, as RFC 8785 has it."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [item.id for item in self.items]
        for needed in (*MANDATORY, *(f"fee.{charge.id}" for charge in self.charges)):
            if ids.count(needed) != 1:
                raise ValueError(f"sheet item {needed}: must be there exactly once")
        if self.trial is not (self.case is None):
            raise ValueError("trial: an enquiry has no case, and what has no case is an enquiry")
        if self.total != self.total_repaid or _sum(row.amount for row in self.schedule) != Decimal(self.total):
            raise ValueError("total: is not the sum of the instalments")
        if _sum(row.principal for row in self.schedule) != Decimal(self.principal):
            raise ValueError("schedule: the principal does not come back to the fen")
        if Decimal(self.schedule[-1].balance) != 0:
            raise ValueError("schedule: does not end at zero")
        return self


def parse_sheet_json(untrusted: object) -> SheetJson:
    """A sheet that came from outside, whole and with its own digest. Raises LendingError naming what is wrong."""
    if not isinstance(untrusted, dict):
        raise LendingError("sheet: a JSON object is expected")
    found = checked(untrusted)
    if found.sheet_sha256 != digest({key: value for key, value in untrusted.items() if key != "sheet_sha256"}):
        raise LendingError("sheet_sha256: is not that of this sheet")
    return found


def sheet_schema() -> dict[str, object]:
    """The JSON schema (draft 2020-12) of a sheet."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **SheetJson.model_json_schema()}


def checked(data: dict[str, object]) -> SheetJson:
    """The model of a sheet whose digest nobody has compared yet. Raises LendingError naming what is wrong."""
    try:
        # JSON has lists, and strict Python has tuples: read as JSON is read.
        return SheetJson.model_validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise LendingError("sheet: plain JSON is expected") from error
        place = ".".join(str(part) for part in first["loc"])
        said = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
        raise LendingError(f"sheet item {place}: {said}" if place else said) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise LendingError("sheet: plain JSON is expected") from error


def digest(data: dict[str, object]) -> str:
    """SHA-256 of the canonical form (RFC 8785): of strings, whole numbers, true, false and null under ASCII names that
    is what `json` writes, sorted and without blanks."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _sum(amounts: Iterable[str]) -> Decimal:
    return sum((Decimal(amount) for amount in amounts), Decimal(0))
