"""Destruction of a data class of one session: key, bytes, a probe that must fail, and a signed certificate."""

from hq.authority.case_signing import receipt_signer
from hq.home import Home
from hq.store.files import destroy, write_public
from hq.store.store import Store, now
from hq.vault.data_keys import destroy_data_key, open_data_key, unlock
from hq.vault.filing import filed_manifest, locked_parts
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.signed import SignedKind, sign_payload


def shred(home: Home, store: Store, session: str, part_class: PartClass, why: str) -> bytes:
    """The certificate. The chain itself (class `log`) is never destroyed here. Raises EvidenceError."""
    if part_class is PartClass.LOG:
        raise EvidenceError("the log holds no personal value and stays: choose a data class")
    manifest = filed_manifest(home, session)
    kept = locked_parts(home, manifest, part_class)
    certificate = home.certificates / f"{session}.{part_class}.json"
    if certificate.exists():
        store.destroyed(session, part_class, certificate.name)
        return certificate.read_bytes()
    locked = [(path.read_bytes(), label) for path, label in kept]
    destroy_data_key(home, session, part_class)
    probes = [_probe(home, session, part_class, content, label) for content, label in locked]
    for path, _ in kept:
        destroy(path)
    payload = {
        "v": 1,
        "session": session,
        "class": str(part_class),
        "at": now(),
        "why": why,
        "parts": [{"locked_sha256": sha256(content)} for content, _ in locked],
        "probes_failed": len(probes),
    }
    signed = sign_payload(SignedKind.DESTRUCTION, payload, receipt_signer(home))
    write_public(certificate, signed)
    store.destroyed(session, part_class, certificate.name)
    return signed


def _probe(home: Home, session: str, part_class: PartClass, content: bytes, label: str) -> str:
    """How opening it fails. Raises EvidenceError if it still opens."""
    try:
        unlock(open_data_key(home, session, part_class), content, label)
    except EvidenceError as failure:
        return str(failure)
    raise EvidenceError(f"{part_class}: still opens after its key was destroyed: nothing was certified")
