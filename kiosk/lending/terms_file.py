"""Cases and catalogues as JSON: the content that headquarters signs.

Parsed is not verified: the signature and its trust are checked in `kiosk.evidence` before this is read.
Amounts are yuan in quotes, rates fractions in quotes. Providers and partners stand once and offers name them.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kiosk.domain.case import Case, Catalogue, Consultant, Promise, PromiseTopic, VerifiedIncome
from kiosk.domain.errors import ConfigurationError, LendingError
from kiosk.domain.holder import Holder
from kiosk.domain.ids import CaseId, OfferId, StaffId
from kiosk.domain.offer import (
    Complaint,
    ConditionalFee,
    Contingency,
    ContingentCost,
    DayCount,
    Fee,
    FeeKind,
    FeeTiming,
    Offer,
    Partner,
    Provider,
    RepaymentMethod,
    Rounding,
)
from kiosk.lending.ceiling import Ceiling
from kiosk.lending.schedule import MAX_PERIODS, add_months, charged, first_month
from kiosk.lending.sheet import build_sheet
from kiosk.lending.strict_json import Reader, parse_object

FORMAT = 1
TODAY = "today"
"""As `start`: the loan is paid out on the day of signing (each date follows from it)."""
SHORTEST_FIRST_PERIOD = 15
"""Days between the payout and the first of the days that `due_day` names."""
LAST_COMMON_DAY = 28
"""Each month has it."""
LAST_YEAR = 9000
"""So that no due day falls out of the calendar."""
_SALT, _SCRYPT = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
_NO_CEILING = Ceiling(rate=Decimal(10**6))
"""Reading a file checks that each sheet is whole; the ceiling is a setting and is held where offers are shown."""


def parse_terms(untrusted: str, today: date, file: str) -> Case | Catalogue:
    """A case or a catalogue, whichever the text says that it is. Raises ConfigurationError."""
    data = parse_object(untrusted, file)
    return parse_catalogue(data, today, file) if data.get("kind") == "catalogue" else parse_case(data, today, file)


def parse_case(untrusted: object, today: date, file: str = "case") -> Case:
    """A case from its JSON object. `today`: what a start of "today" means. Raises ConfigurationError."""
    reader = _opened(untrusted, file, "case")
    consultant = reader.inner("consultant")
    case = Case(
        id=CaseId(reader.text("id")),
        branch=reader.text("branch"),
        offers=_offers(reader, today, file),
        consultant=Consultant(StaffId(consultant.text("id")), consultant.text("name")),
        promises=reader.each("promises", _promise),
        issued=reader.day("issued"),
        expires=reader.day("expires"),
        income=_income(reader.inner("income")) if reader.has("income") else None,
        holder=_holder(reader.inner("holder")) if reader.has("holder") else None,
    )
    consultant.done()
    _closed(reader, case.issued, case.expires, case.offers)
    return case


def parse_catalogue(untrusted: object, today: date, file: str = "catalogue") -> Catalogue:
    """A catalogue from its JSON object. Raises ConfigurationError."""
    reader = _opened(untrusted, file, "catalogue")
    catalogue = Catalogue(
        version=reader.text("version"),
        offers=_offers(reader, today, file),
        issued=reader.day("issued"),
        expires=reader.day("expires"),
    )
    _closed(reader, catalogue.issued, catalogue.expires, catalogue.offers)
    return catalogue


def _opened(untrusted: object, file: str, kind: str) -> Reader:
    reader = Reader(untrusted, file, "")
    if reader.text("kind") != kind:
        raise reader.refused("kind", f'"{kind}" is expected')
    if reader.whole("format") != FORMAT:
        raise reader.refused("format", f"{FORMAT} is expected")
    return reader


def _closed(reader: Reader, issued: date, expires: date, offers: tuple[Offer, ...]) -> None:
    if expires < issued:
        raise reader.refused("expires", "must not lie before issued")
    for n, offer in enumerate(offers):
        # What is binding stays binding for as long as the whole is: no offer runs out under a borrower's eyes.
        if offer.valid_until < expires:
            raise reader.refused(f"offers[{n}].valid_until", f"must not lie before expires ({expires})")
    reader.done()


def _offers(reader: Reader, today: date, file: str) -> tuple[Offer, ...]:
    providers = {provider.id: provider for provider in reader.each("providers", _provider)}
    partners = {partner.id: partner for partner in reader.each("partners", _partner)}
    offers = reader.each("offers", lambda inner: _offer(inner, providers, partners, today))
    if not offers:
        raise reader.refused("offers", "at least one is expected")
    if len({offer.id for offer in offers}) != len(offers):
        raise reader.refused("offers", "each id must stand only once")
    for n, offer in enumerate(offers):
        try:
            build_sheet(offer, ceiling=_NO_CEILING)
        except LendingError as error:
            raise ConfigurationError(file, f"offers[{n}] ({offer.id})", str(error)) from error
    return offers


def _promise(reader: Reader) -> Promise:
    return Promise(reader.one_of("topic", PromiseTopic), reader.text("value"))


def _income(reader: Reader) -> VerifiedIncome:
    """`income` of a case: what the lender checked, by what and when."""
    checked = VerifiedIncome(reader.yuan("monthly"), reader.both("source"), reader.day("day"))
    if checked.monthly < 0:
        raise reader.refused("monthly", "must not be negative")
    reader.done()
    return checked


def _holder(reader: Reader) -> Holder:
    """`holder` of a case: a slow digest of his card's number, never the number."""
    found = Holder(reader.text("salt"), reader.text("number_scrypt"))
    if not _SALT.fullmatch(found.salt):
        raise reader.refused("salt", "32 hexadecimal characters are expected")
    if not _SCRYPT.fullmatch(found.number_scrypt):
        raise reader.refused("number_scrypt", "64 hexadecimal characters are expected")
    reader.done()
    return found


def _provider(reader: Reader) -> Provider:
    return Provider(
        id=reader.text("id"),
        name=reader.both("name"),
        licence=reader.both("licence"),
        relation=reader.both("relation"),
        commission=reader.both("commission"),
        complaints=reader.each("complaints", _complaint),
        collector=reader.both("collector"),
        commission_rate=_commission_rate(reader),
    )


def _commission_rate(reader: Reader) -> Decimal | None:
    if not reader.has("commission_rate"):
        return None
    rate = reader.number("commission_rate")
    if not 0 <= rate <= 1:
        raise reader.refused("commission_rate", "a fraction from 0 to 1 is expected")
    return rate


def _complaint(reader: Reader) -> Complaint:
    return Complaint(reader.both("who"), reader.text("phone"), reader.both("hours"))


def _partner(reader: Reader) -> Partner:
    return Partner(
        id=reader.text("id"),
        name=reader.both("name"),
        role=reader.both("role"),
        contact=reader.text("contact"),
        purpose=reader.both("purpose"),
    )


def _fee(reader: Reader) -> Fee:
    return Fee(
        id=reader.text("id"),
        name=reader.both("name"),
        charger=reader.both("charger"),
        timing=reader.one_of("timing", FeeTiming),
        amount=reader.yuan("amount"),
        standard=reader.both("standard"),
        kind=reader.one_of("kind", FeeKind) if reader.has("kind") else FeeKind.SERVICE,
    )


def _conditional(reader: Reader) -> ConditionalFee:
    return ConditionalFee(
        id=reader.text("id"),
        name=reader.both("name"),
        charger=reader.both("charger"),
        condition=reader.both("condition"),
        amount=reader.yuan("amount"),
    )


def _contingent(reader: Reader) -> ContingentCost:
    return ContingentCost(
        kind=reader.one_of("kind", Contingency),
        charger=reader.both("charger"),
        rate=reader.number("rate"),
        standard=reader.both("standard"),
    )


def _offer(reader: Reader, providers: dict[str, Provider], partners: dict[str, Partner], today: date) -> Offer:
    provider = reader.text("provider")
    if provider not in providers:
        raise reader.refused("provider", "is not among the providers")
    named = reader.raw("partners")
    if not isinstance(named, list) or any(not isinstance(one, str) or one not in partners for one in named):
        raise reader.refused("partners", "a list of ids that stand among the partners is expected")
    principal, rate = reader.yuan("principal"), reader.number("nominal_rate")
    periods, method = reader.whole("periods"), reader.one_of("method", RepaymentMethod)
    fees = reader.each("fees", _fee)
    start = today if reader.raw("start") == TODAY else reader.day("start")
    return Offer(
        id=OfferId(reader.text("id")),
        provider=providers[provider],
        product=reader.both("product"),
        principal=principal,
        nominal_rate=rate,
        periods=periods,
        method=method,
        start=start,
        first_due=_first_due(reader, start, periods, method, fees),
        fees=fees,
        contingent=reader.each("contingent", _contingent),
        partners=tuple(partners[one] for one in named),
        purpose=reader.both("purpose"),
        forbidden_uses=reader.both("forbidden_uses"),
        payment=reader.both("payment"),
        extras=reader.both("extras"),
        cooling_off=reader.both("cooling_off"),
        collateral=reader.both("collateral"),
        valid_until=reader.day("valid_until"),
        version=reader.text("version"),
        day_count=reader.one_of("day_count", DayCount) if reader.has("day_count") else DayCount.MONTHS,
        rounding=reader.one_of("rounding", Rounding) if reader.has("rounding") else Rounding.HALF_UP,
        conditional=reader.each("conditional", _conditional) if reader.has("conditional") else (),
    )


def _first_due(reader: Reader, start: date, periods: int, method: RepaymentMethod, fees: Iterable[Fee]) -> date:
    """`first_due`, or the first `due_day` that lies SHORTEST_FIRST_PERIOD days or more after the payout, or a whole
    month after it."""
    if not 1 <= periods <= MAX_PERIODS:
        raise reader.refused("periods", f"a number from 1 to {MAX_PERIODS} is expected")
    if reader.has("first_due"):
        return reader.day("first_due")
    if start.year > LAST_YEAR:
        raise reader.refused("start", f"a day up to the year {LAST_YEAR} is expected")
    month = first_month(method, periods, charged(fees, FeeTiming.MONTHLY))
    if not reader.has("due_day"):
        return add_months(start, month)
    day = reader.whole("due_day")
    if not 1 <= day <= LAST_COMMON_DAY:
        raise reader.refused("due_day", f"a day from 1 to {LAST_COMMON_DAY} is expected")
    due = start.replace(day=day)
    while (due - start).days < SHORTEST_FIRST_PERIOD:
        due = add_months(due, 1)
    return add_months(due, month - 1)
