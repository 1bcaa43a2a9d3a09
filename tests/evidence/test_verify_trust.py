"""Verification: who signed, when, and what may be missing or destroyed."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from kiosk.domain.consents import Ending, Mode, Source
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.head import Head, sign_head
from kiosk.evidence.manifest import manifest_bytes, parse_manifest
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from tests.evidence.bundles import (
    DEVICE,
    NOW,
    SESSION,
    Authorities,
    Built,
    FileKeys,
    Plan,
    build_bundle,
    expect_broken,
    make_certificate,
    reseal,
    wall,
)

Copy = Callable[[], Path]
ACCEPTABLE_WITHOUT_PORTS = {"card_genuineness", "civil_identity"}


def test_a_training_bundle_whose_marks_were_removed_is_untrusted(
    good_training: Built, training: Authorities, trust: Trust, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    shutil.copytree(good_training.folder, folder)
    unmarked = dataclasses.replace(good_training.manifest, mode=Mode.LIVE)
    (folder / "manifest.json").write_bytes(manifest_bytes(unmarked))
    assert verify_bundle(folder, trust).verdict is Verdict.BROKEN
    for sources in ({"face_camera": Source.DEVICE}, good_training.manifest.sources):
        reseal(folder, dataclasses.replace(unmarked, sources=sources), training.device, training)
        found = verify_bundle(folder, trust)
        assert found.verdict is Verdict.INTEGRITY_ONLY
        assert {"signer", "time"} <= set(found.not_proven)


def test_a_rebuilt_training_bundle_that_says_live_is_untrusted(
    training: Authorities, trust: Trust, tmp_path: Path
) -> None:
    built = build_bundle(tmp_path / "b", training, Plan(mode=Mode.LIVE))
    found = verify_bundle(built.folder, trust, built.all_identities)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert any(reason.startswith("signer") for reason in found.reasons)


def test_a_live_bundle_with_simulated_input_is_untrusted(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    plan = Plan(sources={"face_camera": Source.SIMULATED, "microphone": Source.FILE})
    found = verify_bundle(build_bundle(tmp_path / "b", live, plan).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert len([reason for reason in found.reasons if reason.startswith("sources")]) == 2


def test_an_entry_with_a_source_that_the_manifest_hides_is_broken(
    live: Authorities, trust: Trust, tmp_path: Path
) -> None:
    built = build_bundle(tmp_path / "b", live, Plan(entry_source=Source.FILE))
    expect_broken(built.folder, trust, "entry 0 (session.opened): its source", built.all_identities)


def test_a_foreign_device_and_a_foreign_authority_are_untrusted(trust: Trust, tmp_path: Path) -> None:
    stranger = Authorities(tmp_path / "stranger")
    found = verify_bundle(build_bundle(tmp_path / "b", stranger).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert {"signer", "time"} <= set(found.not_proven)


def test_the_wrong_authority_alone_is_untrusted(
    live: Authorities, training: Authorities, trust: Trust, tmp_path: Path
) -> None:
    found = verify_bundle(build_bundle(tmp_path / "b", live, authority=training.tsa).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert [reason.split(":")[0] for reason in found.reasons] == ["time"]


def device_keys(authorities: Authorities, name: str, **life: tuple[dt.datetime, dt.datetime]) -> FileKeys:
    key = ed25519.Ed25519PrivateKey.generate()
    return FileKeys(key, make_certificate(name, "live", key, authorities.issuer, **life))  # type: ignore[arg-type]


def test_an_expired_certificate_is_untrusted(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    over = (NOW - dt.timedelta(days=9), NOW - dt.timedelta(days=1))
    keys = device_keys(live, DEVICE, life=over)
    found = verify_bundle(build_bundle(tmp_path / "b", live, keys=keys).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert any("expired" in reason for reason in found.reasons)


def test_another_devices_certificate_is_untrusted(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    keys = device_keys(live, "kiosk-8")
    found = verify_bundle(build_bundle(tmp_path / "b", live, keys=keys).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert any("kiosk-8" in reason for reason in found.reasons)


def test_a_certificate_that_a_device_issued_is_untrusted(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    from cryptography import x509

    parent = x509.load_pem_x509_certificate(live.device.certificate_chain())
    key = ed25519.Ed25519PrivateKey.generate()
    keys = FileKeys(key, make_certificate(DEVICE, "live", key, (parent, live.device.key)), parent)
    found = verify_bundle(build_bundle(tmp_path / "b", live, keys=keys).folder, trust)
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert any("may not issue" in reason for reason in found.reasons)


def test_a_token_of_another_bundle_is_broken(
    good: Built, live: Authorities, trust: Trust, copy: Copy, tmp_path: Path
) -> None:
    other = build_bundle(tmp_path / "other", live)
    folder = copy()
    for name in ("timestamp.tsr", "timestamp.sig"):
        shutil.copy(other.folder / name, folder / name)
    expect_broken(folder, trust, "stamps something else")


def test_a_cut_tail_is_broken_against_a_stored_head(good: Built, live: Authorities, trust: Trust) -> None:
    entries = good.manifest.log.entries
    later = sign_head(Head(SESSION, DEVICE, entries, sha256(b"later"), wall()), live.device)
    found = verify_bundle(good.folder, trust, (), (later,))
    assert found.verdict is Verdict.BROKEN
    assert any("tail: cut" in reason for reason in found.reasons)
    other = sign_head(Head(SESSION, DEVICE, entries - 1, sha256(b"other"), wall()), live.device)
    assert verify_bundle(good.folder, trust, (), (other,)).verdict is Verdict.BROKEN
    middle = sign_head(Head(SESSION, DEVICE, 3, sha256(b"other"), wall()), live.device)
    assert verify_bundle(good.folder, trust, (), (middle,)).verdict is Verdict.VERIFIED
    expect = verify_bundle(good.folder, trust, good.all_identities, (middle,))
    assert any(reason.startswith("entry 3") for reason in expect.reasons)


def test_a_head_signed_by_somebody_else_is_untrusted(good: Built, training: Authorities, trust: Trust) -> None:
    head = sign_head(Head(SESSION, DEVICE, 2, sha256(good.lines[2]), wall()), training.device)
    assert verify_bundle(good.folder, trust, (), (head,)).verdict is Verdict.INTEGRITY_ONLY


@pytest.mark.parametrize("erased", [PartClass.RECORD, PartClass.IDENTITY, PartClass.BIOMETRIC, PartClass.RECORDING])
def test_destroying_a_classs_key_leaves_the_chain_whole(good: Built, trust: Trust, erased: PartClass) -> None:
    left = tuple(identity for part_class, identity in good.identities.items() if part_class is not erased)
    found = verify_bundle(good.folder, trust, left, good.heads)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert set(found.not_proven) - ACCEPTABLE_WITHOUT_PORTS == {f"contents:{erased}"}


def test_destroyed_parts_are_excused_by_name_only(good: Built, trust: Trust, copy: Copy) -> None:
    folder = copy()
    gone = [part for part in good.manifest.parts if part.part_class is PartClass.BIOMETRIC]
    for part in gone:
        (folder / "parts" / part.sha256).unlink()
    excused = {part.sha256: "destroyed on 2026-04-01" for part in gone}
    found = verify_bundle(folder, trust, good.all_identities, excused=excused)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert f"excused:{gone[0].name}" in found.not_proven
    assert verify_bundle(folder, trust, good.all_identities).verdict is Verdict.BROKEN


def test_withheld_parts_may_be_absent(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    built = build_bundle(tmp_path / "b", live, Plan(withheld={PartClass.RECORDING: "2026-12-31"}))
    assert verify_bundle(built.folder, trust, built.all_identities).verdict is Verdict.VERIFIED
    for part in built.manifest.parts:
        if part.withheld:
            (built.folder / "parts" / part.sha256).unlink()
    found = verify_bundle(built.folder, trust, built.all_identities)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert "withheld:recording-0001" in found.not_proven


def test_identities_that_open_nothing_leave_the_contents_unproven(good: Built, trust: Trust) -> None:
    from kiosk.evidence.encryption import new_identity

    found = verify_bundle(good.folder, trust, (new_identity()[0],))
    assert found.verdict is Verdict.VERIFIED
    assert "contents" in found.not_proven


def test_a_manifest_says_one_ending(good: Built, live: Authorities, trust: Trust, copy: Copy) -> None:
    folder = copy()
    reseal(folder, dataclasses.replace(good.manifest, ending=Ending.SIGNED), live.device, live)
    assert "reliable_electronic_signature" in verify_bundle(folder, trust).not_proven
    expect_broken(folder, trust, "session.ending", good.all_identities)


def test_the_manifest_comes_back_as_it_was(good: Built) -> None:
    content = (good.folder / "manifest.json").read_bytes()
    assert manifest_bytes(parse_manifest(content)) == content
