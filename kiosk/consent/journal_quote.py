"""What a quote that is brought back leaves in the evidence: which it is, that its figures are today's, and what he said
to it. Nothing of the card that it was held against."""

from collections.abc import Iterator
from hashlib import sha256

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.item import Field, Item, json_value, text_value
from kiosk.consent.machine import base
from kiosk.consent.quote_brought import Brought
from kiosk.domain.speech import Channel, Intent
from kiosk.lending.sheet import Sheet
from kiosk.lending.sheet_json import sheet_json


def brought_back(old: st.State, event: ev.Event, new: st.State) -> Iterator[Item]:
    """The entries of one event, in order."""
    under = base(old)
    channel = str(event.channel) if isinstance(event, ev.Replied | ev.QuoteBrought) else str(Channel.TOUCH)
    if isinstance(new, st.TakingQuote) and not isinstance(old, st.TakingQuote) and under is not None:
        yield Item("quote.brought", {"step": under.step, "channel": channel})
    if isinstance(old, st.TakingQuote):
        yield from _sought(old, event, new)
    if isinstance(old, st.Confirming) and isinstance(old.resume, st.ResumingQuote):
        yield from _answered(old.resume, old.reply.understood.intent, new, str(Channel.VOICE))
    elif isinstance(old, st.ResumingQuote) and isinstance(event, ev.Replied):
        yield from _answered(old, event.understood.intent, new, channel)


def sheet_digest(sheet: Sheet) -> str:
    """Of its data, as `disclosure.opened` and `quote.made` name it."""
    return sha256(json_value("blob", "sheet.json", sheet_json(sheet)).content).hexdigest()


def _sought(old: st.TakingQuote, event: ev.Event, new: st.State) -> Iterator[Item]:
    match event, new:
        case ev.QuoteShown(untrusted, typed), st.TakingQuote():
            yield Item("quote.shown", {"typed": typed}, (text_value("blob", "quote.shown", untrusted),))
        case ((ev.QuoteFound() | ev.QuoteRefused()), st.TakingQuote(_, refused, tries)):
            reason = event.reason if isinstance(event, ev.QuoteRefused) else refused
            yield Item("quote.refused", {"reason": str(reason), "tries": tries})
        case ev.QuoteFound(brought), st.ResumingQuote():
            yield Item("quote.recalled", _recalled(brought))
        case _:
            return


def _recalled(brought: Brought) -> dict[str, Field]:
    return {
        "code": brought.code, "offer": str(brought.now.offer.id), "made_in": brought.session,
        "made_on": brought.made_on.isoformat(), "valid_until": brought.until.isoformat(),
        "quote_sha256": sheet_digest(brought.then), "sheet_sha256": sheet_digest(brought.now),
        "same_days": brought.same_days,
    }  # fmt: skip


def _answered(old: st.ResumingQuote, intent: Intent, new: st.State, channel: str) -> Iterator[Item]:
    """Only what came of it: a spoken answer that is still to be confirmed leaves nothing here."""
    after = base(new)
    if after is None or isinstance(after, st.ResumingQuote):
        return
    data: dict[str, Field] = {"code": old.brought.code, "channel": channel}
    if intent is Intent.YES and after.facts.quote == old.brought.code:
        digest = sheet_digest(old.brought.now)
        yield Item("quote.resumed", {**data, "offer": str(old.brought.now.offer.id), "sheet_sha256": digest})
    elif intent is Intent.NO:
        yield Item("quote.left", data)
