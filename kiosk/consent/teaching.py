"""Teach-back: own words or fresh figures, other words and an example in cash after a miss, a person after the third."""

from dataclasses import replace

from kiosk.consent import events as ev
from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import Event, Replied
from kiosk.consent.facts import FactResult, Facts
from kiosk.dialogue.question import Wrong, grade
from kiosk.dialogue.teachback_words import Graded, OpenQuestion, Verdict, grade_words
from kiosk.domain.speech import Channel, Intent, Text, Understood


def teach(context: Context, state: st.TeachingBack, event: Event) -> Outcome | None:
    """Every question of a fact must be right in one attempt; a parroted "yes" fits no grammar here."""
    if state.worded is not None:
        return _own_words(context, state, state.worded, event)
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.NUMBER, Intent.CHOICE):
        return None
    question = state.question
    facts = flow.recorded(state, event, question.text, f"{question.id}.{state.attempt}", context)
    verdict = grade(question, event.understood)
    if isinstance(verdict, Wrong):
        return _again(context, state, facts, verdict.explanation)
    if state.pending:
        following = replace(state, facts=facts, question=state.pending[0], pending=state.pending[1:], hint=None)
        return Outcome(following)
    facts = replace(facts, taught=(*facts.taught, FactResult(question.fact, passed=True, attempts=state.attempt + 1)))
    return flow.ask_fact(facts, state.step, 0) or flow.advance(context, facts, state.step)


def own_words(old: st.State, event: Event) -> tuple[st.TeachingBack, Replied] | None:
    """The answer in own words that this event makes count, if it does: touched or typed at once, spoken once it was
    shown and confirmed."""
    match old, event:
        case st.TeachingBack(worded=OpenQuestion()), Replied() if (
            event.understood.intent is Intent.WORDS and event.channel is not Channel.VOICE
        ):
            return old, event
        case st.Confirming(reply, st.TeachingBack(worded=OpenQuestion()) as asked), (
            ev.ReplyConfirmed() | Replied(Understood(intent=Intent.YES))
        ) if reply.understood.intent is Intent.WORDS:
            return asked, reply
        case _:
            return None


def graded(context: Context, state: st.TeachingBack, words: str) -> Graded:
    """By the rules of the open form, against all that the guide says of it in a session: script, sheet, answers."""
    assert state.worded is not None
    facts, language = state.facts, state.facts.language
    steps = (step.say[language] for step in context.script.steps)
    lines = (words[language] for words in context.script.lines.values())
    sheet = tuple(item.body[language] for item in facts.sheet.items) if facts.sheet is not None else ()
    answers = context.knowledge.sayings(language, facts.offer)
    heard = (state.hint[language],) if state.hint is not None else ()
    return grade_words(state.worded, words, (*heard, *sheet), (*steps, *lines, *answers))


def _own_words(context: Context, state: st.TeachingBack, worded: OpenQuestion, event: Event) -> Outcome | None:
    """Right: one fresh figure is left to say. Wrong counts as a miss. In doubt, or by touch: the questions as ever."""
    if not isinstance(event, Replied):
        return None
    if event.understood.intent is Intent.CONTINUE:
        return Outcome(replace(state, worded=None))
    if event.understood.intent is not Intent.WORDS:
        return None
    facts = flow.recorded(state, event, worded.text, worded.id, context)
    match graded(context, state, event.understood.text).verdict:
        case Verdict.RIGHT:
            last = (state.question, *state.pending)[-1]
            return Outcome(replace(state, facts=facts, question=last, pending=(), worded=None))
        case Verdict.UNCLEAR:
            return Outcome(replace(state, facts=facts, worded=None))
        case Verdict.WRONG:
            return _again(context, state, facts, worded.explanation)


def _again(context: Context, state: st.TeachingBack, facts: Facts, explanation: Text) -> Outcome:
    attempt = state.attempt + 1
    if attempt >= context.fact_tries:
        return flow.await_staff(facts, state.step, "teach_back", 1)
    asked = flow.ask_fact(facts, state.step, attempt, state.question.fact)
    assert asked is not None
    assert isinstance(asked.state, st.TeachingBack)
    example = flow.open_form(facts, state.question.fact).example
    hint = Text(f"{explanation.zh}{example.zh}", f"{explanation.en} {example.en}")
    return replace(asked, state=replace(asked.state, hint=hint))
