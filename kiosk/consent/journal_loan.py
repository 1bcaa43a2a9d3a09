"""What questions about the figures leave in the evidence: what if, what is known, and a contested reckoning."""

from collections.abc import Iterator
from hashlib import sha256

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.comparing import unfit
from kiosk.consent.context import Context
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.consent.item import Field, Item, Scalar, json_value
from kiosk.consent.journal_questions import term_of
from kiosk.consent.known import views
from kiosk.consent.machine import base
from kiosk.consent.reactions_loan import CONTESTED
from kiosk.consent.thinking_over import THINK_OVER
from kiosk.domain.speech import Channel, Intent
from kiosk.lending.quote import build_quote
from kiosk.lending.sheet_json import sheet_json

_WHAT_IF = "what_if"


def offers_shown(context: Context, new: st.Choosing) -> Item:
    """All of them, and those that do not fit what was asked for; why stands in a blob, since it holds his figures."""
    reasons = unfit(context, new)
    shown: list[Scalar] = [str(id_) for id_ in new.order]
    out: list[Scalar] = [str(id_) for id_, _ in reasons]
    why = {str(id_): [text.zh for text in texts] for id_, texts in reasons}
    data: dict[str, Field] = {"offers": shown, "language": str(new.facts.language), "unmatched": out}
    return Item("offers.shown", data, (json_value("blob", "offers.unmatched", why),) if why else ())


def figures_asked(context: Context, old: st.State, event: ev.Event, new: st.State) -> Iterator[Item]:
    """A what-if, or what is known, that lies over the script now."""
    match new:
        case st.Supposing():
            yield from _supposed(context, old, event, new)
        case st.ShowingKnown():
            yield from _known_shown(context, old, new)


def quote_made(old: st.State, event: ev.Event) -> Iterator[Item]:
    """That he thinks it over, and what he takes home: of which figures, and until when they hold."""
    under = base(old)
    match event:
        case ev.ThinkOverAsked(channel) if under is not None:
            yield Item("quote.asked", {"step": under.step, "channel": str(channel)})
        case ev.Replied(understood, channel) if under is not None and isinstance(old, st.AskingToLeave):
            if understood.choice == THINK_OVER:
                yield Item("quote.asked", {"step": under.step, "channel": str(channel)})
        case ev.DocumentRendered(DocumentKind.QUOTE) if under is not None and under.facts.sheet is not None:
            quote = build_quote(under.facts.sheet, under.facts.opening.case)
            sheet = json_value("blob", "sheet.json", sheet_json(quote.sheet))
            made: dict[str, Field] = {
                "offer": str(quote.sheet.offer.id), "binding": quote.code is not None,
                "valid_until": quote.until.isoformat(), "sheet_sha256": sha256(sheet.content).hexdigest(),
            }  # fmt: skip
            yield Item("quote.made", made | ({"code": quote.code.digits} if quote.code is not None else {}))


def _supposed(context: Context, old: st.State, event: ev.Event, new: st.Supposing) -> Iterator[Item]:
    """What was asked and the figures that were shown; and, where it was asked as a question, that it was answered."""
    if isinstance(old, st.Supposing) and old.supposed is new.supposed:
        return
    found, asked = new.supposed, new.supposed.supposition
    said = found.said[new.resume.facts.language]
    digest = sha256(said.encode()).hexdigest()
    if _is_question(event):
        yield Item("question.answered", {
            "known": True, "item": f"{_WHAT_IF}.{asked.what}", "wording": 0, "answer_sha256": digest,
            "version": context.knowledge.version, "clause_sha256": sha256(b"").hexdigest(), **term_of(new.resume),
        })  # fmt: skip
    figures = {
        "difference": found.difference, "per_100": [found.planned_per_100, found.actual_per_100],
        "planned": [[day.isoformat(), fen] for day, fen in found.planned],
        "actual": [[day.isoformat(), fen] for day, fen in found.actual],
        "rows": [[name.zh, value.zh] for name, value in found.rows], "said": said,
    }  # fmt: skip
    data: dict[str, Field] = {
        "what": str(asked.what), "number": asked.number, "offer": str(new.offer), "step": new.resume.step,
        "text_sha256": digest, "channel": str(_channel(event)), **term_of(new.resume),
    }  # fmt: skip
    if found.first is not None:
        below = found.first.supposition
        data |= {"first": str(below.what), "first_number": below.number}
    yield Item("what_if.shown", data, (json_value("blob", f"what_if.{asked.what}", figures),))


def _known_shown(context: Context, old: st.State, new: st.ShowingKnown) -> Iterator[Item]:
    """The three views as they stood there."""
    if isinstance(old, st.ShowingKnown):
        return
    shown = views(context, new.resume.facts)
    rows = {
        view.id: [[row.what.zh, row.value.zh if row.value else None, row.source.zh] for row in view.rows]
        for view in shown
    }
    missing: list[Scalar] = [f"{view.id}.{row.id}" for view in shown for row in view.rows if row.value is None]
    data: dict[str, Field] = {"step": new.resume.step, "missing": missing}
    yield Item("known.shown", data, (json_value("blob", "known", rows),))


def contested(under: st.ScriptState | None, before: Facts, after: Facts, channel: str) -> Iterator[Item]:
    """He sees the reckoning otherwise."""
    again = after.staff_reasons[len(before.staff_reasons) :]
    if under is not None and after.affordability is not None and CONTESTED in again:
        verdict = str(after.affordability.verdict)
        yield Item("affordability.contested", {"step": under.step, "verdict": verdict, "channel": channel})


def _is_question(event: ev.Event) -> bool:
    asks = isinstance(event, ev.Replied) and event.understood.intent in (Intent.QUESTION, Intent.EXPLAIN)
    return asks or isinstance(event, ev.QuestionAsked)


def _channel(event: ev.Event) -> Channel:
    match event:
        case ev.QuestionAsked(_, channel) | ev.Replied(_, channel):
            return channel
        case _:
            return Channel.TOUCH
