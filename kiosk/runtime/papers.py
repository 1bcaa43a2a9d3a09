"""Documents of a session: rendered in memory, printed without a spool, certified for the borrower."""

import hashlib
from datetime import UTC, datetime

import structlog

from kiosk.checks.id_card import identity_document
from kiosk.consent.events import DocumentRendered
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.documents.consents_pdf import ConsentAnswer, consents_paper
from kiosk.documents.contract_pdf import contract_paper
from kiosk.documents.paper import Paper, Press
from kiosk.documents.quote_pdf import quote_paper
from kiosk.documents.receipt_pdf import Receipt, receipt_paper
from kiosk.documents.sheet_pdf import sheet_paper
from kiosk.domain.borrower import IdentityDocument
from kiosk.domain.consents import ConsentSpec, Ending, Mode
from kiosk.domain.errors import DeviceError, LendingError
from kiosk.domain.ids import Sha256
from kiosk.domain.speech import Text
from kiosk.lending.contract import ContractClauses, build_contract
from kiosk.lending.quote import build_quote
from kiosk.ports.clock import Clock
from kiosk.ports.printer import Printer

_log = structlog.get_logger(__name__)
_TITLES = {
    DocumentKind.SHEET: "cost disclosure sheet",
    DocumentKind.CONTRACT: "contract",
    DocumentKind.CONSENTS: "consents",
    DocumentKind.RECEIPT: "receipt",
    DocumentKind.QUOTE: "quote",
}


_NAMES = {
    DocumentKind.SHEET: Text("综合融资成本明示表", "Statement of All-in Financing Cost"),
    DocumentKind.CONTRACT: Text("借款合同", "Loan contract"),
    DocumentKind.CONSENTS: Text("个人信息处理同意书", "Consents"),
    DocumentKind.RECEIPT: Text("凭条", "Receipt"),
    DocumentKind.QUOTE: Text("报价单", "Quote"),
}
_NOTES = (
    Text("您可以随时撤回同意：到本网点，或打上面的电话，报会话编号。",
         "You may withdraw a consent at any time, here or by telephone; name the session."),
    Text("几天内总部会打电话，再和您核对一遍。", "Headquarters will call you in the next days to check everything."),
)  # fmt: skip


class Papers:
    """Keeps the session's documents in memory until it is forgotten."""

    def __init__(
        self, clauses: ContractClauses, consents: tuple[ConsentSpec, ...], clock: Clock, mode: Mode,
        printer: Printer | None, press: Press,
    ) -> None:  # fmt: skip
        self._clauses, self._consents, self._clock, self._mode = clauses, consents, clock, mode
        self._printer, self._press = printer, press
        self._made: dict[DocumentKind, bytes] = {}

    def render(self, kind: DocumentKind, facts: Facts) -> DocumentRendered:
        """Raises LendingError when contract and sheet disagree (invariant 1), and then nothing is signed."""
        pdf = self._press.pdf(self._paper(kind, facts))
        self._made[kind] = pdf
        clauses = tuple(clause.id for clause in self._clauses.clauses) if kind is DocumentKind.CONTRACT else ()
        return DocumentRendered(kind, Sha256(hashlib.sha256(pdf).hexdigest()), pdf, clauses)

    def receipt(self, facts: Facts, ending: Ending, manifest_sha256: str) -> bytes:
        """What the borrower takes home; made after the seal, so it names the sealed bundle."""
        session = facts.opening.session
        withheld = () if facts.consent("sending") else (Text("录像和人脸照片", "recording and face pictures"),)
        receipt = Receipt(
            session=session,
            ending=ending,
            sealed_at=self._clock.now().wall,
            manifest_sha256=manifest_sha256,
            code=f"mingshi:1:{session}:{manifest_sha256}",
            documents=tuple((_NAMES[r.kind], str(r.sha256)) for r in facts.rendered),
            withheld=withheld if facts.recording else (),
            complaints=facts.offer.provider.complaints if facts.offer else (),
            notes=_NOTES,
        )
        return self._press.pdf(receipt_paper(receipt, created=self._created(), mode=self._mode))

    def print_receipt(self, facts: Facts, ending: Ending, manifest_sha256: str) -> bool:
        """On paper, if there is a printer."""
        self._made[DocumentKind.RECEIPT] = self.receipt(facts, ending, manifest_sha256)
        printed = self.print_out(DocumentKind.RECEIPT)
        self._made.pop(DocumentKind.RECEIPT, None)  # forgotten meanwhile, if the printer took long
        return printed

    def print_out(self, kind: DocumentKind) -> bool:
        """True if it went to a printer; one that is missing or jammed never stops a session."""
        pdf = self._made.get(kind)
        if pdf is None or self._printer is None:
            return False
        try:
            self._printer.print_pdf(pdf, _TITLES[kind])
        except DeviceError as failure:
            _log.warning("printer.failed", reason=failure.reason)
            return False
        return True

    def start(self) -> None:
        """Get ready before anybody waits for a document."""
        self._press.start()

    def forget(self) -> None:
        """The session is over."""
        self._made.clear()

    def renew(self) -> None:
        """Nothing of what was laid out stays in the press; after all that is to be printed."""
        self._press.renew()

    def close(self) -> None:
        """End the press."""
        self._press.close()

    def _paper(self, kind: DocumentKind, facts: Facts) -> Paper:
        session, created = facts.opening.session, self._created()
        if facts.sheet is None:
            raise LendingError("there is no sheet to render")
        match kind:
            case DocumentKind.SHEET:
                return sheet_paper(facts.sheet, session=session, created=created, mode=self._mode)
            case DocumentKind.CONTRACT:
                contract = build_contract(facts.sheet, self._clauses)
                card = _card(facts)
                return contract_paper(contract, facts.sheet, card, session=session, created=created, mode=self._mode)
            case DocumentKind.QUOTE:
                quote = build_quote(facts.sheet, facts.opening.case)
                signed = any(each.kind is DocumentKind.SHEET for each in facts.signed)
                return quote_paper(quote, session=session, sheet_signed=signed, created=created, mode=self._mode)
            case DocumentKind.CONSENTS | DocumentKind.RECEIPT:
                return consents_paper(self._answers(facts), session=session, created=created, mode=self._mode)

    def _created(self) -> datetime:
        return datetime.fromisoformat(self._clock.now().wall.replace("Z", "+00:00")).astimezone(UTC)

    def _answers(self, facts: Facts) -> tuple[ConsentAnswer, ...]:
        specs = {spec.id: spec for spec in self._consents}
        partners = {p.id: p for p in (facts.offer.partners if facts.offer else ())}
        wall = self._clock.now().wall
        return tuple(ConsentAnswer(specs[a.consent], a.given, wall, partners.get(a.partner)) for a in facts.consents)


def _card(facts: Facts) -> IdentityDocument:
    card = identity_document(facts.card)
    if isinstance(card, tuple):
        raise LendingError(f"the contract needs the borrower's card; missing: {', '.join(card)}")
    return card
