"""Openings of the protection corner on their way: steps and whole days over the real wire, and nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest

from hq.report import counts
from kiosk.domain.errors import EvidenceError, TransportError
from kiosk.domain.speech import Language
from kiosk.education.tally import Tally, Total
from kiosk.education.totals import parse_totals, totals_json
from tests.hq.conftest import World

DAY = date(2026, 11, 20)
ZH, EN = Language.ZH_CN, Language.EN
ROW = {"day": "2026-11-20", "topic": "late", "language": "zh_CN", "count": 10}


def test_what_two_kiosks_counted_stands_in_the_report(world: World, tmp_path: Path) -> None:
    today = [DAY]
    tally = Tally(tmp_path / "corner.json", lambda: today[0])
    for _ in range(12):
        tally.add("late", ZH)
    today[0] = date(2026, 11, 21)
    first, second = (kiosk.transport(world.served.url) for kiosk in (world.kiosk, world.other))
    for _ in range(2):
        first.send_totals(totals_json(tally.totals()))
    second.send_totals(totals_json((Total(DAY, "late", ZH, 5), Total(DAY, "flat", EN, 5))))
    assert counts(world.home, world.store)["learning"] == {"flat": {"en": 5}, "late": {"zh_CN": 15}}
    columns = {row[1] for row in world.store._connection.execute("PRAGMA table_info(totals)")}
    assert columns == {"device", "day", "topic", "language", "count"}, "no person, no time, no session"


def test_nonsense_is_refused_whole(world: World) -> None:
    before = world.store.totals()
    transport = world.kiosk.transport(world.served.url)
    with pytest.raises(TransportError):
        transport.send_totals(json.dumps({"totals": [ROW, {**ROW, "who": "王先生"}]}).encode())
    assert world.store.totals() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"totals": 7}', b'{"totals": [7]}',
     b'{"totals": [], "at": "now"}',
     *(json.dumps({"totals": [{**ROW, **changed}]}).encode() for changed in (
         {"day": "yesterday"}, {"day": 7}, {"day": None}, {"topic": "../late"}, {"topic": "王先生"}, {"topic": 7},
         {"topic": "a" * 41}, {"language": "fr"}, {"language": []}, {"count": 3}, {"count": 0}, {"count": -5},
         {"count": 5.0}, {"count": True}, {"count": "5"}, {"count": 10**9}, {"session": "x"},
     ))],
)  # fmt: skip
def test_only_days_topics_languages_and_steps_are_taken(content: bytes) -> None:
    with pytest.raises(EvidenceError, match=r"^totals: "):
        parse_totals(content)


def test_what_is_sent_is_what_is_taken() -> None:
    totals = (Total(DAY, "late", ZH, 10), Total(DAY, "other", EN, 5))
    assert parse_totals(totals_json(totals)) == totals
