"""The loan contract, put together from the signed sheet and versioned clauses, and its diff against the sheet.

A clause has no figures of its own: every amount and rate of a contract comes out of the sheet. The diff then reads
the contract's *text*: it does not trust how the contract was made. Every figure of the sheet must stand in it, and it
may hold no amount, no rate and no fee that the sheet does not have.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from kiosk.domain.errors import LendingError
from kiosk.domain.ids import CaseId
from kiosk.domain.money import percent_text
from kiosk.domain.speech import Text
from kiosk.lending.contract_file import Clause, ContractClauses, load_clauses, parse_clauses
from kiosk.lending.contract_text import amounts_in, charged_elsewhere_in, fees_in, percents_in
from kiosk.lending.sheet import Charge, Sheet
from kiosk.lending.wording import TIMINGS, yuan

__all__ = [
    "Article", "Clause", "Contract", "ContractClauses", "Difference", "build_contract", "contract_diff",
    "load_clauses", "parse_clauses", "require_explained", "require_no_own_figures", "require_same",
]  # fmt: skip

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a contract, filled in."""

    number: int
    id: str
    title: Text
    body: Text
    key: bool


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as it would be signed; the parties' names stand on the document, not in here."""

    version: str
    case: CaseId
    title: Text
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line where contract and sheet disagree. `line`: the article, or the sheet's item that is missing."""

    line: Text
    found: str
    reason: Text


def build_contract(sheet: Sheet, clauses: ContractClauses) -> Contract:
    """The contract of a sheet. Raises LendingError for an enquiry, an unexplained clause, and when contract and
    sheet disagree."""
    if sheet.case is None:
        raise LendingError("an enquiry (试算) has no contract")
    require_explained(sheet, clauses)
    require_no_own_figures(clauses)
    values = _values(sheet)
    articles = tuple(
        Article(n, clause.id, clause.title, _filled(clause, values), clause.key)
        for n, clause in enumerate(clauses.clauses, start=1)
    )
    contract = Contract(clauses.version, sheet.case, clauses.title, articles)
    require_same(sheet, contract)
    return contract


def require_explained(sheet: Sheet, clauses: ContractClauses) -> None:
    """LendingError naming the first clause that no item of this sheet explains which must be heard."""
    mandatory = [item.id for item in sheet.items if item.mandatory]
    for clause in clauses.clauses:
        if not clause.items(mandatory):
            raise LendingError(f"contract clause {clause.id}: no item that must be heard explains it")


def require_no_own_figures(clauses: ContractClauses) -> None:
    """LendingError naming the first line with an amount or a rate that does not come out of the sheet.

    The diff would let one pass that stands on the sheet for something else.
    """
    for number, clause in enumerate(clauses.clauses, start=1):
        own = _PLACE.sub(" ", "\n".join((clause.title.zh, clause.text.zh, clause.title.en, clause.text.en)))
        figures = amounts_in(own) | percents_in(own)
        if figures:
            line = _line(number, clause.title)
            raise LendingError(f"contract has a figure of its own at {line.zh} / {line.en}: {min(figures)}")


def require_same(sheet: Sheet, contract: Contract) -> None:
    """LendingError naming the first line where the contract says something that the sheet does not."""
    differences = contract_diff(sheet, contract)
    if differences:
        first = differences[0]
        raise LendingError(f"contract differs from the sheet at {first.line.zh} / {first.line.en}: {first.found}")


def contract_diff(sheet: Sheet, contract: Contract) -> tuple[Difference, ...]:
    """Empty, or each line that differs (invariant 1: not empty, and the pen stays locked)."""
    return (*_beyond_the_sheet(sheet, contract), *_missing_from_contract(sheet, contract))


def _beyond_the_sheet(sheet: Sheet, contract: Contract) -> list[Difference]:
    allowed = "\n".join(
        part for item in sheet.items for part in (item.title.zh, item.body.zh, item.title.en, item.body.en)
    )
    readings = (
        (amounts_in, Text("本金额不在明示表上", "an amount that is not on the sheet")),
        (percents_in, Text("本比例不在明示表上", "a rate that is not on the sheet")),
        (fees_in, Text("本收费不在明示表上", "a charge that is not on the sheet")),
        (charged_elsewhere_in, Text("明示表以外的收费", "a charge fixed elsewhere than on the sheet")),
    )
    known = {read: read(allowed) for read, _ in readings}
    found: list[Difference] = []
    lines = [(Text("合同名称", "title"), f"{contract.title.zh}\n{contract.title.en}")]
    for article in contract.articles:
        parts = (article.title.zh, article.body.zh, article.title.en, article.body.en)
        lines.append((_line(article.number, article.title), "\n".join(parts)))
    for line, text in lines:
        for read, reason in readings:
            beyond = read(text) - known[read]
            found += [Difference(line, what, reason) for what in sorted(beyond)]
    return found


def _missing_from_contract(sheet: Sheet, contract: Contract) -> list[Difference]:
    chinese = "\n".join(article.body.zh for article in contract.articles)
    english = "\n".join(article.body.en for article in contract.articles)
    reason = Text("合同里没有明示表上的这一项", "the contract lacks this line of the sheet")
    missing: list[Difference] = []
    for name, value in _required(sheet):
        if value.zh not in chinese or value.en not in english:
            missing.append(Difference(name, value.zh, reason))
    return missing


def _required(sheet: Sheet) -> list[tuple[Text, Text]]:
    """Each figure of the sheet that the contract must repeat in both languages."""
    values = _values(sheet)
    names = (
        "principal",
        "received",
        "cost_rate",
        "total_repaid",
        "total_paid",
        "first_payment",
        "nominal_rate",
        "overdue_rate",
        "misuse_rate",
        "prepayment_rate",
        "lender",
        "fees",
    )
    return [(Text(f"明示表：{name}", f"sheet: {name}"), values[name]) for name in names]


def _values(sheet: Sheet) -> dict[str, Text]:
    """What `{name}` in a clause may stand for."""
    found, offer = sheet.figures, sheet.offer

    def percent(rate: Decimal) -> Text:
        return Text(percent_text(rate), percent_text(rate))

    return {
        "principal": yuan(found.principal),
        "received": yuan(found.received),
        "total_repaid": yuan(found.total_repaid),
        "total_paid": yuan(found.total_paid),
        "first_payment": yuan(found.first_payment),
        "cost_rate": percent(found.annual_simple),
        "nominal_rate": percent(offer.nominal_rate),
        "overdue_rate": percent(found.overdue_rate),
        "misuse_rate": percent(found.misuse_rate),
        "prepayment_rate": percent(found.prepayment_rate),
        "months": Text(str(offer.periods), str(offer.periods)),
        "lender": offer.provider.name,
        "product": offer.product,
        "fees": _fee_lines(sheet),
        **{f"item_{entry.id}": entry.body for entry in sheet.items if "." not in entry.id},
    }


def _fee_lines(sheet: Sheet) -> Text:
    """Every fee of the sheet, then what falls due only if something else happens."""
    none = Text("除利息外，没有收费。", "Besides interest there is no charge.")
    lines = [_fee_line(charge) for charge in sheet.charges] or [none]
    if sheet.offer.conditional:
        lines.append(sheet.item("other_fee").body)
    return Text("".join(line.zh for line in lines), " ".join(line.en for line in lines))


def _fee_line(charge: Charge) -> Text:
    when, each, total = TIMINGS[charge.timing], yuan(charge.amount), yuan(charge.total)
    return Text(
        f"{charge.name.zh}：{charge.charger.zh}收取，{when.zh} {each.zh}，合计 {total.zh}。",
        f"{charge.name.en}: {each.en} {when.en} by {charge.charger.en}, {total.en} in all.",
    )


def _filled(clause: Clause, values: dict[str, Text]) -> Text:
    def fill(text: str, part: str) -> str:
        def value(place: re.Match[str]) -> str:
            if place[1] not in values:
                raise LendingError(f"contract clause {clause.id}: {{{place[1]}}} is not a field of the sheet")
            found: str = getattr(values[place[1]], part)
            return found

        return _PLACE.sub(value, text)

    return Text(fill(clause.text.zh, "zh"), fill(clause.text.en, "en"))


def _line(number: int, title: Text) -> Text:
    return Text(f"第{number}条 {title.zh}", f"article {number}, {title.en}")
