"""What each state of the script makes of an event that concerns it. One function a chapter."""

from dataclasses import replace

from kiosk.checks.card_verdicts import CardFault, age_on, document_faults, unchecked_faults
from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.id_card import identity_document
from kiosk.checks.liveness import Liveness, Move, draw_challenge, missed
from kiosk.checks.picture_quality import RETRY_TEXTS
from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.coming_back import bring, has_quote, may_bring, resume
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import AskAuthority, Effect, StartRecording, StopRecording
from kiosk.consent.events import (
    CardConfirmed,
    CardCorrected,
    CardRead,
    CardRefused,
    Event,
    FaceChecked,
    FaceStepAsked,
    Replied,
    StaffActed,
    StepTooHard,
    TimedOut,
    Timer,
)  # fmt: skip
from kiosk.consent.facts import FactResult, Facts, IdentityPath, StaffAct
from kiosk.consent.finding_case import choose_case, found
from kiosk.consent.reactions_closing import correct, read_back, sign, take_document
from kiosk.consent.reactions_loan import choose_offer, judge_affordability, state_need
from kiosk.consent.reactions_terms import acknowledge, promise, promised, settle_differences
from kiosk.consent.settling import may_settle, still_fresh
from kiosk.consent.teaching import teach
from kiosk.consent.ways import say
from kiosk.domain.borrower import CARD_SIDES, CardSide
from kiosk.domain.consents import Ending, Refusal, Source
from kiosk.domain.speech import Channel, Intent

_GO_ON = (Intent.CONTINUE, Intent.UNDERSTOOD, Intent.YES)
_COMMITTING = (Intent.YES, Intent.NO, Intent.NUMBER, Intent.CHOICE, Intent.WORDS)
TOO_OFTEN = "attempts"
_NO_USE_TRYING = ("no_model", "unusable_portrait", TOO_OFTEN)
_TRUSTED_LIVENESS = (Liveness.PASSED, Liveness.SIMULATED)
_CONFIRMED_FIRST = (
    st.AskingConsent, st.AskingLight, st.ChoosingCase, st.AskingNeed, st.Choosing, st.ResumingQuote, st.AskingPromised,
    st.AskingPromise, st.ShowingDifferences, st.TeachingBack, st.Correcting,
)  # fmt: skip
"""States in which a spoken answer is shown and confirmed before it counts (invariant 10)."""


def react(context: Context, state: st.ScriptState, event: Event, *, confirmed: bool = False) -> Outcome | None:
    """None: the event does not fit the state. `confirmed`: a spoken reply that was shown and confirmed."""
    if has_quote(event) and may_bring(state):
        return bring(state)
    if not confirmed and isinstance(event, Replied) and _is_shown_first(state, event):
        return Outcome(st.Confirming(event, state))
    match state:
        case st.Welcoming() | st.Telling():
            return flow.advance(context, state.facts, state.step) if _goes_on(event) else None
        case st.AskingConsent():
            return _consent(context, state, event)
        case st.ReadingCard():
            return _card(context, state, event)
        case st.ReviewingCard():
            return _review(context, state, event)
        case st.ChoosingPath():
            return _path(context, state, event)
        case st.AskingLight():
            return _light(context, state, event)
        case st.CheckingFace():
            return _face(context, state, event)
        case st.AwaitingStaff():
            return _staff(context, state, event)
        case st.FindingCase():
            return found(context, state, event)
        case st.ChoosingCase():
            return choose_case(context, state, event)
        case st.AskingNeed():
            return state_need(context, state, event)
        case st.Choosing():
            return choose_offer(context, state, event)
        case st.ResumingQuote():
            return resume(context, state, event)
        case st.ShowingAffordability():
            return judge_affordability(context, state, event)
        case st.ReadingTerm():
            return acknowledge(context, state, event)
        case st.AskingPromised():
            return promised(context, state, event)
        case st.AskingPromise():
            return promise(context, state, event)
        case st.ShowingDifferences():
            return settle_differences(context, state, event)
        case st.TeachingBack():
            return teach(context, state, event)
        case st.ReadingBack():
            return read_back(context, state, event)
        case st.Correcting():
            return _corrected(context, state, event)
        case st.Preparing():
            return take_document(state, event)
        case st.Signing():
            return sign(context, state, event)
        case st.Parting():
            return _part(state, event)


def _corrected(context: Context, state: st.Correcting, event: Event) -> Outcome | None:
    outcome = correct(context, state, event)
    if not isinstance(outcome, tuple):
        return outcome
    facts, given = outcome
    return react(context, replace(state.under, facts=facts), given, confirmed=True)


def _is_shown_first(state: st.ScriptState, event: Replied) -> bool:
    judged = event.channel is not Channel.TOUCH and event.understood.intent in _COMMITTING
    return judged and isinstance(state, _CONFIRMED_FIRST)


def _goes_on(event: Event) -> bool:
    return isinstance(event, Replied) and event.understood.intent in _GO_ON


def _part(state: st.Parting, event: Event) -> Outcome | None:
    if _goes_on(event) or event == TimedOut(Timer.FAREWELL):
        return flow.seal(state.facts, state.ending)
    return None


def _consent(context: Context, state: st.AskingConsent, event: Event) -> Outcome | None:
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO):
        return None
    given = event.understood.intent is Intent.YES
    spec, partner = state.spec, state.partner.id if state.partner else ""
    language = state.facts.language
    asked = spec.ask[language] + (f" {state.partner.name[language]}" if state.partner else "")
    facts = flow.recorded(state, event, asked, f"{spec.id}.{partner}".rstrip("."), context)
    facts = flow.with_consent(facts, spec.id, partner, given)
    effects: tuple[Effect, ...] = ()
    if spec.id == "recording" and given and not facts.recording:  # taken back and given again, it goes on
        facts, effects = replace(facts, recording=True), (StartRecording(),)
    elif spec.id == "recording" and not given and facts.recording:
        facts, effects = replace(facts, recording=False), (StopRecording(),)
    refused = None if given else _refused(context, state, facts, spec.on_refusal)
    outcome = refused or flow.next_consent(facts, state.step, state.rest) or flow.advance(context, facts, state.step)
    return replace(outcome, effects=(*effects, *outcome.effects))


def _refused(context: Context, state: st.AskingConsent, facts: Facts, effect: Refusal) -> Outcome | None:
    """What refusing changes; None: the session goes on, and the effect shows later (staff, withheld)."""
    match effect:
        case Refusal.REFER:
            return _refer(facts, state.spec.id)
        case Refusal.CHOOSE_AGAIN:
            step = next(s.id for s in context.script.steps if s.kind == "choice")
            return flow.choose(flow.with_offer(facts, None, None), step, "choose_again")
        case Refusal.STAFF_IDENTITY | Refusal.WITHHOLD:
            return None


def _card(context: Context, state: st.ReadingCard, event: Event) -> Outcome | None:
    facts = state.facts
    match event:
        case CardRead(side, fields, picture, portrait) if side is state.side or _instead(state, side):
            surfaces = (*((s, seen) for s, seen in facts.identity.surfaces if s is not side), (side, event.surface))
            facts = replace(facts, identity=replace(facts.identity, surfaces=surfaces))
            if side is CardSide.PORTRAIT:
                return _portrait_side(context, facts, state.step, event)
            if side is not CardSide.BACK:
                facts = replace(facts, identity=replace(facts.identity, portrait=portrait))
            return Outcome(st.ReviewingCard(facts, state.step, side, fields, picture))
        case CardRefused(side, reason, final) if side is state.side:
            if side is CardSide.PORTRAIT and state.attempts + 1 >= context.card_tries:
                return flow.advance(context, _doubting(facts, "no_portrait"), state.step)
            if final or state.attempts + 1 >= context.card_tries:
                return _refer(facts, reason if final else "too_often")
            return flow.await_card(facts, state.step, side, state.attempts + 1, reason)
        case _:
            return None


def _portrait_side(context: Context, facts: Facts, step: str, event: CardRead) -> Outcome:
    """There is nothing to review on it. Without the zone's number nothing says that it is the same card."""
    facts = replace(facts, identity=replace(facts.identity, portrait=event.portrait))
    if not any(field.name == "number" for field in event.fields):
        facts = _doubting(facts, "card_sides")
    if context.surface_counts and event.surface.speaks_against:
        facts = _doubting(facts, "card_surface")
    return flow.advance(context, facts, step)


def _doubting(facts: Facts, doubt: str) -> Facts:
    return replace(facts, identity=replace(facts.identity, doubts=(*facts.identity.doubts, doubt)))


def _instead(state: st.ReadingCard, side: CardSide) -> bool:
    """A travel document's one page stands for both sides of a card."""
    return side is CardSide.PAGE and state.side is CardSide.FRONT


def _review(context: Context, state: st.ReviewingCard, event: Event) -> Outcome | None:
    match event:
        case CardCorrected(side, name, value) if side is state.side and value.strip():
            if name not in {f.name for f in state.fields}:
                return None
            fields = tuple(
                replace(f, value=value.strip(), settled_by="borrower", was_read=f.was_read or f.value)
                if f.name == name
                else f
                for f in state.fields
            )
            return Outcome(replace(state, fields=fields), enter=False)
        case CardConfirmed(side) if side is state.side:
            if any(f.settled_by == "open" and not f.value for f in state.fields):
                return None
            settled = tuple(replace(f, settled_by="borrower") if f.settled_by == "open" else f for f in state.fields)
            others = tuple((s, f) for s, f in state.facts.card if s is not side and CardSide.PAGE not in (s, side))
            return _settled_side(context, replace(state.facts, card=(*others, (side, settled))), state.step)
        case _:
            return None


def _settled_side(context: Context, facts: Facts, step: str) -> Outcome:
    """With both sides there, the card's own dates and figures must hold; else a person looks at it."""
    sides = dict(facts.card)
    if CardSide.PAGE not in sides and set(sides) != set(CARD_SIDES):
        return flow.advance(context, facts, step)
    card = identity_document(facts.card)
    if isinstance(card, tuple):
        return _refer(facts, "card_fields")
    doubts = [str(refused.fault) for refused in document_faults(card, facts.opening.today)]
    doubts += [str(refused.fault) for refused in unchecked_faults(sides.get(CardSide.PAGE, ()))]
    surfaces = facts.identity.surfaces if context.surface_counts else ()
    if any(seen.speaks_against for side, seen in surfaces if side in sides):
        doubts.append("card_surface")
    if CardFault.UNDER_AGE in doubts:
        return _refer(facts, CardFault.UNDER_AGE)
    if age_on(card.birth, facts.opening.today) > context.maximum_age:
        doubts.append("over_age")
    facts = replace(facts, identity=replace(facts.identity, doubts=tuple(doubts)))
    following = flow.advance(context, facts, step)
    return replace(following, effects=(AskAuthority(card.name, card.number), *following.effects))


def _refer(facts: Facts, reason: str) -> Outcome:
    return flow.part(replace(facts, staff_reasons=(*facts.staff_reasons, reason)), Ending.REFERRED)


def _path(context: Context, state: st.ChoosingPath, event: Event) -> Outcome | None:
    """Either way is as good as the other, and none is asked for reasons."""
    if not isinstance(event, Replied) or event.understood.intent is not Intent.CHOICE:
        return None
    match event.understood.choice:
        case "face":
            return flow.by_camera(context, state.facts, state.step)
        case "staff":
            return flow.await_staff(state.facts, state.step, "identity", context.staff_for_identity)
        case _:
            return None


def _light(context: Context, state: st.AskingLight, event: Event) -> Outcome | None:
    """Either answer leads to the same check."""
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO):
        return None
    agreed = event.understood.intent is Intent.YES
    facts = replace(state.facts, identity=replace(state.facts.identity, light=agreed))
    return flow.check_face(context, facts, state.step, 0)


def _not_easy(context: Context, state: st.CheckingFace, step: Move) -> Outcome | None:
    """What is hard for him is not asked again; another challenge is drawn, or a person comes if too little is left."""
    identity, plan = state.facts.identity, flow.plan_for(context, state.facts)
    if plan is None or step not in draw_challenge(flow.challenge_nonce(state), plan).steps:
        return None
    facts = replace(state.facts, identity=replace(identity, not_easy=(*identity.not_easy, step)))
    return flow.check_face(context, facts, state.step, state.attempt, state.draw + 1, "eased")


def _face(context: Context, state: st.CheckingFace, event: Event) -> Outcome | None:
    if isinstance(event, FaceStepAsked):
        facts = state.facts
        said = say(context, facts, f"{state.step}.{event.step}", event.said[facts.language])
        return Outcome(state, (said,), enter=False)
    if isinstance(event, StepTooHard):
        return _not_easy(context, state, event.step)
    if isinstance(event, Replied) and event.understood.intent is Intent.NO:
        return flow.await_staff(state.facts, state.step, "identity", context.staff_for_identity)
    if not isinstance(event, FaceChecked):
        return None
    identity = replace(state.facts.identity, match=event.match, liveness=event.liveness, probe=event.probe)
    facts = replace(state.facts, identity=identity)
    # Without what was measured nobody could judge it again.
    alive = event.liveness in _TRUSTED_LIVENESS and event.record is not None
    if event.match is MatchOutcome.MATCH and alive and not identity.doubts:
        return flow.settled(context, replace(facts, identity=replace(identity, path=IdentityPath.FACE)), state.step)
    again = not alive or event.match is MatchOutcome.NOT_DONE
    # A recording answers no drawn challenge, however often it is asked.
    useless = event.reason in _NO_USE_TRYING or event.source is Source.FILE
    if again and not useless and state.attempt + 1 < context.face_tries:
        return flow.check_face(context, facts, state.step, state.attempt + 1, hint=_what_helps(event))
    if event.reason == TOO_OFTEN:
        facts = replace(facts, staff_reasons=(*facts.staff_reasons, TOO_OFTEN))
    return flow.await_staff(facts, state.step, "identity", context.staff_for_identity)


def _what_helps(event: FaceChecked) -> str:
    """Before the next try: what stood in the way, or the step that was not seen. What looked like an attack gets no
    advice."""
    if event.reason in RETRY_TEXTS:
        return event.reason
    if event.liveness is not Liveness.CHALLENGE_UNANSWERED or event.record is None:
        return ""
    return str(missed(event.record.challenge, event.record.measured) or "")


def _staff(context: Context, state: st.AwaitingStaff, event: Event) -> Outcome | None:
    """Two different members of staff; one that does not approve ends in the hands of a person."""
    if not isinstance(event, StaffActed) or not may_settle(state.facts, event.act):
        return None
    if not event.act.approved:
        return flow.part(_with_act(state.facts, event.act), Ending.REFERRED)
    if state.purpose != "identity":
        return _taught_by_person(context, state.facts, state.step)
    fresh = still_fresh(context, state.facts.identity.staff, event.act)
    if event.act.staff in {act.staff for act in fresh}:
        return None
    identity = replace(state.facts.identity, staff=fresh)
    facts = _with_act(replace(state.facts, identity=identity), event.act)
    if len(facts.identity.staff) < state.wanted:
        return Outcome(replace(state, facts=facts), enter=False)
    identity = replace(facts.identity, path=IdentityPath.STAFF)
    return flow.settled(context, replace(facts, identity=identity), state.step)


def _with_act(facts: Facts, act: StaffAct) -> Facts:
    return replace(facts, identity=replace(facts.identity, staff=(*facts.identity.staff, act)))


def _taught_by_person(context: Context, facts: Facts, step: str) -> Outcome:
    """The person explained; the fact is settled as taken over, and the next one comes."""
    done = {result.fact for result in facts.taught}
    fact = next(q.fact for q in flow.all_questions(facts, 0) if q.fact not in done)
    taught = (*facts.taught, FactResult(fact, passed=False, attempts=context.fact_tries, by_person=True))
    facts = replace(facts, taught=taught)
    return flow.ask_fact(facts, step, 0) or flow.advance(context, facts, step)
