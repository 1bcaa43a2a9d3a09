"""What the vault asks of a session before it is filed, and of a filed one at any time later."""

from pathlib import Path

from hq.home import Home
from hq.store.store import Received, SessionState, Store
from hq.vault.filing import excused_parts, filed_manifest, opened
from hq.vault.registers import unproven_acts
from kiosk.evidence import bundle
from kiosk.evidence.canonical import Json, sha256
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_entries
from kiosk.evidence.entry import Entry
from kiosk.evidence.head import Head, parse_head
from kiosk.evidence.review import Finding, review
from kiosk.evidence.verdict import Verdict, Verification
from kiosk.evidence.verify import verify_bundle

_STAFF = 4
"""The invariant of what staff settle."""


def examine(home: Home, store: Store, received: Received, folder: Path) -> tuple[Verification, tuple[str, ...]]:
    """The verification of a received bundle, and every reason against filing it (none: it may be filed)."""
    found = verify_bundle(folder, load_trust(home.trust), _identities(home), _heads(store, received.session))
    reasons: list[str] = []
    if found.verdict is not Verdict.VERIFIED:
        reasons.extend(found.reasons)
    mode = found.facts.get("mode")
    if mode != home.mode:
        reasons.append(f"mode: a {mode} session does not belong into a {home.mode} store")
    if found.facts.get("device") != received.device:
        reasons.append("device: the manifest names another than the one that sent it")
    if store.is_revoked(received.device):
        reasons.append("device: its certificate has been revoked")
    if "contents" in found.not_proven:
        reasons.append("contents: headquarters' keys do not open them")
    if sha256((folder / bundle.MANIFEST).read_bytes()) != received.manifest_sha256:
        reasons.append("manifest: not the one that intake took")
    return found, tuple(reasons)


def verify_filed(home: Home, store: Store, session: str) -> Verification:
    """A filed session verified again, from the sealed original. Raises EvidenceError."""
    store.note_access(session, "verify")
    excused = excused_parts(store, filed_manifest(home, session))
    with opened(home, session) as folder:
        return verify_bundle(folder, load_trust(home.trust), _identities(home), _heads(store, session), excused)


def review_session(home: Home, store: Store, session: str) -> list[Json]:
    """What the review rules (kiosk.evidence.review) find in a filed session, and which acts of staff no register
    proves; empty: no invariant is broken. Raises EvidenceError."""
    entries = filed_entries(home, session)
    found = [*review(entries), *(Finding(_STAFF, seq, says) for seq, says in unproven_acts(home, store, entries))]
    return [{"invariant": f.invariant, "entry": f.seq, "says": f.says} for f in found]


def filed_entries(home: Home, session: str) -> tuple[Entry, ...]:
    """The log of a filed session. Raises EvidenceError."""
    manifest = filed_manifest(home, session)
    with opened(home, session) as folder:
        log = read_entries(bundle.read_bundle(folder), manifest, (home.identities()[PartClass.LOG],))
    return tuple(log.entries)


def review_filed(home: Home, store: Store, session: str | None) -> dict[str, Json]:
    """The review rules on one filed session or on all; each view goes into the access log."""
    chosen = [session] if session else [s.session for s in store.sessions(SessionState.FILED)]
    for one in chosen:
        store.note_access(one, "review")
    return {one: review_session(home, store, one) for one in chosen}


def _identities(home: Home) -> tuple[str, ...]:
    return tuple(home.identities().values())


def _heads(store: Store, session: str) -> list[Head]:
    return [parse_head(content) for content in store.heads(session)]
