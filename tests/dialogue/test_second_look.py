"""What is held against the sound after it was refused: only what is much likelier than all else, and exact."""

from decimal import Decimal

import pytest

from kiosk.dialogue.second_look import SecondLook, held_against, phrases_to_score
from kiosk.dialogue.understanding import AcceptanceThresholds, understand
from kiosk.domain.speech import Grammar, Hypothesis, Intent, Language, Scored, Transcript, Understood

ZH, EN = Language.ZH_CN, Language.EN
YES_NO = Grammar(frozenset({Intent.YES, Intent.NO}))
LIMITS = SecondLook()


def scored(*told: tuple[str, float]) -> tuple[Scored, ...]:
    """Phrase and its whole log-probability; three tokens with the end."""
    return tuple(Scored(text, whole, whole / 3) for text, whole in told)


def taken(
    text: str, *told: tuple[str, float], grammar: Grammar = YES_NO, language: Language = ZH, seconds: float = 0.6,
    sure: float = -0.6, others: tuple[str, ...] = (),
) -> Intent | None:  # fmt: skip
    guesses = tuple(Hypothesis(each, sure - 0.3) for each in others)
    found = understand(Transcript(text, language, sure, seconds, 0.0, guesses, scored(*told)), grammar, language)
    return found.intent if isinstance(found, Understood) else None


def test_what_is_far_likelier_than_all_else_is_taken() -> None:
    assert taken("好灯", ("好的", -2.8), ("好", -3.7), ("等等", -8.1)) is Intent.YES
    assert taken("平止", ("停止", -3.3), ("继续", -10.6)) is Intent.STOP


def test_without_a_score_nothing_changes() -> None:
    assert taken("好灯") is None
    assert not isinstance(understand(Transcript("好灯", ZH, -0.6, 0.6), YES_NO, ZH), Understood)


@pytest.mark.parametrize(
    "told",
    [
        (("好的", -5.4), ("等等", -12.0)),  # not likely enough
        (("好的", -2.8), ("不好", -4.0)),  # something else is nearly as likely
        (("继续", -2.0), ("好的", -9.0)),  # likeliest is what can't be said now
        (("是", -1.0), ("不是", -8.0)),  # too many sounds are a little like 是
        (("2", -1.0), ("好的", -9.0)),
    ],
)
def test_anything_less_is_refused(told: tuple[tuple[str, float], ...]) -> None:
    assert taken("好灯", *told) is None


def test_a_negation_is_never_put_in_or_left_out() -> None:
    assert taken("步行者", ("不行", -2.5), ("行", -9.0), others=("不行者",)) is None
    assert taken("不行者", ("不行", -2.5), ("行", -9.0), sure=-1.2) is Intent.NO
    acknowledged = Grammar(frozenset({Intent.UNDERSTOOD}))
    assert taken("不知道料", ("我知道了", -2.0), grammar=acknowledged, seconds=0.8) is None
    assert taken("知道料", ("我知道了", -2.0), grammar=acknowledged, seconds=0.8, others=("不知道",)) is None
    assert taken("知道料", ("我知道了", -2.0), grammar=acknowledged, seconds=0.8) is Intent.UNDERSTOOD


def test_a_number_is_never_taken_so() -> None:
    assert taken("who", ("2", -0.7), ("no", -8.0), grammar=Grammar(frozenset({Intent.NUMBER})), language=EN) is None


def test_a_phrase_must_fit_the_time_it_took() -> None:
    assert taken("他还在路上", ("好的", -2.8), seconds=2.0) is None
    assert taken("好灯", ("请再说一遍", -3.0), seconds=0.3) is None


def test_a_yes_stands_up_to_the_lists() -> None:
    assert taken("同意", ("同意", -0.9), ("不同意", -8.5)) is Intent.YES
    assert taken("我同意", ("我同意", -1.3), ("同意", -1.6), ("我不同意", -6.6)) is Intent.YES
    assert taken("是", ("是", -0.3), ("四", -6.3), ("不是", -9.3)) is Intent.YES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我同意", (("我同意", -0.6), ("不同意", -3.6))),  # somebody says no in the same moment
        ("我同意", (("不同意", -2.0), ("我同意", -2.1))),
        ("同意", (("同意", -5.4), ("不同意", -11.0))),  # hardly like it
        ("是", (("是", -2.1), ("十", -9.0))),  # 水, or any such sound
        ("好的", (("好的", -1.0), ("等等", -3.0))),
        ("好的", (("等等", -3.0),)),
        ("好的", ()),  # nothing of the lists is likely at all
    ],
)
def test_a_yes_that_the_lists_speak_against_is_asked_again(text: str, told: tuple[tuple[str, float], ...]) -> None:
    assert taken(text, *told) is None


def amount(*told: tuple[str, float], sure: float = -0.75) -> Understood | None:
    """Heard as 9.5 million, with another number less likely than that among the guesses."""
    asked = Grammar(frozenset({Intent.NUMBER}), (Decimal(100), Decimal(10_000_000)))
    guesses = (Hypothesis("99 million", -1.05), Hypothesis("million", -1.1))
    found = understand(Transcript("9.5 million", EN, sure, 1.15, 0.0, guesses, scored(*told)), asked, EN)
    return found if isinstance(found, Understood) else None


def test_a_number_stands_up_to_the_other_numbers_that_were_guessed() -> None:
    assert amount(("99 million", -2.2), ("9.5 million", -2.9)) is None
    assert amount(("9.5 million", -2.2), ("99 million", -2.4)) is None
    assert amount(("99 million", -2.2)) is None
    taken_after_all = amount(("9.5 million", -1.2), ("99 million", -4.2), ("million", -1.0))
    assert taken_after_all is not None
    assert taken_after_all.value == Decimal(9_500_000)


def test_a_number_that_was_heard_unsurely_has_to_stand_twice_as_far_off() -> None:
    two_apart = (("9.5 million", -1.2), ("99 million", -3.2))
    assert amount(*two_apart) is None
    assert amount(*two_apart, sure=-0.4) is not None


def test_another_spelling_of_a_number_speaks_for_it() -> None:
    assert amount(("9,500,000", -1.2), ("9.5 million 9.5 million", -1.4), ("99 million", -4.2)) is not None
    asked = Grammar(frozenset({Intent.NUMBER}), (Decimal(100), Decimal(10_000_000)))
    found = Understood(Intent.NUMBER, "150,000", Decimal(150_000))
    guesses = tuple(Hypothesis(each, -1.0) for each in ("150 thousand", "one hundred and fifty thousand", "150000"))
    assert held_against(found, Transcript("150,000", EN, -0.3, 1.0, 0.0, guesses), asked) == ()


def test_only_another_number_is_a_reason_to_look_again() -> None:
    asked = Grammar(frozenset({Intent.NUMBER}), (Decimal(1), Decimal(10)))
    found = Understood(Intent.NUMBER, "3 3", Decimal(3))

    def worth(*guesses: str) -> tuple[str, ...]:
        others = tuple(Hypothesis(each, -1.0) for each in guesses)
        return held_against(found, Transcript("3 3", EN, -0.5, 0.6, 0.0, others), asked)

    assert worth("three", "B", "3.") == ()
    assert worth("three", "4.") == ("3 3", "three", "4")


def test_where_the_recogniser_tells_no_scores_a_yes_is_judged_as_it_was_heard() -> None:
    found = understand(Transcript("同意", ZH, -0.2, 0.6), YES_NO, ZH)
    assert isinstance(found, Understood)
    assert found.intent is Intent.YES


def test_a_no_is_not_looked_at_again() -> None:
    assert taken("不同意", ("同意", -0.1)) is Intent.NO


def test_a_command_counts_for_less_where_nothing_else_was_heard() -> None:
    assert taken("quai", ("快", -5.4), ("可以", -9.0), sure=-1.2, seconds=0.4) is Intent.FASTER
    assert taken("快餐", ("快", -5.4), ("可以", -9.0), sure=-0.5, seconds=0.4) is None
    assert taken("quai", ("好的", -5.4), ("停", -9.0), sure=-1.2, seconds=0.4) is None


def test_the_rivals_are_scored_too() -> None:
    for language in Language:
        asked = phrases_to_score(YES_NO, language)
        assert {"继续", "三", "不行"} <= set(asked) or {"continue", "three", "no"} <= set(asked)
        assert len(asked) == len(set(asked))
    choices = Grammar(frozenset({Intent.CHOICE}), None, (("a", ("江禾银行",)), ("b", ("安禾银行",))))
    assert {"江禾银行", "第二个"} <= set(phrases_to_score(choices, ZH))
    assert "第三个" not in phrases_to_score(choices, ZH)


def test_thresholds_can_be_tightened() -> None:
    strict = AcceptanceThresholds(second_look=SecondLook(average=-0.1))
    transcript = Transcript("好灯", ZH, -0.6, 0.6, scored=scored(("好的", -2.8)))
    assert not isinstance(understand(transcript, YES_NO, ZH, strict), Understood)
