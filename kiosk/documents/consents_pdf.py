"""The consents that were asked and how they were answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.documents.blocks import Block, Paragraph, SignatureLine
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.domain.consents import ConsentSpec, Mode
from kiosk.domain.offer import Partner
from kiosk.domain.speech import Text


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """One consent as answered. `partner`: for consents asked once a partner. `at`: wall clock, RFC 3339."""

    spec: ConsentSpec
    given: bool
    at: str
    partner: Partner | None = None


def consents_paper(answers: Sequence[ConsentAnswer], *, session: str, created: datetime, mode: Mode) -> Paper:
    """Each consent with purpose, receiver, retention (PIPL 17, 29, 30) and the borrower's answer."""
    blocks: list[Block] = [
        Paragraph(
            Text(
                "每一项都单独问过您，您可以不同意，也可以以后撤回。撤回请到本网点或打投诉电话。",
                "Each was asked by itself; you could refuse, and may withdraw later, here or by telephone.",
            )
        )
    ]
    blocks += [_answer(n, answer) for n, answer in enumerate(answers, start=1)]
    blocks.append(SignatureLine(Text("以上是我本人的意思。", "This is what I want.")))
    title = Text("个人信息处理同意书", "Consents to the Use of Personal Information")
    return Paper(tuple(blocks), Frame(title, session, created, mode))


def consents_pdf(answers: Sequence[ConsentAnswer], *, session: str, created: datetime, mode: Mode) -> bytes:
    """The same as PDF, laid out here."""
    return pdf_of(consents_paper(answers, session=session, created=created, mode=mode))


def _answer(n: int, answer: ConsentAnswer) -> Paragraph:
    spec, partner = answer.spec, answer.partner
    receiver = spec.receiver
    if partner is not None:
        receiver = Text(
            f"{partner.name.zh}（{partner.role.zh}，{partner.contact}），用于{partner.purpose.zh}",
            f"{partner.name.en} ({partner.role.en}, {partner.contact}), for {partner.purpose.en}",
        )
    given = Text("同意", "AGREED") if answer.given else Text("不同意", "REFUSED")
    after = Text("", "") if answer.given else Text(f"\n{spec.if_refused.zh}", f"\n{spec.if_refused.en}")
    return Paragraph(
        Text(
            f"目的：{spec.purpose.zh}\n谁收到：{receiver.zh}\n保存多久：{spec.retention.zh}\n"
            f"您的回答：{given.zh}（{answer.at}）{after.zh}",
            f"Purpose: {spec.purpose.en}\nReceiver: {receiver.en}\nKept: {spec.retention.en}\n"
            f"Your answer: {given.en} ({answer.at}){after.en}",
        ),
        title=Text(f"{n}. {spec.ask.zh}", spec.ask.en),
    )
