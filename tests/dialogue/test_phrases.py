"""Banned phrases in what was heard: the list, the sounds, what is denied or asked, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.consent.script import load_script
from kiosk.dialogue.lexicon import PHRASES
from kiosk.dialogue.phrases import Phrases, found
from kiosk.dialogue.phrases_file import load_phrases, parse_phrases
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language


@pytest.fixture(scope="module")
def listed(root) -> Phrases:
    return load_phrases(root / "assets" / "phrases.toml")


def ids(text: str, listed: Phrases) -> set[str]:
    return {hit.phrase for hit in found(text, listed)}


def test_the_list_is_long_enough_and_each_way_of_saying_it_is_found(listed):
    assert sum(len(phrase.zh) for phrase in listed.phrases) >= 40
    assert sum(len(phrase.en) for phrase in listed.phrases) >= 40
    for phrase in listed.phrases:
        for said in (*phrase.zh, *phrase.en):
            assert phrase.id in ids(said, listed), said


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("您这个情况包过的，放心。", "approval_guaranteed"),
        ("我跟您说，这是零利率的产品", "zero_interest"),
        ("这个钱不用您还的", "no_repayment"),
        ("没问题，零利率", "zero_interest"),
        ("不用担心包过的", "approval_guaranteed"),
        ("阿姨您马上就签吧", "sign_at_once"),
        ("马上签好吗？", "sign_at_once"),
        ("要不马上签了吧", "sign_at_once"),
        ("名额有限，您快一点", "places_limited"),
        ("别看了直接签", "do_not_read"),
        ("明额有线", "places_limited"),
        ("百分之百通过", "approval_guaranteed"),
        ("别告诉家里人啊", "tell_nobody"),
        ("Guaranteed approval, madam.", "approval_guaranteed"),
        ("you'll definitely be approved", "approval_guaranteed"),
        ("don't worry, zero interest", "zero_interest"),
        ("Sign now or lose it!", "sign_or_lose"),
        ("there are only a few places left today", "places_limited"),
        ("you really don't have to pay it back", "no_repayment"),
        ("guaranted approval for you and no fees whatsoever", "no_fees"),
        ("this is 0% okay", "zero_interest"),
        ("no credit check and so on", "no_checks"),
    ],
)
def test_these_are_found(listed, text, phrase):
    assert phrase in ids(text, listed)


@pytest.mark.parametrize(
    "text",
    [
        "这不是零利率", "别马上签", "我们不承诺包过", "没有人说过包过", "不能保证通过", "哪有不用还的", "零利率是假的",
        "包过是不可能的", "谁说的零利率", "不要赶紧签", "您不用马上签", "是不是零利率", "这个零利率吗？",
        "有没有零利率", "什么是零利率", "我钱包过几天拿来", "走一下这个过程", "寄一个包裹", "不用还价",
        "我先看一看合同", "利率是多少",
        "每个月还多少", "签字在哪里", "", "。。。", "哈哈哈",
        "this is not zero interest", "Don't sign now.", "you don't have to sign today", "Is it guaranteed approval?",
        "there is no such thing as guaranteed approval", "nobody promised guaranteed approval", "never sign at once",
        "guaranteed approval is a lie", "what is the interest rate", "I will sign when I have read it", "zero",
        "we cannot promise guaranteed approval",
    ],
)  # fmt: skip
def test_these_are_not(listed, text):
    assert ids(text, listed) == set()


def test_a_denial_is_of_its_own_clause(listed):
    assert ids("这不是高利贷，零利率", listed) == {"zero_interest"}
    assert ids("it is not a trick, it is zero interest", listed) == {"zero_interest"}


@pytest.mark.parametrize("language", Language)
def test_nothing_that_a_borrower_may_answer_or_the_guide_says_is_found(listed, language, root):
    script = load_script(root / "assets/scripts/consent.toml", root / "assets/consents.toml")
    texts = [text for phrases in PHRASES[language].values() for text in phrases]
    texts += [step.say[language] for step in script.steps] + [line[language] for line in script.lines.values()]
    texts += [parting[language] for parting in script.partings.values()]
    for spec in script.consents:
        texts += [spec.ask[language], spec.purpose[language], spec.if_refused[language]]
    assert [(text, ids(text, listed)) for text in texts if ids(text, listed)] == []


@given(text=some.text(max_size=80))
def test_any_text_is_looked_at_without_harm(listed, text):
    assert all(hit.phrase for hit in found(text, listed))


@given(text=some.text(alphabet="不没别是零利率包过马上签的吗，。 ？ 好㐀\U00020000", max_size=40))
def test_signs_in_any_order_too(listed, text):
    assert len({hit.phrase for hit in found(text, listed)}) == len(found(text, listed))


def test_a_very_long_text_is_cut(listed):
    assert ids("好" * 5000 + "零利率", listed) == set()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "whole file"), ("version = 1", "whole file"), ("[", "TOML"),
        ('version = "1"\n[[phrase]]\nid = "a"', "id, kind"),
        ('version = "1"\n[[phrase]]\nid = "A b"\nkind = "promise"\nzh = []\nen = []', "small letters"),
        ('version = "1"\n[[phrase]]\nid = "a"\nkind = "x"\nzh = []\nen = []', "promise or pressure"),
        ('version = "1"\n[[phrase]]\nid = "a"\nkind = "promise"\nzh = ["包"]\nen = []', "two signs"),
        ('version = "1"\n[[phrase]]\nid = "a"\nkind = "promise"\nzh = []\nen = ["sign"]', "two words"),
        ('version = "1"\n[[phrase]]\nid = "a"\nkind = "promise"\nzh = [1]\nen = []', "list of texts"),
        ('version = "1"\nphrase = []', "each id once"),
    ],
)  # fmt: skip
def test_a_faulty_list_is_refused_with_its_place(content, named):
    with pytest.raises(ConfigurationError, match=named):
        parse_phrases(content, "phrases.toml")


def test_a_list_that_is_missing_stops_the_start(tmp_path):
    with pytest.raises(ConfigurationError, match="nowhere"):
        load_phrases(tmp_path / "nowhere.toml")
