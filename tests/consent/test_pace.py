from hypothesis import given
from hypothesis import strategies as some

from kiosk.consent.pace import Pace, Reading, fewest_seconds, measured, reading_seconds, signs
from kiosk.domain.speech import Language

RULES = Reading()
_texts = some.text(alphabet="借多少钱还 abc。，", max_size=400)
_paces = some.builds(Pace, some.lists(some.floats(0.1, 4.0), max_size=40).map(tuple))
_languages = some.sampled_from(Language)


@given(_texts, _languages, _paces)
def test_never_less_than_the_legal_minimum(text, language, pace):
    seconds = reading_seconds(text, language, pace, RULES)
    assert seconds >= fewest_seconds(text, language, RULES) >= RULES.shortest
    assert seconds >= signs(text) * RULES.fewest[language]


@given(_texts, _texts, _languages, _paces)
def test_a_longer_text_never_gets_less_time(text, more, language, pace):
    longer = f"借{text}{more}钱"
    assert reading_seconds(longer, language, pace, RULES) >= reading_seconds(f"借{text}钱", language, pace, RULES)


@given(_texts, _languages, some.floats(0.1, 4.0), some.floats(0.1, 4.0))
def test_who_is_slower_never_gets_less_time(text, language, one, other):
    quick, slow = sorted((one, other))
    assert reading_seconds(text, language, Pace((slow,)), RULES) >= reading_seconds(
        text, language, Pace((quick,)), RULES
    )


@given(some.integers(-3, 500), some.floats(-5, 5000), _languages, _paces)
def test_only_what_can_be_reading_counts(count, seconds, language, pace):
    after = measured(pace, count, seconds, language, RULES)
    assert after == pace or len(after.samples) == len(pace.samples) + 1
    assert all(0.1 <= sample <= 4.0 for sample in after.samples)


@given(some.integers(20, 300), _languages)
def test_waiting_for_the_end_makes_nobody_slower(count, language):
    """Who acknowledges as soon as he may is never held up longer by that the next time."""
    text, pace = "字" * count, Pace()
    before = reading_seconds(text, language, pace, RULES)
    for _ in range(8):
        pace = measured(pace, count, before, language, RULES)
        now = reading_seconds(text, language, pace, RULES)
        assert now <= before + 1e-9
        before = now
    assert before >= fewest_seconds(text, language, RULES)


def test_the_median_is_not_moved_by_one_long_pause():
    pace = Pace()
    for seconds in (9.0, 9.0, 9.0, 100.0):
        pace = measured(pace, 30, seconds, Language.ZH_CN, RULES)
    assert pace.factor == 1.0


def test_it_holds_in_the_other_language():
    pace = measured(Pace(), 100, 60.0, Language.ZH_CN, RULES)
    assert pace.factor == 2.0
    assert reading_seconds("a" * 100, Language.EN, pace, RULES) == 100 * 0.09 * 2.0 * 0.8
