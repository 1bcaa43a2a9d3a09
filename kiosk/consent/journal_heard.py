"""What was heard besides answers, in the evidence: the quiet way out, and phrases that no consultant may say.

Nothing of either is ever shown, said or printed at the kiosk.
"""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.item import Field, Item, text_value
from kiosk.consent.machine import base
from kiosk.dialogue.quiet import asks_quietly
from kiosk.domain.speech import Channel, Intent


def heard_besides(old: st.State, event: ev.Event) -> Iterator[Item]:
    """Also of an event that fits no longer: who says the sentence after the pen was lifted is still to be looked after.
    Without a session there is nothing to hear."""
    under = base(old)
    if under is None:
        return
    channel = _quietly(old, event)
    if channel is not None:
        yield Item("quiet.asked", {"channel": str(channel), "step": under.step})
    if isinstance(event, ev.PhraseHeard) and under.facts.recording:
        at: dict[str, Field] = {"begins_ms": round(event.begins * 1000), "ends_ms": round(event.ends * 1000)}
        for phrase in event.phrases:
            words = text_value("text", f"phrase.{phrase}", event.words)
            yield Item("phrase.flagged", {"phrase": phrase, "step": under.step, **at}, (words,))


def _quietly(old: st.State, event: ev.Event) -> Channel | None:
    match event:
        case ev.LeaveConfirmed(family=True) if isinstance(old, st.AskingToLeave):
            return Channel.TOUCH
        case ev.Replied(understood, channel) if understood.intent is Intent.STOP and asks_quietly(understood.text):
            return channel
        case ev.QuestionAsked(text, channel) if asks_quietly(text):
            return channel
        case _:
            return None
