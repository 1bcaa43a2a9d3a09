"""The disclosure sheet as JSON: the same data as on the page, for the evidence and for whoever compares offers."""

from decimal import Decimal

from kiosk.domain.money import yuan_of
from kiosk.domain.offer import Contingency, Offer
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures, contingent
from kiosk.lending.sheet import Charge, Sheet
from kiosk.lending.sheet_schema import checked, digest
from kiosk.lending.wording import METHODS, TIED_KINDS, TIMINGS


def sheet_json(sheet: Sheet) -> dict[str, object]:
    """Plain JSON. Raises LendingError naming the item that is missing."""
    data = _data(sheet)
    data["sheet_sha256"] = digest(data)
    checked(data)
    return data


def schedule_json(found: Figures) -> list[dict[str, object]]:
    """The instalments, as `main.py loan --json` has them too."""
    return [
        {
            "n": row.n,
            "date": row.date.isoformat(),
            "principal": _yuan(row.principal),
            "interest": _yuan(row.interest),
            "fees": _yuan(row.fees),
            "amount": _yuan(row.amount),
            "balance": _yuan(row.balance),
        }
        for row in found.schedule.instalments
    ]


def _data(sheet: Sheet) -> dict[str, object]:
    found, offer = sheet.figures, sheet.offer
    charges = [_charge(charge, found) for charge in sheet.charges]
    return {
        "version": sheet.version,
        "title": _both(sheet.title),
        "prevailing_language": "zh_CN",
        "case": sheet.case,
        "trial": sheet.case is None,
        "offer": offer.id,
        "offer_version": offer.version,
        "provider": offer.provider.name.zh,
        "product": offer.product.zh,
        "principal": _yuan(found.principal),
        "received": _yuan(found.received),
        "periods": offer.periods,
        "method": offer.method.value,
        "nominal_rate": _rate(offer.nominal_rate),
        "cost_rate": _rate(found.annual_simple),
        "cost_rate_compound": _rate(found.annual_compound),
        "rate_method": _body(sheet, "rate_method"),
        "capped": True,
        "cap_rate": _rate(sheet.ceiling.rate),
        "cap_basis": sheet.ceiling.basis.value,
        "loan_interest": _interest(offer, found),
        "guarantee_fee": [charge for charge in charges if charge["tied"]],
        "charges": charges,
        **_contingencies(sheet),
        "no_other_charge": _body(sheet, "no_other_charge"),
        "total": _yuan(found.total_repaid),
        "total_repaid": _yuan(found.total_repaid),
        "total_paid": _yuan(found.total_paid),
        "cost_more_than_received": _yuan(found.cost_more_than_received),
        "per_100_yuan": _yuan(found.per_100_yuan),
        "complaint": [
            {"org_name": _both(one.who), "phone": one.phone, "hours": _both(one.hours)}
            for one in offer.provider.complaints
        ],
        "receivers": [
            {"org_name": _both(one.name), "contact": one.contact, "purpose": _both(one.purpose)}
            for one in offer.partners
        ],
        "cooling_off": _both(offer.cooling_off),
        "valid_until": offer.valid_until.isoformat(),
        "schedule": schedule_json(found),
        "items": [
            {"id": item.id, "title": _both(item.title), "body": _both(item.body), "mandatory": item.mandatory}
            for item in sheet.items
        ],
    }


def _interest(offer: Offer, found: Figures) -> dict[str, object]:
    return {
        "org_name": offer.provider.name.zh,
        "rate": _rate(offer.nominal_rate),
        "rate_type": "fixed",
        "repay_mode": _both(METHODS[offer.method]),
        "day_count": offer.day_count.value,
        "rounding": offer.rounding.value,
        "total": _yuan(found.total_interest),
        "annual": _annual(found, "interest"),
    }


def _charge(charge: Charge, found: Figures) -> dict[str, object]:
    return {
        "id": charge.id,
        "name": charge.name.zh,
        "org_name": charge.charger.zh,
        "kind": charge.kind.value,
        "tied": charge.kind in TIED_KINDS,
        "timing": charge.timing.value,
        "repay_mode": _both(TIMINGS[charge.timing]),
        "standard": _both(charge.standard),
        "amount": _yuan(charge.amount),
        "times": charge.times,
        "total": _yuan(charge.total),
        "annual": _annual(found, charge.id),
    }


def _contingencies(sheet: Sheet) -> dict[str, object]:
    offer = sheet.offer
    found: dict[str, object] = {}
    for name, kind in (
        ("overdue_penalty_interest", Contingency.OVERDUE),
        ("misappropriation_penalty_interest", Contingency.MISUSE),
        ("prepayment_penalty", Contingency.PREPAYMENT),
    ):
        cost = contingent(offer, kind)
        found[f"{name}_org_name"] = cost.charger.zh
        found[f"{name}_rate"] = _rate(cost.rate)
        found[f"{name}_text"] = _body(sheet, name)
    chargers = dict.fromkeys(fee.charger.zh for fee in offer.conditional)
    return {
        **found,
        "prepayment_penalty_name": _both(sheet.item("prepayment_penalty").title),
        "other_fee_org_name": "、".join(chargers) or None,
        "other_fee_text": _body(sheet, "other_fee"),
    }


def _annual(found: Figures, id_: str) -> str:
    return next(_rate(item.annual) for item in found.annual_items if item.id == id_)


def _body(sheet: Sheet, id_: str) -> dict[str, str]:
    return _both(sheet.item(id_).body)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _rate(rate: Decimal) -> str:
    return format(rate, "f")


def _yuan(fen: int) -> str:
    return str(yuan_of(fen))
