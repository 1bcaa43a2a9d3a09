"""What a kiosk looks at before anybody sits down: devices, printer and paper, disk, clock, its own certificate."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

from kiosk.evidence.certificates import load_chain
from kiosk.ports.printer import Printer
from kiosk.runtime.service_watch import Hours, Probe
from kiosk.runtime.settings import Settings

LEAST_FREE = 1024**3
"""Bytes: a session of an hour takes some 0.4 GiB, and it must be sealed beside its own parts."""
_PRINTER_EVERY = 12
"""Looks: a printer is asked once a minute."""
_BUILT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_AHEAD = dt.timedelta(days=3650)
"""A clock before the program was written, or ten years after it, is wrong."""


def probes(
    settings: Settings, missing: Callable[[], frozenset[str]], printer: Printer | None, chain: Callable[[], bytes],
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> tuple[Probe, ...]:  # fmt: skip
    """In the order in which they are told."""
    return (
        lambda: clock_fault(now()),
        lambda: disk_fault(settings.state),
        lambda: certificate_fault(chain(), now()),
        lambda: next((device for device in _DEVICES if device in missing()), ""),
        _Paper(printer),
    )


_DEVICES = ("face_camera", "document_camera", "microphone")


def clock_fault(now: dt.datetime) -> str:
    """Only what is surely wrong: the time-stamp authority says the rest."""
    return "" if _BUILT <= now <= _BUILT + _AHEAD else "clock"


def disk_fault(folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> str:
    """A session must not begin that may not be sealed."""
    return "disk" if free(folder) < LEAST_FREE else ""


def certificate_fault(chain: bytes, now: dt.datetime) -> str:
    """What it signs with has expired, or is not valid yet."""
    leaf = load_chain(chain)[0]
    return "" if leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc else "certificate"


class _Paper:
    """Asked once a minute, remembered in between; without a printer nothing is missing."""

    def __init__(self, printer: Printer | None) -> None:
        self._printer, self._looks, self._last = printer, 0, ""

    def __call__(self) -> str:
        if self._printer is not None and self._looks % _PRINTER_EVERY == 0:
            self._last = self._printer.trouble()
        self._looks += 1
        return self._last


def hours_of(settings: Settings) -> Hours:
    """From the settings."""
    opening = settings.opening
    opens, closes = dt.time.fromisoformat(opening.opens), dt.time.fromisoformat(opening.closes)
    return Hours(opens, closes, frozenset(opening.days))
