"""The local copy: adopted, let go, withheld parts destroyed on their date."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from kiosk.domain.errors import EvidenceError
from kiosk.evidence import bundle
from kiosk.evidence.classes import PartClass
from kiosk.evidence.manifest import parse_manifest
from kiosk.outbox import custody
from kiosk.outbox.store import Custody
from kiosk.outbox.sync import Outcome, adopt, destroy_due, sync
from tests.hq.conftest import World, office
from tests.hq.rig import Plan, seal_session

DUE = dt.date(2030, 6, 1)
WITHHELD = Plan(withheld=((PartClass.RECORDING, DUE.isoformat()),))


def test_a_session_sealed_just_before_a_cut_is_adopted_and_an_open_one_is_not(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    sealed = seal_session(world.kiosk, here.root, None)
    still_open = seal_session(world.kiosk, here.root, None)
    (here.root / still_open / custody.OPEN).mkdir()
    (here.root / "no bundle").mkdir()
    assert adopt(here) == 1
    assert adopt(here) == 0
    assert [row.session for row in here.store.all()] == [sealed]


def test_letting_go_twice_ends_the_same(world: World, tmp_path: Path) -> None:
    session = seal_session(world.kiosk, tmp_path, None)
    custody.let_go(tmp_path / session)
    assert not (tmp_path / session).exists()
    custody.let_go(tmp_path / session)


@pytest.mark.parametrize(("day", "left"), [(DUE - dt.timedelta(days=1), True), (DUE, False)])
def test_withheld_parts_go_on_their_date(world: World, tmp_path: Path, day: dt.date, left: bool) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url), WITHHELD)
    assert [s.outcome for s in sync(here)] == [Outcome.RECEIVED]
    then = dataclasses.replace(here, now=lambda: dt.datetime.combine(day, dt.time(3), dt.UTC))
    destroyed = destroy_due(then)
    assert (here.root / session).exists() is left
    assert (destroyed == 0) is left


def test_nothing_is_destroyed_before_headquarters_has_the_rest(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, None, WITHHELD)
    adopt(here)
    assert destroy_due(dataclasses.replace(here, now=lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC))) == 0
    manifest = parse_manifest((here.root / session / bundle.MANIFEST).read_bytes())
    assert len(list((here.root / session / bundle.PARTS).iterdir())) == len(manifest.parts)


def test_a_manifest_exchanged_in_the_outbox_is_not_sent(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, None)
    other = seal_session(world.kiosk, tmp_path, None)
    adopt(here)
    for path in (tmp_path / other).iterdir():
        if path.is_file():
            (here.root / session / path.name).write_bytes(path.read_bytes())
    [sent] = sync(here)
    assert sent.outcome is Outcome.FAILED
    assert "not the one that was put into the outbox" in sent.reason
    assert world.store.session(session) is None


def test_a_folder_that_is_no_bundle_any_more_is_said_and_kept(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, None)
    (here.root / session / bundle.SIGNATURE).unlink()
    [sent] = sync(here)
    assert sent.outcome is Outcome.FAILED
    assert bundle.SIGNATURE in sent.reason
    row = here.store.get(session)
    assert row is not None
    assert row.custody is Custody.SEALED
    assert (here.root / session).exists()


def test_one_bad_bundle_does_not_hold_up_the_next(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    tsa = world.kiosk.tsa(world.served.url)
    bad, good = (seal_session(world.kiosk, here.root, tsa) for _ in range(2))
    (here.root / bad / bundle.CERTIFICATE).unlink()
    outcomes = {sent.session: sent.outcome for sent in sync(here)}
    assert outcomes == {bad: Outcome.FAILED, good: Outcome.RECEIVED}


def test_a_damaged_manifest_destroys_nothing(tmp_path: Path) -> None:
    (tmp_path / bundle.PARTS).mkdir()
    (tmp_path / bundle.MANIFEST).write_bytes(b"{}")
    with pytest.raises(EvidenceError):
        custody.destroy_withheld(tmp_path, dt.date(2099, 1, 1))
