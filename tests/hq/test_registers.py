"""Acts of staff are held to the registers that headquarters signed and kept."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hq.home import Home
from hq.store.store import Store
from hq.vault.registers import registers, unproven_acts
from kiosk.domain.consents import Mode, Source
from kiosk.domain.ids import SessionId, StaffId
from kiosk.domain.moment import Moment
from kiosk.domain.staff import StaffRole
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.staff_proof import StaffWord, signed
from kiosk.evidence.staff_register import Member, written
from kiosk.supervision import pins
from tests.hq.rig import ROOT, new_home

SESSION = "6f1d2f3a-0000-4000-8000-000000000001"
PINS = {"a": "271828", "b": "081573"}
KEPT = {who: pins.kept(pin) for who, pin in PINS.items()}
NOW = datetime.now(UTC)


@pytest.fixture
def office(tmp_path: Path) -> tuple[Home, Store]:
    home = new_home(tmp_path / "home", Mode.LIVE)
    store = Store(home.store)
    store.approve_device("kiosk-1", "North Street", "ab" * 32, "")
    return home, store


def sign(home: Home, folder: Path, members: Sequence[str] = ("a", "b"), branch: str = "North Street") -> None:
    people = [Member(StaffId(who), f"100{place}", StaffRole.CLERK, KEPT[who]) for place, who in enumerate(members)]
    draft = folder / "staff.toml"
    draft.write_text(written(people))
    words = ["staff", "sign", str(draft), "--home", str(home.root), "--branch", branch, "--expires", "2099-01-01"]
    subprocess.run([sys.executable, "-m", "hq", *words], cwd=ROOT, check=True, capture_output=True, timeout=60)


def session(mode: str = "live", signer: str = "a", **changed: object) -> list[Entry]:
    """One act of a, signed by `signer`."""
    key = pins.unlocked(KEPT[signer], PINS[signer])
    assert key is not None
    word = StaffWord("kiosk-1", SESSION, "cd" * 16, 1, "come_over", "a")
    act = {"staff": "a", "role": "clerk", "nonce": "cd" * 16, "number": 1, "what": "come_over", "second": "",
           "reason": "", "verdict": "", "checks": (), "proof": signed(word, key.desk), **changed}  # fmt: skip
    log = LogBuilder(SessionId(SESSION))
    at = Moment(0.0, NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    opened = {"session": SESSION, "device": "kiosk-1", "mode": mode, "consultant": "x"}
    return [log.append(kind, data, at, Source.DEVICE)[0] for kind, data in
            (("session.opened", opened), ("staff.acted", act))]  # fmt: skip


def faults(office: tuple[Home, Store], entries: Sequence[Entry]) -> list[int]:
    return [seq for seq, _ in unproven_acts(*office, entries)]


def test_an_act_is_proven_by_the_register_that_was_signed_for_its_branch(
    office: tuple[Home, Store], tmp_path: Path
) -> None:
    good = session()
    assert faults(office, good) == [good[1].seq], "no register yet"
    sign(office[0], tmp_path, branch="South Street")
    assert faults(office, good) == [good[1].seq], "of another branch"
    sign(office[0], tmp_path)
    assert faults(office, good) == []
    for forged in (session(signer="b"), session(verdict="approved"), session(staff="b"), session(number=2)):
        assert faults(office, forged) == [forged[1].seq]


def test_a_register_that_had_ended_or_was_changed_proves_nothing(office: tuple[Home, Store], tmp_path: Path) -> None:
    sign(office[0], tmp_path)
    assert len(registers(office[0], "North Street", NOW)) == 1
    assert registers(office[0], "North Street", NOW.replace(year=2100)) == ()
    (file,) = office[0].staff.glob("*/*.signed.json")
    file.write_bytes(file.read_bytes().replace(b"clerk", b"guest"))
    assert registers(office[0], "North Street", NOW) == ()
    good = session()
    assert faults(office, good) == [good[1].seq]


def test_in_training_two_people_stand_in_until_a_register_was_signed(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    store = Store(home.store)
    store.approve_device("kiosk-1", "North Street", "ab" * 32, "")
    entries = session("training")
    assert faults((home, store), entries) == []
    sign(home, tmp_path)
    assert faults((home, store), entries) == []
    forged = [entries[0], replace(entries[1], data={**entries[1].data, "proof": "ab" * 64})]
    assert faults((home, store), forged) == [entries[1].seq]
