"""The cash flow against an independent one, on random loans; then how long a sheet and a comparison take.

.venv/bin/python -m benchmarks.loans --loans 12000

The peer is pyxirr (Rust, floats): payment, day counts and internal rates are its own; what it lacks, rounding to the
fen period by period, is worked out here in Decimal, by the definition and without the product's code.
"""

import argparse
import datetime as dt
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pyxirr

from benchmarks.figures import machine, spread, tell
from kiosk.domain.money import Fen
from kiosk.domain.offer import DayCount, FeeTiming, Offer, RepaymentMethod
from kiosk.lending.annual_rate import AnnualRate, schedule_rate
from kiosk.lending.comparison import compare
from kiosk.lending.schedule import Schedule, Terms, build_schedule
from kiosk.lending.sheet import build_sheet
from kiosk.lending.sheet_json import sheet_json
from kiosk.lending.terms_file import parse_catalogue

ROOT = Path(__file__).resolve().parent.parent
_PEER_COUNTS = {
    DayCount.ACTUAL_360: (pyxirr.DayCount.ACT_360, 360),
    DayCount.ACTUAL_365: (pyxirr.DayCount.ACT_365F, 365),
    DayCount.THIRTY_360: (pyxirr.DayCount.THIRTY_E_360, 360),
}


@dataclass(slots=True)
class Compared:
    """The largest differences so far."""

    fen: int = 0
    """Of an instalment, both rounded to the fen period by period."""
    unrounded_fen: float = 0.0
    """Of an instalment other than the last, the peer not rounding at all."""
    total_fen: float = 0.0
    """Of all that is paid, the peer not rounding at all."""
    simple_bp: float = 0.0
    compound_bp: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Print what was compared and measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--loans", type=int, default=12_000)
    ask.add_argument("--seed", type=int, default=5)
    ask.add_argument("--turns", type=int, default=200)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    draw = random.Random(asked.seed)  # noqa: S311  not a secret: the same loans each time
    seen = Compared()
    for _ in range(asked.loans):
        compare_one(random_terms(draw), seen)
    tell({
        "benchmark": "loans", "machine": machine(), "loans": asked.loans, "kinds": dict(sorted(seen.kinds.items())),
        "instalment_fen": seen.fen, "instalment_unrounded_fen": round(seen.unrounded_fen, 3),
        "total_unrounded_fen": round(seen.total_fen, 1), "simple_bp": f"{seen.simple_bp:.2e}",
        "compound_bp": f"{seen.compound_bp:.2e}", **timed(asked.turns),
    }, asked.json)  # fmt: skip


def random_terms(draw: random.Random) -> Terms:
    """A loan of any kind that the engine knows."""
    principal = Fen(draw.choice([draw.randrange(10_000, 10**9), draw.randrange(10, 3000) * 10_000]))
    periods = draw.choice([1, 3, 6, 12, 24, 36, 48, 60, draw.randrange(1, 61)])
    method = draw.choice(list(RepaymentMethod))
    start = dt.date(2020, 1, 1) + dt.timedelta(days=draw.randrange(7300))
    monthly = Fen(draw.choice([0, 0, draw.randrange(0, principal // 100 + 1)]))
    odd = draw.random() < 0.25 and (method is not RepaymentMethod.BULLET or monthly > 0)
    return Terms(
        principal=principal,
        nominal_rate=Decimal(draw.choice([0, draw.randrange(1, 3600), draw.randrange(100, 2400)])) / 10_000,
        periods=periods,
        method=method,
        start=start,
        first_due=start + dt.timedelta(days=draw.randrange(1, 85)) if odd else None,
        upfront_fee=Fen(draw.choice([0, draw.randrange(0, principal // 20 + 1)])),
        monthly_fee=monthly,
        end_fee=Fen(draw.choice([0, 0, draw.randrange(0, principal // 50 + 1)])),
        day_count=draw.choice([DayCount.MONTHS, *DayCount]),
    )


def compare_one(terms: Terms, seen: Compared) -> None:
    """Ours against the peer's, for one loan."""
    schedule = build_schedule(terms)
    ours = [0] * terms.periods
    for row in schedule.instalments:
        ours[row.month - 1] = row.amount
    fractions = peer_fractions(terms, schedule)
    theirs, exact = peer_rounded(terms, fractions), peer_unrounded(terms, fractions)
    seen.fen = max(seen.fen, *(abs(a - b) for a, b in zip(ours, theirs, strict=True)))
    seen.unrounded_fen = max([seen.unrounded_fen, *(abs(a - b) for a, b in zip(ours[:-1], exact[:-1], strict=True))])
    seen.total_fen = max(seen.total_fen, abs(sum(ours) - sum(exact)))
    rate = schedule_rate(schedule)
    assert isinstance(rate, AnnualRate), terms
    monthly = peer_monthly(schedule)
    seen.simple_bp = max(seen.simple_bp, abs(float(rate.simple) - monthly * 12) * 10_000)
    seen.compound_bp = max(seen.compound_bp, abs(float(rate.compound) - ((1 + monthly) ** 12 - 1)) * 10_000)
    seen.kinds.update([str(terms.method), str(terms.day_count)])
    seen.kinds["irregular first period"] += not terms.regular
    seen.kinds["with fees"] += schedule.total_fees > 0


def peer_fractions(terms: Terms, schedule: Schedule) -> list[float]:
    """Each period as a part of a year; dates by the peer's own rule: whole months from the first due day."""
    first = terms.first_due or month_later(terms.start, 1)
    anchor, offset = (terms.start, 0) if first == month_later(terms.start, 1) else (first, 1)
    dates = [terms.start, *(month_later(anchor, n - offset) for n in range(1, terms.periods + 1))]
    assert {row.date for row in schedule.instalments} <= set(dates), terms
    if terms.day_count is not DayCount.MONTHS:
        count = _PEER_COUNTS[terms.day_count][0]
        return [pyxirr.year_fraction(a, b, count) for a, b in pairwise(dates)]
    whole = max(n for n in range(4) if month_later(terms.start, n) <= first)
    begins = whole / 12 + (first - month_later(terms.start, whole)).days / 360
    return [begins, *[1 / 12] * (terms.periods - 1)]


def month_later(day: dt.date, months: int) -> dt.date:
    """By trying: the same day of that month, or the last that there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError(day)


def peer_unrounded(terms: Terms, fractions: Sequence[float]) -> list[float]:
    """Every period's payment in fen, in floats and never rounded."""
    rate, owed, n = float(terms.nominal_rate), float(terms.principal), terms.periods
    interest: list[float] = []
    principal: list[float] = []
    level = peer_level(terms, fractions)
    dear_first = owed * rate * fractions[0] > level
    if dear_first:
        level = peer_level(terms, fractions[1:])
    for number, part in enumerate(fractions, start=1):
        base = terms.principal if terms.method is RepaymentMethod.FLAT else owed
        cost = base * rate * part
        match terms.method:
            case RepaymentMethod.ANNUITY:
                back = 0.0 if dear_first and number == 1 else level - cost
            case RepaymentMethod.EQUAL_PRINCIPAL | RepaymentMethod.FLAT:
                back = terms.principal / n
            case _:
                back = owed if number == n else 0.0
        interest.append(cost)
        principal.append(back)
        owed -= back
    if terms.method is RepaymentMethod.BULLET:
        interest = [0.0] * (n - 1) + [sum(interest)]
    last = [0] * (n - 1) + [int(terms.end_fee)]
    return [a + b + terms.monthly_fee + c for a, b, c in zip(interest, principal, last, strict=True)]


def peer_level(terms: Terms, fractions: Sequence[float]) -> float:
    """The equal instalment of an annuity; where the first period alone costs more, of what comes after it."""
    rate = float(terms.nominal_rate)
    if terms.regular and terms.day_count is DayCount.MONTHS:
        level = pyxirr.pmt(rate / 12, terms.periods, -int(terms.principal))
        assert level is not None, terms
        return level
    worth, discount = 0.0, 1.0
    for part in fractions:
        discount /= 1 + rate * part
        worth += discount
    return float(terms.principal) / worth


def peer_rounded(terms: Terms, fractions: Sequence[float]) -> list[int]:
    """Every period's payment in fen, each interest rounded half up, the last taking what is left over."""
    year = _PEER_COUNTS.get(terms.day_count, (None, 360))[1]
    days = [round(part * year) for part in fractions]
    n, owed, rate = terms.periods, int(terms.principal), terms.nominal_rate

    def cost(on: int, count: int) -> int:
        return int((on * rate * count / year).quantize(Decimal(1), ROUND_HALF_UP))

    level = round_float(peer_level(terms, fractions)) if rate else 0
    dear_first = cost(owed, days[0]) > level > 0
    if dear_first:
        level = round_float(peer_level(terms, fractions[1:]))
    share = int((Decimal(owed) / n).quantize(Decimal(1), ROUND_HALF_UP))
    flat_left = cost(owed, sum(days))
    paid: list[int] = []
    for number, count in enumerate(days, start=1):
        last = number == n
        match terms.method:
            case RepaymentMethod.ANNUITY if rate:
                interest = cost(owed, count)
                back = 0 if dear_first and number == 1 else max(0, min(level - interest, owed))
            case RepaymentMethod.FLAT:
                interest = min(cost(int(terms.principal), count), flat_left)
                back = min(share, owed)
            case RepaymentMethod.INTEREST_FIRST:
                interest, back = cost(owed, count), 0
            case RepaymentMethod.BULLET:
                interest, back = (cost(owed, sum(days)) if last else 0), 0
            case _:
                interest, back = cost(owed, count), min(share, owed)
        if last:
            back = owed
            interest = flat_left if terms.method is RepaymentMethod.FLAT else interest
        flat_left -= interest
        owed -= back
        paid.append(back + interest + terms.monthly_fee + (terms.end_fee if last else 0))
    return paid


def round_float(value: float) -> int:
    """Half up, for what is never exactly a half."""
    return int(value + 0.5)


def peer_monthly(schedule: Schedule) -> float:
    """The internal rate a month: the peer's, or for odd days, which it doesn't know, by halving in floats."""
    if schedule.terms.regular:
        flow = [float(-schedule.received), *[0.0] * schedule.terms.periods]
        for row in schedule.instalments:
            flow[row.month] += row.amount
        found = pyxirr.irr(flow, guess=0.01)
        assert found is not None, schedule.terms
        return float(found)
    begins = schedule.terms.first_due, month_later(schedule.terms.start, 1)
    assert begins[0] is not None
    shift = (begins[0] - begins[1]).days * 12 / 365
    low, high = -0.5, 1.0
    while worth_at(schedule, shift, high) > schedule.received:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if worth_at(schedule, shift, middle) > schedule.received else (low, middle)
    return (low + high) / 2


def worth_at(schedule: Schedule, shift: float, rate: float) -> float:
    return sum((row.amount * (1 + rate) ** -(row.month + shift) for row in schedule.instalments), 0.0)


def timed(turns: int) -> dict[str, object]:
    """A sheet whole and as JSON, and a comparison of twenty offers, beside the peer's figures for the same offers."""
    offers = twenty_offers()
    sheets, shown, comparisons, peer_one, peer_twenty = [], [], [], [], []
    for turn in range(turns):
        offer = offers[turn % len(offers)]
        began = time.perf_counter()
        sheet = build_sheet(offer)
        built = time.perf_counter()
        json.dumps(sheet_json(sheet))
        sheets.append((built - began) * 1000)
        shown.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        peer_figures(offer)
        peer_one.append((time.perf_counter() - began) * 1000)
        if turn % 10 == 0:
            began = time.perf_counter()
            compare(offers)
            compared = time.perf_counter()
            for one in offers:
                peer_figures(one)
            comparisons.append((compared - began) * 1000)
            peer_twenty.append((time.perf_counter() - compared) * 1000)
    return {
        "sheet_ms": spread(sheets), "sheet_and_json_ms": spread(shown), "peer_figures_ms": spread(peer_one),
        "compare_20_ms": spread(comparisons), "peer_figures_20_ms": spread(peer_twenty),
    }  # fmt: skip


def twenty_offers() -> list[Offer]:
    """The catalogue's offers, over and over with other amounts, so that no two are alike."""
    catalogue = json.loads((ROOT / "assets" / "offers" / "catalogue.json").read_bytes())
    offers = parse_catalogue(catalogue, dt.date.fromisoformat(catalogue["issued"])).offers
    return [
        replace(offers[n % len(offers)], principal=Fen(offers[n % len(offers)].principal + n * 1000_00))
        for n in range(20)
    ]


def peer_figures(offer: Offer) -> tuple[float, float]:
    """What the peer needs for one offer as an annuity: each period's parts, the total, and the annual rate."""
    rate, n, owed = float(offer.nominal_rate) / 12, offer.periods, float(offer.principal)
    upfront = sum(fee.amount for fee in offer.fees if fee.timing is FeeTiming.UPFRONT)
    monthly = sum(fee.amount for fee in offer.fees if fee.timing is FeeTiming.MONTHLY)
    rows = [(pyxirr.ipmt(rate, period, n, -owed), pyxirr.ppmt(rate, period, n, -owed)) for period in range(1, n + 1)]
    flow = [sum(part or 0.0 for part in row) + monthly for row in rows]
    return sum(flow), (pyxirr.irr([upfront - owed, *flow]) or 0.0) * 12


if __name__ == "__main__":
    main()
