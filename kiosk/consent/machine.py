"""The session machine: a pure function. It knows no clock and no randomness.

An event that does not fit the state changes nothing and is reported as ignored.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from kiosk.consent import flow, missed
from kiosk.consent import states as st
from kiosk.consent.by_ear import meant, moved
from kiosk.consent.coming_back import while_taking
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import (
    CallStaff,
    CheckFace,
    Effect,
    Forget,
    Hush,
    Listen,
    ReadCard,
    StartTimer,
    StopListening,
    StopReadingCard,
    StopReadingCode,
    StopTimer,
)  # fmt: skip
from kiosk.consent.events import (
    AuthorityAnswered,
    Broken,
    Certified,
    ContrastChosen,
    DeviceFailed,
    DeviceRecovered,
    DocumentRendered,
    EndedByStaff,
    Event,
    HandChosen,
    HeadphonesChosen,
    HelpAsked,
    KnownAsked,
    LanguageChosen,
    LeaveAsked,
    Misheard,
    PaceMeasured,
    PauseAsked,
    PhraseHeard,
    PresenceChanged,
    QuestionAsked,
    RateChosen,
    RepeatAsked,
    Replied,
    ReplyConfirmed,
    ReplyRejected,
    Resumed,
    ScriptHeld,
    Sealed,
    SealingFailed,
    ServiceChanged,
    SessionOpened,
    ShiftHandedOver,
    Spoken,
    StaffActed,
    StaffApproved,
    StaffComing,
    SwitchesChosen,
    TextSizeChosen,
    ThinkOverAsked,
    TimedOut,
    Timer,
    Touched,
    VolumeChosen,
    WayChosen,
    WhatIfAsked,
)  # fmt: skip
from kiosk.consent.explaining import explained
from kiosk.consent.facts import VOLUMES, DocumentKind, Facts
from kiosk.consent.from_borrower import from_borrower
from kiosk.consent.guide_words import grammar, speech
from kiosk.consent.leaving import leave, think_over
from kiosk.consent.pace import measured, reading_seconds
from kiosk.consent.reach import never_timed_out, reached
from kiosk.consent.reactions import react
from kiosk.consent.reactions_presence import looked_after, present, return_to
from kiosk.consent.relanguage import in_language
from kiosk.consent.service import service
from kiosk.consent.standing import base as base  # noqa: PLC0414
from kiosk.consent.standing import facts_of as facts_of  # noqa: PLC0414
from kiosk.consent.standing import with_facts as with_facts  # noqa: PLC0414
from kiosk.consent.supervised import outdated, supervised
from kiosk.consent.supposing import question_put, what_if, while_supposing
from kiosk.consent.ways import in_way, say
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Intent

_SCRIPT = get_args(st.ScriptState)
_OVERLAYS = get_args(st.Overlay)
_WAITS_FOR_SOMEBODY = (st.AskingPresence, st.CheckingPresence, st.CallingStaff, st.DeviceLost)
_SLOWEST, _FASTEST, _RATE_STEP = Decimal("0.7"), Decimal("1.3"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one event."""

    state: st.State
    effects: tuple[Effect, ...]
    ignored: bool = False


def step(context: Context, state: st.State, event: Event) -> Turn:
    """The next state and what is to be done."""
    under = base(state)
    if under is None:
        outcome = _outside(context, state, event)
    else:
        event = meant(context, state, event)
        further = moved(context, state, event)
        outcome = Outcome(with_facts(state, further)) if further is not None else None
        outcome = outcome or _general(context, state, under, event)
        if outcome is None:
            outcome = react(context, under, event) if under is state else _overlay(context, state, event)
    if outcome is None:
        return Turn(state, (), ignored=True)
    after = base(outcome.state)
    if after is not None and outdated(context, under, after, event):
        outcome = replace(outcome, state=with_facts(outcome.state, replace(after.facts, notice="")))
    return Turn(outcome.state, _effects(context, state, outcome, event))


def _effects(context: Context, old: st.State, outcome: Outcome, event: Event) -> tuple[Effect, ...]:
    effects: list[Effect] = [effect for effect in outcome.effects if not isinstance(effect, ReadCard | CheckFace)]
    if isinstance(old, st.TakingQuote) and not isinstance(outcome.state, st.TakingQuote):
        effects.append(StopReadingCode())
    if outcome.enter:
        effects += _entering(context, outcome.state)
    # What is asked for is said first, then looked for.
    effects += [effect for effect in outcome.effects if isinstance(effect, ReadCard | CheckFace)]
    if base(outcome.state) is not None and not isinstance(outcome.state, st.AskingPresence) and from_borrower(event):
        effects.append(StartTimer(Timer.IDLE, _idle(context, outcome.state)))
    return tuple(effects)


def _idle(context: Context, state: st.State) -> float:
    """By the length of what stands there and the borrower's own pace: nobody is asked while he reads."""
    facts, said = facts_of(state), speech(context, state)
    if facts is None:
        return context.delays.idle
    text = said[1] if said is not None else ""
    reading = reading_seconds(text, facts.language, facts.pace, context.reading)
    seconds = context.delays.idle_for(facts.way, reading)
    return 2 * seconds if never_timed_out(facts) else seconds


def _entering(context: Context, state: st.State) -> list[Effect]:
    facts = facts_of(state)
    said = speech(context, state)
    effects: list[Effect] = []
    if said is not None and facts is not None:
        must_be_read = isinstance(state, st.ReadingTerm)
        effects.append(say(context, facts, said[0], said[1], must_be_read=must_be_read))
    else:
        effects.append(Hush())
    answers = grammar(context, state)
    under = base(state)
    if under is not None:
        answers = missed.by_voice(under.facts, missed.question(context, state, under), answers)
    effects.append(StopListening() if answers is None or facts is None else Listen(answers, facts.language))
    match state:
        case st.AskingPresence():
            effects.append(StartTimer(Timer.IDLE_ANSWER, context.delays.idle_answer))
        case st.Parting() | st.Ended():
            stays = context.delays.farewell_for(facts.way) if facts is not None else context.delays.farewell
            effects += [StopTimer(Timer.IDLE), StartTimer(Timer.FAREWELL, stays)]
        case st.Sealing():
            effects += [StopTimer(timer) for timer in Timer]
        case _:
            pass
    return effects


def _outside(context: Context, state: st.State, event: Event) -> Outcome | None:
    """Before the script begins and after it ended."""
    match state, event:
        case st.Attract(), SessionOpened(opening):
            return flow.begin(context, Facts(opening, language=opening.language))
        case st.Ended(), TimedOut(Timer.FAREWELL):
            return Outcome(st.Attract())
        case st.Sealing(), Sealed(_, pending, folder):
            return _ended(state, pending=pending, failed=False, folder=folder)
        case st.Sealing(), SealingFailed():
            return _ended(state, pending=True, failed=True, folder="")
        case _, ServiceChanged():
            return service(state, event)
        case _:
            return None


def _general(context: Context, state: st.State, under: st.ScriptState, event: Event) -> Outcome | None:
    """What may happen in every state of a session."""
    match event:
        case Broken():
            return flow.seal(under.facts, Ending.INTERRUPTED)
        case LanguageChosen(language) if language is not under.facts.language:
            return Outcome(in_language(context, state, language))
        case TextSizeChosen(size) if 1 <= size <= 4:
            return Outcome(with_facts(state, replace(under.facts, text_size=size)), enter=False)
        case RateChosen(rate):
            return _paced(state, under.facts, rate)
        case VolumeChosen(volume) if volume in VOLUMES:
            return Outcome(with_facts(state, replace(under.facts, volume=volume)))
        case WayChosen(way) if way is not under.facts.way:
            return _in_way(context, state, under, in_way(under.facts, way))
        case ContrastChosen(level) if 1 <= level <= 4:
            return Outcome(with_facts(state, replace(under.facts, contrast=level)), enter=False)
        case SwitchesChosen() | HandChosen() | HeadphonesChosen():
            other = reached(under.facts, event)
            return Outcome(with_facts(state, other), enter=False) if other is not None else None
        case PaceMeasured():
            return _measured(context, state, under.facts, event)
        case StaffComing() | ScriptHeld() | EndedByStaff() | StaffApproved() | ShiftHandedOver():
            return supervised(context, state, under, event)
        case LeaveAsked() if isinstance(under, st.Parting):
            return flow.seal(under.facts, under.ending)  # it has ended already: nothing is left to ask
        case LeaveAsked() if not isinstance(state, st.AskingToLeave):
            return Outcome(st.AskingToLeave(under), (StopReadingCard(),))
        case HelpAsked() if not isinstance(state, st.CallingStaff):
            return Outcome(st.CallingStaff(under), (CallStaff("help"),))
        case PauseAsked() if not isinstance(state, st.Paused):
            return Outcome(st.Paused(under))
        case RepeatAsked():
            return Outcome(state)
        case QuestionAsked(text):
            return question_put(context, state, under, text)
        case WhatIfAsked(supposition, offer, _, then) if not isinstance(state, _WAITS_FOR_SOMEBODY):
            return what_if(context, under, supposition, offer, then)
        case KnownAsked() if not isinstance(state, _WAITS_FOR_SOMEBODY):
            return Outcome(st.ShowingKnown(under))
        case ThinkOverAsked() if not isinstance(state, _WAITS_FOR_SOMEBODY):
            return think_over(under)
        case DeviceFailed(device) if _needed(device, under):
            return Outcome(st.DeviceLost(device, under), (CallStaff("device"),))
        case TimedOut(Timer.IDLE) if not isinstance(state, _WAITS_FOR_SOMEBODY):
            return Outcome(st.AskingPresence(under))
        case Touched() | PhraseHeard() | AuthorityAnswered() | Certified() | DocumentRendered(DocumentKind.CONSENTS):
            return Outcome(state, enter=False)
        case PresenceChanged():
            return present(context, state, under, event) or Outcome(state, enter=False)
        case DeviceFailed() | Misheard():
            return _noticed(context, state, under, event)
        case Spoken() if not isinstance(state, st.ReadingTerm):
            return Outcome(state, enter=False)
        case Replied(understood, channel):
            return _always_heard(context, state, under, understood.intent, understood.text, channel)
        case _:
            return None


def _ended(state: st.Sealing, *, pending: bool, failed: bool, folder: str) -> Outcome:
    ended = st.Ended(state.ending, state.facts.opening.session, pending, failed, folder)
    return Outcome(ended, (Forget(),))


def _needed(device: str, under: st.ScriptState) -> bool:
    if device == "document_camera":
        return isinstance(under, st.ReadingCard)
    return device in ("face_camera", "microphone")


def _noticed(context: Context, state: st.State, under: st.ScriptState, event: Event) -> Outcome | None:
    if isinstance(event, Misheard) and event.text:
        asked = missed.question(context, state, under)
        facts, effects = missed.not_understood(context, under.facts, asked, grammar(context, state), event.reason)
        return Outcome(with_facts(state, facts), effects, enter=False)
    return Outcome(state, enter=False)


def _paced(state: st.State, facts: Facts, rate: Decimal) -> Outcome:
    return Outcome(with_facts(state, replace(facts, rate=min(max(rate, _SLOWEST), _FASTEST))))


def _as_loud(state: st.State, facts: Facts, volume: int) -> Outcome:
    return Outcome(with_facts(state, replace(facts, volume=min(max(volume, VOLUMES[0]), VOLUMES[-1]))))


def _in_way(context: Context, state: st.State, under: st.ScriptState, facts: Facts) -> Outcome:
    """Where the face check must not ask any more what it asks now, another challenge is drawn."""
    changed = facts.identity.not_easy != under.facts.identity.not_easy
    if changed and isinstance(state, st.CheckingFace):
        return return_to(context, replace(state, facts=facts))
    return Outcome(with_facts(state, facts))


def _measured(context: Context, state: st.State, facts: Facts, event: PaceMeasured) -> Outcome | None:
    known = measured(facts.pace, event.signs, event.seconds, facts.language, context.reading)
    if known is facts.pace:
        return None
    return Outcome(with_facts(state, replace(facts, pace=known)), enter=False)


def _always_heard(
    context: Context, state: st.State, under: st.ScriptState, intent: Intent, text: str, channel: Channel
) -> Outcome | None:
    facts = under.facts
    match intent:
        case Intent.STOP if not isinstance(under, st.Parting):
            return None if isinstance(state, st.AskingToLeave) else Outcome(st.AskingToLeave(under))
        case Intent.WAIT:
            return Outcome(st.Paused(under))
        case Intent.REPEAT:
            return Outcome(state)
        case Intent.HELP:
            return Outcome(st.CallingStaff(under), (CallStaff("help"),))
        case Intent.SLOWER:
            return _paced(state, facts, facts.rate - _RATE_STEP)
        case Intent.FASTER:
            return _paced(state, facts, facts.rate + _RATE_STEP)
        case Intent.LOUDER:
            return _as_loud(state, facts, facts.volume + 1)
        case Intent.QUIETER:
            return _as_loud(state, facts, facts.volume - 1)
        case Intent.EXPLAIN if isinstance(state, st.Explaining):
            return None  # what was just explained is not clear
        case Intent.EXPLAIN | Intent.QUESTION:
            return question_put(context, state, under, text)
        case _:
            return None


def _overlay(context: Context, state: st.State, event: Event) -> Outcome | None:
    match state, event:
        case st.Confirming(reply, resume), ReplyConfirmed() | Replied(understood=_):
            if isinstance(event, Replied) and event.understood.intent is Intent.NO:
                return Outcome(resume)
            if isinstance(event, Replied) and event.understood.intent is not Intent.YES:
                return None
            return react(context, resume, reply, confirmed=True)
        case st.Confirming(_, resume), ReplyRejected():
            return Outcome(resume)
        case st.AskingToLeave(), _:
            return leave(context, state, event)
        case st.CheckingPresence() | st.AskingPresence(), StaffActed(act):
            return looked_after(context, state, act)
        case st.AskingPresence(resume), TimedOut(Timer.IDLE_ANSWER) if state.asked < context.delays.asks(
            resume.facts.way
        ):
            return Outcome(replace(state, asked=state.asked + 1))
        case st.AskingPresence(resume, None), TimedOut(Timer.IDLE_ANSWER) if never_timed_out(resume.facts):
            return Outcome(st.CallingStaff(resume), (CallStaff("presence"),))
        case st.AskingPresence(resume), TimedOut(Timer.IDLE_ANSWER):
            return flow.part(resume.facts, Ending.INTERRUPTED)
        case st.DeviceLost(device, resume), DeviceRecovered(recovered) if device == recovered:
            return return_to(context, resume)
        case st.DeviceLost(_, resume), TimedOut(Timer.IDLE):
            return flow.part(resume.facts, Ending.INTERRUPTED)
        case st.DeviceLost(), _:
            return None
        case st.Explaining(), Resumed() | Replied():
            return explained(context, state, event)
        case st.Supposing(), _:
            return while_supposing(context, state, event)
        case st.TakingQuote(), _:
            return while_taking(context, state, event)
        case st.ShowingKnown(resume), Resumed() | Replied():
            return return_to(context, resume)
        case st.Paused(resume) | st.CallingStaff(resume) | st.AskingPresence(resume), Resumed() | Replied():
            return return_to(context, resume)
        case _:
            return None
