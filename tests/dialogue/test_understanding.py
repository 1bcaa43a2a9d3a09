"""Acceptance rules: rather ask again than guess. Nothing wrong is ever taken."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.lexicon import PHRASES
from kiosk.dialogue.understanding import understand
from kiosk.domain.speech import (
    ALWAYS_HEARD,
    Grammar,
    Intent,
    Language,
    NotUnderstood,
    Transcript,
    Understanding,
    Understood,
)

ZH, EN = Language.ZH_CN, Language.EN
OPEN = Grammar(frozenset(Intent) - {Intent.WORDS}, (Decimal(0), Decimal(10**7)))
YES_NO = Grammar(frozenset({Intent.YES, Intent.NO}))
NUMBER = Grammar(frozenset({Intent.NUMBER}), (Decimal(0), Decimal(10**7)))
NOTHING = Grammar(frozenset())
LENDERS = Grammar(
    frozenset({Intent.CHOICE}),
    None,
    (
        ("1", ("江禾示范银行", "第一个", "选一", "一")),
        ("2", ("安禾示范消费金融公司", "第二个", "选二", "二")),
        ("3", ("9,106.64 元", "第三个", "选三", "三")),
    ),
)


def hear(
    text: str, grammar: Grammar = OPEN, language: Language = ZH, *, sure: float = -0.3, seconds: float | None = None
) -> Understanding:
    long_enough = max(0.5, 0.25 * len(text)) if seconds is None else seconds
    return understand(Transcript(text, language, sure, long_enough), grammar, language)


def intent(found: Understanding) -> Intent | None:
    return found.intent if isinstance(found, Understood) else None


def reason(found: Understanding) -> str | None:
    return found.reason if isinstance(found, NotUnderstood) else None


@pytest.mark.parametrize("language", list(Language))
def test_every_phrase_of_the_lists_is_understood(language: Language) -> None:
    grammar = Grammar(frozenset(PHRASES[language]))
    for wanted, phrases in PHRASES[language].items():
        for phrase in phrases:
            assert intent(hear(phrase, grammar, language)) is wanted, phrase


@pytest.mark.parametrize("language", list(Language))
def test_a_phrase_stands_under_one_intent(language: Language) -> None:
    for (_, one), (_, other) in combinations(PHRASES[language].items(), 2):
        assert not set(one) & set(other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("同意。", Intent.YES),
        ("我 同意", Intent.YES),
        ("不同意", Intent.NO),
        ("不要！", Intent.NO),
        ("听清楚了", Intent.UNDERSTOOD),
        ("停止", Intent.STOP),
        ("为什么?", Intent.EXPLAIN),
        ("再说一遍", Intent.REPEAT),
        ("等一下", Intent.WAIT),
        ("拜托", None),
        ("统意", Intent.YES),
        ("清除", Intent.UNDERSTOOD),
        ("亭子", Intent.STOP),
        ("婷", Intent.STOP),
        ("电视", None),
        ("我要停子", Intent.STOP),
    ],
)
def test_heard_by_its_sound(text: str, wanted: Intent | None) -> None:
    assert intent(hear(text, Grammar(frozenset(PHRASES[ZH])))) is wanted


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("不确认", Intent.YES),
        ("确认不", Intent.YES),
        ("不同意", Intent.YES),
        ("没同意", Intent.YES),
        ("布同意", Intent.YES),
        ("别同意", Intent.YES),
        ("未同意", Intent.YES),
        ("同意", Intent.NO),
        ("清楚", Intent.EXPLAIN),
        ("不清楚", Intent.UNDERSTOOD),
        ("没听懂", Intent.UNDERSTOOD),
        ("听懂", Intent.EXPLAIN),
        ("不可以", Intent.YES),
        ("我不是不同意", Intent.NO),
        ("不行吗", Intent.YES),
        ("统一", Intent.YES),
        ("十", Intent.YES),
        ("不停止", Intent.STOP),
        ("不继续", Intent.CONTINUE),
    ],
)
def test_negations_and_numbers_are_exact(text: str, never: Intent) -> None:
    for grammar in (OPEN, YES_NO, Grammar(frozenset(PHRASES[ZH]))):
        assert intent(hear(text, grammar)) is not never


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("i don't agree", Intent.YES),
        ("i do not agree", Intent.YES),
        ("i agree", Intent.NO),
        ("not okay", Intent.YES),
        ("i don't understand", Intent.UNDERSTOOD),
        ("i understand", Intent.EXPLAIN),
        ("not clear", Intent.UNDERSTOOD),
        ("don't stop", Intent.STOP),
        ("no problem", Intent.NO),
        ("know", Intent.NO),
        ("yes and no", Intent.YES),
        ("i never agree", Intent.YES),
        ("on", Intent.NO),
        ("go", Intent.NO),
    ],
)
def test_english_negations_are_exact(text: str, never: Intent) -> None:
    for grammar in (OPEN, YES_NO, Grammar(frozenset(PHRASES[EN]))):
        assert intent(hear(text, grammar, EN)) is not never


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("九千一百零六块六毛四", ZH, "9106.64"),
        ("3万2", ZH, "32000"),
        ("一百零五。", ZH, "105"),
        ("零", ZH, "0"),
        ("Thirty-two thousand.", EN, "32000"),
        ("Five.", EN, "5"),
        ("9,106.64 yuan", EN, "9106.64"),
    ],
)
def test_numbers(text: str, language: Language, value: str) -> None:
    found = hear(text, NUMBER, language)
    assert isinstance(found, Understood)
    assert found.value == Decimal(value)


def test_a_number_out_of_bounds_or_not_asked_for_is_not_taken() -> None:
    assert intent(hear("五万", Grammar(frozenset({Intent.NUMBER}), (Decimal(0), Decimal(100))))) is None
    assert intent(hear("五万", YES_NO)) is None
    assert intent(hear("-5", NUMBER)) is None
    assert intent(hear("两年", NUMBER)) is None


def test_ten_and_yes_sound_the_same_and_are_asked_again_where_both_may_come() -> None:
    assert reason(hear("是")) == "ambiguous"
    assert reason(hear("十")) == "ambiguous"
    assert intent(hear("是", YES_NO)) is Intent.YES
    ten = hear("十", NUMBER)
    assert isinstance(ten, Understood)
    assert ten.value == 10
    assert intent(hear("是", NUMBER)) is None
    assert intent(hear("是", Grammar(frozenset({Intent.NUMBER, Intent.NO}), (Decimal(0), Decimal(100))))) is None


def test_digits_that_the_recogniser_repeats() -> None:
    once = hear("9 9 9", NUMBER, EN, seconds=0.48)
    assert isinstance(once, Understood)
    assert once.value == 9
    assert intent(hear("9 9 9", NUMBER, EN, seconds=1.5)) is None
    assert intent(hear("1 2 3", NUMBER, EN, seconds=0.6)) is None
    assert reason(hear("44", NUMBER, ZH, seconds=0.42)) == "ambiguous"
    said = hear("44", NUMBER, ZH, seconds=0.9)
    assert isinstance(said, Understood)
    assert said.value == 44


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("江禾示范银行", "1"),
        ("第一个", "1"),
        ("第二个", "2"),
        ("二", "2"),
        ("2", "2"),
        ("选三", "3"),
        ("九千一百零六块六毛四", "3"),
        ("江河示范银行", "1"),
        ("九千一百", None),
        ("示范银行", None),
        ("第四个", None),
        ("四", None),
        ("安禾示范", "2"),
    ],
)
def test_choices(text: str, key: str | None) -> None:
    found = hear(text, LENDERS)
    assert (found.choice if isinstance(found, Understood) else None) == key


def test_two_choices_that_sound_alike_are_asked_again() -> None:
    alike = Grammar(frozenset({Intent.CHOICE}), None, (("1", ("江禾银行",)), ("2", ("江河银行",))))
    assert reason(hear("江禾银行", alike)) == "ambiguous"


def test_what_may_always_be_said() -> None:
    for phrase, wanted in (
        ("停止", Intent.STOP),
        ("再说一遍", Intent.REPEAT),
        ("帮助", Intent.HELP),
        ("慢一点", Intent.SLOWER),
        ("大声点", Intent.LOUDER),
        ("声音太大了", Intent.QUIETER),
    ):
        for grammar in (NOTHING, YES_NO, NUMBER, LENDERS):
            assert intent(hear(phrase, grammar)) is wanted
    assert {intent(hear(phrases[0], NOTHING)) for phrases in PHRASES[ZH].values()} - {None} == set(ALWAYS_HEARD)


def test_what_is_not_an_answer_now_is_not_taken() -> None:
    assert reason(hear("同意", NOTHING)) == "not_now"
    assert reason(hear("继续", YES_NO)) == "not_now"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("提前还款要多少钱", ZH),
        ("那我想问一下，利息是怎么算的？", ZH),
        ("晚还几天会怎么样，有罚息吗", ZH),
        ("what is the interest rate", EN),
        ("Can I pay early?", EN),
    ],
)
def test_a_question_may_come_at_any_time(text: str, language: Language) -> None:
    for grammar in (NOTHING, YES_NO, NUMBER):
        assert intent(hear(text, grammar, language)) is Intent.QUESTION


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今天天气怎么样", ZH),
        ("我相信很好吃", ZH),
        ("你吃饭了吗", ZH),
        ("这个贷款", ZH),
        ("我想想再说吧", ZH),
        ("我要是同意了呢", ZH),
        ("他说同意", ZH),
        ("好像是吧", ZH),
        ("要", ZH),
        ("没关系", ZH),
        ("字幕由志愿者提供", ZH),
        ("请订阅点赞转发", ZH),
        ("谢谢观看", ZH),
        ("嗯", ZH),
        ("啊", ZH),
        ("...", ZH),
        ("  ", ZH),
        ("🎵", ZH),
        ("yes", ZH),
        ("A", ZH),
        ("thank you for watching", EN),
        ("you", EN),
        ("bye bye bye", EN),
        ("right", EN),
        ("the child hurt the dog", EN),
        ("i might agree", EN),
        ("if i agree", EN),
        ("same", EN),
        ("同意", EN),
    ],
)
def test_everything_else_is_not_understood(text: str, language: Language) -> None:
    assert intent(hear(text, OPEN, language)) is None


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Stop Stop", EN, Intent.STOP),
        ("No, no, no.", EN, Intent.NO),
        ("Repeat that Repeat that", EN, Intent.REPEAT),
        ("I don't agree. I don't agree.", EN, Intent.NO),
        ("Stop go stop", EN, None),
        ("yes no yes no", EN, None),
    ],
)
def test_a_phrase_said_over_and_over_is_that_phrase(text: str, language: Language, wanted: Intent | None) -> None:
    assert intent(hear(text, OPEN, language)) is wanted


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.24])
def test_too_short_a_sound(seconds: float) -> None:
    assert reason(hear("好", YES_NO, seconds=seconds)) == "too_short"


@pytest.mark.parametrize("sure", [-1.01, -5.0, float("-inf"), float("nan")])
def test_too_unsure(sure: float) -> None:
    assert reason(hear("同意", YES_NO, sure=sure)) == "unsure"


def test_a_text_that_the_sound_cannot_hold_was_made_up() -> None:
    assert reason(hear("我同意我听清楚了请继续往下讲", OPEN, seconds=0.5)) == "too_fast"


@given(
    text=st.text(max_size=40),
    sure=st.floats(-3, 0),
    seconds=st.floats(0, 30),
    language=st.sampled_from(list(Language)),
)
def test_no_text_breaks_it_and_only_what_may_be_said_is_taken(
    text: str, sure: float, seconds: float, language: Language
) -> None:
    for grammar in (NOTHING, YES_NO, NUMBER, LENDERS):
        found = hear(text, grammar, language, sure=sure, seconds=seconds)
        if isinstance(found, Understood):
            assert found.intent in grammar.intents | ALWAYS_HEARD | {Intent.QUESTION}


@given(
    prefix=st.sampled_from(["不", "没", "别", "未", "不是", "没有"]), phrase=st.sampled_from(PHRASES[ZH][Intent.YES])
)
def test_no_negation_before_a_yes_is_ever_a_yes(prefix: str, phrase: str) -> None:
    assert intent(hear(prefix + phrase, YES_NO)) is not Intent.YES
