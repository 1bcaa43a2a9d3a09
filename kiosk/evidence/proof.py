"""A proof of some entries without the rest: what a borrower takes home (FORMAT.md, section 15).

It holds the seal and, for each entry chosen, its line, its Merkle path to the root in the manifest, and, where the
borrower may have it, the value with its salt. Nothing else of the session can be learnt from it.
"""

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kiosk.domain.errors import EvidenceError
from kiosk.evidence import canonical
from kiosk.evidence.blob import Blob, blob_frame, parse_blob
from kiosk.evidence.canonical import Json
from kiosk.evidence.certificates import Trust
from kiosk.evidence.entry import Entry, parse_entry
from kiosk.evidence.manifest import Manifest, parse_manifest
from kiosk.evidence.merkle import inclusion_path, leaf_hash, path_holds
from kiosk.evidence.seal import Sealed, TimeMark
from kiosk.evidence.verdict import Findings, Verification
from kiosk.evidence.verify import verify_seal

MAX_PROOF = 16 * 1024 * 1024
_KEYS = frozenset({"v", "manifest", "signature", "certificate", "mark", "mark_signature", "pending", "entries"})
_ENTRY_KEYS = frozenset({"line", "path", "values"})


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry that is in the log, with those of its values that the proof opens."""

    entry: Entry
    values: tuple[Blob, ...]


def create_proof(sealed: Sealed, lines: Sequence[bytes], chosen: Collection[int], values: Sequence[Blob]) -> bytes:
    """Canonical JSON. `chosen`: sequence numbers; `values`: blobs that their entries name."""
    leaves = [leaf_hash(line) for line in lines]
    entries = []
    for seq in sorted(set(chosen)):
        named = set(parse_entry(lines[seq]).references)
        opened = [_base64(blob_frame(blob)) for blob in values if blob.ref in named]
        path = [str(sibling) for sibling in inclusion_path(leaves, seq)]
        entries.append({"line": lines[seq].decode(), "path": path, "values": opened})
    return canonical.dump(
        {
            "v": 1,
            "manifest": sealed.manifest.decode(),
            "signature": _base64(sealed.signature),
            "certificate": sealed.certificate.decode("ascii"),
            "mark": _base64(sealed.mark.content),
            "mark_signature": _base64(sealed.mark.signature),
            "pending": sealed.mark.pending,
            "entries": entries,
        }
    )


def verify_proof(untrusted: bytes, trust: Trust) -> tuple[Verification, tuple[ProvenEntry, ...]]:
    """Steps 3 and 5 to 8 of a bundle's verification, then each entry's path and values. Never raises."""
    findings = Findings(not_proven=["contents", "tail"])
    try:
        sealed, items = _parse(untrusted)
        manifest = parse_manifest(sealed.manifest)
        verify_seal(sealed, manifest, trust, findings)
        proven = tuple(_prove(item, manifest) for item in items)
    except EvidenceError as failure:
        findings.broken.append(str(failure))
        return findings.verification(), ()
    findings.facts["proven_entries"] = [
        {"seq": found.entry.seq, "kind": found.entry.kind, "at": found.entry.at.wall, "values": len(found.values)}
        for found in proven
    ]
    return findings.verification(), proven


def _parse(untrusted: bytes) -> tuple[Sealed, list[Json]]:
    if len(untrusted) > MAX_PROOF:
        raise EvidenceError("proof: larger than 16 MiB")
    value = canonical.keys_exactly(canonical.parse_object(untrusted, "proof"), _KEYS, "proof")
    if value["v"] != 1 or isinstance(value["v"], bool) or not isinstance(value["pending"], bool):
        raise EvidenceError("proof: an unknown version")
    if not isinstance(value["entries"], list) or not value["entries"]:
        raise EvidenceError("proof: it proves no entry")
    mark = TimeMark(_bytes(value["mark"]), _bytes(value["mark_signature"]), value["pending"])
    manifest = canonical.text(value["manifest"], "proof: manifest", MAX_PROOF).encode()
    certificate = canonical.text(value["certificate"], "proof: certificate", MAX_PROOF).encode()
    return Sealed(manifest, _bytes(value["signature"]), certificate, mark), value["entries"]


def _prove(item: Json, manifest: Manifest) -> ProvenEntry:
    canonical.keys_exactly(item, _ENTRY_KEYS, "proof: entry")
    line = canonical.text(item["line"], "proof: line", MAX_PROOF).encode()
    entry = parse_entry(line, "proof: entry")
    if not isinstance(item["path"], list) or not isinstance(item["values"], list):
        raise EvidenceError(f"proof: {entry.label}: path or values are no lists")
    path = [canonical.digest(sibling, f"proof: {entry.label}: path") for sibling in item["path"]]
    if not path_holds(line, entry.seq, manifest.log.entries, path, manifest.log.root):
        raise EvidenceError(f"proof: {entry.label}: is not in the log that the device sealed")
    values = tuple(parse_blob(_bytes(value)) for value in item["values"])
    for blob in values:
        if blob.ref not in entry.references:
            raise EvidenceError(f"proof: {entry.label}: {blob.name} is not the value that it names")
    return ProvenEntry(entry, values)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(value: Json) -> bytes:
    try:
        return base64.b64decode(canonical.text(value, "proof", MAX_PROOF), validate=True)
    except (binascii.Error, ValueError) as failure:
        raise EvidenceError("proof: not base64") from failure
