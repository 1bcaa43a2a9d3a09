"""Principal and interest, period by period, in whole fen. Interest is exact before it is rounded.

A stretch is a run of periods with one rate: a whole loan, or what is left of it after something has changed.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from kiosk.domain.offer import RepaymentMethod, Rounding
from kiosk.lending.terms import YEAR_DAYS, Terms, period_days

_DECIMAL_ROUNDING = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}
Part = tuple[int, int]
"""Principal and interest of one period, in fen."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`days` of each period, of a year of `year` days; `rate` a year.

    `base`: what flat interest is charged on. `accrued`: interest, not yet rounded, that ran before and that a
    bullet pays at its end. `share`: keep this instalment (annuity: principal and interest; others: principal) and
    end sooner.
    """

    method: RepaymentMethod
    owed: int
    rate: Decimal
    days: tuple[int, ...]
    year: int
    rounding: Rounding
    base: int
    accrued: Fraction = Fraction(0)
    share: int | None = None

    def interest(self, on: int, days: int | Fraction) -> Fraction:
        """What `on` fen cost over so many days, not rounded."""
        return Fraction(self.rate) * on * days / self.year


def whole_loan(terms: Terms) -> Stretch:
    """All periods of a loan."""
    return Stretch(
        method=terms.method,
        owed=terms.principal,
        rate=terms.nominal_rate,
        days=period_days(terms),
        year=YEAR_DAYS[terms.day_count],
        rounding=terms.rounding,
        base=terms.principal,
    )


def parts(stretch: Stretch) -> list[Part]:
    """One part a period; the last absorbs all rounding, so that the principal comes back to the fen."""
    match stretch.method:
        case RepaymentMethod.ANNUITY:
            return _annuity(stretch)
        case RepaymentMethod.EQUAL_PRINCIPAL:
            return _equal_principal(stretch)
        case RepaymentMethod.FLAT:
            return _flat(stretch)
        case RepaymentMethod.INTEREST_FIRST:
            each = [(0, _interest(stretch, stretch.owed, days)) for days in stretch.days]
            return [*each[:-1], (stretch.owed, each[-1][1])]
        case RepaymentMethod.BULLET:
            total = stretch.accrued + stretch.interest(stretch.owed, sum(stretch.days))
            none = [(0, 0)] * (len(stretch.days) - 1)
            return [*none, (stretch.owed, rounded(total, stretch.rounding))]


def rounded(amount: Fraction, rule: Rounding = Rounding.HALF_UP) -> int:
    """Whole fen.

    >>> [rounded(Fraction(5, 2), rule) for rule in Rounding]
    [3, 2, 2]
    """
    return _whole(amount.numerator, amount.denominator, rule)


def _whole(top: int, bottom: int, rule: Rounding) -> int:
    match rule:
        case Rounding.HALF_UP:
            return (2 * top + bottom) // (2 * bottom)
        case Rounding.HALF_EVEN:
            return round(Fraction(top, bottom))
        case Rounding.DOWN:
            return top // bottom


def _interest(stretch: Stretch, on: int, days: int) -> int:
    """As `Stretch.interest`, rounded; in whole numbers, because it is asked for each period of each offer."""
    top, bottom = stretch.rate.as_integer_ratio()
    return _whole(top * on * days, bottom * stretch.year, stretch.rounding)


def _annuity(stretch: Stretch) -> list[Part]:
    if stretch.rate == 0 and stretch.share is None:
        return _equal_principal(stretch)
    payment = stretch.share if stretch.share is not None else _level_payment(stretch)
    first = _interest(stretch, stretch.owed, stretch.days[0])
    if first > payment and stretch.share is None and len(stretch.days) > 1:
        # A long first period costs more than the level instalment: unpaid interest would be added to the debt.
        return [(0, first), *_annuity(replace(stretch, days=stretch.days[1:]))]
    found: list[Part] = []
    balance = stretch.owed
    for period, days in enumerate(stretch.days, start=1):
        interest = _interest(stretch, balance, days)
        principal = balance if period == len(stretch.days) else max(0, min(payment - interest, balance))
        found.append((principal, interest))
        balance -= principal
        if balance == 0 and stretch.share is not None:
            break
    return found


def _level_payment(stretch: Stretch) -> int:
    """The instalment whose present value, period by period, is what is owed."""
    with localcontext() as context:
        context.prec = 50
        worth, discount = Decimal(0), Decimal(1)
        growth = {days: 1 + stretch.rate * days / stretch.year for days in set(stretch.days)}
        for days in stretch.days:
            discount /= growth[days]
            worth += discount
        return int((stretch.owed / worth).to_integral_value(_DECIMAL_ROUNDING[stretch.rounding]))


def _equal_principal(stretch: Stretch) -> list[Part]:
    share = _share(stretch)
    found: list[Part] = []
    balance = stretch.owed
    for period, days in enumerate(stretch.days, start=1):
        principal = balance if period == len(stretch.days) else min(share, balance)
        found.append((principal, _interest(stretch, balance, days)))
        balance -= principal
        if balance == 0 and stretch.share is not None:
            break
    return found


def _flat(stretch: Stretch) -> list[Part]:
    """Interest on the first principal throughout: what is quoted as "5 li" a month."""
    share, whole = _share(stretch), len(stretch.days)
    if stretch.share is not None:
        whole = max(1, min(whole, -(-stretch.owed // max(1, share))))
    days = stretch.days[:whole]
    left = rounded(stretch.interest(stretch.base, sum(days)), stretch.rounding)
    balance = stretch.owed
    found: list[Part] = []
    for period, one in enumerate(days, start=1):
        last = period == whole
        principal = balance if last else min(share, balance)
        interest = left if last else min(_interest(stretch, stretch.base, one), left)
        found.append((principal, interest))
        balance -= principal
        left -= interest
    return found


def _share(stretch: Stretch) -> int:
    if stretch.share is not None:
        return stretch.share
    return rounded(Fraction(stretch.owed, len(stretch.days)), stretch.rounding)


def interest_so_far(stretch: Stretch, after: int, owed: int) -> Fraction:
    """Of a bullet: what `owed` of its principal has cost after so many periods, not rounded."""
    before = stretch.accrued * Fraction(owed, stretch.owed) if stretch.owed else Fraction(0)
    return before + stretch.interest(owed, sum(stretch.days[:after]))


def rest_of(stretch: Stretch, after: int, owed: int) -> Stretch:
    """What is left of a loan after so many periods, `owed` being the principal then."""
    accrued = interest_so_far(stretch, after, owed) if stretch.method is RepaymentMethod.BULLET else Fraction(0)
    return replace(stretch, owed=owed, days=stretch.days[after:], accrued=accrued)
