"""The register of a site, and signing in by it: the same for kiosk and console."""

from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import StaffRole
from kiosk.evidence.certificates import Trust
from kiosk.evidence.staff_register import Member, Roster, load_roster, roster, signed_roster
from kiosk.supervision import pins

TRAINING_NUMBERS = ("1001", "1002")
"""Number and PIN alike; training only, and shown on the sign-in."""
_TRAINING_SALT = b"mingshi training"
_MAX_FILE = 512 * 1024


def register_of(file: Path | None, mode: Mode, branch: str, trust: Trust) -> Roster:
    """The site's: signed by headquarters where the file says so, and in live mode always; in training two people stand
    in for a missing one, with the same keys at kiosk and console. Raises EvidenceError, ConfigurationError."""
    if file is None:
        if mode is Mode.LIVE:
            raise ConfigurationError("settings", "staff", "the signed register, in live mode")
        return _stand_ins()
    if mode is Mode.TRAINING and file.suffix == ".toml":
        return load_roster(file)
    try:
        with file.open("rb") as opened:
            untrusted = opened.read(_MAX_FILE)
    except OSError as failure:
        raise ConfigurationError(str(file), "the file", "what `python -m hq staff sign` wrote") from failure
    return signed_roster(untrusted, trust, mode, branch, datetime.now(UTC))


def _stand_ins() -> Roster:
    return roster(
        [
            Member(
                StaffId(f"staff-{number}"), number, StaffRole.SUPERVISOR,
                pins.kept(number, _TRAINING_SALT[:12] + number.encode()),
            )
            for number in TRAINING_NUMBERS
        ]
    )  # fmt: skip
