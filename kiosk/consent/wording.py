"""What the guide says in a state, and what may be answered there."""

from decimal import Decimal

from kiosk.checks.card_verdicts import FAULT_TEXTS
from kiosk.checks.liveness import COACH_TEXTS, Move
from kiosk.checks.picture_quality import RETRY_TEXTS
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.facts import Facts, Need, Purpose
from kiosk.consent.quote_brought import HAVE_QUOTE, HAVE_QUOTE_WORDS
from kiosk.consent.thinking_over import THINK_OVER, THINK_OVER_WORDS, may_think_over
from kiosk.consent.wording_case import NO_CASE, case_words
from kiosk.consent.wording_purposes import PURPOSES as PURPOSES  # noqa: PLC0414
from kiosk.consent.wording_quote import RESUME_ANSWERS, quote_speech
from kiosk.dialogue.question import QuestionKind
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.borrower import CardSide
from kiosk.domain.case import PromiseTopic
from kiosk.domain.consents import Ending
from kiosk.domain.ids import OfferId
from kiosk.domain.offer import Partner
from kiosk.domain.speech import Grammar, Intent, Language, Text, Understood
from kiosk.domain.way import Way
from kiosk.lending.counter import Counter
from kiosk.lending.sheet import SheetItem
from kiosk.lending.stacked import months_after
from kiosk.lending.what_if import BY_MONTH, Supposed, months_allowed

_YES_NO = frozenset({Intent.YES, Intent.NO})
_ACKNOWLEDGE = frozenset({Intent.UNDERSTOOD, Intent.CONTINUE, Intent.YES})
_GO_ON = frozenset({Intent.CONTINUE, Intent.UNDERSTOOD, Intent.YES})
_HAVE_QUOTE = (HAVE_QUOTE, (HAVE_QUOTE_WORDS.zh, HAVE_QUOTE_WORDS.en))

PATHS = {"face": Text("用镜头核对", "By the camera"), "staff": Text("由工作人员核对", "By our staff")}
"""The two ways to settle identity, in words of equal weight."""

WAYS = {
    Way.ELDER: Text("字大一点", "larger and slower"),
    Way.BY_EAR: Text("念给我听", "read it to me"),
    Way.SILENT: Text("写给我看", "show it to me"),
}
"""By these words a way is named aloud on the welcome page."""

SMALLER, LONGER, CONTEST = "smaller", "longer", "contest"
BURDEN_ANSWERS = {
    SMALLER: Text("少借一点", "Borrow less"),
    LONGER: Text("借久一点", "Take longer"),
    CONTEST: Text("我有不同意见", "I see it otherwise"),
}
"""Beside "go on" and "not today" to what the affordability says."""

LIGHT_ANSWERS = {
    Intent.NO: Text("不要变颜色", "No changing colours"),
    Intent.YES: Text("可以变颜色", "Colours may change"),
}
"""To the question whether the screen may change its colours."""

_HINTS: dict[str, Text] = {
    "no_card": Text("请把身份证放进方框里。", "Please lay the card in the frame."),
    "too_small": Text("请放近一点。", "A little closer, please."),
    "not_this_kind": Text(
        "请放身份证。护照请翻到有照片的那一页。", "Please use your ID card; of a passport, the page with the photo."
    ),
    "two_cards": Text("请只放一张证件。", "One card only, please."),
    "wrong_side": Text("请翻到另一面。", "Please turn it over."),
    "card_sides": Text(
        "请工作人员看一看，两面是不是同一张证件。", "A member of staff will see whether both sides are of one card."
    ),
    "card_surface": Text("请工作人员看一看证件本身。", "A member of staff will have a look at the card itself."),
    "over_age": Text("这个产品有年龄上限，请工作人员帮您看看。", "This product has an upper age; staff will help you."),
    "too_often": Text("看不清楚，请工作人员帮您看看。", "It can't be read; our staff will help you."),
    **{str(fault): text for fault, text in FAULT_TEXTS.items()},
}


def hint_text(reason: str) -> Text:
    """Words for a reason why a card was not taken."""
    return _HINTS.get(reason, Text("请再放一次。", "Please lay it down again."))


def line(context: Context, name: str, language: Language, **words: str) -> str:
    """A line of the script with its words filled in."""
    return context.script.lines[name][language].format(**words)


def term_words(item: SheetItem, language: Language) -> str:
    """How a term is read aloud: its title, then its body."""
    return (
        f"{item.title[language]}：{item.body[language]}"
        if language is Language.ZH_CN
        else (f"{item.title[language]}: {item.body[language]}")
    )


def consent_words(state: st.AskingConsent) -> str:
    """Ask, purpose, receiver, what refusing changes: all aloud."""
    spec, language = state.spec, state.facts.language
    partner = partner_words(state.partner, language) if state.partner else ""
    parts = (spec.ask[language], partner, spec.purpose[language], spec.if_refused[language])
    return _joined(language, *(part for part in parts if part))


def _joined(language: Language, *sentences: str) -> str:
    """One after another; Chinese has no blank between sentences."""
    return ("" if language is Language.ZH_CN else " ").join(sentences)


def partner_words(partner: Partner, language: Language) -> str:
    """Who receives it, and for what."""
    stop = "。" if language is Language.ZH_CN else "."
    return f"{partner.name[language]}, {partner.role[language]}, {partner.purpose[language]}{stop}"


DECLARED = Text("收入是您自己说的，没有核实过。", "The income is as you told it; nobody has checked it.")
CHECKED = Text("收入按资金方核实的数算。", "The income is the one that the lender checked.")


def affordability_words(facts: Facts, counters: tuple[Counter, ...] = ()) -> str:
    """Reasons in words and figures, what could be borne instead, and the right to contest."""
    verdict = facts.affordability
    if verdict is None:
        return ""
    source = CHECKED if verdict.verified else DECLARED
    told = tuple(each.said for each in counters)
    texts = (*verdict.reasons, source, *told, verdict.contest)
    return _joined(facts.language, *(text[facts.language] for text in texts))


def speech(context: Context, state: st.State) -> tuple[str, str] | None:
    """Key and text of what is said on entering a state; None: nothing."""
    match state:
        case st.Attract() | st.Sealing() | st.Ended() | st.OutOfOrder() | st.Closed():
            return None
        case st.Welcoming(facts, step) | st.AskingNeed(facts, step) | st.AskingPromised(facts, step):
            return step, context.script.step(step).say[facts.language]
        case st.ReadingBack(facts, step, page):
            return (step, context.script.step(step).say[facts.language]) if page == 0 else None
        case st.Correcting(facts, step, number, under):
            asked = speech(context, under)
            return f"{step}.correct.{number}", asked[1] if asked is not None else ""
        case st.Telling(facts, step, text):
            return step, text[facts.language]
        case st.AskingConsent(facts, step, spec, partner):
            return f"{step}.{spec.id}.{partner.id if partner else ''}", consent_words(state)
        case st.ReadingCard(facts, step, side, attempts, hint):
            if not hint and side is CardSide.PORTRAIT:
                return f"{step}.portrait_side", line(context, "card_portrait_side", facts.language)
            if not hint:
                return step, context.script.step(step).say[facts.language]
            said = line(context, "card_again", facts.language, hint=hint_text(hint)[facts.language])
            return f"{step}.again.{attempts}", said
        case st.ReviewingCard(facts, step):
            return f"{step}.review", line(context, "card_review", facts.language)
        case st.ChoosingPath(facts, step):
            return f"{step}.path", line(context, "identity_path", facts.language)
        case st.AskingLight(facts, step):
            return f"{step}.light", line(context, "light_ask", facts.language)
        case st.CheckingFace(facts, step, _, "eased", draw):
            return f"{step}.eased.{draw}", line(context, "face_eased", facts.language)
        case st.CheckingFace(facts, step, attempt, hint):
            if attempt == 0:
                return step, context.script.step(step).say[facts.language]
            return f"{step}.again.{attempt}", _look_again(context, facts.language, hint)
        case st.AwaitingStaff(facts, step, purpose):
            return f"{step}.staff.{purpose}", line(context, f"staff_{purpose}", facts.language)
        case st.ShowingAffordability(facts, step):
            return step, affordability_words(facts, state.counters)
        case st.Choosing(facts, step, _, notice):
            opening = (line(context, notice, facts.language),) if notice else ()
            return step, _joined(facts.language, *opening, context.script.step(step).say[facts.language])
        case st.ReadingTerm(facts, step, item):
            return term_key(step, item), term_words(item, facts.language)
        case st.AskingPromise(facts, step, topic):
            return f"{step}.{topic}", line(context, f"promise_{topic}", facts.language)
        case st.ShowingDifferences(facts, step, differences):
            told = (line(context, "differences", facts.language), *(d.text[facts.language] for d in differences))
            return f"{step}.differences", _joined(facts.language, *told)
        case st.TeachingBack(facts, step, worded=OpenQuestion() as worded):
            return f"{step}.{worded.id}", worded.text
        case st.TeachingBack(facts, step, question, _, attempt, hint):
            words = _joined(facts.language, hint[facts.language], question.text) if hint else question.text
            return f"{step}.{question.id}.{attempt}", words
        case st.Preparing(facts, step):
            return f"{step}.preparing", line(context, "preparing", facts.language)
        case st.Signing(facts, step):
            return step, context.script.step(step).say[facts.language]
        case st.Parting(facts, step, Ending.QUOTED) if not facts.is_enquiry:
            return step, line(context, "quote", facts.language)
        case st.Parting(facts, step, ending):
            return step, context.script.partings[ending][facts.language]
        case _:
            return _speech_over(context, state)


def _look_again(context: Context, language: Language, hint: str) -> str:
    """First what would help, if it is known."""
    again = line(context, "face_again", language)
    helps = RETRY_TEXTS.get(hint) or (COACH_TEXTS[Move(hint)] if hint in set(Move) else None)
    if helps is None:
        return again
    return f"{helps[language]}{again}" if language is Language.ZH_CN else f"{helps[language]} {again}"


_Further = st.Overlay | st.ResumingQuote | st.FindingCase | st.ChoosingCase


def _speech_over(context: Context, state: _Further) -> tuple[str, str]:
    """What is said in a state that lies over the script, or beside it."""
    match state:
        case st.Confirming(reply, resume):
            said = line(context, "confirm_reply", resume.facts.language, said=meaning(resume, reply.understood))
            return "confirm_reply", said
        case st.Explaining(_, answer):
            return ("explain", "explain.again", "explain.person")[state.wording], answer
        case st.Supposing(supposed, offer, resume):
            asked, below = supposed.supposition, supposed.first
            on_top = f".on.{below.supposition.what}.{below.supposition.number}" if below is not None else ""
            key = f"what_if.{offer}.{asked.what}.{asked.number}{on_top}"
            return key, supposed.said[resume.facts.language]
        case st.TakingQuote() | st.ResumingQuote():
            return quote_speech(context, state)
        case st.FindingCase(facts, step):
            return step, context.script.step(step).say[facts.language]
        case st.ChoosingCase(facts, step):
            return f"{step}.choose", line(context, "case_choose", facts.language)
        case st.ShowingKnown(resume):
            return "known", line(context, "known", resume.facts.language)
        case st.Paused(resume):
            return "paused", line(context, "paused", resume.facts.language)
        case st.CallingStaff(resume):
            return "calling_staff", line(context, "calling_staff", resume.facts.language)
        case st.AskingToLeave(resume):
            name = "leave_quote" if may_think_over(resume.facts) else "leave"
            return name, line(context, name, resume.facts.language)
        case st.AskingPresence(resume, why):
            name = "presence" if why is None else f"presence_{why}"
            return name, line(context, name, resume.facts.language)
        case st.CheckingPresence(resume):
            return "presence_staff", line(context, "presence_staff", resume.facts.language)
        case st.DeviceLost(_, resume):
            return "device_lost", line(context, "device_lost", resume.facts.language)


def term_key(step: str, item: SheetItem) -> str:
    """The utterance by which a term counts as heard."""
    return f"{step}.{item.id}"


def grammar(context: Context, state: st.State) -> Grammar | None:
    """What may be answered by voice in a state; None: nothing but what is always heard (or nothing at all)."""
    match state:
        case st.Welcoming():
            return Grammar(_GO_ON | {Intent.CHOICE}, None, tuple((str(w), (t.zh, t.en)) for w, t in WAYS.items()))
        case st.Telling() | st.Parting():
            return Grammar(_GO_ON)
        case st.ShowingAffordability():
            named = tuple((key, (text.zh, text.en)) for key, text in BURDEN_ANSWERS.items())
            return Grammar(_GO_ON | {Intent.CHOICE}, None, named)
        case st.AskingToLeave(resume) if may_think_over(resume.facts):
            named = ((THINK_OVER, (THINK_OVER_WORDS.zh, THINK_OVER_WORDS.en)),)
            return Grammar(_YES_NO | {Intent.CHOICE}, None, named)
        case (
            st.AskingConsent() | st.AskingLight() | st.AskingPromised() | st.Confirming() | st.AskingToLeave()
            | st.ShowingDifferences() | st.ResumingQuote()
        ):  # fmt: skip
            return Grammar(_YES_NO)
        case st.TakingQuote():
            return Grammar(frozenset({Intent.NO, Intent.CONTINUE}))
        case st.AskingNeed(_, step):
            return _need_grammar(context, context.script.step(step).need)
        case st.Choosing(facts, _, order):
            names = {o.id: o.provider.name for o in facts.opening.offers}
            choices = tuple((str(i), (names[i].zh, names[i].en)) for i in order)
            ordinals = (Decimal(1), Decimal(len(order)))
            return Grammar(frozenset({Intent.CHOICE, Intent.NUMBER, Intent.NO}), ordinals, (*choices, _HAVE_QUOTE))
        case st.ChoosingCase(_, _, cases):
            return Grammar(frozenset({Intent.NUMBER, Intent.NO}), (Decimal(1), Decimal(len(cases))))
        case st.ReadingTerm(_, _, _, _, heard):
            return Grammar(_ACKNOWLEDGE) if heard else Grammar(frozenset())
        case st.AskingPromise(_, _, topic):
            if topic is PromiseTopic.BUNDLED:
                return Grammar(_YES_NO)
            return Grammar(frozenset({Intent.NUMBER, Intent.NO}), (Decimal(0), context.amount_bounds[1]))
        case st.ChoosingPath():
            return Grammar(frozenset({Intent.CHOICE}), None, tuple((k, (t.zh, t.en)) for k, t in PATHS.items()))
        case st.TeachingBack(worded=OpenQuestion()):
            return Grammar(frozenset({Intent.WORDS}))
        case st.TeachingBack(_, _, question):
            return question.grammar
        case st.ReadingBack():
            return Grammar(_YES_NO)
        case st.Correcting(under=under):
            return grammar(context, under)
        case st.Explaining():
            return Grammar(_GO_ON | {Intent.NO})
        case st.Supposing(supposed, offer, resume):
            return _month_grammar(supposed, offer, resume)
        case st.Paused() | st.AskingPresence() | st.CallingStaff() | st.ShowingKnown():
            return Grammar(_GO_ON)
        case (
            st.ReadingCard() | st.ReviewingCard() | st.CheckingFace() | st.AwaitingStaff() | st.Signing()
            | st.FindingCase()
            | st.Preparing() | st.CheckingPresence() | st.DeviceLost()
        ):  # fmt: skip
            return Grammar(frozenset())
        case _:
            return None


def _month_grammar(supposed: Supposed, offer: OfferId, resume: st.ScriptState) -> Grammar:
    """Another month may be said where it is paid early."""
    meant = next(each for each in resume.facts.opening.offers if each.id == offer)
    below = supposed.first
    first, last = months_allowed(meant) if below is None else months_after(meant, below.supposition)
    if supposed.supposition.what not in BY_MONTH or first > last:
        return Grammar(_GO_ON)
    return Grammar(_GO_ON | {Intent.NUMBER}, (Decimal(first), Decimal(last)))


def _need_grammar(context: Context, need: Need | None) -> Grammar:
    if need is Need.PURPOSE:
        choices = tuple((str(p), (text.zh.split("，")[0], text.en.split(",")[0])) for p, text in PURPOSES.items())
        return Grammar(frozenset({Intent.CHOICE}), None, (*choices, _HAVE_QUOTE))
    low = context.amount_bounds[0] if need is Need.AMOUNT else Decimal(0)
    return Grammar(frozenset({Intent.NUMBER, Intent.CHOICE}), (low, context.amount_bounds[1]), (_HAVE_QUOTE,))


def meaning(state: st.ScriptState, understood: Understood) -> str:
    """What a reply means, in the borrower's words, for confirmation and read-back."""
    if isinstance(state, st.Correcting):
        return meaning(state.under, understood)
    language = state.facts.language
    zh = language is Language.ZH_CN
    if isinstance(state, st.AskingLight) and understood.intent in LIGHT_ANSWERS:
        return LIGHT_ANSWERS[understood.intent][language]
    if isinstance(state, st.ResumingQuote) and understood.intent in RESUME_ANSWERS:
        return RESUME_ANSWERS[understood.intent][language]
    match understood.intent:
        case Intent.YES:
            return "同意" if zh and isinstance(state, st.AskingConsent) else "是" if zh else "Yes"
        case Intent.NO:
            if isinstance(state, st.ChoosingCase):
                return NO_CASE[language]
            if isinstance(state, st.Choosing):
                return "都不要" if zh else "None of these"
            return "不同意" if zh and isinstance(state, st.AskingConsent) else "没有" if zh else "No"
        case Intent.UNDERSTOOD | Intent.CONTINUE:
            return "听清楚了" if zh else "I have heard it"
        case Intent.NUMBER:
            return _number_words(state, understood.value or Decimal(0), zh)
        case Intent.CHOICE:
            return _choice_words(state, understood.choice or "", language)
        case _:
            return understood.text


def _number_words(state: st.ScriptState, value: Decimal, zh: bool) -> str:
    number = f"{value.normalize():,f}"
    if isinstance(state, st.AskingNeed) or (
        isinstance(state, st.AskingPromise) and state.topic is not PromiseTopic.RATE
    ):
        return f"{number} 元" if zh else f"{number} yuan"
    if isinstance(state, st.AskingPromise):
        return f"{number}%"
    if isinstance(state, st.ChoosingCase):
        place = int(value)
        language = state.facts.language
        return case_words(state.cases[place - 1], language) if 1 <= place <= len(state.cases) else number
    if isinstance(state, st.Choosing):
        return f"第{number}家" if zh else f"Number {number}"
    if isinstance(state, st.TeachingBack) and state.question.kind is QuestionKind.NUMBER:
        return f"{number}{state.question.unit}"
    return number


def _choice_words(state: st.ScriptState, choice: str, language: Language) -> str:
    match state:
        case st.AskingNeed():
            return PURPOSES[Purpose(choice)][language] if choice in set(Purpose) else choice
        case st.ShowingAffordability():
            return BURDEN_ANSWERS[choice][language] if choice in BURDEN_ANSWERS else choice
        case st.ChoosingPath():
            return PATHS[choice][language] if choice in PATHS else choice
        case st.ChoosingCase(cases=cases):
            return next((case_words(each, language) for each in cases if each.id == choice), choice)
        case st.Choosing(facts):
            return next((o.provider.name[language] for o in facts.opening.offers if o.id == choice), choice)
        case st.TeachingBack(_, _, question):
            return next((c.text for c in question.choices if c.key == choice), choice)
        case _:
            return choice
