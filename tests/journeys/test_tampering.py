"""A changed byte anywhere in a real session's bundle is found and named; without trust nothing is vouched for."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from kiosk.commands.verify import verify
from kiosk.domain.consents import Mode, Source
from kiosk.evidence.bundle import read_bundle, write_sealed
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.part import PREFIX_BYTES, split_units
from kiosk.evidence.seal import seal
from tests.journeys.branch import Branch

pytestmark = pytest.mark.journey


@pytest.fixture
def good(branch: Branch) -> Path:
    return branch.played("signs").folder


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "bundle")
    return tmp_path / "bundle"


def flip(path: Path, place: int) -> None:
    """Change one bit."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def judged(
    branch: Branch, folder: Path, capsys: pytest.CaptureFixture[str], *, identity: bool = False
) -> tuple[int, str]:
    """What `main.py verify` does with it: exit code and all of its reasons in one text."""
    code = verify(folder, branch.enrolled.trust, branch.identity_file if identity else None, as_json=True)
    return code, " | ".join(json.loads(capsys.readouterr().out)["reasons"])


def test_the_good_one_is_verified_by_the_command(branch: Branch, good: Path) -> None:
    code, told = branch.verify(good, "--trust", str(branch.enrolled.trust), "--identity", str(branch.identity_file))
    assert (code, told["verdict"], told["reasons"]) == (0, "VERIFIED", [])


def test_a_changed_byte_is_found_by_the_command(branch: Branch, copy: Path) -> None:
    part = max((copy / "parts").iterdir(), key=lambda path: path.stat().st_size)
    flip(part, part.stat().st_size // 2)
    code, told = branch.verify(copy, "--trust", str(branch.enrolled.trust))
    assert (code, told["verdict"]) == (20, "BROKEN")
    assert part.name in str(told["reasons"])


def test_a_changed_byte_in_each_part_names_the_part(
    branch: Branch, good: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = parse_manifest((good / "manifest.json").read_bytes()).parts
    assert len(parts) >= 5
    for part in parts:
        path = copy / "parts" / part.sha256
        for place in (0, part.size // 2, part.size - 1):
            flip(path, place)
            code, reasons = judged(branch, copy, capsys)
            assert code == 20, (part.name, place)
            assert part.name in reasons
            assert part.sha256 in reasons
            flip(path, place)
    assert judged(branch, copy, capsys)[0] == 0


@pytest.mark.parametrize("file", ["manifest.json", "manifest.sig", "device.pem", "timestamp.tsr", "timestamp.sig"])
def test_a_changed_byte_beside_the_parts_names_the_file(
    branch: Branch, copy: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(copy / file, (copy / file).stat().st_size // 2)
    code, reasons = judged(branch, copy, capsys)
    assert code == 20
    assert file in reasons


def test_with_an_identity_the_entry_is_named(
    branch: Branch, good: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A byte in the middle of a value: the entry that speaks of it."""
    for part in parse_manifest((good / "manifest.json").read_bytes()).parts:
        path = copy / "parts" / part.sha256
        unit = split_units(path.read_bytes()).units[0]
        flip(path, PREFIX_BYTES + len(unit) - 1)
        code, reasons = judged(branch, copy, capsys, identity=True)
        assert code == 20
        assert part.name in reasons
        assert "entry " in reasons, part.name
        flip(path, PREFIX_BYTES + len(unit) - 1)


def test_a_missing_and_a_foreign_part_are_found(
    branch: Branch, good: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = parse_manifest((good / "manifest.json").read_bytes()).parts[0]
    (copy / "parts" / part.sha256).unlink()
    code, reasons = judged(branch, copy, capsys)
    assert code == 20
    assert part.name in reasons
    (copy / "parts" / ("0" * 64)).write_bytes(b"x")
    assert "0" * 64 in judged(branch, copy, capsys)[1]


def test_without_trust_only_its_integrity_is_told(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "trust"
    empty.mkdir()
    assert verify(good, empty, None, as_json=True) == 10
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "INTEGRITY ONLY"
    assert {"signer", "time"} <= set(told["not_proven"])


def test_a_training_session_that_says_it_is_live_is_untrusted(
    branch: Branch, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has the training kiosk's key and headquarters' stamp can sign it anew, and gains nothing."""
    sealed = read_bundle(copy).untrusted
    manifest = parse_manifest(sealed.manifest)
    unmarked = dataclasses.replace(manifest, mode=Mode.LIVE, sources=dict.fromkeys(manifest.sources, Source.DEVICE))
    kiosk = branch.kiosk()
    try:
        write_sealed(copy, seal(unmarked, branch.enrolled.keys, kiosk.authority, manifest.closed))
    finally:
        kiosk.close()
    code, reasons = judged(branch, copy, capsys)
    assert code == 10
    assert "signer" in reasons
