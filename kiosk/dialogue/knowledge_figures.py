"""What an approved answer may leave open, and how it is filled from the chosen offer and its cash flow."""

from kiosk.domain.money import percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text
from kiosk.lending.figures import Figures, figures
from kiosk.lending.wording import METHODS, day_text, yuan

PLACEHOLDERS = frozenset(
    {
        # from the cash flow
        "principal", "received", "payment", "due_day", "first_day", "last_day", "last_payment", "months", "payments",
        "total_repaid", "more", "fees", "annual_simple", "annual_compound", "nominal", "day_interest", "overdue_rate",
        "misuse_rate", "late_10_days", "prepayment_fee", "half_month", "half_fee", "half_total", "half_saved",
        # whole sentences of the offer
        "lender", "phone", "relation", "commission", "collector", "partners", "repay_mode", "payout", "collateral",
        "extras", "cooling_off", "purpose", "forbidden", "valid_until",
    }
)  # fmt: skip
"""What an answer may leave open; filled from the chosen offer."""


def figures_of(offer: Offer, language: Language) -> dict[str, str]:
    """A text for each placeholder."""
    found = figures(offer)
    return {**_amounts(offer, found, language), **_early(found, language), **_words(offer, found, language)}


def _amounts(offer: Offer, found: Figures, language: Language) -> dict[str, str]:
    rows = found.schedule.instalments
    day = round(offer.principal * offer.nominal_rate / found.year_days)
    amounts = {
        "principal": found.principal,
        "received": found.received,
        "payment": found.first_payment,
        "last_payment": found.last_payment,
        "total_repaid": found.total_repaid,
        "more": found.cost_more_than_received,
        "fees": found.total_fees,
        "day_interest": day,
        "late_10_days": found.late_10_days,
    }
    rates = {
        "annual_simple": found.annual_simple,
        "annual_compound": found.annual_compound,
        "nominal": offer.nominal_rate,
        "overdue_rate": found.overdue_rate,
        "misuse_rate": found.misuse_rate,
    }
    return {
        **{name: yuan(amount)[language] for name, amount in amounts.items()},
        **{name: percent_text(rate) for name, rate in rates.items()},
        "due_day": str(found.due_day),
        "first_day": day_text(rows[0].date)[language],
        "last_day": day_text(rows[-1].date)[language],
        "months": str(offer.periods),
        "payments": str(len(rows)),
    }


def _early(found: Figures, language: Language) -> dict[str, str]:
    """Settling all at half time, as the sheet tells it; and the fee as a sentence, because it is often none."""
    half = found.prepay_cost(found.schedule.terms.periods // 2)
    rate = percent_text(found.prepayment_rate)
    fee = Text(f"提前还的本金收 {rate} 的费用。", f"The principal paid early bears a fee of {rate}.")
    free = Text("不另外收费。", "Nothing is charged for it.")
    return {
        "prepayment_fee": (fee if found.prepayment_rate else free)[language],
        "half_month": str(half.after_month),
        "half_fee": yuan(half.fee)[language],
        "half_total": yuan(half.total)[language],
        "half_saved": yuan(max(0, half.saved))[language],
    }


def _words(offer: Offer, found: Figures, language: Language) -> dict[str, str]:
    provider = offer.provider
    texts = {
        "lender": provider.name,
        "relation": provider.relation,
        "commission": provider.commission,
        "collector": provider.collector,
        "partners": _partners(offer),
        "repay_mode": METHODS[offer.method],
        "payout": offer.payment,
        "collateral": offer.collateral,
        "extras": offer.extras,
        "cooling_off": offer.cooling_off,
        "purpose": offer.purpose,
        "forbidden": offer.forbidden_uses,
        "valid_until": day_text(offer.valid_until),
    }
    phone = provider.complaints[0].phone if provider.complaints else ""
    return {**{name: text[language] for name, text in texts.items()}, "phone": phone}


def _partners(offer: Offer) -> Text:
    if not offer.partners:
        return Text("没有其他机构参与。", "Nobody else takes part.")
    return Text(
        "；".join(f"{partner.name.zh}：{partner.role.zh}" for partner in offer.partners) + "。",
        "; ".join(f"{partner.name.en}: {partner.role.en}" for partner in offer.partners) + ".",
    )
