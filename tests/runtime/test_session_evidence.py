"""The evidence of a session that a cut leaves: whatever reached the disk is sealed whole."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.consent.journal import Item, Value
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.consents import DataClass, Ending
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.classes import PartClass
from kiosk.evidence.encryption import NoMatchingKeyError, decrypt, encrypt, read_identities, recipient_of
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.part import PREFIX_BYTES, frame_unit, split_units
from kiosk.ports.encoder import Fragment
from kiosk.runtime.log_writer import LogWriter
from kiosk.runtime.session_evidence import Sealing, SessionEvidence, recover
from tests.runtime.small_kiosk import Desk, SmallKiosk, whole_but_pending

ANSWERS = 4


@dataclass
class Cut:
    """A session that was left open: its folder, and what it takes to seal it."""

    desk: Desk
    sealing: Sealing
    clock: SimulatedClock
    folder: Path
    log: LogWriter

    def wrapped_file(self) -> Path:
        return self.sealing.folder / f"{self.folder.name}.open.json"

    def part(self, name: str) -> Path:
        return self.folder / "open" / f"{name}-0001.part"

    def wrapped(self) -> bytes:
        """The session's key, as the device shelters it."""
        return bytes.fromhex(json.loads(self.wrapped_file().read_text())["key"])

    def identity(self) -> str:
        return self.sealing.keys.unwrap(self.wrapped()).decode()

    def drop_last(self, name: str, units: int = 1, torn: int = 0) -> None:
        """The last units did not reach the disk; `torn` bytes of the first of them did."""
        content = self.part(name).read_bytes()
        kept = split_units(content).units[:-units]
        size = sum(PREFIX_BYTES + len(unit) for unit in kept)
        self.part(name).write_bytes(content[: size + torn])

    def recovered(self) -> list[str]:
        """Kinds of the entries of the sealed bundle, which must be whole."""
        [sealed] = recover(self.sealing, self.clock)
        found = self.desk.verify(sealed.folder)
        assert whole_but_pending(found), found.reasons
        entries = self.desk.entries(sealed.folder)
        assert next(e.data["ending"] for e in entries if e.kind == "session.ending") == str(Ending.INTERRUPTED)
        return [entry.kind for entry in entries]


@pytest.fixture
def cut(desk: Desk, kiosk: SmallKiosk) -> Cut:
    """Answers and fragments in turn, then nothing more: as after SIGKILL."""
    opening = kiosk.opening()
    evidence = SessionEvidence(kiosk.sealing, opening, kiosk.clock, inline=True)
    log = evidence.log
    log.write((Item("session.opened", {"session": opening.session, "device": "kiosk-1", "mode": "training"}),))
    log.write((Item("consent.given", {"consent": "recording", "channel": "touch", "text_sha256": "0" * 64}),))
    log.write((Item("recording.started", {"width": 64, "height": 48, "fps": 25}),))
    for number in range(ANSWERS):
        log.write_fragment(Fragment(number, f"media {number}".encode() * 50, float(number), number + 1.0))
        value = Value("blob", DataClass.RECORD, f"answer.{number}", "text/plain", b"medical care", reread=True)
        log.write((Item("need.stated", {"need": "purpose", "channel": "touch"}, (value,)),))
    return Cut(desk, kiosk.sealing, kiosk.clock, evidence.folder, log)


def count(kinds: list[str], kind: str) -> int:
    return sum(found == kind for found in kinds)


def test_nothing_is_lost_that_was_on_the_disk(cut: Cut) -> None:
    kinds = cut.recovered()
    assert count(kinds, "need.stated") == count(kinds, "recording.fragment") == ANSWERS
    assert kinds[-3:] == ["recording.gap", "session.ending", "explanation.ledger"]


def test_a_value_without_its_line_is_cut_off(cut: Cut) -> None:
    """The last answer's blob was written, the log's line not."""
    cut.drop_last("log")
    assert count(cut.recovered(), "need.stated") == ANSWERS - 1


def test_a_line_without_its_value_is_cut_off(cut: Cut) -> None:
    cut.drop_last("record")
    assert count(cut.recovered(), "need.stated") == ANSWERS - 1


def test_a_fragment_that_did_not_reach_the_disk_takes_what_came_after_it(cut: Cut) -> None:
    cut.drop_last("recording", units=2)
    kinds = cut.recovered()
    assert count(kinds, "recording.fragment") == ANSWERS - 2
    assert count(kinds, "need.stated") == ANSWERS - 2


@pytest.mark.parametrize("name", ["log", "record", "recording"])
@pytest.mark.parametrize("torn", [1, 3, 4, 60])
def test_a_torn_unit_is_cut_off_and_said_so(cut: Cut, name: str, torn: int) -> None:
    cut.drop_last(name, torn=torn)
    kinds = cut.recovered()
    assert count(kinds, "need.stated") == ANSWERS - 1
    assert "recording.gap" in kinds


def test_half_a_batch_keeps_its_other_half(cut: Cut, kiosk: SmallKiosk) -> None:
    """Two lines in one unit of the log, of which only the first has its value."""
    identity = cut.identity()
    units = split_units(cut.part("log").read_bytes()).units
    lines = [line for unit in units[-2:] for line in decrypt(unit, read_identities(identity)).splitlines()]
    cut.drop_last("log", units=2)
    readers = [*cut.sealing.recipients[PartClass.LOG], recipient_of(identity)]
    batch = encrypt(b"".join(line + b"\n" for line in lines), readers)
    with cut.part("log").open("ab") as file:
        file.write(frame_unit(batch))
    cut.drop_last("record")
    kinds = cut.recovered()
    assert count(kinds, "recording.fragment") == ANSWERS
    assert count(kinds, "need.stated") == ANSWERS - 1


def test_a_cut_while_it_was_being_sealed_keeps_the_ending_that_it_had(cut: Cut) -> None:
    cut.log.write((Item("session.ending", {"ending": "declined", "reason": ""}),))
    [sealed] = recover(cut.sealing, cut.clock)
    assert whole_but_pending(cut.desk.verify(sealed.folder))
    entries = cut.desk.entries(sealed.folder)
    assert [entry.data["ending"] for entry in entries if entry.kind == "session.ending"] == ["declined"]
    assert [entry.kind for entry in entries[-2:]] == ["recording.gap", "explanation.ledger"]


def test_a_cut_while_recovering_is_recovered_from(cut: Cut) -> None:
    """The start before came as far as the gap, and was cut before it could seal."""
    before = cut.wrapped_file().read_bytes()
    aside = cut.folder.with_name("aside")
    [sealed] = recover(cut.sealing, cut.clock)
    manifest = parse_manifest((sealed.folder / "manifest.json").read_bytes())
    for part in manifest.parts:
        (aside / "open").mkdir(parents=True, exist_ok=True)
        (sealed.folder / "parts" / part.sha256).rename(aside / "open" / f"{part.name}.part")
    shutil.rmtree(sealed.folder)
    aside.rename(cut.folder)
    cut.wrapped_file().write_bytes(before)
    assert count(cut.recovered(), "session.ending") == 1


def test_recovering_twice_changes_nothing(cut: Cut) -> None:
    cut.recovered()
    assert recover(cut.sealing, cut.clock) == ()


def test_what_can_not_be_read_stays_and_does_not_stop_the_others(cut: Cut) -> None:
    other = cut.folder.with_name("00000000-0000-4000-8000-000000000000")
    shutil.copytree(cut.folder, other)
    state = other.with_name(f"{other.name}.open.json")
    state.write_text("{")
    cut.recovered()
    assert state.exists()
    assert (other / "open" / "log-0001.part").exists()


def test_the_key_of_the_session_goes_with_the_seal(cut: Cut) -> None:
    wrapped, identity = cut.wrapped(), cut.identity()
    unit = split_units(cut.part("log").read_bytes()).units[0]
    assert b"session.opened" in decrypt(unit, (identity,))
    cut.recovered()
    left = [path.read_bytes() for path in cut.sealing.folder.rglob("*") if path.is_file()]
    assert left
    assert not any(wrapped in content or wrapped.hex().encode() in content for content in left)


def test_no_fragment_can_be_read_by_the_kiosk_itself(cut: Cut) -> None:
    identity = cut.identity()
    for unit in split_units(cut.part("recording").read_bytes()).units:
        with pytest.raises(NoMatchingKeyError):
            decrypt(unit, (identity,))


def test_an_item_that_can_not_be_an_entry_leaves_the_chain_whole(desk: Desk, kiosk: SmallKiosk) -> None:
    """A number of a person in an entry is refused; what was written before and after it still chains."""
    opening = kiosk.opening()
    evidence = SessionEvidence(kiosk.sealing, opening, kiosk.clock, inline=True)
    evidence.log.write((Item("session.opened", {"session": opening.session, "device": "kiosk-1", "mode": "training"}),))
    good = Item("consent.given", {"consent": "recording", "channel": "touch", "text_sha256": "0" * 64})
    bad = Item("consent.given", {"consent": "110000196001010036", "channel": "touch", "text_sha256": "0" * 64})
    with pytest.raises(EvidenceError):
        evidence.log.write((good, bad))
    evidence.log.write((Item("session.ending", {"ending": "declined", "reason": ""}),))
    sealed = evidence.seal(Ending.DECLINED, withheld=False)
    assert whole_but_pending(desk.verify(sealed.folder))
    assert [entry.kind for entry in desk.entries(sealed.folder)] == [
        "session.opened",
        "consent.given",
        "session.ending",
    ]
