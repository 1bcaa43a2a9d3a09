"""The contract on paper, with its parties and the schedule."""

from datetime import datetime

from kiosk.documents.blocks import Block, Heading, Paragraph, SignatureLine
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.documents.sheet_pdf import schedule_table
from kiosk.domain.borrower import ForeignDocument, IdentityDocument
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text
from kiosk.lending.contract import Contract, require_same
from kiosk.lending.sheet import Sheet


def contract_paper(
    contract: Contract, sheet: Sheet, borrower: IdentityDocument, *, session: str, created: datetime, mode: Mode
) -> Paper:
    """The contract. Raises LendingError when it differs from the sheet (invariant 1)."""
    require_same(sheet, contract)
    lender = sheet.offer.provider
    blocks: list[Block] = [
        Paragraph(
            Text(f"{lender.name.zh}，{lender.licence.zh}", f"{lender.name.en}, {lender.licence.en}"),
            title=Text("贷款人", "Lender"),
        ),
        Paragraph(_who(borrower), title=Text("借款人", "Borrower")),
        Paragraph(Text("加粗的条款关系到您的重要权利，请特别留意。", "Terms in bold weigh most: please mind them.")),
    ]
    for article in contract.articles:
        title = Text(f"第{article.number}条　{article.title.zh}", f"{article.number}. {article.title.en}")
        blocks.append(Paragraph(article.body, title=title, strong=article.key))
    blocks += [
        Heading(Text("附：还款计划表", "Annex: schedule of payments")),
        schedule_table(sheet.figures),
        SignatureLine(
            Text(
                "我自愿签订本合同，已先签过综合融资成本明示表。",
                "I sign of my own free will, having signed the Statement of All-in Financing Cost first.",
            ),
        ),
    ]
    reference = f"{contract.case}　{session}　合同文本 v{contract.version}"
    return Paper(tuple(blocks), Frame(contract.title, reference, created, mode))


def contract_pdf(
    contract: Contract, sheet: Sheet, borrower: IdentityDocument, *, session: str, created: datetime, mode: Mode
) -> bytes:
    """The same as PDF, laid out here."""
    return pdf_of(contract_paper(contract, sheet, borrower, session=session, created=created, mode=mode))


def _who(borrower: IdentityDocument) -> Text:
    """Name and number as the document has them; of a travel document with state and expiry."""
    name, number = borrower.name, borrower.number
    if not isinstance(borrower, ForeignDocument):
        return Text(f"{name}，身份证号 {number}", f"{name}, ID number {number}")
    until = borrower.valid_to.isoformat()
    return Text(
        f"{name}，国籍 {borrower.nationality}，旅行证件号 {number}（签发国 {borrower.issuer}，有效期至 {until}）",
        f"{name}, nationality {borrower.nationality}, travel document {number} "
        f"(issued by {borrower.issuer}, valid until {until})",
    )
