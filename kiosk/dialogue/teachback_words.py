"""Teach-back in the borrower's own words: graded by rules on the figures of the cash flow, never by likeness.

Right is only what says the right figure beside its notion, nothing else about money, and no denial. Everything in
doubt is unclear and is asked again by touch; a "yes", or the guide's own sentence read back, never passes.
Order: the words (1), whose they are (2), what they deny (3), the figures (4), the notions (5).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from kiosk.dialogue.amount import Unit
from kiosk.dialogue.free_numbers import Said, numbers_in
from kiosk.dialogue.retrieval import names_one_of
from kiosk.domain.speech import Language, Text


class Verdict(StrEnum):
    """`unclear` is asked again by touch and costs nothing."""

    RIGHT = "right"
    WRONG = "wrong"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Graded:
    """`reason`: a word for the evidence."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A number beside one of `words` (a pattern) must be one of `values`; `unit`: money, or days of the month."""

    name: str
    words: str
    values: tuple[Decimal, ...]
    tolerance: Decimal = Decimal(0)
    unit: Unit = Unit.YUAN

    def holds(self, value: Decimal) -> bool:
        """Within the tolerance of one of them."""
        return any(abs(value - right) <= self.tolerance for right in self.values)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One fact asked for in own words. `needs`: claims that must be made; `notions`: patterns of which each must be in
    the answer; `harmless`: negations that deny nothing; `denials`: what turns the fact round."""

    id: str
    fact: str
    text: str
    language: Language
    claims: tuple[Claim, ...]
    needs: tuple[str, ...]
    notions: tuple[str, ...]
    harmless: str
    denials: str
    explanation: Text
    example: Text
    names: tuple[str, ...] = ()
    """The lender by its sound, where the fact is who lends."""
    strangers: tuple[str, ...] = ()


_LONGEST = {Language.ZH_CN: 160, Language.EN: 480}
_ASKS = {
    Language.ZH_CN: re.compile("[?？]|吗|是不是|对不对|多少|什么|怎么办呢|哪[个家里]|谁呢|几号"),
    Language.EN: re.compile(
        r"\?|\b(?:how much|what (?:is|are|was)|which (?:day|one)|who is|is it|am i right|right then)\b", re.I
    ),
}
_DOUBTS = {
    Language.ZH_CN: re.compile(
        "不知道|不清楚|不记得|记不|忘了|忘记|不晓得|猜|随便|不懂|不明白|不会(?:说|答|算|讲)|没听|说不"
    ),
    Language.EN: re.compile(
        r"don'?t know|do not know|no idea|forgot|not sure|guess|whatever|can'?t remember|not clear", re.I
    ),
}
_NEGATIONS = {
    Language.ZH_CN: re.compile("[不没未无非莫勿甭]|别(?!的|人|家|处)"),
    Language.EN: re.compile(r"\b(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot)\b|n['’]t\b", re.I),
}
_COMMON_HARMLESS = {
    Language.ZH_CN: "不过|不管|不但|不仅|差不多|没错|不错|无论|不等",
    Language.EN: r"no doubt|no matter|not only",
}
_PARROT = 0.8
"""Share of the answer that the guide's own words hold in one row: above it he reads back what he heard."""
_ALIKE, _ALIKE_WITHOUT_FIGURES = 0.95, 0.85
"""Likeness to one whole sentence of the guide: above it a word slipped or was misheard, and it is still the guide's."""
_LEAST = 8
"""Signs (zh) or, times three, letters (en) from which likeness to what was said tells anything."""
_SENTENCE = re.compile("(?<=[。！？!?])|(?<=[.]) ")
_STOPS = "[，。；、,.;]"
_REACH = 10
"""Signs between a number and the notion that it belongs to."""


def grade_words(
    question: OpenQuestion, words: str, just_said: tuple[str, ...] = (), guide: tuple[str, ...] = ()
) -> Graded:
    """Judge an answer; `just_said`: what was said last, or read to him; `guide`: what else the guide says in a session.
    A sentence of the guide is no answer of his, however long ago it was said; the question, its explanation and its
    example always belong to it."""
    text = _plain(words, question.language)
    numbers = numbers_in(text, question.language)
    return (
        _worth_grading(question, text)
        or _whose(question, text, just_said, guide)
        or _denied(question, text)
        or _figures(question, text, numbers)
        or _notions(question, text)
        or Graded(Verdict.RIGHT, "figures_and_notions")
    )


def _worth_grading(question: OpenQuestion, text: str) -> Graded | None:
    """(1) Words of this language, not too many, that say and do not ask."""
    language = question.language
    signs = len(re.findall(r"[\u4e00-\u9fff]", text))
    letters = len(re.findall(r"[A-Za-z]", text))
    if not signs and not letters and not re.search(r"\d", text):
        return Graded(Verdict.UNCLEAR, "no_words")
    if (language is Language.ZH_CN and letters > signs) or (language is Language.EN and signs):
        return Graded(Verdict.UNCLEAR, "other_language")
    if len(text) > _LONGEST[language]:
        return Graded(Verdict.UNCLEAR, "too_long")
    if _ASKS[language].search(text):
        return Graded(Verdict.UNCLEAR, "asks")
    if _DOUBTS[language].search(text):
        return Graded(Verdict.UNCLEAR, "doubts")
    return None


def _whose(question: OpenQuestion, text: str, just_said: tuple[str, ...], guide: tuple[str, ...]) -> Graded | None:
    """(2) The question, the explanation or anything of the guide's read back is the guide's, not his.

    Of what was said long ago a whole sentence counts; a part of one as well, where no figure had to be kept in mind.
    """
    mine, language = _core(question, text), question.language
    if len(mine) < _LEAST * (1 if language is Language.ZH_CN else 3):
        return None
    explained = question.explanation[language], question.example[language]
    ever = (*explained, " ".join(explained), *guide)
    near = (question.text, *just_said) if question.needs else (question.text, *just_said, *ever)
    if any(_held_by(mine, _core(question, _plain(said, language))) for said in near):
        return Graded(Verdict.UNCLEAR, "parrot")
    whole = (part for said in ever for part in {said, *_SENTENCE.split(said)})
    least = _ALIKE if question.needs else _ALIKE_WITHOUT_FIGURES
    if any(_alike(mine, _core(question, _plain(part, language)), least) for part in whole):
        return Graded(Verdict.UNCLEAR, "parrot")
    return None


def _held_by(mine: str, theirs: str) -> bool:
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    return matcher.find_longest_match().size >= _PARROT * len(mine)


def _alike(mine: str, theirs: str, least: float) -> bool:
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    return matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and matcher.ratio() > least


def _denied(question: OpenQuestion, text: str) -> Graded | None:
    """(3) What turns it round is wrong; any other negation leaves doubt."""
    if question.denials and re.search(question.denials, text, re.I):
        return Graded(Verdict.WRONG, "other_sense")
    harmless = "|".join(part for part in (question.harmless, _COMMON_HARMLESS[question.language]) if part)
    rest = re.sub(harmless, "", text, flags=re.I)
    if _NEGATIONS[question.language].search(rest):
        return Graded(Verdict.UNCLEAR, "negated")
    return None


def _figures(question: OpenQuestion, text: str, numbers: tuple[Said, ...]) -> Graded | None:
    """(4) Each number is what its notion says, and those that are needed are there."""
    if any(said.amount is None for said in numbers):
        return Graded(Verdict.UNCLEAR, "number_not_read")
    made: set[str] = set()
    false: list[str] = []
    for said in numbers:
        claim = _claim_of(question, text, said, numbers)
        assert said.amount is not None
        if claim is not None and claim.holds(said.amount.value):
            made.add(claim.name)
        elif claim is not None or said.is_money:
            false.append(claim.name if claim else "no_notion")
    if made and not any(name in question.needs and name not in made for name in false):
        if false:
            return Graded(Verdict.UNCLEAR, "contradiction")
    elif false:
        return Graded(Verdict.UNCLEAR if false == ["no_notion"] and _bare(question, numbers) else Verdict.WRONG,
                      "other_figure")  # fmt: skip
    missing = [name for name in question.needs if name not in made]
    return Graded(Verdict.UNCLEAR, f"no_{missing[0]}") if missing else None


def _bare(question: OpenQuestion, numbers: tuple[Said, ...]) -> bool:
    """The right figure alone, without a word on what it is: asked again by touch, not counted as wrong."""
    money = [said.amount.value for said in numbers if said.amount is not None and said.is_money]
    needed = [claim for claim in question.claims if claim.name in question.needs and claim.unit is Unit.YUAN]
    return len(money) == 1 and any(claim.holds(money[0]) for claim in needed)


def _notions(question: OpenQuestion, text: str) -> Graded | None:
    """(5) What must be in it besides figures."""
    if question.names and not names_one_of(text, question.names, question.language):
        named = names_one_of(text, question.strangers, question.language)
        return Graded(Verdict.WRONG, "other_name") if named else Graded(Verdict.UNCLEAR, "no_name")
    if question.strangers and names_one_of(text, question.strangers, question.language):
        return Graded(Verdict.UNCLEAR, "two_names")
    for number, notion in enumerate(question.notions):
        if not re.search(notion, text, re.I):
            return Graded(Verdict.UNCLEAR, f"no_notion_{number + 1}")
    return None


def _claim_of(question: OpenQuestion, text: str, said: Said, numbers: tuple[Said, ...]) -> Claim | None:
    """The claim whose words stand nearest before the number, else nearest behind it, with no other number between."""
    assert said.amount is not None
    if said.amount.unit in (Unit.DAY, Unit.MONTH, Unit.YEAR, Unit.COUNT, Unit.PERCENT):
        return next((claim for claim in question.claims if claim.unit is said.amount.unit), None)
    reach = _REACH * (1 if question.language is Language.ZH_CN else 3)
    before = max((other.ends for other in numbers if other.ends <= said.begins), default=0)
    behind = min((other.begins for other in numbers if other.begins >= said.ends), default=len(text))
    ahead = text[max(before, said.begins - reach) : said.begins]
    after = re.split(_STOPS, text[said.ends : min(behind, said.ends + reach)])[0]
    return (
        _last(question.claims, re.split(_STOPS, ahead)[-1])
        or _first(question.claims, after)
        or _last(question.claims, ahead)
    )


def _last(claims: tuple[Claim, ...], text: str) -> Claim | None:
    places = [(match.end(), len(match[0]), claim) for claim in claims if claim.unit is Unit.YUAN
              for match in re.finditer(claim.words, text, re.I)]  # fmt: skip
    return max(places, key=lambda place: place[:2])[2] if places else None


def _first(claims: tuple[Claim, ...], text: str) -> Claim | None:
    places = [(match.start(), -len(match[0]), claim) for claim in claims if claim.unit is Unit.YUAN
              for match in re.finditer(claim.words, text, re.I)]  # fmt: skip
    return min(places, key=lambda place: place[:2])[2] if places else None


def _plain(words: str, language: Language) -> str:
    text = unicodedata.normalize("NFKC", words).strip()
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text) if language is Language.ZH_CN else text


def _core(question: OpenQuestion, text: str) -> str:
    """What is compared: figures as digits, no names, no punctuation."""
    text = re.sub(r"(?<=[0-9])\s+(?=[元块%])", "", text) if question.language is Language.ZH_CN else text
    for said in reversed(numbers_in(text, question.language)):
        value = f"{said.amount.value.normalize():f}" if said.amount is not None else ""
        text = f"{text[: said.begins]} {value} {text[said.ends :]}"
    plain = text.lower()
    for name in question.names:
        plain = plain.replace(name, "")
    return re.sub(r"[^\u4e00-\u9fffa-z0-9]", "", plain)
