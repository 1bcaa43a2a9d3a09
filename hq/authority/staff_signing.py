"""Registers of staff, signed: who works at a branch is headquarters' word, not the branch's."""

from datetime import UTC, date, datetime
from pathlib import Path

from hq.authority.case_signing import case_signer
from hq.home import Home
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.canonical import Json
from kiosk.evidence.signed import SignedKind, sign_payload
from kiosk.evidence.staff_register import load_roster


def sign_staff(home: Home, draft: Path, branch: str, expires: str) -> bytes:
    """The envelope that kiosk and console read. Raises ConfigurationError or EvidenceError for what none would take."""
    try:
        last = date.fromisoformat(expires)
    except ValueError as failure:
        raise EvidenceError("staff: expires is not a date like 2027-01-31") from failure
    if last < datetime.now(UTC).date():
        raise EvidenceError(f"staff: expired on {last}: nothing that no kiosk would take is signed")
    staff: list[Json] = [
        {"id": str(one.id), "number": one.number, "role": str(one.role), "keys": one.keys,
         **({"card": one.card} if one.card else {})}
        for one in load_roster(draft).members
    ]  # fmt: skip
    payload: dict[str, Json] = {"branch": branch, "expires": last.isoformat(), "staff": staff}
    return sign_payload(SignedKind.STAFF, payload, case_signer(home))
