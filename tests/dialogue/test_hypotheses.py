"""The recogniser's other guesses: a reason to ask again, or the answer after all; never a number or a no left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.tempo import Tempo, collapsed, fewest_syllables
from kiosk.dialogue.understanding import understand
from kiosk.domain.speech import Grammar, Hypothesis, Intent, Language, Transcript, Understanding, Understood

ZH, EN = Language.ZH_CN, Language.EN
YES_NO = Grammar(frozenset({Intent.YES, Intent.NO}))
NUMBER = Grammar(frozenset({Intent.NUMBER}), (Decimal(0), Decimal(10**7)))
TEMPO = Tempo(6.5, 0.3)


def hear(*guesses: tuple[str, float], grammar: Grammar = YES_NO, language: Language = ZH, seconds: float = 1.0) -> str:
    (text, sure), *others = guesses
    heard = Transcript(text, language, sure, seconds, others=tuple(Hypothesis(*each) for each in others))
    return told(understand(heard, grammar, language))


def told(found: Understanding) -> str:
    if not isinstance(found, Understood):
        return found.reason
    return found.intent.value if found.value is None else str(found.value)


def test_a_guess_as_likely_counts_when_the_best_is_nothing_on_the_lists() -> None:
    assert hear(("熬的", -0.67), ("好的", -0.65), ("澳的", -1.06)) == "yes"
    assert hear(("是等", -1.05), ("是的", -0.98), ("试的", -1.44)) == "yes"
    assert hear(("等你下", -0.58), ("等一下", -0.55)) == "wait"
    assert hear(("词问", -0.85), ("十万", -0.89), ("时问", -1.05), grammar=NUMBER) == "100000"


@pytest.mark.parametrize("behind", [0.16, 0.5, 3.0])
def test_a_guess_less_likely_does_not(behind: float) -> None:
    assert hear(("好灯", -0.5), ("好的", -0.5 - behind)) == "unknown"


def test_an_unlikely_guess_does_not_count_however_near() -> None:
    assert hear(("不愿意儿", -1.45), ("不愿意", -1.41)) == "unsure"


def test_two_meanings_as_likely_are_asked_again() -> None:
    assert hear(("同意", -0.4), ("不同意", -0.5)) == "ambiguous"
    assert hear(("同意", -0.4), ("不同意", -0.6)) == "yes"
    assert hear(("通意吗吗", -0.4), ("同意", -0.45), ("不同意", -1.9)) in ("unknown", "ambiguous")
    assert hear(("20600", -0.89), ("10600", -0.95), grammar=NUMBER) == "ambiguous"
    assert hear(("I agree", -0.4), ("I disagree", -0.45), language=EN) == "ambiguous"


@pytest.mark.parametrize("other", ["不痛意", "没通义", "三通义", "3 同", "别痛疫"])
def test_a_number_or_a_negation_in_any_guess_is_never_left_out(other: str) -> None:
    assert hear(("痛疫苗", -0.5), ("同意", -0.5), (other, -2.5)) == "ambiguous"


def test_a_number_from_a_second_guess_is_the_only_one() -> None:
    assert hear(("3.5.5", -0.86), ("3.0", -0.77), ("3.0.5", -1.03), grammar=NUMBER) == "ambiguous"
    assert hear(("99 million", -0.3), ("9.5 million", -0.3), grammar=NUMBER, language=EN) == "ambiguous"
    assert hear(("9.5 million", -0.3), ("99 million", -0.3), grammar=NUMBER, language=EN) == "ambiguous"
    assert hear(("15,000块", -0.3), ("1万5000块", -0.4), grammar=NUMBER) == "15000"
    assert hear(("四四", -0.53), ("是", -0.58), ("四", -0.87)) == "ambiguous"
    assert hear(("no way", -0.5), ("okay", -0.5), language=EN) == "ambiguous"


def test_without_other_guesses_nothing_changes() -> None:
    assert hear(("同意", -0.4)) == "yes"
    assert hear(("好灯", -0.4)) == "unknown"


@given(
    guesses=st.lists(
        st.tuples(st.sampled_from(["同意", "不同意", "通意", "三", "好的", "好灯", "", "no", "不"]), st.floats(-3, 0)),
        min_size=1,
        max_size=5,
    ),
)
def test_yes_is_never_taken_where_a_no_is_as_likely(guesses: list[tuple[str, float]]) -> None:
    likeliest = max(sure for _, sure in guesses)
    if hear(*guesses) == "yes" and guesses[0][0] not in ("同意", "通意", "好的"):
        assert not [text for text, _ in guesses if "不" in text or "三" in text]
    if ("不同意", likeliest) in guesses and likeliest >= -1.0:
        assert hear(*guesses) != "yes"


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("2000元", ZH, 3), ("一万五千块", ZH, 6), ("15,000块", ZH, 5), ("44", ZH, 2), ("10600", ZH, 5),
        ("50,000.", EN, 4), ("32,000", EN, 5), ("13800138000", ZH, 11), ("1.5", ZH, 3), ("同意", ZH, 2),
    ],
)  # fmt: skip
def test_a_number_takes_as_long_as_the_fewest_syllables_that_say_it(text: str, language: Language, count: int) -> None:
    assert fewest_syllables(text, language) <= count


def test_a_long_number_still_does_not_fit_a_short_sound() -> None:
    assert hear(("987654", -0.2), grammar=NUMBER, seconds=0.5) == "too_fast"
    assert hear(("2000元", -0.1), grammar=NUMBER, seconds=0.9) == "2000"


@pytest.mark.parametrize(
    ("text", "seconds", "language", "once"),
    [
        ("最后一个最后一个", 0.8, ZH, "最后一个"), ("同意同意同意", 1.0, ZH, "同意"), ("等等", 0.6, ZH, "等等"),
        ("一百一百", 1.0, ZH, "一百一百"), ("一百一百", 0.5, ZH, "一百"), ("3232", 0.5, ZH, "3232"),
        ("8000 8000", 0.86, EN, "8000"), ("8000 8000", 1.6, EN, "8000 8000"),
        ("option 5 option 5", 1.0, EN, "option 5"),
        ("twenty two twenty two", 1.4, EN, "twenty two twenty two"), ("不要同意", 0.8, ZH, "不要同意"),
    ],
)  # fmt: skip
def test_what_the_recogniser_repeats(text: str, seconds: float, language: Language, once: str) -> None:
    assert collapsed(text, seconds, language, TEMPO) == once
