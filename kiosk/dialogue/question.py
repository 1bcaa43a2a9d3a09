"""One teach-back question and how a reply is graded.

Right answers come from the cash flow and the offer only. A spoken amount may be round, but never so round that it
could be the tempting wrong one.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kiosk.dialogue.draw import Draw
from kiosk.domain.speech import Grammar, Intent, Language, Text, Understood

_LARGEST = Decimal(100_000_000)
_ORDINALS = {
    Language.ZH_CN: (
        ("第一个", "选一", "一"),
        ("第二个", "选二", "二"),
        ("第三个", "选三", "三"),
        ("第四个", "选四", "四"),
    ),
    Language.EN: (
        ("the first one", "number one", "one"),
        ("the second one", "number two", "two"),
        ("the third one", "number three", "three"),
        ("the fourth one", "number four", "four"),
    ),
}


class QuestionKind(StrEnum):
    """How a question is answered; both by voice and by touch."""

    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers on the screen; `key` is its place, from "1"."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`answer`: decimal digits, or the key of the right choice. `unit`: what the number counts, in the language."""

    id: str
    fact: str
    text: str
    kind: QuestionKind
    answer: str
    tolerance: Decimal
    unit: str
    choices: tuple[Choice, ...]
    grammar: Grammar
    explanation: Text


@dataclass(frozen=True, slots=True)
class Right:
    """Understood."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not yet; `explanation` says how it really is, without blame."""

    explanation: Text


Grade = Right | Wrong


@dataclass(frozen=True, slots=True)
class NumberDraft:
    """A question for a number. `tempting`: wrong answers that the tolerance must keep out."""

    id: str
    text: Text
    answer: Decimal
    unit: Text
    explanation: Text
    tempting: tuple[Decimal, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """A question with one right answer among plausible wrong ones; those that equal the right one fall away."""

    id: str
    text: Text
    right: Text
    wrong: tuple[Text, ...]
    explanation: Text


Draft = NumberDraft | ChoiceDraft


def grade(question: Question, understood: Understood) -> Grade:
    """Whether the reply is right; a reply of another kind is wrong."""
    if question.kind is QuestionKind.CHOICE:
        right = understood.intent is Intent.CHOICE and understood.choice == question.answer
    else:
        told = understood.value if understood.intent is Intent.NUMBER else None
        right = told is not None and abs(told - Decimal(question.answer)) <= question.tolerance
    return Right() if right else Wrong(question.explanation)


def question_of(fact: str, draft: Draft, language: Language, draw: Draw) -> Question:
    """A draft in one language, its choices in a drawn order."""
    if isinstance(draft, NumberDraft):
        return Question(
            id=draft.id,
            fact=fact,
            text=draft.text[language],
            kind=QuestionKind.NUMBER,
            answer=str(draft.answer),
            tolerance=Decimal(0) if draft.exact else tolerance(draft.answer, draft.tempting),
            unit=draft.unit[language],
            choices=(),
            grammar=Grammar(frozenset({Intent.NUMBER}), (Decimal(0), _LARGEST)),
            explanation=draft.explanation,
        )
    return _choice_question(fact, draft, language, draw)


def tolerance(answer: Decimal, tempting: tuple[Decimal, ...] = ()) -> Decimal:
    """One per cent or one yuan, and less than half the way to any tempting wrong answer.

    >>> tolerance(Decimal(97000)), tolerance(Decimal(99500), (Decimal(100000),))
    (Decimal('970.00'), Decimal('200'))
    """
    allowed = max(Decimal(1), (abs(answer) / 100).quantize(Decimal("0.01")))
    return min([allowed, *((abs(answer - wrong) * 2 / 5) for wrong in tempting if wrong != answer)])


def _choice_question(fact: str, draft: ChoiceDraft, language: Language, draw: Draw) -> Question:
    right = draft.right[language]
    texts = list(dict.fromkeys([right, *(wrong[language] for wrong in draft.wrong)]))[:4]
    if len(texts) < 2:
        raise ValueError(f"question {draft.id}: a choice needs a wrong answer")
    choices = tuple(Choice(str(place), text) for place, text in enumerate(draw.shuffled(texts), start=1))
    words = tuple(
        (choice.key, (choice.text, *ordinals)) for choice, ordinals in zip(choices, _ORDINALS[language], strict=False)
    )
    return Question(
        id=draft.id,
        fact=fact,
        text=draft.text[language],
        kind=QuestionKind.CHOICE,
        answer=next(choice.key for choice in choices if choice.text == right),
        tolerance=Decimal(0),
        unit="",
        choices=choices,
        grammar=Grammar(frozenset({Intent.CHOICE}), None, words),
        explanation=draft.explanation,
    )
