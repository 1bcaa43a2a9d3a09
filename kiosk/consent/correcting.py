"""Correcting a reply in the read-back: the old one stays in the evidence, the new one is linked to it.

What means the same takes the place of the words alone; what means something else voids what hangs on it.
"""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import Replied
from kiosk.consent.facts import Facts, ReplyRecord
from kiosk.consent.script import Kind
from kiosk.consent.wording import meaning
from kiosk.domain.case import PromiseTopic
from kiosk.domain.speech import Channel, Intent


def asked_again(context: Context, facts: Facts, reply: ReplyRecord) -> st.ScriptState | None:
    """The state in which this reply was given; None: there is nothing to say otherwise, it can only be taken back."""
    step = context.script.step(reply.step)
    match step.kind:
        case Kind.NEED:
            return st.AskingNeed(facts, step.id)
        case Kind.CONSENTS:
            wanted, _, partner_id = reply.item.partition(".")
            asked = flow.consents_to_ask(context, facts, step)
            found = [(spec, p) for spec, p in asked if spec.id == wanted and (p.id if p else "") == partner_id]
            return st.AskingConsent(facts, step.id, *found[0], ()) if found else None
        case Kind.PROMISED if not reply.item:
            return st.AskingPromised(facts, step.id)
        case Kind.PROMISED if reply.item in set(PromiseTopic):
            return st.AskingPromise(facts, step.id, PromiseTopic(reply.item))
        case Kind.CHOICE:
            state = flow.choose(facts, step.id, "").state
            return state if isinstance(state, st.Choosing) else None
        case _:
            return None


def reply_of(facts: Facts, number: int) -> ReplyRecord | None:
    """The reply of this number."""
    return next((reply for reply in facts.replies if reply.number == number), None)


def begin(context: Context, state: st.ReadingBack, number: int) -> Outcome | None:
    """The question comes again, with the old answer beside it."""
    reply = reply_of(state.facts, number)
    under = asked_again(context, state.facts, reply) if reply is not None else None
    return Outcome(st.Correcting(state.facts, state.step, number, under)) if under is not None else None


def same(state: st.Correcting, event: Replied) -> bool:
    """Whether the new answer means what the old one did."""
    reply = reply_of(state.facts, state.number)
    return reply is not None and meaning(state.under, event.understood) == reply.meaning


def reworded(state: st.Correcting, event: Replied) -> Facts:
    """The new words in place of the old ones, as a reply of their own, still to be confirmed."""
    facts, old = state.facts, reply_of(state.facts, state.number)
    assert old is not None
    words = event.understood.text if event.channel is not Channel.TOUCH else meaning(state.under, event.understood)
    new = replace(old, number=facts.next_reply, said=words, channel=event.channel, confirmed=False, corrects=old.number)
    kept = tuple(new if reply is old else reply for reply in facts.replies)
    return replace(facts, replies=kept, last_reply=new.number)


def fits(state: st.Correcting, event: Replied) -> bool:
    """Whether it answers the question at all."""
    intent, under = event.understood.intent, state.under
    match under:
        case st.AskingConsent() | st.AskingPromised():
            return intent in (Intent.YES, Intent.NO)
        case st.AskingNeed() | st.Choosing() | st.AskingPromise():
            return intent in (Intent.NUMBER, Intent.CHOICE, Intent.NO, Intent.YES)
        case _:
            return False
