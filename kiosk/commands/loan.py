"""`main.py loan`: the cash-flow engine on the command line (DESIGN section 6)."""

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, fen_of, percent_text, yuan_of, yuan_text
from kiosk.domain.offer import RepaymentMethod
from kiosk.lending.annual_rate import AnnualRate, NoRate, schedule_rate
from kiosk.lending.schedule import Schedule, Terms, build_schedule

_RATE_PLACES = Decimal("0.000001")


def loan(
    *,
    principal: Annotated[str, typer.Option(help="Principal in yuan.")],
    rate: Annotated[str, typer.Option(help="Nominal rate a year, as a fraction: 0.06 is 6 %.")],
    periods: Annotated[int, typer.Option(help="Months.")],
    upfront_fee: Annotated[str, typer.Option(help="Charged at payout, in yuan.")] = "0",
    monthly_fee: Annotated[str, typer.Option(help="Charged each month, in yuan.")] = "0",
    end_fee: Annotated[str, typer.Option(help="Charged with the last instalment, in yuan.")] = "0",
    method: Annotated[RepaymentMethod, typer.Option()] = RepaymentMethod.ANNUITY,
    start: Annotated[str, typer.Option(help="Payout date, YYYY-MM-DD; today by default.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Schedule, simple and compound annual all-in cost of a loan."""
    try:
        terms = Terms(
            principal=_fen("principal", principal),
            nominal_rate=_number("rate", rate),
            periods=periods,
            method=method,
            start=_date(start),
            upfront_fee=_fen("upfront-fee", upfront_fee),
            monthly_fee=_fen("monthly-fee", monthly_fee),
            end_fee=_fen("end-fee", end_fee),
        )
        schedule = build_schedule(terms)
    except LendingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    rate_found = schedule_rate(schedule)
    if as_json:
        typer.echo(json.dumps(loan_json(schedule, rate_found), ensure_ascii=False))
    else:
        typer.echo(loan_table(schedule, rate_found))


def loan_json(schedule: Schedule, rate: AnnualRate | NoRate) -> dict[str, object]:
    """Amounts as strings in yuan, rates as strings holding fractions; null where no rate exists."""
    simple, compound = (rate.simple, rate.compound) if isinstance(rate, AnnualRate) else (None, None)
    return {
        "received": str(yuan_of(schedule.received)),
        "payment": str(yuan_of(schedule.instalments[0].amount)),
        "total_paid": str(yuan_of(schedule.total_paid)),
        "annual_simple": _rate(simple),
        "annual_compound": _rate(compound),
        "schedule": [
            {
                "n": row.n,
                "date": row.date.isoformat(),
                "principal": str(yuan_of(row.principal)),
                "interest": str(yuan_of(row.interest)),
                "fees": str(yuan_of(row.fees)),
                "amount": str(yuan_of(row.amount)),
                "balance": str(yuan_of(row.balance)),
            }
            for row in schedule.instalments
        ],
    }


def loan_table(schedule: Schedule, rate: AnnualRate | NoRate) -> str:
    """The same for people, in fixed columns."""
    lines = [
        f"received       {yuan_text(schedule.received):>16} yuan",
        f"total paid     {yuan_text(schedule.total_paid):>16} yuan",
    ]
    match rate:
        case AnnualRate():
            lines.append(f"a year, simple {percent_text(rate.simple):>16}")
            lines.append(f"a year, compound {percent_text(rate.compound):>14}")
        case NoRate():
            lines.append(f"a year         no rate exists: {rate.reason}")
    names = ("principal", "interest", "fees", "amount", "balance")
    lines += ["", f"{'n':>3} {'date':10} " + " ".join(f"{name:>14}" for name in names)]
    for row in schedule.instalments:
        amounts = (row.principal, row.interest, row.fees, row.amount, row.balance)
        lines.append(f"{row.n:>3} {row.date} " + " ".join(f"{yuan_of(fen):>14,}" for fen in amounts))
    return "\n".join(lines)


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else str(rate.quantize(_RATE_PLACES))


def _number(name: str, untrusted: str) -> Decimal:
    try:
        value = Decimal(untrusted)
    except InvalidOperation as error:
        raise LendingError(f"{name}: a number is expected") from error
    if not value.is_finite() or abs(value) > 10**12:
        raise LendingError(f"{name}: a number below 10^12 is expected")
    return value


def _fen(name: str, untrusted: str) -> Fen:
    value = _number(name, untrusted)
    if value * 100 != (value * 100).to_integral_value():
        raise LendingError(f"{name}: yuan with at most two decimals are expected")
    return fen_of(value)


def _date(untrusted: str) -> date:
    if not untrusted:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(untrusted)
    except ValueError as error:
        raise LendingError("start: a date YYYY-MM-DD is expected") from error
