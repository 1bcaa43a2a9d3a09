"""Letters become the words that were meant; whatever is typed, the page goes on."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.phonetics import syllables, syllables_of_many
from kiosk.dialogue.pinyin_input import LONGEST, candidates, dictionary, shown

_LETTERS = st.text(alphabet=string.ascii_lowercase + "'", max_size=LONGEST)
_SYLLABLES = st.sampled_from(sorted(dictionary().syllables))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nihao", "你好"), ("nih", "你好"), ("wodeshouji", "我的手机"), ("tiqianhuankuan", "提前还款"),
        ("tqhk", "提前还款"), ("xi'an", "西安"), ("xian", "先"), ("wodenverjiehun", "我的女儿结婚"),
        ("yinhang", "银行"),        ("shenfenzheng", "身份证"),
        ("duoshaoqian", "多少钱"), ("buyao", "不要"), ("meitingdong", "没听懂"),
        ("NiHao", "你好"), ("lve", "略"), ("lue", "略"), ("nü", "女"), ("zh", "这"),
    ],
)  # fmt: skip
def test_the_first_candidate_is_what_is_mostly_meant(typed: str, first: str) -> None:
    assert candidates(typed)[0].text == first


@pytest.mark.parametrize(
    ("typed", "among"),
    [("fangan", {"方案", "反感"}), ("xian", {"先", "西安", "县"}), ("huankuan", {"还款"}), ("hai", {"还"}),
     ("huan", {"还"}),
     ("zhe", {"喆"}), ("kun", {"堃"}), ("chong", {"翀"}), ("miao", {"淼"}), ("shan", {"单"}), ("qiu", {"仇"})],
)  # fmt: skip
def test_other_readings_and_rare_names_are_among_them(typed: str, among: set[str]) -> None:
    assert among <= {each.text for each in candidates(typed)}


@pytest.mark.parametrize("typed", ["", "'", "'''", "v", "iii", "12", "。", "你好", "😀", "مرحبا"])
def test_what_is_no_pinyin_offers_nothing(typed: str) -> None:
    assert candidates(typed) == ()


def test_letters_are_read_back_as_they_are_cut() -> None:
    assert (shown("nihaoma"), shown("xi'an"), shown("nh"), shown("qqq")) == ("ni'hao'ma", "xi'an", "n'h", "q'q'q")


@given(_LETTERS)
def test_a_candidate_takes_letters_and_none_comes_twice(typed: str) -> None:
    found = candidates(typed)
    assert all(1 <= each.letters <= len(typed) and each.text for each in found)
    assert len({each.text for each in found}) == len(found)
    taken = [each.letters for each in found]
    assert taken == sorted(taken, reverse=True)


@given(st.lists(_SYLLABLES, min_size=1, max_size=6))
def test_whole_syllables_always_come_to_words_of_as_many_signs(row: list[str]) -> None:
    typed = "'".join(row)
    found = candidates(typed)
    assert found
    assert found[0].letters == len(typed)
    assert len(found[0].text) == len(row)


@given(_LETTERS)
def test_whatever_is_chosen_the_letters_come_to_an_end(typed: str) -> None:
    turns = 0
    while found := candidates(typed):
        typed = typed[found[-1].letters :]
        turns += 1
    assert turns <= LONGEST
    assert not candidates(typed)


@given(st.text(max_size=400))
def test_any_text_at_all_is_borne(typed: str) -> None:
    assert all(each.letters <= LONGEST for each in candidates(typed))
    assert len(shown(typed)) <= 2 * LONGEST


def test_each_word_is_found_by_its_own_sound() -> None:
    words = [word for same in dictionary().by_sound.values() for word in same[:1]]
    assert len(words) > 30_000
    for word in words[::97]:
        assert word.text in {each.text for each in candidates("'".join(word.syllables))}, word.text


def test_readings_agree_with_how_answers_are_heard() -> None:
    words = [word for same in dictionary().by_sound.values() for word in same]
    like = sum("".join(syllables(word.text)) == "".join(word.syllables) for word in words[::53])
    assert like >= 0.97 * len(words[::53])


@given(st.lists(st.text(alphabet="不同意银行长重|，ab还", max_size=6), max_size=8))
def test_many_texts_sound_as_each_does(texts: list[str]) -> None:
    assert syllables_of_many(texts) == [syllables(text) for text in texts]
