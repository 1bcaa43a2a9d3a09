"""Cases and catalogues that headquarters signed: brought in, kept as signed, checked again when used."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.domain.ids import CaseId
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import Trust
from kiosk.evidence.signed import MAX_ENVELOPE, SignedKind, verify_signed
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling, ceiling_refusal
from kiosk.lending.figures import figures
from kiosk.lending.terms_file import parse_case, parse_catalogue

CASES, CATALOGUE = "cases", "catalogue.json"
TERMS = "terms"
"""What training brings along, signed by its own headquarters."""


def import_file(
    file: Path, state: Path, trust: Trust, mode: Mode, ceiling: Ceiling = DEFAULT_CEILING
) -> Case | Catalogue:
    """Check the signature and keep the file as it was signed, so that it is checked again when it is used.

    Raises EvidenceError for the signature or its dates, ConfigurationError for the terms, and for an offer above the
    ceiling with its figure.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_ENVELOPE + 1)
    except OSError as failure:
        raise ConfigurationError(file.name, "the whole file", "can't be read") from failure
    found = read_signed(content, trust, mode, datetime.now(UTC))
    for offer in found.offers:
        refusal = ceiling_refusal(figures(offer), ceiling)
        if refusal is not None:
            raise ConfigurationError(file.name, f"offer {offer.id}", refusal.en)
    target = state / CATALOGUE if isinstance(found, Catalogue) else state / CASES / f"{sha256(content)}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, content)
    return found


def read_signed(untrusted: bytes, trust: Trust, mode: Mode, now: datetime, day: date | None = None) -> Case | Catalogue:
    """A case or catalogue whose signature was traced to headquarters and that is valid today.

    `day`: what a start of "today" means in it; None: today. Raises EvidenceError or ConfigurationError.
    """
    kind = _kind(untrusted)
    payload = verify_signed(untrusted, kind, trust, mode, now).payload
    today = now.astimezone().date()
    start = day or today
    found = parse_catalogue(payload, start) if kind is SignedKind.CATALOGUE else parse_case(payload, start)
    if today < found.issued:
        raise EvidenceError(f"{kind}: valid only from {found.issued}: the clock of this terminal may be wrong")
    return found


def load_cases(state: Path, trust: Trust, mode: Mode) -> dict[str, Case]:
    """Every imported case that is still good, by its identifier."""
    found: dict[str, Case] = {}
    for path in sorted((state / CASES).glob("*.json")):
        try:
            case = read_signed(path.read_bytes(), trust, mode, datetime.now(UTC))
        except EvidenceError:
            # Expired, or of a headquarters that is no longer trusted: it opens no session.
            continue
        if isinstance(case, Case):
            found[case.id] = case
    return found


def case_as_of(state: Path, trust: Trust, mode: Mode, case: CaseId, day: date) -> Case | None:
    """A case that is good now, as it reads on another day; None: it is not here, or no longer good."""
    found: list[Case] = []
    for path in (*sorted((state / CASES).glob("*.json")), *sorted((state / TERMS).glob("*_case.signed.json"))):
        try:
            read = read_signed(path.read_bytes(), trust, mode, datetime.now(UTC), day)
        except (EvidenceError, ConfigurationError, OSError):
            continue
        if isinstance(read, Case) and read.id == case:
            found.append(read)
    return max(found, key=lambda each: (each.issued, each.expires), default=None)


def newest_case(state: Path, trust: Trust, mode: Mode) -> Case | None:
    """Of the imported cases that are still good and for nobody in particular the one that was issued last, if any."""
    cases = (case for case in load_cases(state, trust, mode).values() if case.holder is None)
    return max(cases, key=lambda case: (case.issued, case.expires, case.id), default=None)


def bound_cases(state: Path, trust: Trust, mode: Mode) -> tuple[Case, ...]:
    """Of the imported cases that are still good those that are each for somebody."""
    return tuple(case for case in load_cases(state, trust, mode).values() if case.holder is not None)


def load_catalogue(state: Path, trust: Trust, mode: Mode) -> Catalogue | None:
    """The imported catalogue, if there is one and it is still good. Raises ConfigurationError for its terms."""
    try:
        found = read_signed((state / CATALOGUE).read_bytes(), trust, mode, datetime.now(UTC))
    except (FileNotFoundError, EvidenceError):
        return None
    return found if isinstance(found, Catalogue) else None


def _kind(untrusted: bytes) -> SignedKind:
    """What it says that it is; verify_signed holds it to that."""
    try:
        value = json.loads(untrusted[: MAX_ENVELOPE + 1])
        return SignedKind.CATALOGUE if value["kind"] == "catalogue" else SignedKind.CASE
    except (ValueError, KeyError, TypeError, RecursionError) as failure:
        raise EvidenceError("case: not a file that headquarters signed") from failure


def _write(target: Path, content: bytes) -> None:
    aside = target.with_name(f".{target.name}.new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(target)
