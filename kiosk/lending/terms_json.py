"""A case or catalogue back into the JSON that `terms_file` reads."""

import dataclasses

from kiosk.domain.case import Case, Catalogue, VerifiedIncome
from kiosk.domain.money import yuan_of
from kiosk.domain.offer import ConditionalFee, ContingentCost, Fee, Offer, Partner, Provider
from kiosk.domain.speech import Text
from kiosk.lending.terms_file import FORMAT


def case_json(case: Case) -> dict[str, object]:
    """The JSON object of a case; its dates are absolute."""
    return {
        "kind": "case",
        "format": FORMAT,
        "id": case.id,
        "branch": case.branch,
        "consultant": {"id": case.consultant.id, "name": case.consultant.name},
        "promises": [{"topic": promise.topic.value, "value": promise.value} for promise in case.promises],
        "issued": case.issued.isoformat(),
        "expires": case.expires.isoformat(),
        **({} if case.income is None else {"income": _income(case.income)}),
        **({} if case.holder is None else {"holder": dataclasses.asdict(case.holder)}),
        **_offers(case.offers),
    }


def catalogue_json(catalogue: Catalogue) -> dict[str, object]:
    """The JSON object of a catalogue; its dates are absolute."""
    return {
        "kind": "catalogue",
        "format": FORMAT,
        "version": catalogue.version,
        "issued": catalogue.issued.isoformat(),
        "expires": catalogue.expires.isoformat(),
        **_offers(catalogue.offers),
    }


def _offers(offers: tuple[Offer, ...]) -> dict[str, object]:
    providers = {offer.provider.id: offer.provider for offer in offers}
    partners = {partner.id: partner for offer in offers for partner in offer.partners}
    return {
        "providers": [_provider(provider) for provider in providers.values()],
        "partners": [_partner(partner) for partner in partners.values()],
        "offers": [offer_json(offer) for offer in offers],
    }


def offer_json(offer: Offer) -> dict[str, object]:
    """One offer; provider and partners by their ids."""
    return {
        "id": offer.id,
        "provider": offer.provider.id,
        "partners": [partner.id for partner in offer.partners],
        "product": _both(offer.product),
        "principal": str(yuan_of(offer.principal)),
        "nominal_rate": str(offer.nominal_rate),
        "periods": offer.periods,
        "method": offer.method.value,
        "start": offer.start.isoformat(),
        "first_due": offer.first_due.isoformat(),
        "fees": [_fee(fee) for fee in offer.fees],
        "contingent": [_contingent(cost) for cost in offer.contingent],
        "purpose": _both(offer.purpose),
        "forbidden_uses": _both(offer.forbidden_uses),
        "payment": _both(offer.payment),
        "extras": _both(offer.extras),
        "cooling_off": _both(offer.cooling_off),
        "collateral": _both(offer.collateral),
        "valid_until": offer.valid_until.isoformat(),
        "version": offer.version,
        "day_count": offer.day_count.value,
        "rounding": offer.rounding.value,
        "conditional": [_conditional(fee) for fee in offer.conditional],
    }


def _income(income: VerifiedIncome) -> dict[str, object]:
    return {"monthly": str(yuan_of(income.monthly)), "source": _both(income.source), "day": income.day.isoformat()}


def _provider(provider: Provider) -> dict[str, object]:
    return {
        "id": provider.id,
        "name": _both(provider.name),
        "licence": _both(provider.licence),
        "relation": _both(provider.relation),
        "commission": _both(provider.commission),
        "complaints": [
            {"who": _both(one.who), "phone": one.phone, "hours": _both(one.hours)} for one in provider.complaints
        ],
        "collector": _both(provider.collector),
        **({} if provider.commission_rate is None else {"commission_rate": str(provider.commission_rate)}),
    }


def _partner(partner: Partner) -> dict[str, object]:
    return {
        "id": partner.id,
        "name": _both(partner.name),
        "role": _both(partner.role),
        "contact": partner.contact,
        "purpose": _both(partner.purpose),
    }


def _fee(fee: Fee) -> dict[str, object]:
    return {
        "id": fee.id,
        "name": _both(fee.name),
        "charger": _both(fee.charger),
        "timing": fee.timing.value,
        "amount": str(yuan_of(fee.amount)),
        "standard": _both(fee.standard),
        "kind": fee.kind.value,
    }


def _conditional(fee: ConditionalFee) -> dict[str, object]:
    return {
        "id": fee.id,
        "name": _both(fee.name),
        "charger": _both(fee.charger),
        "condition": _both(fee.condition),
        "amount": str(yuan_of(fee.amount)),
    }


def _contingent(cost: ContingentCost) -> dict[str, object]:
    return {
        "kind": cost.kind.value,
        "charger": _both(cost.charger),
        "rate": str(cost.rate),
        "standard": _both(cost.standard),
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
