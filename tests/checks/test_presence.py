"""Presence by glances: what is told when, over random rows of glances too."""

from hypothesis import given
from hypothesis import strategies as some

from kiosk.checks.presence import (
    Change,
    Glance,
    PresenceLimits,
    Seen,
    Stage,
    Watch,
    compared,
    comparison_due,
    lips_still,
    look,
    vouched,
    with_companion,
)

LIMITS = PresenceLimits()


def watched(row, watch=None, start=0.0, every=0.2):
    """`row`: people, or None for a face that can't be measured, at 5 Hz. All changes, and the watch."""
    watch, changes = watch or Watch(compare_at=1e9), []
    for place, people in enumerate(row):
        glance = Glance(start + place * every, 1 if people is None else people, people not in (None, 0))
        watch, told = look(watch, glance, LIMITS)
        changes += told
    return watch, changes


def kinds(changes):
    return [(change.seen, change.stage) for change in changes]


def test_alone_and_there_tells_nothing():
    assert watched([1] * 100)[1] == []


def test_away_is_hinted_at_one_second_told_at_two_and_pauses_at_five():
    _, changes = watched([1] * 5 + [0] * 30)
    assert kinds(changes) == [(Seen.AWAY, Stage.HINT), (Seen.AWAY, Stage.EVENT), (Seen.AWAY, Stage.PAUSE)]
    assert [round(change.since, 1) for change in changes] == [1.0, 2.0, 5.0]


def test_a_short_look_aside_tells_nothing():
    assert watched([1] * 5 + [0] * 4 + [1] * 20)[1] == []


def test_a_flickering_track_does_not_come_and_go():
    _, changes = watched([1] * 5 + [0, 0, 0, 1] * 10)
    assert (Seen.AWAY, Stage.EVENT) in kinds(changes)
    assert Stage.BACK not in {change.stage for change in changes}


def test_after_a_hint_alone_coming_back_needs_no_comparison():
    _, changes = watched([1] * 5 + [0] * 7 + [1] * 10)
    assert kinds(changes)[-1] == (Seen.AWAY, Stage.BACK)


def test_after_an_absence_he_is_back_only_when_a_comparison_says_so():
    watch, changes = watched([1] * 5 + [0] * 15 + [1] * 10)
    assert Stage.BACK not in {change.stage for change in changes}
    assert comparison_due(watch, watch.last)
    watch, unclear = compared(watch, None, watch.last)
    assert unclear == ()
    watch, told = compared(watch, True, watch.last + 1)
    assert kinds(told) == [(Seen.AWAY, Stage.BACK)]
    assert not comparison_due(watch, watch.last + 2)


def test_another_person_in_the_seat_is_told_at_once_after_two_comparisons():
    watch, _ = watched([1] * 5 + [0] * 30 + [1] * 10)
    watch, first = compared(watch, False, 9.0)
    watch, second = compared(watch, False, 10.0)
    assert first == ()
    assert kinds(second) == [(Seen.OTHER, Stage.EVENT), (Seen.OTHER, Stage.PAUSE)]
    watch, later = watched([1] * 50, watch, start=20.0)
    assert later == []
    assert watch.seen is Seen.OTHER


def test_a_member_of_staff_ends_the_doubt():
    watch, _ = compared(compared(Watch(), False, 1.0)[0], False, 2.0)
    assert watch.seen is Seen.OTHER
    watch = vouched(watch, 5.0)
    assert watch.seen is Seen.HERE
    assert not comparison_due(watch, 6.0)


def test_one_picture_that_is_not_alike_decides_nothing():
    watch, told = compared(Watch(), False, 1.0)
    watch, more = compared(watch, True, 2.0)
    assert told == more == ()
    assert watch.unlike == 0


def test_a_comparison_every_ten_seconds():
    watch, _ = compared(Watch(), True, 3.0)
    assert not comparison_due(watch, 12.9)
    assert comparison_due(watch, 13.0)


def test_a_second_face_and_the_companion_that_was_named():
    watch, changes = watched([1] * 5 + [2] * 30)
    assert kinds(changes)[-1] == (Seen.SECOND, Stage.PAUSE)
    _, more = watched([2] * 50, with_companion(watch), start=50.0)
    assert more == []
    _, third = watched([3] * 50, with_companion(watch), start=90.0)
    assert (Seen.SECOND, Stage.PAUSE) in kinds(third)


def test_a_hidden_face_is_told_like_an_absence():
    assert kinds(watched([1] * 5 + [None] * 30)[1]) == [
        (Seen.HIDDEN, stage) for stage in (Stage.HINT, Stage.EVENT, Stage.PAUSE)
    ]


def test_time_that_stands_or_goes_back_is_left_out():
    watch, _ = watched([1] * 5)
    again, changes = look(watch, Glance(0.1, 0, False), LIMITS)
    assert (again, changes) == (watch, ())


GLANCES = some.lists(some.tuples(some.floats(0.01, 1.0), some.integers(0, 3), some.booleans()), max_size=120)


@given(GLANCES)
def test_stages_come_in_order_and_never_early(row):
    watch, now, stages = Watch(compare_at=1e9), 0.0, []
    for step, people, measured in row:
        now += step
        watch, changes = look(watch, Glance(now, people, measured), LIMITS)
        for change in changes:
            assert isinstance(change, Change)
            assert change.since >= {Stage.HINT: 1.0, Stage.EVENT: 2.0, Stage.PAUSE: 5.0}.get(change.stage, 0.0)
            stages.append(change.stage)
    assert Stage.PAUSE not in stages or Stage.EVENT in stages[: stages.index(Stage.PAUSE)]
    assert Stage.EVENT not in stages or Stage.HINT in stages[: stages.index(Stage.EVENT)]


@given(GLANCES, some.lists(some.sampled_from([True, None]), max_size=30))
def test_nobody_becomes_another_person_without_a_comparison_that_says_so(row, answers):
    watch, now, asked = Watch(), 0.0, list(answers)
    for step, people, measured in row:
        now += step
        watch, _ = look(watch, Glance(now, people, measured), LIMITS)
        if comparison_due(watch, now):
            watch, _ = compared(watch, asked.pop() if asked else None, now, LIMITS)
        assert watch.seen is not Seen.OTHER


VOICE = ((1.0, 2.2),)


def test_still_lips_under_a_voice_are_somebody_elses_answer():
    still = tuple((0.2 * n, 0.02 + 0.001 * (n % 3)) for n in range(20))
    moving = tuple((0.2 * n, 0.02 + 0.1 * (n % 2)) for n in range(20))
    assert lips_still(still, VOICE) is True
    assert lips_still(moving, VOICE) is False


def test_too_little_seen_or_heard_says_nothing():
    still = tuple((0.2 * n, 0.02) for n in range(20))
    assert lips_still(still, ((1.0, 1.2),)) is None
    assert lips_still(still[:3], VOICE) is None
    assert lips_still((), ()) is None
