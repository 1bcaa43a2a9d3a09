"""Every state of a session with sample facts: what the previews show and the tests go through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from kiosk.checks.liveness import MOVE_TEXTS, Glow, Move, Side
from kiosk.checks.presence import Seen
from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.correcting import asked_again
from kiosk.consent.events import Replied
from kiosk.consent.events_staff import CLOSED
from kiosk.consent.facts import (
    ConsentAnswer,
    DocumentKind,
    Facts,
    Identity,
    Needs,
    Opening,
    Purpose,
    ReplyRecord,
    StaffAct,
)  # fmt: skip
from kiosk.consent.household import household
from kiosk.consent.quote_brought import MOST_TRIES, Against, Brought
from kiosk.consent.script import Kind, load_script
from kiosk.consent.wording import line
from kiosk.dialogue import knowledge
from kiosk.dialogue.promises import Told, columns, differences
from kiosk.dialogue.question import QuestionKind
from kiosk.documents.sheet_pdf import sheet_pdf
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.case import Case, PromiseTopic
from kiosk.domain.consents import Chapter, Ending, Mode, Source
from kiosk.domain.ids import CaseId, StaffId
from kiosk.domain.moment import Moment
from kiosk.domain.money import Fen
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.lending import affordability
from kiosk.lending.contract import load_clauses
from kiosk.lending.counter import counters
from kiosk.lending.figures import figures
from kiosk.lending.quote import quote_code
from kiosk.lending.sheet import build_sheet
from kiosk.lending.stacked import on_top, stack
from kiosk.lending.terms_file import parse_terms
from kiosk.lending.what_if import Supposition, What, suppose, suppositions
from kiosk.runtime.instruction import Instruction
from ui.sample_pictures import ROOM, card_jpeg, page_jpeg, portrait
from ui.sample_ways import in_other_ways

_TODAY = date(2026, 11, 20)
_SESSION = "00000000-0000-4000-8000-000000000000"


def sample_context(root: Path) -> Context:
    """From the project's own assets."""
    script = load_script(root / "assets/scripts/consent.toml", root / "assets/consents.toml")
    clauses = load_clauses(root / "assets/contracts/consumer_loan.toml")
    return Context(script, knowledge.load(root / "assets/knowledge"), affordability.AffordabilityThresholds(), clauses)


def _opening(root: Path, mode: Mode) -> Opening:
    file = root / "assets/offers/training_case.json"
    case = parse_terms(file.read_text("utf-8"), _TODAY, file.name)
    assert isinstance(case, Case)
    return Opening(
        _SESSION, Moment(0.0, "2026-11-20T02:00:00.000Z"), _TODAY, bytes(range(32)), mode, "training-branch", case,
        case.offers, (("face_camera", Source.SIMULATED),),
    )  # fmt: skip


class Samples:
    """Builds the states in one language."""

    def __init__(self, root: Path, language: Language, mode: Mode = Mode.TRAINING, text_size: int = 2) -> None:
        self.context = sample_context(root)
        self.language = language
        opening = _opening(root, mode)
        start = Facts(opening, language=language, text_size=text_size)
        needs = Needs(Fen(5_000_000), Purpose.HOME, Fen(900_000), Fen(80_000))
        consents = tuple(ConsentAnswer(c.id, "", given=True) for c in self.context.script.consents)
        offer = next(o for o in opening.offers if o.partners)
        sheet = build_sheet(offer, opening.case.id if opening.case else None)
        self.start = start
        self.recorded = replace(start, recording=True, consents=consents, needs=needs)
        self.chosen = flow.with_offer(self.recorded, offer, sheet)
        self.sheet = sheet

    def step(self, kind: Kind, **detail: object) -> str:
        """The id of the script's step of this kind."""
        for step in self.context.script.steps:
            if step.kind is kind and all(getattr(step, name) == value for name, value in detail.items()):
                return step.id
        raise KeyError(kind)

    def all(self) -> Iterator[tuple[str, st.State]]:
        """Names and states, in the order of a session; then some of them in other ways."""
        every = dict(self._usual())
        yield from every.items()
        yield from in_other_ways(every)

    def _usual(self) -> Iterator[tuple[str, st.State]]:
        yield "attract", st.Attract()
        yield from self._welcome()
        yield from self._identity()
        yield from self._loan()
        yield from self._understanding()
        yield from self._closing()
        yield from self._overlays()
        yield "out_of_order", st.OutOfOrder("face_camera")
        yield "out_of_order_paper", st.OutOfOrder("paper")
        for reason in CLOSED:
            yield f"closed_{reason}", st.Closed(reason)

    def _welcome(self) -> Iterator[tuple[str, st.State]]:
        yield "welcoming", st.Welcoming(self.start, self.step(Kind.WELCOME))
        tell = next(s for s in self.context.script.steps if s.kind is Kind.TELL)
        yield "telling", st.Telling(self.start, tell.id, tell.say)
        step = self.step(Kind.CONSENTS, chapter=Chapter.PRIVACY)
        for spec in self.context.script.consents:
            partner = self.chosen.offer.partners[0] if spec.per_partner and self.chosen.offer else None
            name = f"asking_consent_{spec.id}"
            yield name, st.AskingConsent(self.start if spec.id == "recording" else self.chosen, step, spec, partner, ())

    def _identity(self) -> Iterator[tuple[str, st.State]]:
        front, back = self.step(Kind.CARD, side=CardSide.FRONT), self.step(Kind.CARD, side=CardSide.BACK)
        facts = self.recorded
        yield "reading_card", st.ReadingCard(facts, front, CardSide.FRONT, 0, "")
        yield "reading_card_hint", st.ReadingCard(facts, back, CardSide.BACK, 1, "glare")
        fields = (
            CardField("name", "样张", "agreement"), CardField("sex", "女", "agreement"),
            CardField("ethnicity", "汉", "agreement"), CardField("birth", "1952-03-08", "rule"),
            CardField("address", "示范省示范市示范区示范路 1 号示范小区 3 单元 402 室", "open"),
            CardField("number", "000000195203080000", "borrower", "000000195203080001"),
        )  # fmt: skip
        yield "reviewing_card", st.ReviewingCard(facts, front, CardSide.FRONT, fields, card_jpeg())
        page = (
            CardField("name", "SPECIMEN, MARIA", "rule"), CardField("nationality", "UTO", "agreement"),
            CardField("sex", "F", "rule"), CardField("birth", "1960-01-01", "rule"),
            CardField("number", "SPEC12345", "rule"), CardField("issuer", "UTO", "agreement"),
            CardField("valid_to", "2035-06-30", "open"),
        )  # fmt: skip
        yield "reviewing_page", st.ReviewingCard(facts, front, CardSide.PAGE, page, page_jpeg())
        face = self.step(Kind.FACE)
        yield "choosing_path", st.ChoosingPath(facts, face)
        yield "asking_light", st.AskingLight(facts, face)
        yield "checking_face", st.CheckingFace(facts, face, 0, "")
        yield "checking_face_hint", st.CheckingFace(facts, face, 1, "several_faces")
        yield "checking_face_eased", st.CheckingFace(facts, face, 0, "eased", 1)
        for name in ("turn", "digits", "light"):
            yield f"checking_face_{name}", st.CheckingFace(facts, face, 0, "")
        first = StaffAct(StaffId("s-01"), approved=True, checked=_CHECKED[self.language])
        identity = Identity(portrait=portrait(), probe=portrait(ROOM), staff=(first,))
        seen = replace(facts, identity=identity, staff_reasons=("staff_look", "identity"))
        yield "awaiting_staff", st.AwaitingStaff(seen, face, "identity", 2)
        yield "awaiting_staff_teach_back", st.AwaitingStaff(self.chosen, self.step(Kind.FACTS), "teach_back", 1)

    def _cases(self) -> Iterator[tuple[str, st.State]]:
        step, case = self.step(Kind.CASE), self.start.opening.case
        assert case is not None
        facts = replace(self.recorded, opening=replace(self.recorded.opening, case=None, to_find=True))
        yield "finding_case", st.FindingCase(facts, step)
        few = replace(case, id=CaseId("TRAINING-0002"), offers=case.offers[2:3], issued=_TODAY)
        yield "choosing_case", st.ChoosingCase(facts, step, (few, case))
        yield "telling_no_case", st.Telling(facts, step, self.context.script.lines["case_none"])

    def _loan(self) -> Iterator[tuple[str, st.State]]:
        yield from self._cases()
        for step in self.context.script.steps:
            if step.kind is Kind.NEED:
                yield f"asking_need_{step.need}", st.AskingNeed(self.recorded, step.id)
        order = tuple(offer.id for offer in self.recorded.opening.offers)
        yield "choosing", st.Choosing(self.recorded, self.step(Kind.CHOICE), order, "")
        less = replace(self.recorded, needs=replace(self.recorded.needs, amount=Fen(4_000_000)))
        yield "choosing_unfit", st.Choosing(less, self.step(Kind.CHOICE), order, "choose_again")
        enquiry = replace(self.recorded, opening=replace(self.recorded.opening, case=None))
        yield "choosing_enquiry", st.Choosing(enquiry, self.step(Kind.CHOICE), order[::-1], "")
        payment = figures(self.sheet.offer).monthly_burden
        judged = self.step(Kind.AFFORDABILITY)
        for name, income in (("", 2_000_000), ("_warn", 900_000), ("_refer", 600_000)):
            verdict = affordability.judge(income, 80_000, payment)
            facts = replace(self.chosen, affordability=verdict)
            found = counters(self.sheet.offer, Fen(income), Fen(80_000), self.context.affordability) if name else ()
            yield f"showing_affordability{name}", st.ShowingAffordability(facts, judged, found)
        yield from self._questions_of_figures()

    def _questions_of_figures(self) -> Iterator[tuple[str, st.State]]:
        term = st.ReadingTerm(self.chosen, self.step(Kind.TERMS), self.sheet.items[2], 2, heard=True)
        home = household(self.context, self.chosen)
        for asked in suppositions(self.sheet.offer, home):
            shown = suppose(self.sheet.offer, asked, home)
            yield f"supposing_{asked.what}", st.Supposing(shown, self.sheet.offer.id, term)
        part = Supposition(What.PART, 6)
        for then in on_top(self.sheet.offer, part, home):
            both = stack(self.sheet.offer, part, then, home)
            yield f"supposing_part_{then.what}", st.Supposing(both, self.sheet.offer.id, term)
        yield "showing_known", st.ShowingKnown(term)
        need = next(step for step in self.context.script.steps if step.kind is Kind.NEED)
        under = st.AskingNeed(self.recorded, need.id)
        yield "taking_quote", st.TakingQuote(under)
        yield "taking_quote_refused", st.TakingQuote(under, Against.EXPIRED, 1)
        yield "taking_quote_too_often", st.TakingQuote(under, Against.TOO_OFTEN, MOST_TRIES)
        yield "resuming_quote", st.ResumingQuote(self.recorded, need.id, self._brought())

    def _brought(self) -> Brought:
        case, code = self.start.opening.case, quote_code(self.sheet)
        assert case is not None
        made_on, now = _TODAY - timedelta(days=4), self.sheet
        then = build_sheet(replace(now.offer, start=made_on), case.id)
        until, needs = _TODAY + timedelta(days=26), self.recorded.needs
        return Brought(code.digits, _SESSION, made_on, until, case, then, now, needs)

    def _understanding(self) -> Iterator[tuple[str, st.State]]:
        terms, facts = self.step(Kind.TERMS), self.chosen
        for index in (1, 2):
            item = self.sheet.items[index]
            yield f"reading_term_{index}", st.ReadingTerm(facts, terms, item, index, heard=index == 2)
        longest = max(range(len(self.sheet.items)), key=lambda i: len(self.sheet.items[i].body[self.language]))
        yield "reading_term_longest", st.ReadingTerm(facts, terms, self.sheet.items[longest], longest, heard=True)
        step = self.step(Kind.PROMISED)
        yield "asking_promised", st.AskingPromised(facts, step)
        for topic in PromiseTopic:
            yield f"asking_promise_{topic}", st.AskingPromise(facts, step, topic)
        assert facts.offer is not None
        found = differences((Told(PromiseTopic.RATE, "0.036"), Told(PromiseTopic.BUNDLED, "yes")), (), facts.offer)
        told = (Told(PromiseTopic.RATE, "0.036"), Told(PromiseTopic.BUNDLED, "yes"))
        rows = columns(told, (Told(PromiseTopic.RATE, "0.048"),), facts.offer)
        yield "showing_differences", st.ShowingDifferences(facts, step, found, rows)
        yield "showing_differences_explained", st.ShowingDifferences(facts, step, found, rows, explained=True)
        asked, teach = flow.all_questions(facts, 0), self.step(Kind.FACTS)
        number = next(q for q in asked if q.kind is QuestionKind.NUMBER)
        choice = next(q for q in asked if q.kind is QuestionKind.CHOICE)
        yield "teaching_back_number", st.TeachingBack(facts, teach, number, (), 0, None)
        for fact in ("total", "stop"):
            first, worded = next(q for q in asked if q.fact == fact), flow.open_form(facts, fact)
            yield f"teaching_back_words_{fact}", st.TeachingBack(facts, teach, first, (), 0, None, worded)
        yield "teaching_back_choice", st.TeachingBack(facts, teach, choice, (), 1, choice.explanation)

    def replies(self) -> tuple[ReplyRecord, ...]:
        """A page of the read-back."""
        facts, script = self.chosen, self.context.script
        texts = [(c.id, c.ask[self.language]) for c in script.consents[:3]]
        needs = [(s.id, s.say[self.language]) for s in script.steps if s.kind is Kind.NEED]
        said = _SAID[self.language]
        rows = [*texts, *needs][: len(said)]
        step = self.step(Kind.NEED)
        return tuple(
            ReplyRecord(
                facts.next_reply + n, Chapter.NEEDS, step, item, asked, said[n], said[n],
                Channel.VOICE if n % 2 else Channel.TOUCH,
            )
            for n, (item, asked) in enumerate(rows)
        )  # fmt: skip

    def _closing(self) -> Iterator[tuple[str, st.State]]:
        replies = self.replies()
        facts = replace(self.chosen, replies=replies)
        numbers = tuple(reply.number for reply in replies)
        yield "reading_back", st.ReadingBack(facts, self.step(Kind.READ_BACK), 0, numbers)
        said = self.context.script.step(replies[-1].step).say[self.language]
        amount = next(reply for reply in replies if reply.asked == said)
        under = asked_again(self.context, facts, amount)
        assert under is not None
        yield "correcting", st.Correcting(facts, self.step(Kind.READ_BACK), amount.number, under)
        sign = self.step(Kind.SIGN, document=DocumentKind.SHEET)
        yield "preparing", st.Preparing(facts, sign, DocumentKind.SHEET)
        created = datetime(2026, 11, 20, 10, tzinfo=UTC)
        pdf = sheet_pdf(self.sheet, session=_SESSION, created=created, mode=facts.opening.mode)
        yield "signing", st.Signing(facts, sign, DocumentKind.SHEET, pdf)
        for ending in Ending:
            yield f"parting_{ending}", st.Parting(facts, f"farewell.{ending}", ending)
        yield "sealing", st.Sealing(facts, Ending.SIGNED)
        for ending in Ending:
            yield f"ended_{ending}", st.Ended(ending, _SESSION, ending is Ending.SIGNED, failed=False, folder="")
        yield "ended_failed", st.Ended(Ending.INTERRUPTED, _SESSION, pending=True, failed=True, folder="")

    def _overlays(self) -> Iterator[tuple[str, st.State]]:
        need = next(s for s in self.context.script.steps if s.kind is Kind.NEED)
        under = st.AskingNeed(self.recorded, need.id)
        words = _FIFTY_THOUSAND[self.language]
        heard = Replied(Understood(Intent.NUMBER, words, Decimal(50_000)), Channel.VOICE)
        yield "confirming", st.Confirming(heard, under)
        term = st.ReadingTerm(self.chosen, self.step(Kind.TERMS), self.sheet.items[2], 2, heard=True)
        entry = self.context.knowledge.entries[0]
        question = dict(entry.ask)[self.language][0]
        answer = self.context.knowledge.answer(question, self.language, self.chosen.offer)
        assert answer is not None
        yield "explaining", st.Explaining(question, answer.text, answer.clause, known=True, resume=term)
        other = answer.again or answer.text
        yield "explaining_again", st.Explaining(question, other, answer.clause, known=True, resume=term, wording=1)
        for name, known in (("unknown", False), ("person", True)):
            offer = line(self.context, f"explain_{name}", self.language)
            yield f"explaining_{name}", st.Explaining(question, offer, "", known, term, wording=st.PERSON_NEXT)
        yield "paused", st.Paused(term)
        yield "calling_staff", st.CallingStaff(term)
        yield "asking_to_leave", st.AskingToLeave(under)
        yield "asking_to_leave_with_quote", st.AskingToLeave(term)
        yield "asking_presence_away", st.AskingPresence(under, Seen.AWAY)
        yield "asking_presence_hidden", st.AskingPresence(under, Seen.HIDDEN)
        yield "asking_presence_second", st.AskingPresence(under, Seen.SECOND)
        yield "checking_presence", st.CheckingPresence(under)
        yield "asking_presence", st.AskingPresence(under)
        yield "device_lost", st.DeviceLost("face_camera", under)


INSTRUCTIONS = {
    "checking_face_turn": Instruction(Move.TURN_LEFT, MOVE_TEXTS[Move.TURN_LEFT]),
    "checking_face_digits": Instruction(Move.SAY_DIGITS, MOVE_TEXTS[Move.SAY_DIGITS], "4071"),
    "checking_face_light": Instruction(Move.SCREEN_LIGHT, MOVE_TEXTS[Move.SCREEN_LIGHT], glow=Glow("aqua", Side.LEFT)),
}
"""What the face check asks for in the samples of these names; it passes by, and is not state."""
_FIFTY_THOUSAND = {Language.ZH_CN: "五万", Language.EN: "fifty thousand"}
_CHECKED = {
    Language.ZH_CN: "核对身份证原件与本人，是同一人",
    Language.EN: "The card itself and the person: one and the same",
}
_SAID = {
    Language.ZH_CN: ("同意", "同意", "不同意", "五万元", "家里用，比如装修、买家电", "九千元"),
    Language.EN: ("Yes", "Yes", "No", "50,000 yuan", "The home, such as repairs or appliances", "9,000 yuan"),
}
