"""What questions, their answers and pauses leave in the evidence."""

from collections.abc import Iterator
from hashlib import sha256

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.explaining import judged
from kiosk.consent.item import Field, Item
from kiosk.consent.machine import base
from kiosk.domain.speech import Intent


def term_of(under: st.ScriptState | None) -> dict[str, Field]:
    """The term that is being read, if one is."""
    return {"term": under.item.id} if isinstance(under, st.ReadingTerm) else {}


def judgement(old: st.State, event: ev.Event) -> Iterator[Item]:
    """Clear or not, of the words that were just said."""
    clear = judged(old, event) if isinstance(old, st.Explaining) else None
    if clear is None or not isinstance(old, st.Explaining):
        return
    channel = str(event.channel) if isinstance(event, ev.Replied) else "touch"
    data: dict[str, Field] = {"item": old.entry, "wording": old.wording, "clear": clear, "channel": channel}
    yield Item("question.judged", {**data, **term_of(old.resume)})


def answer_given(context: Context, old: st.State, new: st.Explaining) -> Iterator[Item]:
    """The words that are shown and said, by their hash; `repeated`: the same answer, in the language chosen since."""
    # A setting makes the state under it anew; another question leaves it as it is.
    before = old if isinstance(old, st.Explaining) and old.resume is not new.resume else None
    if before is not None and before.answer == new.answer:
        return
    data: dict[str, Field] = {
        "known": new.known, "item": new.entry, "wording": new.wording, **term_of(new.resume),
        "answer_sha256": sha256(new.answer.encode()).hexdigest(), "version": context.knowledge.version,
        "clause_sha256": sha256(new.clause.encode()).hexdigest(),
    }  # fmt: skip
    if before is not None:
        data["repeated"] = True
    yield Item("question.answered", data)


def stood_still(old: st.State, event: ev.Resumed | ev.RepeatAsked | ev.PauseAsked, step: str) -> Iterator[Item]:
    """The script waited, said it again, or went on."""
    term = term_of(base(old))
    match event:
        case ev.Resumed(clear):
            yield from judgement(old, event)
            if not isinstance(old, st.Explaining) or clear:
                yield Item("script.resumed", {"step": step, **term})
        case ev.RepeatAsked():
            yield Item("repeat.asked", {"step": step, "channel": "touch", **term})
        case ev.PauseAsked():
            yield Item("script.paused", {"step": step, "reason": "borrower", **term})


def asked_again(old: st.State, event: ev.Replied, under: st.ScriptState) -> Iterator[Item]:
    """The same by voice."""
    match event.understood.intent:
        case Intent.REPEAT:
            yield Item("repeat.asked", {"step": under.step, "channel": str(event.channel), **term_of(under)})
        case Intent.WAIT if not isinstance(old, st.Paused):
            yield Item("script.paused", {"step": under.step, "reason": "borrower", **term_of(under)})
