"""What verification answers (FORMAT.md, section 14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.evidence.canonical import Json


class Verdict(StrEnum):
    """VERIFIED; INTEGRITY ONLY: whole, but signer, time or sources can't be trusted; BROKEN."""

    VERIFIED = "VERIFIED"
    INTEGRITY_ONLY = "INTEGRITY ONLY"
    BROKEN = "BROKEN"


EXIT_CODES = {Verdict.VERIFIED: 0, Verdict.INTEGRITY_ONLY: 10, Verdict.BROKEN: 20}


@dataclass(frozen=True, slots=True)
class Verification:
    """`reasons`: one plain sentence each; `not_proven`: keys such as `contents`, `tail`, `time`."""

    verdict: Verdict
    reasons: tuple[str, ...]
    not_proven: tuple[str, ...]
    facts: Mapping[str, Json]

    def to_json(self) -> dict[str, Json]:
        """As `main.py verify --json` prints it."""
        return {
            "verdict": str(self.verdict),
            "reasons": list(self.reasons),
            "not_proven": list(self.not_proven),
            "facts": dict(self.facts),
        }


@dataclass(slots=True)
class Findings:
    """What the steps have found so far."""

    broken: list[str] = field(default_factory=list)
    untrusted: list[str] = field(default_factory=list)
    not_proven: list[str] = field(default_factory=list)
    facts: dict[str, Json] = field(default_factory=dict)

    def verification(self) -> Verification:
        """The worst finding decides."""
        verdict = Verdict.VERIFIED
        if self.untrusted:
            verdict = Verdict.INTEGRITY_ONLY
        if self.broken:
            verdict = Verdict.BROKEN
        not_proven = tuple(dict.fromkeys(self.not_proven))
        return Verification(verdict, (*self.broken, *self.untrusted), not_proven, self.facts)
