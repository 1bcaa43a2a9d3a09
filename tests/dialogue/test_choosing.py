"""One of several by its place or its name, numbers and times in words, contradictions, and the other language."""

from decimal import Decimal

import pytest

from kiosk.dialogue.amount import Unit
from kiosk.dialogue.numbers import parse_amount
from kiosk.dialogue.understanding import understand
from kiosk.domain.speech import Grammar, Intent, Language, NotUnderstood, Transcript, Understanding, Understood

ZH, EN = Language.ZH_CN, Language.EN
LENDERS = (
    ("a", ("江禾示范银行", "Jianghe Demonstration Bank")),
    ("b", ("安禾示范消费金融公司", "Anhe Demonstration Consumer Finance")),
    ("c", ("众禾示范小额贷款公司", "Zhonghe Demonstration Microcredit")),
    ("d", ("丰禾示范农村商业银行", "Fenghe Demonstration Rural Bank")),
    ("e", ("海禾示范银行", "Haihe Demonstration Bank")),
)
OFFERS = Grammar(frozenset({Intent.CHOICE, Intent.NUMBER, Intent.NO}), (Decimal(1), Decimal(5)), LENDERS)
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))


def hear(text: str, grammar: Grammar, language: Language) -> Understanding:
    seconds = max(0.6, len(text) * (0.25 if language is ZH else 0.08))
    return understand(Transcript(text, language, -0.3, seconds), grammar, language)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("第二个", ZH, 2), ("第二家", ZH, 2), ("我选第二个", ZH, 2), ("就第一家吧", ZH, 1), ("我要第三家", ZH, 3),
        ("头一个", ZH, 1), ("最后一个", ZH, 5), ("那就选最后一家吧。", ZH, 5), ("二", ZH, 2), ("第3家", ZH, 3),
        ("the second one", EN, 2), ("Number two.", EN, 2), ("second", EN, 2), ("I choose the second one", EN, 2),
        ("I'd like the third one, please", EN, 3), ("option four", EN, 4), ("the last one", EN, 5),
        ("I'll take number three", EN, 3), ("number 5", EN, 5),
    ],
)  # fmt: skip
def test_by_its_place(text: str, language: Language, place: int) -> None:
    found = hear(text, OFFERS, language)
    assert isinstance(found, Understood), found
    assert (found.intent, found.value) == (Intent.NUMBER, Decimal(place))


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("江禾示范银行", ZH, "a"), ("我选江禾示范银行", ZH, "a"), ("江禾", ZH, "a"), ("就江禾银行吧", ZH, "a"),
        ("安禾消费金融", ZH, "b"), ("海禾", ZH, "e"), ("Jianghe Demonstration Bank", EN, "a"), ("Jianghe", EN, "a"),
        ("I'd like Anhe Consumer Finance", EN, "b"), ("Fenghe Rural Bank please", EN, "d"),
    ],
)  # fmt: skip
def test_by_its_name(text: str, language: Language, key: str) -> None:
    found = hear(text, OFFERS, language)
    assert isinstance(found, Understood), found
    assert (found.intent, found.choice) == (Intent.CHOICE, key)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第一个和第二个", ZH), ("不要第二个", ZH), ("第九家", ZH), ("第零个", ZH), ("第二个不好", ZH), ("银行", ZH),
        ("示范银行", ZH), ("江禾和安禾", ZH), ("不是江禾", ZH), ("第一家还是第二家", ZH), ("第二", EN),
        ("first and second", EN), ("not the second one", EN), ("the ninth", EN), ("bank", EN),
        ("Demonstration Bank", EN), ("not Jianghe", EN), ("Jianghe or Anhe", EN), ("the second bank is bad", EN),
    ],
)  # fmt: skip
def test_neither_this_nor_that(text: str, language: Language) -> None:
    found = hear(text, OFFERS, language)
    assert not isinstance(found, Understood) or found.intent is Intent.QUESTION, found


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("三万二", ZH, "32000", Unit.NONE), ("一万五千块", ZH, "15000", Unit.YUAN), ("两年", ZH, "2", Unit.YEAR),
        ("半年", ZH, "0.5", Unit.YEAR), ("一年半", ZH, "1.5", Unit.YEAR), ("半个月", ZH, "0.5", Unit.MONTH),
        ("一个半月", ZH, "1.5", Unit.MONTH), ("thirty-two thousand", EN, "32000", Unit.NONE),
        ("half a year", EN, "0.5", Unit.YEAR), ("a year and a half", EN, "1.5", Unit.YEAR),
        ("half a month", EN, "0.5", Unit.MONTH),
    ],
)  # fmt: skip
def test_amounts_and_times_in_words(text: str, language: Language, value: str, unit: Unit) -> None:
    amount = parse_amount(text, language)
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["半", "半年半", "年半", "个半月", "half", "half a yuan ago"])
def test_half_of_nothing_is_no_number(text: str) -> None:
    for language in Language:
        assert parse_amount(text, language) is None


def test_a_time_is_no_amount_of_money() -> None:
    money = Grammar(frozenset({Intent.NUMBER}), (Decimal(0), Decimal(10**7)))
    for text, language in (("半年", ZH), ("半个月", ZH), ("两年", ZH), ("half a year", EN), ("half a month", EN)):
        assert isinstance(hear(text, money, language), NotUnderstood), text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("好……不要", ZH), ("好，不要", ZH), ("同意，不，不同意", ZH), ("好的不要了", ZH), ("是，不是", ZH),
        ("行吧不行", ZH),
        ("不要，好", ZH), ("可以可以，不可以", ZH), ("yes, no", EN), ("yes I don't agree", EN), ("no, I agree", EN),
        ("okay, I refuse", EN), ("no yes", EN),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_no_answer(text: str, language: Language) -> None:
    found = hear(text, CONSENT, language)
    assert not isinstance(found, Understood) or found.intent not in CONSENT.intents, found


@pytest.mark.parametrize(
    ("text", "language"),
    [("Yes.", ZH), ("OK", ZH), ("I agree", ZH), ("No.", ZH), ("好的", EN), ("同意。", EN), ("不要", EN)],
)
def test_an_answer_in_the_other_language_is_asked_for_again(text: str, language: Language) -> None:
    found = hear(text, CONSENT, language)
    assert isinstance(found, NotUnderstood)
    assert found.reason == "other_language"


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("Stop!", ZH, Intent.STOP), ("wait a moment", ZH, Intent.WAIT), ("help me", ZH, Intent.HELP),
        ("停", EN, Intent.STOP), ("等等", EN, Intent.WAIT), ("叫人", EN, Intent.HELP), ("我不办了", EN, Intent.STOP),
    ],
)  # fmt: skip
def test_what_stops_or_calls_somebody_is_heard_in_both(text: str, language: Language, intent: Intent) -> None:
    found = hear(text, CONSENT, language)
    assert isinstance(found, Understood)
    assert found.intent is intent
