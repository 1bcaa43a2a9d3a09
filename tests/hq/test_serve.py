"""Whole ways through a real server: sealed, sent, verified, answered; and everything that must be refused."""

import dataclasses
import hashlib
import ssl
import subprocess
import sys
import uuid
from pathlib import Path

import httpx
import pytest

from hq.intake.depot import Depot
from hq.store.store import SessionState
from hq.vault.inspection import verify_filed
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.consents import Mode
from kiosk.domain.errors import RefusedError, TransportError
from kiosk.evidence import bundle
from kiosk.evidence.classes import PartClass
from kiosk.evidence.head import Head, head_bytes, sign_head
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.verdict import Verdict
from kiosk.outbox.store import Custody
from kiosk.outbox.sync import Outcome, sync
from tests.hq.conftest import World, office
from tests.hq.rig import ROOT, Kiosk, Plan, enrol, new_home, opened, seal_session, serving, wait_for, wall

NEVER = "2099-01-01"


def test_a_sealed_session_is_filed_and_the_copy_goes_with_a_verified_receipt(world: World, tmp_path: Path) -> None:
    kept: list[tuple[str, bool]] = []
    here = office(
        world.kiosk, world.served.url, tmp_path, keep=lambda folder, _: kept.append((folder.name, folder.exists()))
    )
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    sent = sync(here)
    assert [(s.session, s.outcome) for s in sent] == [(session, Outcome.RECEIVED)], sent
    assert not (here.root / session).exists()
    assert kept == [(session, True)]
    assert here.store.receipt(session) == world.store.receipt(session) is not None
    assert verify_filed(world.home, world.store, session).verdict is Verdict.VERIFIED
    assert not Depot(world.home.intake).folder(session).exists()
    assert sync(here) == ()


def test_a_pending_time_stamp_is_fetched_at_the_sync(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, None)
    assert (here.root / session / bundle.PENDING).exists()
    assert [s.outcome for s in sync(here)] == [Outcome.RECEIVED]
    assert "time" in verify_filed(world.home, world.store, session).facts


def test_a_token_that_arrived_just_before_a_cut_is_used(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    tsa = world.kiosk.tsa(world.served.url)
    session = seal_session(world.kiosk, here.root, None)
    folder = here.root / session
    signature = (folder / bundle.SIGNATURE).read_bytes()
    (folder / bundle.TOKEN).write_bytes(tsa.stamp(hashlib.sha256(signature).digest()))
    assert [s.outcome for s in sync(here)] == [Outcome.RECEIVED]


def test_without_headquarters_everything_waits(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, "https://127.0.0.1:9", tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    [sent] = sync(here)
    assert sent.outcome is Outcome.FAILED
    assert "can't be reached" in sent.reason
    assert (here.root / session / bundle.MANIFEST).exists()
    again = office(world.kiosk, world.served.url, tmp_path)
    assert [s.outcome for s in sync(again)] == [Outcome.RECEIVED]


def test_the_same_manifest_twice_is_one_record(world: World, tmp_path: Path) -> None:
    transport = world.kiosk.transport(world.served.url)
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    send_all(transport, tmp_path / session)
    wait_for(lambda: transport.receipt(session) is not None)
    first = transport.receipt(session)
    assert send_all(transport, tmp_path / session) == first
    assert transport.receipt(session) == first
    assert [s.session for s in world.store.sessions()].count(session) == 1


def test_another_manifest_of_a_taken_session_is_refused(world: World, tmp_path: Path) -> None:
    transport = world.kiosk.transport(world.served.url)
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    send_all(transport, tmp_path / session)
    other = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    files = bundle.sealed_files(bundle.read_bundle(tmp_path / other).untrusted)
    files[bundle.MANIFEST] = files[bundle.MANIFEST].replace(other.encode(), session.encode())
    with pytest.raises(RefusedError, match="another manifest"):
        transport.send_manifest(session, files)


def test_a_manifest_before_its_parts_is_refused(world: World, tmp_path: Path) -> None:
    transport = world.kiosk.transport(world.served.url)
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    files = bundle.sealed_files(bundle.read_bundle(tmp_path / session).untrusted)
    with pytest.raises(RefusedError, match="parts are missing"):
        transport.send_manifest(session, files)
    found = world.store.session(session)
    assert found is not None
    assert found.state is SessionState.RECEIVING


def test_a_part_with_another_hash_is_refused_and_leaves_nothing(world: World) -> None:
    transport = world.kiosk.transport(world.served.url)
    session, name = str(uuid.uuid4()), hashlib.sha256(b"right").hexdigest()
    with pytest.raises(RefusedError, match="SHA-256"):
        transport.send_part(session, name, b"wrong")
    assert transport.missing(session, (name,)) == (name,)
    transport.send_part(session, name, b"right")
    transport.send_part(session, name, b"right")
    assert transport.missing(session, (name,)) == ()
    assert not list(Depot(world.home.intake).incoming.iterdir())


def test_another_device_may_not_touch_a_session(world: World, tmp_path: Path) -> None:
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    send_all(world.kiosk.transport(world.served.url), tmp_path / session)
    stranger = world.other.transport(world.served.url)
    name = hashlib.sha256(b"x").hexdigest()
    for ask in (
        lambda: stranger.missing(session, (name,)),
        lambda: stranger.send_part(session, name, b"x"),
        lambda: stranger.receipt(session),
        lambda: send_all(stranger, tmp_path / session),
    ):
        with pytest.raises(RefusedError, match="another device"):
            ask()


def test_a_manifest_that_names_another_device_is_refused(world: World, tmp_path: Path) -> None:
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    with pytest.raises(RefusedError, match="another device"):
        send_all(world.other.transport(world.served.url), tmp_path / session)


def test_a_certificate_of_another_headquarters_gets_no_connection(world: World, tmp_path: Path) -> None:
    foreign = enrol(new_home(tmp_path / "home"), tmp_path / "kiosk")
    tls = DeviceTls(world.kiosk.tls.root, foreign.tls.certificate, foreign.tls.key)
    with pytest.raises(TransportError):
        opened(HttpxTransport(world.served.url, tls)).status()


def test_no_certificate_gets_no_connection(world: World) -> None:
    context = ssl.create_default_context(cafile=world.kiosk.tls.root)
    with pytest.raises(httpx.HTTPError), httpx.Client(verify=context, trust_env=False, timeout=5) as client:
        client.get(f"{world.served.url}/v1/status")


def test_the_kiosk_refuses_a_server_that_its_trust_does_not_know(world: World, tmp_path: Path) -> None:
    foreign = enrol(new_home(tmp_path / "home"), tmp_path / "kiosk")
    tls = DeviceTls(foreign.tls.root, world.kiosk.tls.certificate, world.kiosk.tls.key)
    with pytest.raises(TransportError, match="can't be reached"):
        opened(HttpxTransport(world.served.url, tls)).status()


def test_a_revoked_device_is_refused_at_once(world: World, tmp_path: Path) -> None:
    gone = enrol(world.home, tmp_path / "gone", "kiosk-gone")
    transport = gone.transport(world.served.url)
    assert transport.status()["device"] == "kiosk-gone"
    command = [sys.executable, "-m", "hq", "device", "revoke", "kiosk-gone", "--home", str(world.home.root)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    with pytest.raises(RefusedError, match="revoked"):
        transport.status()


@pytest.mark.parametrize("session", ["..", "x", "6F3A1F0E-7A51-4D0C-9A8E-2F6F6F1F0A11", "%2e%2e%2f%2e%2e"])
def test_strange_session_names_are_refused(world: World, session: str) -> None:
    with pytest.raises(RefusedError):
        world.kiosk.transport(world.served.url).missing(session, ())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"files": 1}',
        b'{"files": {"../x": "AA=="}}',
        b'{"files": {"manifest.json": 7}}',
        b"[" * 9999,
    ],
)
def test_hostile_manifest_bodies_are_refused(world: World, body: bytes) -> None:
    with client(world.kiosk) as raw:
        answer = raw.put(f"{world.served.url}/v1/sessions/{uuid.uuid4()}/manifest", content=body)
    assert 400 <= answer.status_code < 500
    assert "refused" in answer.json()


def test_a_body_that_is_too_large_is_cut_off(world: World) -> None:
    with client(world.kiosk) as raw:
        try:
            answer = raw.post(f"{world.served.url}/v1/heads", content=b"x" * (4 << 20))
            assert answer.status_code == 413
        except httpx.HTTPError:
            # The server may close before the client has finished writing.
            pass
        assert raw.get(f"{world.served.url}/v1/status").status_code == 200


def test_a_bundle_broken_on_its_way_goes_to_quarantine_with_the_reason(world: World, tmp_path: Path) -> None:
    """The kiosk's own disk changed a byte before sending: names fit contents, the signature does not."""
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    folder = tmp_path / session
    manifest = parse_manifest((folder / bundle.MANIFEST).read_bytes())
    part = next(p for p in manifest.parts if p.part_class is PartClass.RECORDING)
    content = bytearray((folder / bundle.PARTS / part.sha256).read_bytes())
    content[-1] ^= 1
    (folder / bundle.PARTS / part.sha256).unlink()
    changed = hashlib.sha256(content).hexdigest()
    (folder / bundle.PARTS / changed).write_bytes(content)
    text = (folder / bundle.MANIFEST).read_bytes().replace(part.sha256.encode(), changed.encode())
    (folder / bundle.MANIFEST).write_bytes(text)
    transport = world.kiosk.transport(world.served.url)
    send_all(transport, folder)
    with pytest.raises(RefusedError, match=r"quarantined.*signature"):
        wait_for(lambda: transport.receipt(session) is not None)
    found = world.store.session(session)
    assert found is not None
    assert found.state is SessionState.QUARANTINED
    assert (world.home.quarantine / session / bundle.PARTS / changed).read_bytes() == content
    assert not (world.home.filed / session).exists()


def test_a_refused_session_is_kept_and_set_aside_after_so_many_refusals(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    bad = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    (here.root / bad / bundle.SIGNATURE).write_bytes(b"\0" * 64)
    good = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    outcomes = [{s.session: s.outcome for s in sync(here)} for _ in range(4)]
    assert outcomes[0] == {bad: Outcome.REFUSED, good: Outcome.RECEIVED}
    assert outcomes[-1] == {}
    row = here.store.get(bad)
    assert row is not None
    assert row.custody is Custody.REFUSED
    assert "quarantined" in row.reason
    assert (here.root / bad / bundle.MANIFEST).exists()


def test_a_training_session_is_refused_by_a_live_store(tmp_path: Path) -> None:
    live = new_home(tmp_path / "live", Mode.LIVE)
    kiosk = enrol(live, tmp_path / "kiosk")
    with serving(live, tmp_path) as served:
        transport = kiosk.transport(served.url)
        session = seal_session(kiosk, tmp_path, kiosk.tsa(served.url), Plan(mode=Mode.TRAINING))
        send_all(transport, tmp_path / session)
        with pytest.raises(RefusedError, match="a training session does not belong into a live store"):
            wait_for(lambda: transport.receipt(session) is not None)


def test_a_live_session_is_refused_by_a_training_store(world: World, tmp_path: Path) -> None:
    transport = world.kiosk.transport(world.served.url)
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url), Plan(mode=Mode.LIVE))
    send_all(transport, tmp_path / session)
    with pytest.raises(RefusedError, match="a live session does not belong into a training store"):
        wait_for(lambda: transport.receipt(session) is not None)


def test_training_with_its_marks_removed_does_not_get_into_a_live_store(tmp_path: Path, world: World) -> None:
    """Same words, another root: a training kiosk's key signs a manifest that says live."""
    live = new_home(tmp_path / "live", Mode.LIVE)
    real = enrol(live, tmp_path / "real", world.kiosk.device)
    disguised = dataclasses.replace(real, keys=world.kiosk.keys)
    with serving(live, tmp_path) as served:
        session = seal_session(disguised, tmp_path, real.tsa(served.url), Plan(mode=Mode.LIVE))
        transport = real.transport(served.url)
        send_all(transport, tmp_path / session)
        with pytest.raises(RefusedError, match="not a trusted device of live mode"):
            wait_for(lambda: transport.receipt(session) is not None)


def test_a_receipt_of_another_headquarters_keeps_the_bundle(world: World, tmp_path: Path) -> None:
    foreign = enrol(new_home(tmp_path / "home"), tmp_path / "kiosk")
    here = dataclasses.replace(office(world.kiosk, world.served.url, tmp_path), trust=foreign.trust)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    [sent] = sync(here)
    assert sent.outcome is Outcome.FAILED
    assert "not signed by a headquarters that this terminal trusts" in sent.reason
    assert (here.root / session / bundle.MANIFEST).exists()
    assert list((here.root / session / bundle.PARTS).iterdir())


def test_a_withheld_part_stays_until_its_date(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    plan = Plan(withheld=((PartClass.RECORDING, NEVER),))
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url), plan)
    assert [s.outcome for s in sync(here)] == [Outcome.RECEIVED]
    manifest = parse_manifest((here.root / session / bundle.MANIFEST).read_bytes())
    left = {path.name for path in (here.root / session / bundle.PARTS).iterdir()}
    assert left == {p.sha256 for p in manifest.parts if p.withheld}
    assert not [p for p in (world.home.filed / session / bundle.PARTS).iterdir() if p.name in left]
    assert sync(here) == ()
    assert (here.root / session).exists()


def test_a_stored_head_after_the_manifest_breaks_the_bundle(world: World, tmp_path: Path) -> None:
    transport = world.kiosk.transport(world.served.url)
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    manifest = parse_manifest((tmp_path / session / bundle.MANIFEST).read_bytes())
    later = Head(manifest.session, manifest.device, manifest.log.entries + 3, manifest.log.head, wall())
    transport.send_head(head_bytes(sign_head(later, world.kiosk.keys)))
    send_all(transport, tmp_path / session)
    with pytest.raises(RefusedError, match="tail: cut"):
        wait_for(lambda: transport.receipt(session) is not None)


def test_a_forged_head_is_not_stored(world: World, tmp_path: Path) -> None:
    session = seal_session(world.kiosk, tmp_path, world.kiosk.tsa(world.served.url))
    manifest = parse_manifest((tmp_path / session / bundle.MANIFEST).read_bytes())
    forged = sign_head(Head(manifest.session, manifest.device, 999, manifest.log.head, wall()), world.other.keys)
    with pytest.raises(RefusedError, match="not signed"):
        world.other.transport(world.served.url).send_head(head_bytes(forged))
    assert world.store.heads(session) == []


def client(kiosk: Kiosk) -> httpx.Client:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(kiosk.tls.root)
    context.load_cert_chain(kiosk.tls.certificate, kiosk.tls.key)
    return httpx.Client(verify=context, trust_env=False, timeout=10)


def send_all(transport: HttpxTransport, folder: Path) -> bytes | None:
    """Every part that lies there, then the sealed files."""
    for path in (folder / bundle.PARTS).iterdir():
        transport.send_part(folder.name, path.name, path.read_bytes())
    names = [bundle.MANIFEST, bundle.SIGNATURE, bundle.CERTIFICATE, bundle.TOKEN, bundle.PENDING]
    names.append(bundle.MARK_SIGNATURE)
    return transport.send_manifest(
        folder.name, {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
    )
