"""The disclosure sheet on paper: the annual cost largest, where it comes from, then every item, then the schedule."""

from datetime import datetime
from decimal import Decimal

from kiosk.documents.blocks import Block, Figure, FigureBox, Grid, Heading, Paragraph, SignatureLine, Table
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.domain.consents import Mode
from kiosk.domain.money import percent_text, yuan_of
from kiosk.domain.offer import Contingency
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures, contingent
from kiosk.lending.sheet import Sheet
from kiosk.lending.wording import TIED_KINDS, TIMINGS, TITLES, TRIAL, day_text, yuan

_ITEM_OF = {
    Contingency.OVERDUE: "overdue_penalty_interest",
    Contingency.MISUSE: "misappropriation_penalty_interest",
    Contingency.PREPAYMENT: "prepayment_penalty",
}

_SCHEDULE_HEADER = (
    Text("期", "No."),
    Text("日期", "Date"),
    Text("本金", "Principal"),
    Text("利息", "Interest"),
    Text("费用", "Fees"),
    Text("这期还", "To pay"),
    Text("还欠本金", "Still owed"),
)


_COSTS_HEADER = (
    Text("收费项目", "Item"),
    Text("谁收", "Charged by"),
    Text("怎么收", "How"),
    Text("一共多少", "In all"),
    Text("折合年化", "A year"),
)
_CONTINGENT_HEADER = (
    Text("什么情况", "If"),
    Text("谁收", "Charged by"),
    Text("按什么收", "Standard"),
    Text("比例", "Rate"),
)
_CHAPTERS = {
    "principal": Text("逐项说明：这笔贷款", "Item by item: this loan"),
    "overdue_penalty_interest": Text("晚还、提前还和别的收费", "Paying late, paying early, other charges"),
    "lender": Text("谁参与这笔贷款", "Who takes part"),
    "purpose": Text("钱怎么发、怎么用", "The money and what it is for"),
    "personal_information": Text("您的信息", "Your information"),
    "default_consequences": Text("后果、权利和提醒", "Consequences, rights and reminders"),
}
"""The item that each chapter begins with."""
_STRONG = frozenset({"cost_rate", "no_other_charge", "warnings"})


def sheet_paper(sheet: Sheet, *, session: str, created: datetime, mode: Mode) -> Paper:
    """The sheet. `created`: when it was made, with time zone; the same input gives the same bytes."""
    offer = sheet.offer
    blocks = cost_blocks(sheet)
    for item in sheet.items:
        if item.id in _CHAPTERS:
            blocks.append(Heading(_CHAPTERS[item.id]))
        blocks.append(Paragraph(item.body, title=item.title, strong=item.id in _STRONG))
    blocks += [
        Heading(Text("还款计划表", "Schedule of payments")),
        schedule_table(sheet.figures),
        _closing(sheet),
    ]
    trial = TRIAL if sheet.case is None else None
    reference = f"{sheet.case or TRIAL.zh}　{session}　{offer.id} v{offer.version}"
    return Paper(tuple(blocks), Frame(sheet.title, reference, created, mode, trial))


def sheet_pdf(sheet: Sheet, *, session: str, created: datetime, mode: Mode) -> bytes:
    """The same as PDF, laid out here."""
    return pdf_of(sheet_paper(sheet, session=session, created=created, mode=mode))


def cost_blocks(sheet: Sheet) -> list[Block]:
    """Whose offer it is and all that it costs, as sheet and quote show it."""
    offer = sheet.offer
    return [
        Paragraph(
            Text(f"{offer.provider.name.zh}　{offer.product.zh}", f"{offer.provider.name.en}, {offer.product.en}"),
            strong=True,
        ),
        _head(sheet.figures),
        Heading(Text("钱花在哪里", "Where the cost comes from")),
        _costs(sheet),
        Paragraph(sheet.item("no_other_charge").body, strong=True),
        Heading(Text("正常还款不会发生，发生了才收", "Charged only if it happens")),
        _contingencies(sheet),
    ]


def _costs(sheet: Sheet) -> Grid:
    """Interest and each fee: who charges it, how, what it comes to, and in a year; they add up to the last row."""
    found, offer = sheet.figures, sheet.offer
    annual = {item.id: _percent(item.annual) for item in found.annual_items}
    nominal = percent_text(offer.nominal_rate)
    rows = [
        (
            TITLES["loan_interest"],
            offer.provider.name,
            Text(f"合同年利率 {nominal}", f"contract rate {nominal} a year"),
            yuan(found.total_interest),
            annual["interest"],
        )
    ]
    for charge in sheet.charges:
        when, each = TIMINGS[charge.timing], yuan(charge.amount)
        tied = Text("，借款的条件", ", a condition of the loan") if charge.kind in TIED_KINDS else Text("", "")
        how = Text(f"{when.zh} {each.zh}{tied.zh}", f"{each.en} {when.en}{tied.en}")
        rows.append((charge.name, charge.charger, how, yuan(charge.total), annual[charge.id]))
    rows.append(
        (
            Text("全部成本", "All costs"),
            Text("", ""),
            Text("综合年化（单利）", "all-in, a year (simple)"),
            yuan(found.cost_more_than_received),
            _percent(found.annual_simple),
        )
    )
    return Grid(_COSTS_HEADER, tuple(rows), (26, 46, 42, 30, 24), to_right=2, strong=True)


def _contingencies(sheet: Sheet) -> Grid:
    """What late payment, other use and early payment cost, and whatever else may fall due."""
    offer = sheet.offer
    rows = [
        (TITLES[_ITEM_OF[kind]], cost.charger, cost.standard, _percent(cost.rate))
        for kind in Contingency
        for cost in (contingent(offer, kind),)
    ]
    rows += [(fee.name, fee.charger, fee.condition, yuan(fee.amount)) for fee in offer.conditional]
    return Grid(_CONTINGENT_HEADER, tuple(rows), (38, 46, 60, 24), to_right=1)


def schedule_table(found: Figures) -> Table:
    """Each instalment, in yuan."""
    return Table(
        header=_SCHEDULE_HEADER,
        rows=tuple(
            (
                str(row.n),
                row.date.isoformat(),
                *(f"{yuan_of(fen):,}" for fen in (row.principal, row.interest, row.fees, row.amount, row.balance)),
            )
            for row in found.schedule.instalments
        ),
        widths=(8, 22, 20, 18, 16, 20, 22),
    )


def _head(found: Figures) -> FigureBox:
    """The annual cost is larger than any other rate or amount (PBOC Notice 2021 No. 3)."""
    compound = percent_text(found.annual_compound)
    figures = [
        Figure(Text("您到手", "You receive"), yuan(found.received)),
        Figure(Text("各期一共还", "You pay back in all"), yuan(found.total_repaid)),
        Figure(Text("比到手多", "More than you received"), yuan(found.cost_more_than_received)),
        Figure(Text("每到手 100 元的成本", "Cost for each 100 yuan received"), yuan(found.per_100_yuan)),
        Figure(Text("第一期还", "First payment"), yuan(found.first_payment)),
        Figure(Text("第一期日期", "First payment on"), day_text(found.first_due)),
    ]
    heaviest = max(found.schedule.instalments, key=lambda row: row.amount)
    if heaviest.amount > found.first_payment * 2:
        figures += [
            Figure(Text("最多的一期要还", "The largest payment"), yuan(heaviest.amount)),
            Figure(Text("最多的一期在", "The largest payment on"), day_text(heaviest.date)),
        ]
    return FigureBox(
        tuple(figures),
        lead=Figure(Text("综合年化成本（单利）", "All-in annual cost (simple)"), _percent(found.annual_simple)),
        note=Text(
            f"利息和全部费用都算在内，按您实际用到的钱算。按复利算是 {compound}。",
            f"With interest and every fee, over the money that you really have in use. Compounded: {compound}.",
        ),
    )


def _percent(rate: Decimal) -> Text:
    return Text(percent_text(rate), percent_text(rate))


def _closing(sheet: Sheet) -> Block:
    if sheet.case is None:
        return Paragraph(
            Text(
                "这是试算，不是合同，也不是批准。请带回家，和家人商量。",
                "This is a trial calculation: neither a contract nor an approval. Take it home and talk it over.",
            ),
            strong=True,
        )
    return SignatureLine(
        Text(
            "我已看过、听过上面每一项，在签合同之前签下本表。",
            "I have seen and heard each item above, and sign this sheet before the contract.",
        )
    )
