"""By ear: every question says its answers; two large fields give them: right for yes and next, left for no and other.

Pure. `meant` turns a field into what it stands for; `moved` goes from one answer to the next.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kiosk.consent import states as st
from kiosk.consent.comparing import reasons_against
from kiosk.consent.context import Context
from kiosk.consent.events import (
    CardConfirmed,
    Event,
    HelpAsked,
    LeaveAsked,
    LeaveConfirmed,
    RepeatAsked,
    Replied,
    ReplyConfirmed,
    ReplyRejected,
    ReplyTakenBack,
    Resumed,
    SideTouched,
    WayChosen,
)
from kiosk.consent.facts import Facts, Need, Place
from kiosk.consent.standing import base
from kiosk.consent.thinking_over import THINK_OVER, THINK_OVER_WORDS, may_think_over
from kiosk.consent.wording import PATHS, PURPOSES
from kiosk.consent.wording import speech as told
from kiosk.consent.wording_case import NO_CASE, case_words
from kiosk.consent.wording_quote import CHOOSE_ANEW, GO_ON_WITH
from kiosk.dialogue.question import QuestionKind
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.case import PromiseTopic
from kiosk.domain.speech import Channel, Intent, Language, Text, Understood
from kiosk.domain.way import Way
from kiosk.lending.comparison import COLUMNS, compare

_BEFORE_A_DIGIT = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9])")
"""Where Chinese writing has a narrow blank."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of several, as it is said. `event`: what it stands for; None: `digit` joins the figure ("": all away)."""

    words: str
    event: Event | None
    digit: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two fields stand for, in words and as events. None: they move among the answers."""

    right: Text
    left: Text
    on_right: Event | None
    on_left: Event | None


_AGREE, _REFUSE = Text("同意", "yes"), Text("不同意", "no")
_YES, _NO = Text("是", "yes"), Text("不是", "no")
_GO_ON, _REPEAT = Text("继续", "go on"), Text("再说一遍", "say it again")
_CLEAR, _HELP = Text("听清楚了", "I heard it"), Text("叫工作人员", "call a person")
_THIS, _NEXT = Text("就要这个", "this one"), Text("听下一个", "the next one")
_MOST_DIGITS = 11
_WITHOUT = Text("不用报价单", "without the quote")
_LEAVE, _STAY = Text("离开", "leave"), Text("不离开", "stay")


def facts_in(state: st.State) -> Facts | None:
    """The facts of a state of the script, or of the one under an overlay."""
    under = base(state)
    return under.facts if under is not None else None


def by_ear(state: st.State) -> bool:
    """Whether the session is told this way now."""
    facts = facts_in(state)
    return facts is not None and facts.way is Way.BY_EAR


def place_of(context: Context, state: st.State) -> Place | None:
    """Where among the answers the guide is; None: at a figure, none was said yet, or there is nothing to go through."""
    facts, said = facts_in(state), told(context, state)
    if facts is None or said is None:
        return None
    if facts.place.asked == said[0]:
        return facts.place
    return Place(said[0]) if not _is_figure(context, state) else None


def answers(context: Context, state: st.State) -> tuple[Answer, ...]:
    """What is said one after another; empty where a yes or no is enough."""
    match state:
        case st.AskingNeed(facts, step) if context.script.step(step).need is Need.PURPOSE:
            return tuple(
                Answer(text[facts.language], _chosen(str(purpose), text[facts.language]))
                for purpose, text in PURPOSES.items()
            )
        case st.ChoosingPath(facts):
            return tuple(Answer(t[facts.language], _chosen(key, t[facts.language])) for key, t in PATHS.items())
        case st.Choosing():
            return _offers(state)
        case st.ChoosingCase(facts, _, cases):
            named = ((str(each.id), case_words(each, facts.language)) for each in cases)
            none = NO_CASE[facts.language]
            refused = Answer(none, _touched(Understood(Intent.NO, none)))
            return (*(Answer(words, _chosen(key, words)) for key, words in named), refused)
        case st.TeachingBack(worded=OpenQuestion()):
            return ()
        case st.TeachingBack(_, _, question) if question.choices:
            return tuple(Answer(choice.text, _chosen(choice.key, choice.text)) for choice in question.choices)
        case st.AskingToLeave(resume) if may_think_over(resume.facts):
            leave, stay = _LEAVE[resume.facts.language], _STAY[resume.facts.language]
            later = THINK_OVER_WORDS[resume.facts.language]
            return (
                Answer(leave, _touched(Understood(Intent.YES, leave))), Answer(later, _chosen(THINK_OVER, later)),
                Answer(stay, _touched(Understood(Intent.CONTINUE, stay))),
            )  # fmt: skip
        case _ if _is_figure(context, state):
            return _figures(context, state)
        case _:
            return ()


def _is_figure(context: Context, state: st.State) -> bool:
    match state:
        case st.AskingNeed(_, step):
            return context.script.step(step).need is not Need.PURPOSE
        case st.AskingPromise(_, _, topic):
            return topic is not PromiseTopic.BUNDLED
        case st.TeachingBack(_, _, question):
            return state.worded is None and question.kind is QuestionKind.NUMBER
        case _:
            return False


def _chosen(key: str, words: str) -> Replied:
    return _touched(Understood(Intent.CHOICE, words, choice=key))


def _touched(understood: Understood) -> Replied:
    return Replied(understood, Channel.TOUCH)


def _offers(state: st.Choosing) -> tuple[Answer, ...]:
    language = state.facts.language
    names = {offer.id: offer.provider.name[language] for offer in state.facts.opening.offers}
    none = Text("这些都不要", "none of these")[language]
    refused = Answer(none, _touched(Understood(Intent.NO, none)))
    return (*(Answer(names[id_], _chosen(str(id_), names[id_])) for id_ in state.order), refused)


def answer_words(context: Context, state: st.State, answer: Answer, place: int) -> str:
    """An answer as it is said: an offer with all that is shown of it. Worked out for one only: it is slow."""
    if not isinstance(state, st.Choosing) or place >= len(state.order):
        return answer.words
    language = state.facts.language
    offer = next(each for each in state.facts.opening.offers if each.id == state.order[place])
    (row,) = compare((offer,))
    stop, comma, colon = ("。", "，", "") if language is Language.ZH_CN else (". ", ", ", ": ")
    cells = (cell[language].rstrip("。.") for cell in row.cells())
    figures = (
        _BEFORE_A_DIGIT.sub(" ", f"{name[language]}{colon}{cell}") for name, cell in zip(COLUMNS, cells, strict=True)
    )
    told = f"{row.provider[language]}{comma}{row.product[language]}{stop}" + comma.join(figures) + stop
    besides = (offer.provider.relation, *reasons_against(context, state, offer, row))
    return told + ("" if language is Language.ZH_CN else " ").join(text[language] for text in besides)


def _figures(context: Context, state: st.State) -> tuple[Answer, ...]:
    """Digit by digit; with some there, a nought and the end come first."""
    facts = facts_in(state)
    assert facts is not None
    said, language = told(context, state), facts.language
    typed = facts.place.typed if said is not None and facts.place.asked == said[0] else ""
    digits = [Answer(digit, None, digit) for digit in "123456789"]
    zero = Answer("0", None, "0")
    if not typed:
        none = _nothing(context, state, facts)
        return (*none, *digits, zero)
    whole = Text(f"就是 {_grouped(typed)}", f"that is all: {_grouped(typed)}")[language]
    done = Answer(whole, _touched(Understood(Intent.NUMBER, _grouped(typed), value=Decimal(typed.rstrip(".")))))
    point = () if "." in typed else (Answer(Text("小数点", "point")[language], None, "."),)
    again = Answer(Text("从头再来", "begin again")[language], None)
    more = Answer(Text("再加一个 0", "one more 0")[language], None, "0")
    return (more, done, *digits, *point, again)


def _nothing(context: Context, state: st.State, facts: Facts) -> tuple[Answer, ...]:
    match state:
        case st.AskingNeed(_, step) if context.script.step(step).need is Need.DEBTS:
            words = Text("没有别的债", "no other debts")[facts.language]
            return (Answer(words, _touched(Understood(Intent.NUMBER, words, value=Decimal(0)))),)
        case st.AskingPromise():
            words = Text("没有说过这一项", "this was not spoken of")[facts.language]
            return (Answer(words, _touched(Understood(Intent.NO, words))),)
        case _:
            return ()


def _grouped(typed: str) -> str:
    try:
        return f"{Decimal(typed.rstrip('.')):,f}"
    except InvalidOperation:
        return typed


def sides(context: Context, state: st.State) -> Sides | None:
    """The two fields of a state; None: it has none (the pen, or staff at the screen)."""
    if answers(context, state):
        if place_of(context, state) is None:
            return Sides(_REPEAT, Text("一个一个选", "choose step by step"), RepeatAsked(), None)
        return Sides(_THIS, _NEXT, None, None)
    match state:
        case st.Welcoming() | st.Telling() | st.Parting():
            return Sides(_GO_ON, _REPEAT, _said(Intent.CONTINUE, _GO_ON, state), RepeatAsked())
        case st.ShowingAffordability():
            other = Text("重新选", "choose again")
            return Sides(_GO_ON, other, _said(Intent.CONTINUE, _GO_ON, state), _said(Intent.NO, other, state))
        case st.ResumingQuote():
            anew = _said(Intent.NO, CHOOSE_ANEW, state)
            return Sides(GO_ON_WITH, CHOOSE_ANEW, _said(Intent.YES, GO_ON_WITH, state), anew)
        case st.AskingConsent():
            return Sides(_AGREE, _REFUSE, _said(Intent.YES, _AGREE, state), _said(Intent.NO, _REFUSE, state))
        case st.AskingLight() | st.AskingPromised() | st.AskingPromise() | st.ShowingDifferences():
            return Sides(_YES, _NO, _said(Intent.YES, _YES, state), _said(Intent.NO, _NO, state))
        case st.ReadingTerm(heard=heard):
            clear = _said(Intent.UNDERSTOOD, _CLEAR, state) if heard else None
            return Sides(_CLEAR, _REPEAT, clear, RepeatAsked())
        case st.ReadingBack(numbers=(number, *_)):
            wrong = Text("不对，重新说", "wrong, I say it again")
            return Sides(Text("对", "right"), wrong, _said(Intent.YES, Text("对", "right"), state),
                         ReplyTakenBack(number))  # fmt: skip
        case st.Correcting():
            return Sides(_REPEAT, Text("不改了", "leave it"), RepeatAsked(), Resumed())
        case st.ReviewingCard(side=side):
            return Sides(Text("都对", "all right"), _HELP, CardConfirmed(side), HelpAsked())
        case st.TeachingBack():
            step_by_step = Text("一个一个选", "choose step by step")
            return Sides(_REPEAT, step_by_step, RepeatAsked(), _said(Intent.CONTINUE, step_by_step, state))
        case st.ReadingCard() | st.FindingCase():
            return Sides(_REPEAT, _HELP, RepeatAsked(), HelpAsked())
        case st.CheckingFace():
            staff = Text("由工作人员核对", "by our staff")
            return Sides(_REPEAT, staff, RepeatAsked(), _said(Intent.NO, staff, state))
        case _:
            return _sides_over(state)


def _sides_over(state: st.State) -> Sides | None:
    match state:
        case st.Confirming():
            return Sides(Text("对", "right"), Text("不对", "wrong"), ReplyConfirmed(), ReplyRejected())
        case st.AskingToLeave():
            return Sides(_LEAVE, _STAY, LeaveConfirmed(), Resumed())
        case st.Explaining() if state.offers_person:
            return Sides(_HELP, Text("不用了", "no, thank you"), Resumed(clear=False), Resumed())
        case st.Explaining():
            return Sides(Text("明白了", "clear"), Text("还不明白", "not clear"), Resumed(), Resumed(clear=False))
        case st.TakingQuote():
            return Sides(_REPEAT, _WITHOUT, RepeatAsked(), Resumed())
        case st.Supposing() | st.ShowingKnown():
            return Sides(_GO_ON, _REPEAT, Resumed(), RepeatAsked())
        case st.Paused() | st.CallingStaff() | st.AskingPresence():
            return Sides(_GO_ON, _LEAVE, Resumed(), LeaveAsked())
        case st.CheckingPresence() | st.DeviceLost():
            return Sides(_REPEAT, _LEAVE, RepeatAsked(), LeaveAsked())
        case _:
            return None


def _said(intent: Intent, words: Text, state: st.State) -> Replied:
    facts = facts_in(state)
    assert facts is not None
    return _touched(Understood(intent, words[facts.language]))


def meant(context: Context, state: st.State, event: Event) -> Event:
    """What a touch of a field, "yes" to the answer that was just said, or a way named aloud stands for; other events as
    they are."""
    if isinstance(state, st.Welcoming) and isinstance(event, Replied) and event.understood.choice in set(Way):
        return WayChosen(Way(event.understood.choice), event.channel)
    if not by_ear(state):
        return event
    match event:
        case SideTouched(right):
            two = sides(context, state)
            fixed = (two.on_right if right else two.on_left) if two is not None else None
            return fixed or (_offered(context, state) if right else None) or event
        case Replied(Understood(intent=Intent.YES)):
            taken = _offered(context, state)
            if isinstance(taken, Replied):
                return replace(event, understood=replace(taken.understood, text=event.understood.text))
            return event
        case _:
            return event


def _offered(context: Context, state: st.State) -> Event | None:
    place, several = place_of(context, state), answers(context, state)
    return several[place.offered % len(several)].event if place is not None and several else None


def moved(context: Context, state: st.State, event: Event) -> Facts | None:
    """At the next answer, or one digit further; None: the event is something else. `event`: as it was meant."""
    facts, said = facts_in(state), told(context, state)
    if facts is None or said is None or facts.way is not Way.BY_EAR:
        return None
    several, place = answers(context, state), place_of(context, state)
    passes = isinstance(event, Replied) and event.understood.intent is Intent.NO and event.channel is Channel.VOICE
    if not several or not (isinstance(event, SideTouched) or (passes and place is not None)):
        return None
    if place is None:
        place = Place(said[0])
    elif not isinstance(event, SideTouched) or not event.right:
        place = replace(place, offered=(place.offered + 1) % len(several))
    else:
        taken = several[place.offered % len(several)]
        typed = place.typed + taken.digit if taken.digit and len(place.typed) < _MOST_DIGITS else ""
        place = Place(said[0], 0, typed)
    return replace(facts, place=place)
