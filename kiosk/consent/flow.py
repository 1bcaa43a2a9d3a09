"""Walking the script: which step comes next, and the state that it opens with."""

import hashlib
import hmac
from dataclasses import replace

from kiosk.checks.liveness import Plan, without
from kiosk.consent import states as st
from kiosk.consent.card_number import read_number
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import (
    CallStaff,
    CheckFace,
    Effect,
    FindCases,
    ReadCard,
    RenderDocument,
    Seal,
    StopReadingCard,
    StopWatching,
    WatchPresence,
)  # fmt: skip
from kiosk.consent.events import Replied
from kiosk.consent.facts import ConsentAnswer, DocumentKind, Facts, Opening, Place, ReplyRecord, TermStage, TermStatus
from kiosk.consent.invariants import missing_before_signing
from kiosk.consent.script import Kind, Step
from kiosk.consent.ways import one_at_a_time
from kiosk.consent.wording import meaning
from kiosk.dialogue.question import Question
from kiosk.dialogue.teachback import questions
from kiosk.dialogue.teachback_open import open_question
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import ConsentSpec, Ending
from kiosk.domain.offer import Offer, Partner
from kiosk.domain.speech import Channel
from kiosk.lending.affordability import AffordabilityVerdict
from kiosk.lending.comparison import neutral_order
from kiosk.lending.counter import Counter, counters
from kiosk.lending.figures import figures
from kiosk.lending.sheet import Sheet

_ORDER = "offers"
CASES = "cases"
"""What is drawn by lot from the session's seed."""


def drawn(facts: Facts, purpose: str) -> bytes:
    """32 bytes for one purpose from the session's seed (HMAC-SHA256), the same whenever it is asked for."""
    return hmac.new(facts.opening.seed, purpose.encode(), hashlib.sha256).digest()


def order_commitment(opening: Opening) -> str:
    """SHA-256 of what the order of the offers will be drawn from: in the evidence before anything is shown."""
    return hashlib.sha256(drawn(Facts(opening), _ORDER)).hexdigest()


def cases_commitment(opening: Opening) -> str:
    """The same for the order of the borrower's own cases, if there may be several; else empty."""
    return hashlib.sha256(drawn(Facts(opening), CASES)).hexdigest() if opening.to_find else ""


def begin(context: Context, facts: Facts) -> Outcome:
    """The first step."""
    return _enter(context, facts, 0)


def advance(context: Context, facts: Facts, after: str) -> Outcome:
    """The step after this one that applies; at the end of the script, the parting."""
    index = [step.id for step in context.script.steps].index(after)
    return _enter(context, facts, index + 1)


def _enter(context: Context, facts: Facts, index: int) -> Outcome:
    for step in context.script.steps[index:]:
        if step.case_only and facts.is_enquiry:
            continue
        opened = open_step(context, facts, step)
        if opened is not None:
            return opened
    return quote(facts, context.script.steps[-1].id) if facts.is_enquiry else part(facts, Ending.SIGNED)


def open_step(context: Context, facts: Facts, step: Step) -> Outcome | None:
    """The state that a step opens with; None: nothing to do here for this session."""
    match step.kind:
        case Kind.WELCOME:
            return Outcome(st.Welcoming(facts, step.id))
        case Kind.TELL:
            return Outcome(st.Telling(facts, step.id, step.say))
        case Kind.CONSENTS:
            return next_consent(facts, step.id, consents_to_ask(context, facts, step))
        case Kind.CARD:
            assert step.side is not None
            if step.side is CardSide.BACK and CardSide.PAGE in dict(facts.card):
                if facts.identity.portrait:
                    return None  # a passport has said everything on its one page
                return await_card(facts, step.id, CardSide.PORTRAIT, 0, "")
            return await_card(facts, step.id, step.side, 0, "")
        case Kind.FACE:
            if not facts.consent("face"):
                return await_staff(facts, step.id, "identity", context.staff_for_identity)
            return Outcome(st.ChoosingPath(facts, step.id))
        case Kind.CASE:
            return find_case(facts, step.id) if facts.opening.to_find else None
        case Kind.NEED:
            return Outcome(st.AskingNeed(facts, step.id))
        case Kind.CHOICE:
            return choose(facts, step.id, "")
        case Kind.AFFORDABILITY:
            return Outcome(st.ShowingAffordability(facts, step.id, _counters(context, facts)))
        case Kind.TERMS:
            return read_term(facts, step.id, 0)
        case Kind.PROMISED:
            return Outcome(st.AskingPromised(facts, step.id))
        case Kind.FACTS:
            return ask_fact(facts, step.id, 0)
        case Kind.READ_BACK:
            return read_back(context, facts, step.id, 0)
        case Kind.SIGN:
            assert step.document is not None
            return prepare(context, facts, step.id, step.document)


def consents_to_ask(context: Context, facts: Facts, step: Step) -> tuple[tuple[ConsentSpec, Partner | None], ...]:
    """Consents of the step's chapter; one for each partner of the chosen offer where they are asked by name."""
    asked: list[tuple[ConsentSpec, Partner | None]] = []
    for spec in context.script.consents:
        if spec.chapter is not step.chapter or (spec.case_only and facts.is_enquiry):
            continue
        if spec.per_partner:
            asked += [(spec, partner) for partner in (facts.offer.partners if facts.offer else ())]
        else:
            asked.append((spec, None))
    return tuple(asked)


def next_consent(facts: Facts, step: str, rest: tuple[tuple[ConsentSpec, Partner | None], ...]) -> Outcome | None:
    """Ask the next one; None when all are answered."""
    if not rest:
        return None
    (spec, partner), *later = rest
    return Outcome(st.AskingConsent(facts, step, spec, partner, tuple(later)))


def await_card(facts: Facts, step: str, side: CardSide, attempts: int, hint: str) -> Outcome:
    """Look for one side."""
    other = CardSide.PAGE if side is CardSide.PORTRAIT else CardSide.FRONT
    read = next((fields for s, fields in facts.card if s is other), ())
    state = st.ReadingCard(facts, step, side, attempts, hint)
    return Outcome(state, (ReadCard(side, () if side is CardSide.FRONT else read),))


def by_camera(context: Context, facts: Facts, step: str) -> Outcome:
    """The face is to be looked at; where the screen's light may be part of it, that is asked first."""
    if context.challenge.light and facts.identity.light is None:
        return Outcome(st.AskingLight(facts, step))
    return check_face(context, facts, step, 0)


def check_face(context: Context, facts: Facts, step: str, attempt: int, draw: int = 0, hint: str = "") -> Outcome:
    """Look at the face against the portrait, by a challenge that was never shown before. Where too little could be
    asked, or too much was drawn already, by the path with a person."""
    plan = plan_for(context, facts)
    if plan is None or facts.identity.draws >= context.face_draws:
        return await_staff(facts, step, "identity", context.staff_for_identity)
    facts = replace(facts, identity=replace(facts.identity, draws=facts.identity.draws + 1))
    state = st.CheckingFace(facts, step, attempt, hint, draw)
    nonce, number = challenge_nonce(state), facts.card_value("number")
    return Outcome(state, (CheckFace(nonce, attempt, facts.identity.portrait, plan, number, facts.language),))


def plan_for(context: Context, facts: Facts) -> Plan | None:
    """What may be drawn for this borrower: light only if he agreed, nothing that is hard for him. None: too little."""
    plan: Plan | None = context.challenge if facts.identity.light else replace(context.challenge, light=0)
    for hard in facts.identity.not_easy:
        plan = without(plan, hard) if plan is not None else None
    return plan


def challenge_nonce(state: st.CheckingFace) -> bytes:
    """What the challenge is drawn from."""
    return drawn(state.facts, f"challenge.{state.attempt}.{state.draw}")


def await_staff(facts: Facts, step: str, purpose: str, wanted: int, *effects: Effect) -> Outcome:
    """The path with a person."""
    reasons = facts.identity.doubts if purpose == "identity" else ()
    facts = replace(facts, staff_reasons=(*facts.staff_reasons, *(reasons or (purpose,))))
    return Outcome(st.AwaitingStaff(facts, step, purpose, wanted), (CallStaff(purpose), *effects))


def settled(context: Context, facts: Facts, step: str) -> Outcome:
    """Identity stands. From here on the camera sees to it that he stays, if he agreed that his face is used."""
    following = advance(context, facts, step)
    if not (facts.identity.probe and facts.consent("face")):
        return following
    return replace(following, effects=(WatchPresence(facts.identity.probe), *following.effects))


def find_case(facts: Facts, step: str) -> Outcome:
    """By the number of his card, and only now that it is his."""
    return Outcome(st.FindingCase(facts, step), (FindCases(read_number(facts)),))


def _counters(context: Context, facts: Facts) -> tuple[Counter, ...]:
    """Where it weighs much: what could be borne instead."""
    verdict = facts.affordability
    if verdict is None or facts.offer is None or verdict.verdict is AffordabilityVerdict.CONTINUE:
        return ()
    return counters(facts.offer, verdict.income, verdict.debts, context.affordability)


def choose(facts: Facts, step: str, notice: str) -> Outcome:
    """All offers in the order that the seed gives, whatever was asked for."""
    order = neutral_order((offer.id for offer in facts.opening.offers), drawn(facts, _ORDER))
    return Outcome(st.Choosing(facts, step, order, notice))


def read_term(facts: Facts, step: str, index: int) -> Outcome | None:
    """Read the item at this place; None after the last."""
    if facts.sheet is None or index >= len(facts.sheet.items):
        return None
    item = facts.sheet.items[index]
    return Outcome(st.ReadingTerm(facts, step, item, index, heard=False))


def all_questions(facts: Facts, attempt: int) -> tuple[Question, ...]:
    """Fresh questions on the chosen offer for this attempt."""
    offer = facts.offer
    assert offer is not None
    return questions(offer, figures(offer), drawn(facts, f"questions.{attempt}"), facts.language)


def ask_fact(facts: Facts, step: str, attempt: int, fact: str = "") -> Outcome | None:
    """The questions of the next fact that has not passed (or of `fact` again); None when all have."""
    done = {result.fact for result in facts.taught}
    asked = all_questions(facts, attempt)
    wanted = fact or next((q.fact for q in asked if q.fact not in done), "")
    mine = tuple(q for q in asked if q.fact == wanted)
    if not mine:
        return None
    worded = open_form(facts, wanted) if attempt == 0 and _is_understood(facts) else None
    return Outcome(st.TeachingBack(facts, step, mine[0], mine[1:], attempt, None, worded))


def open_form(facts: Facts, fact: str) -> OpenQuestion:
    """The fact asked for in own words."""
    offer = facts.offer
    assert offer is not None
    return open_question(fact, offer, figures(offer), drawn(facts, "open"), facts.language)


def _is_understood(facts: Facts) -> bool:
    """Whether he speaks to the kiosk and was understood so far: then own words are asked for first."""
    return any(reply.channel is Channel.VOICE for reply in facts.replies)


def read_back(context: Context, facts: Facts, step: str, page: int) -> Outcome | None:
    """A page of replies that are not confirmed yet; None when none is left."""
    page_replies = 1 if one_at_a_time(facts) else context.page_replies
    numbers = tuple(r.number for r in facts.replies if not r.confirmed)[:page_replies]
    return Outcome(st.ReadingBack(facts, step, page, numbers)) if numbers else None


def prepare(context: Context, facts: Facts, step: str, document: DocumentKind) -> Outcome:
    """Render for signing; where something is missing the pen stays locked and a person takes over."""
    if missing_before_signing(facts, document, context.clauses):
        return part(facts, Ending.REFERRED)
    effects = [RenderDocument(document, facts)]
    if document is DocumentKind.SHEET:
        # The consents are all given by now; on paper they belong to what is signed.
        effects.insert(0, RenderDocument(DocumentKind.CONSENTS, facts))
    return Outcome(st.Preparing(facts, step, document), tuple(effects))


def quote(facts: Facts, step: str) -> Outcome:
    """The quote to take home is made while he waits; with it the session ends, as quoted."""
    return Outcome(st.Preparing(facts, step, DocumentKind.QUOTE), (RenderDocument(DocumentKind.QUOTE, facts),))


def subject(facts: Facts) -> str:
    """Who signs, for a one-time certificate: a digest that only somebody who knows the session's seed can check."""
    who = f"{facts.card_value('name')}\n{facts.card_value('number')}"
    return hashlib.sha256(drawn(facts, "subject") + who.encode()).hexdigest()


def part(facts: Facts, ending: Ending, *effects: Effect) -> Outcome:
    """Say good-bye; sealing follows."""
    return Outcome(st.Parting(facts, f"farewell.{ending}", ending), (StopReadingCard(), StopWatching(), *effects))


def seal(facts: Facts, ending: Ending) -> Outcome:
    """Every ending, whatever it is, is sealed."""
    return Outcome(st.Sealing(facts, ending), (StopReadingCard(), StopWatching(), Seal(ending, facts)))


def with_offer(facts: Facts, offer: Offer | None, sheet: Sheet | None) -> Facts:
    """Changing the offer voids every later confirmation (invariant 6)."""
    terms = tuple(TermStatus(item.id) for item in sheet.items) if sheet else ()
    kept = tuple(c for c in facts.consents if c.consent not in ("credit_query", "partner"))
    return replace(
        facts, offer=offer, sheet=sheet, quote="", terms=terms, consents=kept, affordability=None, promised=(),
        promises_settled=False, taught=(), replies=tuple(r for r in facts.replies if not _hangs_on_offer(r)),
        rendered=(), signed=(),
    )  # fmt: skip


def _hangs_on_offer(reply: ReplyRecord) -> bool:
    return reply.step.split(".")[0] in ("choice", "disclosure", "teach_back")


def with_term(facts: Facts, term: str, stage: TermStage) -> Facts:
    """A term reaches a stage; it never skips one and never falls back."""
    order = list(TermStage)

    def moved(status: TermStatus) -> TermStatus:
        follows = order.index(stage) == order.index(status.stage) + 1
        return replace(status, stage=stage) if status.term == term and follows else status

    return replace(facts, terms=tuple(moved(status) for status in facts.terms))


def with_consent(facts: Facts, consent: str, partner: str, given: bool) -> Facts:
    """The last answer counts; all are kept in the evidence."""
    others = tuple(c for c in facts.consents if (c.consent, c.partner) != (consent, partner))
    return replace(facts, consents=(*others, ConsentAnswer(consent, partner, given)))


def recorded(state: st.ScriptState, event: Replied, asked: str, item: str, context: Context) -> Facts:
    """The facts with this reply among those to be read back."""
    facts = state.facts
    said = event.understood.text if event.channel is not Channel.TOUCH else meaning(state, event.understood)
    reply = ReplyRecord(
        number=facts.next_reply,
        chapter=context.script.chapter_of(state.step),
        step=state.step,
        item=item,
        asked=asked,
        said=said,
        meaning=meaning(state, event.understood),
        channel=event.channel,
    )
    return replace(facts.with_reply(reply), place=Place())
