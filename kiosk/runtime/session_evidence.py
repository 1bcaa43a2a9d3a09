"""The evidence of one session, from its opening to its seal; and of one that a crash has cut."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import structlog

from kiosk.consent.facts import Opening
from kiosk.consent.journal import Item
from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.errors import EvidenceError, MingshiError
from kiosk.domain.ids import CaseId, DeviceId, SessionId, Sha256
from kiosk.evidence import bundle as bundle_folder
from kiosk.evidence import ledger
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass, Recipients
from kiosk.evidence.encryption import new_identity, recipient_of
from kiosk.evidence.entry import Entry, parse_entry
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.manifest import Manifest, Tail
from kiosk.evidence.mend import mend
from kiosk.evidence.open_bundle import OPEN, OpenBundle, finish, finish_moving
from kiosk.evidence.seal import seal
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.ports.clock import Clock
from kiosk.ports.keys import DeviceKeys
from kiosk.ports.timestamp_authority import TimestampAuthority
from kiosk.runtime.log_writer import LogWriter

_log = structlog.get_logger(__name__)
_STATE = ".open.json"
"""`<session>.open.json` beside the bundle's folder: what sealing after a crash needs. The key in it is wrapped."""


class Witness(Protocol):
    """Hears of each entry once it is on the disk, and carries heads of the log out of the kiosk. Never waits."""

    def wrote(self, session: SessionId, entries: Sequence[Entry], seq: int, digest: Sha256, wall: str) -> None:
        """New entries; `seq` and SHA-256 of the last line."""

    def tail(self, session: SessionId) -> Tail:
        """Which heads are known to lie elsewhere by now."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """What sealing needs of this kiosk. `folder`: where bundles lie, one folder a session."""

    folder: Path
    device: DeviceId
    mode: Mode
    keys: DeviceKeys
    authority: TimestampAuthority | None
    recipients: Recipients
    versions: Mapping[str, str]
    withheld_days: int = 30
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A sealed bundle on disk."""

    folder: Path
    manifest_sha256: Sha256
    pending: bool


class SessionEvidence:
    """Opened with the session; closed by `seal`, after which the kiosk can read nothing of it."""

    def __init__(self, sealing: Sealing, opening: Opening, clock: Clock, *, inline: bool) -> None:
        self._sealing, self._clock = sealing, clock
        self.session = SessionId(opening.session)
        self.folder = sealing.folder / opening.session
        self._opened = opening.at.wall
        self._case = opening.case.id if opening.case else None
        self._sources = dict(opening.sources)
        self._identity, own = new_identity()
        self._bundle = OpenBundle(self.folder, sealing.recipients, own)
        self._write_state(self._identity)
        witness = sealing.witness
        durable = partial(witness.wrote, self.session) if witness is not None else None
        self.log = LogWriter(self._bundle, LogBuilder(self.session), clock, inline=inline, durable=durable)

    def seal(self, ending: Ending, *, withheld: bool) -> SealedBundle:
        """Close the parts, sign, stamp, destroy the session's key. Raises EvidenceError or DeviceError."""
        self.log.close()
        self._identity = ""
        return _close(
            self._sealing, self._bundle, self.log.builder, _Header(
                self.session, self._case, self._sources, self._opened, self._clock.now().wall, ending, withheld
            ),
        )  # fmt: skip

    def opened_on(self, case: CaseId) -> None:
        """The case was found after the session had opened; a cut must know of it too."""
        if case != self._case:
            self._case = case
            self._write_state(self._identity)

    def reply_sound(self, number: int) -> bytes | None:
        """How the borrower said this reply, as WAV, by the session's own key; None: it was not spoken, or not kept.

        Raises EvidenceError when it can't be read back, and after the seal.
        """
        reference = self.log.sounds.get(number)
        return self._bundle.read_blob(reference, self._identity).value if reference is not None else None

    def _write_state(self, identity: str) -> None:
        wrapped = self._sealing.keys.wrap(identity.encode())
        state = {
            "session": str(self.session),
            "case": self._case,
            "opened": self._opened,
            "sources": {port: str(source) for port, source in self._sources.items()},
            "key": wrapped.hex(),
        }
        path = state_file(self.folder)
        path.write_text(json.dumps(state, sort_keys=True))
        path.chmod(0o600)
        bundle_folder.sync_folder(self.folder.parent)


def state_file(folder: Path) -> Path:
    """Not inside: a sealed bundle holds nothing but what its manifest lists."""
    return folder.with_name(folder.name + _STATE)


@dataclass(frozen=True, slots=True)
class _Header:
    session: SessionId
    case: CaseId | None
    sources: Mapping[str, Source]
    opened: str
    closed: str
    ending: Ending
    withheld: bool


def _close(sealing: Sealing, bundle: OpenBundle, builder: LogBuilder, header: _Header) -> SealedBundle:
    until = (date.fromisoformat(header.closed[:10]) + timedelta(days=sealing.withheld_days)).isoformat()
    stays = {PartClass.RECORDING: until, PartClass.BIOMETRIC: until} if header.withheld else {}
    manifest = Manifest(
        session=header.session,
        device=sealing.device,
        mode=sealing.mode,
        sources=MappingProxyType(dict(header.sources)),
        case=header.case,
        ending=header.ending,
        opened=header.opened,
        closed=header.closed,
        parts=bundle.close(stays),
        log=builder.head,
        versions=sealing.versions,
        tail=sealing.witness.tail(header.session) if sealing.witness is not None else Tail(),
    )
    sealed = seal(manifest, sealing.keys, sealing.authority, header.closed)
    finish(bundle.folder, sealed)
    check(bundle.folder, frozenset(part.sha256 for part in manifest.parts))
    _destroy_key(bundle.folder)
    return SealedBundle(bundle.folder, sha256(sealed.manifest), sealed.mark.pending)


def check(folder: Path, read_back: frozenset[Sha256] = frozenset()) -> None:
    """The self-check before the key goes: what was written reads back as sealed. Raises EvidenceError.

    `read_back`: parts that were read back as they were closed, so that it takes no longer after a longer session.
    """
    found = verify_bundle(folder, read_back=read_back)
    if found.verdict is Verdict.BROKEN:
        raise EvidenceError(f"the sealed bundle does not read back: {found.reasons[0]}")


def _destroy_key(folder: Path) -> None:
    """Overwrite, then remove: from here on the kiosk can read nothing of the session."""
    path = state_file(folder)
    if path.exists():
        path.write_bytes(secrets.token_bytes(path.stat().st_size))
        path.unlink()
        bundle_folder.sync_folder(folder.parent)


def recover(sealing: Sealing, clock: Clock) -> tuple[SealedBundle, ...]:
    """Seal as interrupted what a crash or a power cut left open. What can't be read stays, and is named in the log."""
    if not sealing.folder.is_dir():
        return ()
    sealed = []
    for state in sorted(sealing.folder.glob(f"*{_STATE}")):
        try:
            sealed.append(_recover_one(sealing, state, clock))
        except (MingshiError, OSError, ValueError) as failure:
            _log.error("session.not_recovered", folder=state.name, reason=type(failure).__name__)
    return tuple(sealed)


def _recover_one(sealing: Sealing, path: Path, clock: Clock) -> SealedBundle:
    state = json.loads(path.read_text())
    folder = path.with_name(path.name.removesuffix(_STATE))
    if (folder / bundle_folder.MANIFEST).exists():
        finish_moving(folder)
        check(folder)
        _destroy_key(folder)
        return SealedBundle(folder, sha256((folder / bundle_folder.MANIFEST).read_bytes()), pending=True)
    identity = sealing.keys.unwrap(bytes.fromhex(state["key"])).decode()
    session = SessionId(state["session"])
    mended = mend(folder / OPEN, identity)
    # Readable again with the session's key: this start may be cut as well.
    bundle = OpenBundle(folder, sealing.recipients, recipient_of(identity))
    if mended.again:
        bundle.append_log(mended.again)
    entries = [parse_entry(line, "log") for line in mended.lines]
    builder = LogBuilder.resume(session, mended.lines)
    writer = LogWriter(bundle, builder, clock, inline=True)
    writer.write(_gap(entries, mended.cut + bundle.cut))
    if not any(entry.kind == ledger.KIND for entry in entries):
        writer.write((ledger_item((*entries, *writer.entries)),))
    header = _Header(
        session, CaseId(state["case"]) if state["case"] else None,
        {port: Source(source) for port, source in state["sources"].items()},
        state["opened"], clock.now().wall, _ending(entries) or Ending.INTERRUPTED, withheld=not _may_send(entries),
    )  # fmt: skip
    return _close(sealing, bundle, builder, header)


def ledger_item(entries: Iterable[Entry]) -> Item:
    """What was asked, repeated and paused, summed before the seal."""
    data: dict[str, Any] = dict(ledger.summed(entries))
    return Item(ledger.KIND, data)


def _may_send(entries: Sequence[Entry]) -> bool:
    """Without the borrower's yes to sending, recording and pictures stay in the terminal (fail closed)."""
    answers = [e.kind for e in entries if e.data.get("consent") == "sending"]
    return bool(answers) and answers[-1] == "consent.given"


def _ending(entries: Sequence[Entry]) -> Ending | None:
    """The one that the session had reached: then only its seal was cut off."""
    reached = [str(entry.data["ending"]) for entry in entries if entry.kind == "session.ending"]
    return Ending(reached[0]) if reached else None


def _gap(entries: Sequence[Entry], cut: int) -> Sequence[Item]:
    """The gap itself becomes evidence; an ending stands once."""
    gap = Item("recording.gap", {"track": "all", "reason": "power cut or crash", "what": f"{cut} bytes torn"})
    ending = Item("session.ending", {"ending": str(Ending.INTERRUPTED), "reason": "crash", "entries": len(entries)})
    return (gap,) if _ending(entries) else (gap, ending)
