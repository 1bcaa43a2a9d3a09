"""The quote to take home: what is offered, every figure of the sheet, how long it holds, and how to come back."""

from datetime import datetime

from kiosk.documents.blocks import Block, Heading, Paragraph, Picture
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.documents.qr import qr_png
from kiosk.documents.sheet_pdf import cost_blocks, schedule_table
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text
from kiosk.lending.quote import Quote
from kiosk.lending.wording import TRIAL, day_text

_TITLE = Text("报价单", "Quote")
_TRIAL_TITLE = Text(f"报价单（{TRIAL.zh}）", f"Quote ({TRIAL.en})")
_HOLDS = Text("到哪天为止算数", "Until when it holds")
_BACK = Text("怎么回来接着办", "How to come back")
_TRIAL_BACK = Text(
    "想借的时候，到任何网点说一声就行。到时候按那天的正式条件重新算，数字可能不一样。",
    "If you want to borrow, come to any branch. It will be worked out anew on that day's terms and may differ.",
)
_TRIAL_HOLDS = Text(
    "这是试算，不是报价承诺，也不是批准，对谁都没有约束力。",
    "This is a trial calculation: no binding offer, no approval; it binds nobody.",
)
_OWED = Text(
    "您没有签借款合同，没有借钱，不欠任何人，也不收一分钱。不回来也没关系。",
    "You have not signed a loan contract. You have not borrowed, owe nobody, and nothing is charged. "
    "You need not come back.",
)
_SHEET_SIGNED = Text(
    "您签过的明示表，只表示看过、听过，不等于借钱。",
    "The cost sheet that you signed says only that you saw and heard it. It is no loan.",
)


def quote_paper(quote: Quote, *, session: str, sheet_signed: bool, created: datetime, mode: Mode) -> Paper:
    """The quote; the same input gives the same bytes."""
    sheet = quote.sheet
    blocks: list[Block] = [
        Paragraph(_OWED, strong=True),
        *([Paragraph(_SHEET_SIGNED)] if sheet_signed else []),
        Paragraph(_holds(quote), title=_HOLDS, strong=True),
        *cost_blocks(sheet),
        Heading(Text("还款计划表", "Schedule of payments")),
        schedule_table(sheet.figures),
        Heading(_BACK),
        *_back(quote),
    ]
    trial = quote.code is None
    reference = f"{sheet.case or TRIAL.zh}　{session}　{sheet.offer.id} v{sheet.offer.version}"
    frame = Frame(_TRIAL_TITLE if trial else _TITLE, reference, created, mode, TRIAL if trial else None)
    return Paper(tuple(blocks), frame)


def quote_pdf(quote: Quote, *, session: str, sheet_signed: bool, created: datetime, mode: Mode) -> bytes:
    """The same as PDF, laid out here."""
    return pdf_of(quote_paper(quote, session=session, sheet_signed=sheet_signed, created=created, mode=mode))


def _holds(quote: Quote) -> Text:
    if quote.code is None:
        return _TRIAL_HOLDS
    day, lender = day_text(quote.until), quote.sheet.offer.provider.name
    return Text(
        f"{day.zh}当天为止，{lender.zh}按这些数字办，不变。",
        f"Up to and including {day.en}, {lender.en} holds to these figures.",
    )


def _back(quote: Quote) -> list[Block]:
    if quote.code is None:
        return [Paragraph(_TRIAL_BACK)]
    code = quote.code.spaced
    return [
        Paragraph(
            Text(
                "带上这张纸和身份证，回到打这张纸的机器上，说“我有报价单”，把纸放在台面上，或者点下面的号码。"
                "钱数还是这些钱数；放款的日子不同，还款的日子会跟着移。您说过的需要和选过的这一家会先给您看，"
                "您可以照着接着办，也可以重新选。身份、费用、合同照样一条一条来，不会少。只有您自己的证件能接着办。",
                'Bring this page and your ID card back to the machine that printed it and say "I have a quote". Lay'
                " the page on the desk, or type the number. Not one amount will differ; if the money is paid out on"
                " another day, the due days move with it. What you told us and the offer you chose are shown to you"
                " first: go on with them, or choose anew. Identity, cost and contract are gone through item by item as"
                " ever. Only your own ID card opens it.",
            )
        ),
        Paragraph(Text(code, "Number of this quote"), title=Text("报价单号码", "Number"), strong=True),
        Picture(
            qr_png(quote.code.words),
            48,
            Text("码里只有报价，没有您的个人信息。", "The code holds the quote and nothing about you."),
        ),
    ]
