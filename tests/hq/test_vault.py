"""Filed sessions: locked under data keys, shredded with proof, still a whole chain afterwards."""

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hq.home import Home, init, open_home
from hq.store.store import SessionState, Store
from hq.vault.data_keys import data_key, lock, open_data_key, unlock
from hq.vault.filing import filed_manifest
from hq.vault.inspection import review_filed, verify_filed
from hq.vault.shred import shred
from hq.vault.worker import Worker
from kiosk.domain.consents import DataClass, Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence import bundle
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.receipt import verify_receipt
from kiosk.evidence.signed import SignedKind, verify_signed
from kiosk.evidence.verdict import Verdict
from kiosk.outbox.sync import Outcome, sync
from tests.hq.conftest import QUICK, World, office
from tests.hq.rig import ROOT, Plan, enrol, new_home, opened, seal_session, serving
from tests.hq.test_serve import send_all


@pytest.fixture
def filed(world: World, tmp_path: Path) -> str:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    sync(here)
    return session


def test_nothing_filed_opens_without_its_data_key(world: World, filed: str) -> None:
    for path in (world.home.filed / filed / bundle.PARTS).iterdir():
        content = path.read_bytes()
        assert b"age-encryption.org" not in content
    keys = {path.stem for path in (world.home.keys / filed).iterdir()}
    assert keys == {"log", "identity", "recording"}
    assert len({open_data_key(world.home, filed, PartClass(name)) for name in keys}) == 3


@pytest.mark.parametrize("part_class", [PartClass.RECORDING, PartClass.IDENTITY])
def test_a_shredded_class_is_gone_and_the_chain_whole(world: World, filed: str, part_class: PartClass) -> None:
    names = [p.sha256 for p in filed_manifest(world.home, filed).parts if p.part_class is part_class]
    certificate = shred(world.home, world.store, filed, part_class, "retention ended")
    trust = load_trust(world.home.trust)
    payload = verify_signed(certificate, SignedKind.DESTRUCTION, trust, Mode.TRAINING, datetime.now(UTC)).payload
    assert (payload["session"], payload["class"], payload["probes_failed"]) == (filed, part_class, len(names))
    assert not any((world.home.filed / filed / bundle.PARTS / name).exists() for name in names)
    assert not (world.home.keys / filed / f"{part_class}.key").exists()
    found = verify_filed(world.home, world.store, filed)
    assert found.verdict is Verdict.VERIFIED, found.reasons
    assert {f"excused:{p.name}" for p in filed_manifest(world.home, filed).parts if p.part_class is part_class} <= set(
        found.not_proven
    )
    assert shred(world.home, world.store, filed, part_class, "again") == certificate


def test_a_part_that_is_gone_without_a_certificate_is_missed(world: World, filed: str) -> None:
    name = next(p.sha256 for p in filed_manifest(world.home, filed).parts if p.part_class is PartClass.RECORDING)
    (world.home.filed / filed / bundle.PARTS / name).unlink()
    assert verify_filed(world.home, world.store, filed).verdict is Verdict.BROKEN


def test_the_log_is_not_shredded(world: World, filed: str) -> None:
    with pytest.raises(EvidenceError, match="log"):
        shred(world.home, world.store, filed, PartClass.LOG, "x")


def test_a_part_in_the_place_of_another_does_not_open(world: World, filed: str) -> None:
    names = [p.sha256 for p in filed_manifest(world.home, filed).parts if p.part_class is PartClass.RECORDING][:2]
    first, second = (world.home.filed / filed / bundle.PARTS / name for name in names)
    first.write_bytes(second.read_bytes())
    with pytest.raises(EvidenceError, match="does not open"):
        verify_filed(world.home, world.store, filed)


def test_a_data_key_is_bound_to_its_session_and_class(world: World) -> None:
    session, other = "a" * 8, "b" * 8
    data_key(world.home, session, PartClass.RECORD)
    (world.home.keys / other).mkdir(exist_ok=True)
    key = (world.home.keys / session / "record.key").read_bytes()
    for place in (world.home.keys / other / "record.key", world.home.keys / session / "identity.key"):
        place.write_bytes(key)
    for where, part_class in ((other, PartClass.RECORD), (session, PartClass.IDENTITY)):
        with pytest.raises(EvidenceError, match="master key"):
            open_data_key(world.home, where, part_class)


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 40])
def test_locked_junk_is_refused(damage: bytes) -> None:
    with pytest.raises(EvidenceError):
        unlock(b"k" * 32, damage, "a")
    assert unlock(b"k" * 32, lock(b"k" * 32, b"content", "a"), "a") == b"content"


def test_review_says_what_the_rules_find_and_notes_who_looked(world: World, filed: str) -> None:
    """The rig's session records without asking for consent: the rules must say so."""
    found = review_filed(world.home, world.store, filed)[filed]
    assert 2 in {finding["invariant"] for finding in found}
    assert found == world.store.review(filed)
    assert "review" in [what for what, _ in world.store.accesses(filed)]


def test_the_receipt_names_what_stayed_behind(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    plan = Plan(withheld=((PartClass.RECORDING, "2099-01-01"),))
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url), plan)
    sync(here)
    receipt = here.store.receipt(session)
    assert receipt is not None
    said = verify_receipt(receipt, world.kiosk.trust, Mode.TRAINING, datetime.now(UTC))
    assert said.withheld == (PartClass.RECORDING,)
    assert said.accepted == (PartClass.LOG, PartClass.IDENTITY)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[tuple[Home, Store, str]]:
    """A completed session that no worker has taken yet."""
    home = new_home(tmp_path / "home")
    kiosk = enrol(home, tmp_path / "kiosk")
    store = opened(Store(home.store))
    with serving(home, tmp_path, vault=False) as served:
        session = seal_session(kiosk, tmp_path, kiosk.tsa(served.url))
        send_all(kiosk.transport(served.url), tmp_path / session)
    return home, store, session


def test_a_device_revoked_meanwhile_goes_to_quarantine(quiet: tuple[Home, Store, str]) -> None:
    home, store, session = quiet
    store.revoke_device("kiosk-1", "stolen")
    Worker(home, store).work()
    found = store.session(session)
    assert found is not None
    assert found.state is SessionState.QUARANTINED
    assert any("revoked" in reason for reason in found.reasons)
    assert (home.quarantine / session / bundle.MANIFEST).exists()


@pytest.mark.parametrize("damage", ["part changed", "part gone", "manifest changed", "folder gone"])
def test_what_headquarters_disk_damaged_is_asked_for_again(tmp_path: Path, damage: str) -> None:
    home = new_home(tmp_path / "home")
    kiosk = enrol(home, tmp_path / "kiosk")
    store = opened(Store(home.store))
    with serving(home, tmp_path, vault=False) as served:
        here = office(kiosk, served.url, tmp_path, policy=dataclasses.replace(QUICK, receipt_wait=0.0))
        session = seal_session(kiosk, here.root, kiosk.tsa(served.url))
        assert [sent.outcome for sent in sync(here)] == [Outcome.WAITING]
        folder = home.intake / session
        part = next((folder / bundle.PARTS).iterdir())
        match damage:
            case "part changed":
                part.write_bytes(part.read_bytes()[:-1] + b"?")
            case "part gone":
                part.unlink()
            case "manifest changed":
                (folder / bundle.MANIFEST).write_bytes(b"{}")
            case _:
                shutil.rmtree(folder)
        worker = Worker(home, store)
        worker.work()
        found = store.session(session)
        assert found is not None
        assert found.state is SessionState.RECEIVING
        sync(here)
        worker.work()
        assert [sent.outcome for sent in sync(here)] == [Outcome.RECEIVED]
        assert verify_filed(home, store, session).verdict is Verdict.VERIFIED


def test_without_the_keys_nothing_is_filed(quiet: tuple[Home, Store, str]) -> None:
    """Intake's own view: it holds everything and can open nothing."""
    home, store, session = quiet
    for part_class in PartClass:
        other = init(home.root.parent / "other", Mode.TRAINING)
        home.identity_file(part_class).write_text(other.identity_file(part_class).read_text())
    Worker(home, store).work()
    found = store.session(session)
    assert found is not None
    assert found.state is SessionState.QUARANTINED
    assert "contents: headquarters' keys do not open them" in found.reasons


def test_shred_and_verify_by_command(world: World, filed: str) -> None:
    home = ["--home", str(world.home.root)]
    run("shred", filed, DataClass.RECORDING, *home)
    found = json.loads(run("verify", filed, *home))
    assert found["verdict"] == "VERIFIED"
    assert json.loads(run("report", *home))["mode"] == "training"
    assert filed in json.loads(run("review", "--session", filed, *home))["sessions"]


def test_training_and_live_never_share_a_folder(tmp_path: Path) -> None:
    init(tmp_path / "home", Mode.TRAINING)
    with pytest.raises(ConfigurationError, match="never share"):
        init(tmp_path / "home", Mode.LIVE)
    assert open_home(tmp_path / "home").mode is Mode.TRAINING


def test_a_folder_that_is_no_home_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hq", "report", "--home", str(tmp_path)], cwd=ROOT, capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"hq init" in done.stderr
    assert b"Traceback" not in done.stderr


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "hq", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60, text=True).stdout
