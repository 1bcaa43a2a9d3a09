"""Verification, on good bundles and on hostile ones."""

import dataclasses
import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.consents import Mode
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.seal import MANIFEST_CONTEXT
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from tests.evidence.bundles import (
    DEVICE,
    SESSION,
    Authorities,
    Built,
    Plan,
    build_bundle,
    expect_broken,
    reseal,
    wall,
)

Copy = Callable[[], Path]
ACCEPTABLE_WITHOUT_PORTS = {"card_genuineness", "civil_identity"}


def test_a_good_bundle_is_verified_without_its_contents(good: Built, trust: Trust) -> None:
    found = verify_bundle(good.folder, trust)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert set(found.not_proven) == {"contents", "tail", *ACCEPTABLE_WITHOUT_PORTS}
    assert found.facts["session"] == SESSION
    assert found.facts["signer"] == DEVICE
    assert str(found.facts["time"]).startswith(str(dt.datetime.now(dt.UTC).year))


def test_with_identity_and_heads_everything_is_proven(good: Built, trust: Trust) -> None:
    found = verify_bundle(good.folder, trust, good.all_identities, good.heads)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert set(found.not_proven) == ACCEPTABLE_WITHOUT_PORTS
    assert found.facts["tail_known_to"] == good.heads[0].seq


def test_a_good_training_bundle_is_verified_by_training_roots_only(
    good_training: Built, trust: Trust, live: Authorities
) -> None:
    found = verify_bundle(good_training.folder, trust, good_training.all_identities)
    assert found.verdict is Verdict.VERIFIED
    only_live = Trust({key: roots for key, roots in trust.roots.items() if key[0] is Mode.LIVE})
    assert verify_bundle(good_training.folder, only_live).verdict is Verdict.INTEGRITY_ONLY


def test_without_trust_it_is_integrity_only(good: Built) -> None:
    found = verify_bundle(good.folder)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert {"signer", "time"} <= set(found.not_proven)


def test_a_pending_time_stamp_is_integrity_only(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    built = build_bundle(tmp_path / "b", live, Plan(stamped=False))
    found = verify_bundle(built.folder, trust, built.all_identities)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert found.reasons == ("time: the time stamp is still pending",)
    assert found.facts["pending"]["since"] == wall()


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def copied(good: Built) -> Iterator[Path]:
    with TemporaryDirectory() as place:
        shutil.copytree(good.folder, Path(place, "b"))
        yield Path(place, "b")


def flip(path: Path, position: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[position % len(content)] ^= 1 << bit
    path.write_bytes(content)


@settings(max_examples=120, deadline=None)
@given(which=st.integers(0, 10_000), position=st.integers(0, 1_000_000), bit=st.integers(0, 7))
def test_a_changed_byte_anywhere_is_broken_and_its_file_is_named(
    good: Built, trust: Trust, which: int, position: int, bit: int
) -> None:
    with copied(good) as folder:
        files = files_of(folder)
        path = files[which % len(files)]
        flip(path, position, bit)
        found = verify_bundle(folder, trust)
        assert found.verdict is Verdict.BROKEN
        stem = {"timestamp.sig": "timestamp.tsr", "manifest.sig": "manifest.json"}.get(path.name, path.name)
        assert any(stem in reason for reason in found.reasons), (path.name, found.reasons)


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "device.pem", "timestamp.sig", "timestamp.tsr"])
def test_each_byte_of_the_seal_counts(good: Built, trust: Trust, name: str) -> None:
    with copied(good) as folder:
        whole = (folder / name).read_bytes()
        for position in range(0, len(whole), max(1, len(whole) // 80)):
            flip(folder / name, position, position % 8)
            assert verify_bundle(folder, trust).verdict is Verdict.BROKEN, position
            (folder / name).write_bytes(whole)


@settings(max_examples=50, deadline=None)
@given(which=st.integers(0, 10_000), position=st.integers(0, 1_000_000), bit=st.integers(0, 7))
def test_with_an_identity_the_entry_is_named(good: Built, trust: Trust, which: int, position: int, bit: int) -> None:
    with copied(good) as folder:
        parts = files_of(folder / "parts")
        path = parts[which % len(parts)]
        flip(path, position, bit)
        found = verify_bundle(folder, trust, good.all_identities)
        assert found.verdict is Verdict.BROKEN
        assert any(path.name in reason for reason in found.reasons)
        assert any(reason.startswith("entry ") for reason in found.reasons), found.reasons


def test_the_very_entry_of_a_changed_fragment_is_named(good: Built, trust: Trust, copy: Copy) -> None:
    folder = copy()
    part = next(part for part in good.manifest.parts if part.part_class is PartClass.RECORDING)
    flip(folder / "parts" / part.sha256, 400, 0)
    found = verify_bundle(folder, trust, good.all_identities)
    entries = [reason for reason in found.reasons if reason.startswith("entry ")]
    assert entries == ["entry 2 (recording.fragment): its recording value fragment-000000 is missing or changed"]


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "device.pem", "timestamp.sig", "timestamp.tsr"])
@pytest.mark.parametrize("how", ["removed", "emptied", "truncated", "grown", "link", "pipe", "folder"])
def test_a_strange_file_is_named(trust: Trust, copy: Copy, name: str, how: str, tmp_path: Path) -> None:
    folder = copy()
    path = folder / name
    content = path.read_bytes()
    path.unlink()
    match how:
        case "emptied":
            path.write_bytes(b"")
        case "truncated":
            path.write_bytes(content[:-1])
        case "grown":
            path.write_bytes(content + b"\n")
        case "link":
            (tmp_path / "elsewhere").write_bytes(content)
            path.symlink_to(tmp_path / "elsewhere")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
    found = verify_bundle(folder, trust)
    assert found.verdict is Verdict.BROKEN
    assert any(name.split(".", maxsplit=1)[0] in reason or name in reason for reason in found.reasons)


def test_parts_removed_added_swapped_and_renamed(good: Built, trust: Trust, copy: Copy) -> None:
    first, second = (part.sha256 for part in good.manifest.parts[:2])
    folder = copy()
    (folder / "parts" / first).unlink()
    expect_broken(folder, trust, f"{first}): is missing")
    expect_broken(folder, trust, "entry ", good.all_identities)
    folder = copy()
    (folder / "parts" / sha256(b"more")).write_bytes(b"more")
    expect_broken(folder, trust, "the manifest does not know it")
    folder = copy()
    here, there = folder / "parts" / first, folder / "parts" / second
    one, other = here.read_bytes(), there.read_bytes()
    here.write_bytes(other)
    there.write_bytes(one)
    expect_broken(folder, trust, first)
    expect_broken(folder, trust, second)
    folder = copy()
    (folder / "parts" / first).rename(folder / "parts" / sha256(b"renamed"))
    expect_broken(folder, trust, "is missing")


def test_links_strange_names_and_paths_out_are_refused(good: Built, trust: Trust, copy: Copy, tmp_path: Path) -> None:
    first = good.manifest.parts[0].sha256
    folder = copy()
    outside = tmp_path / "outside"
    (folder / "parts" / first).rename(outside)
    (folder / "parts" / first).symlink_to(outside)
    expect_broken(folder, trust, first)
    for name in ("notes.txt", ".hidden", "parts2"):
        folder = copy()
        (folder / name).write_bytes(b"")
        expect_broken(folder, trust, name)
    folder = copy()
    (folder / "parts" / "UPPER").write_bytes(b"")
    expect_broken(folder, trust, "UPPER")
    folder = copy()
    (folder / "parts").rename(tmp_path / "moved")
    (folder / "parts").symlink_to(tmp_path / "moved")
    expect_broken(folder, trust, "parts")
    folder = copy()
    (folder / "timestamp.pending").write_bytes(b"{}")
    expect_broken(folder, trust, "timestamp.tsr")
    assert verify_bundle(tmp_path / "nowhere", trust).verdict is Verdict.BROKEN


def test_a_huge_length_prefix_is_broken_even_when_sealed_again(
    good: Built, trust: Trust, copy: Copy, live: Authorities
) -> None:
    folder = copy()
    part = good.manifest.parts[0]
    content = b"\xff\xff\xff\xff" + (folder / "parts" / part.sha256).read_bytes()[4:]
    (folder / "parts" / part.sha256).unlink()
    (folder / "parts" / sha256(content)).write_bytes(content)
    changed = dataclasses.replace(part, sha256=sha256(content))
    reseal(folder, dataclasses.replace(good.manifest, parts=(changed, *good.manifest.parts[1:])), live.device, live)
    expect_broken(folder, trust, "whole run")


def test_a_manifest_with_double_keys_is_broken_even_when_signed(
    good: Built, trust: Trust, copy: Copy, live: Authorities
) -> None:
    folder = copy()
    content = (folder / "manifest.json").read_bytes().replace(b'{"case"', b'{"case":"other","case"', 1)
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.sig").write_bytes(live.device.sign(MANIFEST_CONTEXT + content))
    expect_broken(folder, trust, "twice")
