"""What the guide says in a state, and what may be answered, in the way that the borrower chose.

By ear, everything that stands on the page is said: a page that can't be seen leaves nothing out.
"""

from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent import wording
from kiosk.consent.by_ear import answer_words, answers, by_ear, facts_in, place_of, sides
from kiosk.consent.context import Context
from kiosk.consent.facts import Facts
from kiosk.consent.known import views
from kiosk.consent.notices import with_notice
from kiosk.consent.wording import line
from kiosk.domain.consents import Chapter
from kiosk.domain.money import percent_text
from kiosk.domain.speech import Grammar, Intent, Language, Text
from kiosk.lending.wording import yuan

_FIELDS = {
    "name": Text("姓名", "Name"),
    "sex": Text("性别", "Sex"),
    "ethnicity": Text("民族", "Ethnic group"),
    "birth": Text("出生日期", "Date of birth"),
    "address": Text("住址", "Address"),
    "number": Text("证件号码", "Number"),
    "authority": Text("签发机关", "Issued by"),
    "valid_from": Text("有效期从", "Valid from"),
    "valid_to": Text("有效期到", "Valid until"),
    "nationality": Text("国籍", "Nationality"),
    "issuer": Text("签发国", "Issuing state"),
}
_UNREAD = Text("没有读出来，请工作人员看", "was not read; our staff will look")
_CONSENT = (
    ("receiver", Text("交给谁", "Who receives it")),
    ("retention", Text("保存多久", "How long it is kept")),
)
_CONTACT = Text("联系方式", "Contact")
_BURDEN = (
    ("income", Text("每月收入", "Monthly income")),
    ("living_floor", Text("生活必需", "Living costs")),
    ("debts", Text("已有还款", "Other debts")),
    ("payment", Text("这笔每月还", "This loan a month")),
    ("left_over", Text("还完后剩下", "Left over")),
    ("stressed_left", Text("收入少、债再多时剩下", "Left under stress")),
)
_MISSING = Text("缺", "missing")
_STOP = {Language.ZH_CN: "。", Language.EN: "."}
_COMMA = {Language.ZH_CN: "，", Language.EN: ", "}
_SHARE = Text("还款占收入", "Share of income")


def speech(context: Context, state: st.State) -> tuple[str, str] | None:
    """Key and text of what is said on entering a state; None: nothing."""
    facts = facts_in(state)
    said = with_notice(context, state, facts, wording.speech(context, state))
    if facts is None or not by_ear(state):
        return said
    if isinstance(state, st.ReadingBack):
        said = _reply(context, state)
    if isinstance(state, st.ReviewingCard) and said is not None:
        said = said[0], line(context, "ear_card", facts.language)
    if said is None:
        return None
    key, text = said
    several, place = answers(context, state), place_of(context, state)
    if several and place is not None:
        at = place.offered % len(several)
        offered = _sentence(answer_words(context, state, several[at], at), facts.language)
        begun = facts.place.asked == key
        typed = line(context, "ear_typed", facts.language, typed=place.typed) if place.typed else ""
        key = f"{key}.{place.offered}.{place.typed}".rstrip(".") if begun else key
        parts = (typed, offered) if begun else (text, offered)
        return key, _joined(facts.language, *parts, _sides(context, state, facts))
    return key, _joined(facts.language, text, *_besides(context, state, facts), _sides(context, state, facts))


def grammar(context: Context, state: st.State) -> Grammar | None:
    """What may be answered by voice; by ear also "yes" and "no" to the answer that was just said."""
    taken = wording.grammar(context, state)
    if taken is None or not by_ear(state):
        return taken
    if answers(context, state) and place_of(context, state) is not None:
        return replace(taken, intents=taken.intents | {Intent.YES, Intent.NO})
    return taken


def _sides(context: Context, state: st.State, facts: Facts) -> str:
    two, language = sides(context, state), facts.language
    if two is None:
        return ""
    return line(context, "ear_sides", language, right=two.right[language], left=two.left[language])


def _reply(context: Context, state: st.ReadingBack) -> tuple[str, str]:
    shown = [reply for reply in state.facts.replies if reply.number in state.numbers]
    language = state.facts.language
    # A term was said to its end before it could be answered; its title names it here.
    sheet = state.facts.sheet
    titles = {item.id: f"{item.title[language]}{_STOP[language]}" for item in sheet.items} if sheet is not None else {}
    asked = (titles.get(r.item, r.asked) if r.chapter is Chapter.DISCLOSURE else r.asked for r in shown)
    pairs = zip(asked, (r.said for r in shown), strict=True)
    said = (line(context, "ear_read_back", language, asked=words, said=answer) for words, answer in pairs)
    intro = context.script.step(state.step).say[language] if state.page == 0 else ""
    numbers = ".".join(str(number) for number in state.numbers)
    return f"{state.step}.{numbers}", _joined(language, intro, *said)


def _besides(context: Context, state: st.State, facts: Facts) -> tuple[str, ...]:
    """What else stands on the page."""
    language = facts.language
    match state:
        case st.Welcoming():
            return (line(context, "ear_welcome", language),)
        case st.AskingConsent(_, _, spec, partner):
            named = [_named(name, getattr(spec, key)[language], language) for key, name in _CONSENT]
            return (*named, _named(_CONTACT, partner.contact, language)) if partner else tuple(named)
        case st.ReviewingCard(_, _, _, fields):
            unread = _UNREAD[language]
            return tuple(_named(_FIELDS[f.name], f.value or unread, language) for f in fields if f.name in _FIELDS)
        case st.ShowingAffordability():
            return _burden(facts)
        case st.ShowingKnown():
            return _known(context, facts)
        case st.Explaining(clause=clause) if clause:
            return (line(context, "ear_clause", language, clause=clause),)
        case st.Signing():
            return (line(context, "ear_sign", language),)
        case st.Parting():
            return (line(context, "ear_parting", language),)
        case _ if answers(context, state):
            return (line(context, "ear_figure", language),)
        case _:
            return ()


def _burden(facts: Facts) -> tuple[str, ...]:
    verdict, language = facts.affordability, facts.language
    if verdict is None:
        return ()
    amounts = [_named(name, yuan(getattr(verdict, key))[language], language) for key, name in _BURDEN]
    return (*amounts, _named(_SHARE, percent_text(verdict.share), language)) if verdict.share else tuple(amounts)


def _known(context: Context, facts: Facts) -> tuple[str, ...]:
    """Each row of the three views: what, its value or that it is missing, and where it is from."""
    language, comma = facts.language, _COMMA[facts.language]
    rows = (row for view in views(context, facts) for row in view.rows)
    return tuple(
        _named(row.what, f"{(row.value or _MISSING)[language]}{comma}{row.source[language]}", language) for row in rows
    )


def _named(name: Text, value: str, language: Language) -> str:
    colon = "：" if language is Language.ZH_CN else ": "
    return _sentence(f"{name[language]}{colon}{value}", language)


def _sentence(words: str, language: Language) -> str:
    stop = "。" if language is Language.ZH_CN else "."
    return words if words.rstrip().endswith(("。", "？", "！", ".", "?", "!")) else words + stop


def _joined(language: Language, *parts: str) -> str:
    return ("" if language is Language.ZH_CN else " ").join(part for part in parts if part)
