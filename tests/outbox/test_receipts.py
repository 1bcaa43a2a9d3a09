"""A receipt that says anything else than "all of this, verified" keeps the local copy."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hq.authority.case_signing import case_signer, receipt_signer
from hq.store.store import Store
from kiosk.domain.errors import RefusedError
from kiosk.domain.ids import SessionId, Sha256
from kiosk.evidence import bundle
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.receipt import Receipt, create_receipt
from kiosk.evidence.signed import SignedKind, sign_payload
from kiosk.outbox.sync import Office, Outcome, sync
from tests.hq.conftest import QUICK, World, office
from tests.hq.rig import Kiosk, Served, enrol, new_home, seal_session, serving, wall

HASTY = dataclasses.replace(QUICK, receipt_wait=0.0)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A headquarters without its vault: the test says what it answers."""
    folder = tmp_path_factory.mktemp("silent")
    home = new_home(folder / "home")
    kiosk: Kiosk = enrol(home, folder / "kiosk")
    store = Store(home.store)
    with serving(home, folder, vault=False) as served:
        place: Served = served
        yield World(home, place, kiosk, kiosk, store)
    store.close()


def answered(silent: World, here: Office, change: Callable[[Receipt], Receipt]) -> tuple[str, Outcome, str]:
    session = seal_session(silent.kiosk, here.root, silent.kiosk.tsa(silent.served.url))
    assert [sent.outcome for sent in sync(here)] == [Outcome.WAITING]
    manifest = (here.root / session / bundle.MANIFEST).read_bytes()
    classes = (PartClass.LOG, PartClass.IDENTITY, PartClass.RECORDING)
    honest = Receipt(SessionId(session), sha256(manifest), "VERIFIED", wall(), classes)
    silent.store.file(session, create_receipt(change(honest), receipt_signer(silent.home)), [])
    [sent] = [one for one in sync(here) if one.session == session]
    return session, sent.outcome, sent.reason


def test_the_honest_receipt_is_taken(silent: World, tmp_path: Path) -> None:
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=HASTY)
    session, outcome, reason = answered(silent, here, lambda receipt: receipt)
    assert (outcome, reason) == (Outcome.RECEIVED, "")
    assert not (here.root / session).exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"session": SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a11")}, "for something else"),
        ({"manifest_sha256": Sha256("0" * 64)}, "for something else"),
        ({"verdict": "INTEGRITY ONLY"}, "has not verified"),
        ({"accepted": (PartClass.LOG, PartClass.IDENTITY)}, "leaves out recording"),
        ({"accepted": ()}, "leaves out"),
    ],
)
def test_a_receipt_for_less_keeps_the_copy(
    silent: World, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=HASTY)
    session, outcome, said = answered(
        silent, here, lambda receipt: dataclasses.replace(receipt, **change)  # type: ignore[arg-type]
    )  # fmt: skip
    assert outcome is Outcome.FAILED
    assert reason in said
    assert (here.root / session / bundle.MANIFEST).exists()
    assert list((here.root / session / bundle.PARTS).iterdir())


def test_something_else_that_headquarters_signed_is_no_receipt(silent: World, tmp_path: Path) -> None:
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=HASTY)
    session = seal_session(silent.kiosk, here.root, silent.kiosk.tsa(silent.served.url))
    sync(here)
    silent.store.file(session, sign_payload(SignedKind.CASE, {"session": session}, case_signer(silent.home)), [])
    [sent] = sync(here)
    assert sent.outcome is Outcome.FAILED
    assert (here.root / session / bundle.MANIFEST).exists()


def test_without_any_authority_in_reach_a_pending_session_waits(silent: World, tmp_path: Path) -> None:
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=HASTY)
    session = seal_session(silent.kiosk, here.root, None)
    for authorities in ([], [silent.kiosk.tsa("https://127.0.0.1:9")]):
        [sent] = sync(dataclasses.replace(here, authorities=authorities))
        assert sent.outcome is Outcome.FAILED
        assert "time-stamp authority" in sent.reason
    assert silent.store.session(session) is None
    assert (here.root / session / bundle.PENDING).exists()


def test_the_second_authority_is_asked_when_the_first_is_down(silent: World, tmp_path: Path) -> None:
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=HASTY)
    session = seal_session(silent.kiosk, here.root, None)
    both = [silent.kiosk.tsa("https://127.0.0.1:9"), silent.kiosk.tsa(silent.served.url)]
    assert [sent.outcome for sent in sync(dataclasses.replace(here, authorities=both))] == [Outcome.WAITING]
    assert (here.root / session / bundle.TOKEN).exists()


def test_one_session_alone_is_sent_before_its_time(silent: World, tmp_path: Path) -> None:
    policy = dataclasses.replace(HASTY, put_off_first=3600.0, put_off_longest=3600.0)
    here = office(silent.kiosk, silent.served.url, tmp_path, policy=policy)
    session = seal_session(silent.kiosk, here.root, silent.kiosk.tsa(silent.served.url))
    other = seal_session(silent.kiosk, here.root, silent.kiosk.tsa(silent.served.url))
    assert len(sync(here)) == 2
    assert sync(here) == ()
    assert [sent.session for sent in sync(here, only=session)] == [session]
    assert sync(here, only="unknown") == ()
    assert here.store.get(other) is not None


def test_a_refusal_is_not_asked_again_within_one_sync(silent: World) -> None:
    asked: list[int] = []

    def refuse() -> None:
        asked.append(1)
        raise RefusedError("no")

    with pytest.raises(RefusedError):
        QUICK.call(refuse, lambda _: None)
    assert len(asked) == 1
