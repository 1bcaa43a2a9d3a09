"""What teach-back leaves in the evidence beside what passed: grades of own words, and misses."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.item import Field, Item, text_value
from kiosk.consent.machine import base
from kiosk.consent.teaching import graded, own_words


def facts_missed(context: Context, old: st.State, event: ev.Event, new: st.State) -> Iterator[Item]:
    """Own words with their grade and its reason; and each attempt at a fact that failed."""
    answered = own_words(old, event)
    if answered is not None:
        asked, reply = answered
        assert asked.worded is not None
        found = graded(context, asked, reply.understood.text)
        data: dict[str, Field] = {"fact": asked.worded.fact, "attempt": asked.attempt, "question": asked.worded.id}
        data |= {"verdict": str(found.verdict), "reason": found.reason, "channel": str(reply.channel)}
        words = text_value("text", f"words.{asked.worded.id}", reply.understood.text)
        yield Item("fact.worded", data, (words,), reply.source)
    before, after = base(old), base(new)
    if not isinstance(before, st.TeachingBack):
        return
    to_person = isinstance(after, st.AwaitingStaff) and after.purpose == "teach_back"
    if to_person or (isinstance(after, st.TeachingBack) and after.attempt > before.attempt):
        fact = before.question.fact
        yield Item("fact.graded", {"fact": fact, "attempt": before.attempt + 1, "verdict": "failed"})
