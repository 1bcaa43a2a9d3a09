"""The corner's counts: days, topics, languages and nothing else; what is rare does not leave the kiosk."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.domain.speech import Language
from kiosk.education.tally import KEPT_DAYS, OTHER, STEP, Tally, Total, released

DAY = date(2026, 11, 23)
ZH, EN = Language.ZH_CN, Language.EN


def _tally(folder: Path, day: date = DAY) -> Tally:
    return Tally(folder / "corner.json", lambda: day)


def test_what_is_stored_is_day_topic_language_and_count(tmp_path: Path) -> None:
    tally = _tally(tmp_path)
    for _ in range(7):
        tally.add("late", ZH)
    tally.add("flat", EN)
    assert json.loads((tmp_path / "corner.json").read_text()) == [
        ["2026-11-23", "flat", "en", 1], ["2026-11-23", "late", "zh_CN", 7],
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["corner.json"]


def test_neither_order_nor_time_can_be_read_from_the_file(tmp_path: Path) -> None:
    files = []
    for name, topics in (("a", "xyzx"), ("b", "xxzy")):
        (tmp_path / name).mkdir()
        tally = _tally(tmp_path / name)
        for topic in topics:
            tally.add(topic, ZH)
        files.append(tmp_path / name / "corner.json")
    assert files[0].read_bytes() == files[1].read_bytes()
    for file in files:
        written = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
        assert (written.date(), written.hour, written.minute, written.second) == (DAY, 0, 0, 0)


def test_the_counts_outlive_a_restart(tmp_path: Path) -> None:
    for _ in range(6):
        _tally(tmp_path).add("late", ZH)
    assert _tally(tmp_path, DAY + timedelta(days=1)).totals() == (Total(DAY, "late", ZH, 5),)


def test_today_does_not_leave_the_kiosk(tmp_path: Path) -> None:
    tally = _tally(tmp_path)
    for _ in range(50):
        tally.add("late", ZH)
    assert tally.totals() == ()


def test_rare_topics_of_a_day_are_joined_and_rare_days_left_out() -> None:
    counts = {
        ("2026-11-20", "late", "zh_CN"): 13, ("2026-11-20", "flat", "zh_CN"): 3, ("2026-11-20", "tied", "zh_CN"): 4,
        ("2026-11-20", "late", "en"): 4, ("2026-11-21", "face", "zh_CN"): 1,
    }  # fmt: skip
    assert released(counts, DAY) == (
        Total(date(2026, 11, 20), "late", ZH, 10), Total(date(2026, 11, 20), OTHER, ZH, 5),
    )  # fmt: skip


@given(
    some.dictionaries(
        some.tuples(
            some.sampled_from(["2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24"]),
            some.sampled_from(["late", "flat", "tied", OTHER]), some.sampled_from([each.value for each in Language]),
        ),
        some.integers(1, 40),
    )
)  # fmt: skip
def test_nobody_can_be_told_from_what_leaves(counts: dict[tuple[str, str, str], int]) -> None:
    """One opening more or less of a rare topic shows in no figure by itself: all are steps, and of whole past days."""
    found = released(counts, DAY)
    assert all(total.count >= STEP and total.count % STEP == 0 for total in found)
    assert all(total.day < DAY for total in found)
    assert sum(total.count for total in found) <= sum(counts.values())
    for total in found:
        if total.topic != OTHER:
            assert total.count <= counts[total.day.isoformat(), total.topic, total.language.value]


def test_old_days_go(tmp_path: Path) -> None:
    _tally(tmp_path).add("late", ZH)
    _tally(tmp_path, DAY + timedelta(days=KEPT_DAYS + 1)).add("flat", ZH)
    assert [row[1] for row in json.loads((tmp_path / "corner.json").read_text())] == ["flat"]


@pytest.mark.parametrize(
    "broken",
    ["", "{", "7", '{"a": 1}', "[7]", "[[]]", '[["2026-11-23", "late", "zh_CN"]]', '[["today", "late", "zh_CN", 1]]',
     '[["2026-11-23", "late", "fr", 1]]', '[["2026-11-23", 5, "en", 1]]', '[["2026-11-23", "late", "en", -1]]',
     '[["2026-11-23", "late", "en", true]]', '[["2026-11-23", "late", "en", 1.5]]', "[" * 10_000, "\udcff"],
)  # fmt: skip
def test_a_broken_file_begins_anew(tmp_path: Path, broken: str) -> None:
    (tmp_path / "corner.json").write_bytes(broken.encode("utf-8", "surrogateescape"))
    tally = _tally(tmp_path)
    tally.add("late", ZH)
    assert json.loads((tmp_path / "corner.json").read_text()) == [["2026-11-23", "late", "zh_CN", 1]]


def test_a_disk_that_refuses_costs_counts_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "corner.json").mkdir()
    tally = _tally(tmp_path)
    tally.add("late", ZH)
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".new"]
