"""What `benchmarks.answers` has the voices say, and what is awaited when it is said."""

from dataclasses import dataclass
from decimal import Decimal

from benchmarks.questions import training_offers
from kiosk.domain.speech import Grammar, Intent, Language


@dataclass(frozen=True, slots=True)
class Answer:
    """`intent` None: no answer, and nothing may be taken. A choice's `value` is its place, `choice` its key."""

    words: str
    language: Language
    intent: Intent | None
    value: Decimal | None = None
    choice: str | None = None


OFFERS = training_offers()
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))
TERM = Grammar(frozenset({Intent.UNDERSTOOD, Intent.CONTINUE, Intent.YES}))
AMOUNT = Grammar(frozenset({Intent.NUMBER}), (Decimal(0), Decimal(10_000_000)))
CHOICE = Grammar(
    frozenset({Intent.CHOICE, Intent.NUMBER, Intent.NO}), (Decimal(1), Decimal(len(OFFERS))),
    tuple((str(offer.id), (offer.provider.name.zh, offer.provider.name.en)) for offer in OFFERS),
)  # fmt: skip

_WORDS: dict[Language, dict[Intent | None, str]] = {
    Language.ZH_CN: {
        Intent.YES: "同意|我同意|是的|好的|可以|确认|愿意|没问题",
        Intent.NO: "不同意|我不同意|不要|不可以|不愿意|拒绝|不是|没有",
        Intent.UNDERSTOOD: "听清楚了|我明白了|听懂了|知道了",
        Intent.WAIT: "等一下|等等",
        Intent.STOP: "我不办了|停止",
        Intent.REPEAT: "再说一遍|请再说一遍",
        Intent.EXPLAIN: "什么意思|我听不懂",
        Intent.SLOWER: "慢一点|请说慢一点",
        Intent.HELP: "叫人|叫工作人员",
        None: "今天天气真好|我们去吃饭吧|他还在路上|孩子快放学了|把杯子递给我|好，不要|同意不同意",
    },
    Language.EN: {
        Intent.YES: "yes|yes please|I agree|of course|that's right|yes I do|okay|I confirm",
        Intent.NO: "no|no thank you|I don't agree|I disagree|I refuse|I do not want it|none of these|that's wrong",
        Intent.UNDERSTOOD: "I understand|understood|got it|that is clear",
        Intent.WAIT: "wait a moment|just a minute",
        Intent.STOP: "I want to stop|I don't want this",
        Intent.REPEAT: "please repeat that|say that again",
        Intent.EXPLAIN: "what does that mean|I don't understand",
        Intent.SLOWER: "more slowly|slow down",
        Intent.HELP: "please help me|call somebody",
        None: "the weather is nice today|let us have lunch|he is still on his way|pass me the cup|yes, no"
        "|I agree, no, I don't agree",
    },
}
_NUMBERS: dict[Language, dict[str, str]] = {
    Language.ZH_CN: {
        "三万二": "32000", "五万": "50000", "一万五千块": "15000", "八千": "8000", "九千一百零六块六毛四": "9106.64",
        "两千元": "2000", "十万": "100000", "四千五百": "4500", "一万零六百": "10600", "三百零五": "305",
    },
    Language.EN: {
        "thirty-two thousand": "32000", "fifty thousand": "50000", "fifteen thousand yuan": "15000",
        "eight thousand": "8000", "two thousand": "2000", "one hundred thousand": "100000",
        "four thousand five hundred": "4500", "ten thousand six hundred": "10600", "three hundred and five": "305",
        "nine thousand one hundred and six": "9106",
    },
}  # fmt: skip
_CHOICES: dict[Language, dict[str, int]] = {
    Language.ZH_CN: {
        "第一个": 1, "第二个": 2, "我选第三家": 3, "第四家": 4, "最后一个": 5, "江禾示范银行": 1,
        "安禾示范消费金融公司": 2, "海禾示范银行": 5,
    },
    Language.EN: {
        "the first one": 1, "the second one": 2, "number three": 3, "I choose the fourth one": 4, "the last one": 5,
        "the third bank": 3, "number two": 2, "option five": 5,
    },
}  # fmt: skip

SAID = tuple(
    [
        Answer(words, language, intent)
        for language, each in _WORDS.items()
        for intent, said in each.items()
        for words in said.split("|")
    ]
    + [
        Answer(words, language, Intent.NUMBER, Decimal(value))
        for language, each in _NUMBERS.items()
        for words, value in each.items()
    ]
    + [
        Answer(words, language, Intent.CHOICE, Decimal(place), str(OFFERS[place - 1].id))
        for language, each in _CHOICES.items()
        for words, place in each.items()
    ]
)


def grammar_of(answer: Answer) -> Grammar:
    """In which it is said; what is no answer is said where it would do most harm."""
    match answer.intent:
        case Intent.CHOICE:
            return CHOICE
        case Intent.NUMBER:
            return AMOUNT
        case Intent.UNDERSTOOD | Intent.CONTINUE:
            return TERM
        case _:
            return CONSENT
