"""An utterance in parts: nothing lost, nothing twice, no figure cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.spoken import spoken
from kiosk.dialogue.utterance import moments, parts
from kiosk.domain.speech import Language

_TEXT = st.text(
    st.sampled_from("您每月还款利息元期年化。！？；，、（）“” \n.,;:!?-%0123456789abcAZ£¥$'’🏦\0第条"), max_size=120
)
_EFFORTS = st.sampled_from((0.0, 0.15, 0.4, 0.9, 5.0))
TERM = "您借 30,000.00 元，分 12 期还；每月还 3,765.05 元（含利息）。\n年化 22.60%，见第 670 条。电话 400-123-4567。"


@given(_TEXT, st.sampled_from(Language), _EFFORTS)
def test_each_character_stands_in_one_part_and_each_word_is_said_once(
    text: str, language: Language, effort: float
) -> None:
    made = parts(text, language, effort)
    assert "".join(text[slice(*part.shown)] for part in made) == text
    assert "".join(part.words for part in made) == spoken(text, language)


@given(_TEXT, st.sampled_from(Language), _EFFORTS)
def test_what_lights_up_goes_forward_through_its_own_part(text: str, language: Language, effort: float) -> None:
    for part in parts(text, language, effort):
        shown, said = part.shown[0], 0
        for unit in part.units:
            assert shown <= unit.shown[0] < unit.shown[1]
            assert said <= unit.said[0] < unit.said[1] <= len(part.words)
            shown, said = unit.shown[1], unit.said[1]
        assert shown <= part.shown[1] or not part.units


def test_a_figure_lights_up_whole_as_it_is_written() -> None:
    lit = [TERM[slice(*unit.shown)] for part in parts(TERM, Language.ZH_CN) for unit in part.units]
    assert "3,765.05 元" in lit
    assert "22.60%" in lit
    assert "400-123-4567" in lit


@pytest.mark.parametrize("effort", [0.15, 0.4, 1.0])
def test_a_slow_voice_begins_with_a_short_part_and_cuts_no_figure(effort: float) -> None:
    quick, slow = parts(TERM, Language.ZH_CN), parts(TERM, Language.ZH_CN, effort)
    assert len(slow[0].words) < len(quick[0].words)
    assert [u.shown for p in slow for u in p.units] == [u.shown for p in quick for u in p.units]


def test_a_part_knows_whether_its_sentence_ends() -> None:
    ends = [part.ends_sentence for part in parts("好的。准备好了，（请点继续！）请点吧", Language.ZH_CN)]
    assert ends == [True, False]


def test_moments_follow_the_voices_own_marks() -> None:
    (part,) = parts("共 12 期，每期一百元", Language.ZH_CN)
    # Said: 共十二期，每期一百元
    assert moments(part, [(1, 0.3), (5, 2.0)], 4.0)[:4] == (0.0, 0.3, pytest.approx(1.15), 2.0)


@pytest.mark.parametrize("marks", [[], [(99, 1.0), (-3, 2.0)]])
def test_without_marks_moments_are_shared_out_by_length(marks: list[tuple[int, float]]) -> None:
    (part,) = parts("共 12 期，每期一百元", Language.ZH_CN)
    found = moments(part, marks, 5.0)
    assert list(found) == sorted(found)
    assert found[0] == 0.0
    assert found[-1] < 5.0


@pytest.mark.parametrize("text", ["", "   \n", "。！？", "🏦💰"])
def test_what_has_no_words_is_not_made(text: str) -> None:
    assert not [part for part in parts(text, Language.ZH_CN) if part.audible]
