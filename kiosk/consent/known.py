"""Know your customer, your business, your product: what is known here, from where, and what is missing. Shown to him.

Nothing is looked up for it: it says what the session holds already, and names what nobody here knows.
"""

from dataclasses import dataclass

from kiosk.consent.context import Context
from kiosk.consent.facts import Facts, IdentityPath
from kiosk.consent.household import checked_income
from kiosk.consent.wording import PURPOSES
from kiosk.domain.money import percent_text
from kiosk.domain.speech import Text
from kiosk.lending.comparison import commission
from kiosk.lending.figures import figures
from kiosk.lending.wording import METHODS, yuan

CARD = Text("身份证", "your card")
TOLD = Text("您自己说的，没有核实", "as you told it, not checked")
CASE = Text("资金方签过字的材料", "the lender's signed case")
FIGURED = Text("按现金流算出", "worked out from the cash flow")
NOBODY = Text("这里不知道", "not known here")


@dataclass(frozen=True, slots=True)
class Row:
    """`value` None: it is missing."""

    id: str
    what: Text
    value: Text | None
    source: Text


@dataclass(frozen=True, slots=True)
class View:
    """`id`: customer, business, product."""

    id: str
    rows: tuple[Row, ...]


def views(context: Context, facts: Facts) -> tuple[View, ...]:
    """The three, each short; what is missing stands last in each."""
    return tuple(
        View(view.id, tuple(sorted(view.rows, key=lambda row: row.value is None)))
        for view in (_customer(facts), _business(facts), _product(context, facts))
    )


def _row(id_: str, what: Text, value: Text | None, source: Text) -> Row:
    return Row(id_, what, value, NOBODY if value is None else source)


def _same(words: str) -> Text | None:
    return Text(words, words) if words else None


def _customer(facts: Facts) -> View:
    identity, checked = facts.identity.path, checked_income(facts)
    settled = {
        IdentityPath.FACE: Text("核对过，是本人", "checked: it is you"),
        IdentityPath.STAFF: Text("两位工作人员核对过", "checked by two members of staff"),
    }.get(identity)
    by = {IdentityPath.FACE: Text("镜头和证件照", "camera and card picture")}.get(
        identity, Text("工作人员", "our staff")
    )
    stated = facts.needs.income
    income = yuan(checked.monthly) if checked is not None else yuan(stated) if stated is not None else None
    debts = facts.needs.debts
    return View("customer", (
        _row("name", Text("姓名", "Name"), _same(facts.card_value("name")), CARD),
        _row("identity", Text("是不是本人", "Whether it is you"), settled, by),
        _row("income", Text("每月收入", "Monthly income"), income, checked.source if checked is not None else TOLD),
        _row("debts", Text("已有的债，每月还", "Other debts, a month"),
             yuan(debts) if debts is not None else None, TOLD),
        _row("credit", Text("征信记录", "Credit record"), None, NOBODY),
    ))  # fmt: skip


def _business(facts: Facts) -> View:
    needs, case = facts.needs, facts.opening.case
    amount = yuan(needs.amount) if needs.amount is not None else None
    sold = Text(case.consultant.name, case.consultant.name) if case is not None else None
    repaid = Text("每月收入", "monthly income") if needs.income is not None else None
    return View("business", (
        _row("amount", Text("想借多少", "Amount wanted"), amount, TOLD),
        _row("purpose", Text("用来做什么", "What it is for"),
             PURPOSES[needs.purpose] if needs.purpose else None, TOLD),
        _row("repaid_from", Text("拿什么还", "Repaid from"), repaid, TOLD),
        _row("consultant", Text("谁介绍的", "Who sold it"), sold, CASE),
        _row("other_lenders", Text("有没有同时向别家申请", "Other applications at the same time"), None, NOBODY),
    ))  # fmt: skip


def _product(context: Context, facts: Facts) -> View:
    offer = facts.offer
    if offer is None:
        return View("product", (_row("offer", Text("选的是哪一家", "Which offer"), None, NOBODY),))
    found, limit = figures(offer), percent_text(context.ceiling.rate)
    rate = percent_text(found.annual_simple)
    paid = commission(offer)
    return View("product", (
        _row("lender", Text("谁出钱", "Who lends"), offer.provider.name, CASE),
        _row("method", Text("怎么还", "Way of repaying"), METHODS[offer.method], CASE),
        _row("rate", Text("综合年化成本（单利）", "All-in annual cost (simple)"),
             Text(f"{rate}，上限 {limit}", f"{rate}; the ceiling is {limit}"), FIGURED),
        _row("commission", Text("本网点得的佣金", "Commission to this branch"),
             yuan(paid) if paid is not None else offer.provider.commission, CASE),
        _row("complaints", Text("别人投诉过多少次", "How often others complained"), None, NOBODY),
    ))  # fmt: skip
