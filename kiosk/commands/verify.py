"""`main.py verify`: a bundle, a borrower's proof, or headquarters' receipt, judged offline (DESIGN section 6)."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.consents import Mode
from kiosk.domain.errors import EvidenceError
from kiosk.evidence import canonical
from kiosk.evidence.certificates import NO_TRUST, Trust, load_trust
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.proof import MAX_PROOF, verify_proof
from kiosk.evidence.receipt import verify_receipt
from kiosk.evidence.signed import UntrustedSignerError
from kiosk.evidence.verdict import EXIT_CODES, Findings, Verification
from kiosk.evidence.verify import verify_bundle

EXIT_FAILED = 2
"""Verify itself could not do its work; it says nothing about the evidence."""
_DEFAULT_TRUST = Path(__file__).resolve().parents[2] / "device_config" / "trust"


def verify(path: Path, trust: Path | None, identity: Path | None, as_json: bool) -> int:
    """Print the verdict and return the exit code: 0 VERIFIED, 10 INTEGRITY ONLY, 20 BROKEN, 2 could not verify."""
    try:
        found = _verification(path, trust, identity)
    except (EvidenceError, OSError, UnicodeDecodeError) as failure:
        print(f"verify could not do its work: {failure}", file=sys.stderr)
        if as_json:
            print(json.dumps({"error": str(failure)}, ensure_ascii=False))
        return EXIT_FAILED
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_plain(found)
    return EXIT_CODES[found.verdict]


def _verification(path: Path, trust: Path | None, identity: Path | None) -> Verification:
    if not path.exists():
        raise EvidenceError(f"{path}: nothing is there")
    roots = trust_in(trust)
    identities = read_identities(identity.read_text("utf-8")) if identity else ()
    if path.is_dir():
        return verify_bundle(path.resolve(), roots, identities)
    return _file_verification(path, roots)


def trust_in(folder: Path | None) -> Trust:
    """The roots of a folder; else those of the installation, if it has any."""
    if folder is not None:
        return load_trust(folder)
    return load_trust(_DEFAULT_TRUST) if _DEFAULT_TRUST.is_dir() else NO_TRUST


def _file_verification(path: Path, trust: Trust) -> Verification:
    """A borrower's proof, or headquarters' receipt."""
    with path.open("rb") as file:
        content = file.read(MAX_PROOF + 1)
    try:
        is_proof = "entries" in canonical.parse_object(content, path.name)
    except EvidenceError as failure:
        return Findings(broken=[str(failure)]).verification()
    return verify_proof(content, trust)[0] if is_proof else _receipt_verification(content, trust)


def _receipt_verification(content: bytes, trust: Trust) -> Verification:
    """A receipt of either mode."""
    findings = Findings()
    for mode in Mode:
        try:
            receipt = verify_receipt(content, trust, mode, datetime.now(UTC))
        except UntrustedSignerError as failure:
            findings.untrusted.append(str(failure))
            continue
        except EvidenceError as failure:
            findings.broken.append(str(failure))
            break
        findings.untrusted.clear()
        findings.facts.update(
            mode=str(mode),
            session=receipt.session,
            manifest_sha256=str(receipt.manifest_sha256),
            received=receipt.received,
            accepted=[str(part_class) for part_class in receipt.accepted],
            withheld=[str(part_class) for part_class in receipt.withheld],
        )
        break
    return findings.verification()


def _print_plain(found: Verification) -> None:
    print(found.verdict)
    for reason in found.reasons:
        print(f"  reason: {harmless(reason)}")
    for thing in found.not_proven:
        print(f"  not proven: {thing}")
    for name, value in found.facts.items():
        print(f"  {name}: {harmless(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}")


def harmless(untrusted: str) -> str:
    """Names in a forged certificate must not steer the terminal that shows them."""
    return "".join(letter if letter.isprintable() else "?" for letter in untrusted)
