"""`main.py loan`: the cash-flow engine on the command line (DESIGN section 6)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from kiosk.domain.errors import ConfigurationError, LendingError
from kiosk.domain.money import Fen, fen_of, percent_text, yuan_of, yuan_text
from kiosk.domain.offer import DayCount, RepaymentMethod, Rounding
from kiosk.lending.annual_rate import AnnualRate, NoRate, schedule_rate
from kiosk.lending.courses import AfterPrepaying, Course, missed, part_prepaid, rate_changed, settled
from kiosk.lending.schedule import Schedule, Terms, build_schedule
from kiosk.lending.sheet import Sheet, build_sheet
from kiosk.lending.sheet_json import sheet_json
from kiosk.lending.terms_file import parse_terms

_RATE_PLACES = Decimal("0.000001")


def loan(
    *,
    principal: Annotated[str, typer.Option(help="Principal in yuan.")] = "",
    rate: Annotated[str, typer.Option(help="Nominal rate a year, as a fraction: 0.06 is 6 %.")] = "",
    periods: Annotated[int, typer.Option(help="Months.")] = 0,
    upfront_fee: Annotated[str, typer.Option(help="Charged at payout, in yuan.")] = "0",
    monthly_fee: Annotated[str, typer.Option(help="Charged each month, in yuan.")] = "0",
    end_fee: Annotated[str, typer.Option(help="Charged with the last instalment, in yuan.")] = "0",
    method: Annotated[RepaymentMethod, typer.Option()] = RepaymentMethod.ANNUITY,
    start: Annotated[str, typer.Option(help="Payout date, YYYY-MM-DD; today by default.")] = "",
    first_due: Annotated[str, typer.Option(help="First date on which anything is due; a month later by default.")] = "",
    day_count: Annotated[DayCount, typer.Option(help="Which part of a year a period is.")] = DayCount.MONTHS,
    rounding: Annotated[Rounding, typer.Option(help="Of each amount to the fen.")] = Rounding.HALF_UP,
    prepay: Annotated[str, typer.Option(help="What if paid early on this day, YYYY-MM-DD.")] = "",
    prepay_amount: Annotated[str, typer.Option(help="Principal paid early, in yuan; all by default.")] = "",
    prepay_fee: Annotated[str, typer.Option(help="Charge on what is paid early, as a fraction.")] = "0",
    then: Annotated[AfterPrepaying, typer.Option(help="After a part.")] = AfterPrepaying.SHORTER,
    miss: Annotated[int, typer.Option(help="What if nothing is paid from this instalment on.")] = 0,
    miss_days: Annotated[int, typer.Option(help="For how many days.")] = 30,
    overdue_rate: Annotated[str, typer.Option(help="Penalty interest a year, as a fraction.")] = "0",
    new_rate: Annotated[str, typer.Option(help="What if the nominal rate changes to this.")] = "",
    new_rate_after: Annotated[int, typer.Option(help="After how many months.")] = 0,
    terms: Annotated[Path | None, typer.Option(help="A case or catalogue in JSON, instead of figures.")] = None,
    offer: Annotated[str, typer.Option(help="Which offer of --terms; its sheet is told too.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Schedule, simple and compound annual all-in cost of a loan; what if it is paid early or late; the sheet."""
    try:
        sheet = None if terms is None else _sheet(terms, offer, _date("start", start))
        if sheet is None:
            schedule = build_schedule(
                Terms(
                    principal=_fen("principal", principal),
                    nominal_rate=_number("rate", rate),
                    periods=periods,
                    method=method,
                    start=_date("start", start),
                    first_due=_date("first-due", first_due) if first_due else None,
                    upfront_fee=_fen("upfront-fee", upfront_fee),
                    monthly_fee=_fen("monthly-fee", monthly_fee),
                    end_fee=_fen("end-fee", end_fee),
                    day_count=day_count,
                    rounding=rounding,
                )
            )
        else:
            schedule = sheet.figures.schedule
        early = _Early(prepay, prepay_amount, prepay_fee, then) if prepay else None
        late = _Late(miss, miss_days, overdue_rate) if miss else None
        dearer = _OtherRate(new_rate, new_rate_after) if new_rate else None
        course = _course(schedule, [asked for asked in (early, late, dearer) if asked is not None])
    except (LendingError, ConfigurationError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(_as_json(schedule, course, sheet) if as_json else _as_text(schedule, course, sheet))


@dataclass(frozen=True, slots=True)
class _Early:
    on: str
    amount: str
    fee: str
    then: AfterPrepaying


@dataclass(frozen=True, slots=True)
class _Late:
    n: int
    days: int
    rate: str


@dataclass(frozen=True, slots=True)
class _OtherRate:
    rate: str
    after: int


def _course(schedule: Schedule, asked: list[_Early | _Late | _OtherRate]) -> Course | None:
    if len(asked) > 1:
        raise LendingError("what if: one of --prepay, --miss and --new-rate at a time")
    for one in asked:
        match one:
            case _Early(on, "", fee):
                return settled(schedule, _date("prepay", on), _number("prepay-fee", fee))
            case _Early(on, amount, fee, then):
                part = _fen("prepay-amount", amount)
                return part_prepaid(schedule, _date("prepay", on), part, _number("prepay-fee", fee), then)
            case _Late(n, days, rate):
                return missed(schedule, n, days, _number("overdue-rate", rate))
            case _OtherRate(rate, after):
                return rate_changed(schedule, after, _number("new-rate", rate))
    return None


def _as_json(schedule: Schedule, course: Course | None, sheet: Sheet | None) -> str:
    found = loan_json(schedule, schedule_rate(schedule))
    if course is not None:
        found["what_if"] = course_json(course)
    if sheet is not None:
        found["sheet"] = sheet_json(sheet)
    return json.dumps(found, ensure_ascii=False)


def _as_text(schedule: Schedule, course: Course | None, sheet: Sheet | None) -> str:
    parts: list[str] = []
    if sheet is not None:
        parts += [f"{item.title.zh} {item.title.en}\n  {item.body.zh}\n  {item.body.en}" for item in sheet.items]
    parts.append(loan_table(schedule, schedule_rate(schedule)))
    if course is not None:
        charge, due, more = yuan_text(course.charge), yuan_text(course.due_then), yuan_of(course.difference)
        parts.append(f"what if, on {course.on}: charged {charge}, due then {due}, in all {more:+,} yuan")
        parts.append(loan_table(course.actual, schedule_rate(course.actual)))
    return "\n\n".join(parts)


def course_json(course: Course) -> dict[str, object]:
    """What would happen: `difference` is what is paid more in all, negative when it is less; then as a loan."""
    return {
        "on": course.on.isoformat(),
        "charge": str(yuan_of(course.charge)),
        "due_then": str(yuan_of(course.due_then)),
        "difference": str(yuan_of(course.difference)),
        **loan_json(course.actual, schedule_rate(course.actual)),
    }


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


def _date(name: str, untrusted: str) -> date:
    if not untrusted:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(untrusted)
    except ValueError as error:
        raise LendingError(f"{name}: a date YYYY-MM-DD is expected") from error


def _sheet(file: Path, offer: str, today: date) -> Sheet:
    """The sheet of one offer, unsigned as the file is: a trial calculation."""
    try:
        offers = parse_terms(file.read_text("utf-8"), today, file.name).offers
    except (OSError, UnicodeDecodeError) as error:
        raise LendingError(f"{file}: can't be read") from error
    for one in offers:
        if one.id == offer:
            return build_sheet(one)
    raise LendingError(f"offer: one of {', '.join(one.id for one in offers)} is expected")
