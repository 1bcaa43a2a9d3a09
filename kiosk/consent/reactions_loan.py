"""Needs, choice and affordability."""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import CallStaff
from kiosk.consent.events import Event, Replied
from kiosk.consent.facts import Facts, Need, Needs, Purpose
from kiosk.consent.household import checked_income, household
from kiosk.consent.wording import CONTEST, LONGER, SMALLER
from kiosk.domain.consents import Ending
from kiosk.domain.money import fen_of
from kiosk.domain.speech import Intent, Understood
from kiosk.lending.affordability import AffordabilityVerdict, judge
from kiosk.lending.figures import figures
from kiosk.lending.sheet import build_sheet

CONTESTED = "affordability_contested"
"""Among the reasons why a person was needed."""


def state_need(context: Context, state: st.AskingNeed, event: Event) -> Outcome | None:
    """A figure or a purpose, as declared."""
    if not isinstance(event, Replied):
        return None
    need = context.script.step(state.step).need
    needs = _with_need(context, state.facts.needs, need, event.understood)
    if needs is None:
        return None
    asked = context.script.step(state.step).say[state.facts.language]
    facts = replace(flow.recorded(state, event, asked, "", context), needs=needs)
    return flow.advance(context, facts, state.step)


def _with_need(context: Context, needs: Needs, need: Need | None, understood: Understood) -> Needs | None:
    if need is Need.PURPOSE:
        known = understood.choice if understood.intent is Intent.CHOICE else None
        return replace(needs, purpose=Purpose(known)) if known in set(Purpose) and known else None
    low, high = context.amount_bounds
    value = understood.value
    if understood.intent is not Intent.NUMBER or value is None or not 0 <= value <= high:
        return None
    match need:
        case Need.AMOUNT:
            return replace(needs, amount=fen_of(value)) if value >= low else None
        case Need.INCOME:
            return replace(needs, income=fen_of(value))
        case Need.DEBTS:
            return replace(needs, debts=fen_of(value))
        case _:
            return None


def choose_offer(context: Context, state: st.Choosing, event: Event) -> Outcome | None:
    """One of the offers, by key or by its place; or none of these."""
    if not isinstance(event, Replied):
        return None
    understood, asked = event.understood, context.script.step(state.step).say[state.facts.language]
    if understood.intent is Intent.NO:
        facts = flow.recorded(state, event, asked, "", context)
        return flow.part(flow.with_offer(facts, None, None), Ending.DECLINED)
    wanted = understood.choice
    if understood.intent is Intent.NUMBER and understood.value is not None:
        place = int(understood.value)
        wanted = state.order[place - 1] if place == understood.value and 1 <= place <= len(state.order) else None
    offer = next((o for o in state.facts.opening.offers if o.id == wanted), None)
    if offer is None:
        return None
    case = state.facts.opening.case
    sheet = build_sheet(offer, case.id if case else None, context.ceiling)
    voided = replace(state, facts=flow.with_offer(state.facts, offer, sheet))
    facts = flow.recorded(voided, event, asked, "", context)
    return flow.advance(context, judged(context, facts), state.step)


def judged(context: Context, facts: Facts) -> Facts:
    """With what the affordability says of the chosen offer."""
    assert facts.offer is not None
    home = household(context, facts)
    income, debts = (home.income, home.debts) if home is not None else (0, facts.needs.debts or 0)
    payment = figures(facts.offer).monthly_burden
    verdict = judge(income, debts, payment, context.affordability, verified=checked_income(facts) is not None)
    return replace(facts, affordability=verdict)


def judge_affordability(context: Context, state: st.ShowingAffordability, event: Event) -> Outcome | None:
    """Go on, choose again, or talk to a person. Never a credit decision (invariant 8)."""
    if not isinstance(event, Replied):
        return None
    verdict = state.facts.affordability
    match event.understood.intent:
        case Intent.CONTINUE | Intent.UNDERSTOOD | Intent.YES:
            if verdict is not None and (verdict.person_required or verdict.verdict is AffordabilityVerdict.REFER):
                reasons = (*state.facts.staff_reasons, "affordability")
                return flow.part(replace(state.facts, staff_reasons=reasons), Ending.REFERRED)
            return flow.advance(context, state.facts, state.step)
        case Intent.CHOICE if event.understood.choice == CONTEST:
            reasons = (*state.facts.staff_reasons, CONTESTED)
            contested = replace(state, facts=replace(state.facts, staff_reasons=reasons))
            return Outcome(st.CallingStaff(contested), (CallStaff("affordability"),))
        case Intent.NO:
            return _choose_again(context, state)
        case Intent.CHOICE if event.understood.choice in (SMALLER, LONGER):
            return _choose_again(context, state)
        case _:
            return None


def _choose_again(context: Context, state: st.ShowingAffordability) -> Outcome:
    """Another offer, a smaller or longer one that a person asks the lender for, or none."""
    step = next(s.id for s in context.script.steps if s.kind == "choice")
    return flow.choose(flow.with_offer(state.facts, None, None), step, "choose_again")
