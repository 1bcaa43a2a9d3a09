"""The disclosure sheet on paper: the figures that matter first, then every item, then the schedule."""

from datetime import datetime

from kiosk.documents.blocks import Block, Figure, FigureBox, Heading, Paragraph, SignatureLine, Table
from kiosk.documents.page import Frame, render
from kiosk.domain.consents import Mode
from kiosk.domain.money import percent_text, yuan_of
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures
from kiosk.lending.sheet import Sheet
from kiosk.lending.wording import TRIAL, yuan

_SCHEDULE_HEADER = (
    Text("期", "No."),
    Text("日期", "Date"),
    Text("本金", "Principal"),
    Text("利息", "Interest"),
    Text("费用", "Fees"),
    Text("这期还", "To pay"),
    Text("还欠本金", "Still owed"),
)


def sheet_pdf(sheet: Sheet, *, session: str, created: datetime, mode: Mode) -> bytes:
    """The sheet as PDF. `created`: when it was made, with time zone; the same input gives the same bytes."""
    offer = sheet.offer
    blocks: list[Block] = [
        Paragraph(
            Text(f"{offer.provider.name.zh}　{offer.product.zh}", f"{offer.provider.name.en}, {offer.product.en}"),
            strong=True,
        ),
        FigureBox(_head(sheet.figures)),
        Heading(Text("逐项说明", "Item by item")),
        *(Paragraph(item.body, title=item.title) for item in sheet.items),
        Heading(Text("还款计划表", "Schedule of payments")),
        schedule_table(sheet.figures),
    ]
    blocks += [_closing(sheet)]
    trial = TRIAL if sheet.case is None else None
    reference = f"{sheet.case or TRIAL.zh}　{session}　{offer.id} v{offer.version}"
    return render(blocks, Frame(sheet.title, reference, created, mode, trial))


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


def _head(found: Figures) -> tuple[Figure, ...]:
    rate = f"{percent_text(found.annual_simple)}"
    return (
        Figure(Text("您到手", "You receive"), yuan(found.received)),
        Figure(Text("综合年化成本（单利）", "All-in annual cost (simple)"), Text(rate, rate)),
        Figure(Text("各期一共还", "You pay back in all"), yuan(found.total_repaid)),
        Figure(Text("比到手多", "More than you received"), yuan(found.cost_more_than_received)),
        Figure(Text("第一期还", "First payment"), yuan(found.first_payment)),
        Figure(Text("第一期日期", "First payment on"), Text(found.first_due.isoformat(), found.first_due.isoformat())),
    )


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
