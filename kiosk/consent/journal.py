"""What an event leaves in the evidence: entries without a personal value, and the values for blobs beside them.

Pure. The log writer seals each value and puts its reference into the entry under the value's key.
"""

from collections.abc import Iterator
from hashlib import sha256

from kiosk.checks.liveness import draw_challenge, record_challenge
from kiosk.consent import events as ev
from kiosk.consent import missed
from kiosk.consent import states as st
from kiosk.consent.by_ear import meant, moved
from kiosk.consent.context import Context
from kiosk.consent.facts import Facts, IdentityPath, TermStage
from kiosk.consent.flow import challenge_nonce, drawn, plan_for
from kiosk.consent.item import Field, Item, Scalar, Value, json_value, text_value
from kiosk.consent.journal_case import case_found
from kiosk.consent.journal_heard import heard_besides
from kiosk.consent.journal_identity import card, face
from kiosk.consent.journal_loan import contested, figures_asked, offers_shown, quote_made
from kiosk.consent.journal_promises import differed, stated
from kiosk.consent.journal_questions import answer_given, asked_again, judgement, stood_still, term_of
from kiosk.consent.journal_quote import brought_back
from kiosk.consent.journal_staff import marked
from kiosk.consent.journal_teaching import facts_missed
from kiosk.consent.journal_ways import by_voice, chose
from kiosk.consent.machine import Turn, base, facts_of
from kiosk.consent.wording import line, meaning
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.consents import DataClass
from kiosk.domain.speech import Channel, Intent
from kiosk.evidence.review_choice import ALGORITHM
from kiosk.lending.sheet_json import sheet_json

__all__ = ["Item", "Value", "journal"]


def journal(context: Context, old: st.State, event: ev.Event, turn: Turn) -> tuple[Item, ...]:
    """The entries of one event, in order: what came in, what it meant, where it led."""
    event = meant(context, old, event)
    besides = tuple(heard_besides(old, event))
    if turn.ignored:
        ignored: dict[str, Field] = {"event": type(event).__name__, "state": type(old).__name__, "count": 1}
        return (Item("event.ignored", {**ignored}), *besides)
    if moved(context, old, event) is not None:
        return tuple(_came(context, old, event))  # the next answer is said; the question stays as it was
    new = turn.state
    came = (*_came(context, old, event), *besides, *case_found(old, event, new))
    settled = (*brought_back(old, event, new), *_meant(context, old, event, new))
    figures = (*quote_made(old, event), *figures_asked(context, old, event, new))
    return (*came, *settled, *figures, *_led(context, old, new))


def _came(context: Context, old: st.State, event: ev.Event) -> Iterator[Item]:
    under = base(old)
    step = under.step if under else ""
    yield from stated(event)
    yield from (Item(kind, {**data}) for kind, data in chose(facts_of(old), step, event))
    match event:
        case ev.LanguageChosen(language):
            yield Item("language.chosen", {"language": str(language)})
        case ev.TextSizeChosen(size):
            yield Item("setting.changed", {"setting": "text_size", "value": size})
        case ev.RateChosen(rate):
            yield Item("setting.changed", {"setting": "rate", "value": str(rate)})
        case ev.VolumeChosen(volume):
            yield Item("setting.changed", {"setting": "volume", "value": volume})
        case ev.Spoken():
            yield from _spoke(old, event)
        case ev.Replied():
            yield from _reply(old, event)
        case ev.Misheard(text, reason, sound):
            values = _sound(facts_of(old), sound, step) + (
                (text_value("text", f"misheard.{step}", text),) if text else ()
            )
            tried = missed.attempt(under.facts, missed.question(context, old, under)) if under else 1
            yield Item("reply.not_understood", {"question": step, "reason": reason, "attempts": tried}, values)
        case ev.ReplyConfirmed():
            yield Item("reply.confirmed", {"question": step, "channel": "touch"})
        case ev.ReplyRejected():
            yield Item("reply.rejected", {"question": step, "channel": "touch"})
        case ev.ReplyTakenBack(number):
            yield Item("reply.taken_back", {"question": step, "reply": number, "channel": "touch"})
        case ev.CardRead() | ev.CardRefused() | ev.CardCorrected() | ev.CardConfirmed():
            yield from card(old, event)
        case ev.FaceChecked():
            yield from face(event)
        case ev.FaceStepAsked(asked, said):
            digest = sha256(said.zh.encode()).hexdigest()
            yield Item("challenge.asked", {"step": str(asked), "text_sha256": digest})
        case ev.StepTooHard(hard):
            yield Item("challenge.eased", {"step": str(hard), "channel": "touch"})
        case ev.PresenceChanged(seen, seconds, stage):
            yield Item("presence.event", {"what": str(seen), "stage": str(stage), "since_ms": round(seconds * 1000)})
        case ev.StaffActed(act):
            checks: list[Scalar] = list(act.checks)
            verdict = "approved" if act.approved else "not_approved"
            context_ = "presence" if isinstance(old, st.CheckingPresence | st.AskingPresence) else "script"
            acted: dict[str, Field] = {"what": step, "staff": str(act.staff), "verdict": verdict, "checks": checks}
            acted |= marked(act.mark)
            blob = text_value("blob", f"staff.{step}", act.checked)
            yield Item("staff.acted", {**acted, "context": context_}, (blob,))
        case ev.QuestionAsked(text, channel, sound):
            values = (text_value("text", f"question.{step}", text), *_sound(facts_of(old), sound, step))
            yield Item("question.asked", {"step": step, "channel": str(channel), **term_of(under)}, values)
        case ev.Resumed() | ev.RepeatAsked() | ev.PauseAsked():
            yield from stood_still(old, event, step)
        case ev.LeaveAsked():
            yield Item("leave.asked", {"channel": "touch", "step": step})
        case ev.HelpAsked():
            yield Item("help.asked", {"channel": "touch", "step": step})
        case ev.DocumentRendered():
            yield _rendered(event)
        case ev.AuthorityAnswered(genuine, name, source):
            verdict = {True: "genuine", False: "not_genuine", None: "unknown"}[genuine]
            yield Item("identity.checked", {"authority": name, "verdict": verdict, "source": str(source)}, (), source)
        case ev.Certified(kind, digest, signature, chain, source):
            certificate = Value("certificate", DataClass.RECORD, f"certificate.{kind}", "application/x-pem-file", chain)
            made = Value("signature", DataClass.RECORD, f"signature.{kind}", "application/octet-stream", signature)
            certified: dict[str, Field] = {"document": str(kind), "sha256": str(digest)}
            yield Item("document.certified", certified, (made, certificate), source)
        case ev.Penned(kind, strokes):
            strokes_value = json_value("blob", f"strokes.{kind}", strokes, DataClass.RECORD)
            signed = next((str(r.sha256) for r in under.facts.rendered if r.kind is kind), "") if under else ""
            data: dict[str, Field] = {"document": str(kind), "sha256": signed, "strokes": len(strokes)}
            yield Item("document.signed", {**data, "channel": "touch"}, (strokes_value,))
        case ev.TimedOut(timer):
            yield Item("timer.expired", {"timer": str(timer), "step": step})
        case ev.DeviceFailed(device, _):
            yield Item("device.lost", {"device": device})
        case ev.DeviceRecovered(device):
            yield Item("device.recovered", {"device": device})
        case _:
            return


def _rendered(event: ev.DocumentRendered) -> Item:
    blob = Value("blob", DataClass.RECORD, f"document.{event.kind}.pdf", "application/pdf", event.pdf)
    data: dict[str, Field] = {"document": str(event.kind), "sha256": str(event.sha256)}
    if event.clauses:
        data["clauses"] = list(event.clauses)
    return Item("document.rendered", data, (blob,))


def _spoke(old: st.State, event: ev.Spoken) -> Iterator[Item]:
    key, complete, silent = event.key, event.complete, event.silent
    said = Value("text", DataClass.RECORD, f"said.{key}", "text/plain", event.words.encode())
    spoke: dict[str, Field] = {"step": key, "ended": complete, "silent": silent}
    if event.voice:
        spoke["voice"] = event.voice
    yield Item("guide.spoke", spoke, (said,) if event.words else ())
    if isinstance(old, st.ReadingTerm) and key.endswith(f".{old.item.id}"):
        language = old.facts.language
        digest = sha256(old.item.body[language].encode()).hexdigest()
        data: dict[str, Field] = {"term": old.item.id, "ended": complete, "text_sha256": digest}
        yield Item("term.spoken", {**data, "language": str(language), "silent": silent})


def _sound(facts: Facts | None, sound: bytes, step: str) -> tuple[Value, ...]:
    """The sound of an answer is kept only under the consent to recording (invariant 2)."""
    if not sound or facts is None or not facts.recording:
        return ()
    return (Value("sound", DataClass.RECORDING, f"sound.{step}", "audio/wav", sound, reread=True),)


def _reply(old: st.State, event: ev.Replied) -> Iterator[Item]:
    under = base(old)
    if under is None:
        return
    understood, name = event.understood, f"reply.{under.step}"
    if event.channel is Channel.VOICE:
        values = (text_value("text", name, understood.text), *_sound(under.facts, event.sound, under.step))
        yield Item("reply.heard", {"question": under.step, "reply": under.facts.next_reply}, values, event.source)
    if event.channel is Channel.TYPED:
        typed = text_value("text", name, understood.text)
        yield Item("reply.typed", {"question": under.step, "reply": under.facts.next_reply}, (typed,), event.source)
    said = text_value("text", f"{name}.meaning", meaning(under, understood))
    data: dict[str, Field] = {"question": under.step, "intent": str(understood.intent), "channel": str(event.channel)}
    kind = "reply.understood"
    if isinstance(old, st.Confirming) and understood.intent is Intent.YES:
        kind = "reply.confirmed"
    elif isinstance(old, st.Confirming) and understood.intent is Intent.NO:
        kind = "reply.rejected"
    if kind == "reply.understood":
        yield Item(kind, data, (said,), event.source)
    else:
        yield Item(kind, data, (), event.source)
    yield from judgement(old, event)
    yield from asked_again(old, event, under)


def _meant(context: Context, old: st.State, event: ev.Event, new: st.State) -> Iterator[Item]:
    """What the borrower's act settled: read from the facts before and after."""
    before, after = facts_of(old), facts_of(new)
    if before is None or after is None or before is after:
        return
    channel = str(event.channel) if isinstance(event, ev.Replied) else "touch"
    if isinstance(old, st.Confirming):
        channel = "voice"
    yield from (Item(kind, {**data}) for kind, data in by_voice(event, before, after))
    yield from _consents(context, old, before, after, channel)
    yield from _light(context, before, after, channel)
    yield from _loan(context, before, after, channel)
    yield from contested(base(old), before, after, channel)
    yield from _terms(before, after, channel)
    yield from facts_missed(context, old, event, new)
    yield from _corrected(base(old), event, after)
    for result in after.taught[len(before.taught) :]:
        kind = "fact.taken_over" if result.by_person else "fact.graded"
        data: dict[str, Field] = {"fact": result.fact}
        yield Item(kind, data if result.by_person else {**data, "attempt": result.attempts, "verdict": "passed"})
    if after.identity.path is not before.identity.path and after.identity.path is not IdentityPath.OPEN:
        staff: list[Scalar] = [str(act.staff) for act in after.identity.staff]
        doubts: list[Scalar] = list(after.identity.doubts)
        data = {"path": str(after.identity.path), "match": str(after.identity.match), "staff": staff}
        yield Item("identity.settled", {**data, "liveness": str(after.identity.liveness), "reasons": doubts})
    if after.companion and not before.companion:
        yield Item("companion.named", {"step": under.step if (under := base(new)) is not None else ""})
    confirmed: list[Scalar] = [r.number for r in after.replies if r.confirmed]
    if len(confirmed) > sum(r.confirmed for r in before.replies):
        done = all(r.confirmed for r in after.replies)
        yield Item("readback.confirmed", {"replies": confirmed, "all": done, "channel": channel})


def _corrected(old: st.ScriptState | None, event: ev.Event, after: Facts) -> Iterator[Item]:
    """The one before stays where it is; this says which it was, and whether the answer is another one."""
    if not isinstance(old, st.Correcting) or not isinstance(event, ev.Replied | ev.ReplyConfirmed):
        return
    new = [reply for reply in after.replies if reply not in old.facts.replies]
    if not new and any(reply.number == old.number for reply in after.replies):
        return  # not answered yet
    same = bool(new) and new[0].corrects == old.number
    said = (text_value("blob", f"corrected.{new[0].step}", new[0].said),) if new else ()
    data: dict[str, Field] = {"question": old.under.step, "corrects": old.number, "same": same}
    yield Item("readback.corrected", {**data, "reply": new[0].number if new else None}, said)


def _light(context: Context, before: Facts, after: Facts, channel: str) -> Iterator[Item]:
    agreed = after.identity.light
    if agreed is None or before.identity.light is not None:
        return
    asked = sha256(line(context, "light_ask", before.language).encode()).hexdigest()
    yield Item("light.answered", {"agreed": agreed, "channel": channel, "text_sha256": asked})


def _redrawn(old: st.CheckingFace, new: st.CheckingFace) -> bool:
    return (old.attempt, old.draw) != (new.attempt, new.draw)


def _consents(context: Context, old: st.State, before: Facts, after: Facts, channel: str) -> Iterator[Item]:
    under = base(old)
    if not isinstance(under, st.AskingConsent):
        return
    spec, partner = under.spec, under.partner.id if under.partner else None
    answers = [c for c in after.consents if c not in before.consents and c.consent == spec.id]
    refused_and_void = after.offer is None and before.offer is not None
    given = answers[-1].given if answers else False
    if not answers and not refused_and_void:
        return
    digest = sha256(spec.ask[after.language].encode()).hexdigest()
    data: dict[str, Field] = {"consent": spec.id, "channel": channel, "text_sha256": digest}
    if partner:
        data["partner"] = partner
    if given:
        yield Item("consent.given", data)
    else:
        yield Item("consent.refused", {**data, "effect": str(spec.on_refusal)})


def _loan(context: Context, before: Facts, after: Facts, channel: str) -> Iterator[Item]:
    if after.needs != before.needs:
        for name in ("amount", "purpose", "income", "debts"):
            value = getattr(after.needs, name)
            if value != getattr(before.needs, name):
                yield Item(
                    "need.stated", {"need": name, "channel": channel}, (text_value("blob", f"need.{name}", str(value)),)
                )
    if after.offer is not before.offer:
        if after.offer is not None and after.sheet is not None:
            sheet = json_value("blob", "sheet.json", sheet_json(after.sheet))
            digest = sha256(sheet.content).hexdigest()
            chosen: dict[str, Field] = {"offer": str(after.offer.id), "channel": channel, "offer_sha256": digest}
            yield Item("offer.chosen", chosen | ({"quote": after.quote} if after.quote else {}))
            terms: list[Scalar] = [t.term for t in after.terms]
            explained = context.clauses.explained(t.term for t in after.terms)
            clauses = {clause: list(items) for clause, items in explained.items()}
            opened: dict[str, Field] = {"offer": str(after.offer.id), "sheet_sha256": digest}
            yield Item("disclosure.opened", {**opened, "terms": terms, "clauses": clauses})
        elif before.offer is not None:
            yield Item("figure.changed", {"field": "offer", "offer": str(before.offer.id), "voids": "all"})
    if after.affordability is not None and after.affordability is not before.affordability:
        verdict = after.affordability
        reasons = json_value("blob", "affordability.reasons", [r.zh for r in verdict.reasons])
        data: dict[str, Field] = {"verdict": str(verdict.verdict), "ratio": f"{verdict.ratio:.4f}"}
        yield Item("affordability.judged", data, (reasons,))


def _terms(before: Facts, after: Facts, channel: str) -> Iterator[Item]:
    stages = {t.term: t.stage for t in before.terms}
    kinds = {TermStage.ACKNOWLEDGED: "term.acknowledged", TermStage.CONFIRMED: "term.confirmed"}
    for status in after.terms:
        if stages.get(status.term) is not status.stage and status.stage in kinds and stages.get(status.term):
            yield Item(kinds[status.stage], {"term": status.term, "channel": channel})
    for told in after.promised[len(before.promised) :]:
        value = text_value("value", f"promise.{told.topic}", told.value)
        yield Item("promise.told", {"topic": str(told.topic), "channel": channel}, (value,))
    if after.promises_settled and not before.promises_settled:
        nothing = not after.promised
        if nothing:
            yield Item("promise.told", {"nothing": True, "channel": channel})
        consultant = "missing" if after.consultant is None else "entered"
        yield Item("promise.compared", {"verdict": "nothing_promised" if nothing else "settled",
                                        "consultant": consultant})  # fmt: skip


def _led(context: Context, old: st.State, new: st.State) -> Iterator[Item]:
    """Where the session stands now."""
    under, before = base(new), base(old)
    if under is not None and (before is None or before.step != under.step):
        chapter = str(context.script.chapter_of(under.step))
        if before is None or context.script.chapter_of(before.step) != context.script.chapter_of(under.step):
            yield Item("chapter.entered", {"chapter": chapter, "step": under.step})
        yield Item("step.entered", {"step": under.step, "chapter": chapter})
    match new:
        case st.Choosing(facts, _, order) if not isinstance(before, st.Choosing):
            seed = drawn(facts, "offers").hex()
            shown: list[Scalar] = [str(o) for o in order]
            yield Item("offers.shuffled", {"seed": seed, "order": shown, "algorithm": ALGORITHM})
            yield offers_shown(context, new)
        case st.TeachingBack(worded=OpenQuestion() as worded) if new is not old and under is not before:
            blob = text_value("blob", f"fact.{worded.id}", worded.text)
            yield Item("fact.asked", {"fact": worded.fact, "attempt": new.attempt, "question": worded.id}, (blob,))
        case st.TeachingBack(facts, _, question, _, attempt) if new is not old and under is not before:
            blob = text_value("blob", f"fact.{question.id}", question.text)
            yield Item("fact.asked", {"fact": question.fact, "attempt": attempt, "question": question.id}, (blob,))
        case st.ReadingBack(facts, _, page, numbers) if under is not before:
            pages: list[Scalar] = list(numbers)
            texts = [[r.number, r.asked, r.said, r.meaning] for r in facts.replies if r.number in numbers]
            data: dict[str, Field] = {"replies": pages, "page": page, "count": len(numbers)}
            yield Item("readback.shown", data, (json_value("blob", f"readback.{page}", texts),))
        case st.ShowingDifferences() if new is not old:
            yield from differed(old, new)
        case st.Explaining() if new is not old:
            yield from answer_given(context, old, new)
        case st.AskingToLeave() if not isinstance(old, st.AskingToLeave):
            yield Item("leave.asked", {"step": new.resume.step})
        case st.CheckingFace() if new is not old and (not isinstance(old, st.CheckingFace) or _redrawn(old, new)):
            nonce, plan = challenge_nonce(new), plan_for(context, new.facts)
            assert plan is not None, "without a plan nothing is looked at"
            challenge = record_challenge(draw_challenge(nonce, plan), plan)
            yield Item("challenge.drawn", {"nonce": nonce.hex(), "challenge": challenge, "attempt": new.attempt})
        case st.AwaitingStaff(_, step, purpose) if not isinstance(before, st.AwaitingStaff):
            yield Item(
                "staff.asked", {"what": purpose, "context": step, "reason": ", ".join(new.facts.identity.doubts)}
            )
        case st.CheckingPresence(resume) if not isinstance(old, st.CheckingPresence):
            yield Item("staff.asked", {"what": "presence", "context": resume.step})
        case st.CallingStaff(resume) if not isinstance(old, st.CallingStaff):
            yield Item("staff.asked", {"what": "help", "context": resume.step})
        case st.Parting(_, _, ending) if not isinstance(before, st.Parting):
            if isinstance(before, st.Choosing):
                yield Item("offer.none_chosen", {"channel": "touch"})
        case st.Sealing(facts, ending):
            reasons = ", ".join(facts.staff_reasons)
            yield Item("session.ending", {"ending": str(ending), "reason": reasons})
        case _:
            return
