"""What is supposed, and which is cheapest, in people's words: plainly, or not at all."""

import pytest

from kiosk.dialogue.asking import is_question
from kiosk.dialogue.choosing import asked_measure
from kiosk.dialogue.supposing import supposed_in
from kiosk.domain.speech import Grammar, Intent, Language
from kiosk.lending.fit import Measure
from kiosk.lending.what_if import Supposition, What

ZH, EN = Language.ZH_CN, Language.EN


@pytest.mark.parametrize(
    ("text", "what", "number"),
    [
        ("如果第六个月提前还清呢", What.EARLY, 6), ("要是一年后全部还清会怎样", What.EARLY, 12),
        ("半年后还清的话", What.EARLY, 6), ("如果3个月还清呢", What.EARLY, 3), ("两年后结清呢", What.EARLY, 24),
        ("如果三十天没还会怎么样", What.MISSED, 30), ("万一三个月还不上呢", What.MISSED, 90),
        ("晚还九十天要多少钱", What.MISSED, 90), ("利率涨一个点呢", What.RATE, 0),
        ("如果利息高一个百分点", What.RATE, 0), ("收入少两成怎么办", What.INCOME, 0),
        ("如果工资降低百分之二十", What.INCOME, 0),
    ],
)  # fmt: skip
def test_in_chinese(text: str, what: What, number: int) -> None:
    assert supposed_in(text, ZH) == Supposition(what, number)


@pytest.mark.parametrize(
    ("text", "what", "number"),
    [
        ("What if I pay it off after six months?", What.EARLY, 6),
        ("if I pay everything off in month 6", What.EARLY, 6),
        ("what if I pay it all off after a year", What.EARLY, 12),
        ("what if I pay it off after half a year", What.EARLY, 6),
        ("what happens if I miss 30 days", What.MISSED, 30), ("if I can't pay for three months", What.MISSED, 90),
        ("what if I am late for ninety days?", What.MISSED, 90),
        ("what if the rate goes up by one point", What.RATE, 0),
        ("if my income falls by 20 percent", What.INCOME, 0), ("what if I earn a fifth less", What.INCOME, 0),
    ],
)  # fmt: skip
def test_in_english(text: str, what: What, number: int) -> None:
    assert supposed_in(text, EN) == Supposition(what, number)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("提前还款要收钱吗", ZH), ("提前还清要钱吗", ZH), ("第一期晚十天要多付多少", ZH), ("不提前还清可以吗", ZH),
        ("第六个月和第十二个月还清呢", ZH), ("我第六个月还清", ZH), ("", ZH), ("？", ZH), ("如果" * 500, ZH),
        ("is paying early free", EN), ("what if I don't pay off early", EN), ("I paid it off in 6 months", EN),
        ("what if I pay ten days late", EN), ("what if", EN), ("if " * 500, EN),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_approved_knowledge(text: str, language: Language) -> None:
    assert supposed_in(text, language) is None


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("哪个最便宜", Measure.ANY), ("哪家每个月还得最少", Measure.MONTHLY), ("哪家一共还的最少", Measure.TOTAL),
        ("利率最低的是哪家", Measure.RATE), ("晚还钱哪家罚得最少", Measure.LATE), ("你推荐哪家", Measure.ADVICE),
        ("哪个最划算", Measure.ADVICE),
    ],
)  # fmt: skip
def test_by_which_figure_in_chinese(text: str, measure: Measure) -> None:
    assert asked_measure(text, ZH) is measure


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("which is cheapest", Measure.ANY), ("which one costs the least", Measure.ANY),
        ("who has the lowest rate", Measure.RATE), ("which has the smallest monthly payment", Measure.MONTHLY),
        ("what do you recommend", Measure.ADVICE), ("which is best for me", Measure.ADVICE),
    ],
)  # fmt: skip
def test_by_which_figure_in_english(text: str, measure: Measure) -> None:
    assert asked_measure(text, EN) is measure


@pytest.mark.parametrize(
    ("text", "language"),
    [("我要最便宜的", ZH), ("我选第二家", ZH), ("都不要", ZH), ("江禾示范银行", ZH), ("I want the cheapest", EN),
     ("the second one", EN), ("none of these", EN)],
)  # fmt: skip
def test_an_answer_is_no_such_question(text: str, language: Language) -> None:
    assert asked_measure(text, language) is None


def test_which_is_cheapest_is_heard_as_a_question_while_an_offer_is_to_be_chosen() -> None:
    awaited = Grammar(frozenset({Intent.CHOICE, Intent.NUMBER, Intent.NO}), None, (("a", ("甲", "A")),))
    assert is_question("哪个最便宜", awaited, ZH, None)
    assert is_question("which one is the cheapest", awaited, EN, None)
    assert not is_question("我要最便宜的", awaited, ZH, None)
