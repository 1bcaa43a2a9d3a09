"""Verification of a sealed bundle: the same at the kiosk, at headquarters and offline (FORMAT.md, section 14).

Trust never comes from the bundle: roots are handed in. The steps, as the code numbers them:

(1) the folder holds what a bundle holds, no links, nothing too large;
(2) the manifest is canonical JSON with exactly its keys;
(3) the device's certificate is the one that the manifest names, and its key signed the manifest;
(4) each part is there with its size, hash and number of units, and none besides;
    absent may be only what is withheld, or what the caller excuses (a destruction certificate);
(5) the time mark is signed by the device and speaks of this very signature;
(6) the token leads to a time-stamp authority that is trusted for the bundle's mode;
(7) the signer leads to a root that is trusted for the bundle's mode, at that time, and is the device named;
(8) a live bundle has input from devices only;
(9) the log does not end before a head that left the kiosk earlier;
with an identity, in contents.py:
(10) the log decrypts, chains, and ends in the manifest's head and root;
(11) each blob is what its entry says, none is missing and none is without an entry;
(12) the entries agree with the manifest and with each other.

A failure of 1-5 and 9-12 is BROKEN, one of 6-8 INTEGRITY ONLY.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence.bundle import (
    CERTIFICATE,
    MANIFEST,
    MARK_SIGNATURE,
    PARTS,
    PENDING,
    SIGNATURE,
    TOKEN,
    Bundle,
    read_bundle,
)
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import NO_TRUST, Role, Trust, chain_fault, common_name, load_chain, public_key
from kiosk.evidence.contents import check_contents
from kiosk.evidence.head import Head
from kiosk.evidence.manifest import Manifest, Part, parse_manifest
from kiosk.evidence.part import split_units
from kiosk.evidence.seal import MANIFEST_CONTEXT, PENDING_CONTEXT, TOKEN_CONTEXT, Sealed, parse_pending, signature_holds
from kiosk.evidence.timestamp import Token, parse_token, token_fault
from kiosk.evidence.verdict import Findings, Verification

_NOTHING_EXCUSED: Mapping[Sha256, str] = {}


def verify_bundle(
    folder: Path,
    trust: Trust = NO_TRUST,
    identities: Sequence[str] = (),
    heads: Sequence[Head] = (),
    excused: Mapping[Sha256, str] = _NOTHING_EXCUSED,
    read_back: frozenset[Sha256] = frozenset(),
) -> Verification:
    """All steps. `identities`: age identities; `heads`: stored ones of the console; `excused`: part -> why absent.

    `read_back`: parts whose bytes the writer itself has read back; of them only the size is looked at (self-check).
    """
    findings = Findings()
    try:
        bundle = read_bundle(folder)  # (1)
        manifest = parse_manifest(bundle.untrusted.manifest)  # (2)
    except EvidenceError as failure:
        findings.broken.append(str(failure))
        findings.not_proven.extend(("contents", "signer", "time", "tail"))
        return findings.verification()
    damaged = _check_parts(bundle, manifest, excused, read_back, findings)  # (4)
    key = verify_seal(bundle.untrusted, manifest, trust, findings)  # (3), (5) to (8)
    known = _check_tail(manifest, heads, key, findings)  # (9)
    absent = {
        part.sha256
        for part in manifest.parts
        if part.sha256 not in bundle.parts and (part.withheld or part.sha256 in excused)
    }
    check_contents(bundle, manifest, identities, damaged, absent, known, findings)  # (10) to (12)
    return findings.verification()


def verify_seal(sealed: Sealed, manifest: Manifest, trust: Trust, findings: Findings) -> Ed25519PublicKey | None:
    """Steps (3) and (5) to (8), which need no parts; the device's key, if it can be read."""
    findings.facts.update(_facts(manifest))
    key = _check_signature(sealed, manifest, findings)  # (3)
    token = _check_mark(sealed, key, findings)  # (5)
    proven = _check_time(sealed, manifest, token, trust, findings)  # (6)
    _check_signer(sealed, manifest, proven, trust, findings)  # (7)
    _check_sources(manifest, findings)  # (8)
    return key


def _facts(manifest: Manifest) -> dict[str, object]:
    return {
        "session": manifest.session,
        "device": manifest.device,
        "mode": str(manifest.mode),
        "case": manifest.case,
        "ending": str(manifest.ending),
        "opened": manifest.opened,
        "closed": manifest.closed,
        "sources": {port: str(source) for port, source in manifest.sources.items()},
        "versions": dict(manifest.versions),
        "parts": len(manifest.parts),
        "bytes": sum(part.size for part in manifest.parts),
        "withheld": [part.name for part in manifest.parts if part.withheld],
        "entries": manifest.log.entries,
        "head": str(manifest.log.head),
        "root": str(manifest.log.root),
    }


def _check_signature(sealed: Sealed, manifest: Manifest, findings: Findings) -> Ed25519PublicKey | None:
    """(3)."""
    findings.facts["manifest_sha256"] = str(sha256(sealed.manifest))
    if sha256(sealed.certificate) != manifest.certificate:
        findings.broken.append(f"{CERTIFICATE}: not the certificate that the manifest names")
    try:
        key = public_key(load_chain(sealed.certificate)[0])
    except EvidenceError as failure:
        findings.broken.append(f"{CERTIFICATE}: {failure}")
        return None
    if not signature_holds(key, MANIFEST_CONTEXT, sealed.manifest, sealed.signature):
        findings.broken.append(f"{MANIFEST}: the signature in {SIGNATURE} does not fit it")
    return key


def _check_parts(
    bundle: Bundle, manifest: Manifest, excused: Mapping[Sha256, str], read_back: frozenset[Sha256], findings: Findings
) -> frozenset[Sha256]:
    """(4): the parts that are there but damaged."""
    damaged: set[Sha256] = set()
    for part in manifest.parts:
        if part.sha256 in bundle.parts:
            if fault := _size_fault(bundle, part) if part.sha256 in read_back else _part_fault(bundle, part):
                damaged.add(part.sha256)
                findings.broken.append(f"{part.name} ({PARTS}/{part.sha256}): {fault}")
        elif part.sha256 in excused:
            findings.not_proven.append(f"excused:{part.name}")
            findings.facts.setdefault("excused", {})[part.name] = excused[part.sha256]
        elif part.withheld:
            findings.not_proven.append(f"withheld:{part.name}")
        else:
            findings.broken.append(f"{part.name} ({PARTS}/{part.sha256}): is missing")
    for name in sorted(bundle.parts - {part.sha256 for part in manifest.parts}):
        findings.broken.append(f"{PARTS}/{name}: the manifest does not know it")
    return frozenset(damaged)


def _size_fault(bundle: Bundle, part: Part) -> str | None:
    size = bundle.size_of(part.sha256)
    return None if size == part.size else f"has {size} bytes, the manifest says {part.size}"


def _part_fault(bundle: Bundle, part: Part) -> str | None:
    try:
        content = bundle.read_part(part.sha256)
    except EvidenceError as failure:
        return str(failure)
    if len(content) != part.size:
        return f"has {len(content)} bytes, the manifest says {part.size}"
    if sha256(content) != part.sha256:
        return "its bytes were changed"
    found = split_units(content)
    if found.torn or len(found.units) != part.units:
        return f"is not a whole run of {part.units} units"
    return None


def _check_mark(sealed: Sealed, key: Ed25519PublicKey | None, findings: Findings) -> Token | None:
    """(5): the token, if it speaks of this bundle's signature."""
    mark = sealed.mark
    name, context = (PENDING, PENDING_CONTEXT) if mark.pending else (TOKEN, TOKEN_CONTEXT)
    if key is None or not signature_holds(key, context, mark.content, mark.signature):
        findings.broken.append(f"{name}: the device's signature in {MARK_SIGNATURE} does not fit it")
        return None
    digest = hashlib.sha256(sealed.signature).digest()
    try:
        if mark.pending:
            said, reason, since = parse_pending(mark.content)
            token = None
            findings.facts["pending"] = {"reason": reason, "since": since}
        else:
            token = parse_token(mark.content)
            said = token.imprint
    except EvidenceError as failure:
        findings.broken.append(f"{name}: {failure}")
        return None
    if said != digest:
        findings.broken.append(f"{name}: it stamps something else than {SIGNATURE}")
        return None
    return token


def _check_time(sealed: Sealed, manifest: Manifest, token: Token | None, trust: Trust, findings: Findings) -> datetime:
    """(6): the proven time, or for want of one the kiosk's own."""
    claimed = datetime.fromisoformat(manifest.closed)
    if token is None:
        findings.not_proven.append("time")
        if sealed.mark.pending:
            findings.untrusted.append("time: the time stamp is still pending")
        return claimed
    digest = hashlib.sha256(sealed.signature).digest()
    if fault := token_fault(token, trust.of(manifest.mode, Role.TSA), digest):
        findings.not_proven.append("time")
        findings.untrusted.append(f"time: no trusted authority of {manifest.mode} mode vouches for it: {fault}")
        return claimed
    findings.facts["time"] = token.time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return token.time


def _check_signer(sealed: Sealed, manifest: Manifest, at: datetime, trust: Trust, findings: Findings) -> None:
    """(7)."""
    try:
        chain = load_chain(sealed.certificate)
    except EvidenceError:
        findings.not_proven.append("signer")
        return
    findings.facts["signer"] = common_name(chain[0])
    fault = chain_fault(chain, trust.of(manifest.mode, Role.DEVICE), at)
    if fault is None and common_name(chain[0]) != manifest.device:
        fault = f"it belongs to {common_name(chain[0])}, the manifest names {manifest.device}"
    if fault:
        findings.not_proven.append("signer")
        findings.untrusted.append(f"signer: not a trusted device of {manifest.mode} mode: {fault}")


def _check_sources(manifest: Manifest, findings: Findings) -> None:
    """(8), and what no port of this session could prove."""
    for port, source in sorted(manifest.sources.items()):
        if manifest.mode is Mode.LIVE and source is not Source.DEVICE:
            findings.untrusted.append(f"sources: {port} was {source}; a live session takes input from devices only")
    if manifest.sources.get("identity_authority") is not Source.DEVICE:
        findings.not_proven.extend(("card_genuineness", "civil_identity"))
    if manifest.ending is Ending.SIGNED and manifest.sources.get("signing_certificate") is not Source.DEVICE:
        findings.not_proven.append("reliable_electronic_signature")


def _check_tail(
    manifest: Manifest, heads: Sequence[Head], key: Ed25519PublicKey | None, findings: Findings
) -> dict[int, Sha256]:
    """(9): the stored heads that count, seq -> hash; (10) compares them with the lines."""
    known: dict[int, Sha256] = {}
    for head in heads:
        if head.session != manifest.session:
            continue
        if key is None or not head.holds(key):
            findings.untrusted.append(f"tail: the stored head at entry {head.seq} is not signed by this device")
        elif head.seq >= manifest.log.entries:
            findings.broken.append(
                f"tail: cut: the log ends at entry {manifest.log.entries - 1}, a stored head is at {head.seq}"
            )
        elif known.setdefault(head.seq, head.hash) != head.hash or (
            head.seq == manifest.log.entries - 1 and head.hash != manifest.log.head
        ):
            findings.broken.append(f"tail: entry {head.seq} is not the one of the stored head")
    if known:
        findings.facts["tail_known_to"] = max(known)
    else:
        findings.not_proven.append("tail")
    return known
