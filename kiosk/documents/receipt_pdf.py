"""The borrower's receipt: what happened, how to check it, whom to call."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.documents.blocks import Block, Heading, Paragraph, Picture
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.documents.qr import qr_png
from kiosk.domain.consents import Ending, Mode
from kiosk.domain.offer import Complaint
from kiosk.domain.speech import Text

_ENDINGS: dict[Ending, Text] = {
    Ending.SIGNED: Text("您签了合同。", "You signed the contract."),
    Ending.QUOTED: Text(
        "您带走了报价单，没有签借款合同，不欠任何人。",
        "You took a quote home. You signed no loan contract and owe nobody.",
    ),
    Ending.DECLINED: Text(
        "您决定不借，没有签任何东西，也不收任何费用。",
        "You decided not to borrow. Nothing was signed and nothing is charged.",
    ),
    Ending.REFERRED: Text(
        "这次转由工作人员为您办理，没有签任何东西。",
        "The matter went on to a member of staff. Nothing was signed here.",
    ),
    Ending.INTERRUPTED: Text(
        "办理中断了，没有完成，没有产生新的义务。",
        "The session was interrupted and is not complete; it bound you to nothing new.",
    ),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the paper says. `manifest_sha256`: of the sealed bundle; `code`: text of the QR code.

    `withheld`: what was not sent because the borrower refused; `notes`: rights, call-back, how to withdraw.
    """

    session: str
    ending: Ending
    sealed_at: str
    manifest_sha256: str
    code: str
    documents: tuple[tuple[Text, str], ...] = ()
    """Title and SHA-256 of each document of the session."""
    withheld: tuple[Text, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    notes: tuple[Text, ...] = ()


def receipt_paper(receipt: Receipt, *, created: datetime, mode: Mode) -> Paper:
    """The receipt."""
    blocks: list[Block] = [
        Paragraph(_ENDINGS[receipt.ending], title=Text("结果", "Outcome"), strong=True),
        Paragraph(
            Text(f"{receipt.session}\n封存时间 {receipt.sealed_at}", f"Sealed {receipt.sealed_at}"),
            title=Text("会话编号", "Session"),
        ),
        Picture(
            qr_png(receipt.code),
            48,
            Text("扫码可以核对这次办理的记录。", "Scan to check the record of this session."),
        ),
        Paragraph(
            Text(_grouped(receipt.manifest_sha256), "SHA-256 of the manifest"), title=Text("封存指纹", "Fingerprint")
        ),
    ]
    if receipt.documents:
        blocks.append(Heading(Text("您的文件", "Your documents")))
        blocks += [Paragraph(Text(_grouped(digest), "SHA-256"), title=title) for title, digest in receipt.documents]
    if receipt.withheld:
        blocks.append(Heading(Text("按您的意思没有发送的", "Not sent, as you wished")))
        blocks += [Paragraph(text) for text in receipt.withheld]
    blocks.append(Heading(Text("您的权利", "Your rights")))
    blocks += [Paragraph(text) for text in (*_RIGHTS, *receipt.notes)]
    blocks += [
        Paragraph(
            Text(f"{one.who.zh}：{one.phone}（{one.hours.zh}）", f"{one.who.en}: {one.phone} ({one.hours.en})"),
            title=Text("投诉电话", "To complain"),
        )
        for one in receipt.complaints
    ]
    title = Text("办理回执", "Receipt")
    return Paper(tuple(blocks), Frame(title, receipt.session, created, mode))


def receipt_pdf(receipt: Receipt, *, created: datetime, mode: Mode) -> bytes:
    """The same as PDF, laid out here."""
    return pdf_of(receipt_paper(receipt, created=created, mode=mode))


_RIGHTS = (
    Text(
        "您可以查看、复制、更正、删除您的信息，也可以撤回同意。请到本网点，出示这张回执。",
        "You may see, copy, correct or delete your information and withdraw consent. Bring this receipt here.",
    ),
)


def _grouped(digest: str) -> str:
    """A digest in groups of eight, to be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
