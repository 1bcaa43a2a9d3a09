"""Parts, blobs, and the bundle of an open session."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.consents import DataClass
from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.ids import SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence import canonical
from kiosk.evidence.blob import new_blob, open_blob, parse_blob, salted_digest, seal_blob
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.encryption import (
    NoMatchingKeyError,
    decrypt,
    encrypt,
    new_identity,
    read_identities,
    recipient_of,
)
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.open_bundle import OPEN, OpenBundle, split_lines
from kiosk.evidence.part import MAX_UNIT, PartFile, frame_unit, iter_units, split_units

SESSION = SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a11")
KEYS = {part_class: new_identity() for part_class in PartClass}
RECIPIENTS = {part_class: (pair[1],) for part_class, pair in KEYS.items()}


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.integers(0, 100))
def test_a_torn_part_keeps_its_whole_units(units: list[bytes], cut: int) -> None:
    whole = b"".join(frame_unit(unit) for unit in units)
    assert split_units(whole).units == tuple(units)
    torn = split_units(whole[: max(0, len(whole) - cut)])
    assert torn.units == tuple(units)[: len(torn.units)]
    assert sum(len(unit) + 4 for unit in torn.units) + torn.torn == max(0, len(whole) - cut)


@given(st.binary(max_size=200))
def test_taking_junk_apart_never_raises(junk: bytes) -> None:
    found = split_units(junk)
    assert sum(len(unit) + 4 for unit in found.units) + found.torn == len(junk)
    if found.torn:
        with pytest.raises(EvidenceError):
            list(iter_units(junk))
    else:
        assert tuple(iter_units(junk)) == found.units


@pytest.mark.parametrize("content", [b"", b"x" * (MAX_UNIT + 1)], ids=["empty", "huge"])
def test_a_unit_has_a_size(content: bytes) -> None:
    with pytest.raises(EvidenceError):
        frame_unit(content)


def test_the_disk_is_asked_for_what_was_appended_and_for_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, really = [], os.fdatasync

    def counted(file: int) -> None:
        asked.append(file)
        if len(asked) == 1:
            raise OSError(errno.EIO, "Input/output error")
        really(file)

    monkeypatch.setattr(os, "fdatasync", counted)
    part = PartFile(tmp_path / "p")
    part.append(b"one")
    with pytest.raises(DeviceError):
        part.sync()
    part.sync()  # the disk had failed: it is asked again
    part.sync()
    assert len(asked) == 2
    part.append(b"two")
    part.sync()
    assert len(asked) == 3
    part.close()


def test_a_part_file_hashes_as_it_grows_and_reopens(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "p", limit=20)
    part.append(b"one")
    part.append(b"two")
    part.sync()
    assert (part.size, part.units, part.sha256) == (14, 2, sha256((tmp_path / "p").read_bytes()))
    assert part.fits(b"xx")
    assert not part.fits(b"xxx")
    part.close()
    part.close()
    with (tmp_path / "p").open("ab") as file:
        file.write(b"\0\0\0\x09torn")
    again = PartFile(tmp_path / "p")
    assert (again.cut, again.units, again.sha256) == (8, 2, sha256((tmp_path / "p").read_bytes()))
    again.append(b"three")
    again.close()
    assert split_units((tmp_path / "p").read_bytes()).units == (b"one", b"two", b"three")


def test_a_full_disk_leaves_no_half_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = PartFile(tmp_path / "p")
    part.append(b"whole")
    real = os.write

    def short(handle: int, content: bytes) -> int:
        if len(content) < 8:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, bytes(content)[:3])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short)
        with pytest.raises(DeviceError, match="disk"):
            part.append(b"does not fit")
    part.append(b"later")
    part.close()
    assert split_units((tmp_path / "p").read_bytes()).units == (b"whole", b"later")


def test_a_part_is_not_opened_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"")
    (tmp_path / "p").symlink_to(tmp_path / "target")
    with pytest.raises(DeviceError):
        PartFile(tmp_path / "p")


def test_a_blob_comes_back_and_two_salts_differ() -> None:
    identity, recipient = new_identity()
    blob = new_blob(DataClass.IDENTITY, "card-front", "image/jpeg", b"\n\x00picture")
    sealed = seal_blob(blob, [recipient])
    assert open_blob(sealed, [identity]) == blob
    assert b"picture" not in sealed
    assert blob.ref.digest == salted_digest(blob.salt, blob.value)
    assert new_blob(DataClass.IDENTITY, "card-front", "image/jpeg", b"\n\x00picture").ref != blob.ref


@pytest.mark.parametrize(
    ("data_class", "name", "media_type"),
    [("log", "x", "text/plain"), ("record", "../x", "text/plain"), ("record", "X", "text/plain"),
     ("record", "x", "text"), ("record", "", "text/plain")],
)  # fmt: skip
def test_a_blob_that_can_not_be(data_class: str, name: str, media_type: str) -> None:
    with pytest.raises(EvidenceError):
        new_blob(data_class, name, media_type, b"")


HEADER = {"name": "x", "class": "record", "media_type": "text/plain", "salt": "0" * 64}


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"no newline",
        b"{}\nvalue",
        canonical.dump({**HEADER, "class": "log"}) + b"\n",
        canonical.dump({**HEADER, "salt": "00"}) + b"\n",
        canonical.dump({**HEADER, "name": "../x"}) + b"\n",
        canonical.dump({**HEADER, "more": 1}) + b"\n",
        b" " + canonical.dump(HEADER) + b"\n",
        b"x" * 2000 + b"\n",
    ],
)
def test_a_strange_blob_is_refused(plain: bytes) -> None:
    with pytest.raises(EvidenceError):
        parse_blob(plain)


def test_encryption_refuses_and_tells_apart() -> None:
    identity, recipient = new_identity()
    other, _ = new_identity()
    assert recipient_of(identity) == recipient
    sealed = encrypt(b"secret", [recipient])
    with pytest.raises(NoMatchingKeyError):
        decrypt(sealed, [other])
    for damaged in (sealed[:-1], sealed[:-20] + b"x" * 20, b"junk", b""):
        with pytest.raises(EvidenceError) as caught:
            decrypt(damaged, [identity])
        assert not isinstance(caught.value, NoMatchingKeyError)
    with pytest.raises(EvidenceError, match="nobody"):
        encrypt(b"", [])
    with pytest.raises(EvidenceError):
        encrypt(b"", ["age1junk"])


def test_an_identity_file_is_read_line_by_line() -> None:
    one, two = new_identity()[0], new_identity()[0]
    assert read_identities(f"# note\n{one}\n\n{two}\n") == (one, two)
    for junk in ("", "# nothing\n", f"{one}\njunk\n"):
        with pytest.raises(EvidenceError) as caught:
            read_identities(junk)
        assert one not in str(caught.value)


def test_the_log_and_marked_blobs_can_be_read_again_before_the_ending(tmp_path: Path) -> None:
    own_identity, own = new_identity()
    bundle = OpenBundle(tmp_path / "s", RECIPIENTS, own)
    log = LogBuilder(SESSION)
    at = Moment(0, "2026-03-02T01:02:03.004Z")
    lines = [log.append("leave.asked", {"step": str(number)}, at)[1] for number in range(3)]
    bundle.append_log(lines[:2])
    bundle.append_log(lines[2:])
    kept = bundle.append_blob(new_blob("record", "reply", "text/plain", b"yes"), reread=True)
    lost = bundle.append_blob(new_blob("record", "other", "text/plain", b"no"))
    assert bundle.log_lines(own_identity) == tuple(lines)
    assert bundle.read_blob(kept, own_identity).value == b"yes"
    with pytest.raises(EvidenceError):
        bundle.read_blob(lost, own_identity)
    assert bundle.read_blob(lost, KEYS[PartClass.RECORD][0]).value == b"no"


def test_parts_close_at_their_limit_and_go_on_after_a_cut(tmp_path: Path) -> None:
    bundle = OpenBundle(tmp_path / "s", RECIPIENTS, limit=1000)
    for number in range(5):
        bundle.append_blob(new_blob("recording", f"fragment-{number}", "video/mp4", b"x" * 200))
    bundle.sync()
    last = sorted((tmp_path / "s" / OPEN).iterdir())[-1]
    last.write_bytes(last.read_bytes()[:-7])
    again = OpenBundle(tmp_path / "s", RECIPIENTS, limit=1000)
    assert again.cut > 0
    again.append_blob(new_blob("recording", "fragment-5", "video/mp4", b"y"))
    parts = again.close()
    assert sum(part.units for part in parts) == 5
    for part in parts:
        content = (tmp_path / "s" / OPEN / f"{part.name}.part").read_bytes()
        assert (len(content), sha256(content)) == (part.size, part.sha256)
        assert len(content) <= 1000
    assert [part.name for part in parts] == [f"recording-{n:04d}" for n in range(1, len(parts) + 1)]


def test_every_class_needs_a_recipient(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="biometric"):
        OpenBundle(tmp_path, {c: r for c, r in RECIPIENTS.items() if c is not PartClass.BIOMETRIC})


def test_no_plain_value_touches_the_disk(tmp_path: Path) -> None:
    bundle = OpenBundle(tmp_path / "s", RECIPIENTS)
    bundle.append_blob(new_blob("identity", "card", "text/plain", b"SECRET-OF-THE-CARD"))
    bundle.append_log(
        [LogBuilder(SESSION).append("help.asked", {"step": "SECRET"}, Moment(0, "2026-03-02T01:02:03.004Z"))[1]]
    )
    bundle.sync()
    assert all(b"SECRET" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("batch", [b"", b"no newline", b"\n" * 0])
def test_a_batch_of_lines_ends_with_a_newline(batch: bytes) -> None:
    with pytest.raises(EvidenceError):
        split_lines(batch)


@pytest.mark.parametrize("limit", [1000, 1_000_000], ids=["in the middle of a session", "at its end"])
def test_a_part_that_the_disk_changed_is_found_as_it_closes(tmp_path: Path, limit: int) -> None:
    bundle = OpenBundle(tmp_path / "s", RECIPIENTS, limit=limit)
    bundle.append_blob(new_blob(DataClass.RECORD, "a", "text/plain", b"x" * 700))
    (path,) = (tmp_path / "s" / OPEN).glob("record-*.part")
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    def go_on() -> None:
        bundle.append_blob(new_blob(DataClass.RECORD, "b", "text/plain", b"y" * 700))
        bundle.close()

    with pytest.raises(EvidenceError, match="record-0001"):
        go_on()
