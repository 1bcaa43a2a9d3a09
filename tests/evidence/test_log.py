"""Entries and their chain."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.consents import DataClass, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import SessionId, Sha256
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import new_blob
from kiosk.evidence.canonical import dump, sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import BlobRef, Entry, entry_line, parse_entry
from kiosk.evidence.log import LogBuilder, genesis, read_log

SESSION = SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a11")
AT = Moment(1.25, "2026-03-02T01:02:03.004Z")


def lines_of(count: int) -> list[bytes]:
    log = LogBuilder(SESSION)
    return [log.append("term.spoken", {"term": f"t{n}", "ended": True}, AT)[1] for n in range(count)]


def test_an_entry_comes_back_as_it_was_written() -> None:
    log = LogBuilder(SESSION)
    blob = new_blob(DataClass.IDENTITY, "card-front", "image/jpeg", b"picture")
    entry, line = log.append("card.read", {"side": "front", "picture": blob.ref, "attempts": 2}, AT, Source.FILE)
    assert parse_entry(line) == entry
    assert entry.references == (blob.ref,)
    assert b'picture"' in line
    assert entry.prev == genesis(SESSION)
    assert log.head.head == sha256(line)


def test_a_line_is_canonical_json_of_the_seven_keys() -> None:
    line = lines_of(1)[0]
    value = json.loads(line)
    assert sorted(value) == ["at", "data", "kind", "prev", "seq", "source", "v"]
    assert value["at"] == {"mono": 1250, "wall": "2026-03-02T01:02:03.004Z"}
    assert json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == line


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("term.sung", {}, "unknown kind"),
        ("term.spoken", {"melody": 1}, "unknown key"),
        ("term.spoken", {"term": "张三"}, "blob"),
        ("term.spoken", {"term": "11010519491231002X"}, "blob"),
        ("term.spoken", {"term": 110105194912310021}, "canonical"),
        ("term.spoken", {"term": "13912345678"}, "blob"),
        ("term.spoken", {"term": "x" * 201}, "blob"),
        ("term.spoken", {"term": 0.5}, "float"),
        ("term.spoken", {"term": b"bytes"}, "bytes"),
        ("term.spoken", {"term": {"class": "record", "name": "x", "digest": "0" * 64}}, "BlobRef"),
        ("term.spoken", {"term": BlobRef(PartClass.LOG, "x", Sha256("0" * 64))}, "blob"),
        ("term.spoken", {"term": BlobRef(PartClass.RECORD, "../x", Sha256("0" * 64))}, "blob"),
    ],
)
def test_what_may_not_stand_in_an_entry_is_refused(kind: str, data: dict[str, object], says: str) -> None:
    log = LogBuilder(SESSION)
    with pytest.raises(EvidenceError, match=says):
        log.append(kind, data, AT)  # type: ignore[arg-type]
    assert log.head.entries == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v.update(extra=1), "unknown extra"),
        (lambda v: v.pop("source"), "missing source"),
        (lambda v: v.update(v=2), "version"),
        (lambda v: v.update(v=True), "version"),
        (lambda v: v.update(source="dream"), "source"),
        (lambda v: v.update(seq=-1), "seq"),
        (lambda v: v.update(seq=True), "seq"),
        (lambda v: v["at"].update(wall="yesterday"), "wall"),
        (lambda v: v.update(data=[]), "data"),
        (lambda v: v.update(prev="0"), "prev"),
        (lambda v: v["data"].update(term={"class": "soul", "name": "x", "digest": "0" * 64}), "class"),
    ],
)
def test_a_strange_line_is_refused(change: object, says: str) -> None:
    value = json.loads(lines_of(1)[0])
    change(value)  # type: ignore[operator]
    with pytest.raises(EvidenceError, match=says):
        parse_entry(dump(value))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"null",
        b'{"v":1,"v":1}',
        b"[" * 100_000,
        b'{"a":NaN}',
        b'{"a":1e400}',
        b'{"a":"\\ud800"}',
        b" " * 100_000,
    ],
)
def test_junk_is_refused_with_our_error(line: bytes) -> None:
    with pytest.raises(EvidenceError):
        parse_entry(line)


def test_another_spelling_of_the_same_json_is_refused() -> None:
    line = lines_of(1)[0]
    with pytest.raises(EvidenceError, match="canonical"):
        parse_entry(line + b" ")
    with pytest.raises(EvidenceError, match="canonical"):
        parse_entry(line.replace(b'"t0"', b'"\\u00740"'))


def test_the_chain_is_read_back_whole() -> None:
    lines = lines_of(5)
    log = read_log(lines, SESSION)
    assert [entry.seq for entry in log.entries] == [0, 1, 2, 3, 4]
    assert log.head == LogBuilder.resume(SESSION, lines).head


def test_an_empty_log_has_a_head() -> None:
    assert read_log([], SESSION).head == LogBuilder(SESSION).head


def test_another_sessions_chain_is_refused() -> None:
    with pytest.raises(EvidenceError, match="entry 0"):
        read_log(lines_of(2), SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a12"))


@given(st.integers(2, 12), st.data())
def test_removed_swapped_or_changed_lines_are_found_and_the_first_is_named(count: int, data: st.DataObject) -> None:
    lines = lines_of(count)
    at = data.draw(st.integers(0, count - 1))
    how = data.draw(st.sampled_from(["remove", "swap", "change", "repeat"]))
    if how == "remove":
        del lines[at]
        bad = at
        if bad == count - 1:
            # A cut tail is a whole chain: only the manifest and stored heads show it.
            assert read_log(lines, SESSION).head.entries == count - 1
            return
    elif how == "swap":
        other = data.draw(st.integers(0, count - 1).filter(lambda n: n != at))
        lines[at], lines[other] = lines[other], lines[at]
        bad = min(at, other)
    elif how == "change":
        lines[at] = lines[at].replace(b'"ended":true', b'"ended":false')
        bad = at + 1
        if bad == count:
            assert read_log(lines, SESSION).head != read_log(lines_of(count), SESSION).head
            return
    else:
        lines.insert(at, lines[at])
        bad = at + 1
    with pytest.raises(EvidenceError, match=rf"entry {bad}\b"):
        read_log(lines, SESSION)


def test_resuming_goes_on_where_the_lines_end() -> None:
    lines = lines_of(3)
    entry, line = LogBuilder.resume(SESSION, lines).append("leave.asked", {"channel": "touch"}, AT)
    assert read_log([*lines, line], SESSION).entries[-1] == entry
    with pytest.raises(EvidenceError, match="entry 1"):
        LogBuilder.resume(SESSION, [lines[0], lines[2]])


def test_an_entry_of_impossible_numbers_is_refused() -> None:
    entry = Entry(2**60, AT, "term.spoken", {}, Source.DEVICE, genesis(SESSION))
    with pytest.raises(EvidenceError):
        entry_line(entry)


def test_a_kiosk_that_has_run_for_half_a_year_still_writes_its_log() -> None:
    half_a_year = Moment(15_552_000.5, AT.wall)
    log = LogBuilder(SESSION)
    entry, line = log.append("recording.fragment", {"index": 0, "begins_ms": 15_552_000_500}, half_a_year)
    assert parse_entry(line) == entry
    with pytest.raises(EvidenceError, match="mono"):
        log.append("help.asked", {}, Moment(-1.0, AT.wall))
