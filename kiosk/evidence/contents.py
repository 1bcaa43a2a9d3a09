"""Reading and checking what the parts hold: steps (10) to (12) of verify.py."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.domain.consents import Mode, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence import encryption
from kiosk.evidence.blob import Blob, parse_blob
from kiosk.evidence.bundle import Bundle
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import BlobRef, Entry, parse_entry
from kiosk.evidence.log import VerifiedLog, read_log
from kiosk.evidence.manifest import Manifest, Part
from kiosk.evidence.open_bundle import split_lines
from kiosk.evidence.part import split_units
from kiosk.evidence.verdict import Findings


@dataclass(slots=True)
class _Log:
    """Lines as they were read; `fault`: the first thing that kept a line from being read."""

    lines: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    fault: str | None = None

    def torn(self, what: str) -> None:
        """The entry that should stand here can't be read, nor can the chain go on."""
        self.fault = self.fault or f"entry {len(self.lines)}: the log can't be read from here on: {what}"

    def add(self, batch: list[bytes]) -> None:
        """The lines of one unit."""
        for line in batch:
            try:
                self.entries.append(parse_entry(line, f"entry {len(self.lines)}"))
            except EvidenceError as failure:
                self.fault = self.fault or str(failure)
            self.lines.append(line)


@dataclass(slots=True)
class _Found:
    """Blobs that were read: (class, name) -> digest and part; `closed`: classes that no identity opens."""

    blobs: dict[tuple[PartClass, str], tuple[Sha256, str]] = field(default_factory=dict)
    closed: set[PartClass] = field(default_factory=set)


def read_entries(bundle: Bundle, manifest: Manifest, identities: Sequence[str]) -> VerifiedLog:
    """The chain of a bundle that was verified. Raises EvidenceError."""
    lines: list[bytes] = []
    for part in _parts(manifest, PartClass.LOG):
        for unit in split_units(bundle.read_part(part.sha256)).units:
            lines.extend(split_lines(encryption.decrypt(unit, identities)))
    log = read_log(lines, manifest.session)
    if log.head != manifest.log:
        raise EvidenceError("the log does not end as the manifest says")
    return log


def read_blobs(bundle: Bundle, manifest: Manifest, identities: Sequence[str], data_class: PartClass) -> Iterator[Blob]:
    """The blobs of one class of a bundle that was verified, in order; withheld parts are skipped."""
    for part in _parts(manifest, data_class):
        if part.sha256 in bundle.parts:
            for unit in split_units(bundle.read_part(part.sha256)).units:
                yield parse_blob(encryption.decrypt(unit, identities))


def check_contents(
    bundle: Bundle,
    manifest: Manifest,
    identities: Sequence[str],
    damaged: Collection[Sha256],
    absent: Collection[Sha256],
    heads: Mapping[int, Sha256],
    findings: Findings,
) -> None:
    """Steps (10) to (12). `damaged` and `absent` parts were named already: here their entries are."""
    if not identities:
        findings.not_proven.append("contents")
        return
    log = _read_log(bundle, manifest, identities, damaged, absent)
    if log is None:
        findings.not_proven.append("contents")
        return
    chained = _check_chain(log, manifest, heads, findings)  # (10)
    found = _read_blobs(bundle, manifest, identities, damaged, absent, findings)
    _check_blobs(log, manifest, found, absent, chained, findings)  # (11)
    if chained:
        _check_meaning(log.entries, manifest, findings)  # (12)


def _parts(manifest: Manifest, part_class: PartClass) -> tuple[Part, ...]:
    return tuple(part for part in manifest.parts if part.part_class is part_class)


def _units(bundle: Bundle, part: Part, absent: Collection[Sha256]) -> tuple[bytes, ...]:
    if part.sha256 in absent:
        return ()
    try:
        return split_units(bundle.read_part(part.sha256)).units
    except EvidenceError:
        return ()  # step (4) named the part


def _read_log(
    bundle: Bundle,
    manifest: Manifest,
    identities: Sequence[str],
    damaged: Collection[Sha256],
    absent: Collection[Sha256],
) -> _Log | None:
    """None: no identity opens the log."""
    log = _Log()
    opened = closed = 0
    for part in _parts(manifest, PartClass.LOG):
        units = _units(bundle, part, absent)
        for number, unit in enumerate(units):
            try:
                batch = split_lines(encryption.decrypt(unit, identities))
                opened += 1
            except encryption.NoMatchingKeyError:
                closed += part.sha256 not in damaged
                log.torn(f"{part.name}, unit {number}: no identity opens it")
            except EvidenceError as failure:
                log.torn(f"{part.name}, unit {number}: {failure}")
            else:
                log.add(batch)
        if len(units) != part.units:
            log.torn(f"{part.name}: not all of its units are there")
    return None if closed and not opened else log


def _check_chain(log: _Log, manifest: Manifest, heads: Mapping[int, Sha256], findings: Findings) -> bool:
    """(10): whether the chain holds to its end."""
    if log.fault:
        findings.broken.append(log.fault)
        return False
    try:
        verified = read_log(log.lines, manifest.session)
    except EvidenceError as failure:
        findings.broken.append(str(failure))
        return False
    if verified.head != manifest.log:
        findings.broken.append(
            f"entry {verified.head.entries - 1}: the log ends here, not with the head that the manifest names"
        )
        return False
    for seq, known in heads.items():
        if sha256(log.lines[seq]) != known:
            findings.broken.append(f"{log.entries[seq].label}: not the one of the stored head")
    return True


def _read_blobs(
    bundle: Bundle,
    manifest: Manifest,
    identities: Sequence[str],
    damaged: Collection[Sha256],
    absent: Collection[Sha256],
    findings: Findings,
) -> _Found:
    found = _Found()
    opened: Counter[PartClass] = Counter()
    closed: Counter[PartClass] = Counter()
    for part in manifest.parts:
        if part.part_class is PartClass.LOG:
            continue
        for number, unit in enumerate(_units(bundle, part, absent)):
            try:
                blob = parse_blob(encryption.decrypt(unit, identities))
            except encryption.NoMatchingKeyError:
                closed[part.part_class] += part.sha256 not in damaged
                continue
            except EvidenceError as failure:
                if part.sha256 not in damaged:
                    findings.broken.append(f"{part.name}, unit {number}: {failure}")
                continue
            opened[part.part_class] += 1
            _keep(found, blob, part, number, findings)
    for part_class in closed:
        if opened[part_class]:
            findings.broken.append(f"{part_class}: some units are closed to the key that opens the others")
        elif closed[part_class]:
            found.closed.add(part_class)
            findings.not_proven.append(f"contents:{part_class}")
    return found


def _keep(found: _Found, blob: Blob, part: Part, number: int, findings: Findings) -> None:
    key = (blob.data_class, blob.name)
    if blob.data_class is not part.part_class:
        findings.broken.append(f"{part.name}, unit {number}: holds a blob of class {blob.data_class}")
    elif key in found.blobs:
        findings.broken.append(f"{part.name}, unit {number}: {blob.name} stands twice")
    else:
        found.blobs[key] = (blob.ref.digest, part.name)


def _check_blobs(
    log: _Log,
    manifest: Manifest,
    found: _Found,
    absent: Collection[Sha256],
    chained: bool,
    findings: Findings,
) -> None:
    """(11)."""
    allowance = {
        part_class: sum(part.units for part in _parts(manifest, part_class) if part.sha256 in absent)
        for part_class in PartClass
    }
    known: dict[tuple[PartClass, str], Sha256] = {}
    for entry in log.entries:
        for reference in entry.references:
            key = (reference.data_class, reference.name)
            first = key not in known
            if known.setdefault(key, reference.digest) != reference.digest:
                findings.broken.append(f"{entry.label}: names {reference.name} with another digest than before")
            elif key in found.blobs and found.blobs[key][0] != reference.digest:
                findings.broken.append(f"{entry.label}: {reference.name} is not the value that it names")
            elif key not in found.blobs and first and reference.data_class not in found.closed:
                _judge_missing(entry, reference, allowance, findings)
    if chained:
        for key, (_, part_name) in found.blobs.items():
            if key not in known:
                findings.broken.append(f"{part_name}: no entry speaks of {key[1]}")


def _judge_missing(entry: Entry, reference: BlobRef, allowance: dict[PartClass, int], findings: Findings) -> None:
    if allowance[reference.data_class] > 0:
        allowance[reference.data_class] -= 1
        return
    findings.broken.append(f"{entry.label}: its {reference.data_class} value {reference.name} is missing or changed")


def _check_meaning(entries: Sequence[Entry], manifest: Manifest, findings: Findings) -> None:
    """(12)."""
    said = {"session": manifest.session, "device": manifest.device, "mode": str(manifest.mode)}
    if not entries or entries[0].kind != "session.opened":
        findings.broken.append("entry 0: the log does not begin with session.opened")
    elif any(entries[0].data.get(key, value) != value for key, value in said.items()):
        findings.broken.append(f"{entries[0].label}: session, device or mode are not the manifest's")
    endings = [entry for entry in entries if entry.kind == "session.ending"]
    if len(endings) != 1 or endings[0].data.get("ending") != str(manifest.ending):
        findings.broken.append(f"session.ending: the log does not say once that it ended {manifest.ending}")
    allowed = {Source.DEVICE, *manifest.sources.values()}
    for entry in entries:
        if entry.source not in allowed:
            findings.broken.append(f"{entry.label}: its source {entry.source} is not among the manifest's")
        elif manifest.mode is Mode.LIVE and entry.source is not Source.DEVICE:
            findings.untrusted.append(f"{entry.label}: its source is {entry.source} in a live session")
    _check_fragments(entries, findings)


def _check_fragments(entries: Sequence[Entry], findings: Findings) -> None:
    """Fragments stand in order; a recording that begins again (after a cut) begins at 0."""
    last = -1
    for entry in entries:
        if entry.kind != "recording.fragment":
            continue
        index = entry.data.get("index")
        in_order = isinstance(index, int) and index in {0, last + 1}
        if not in_order or not isinstance(entry.data.get("fragment"), BlobRef):
            findings.broken.append(f"{entry.label}: a fragment out of order or without its value")
            return
        last = int(index) if isinstance(index, int) else last
