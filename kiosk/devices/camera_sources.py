"""Which cameras are real: a virtual camera plays anything, so live mode refuses it."""

import re
from collections.abc import Collection
from pathlib import Path

SYSFS_ROOT = Path("/sys/class/video4linux")
REAL_DRIVERS = frozenset({"uvcvideo"})
"""Kernel drivers of cameras on a wire; others are added by the settings."""

_VIRTUAL_NAME = re.compile(
    r"loopback|dummy|virtual|obs[ _-]|droidcam|iriun|akvcam|vivid|vimc|manycam|snap camera|epoccam|scrcpy|test"
    r"|webcamoid|v4l2-?relay|xsplit|splitcam|youcam|facerig|ivcam|e2esoft|avatarify|mmhmm|\bvcam\b|\bndi\b|\bcamo\b",
    re.I,
)
_VIRTUAL_BUS = re.compile(r"^(virtual|dummy_(hcd|udc)|vhci_hcd)([.:]\d+)?$")
"""A USB bus made by a program (a gadget looped back, USB over a network): the driver on it is the real one's."""
_STREAM = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)


def is_real_camera(name: str, sysfs_root: Path = SYSFS_ROOT, drivers: Collection[str] = REAL_DRIVERS) -> bool:
    """Whether `name` (as "video0") is a camera on a wire; `sysfs_root` is the system's, or a test's tree."""
    return _why_not_real(name, sysfs_root, drivers) is None


def reason_to_refuse(
    where: int | str,
    sysfs_root: Path = SYSFS_ROOT,
    drivers: Collection[str] = REAL_DRIVERS,
    allowed_streams: Collection[str] = (),
) -> str | None:
    """One plain sentence why live mode can't use this camera, or None. A stream must be allowed word by word."""
    text = str(where)
    if _STREAM.match(text):
        return None if text in allowed_streams else "this stream is not in the settings' list of allowed cameras"
    name = f"video{text}" if text.isdigit() else Path(text).resolve().name
    return _why_not_real(name, sysfs_root, drivers)


def _why_not_real(name: str, sysfs_root: Path, drivers: Collection[str]) -> str | None:
    entry = sysfs_root / name
    if not re.fullmatch(r"video\d+", name):
        return f"{name} is not a camera device"
    try:
        shown = (entry / "name").read_text("utf-8", "replace").strip()
        driver = (entry / "device" / "driver").resolve(strict=True).name
        home = entry.resolve(strict=True)
    except OSError:
        return f"{name} has no hardware behind it"
    if not shown or _VIRTUAL_NAME.search(shown) or any(map(_VIRTUAL_BUS.match, home.parts)):
        return f"{name} is a virtual camera"
    return None if driver in drivers else f"{name} is driven by {driver}, which is not in the list of allowed drivers"
