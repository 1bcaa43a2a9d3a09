"""The local copy: adopted when sealed, deleted when received, except what the borrower did not let go."""

import datetime as dt
import os
import shutil
from pathlib import Path

from kiosk.domain.errors import EvidenceError
from kiosk.evidence import bundle, seal
from kiosk.evidence.bundle import Bundle, read_bundle
from kiosk.evidence.manifest import Manifest, parse_manifest
from kiosk.evidence.seal import TimeMark
from kiosk.ports.keys import DeviceKeys

OPEN = "open"
"""A folder with this in it is still being recorded or closed."""


def sealed_folders(root: Path) -> list[Path]:
    """Bundle folders that are sealed, oldest name first."""
    if not root.is_dir():
        return []
    folders = (path for path in sorted(root.iterdir()) if path.is_dir() and not path.is_symlink())
    return [path for path in folders if (path / bundle.MANIFEST).is_file() and not (path / OPEN).exists()]


def load(folder: Path, keys: DeviceKeys) -> tuple[Bundle, Manifest]:
    """Read the sealed files; a token whose arrival was cut is finished first. Raises EvidenceError."""
    if (folder / bundle.TOKEN).is_file() and (folder / bundle.PENDING).is_file():
        token = (folder / bundle.TOKEN).read_bytes()
        bundle.replace_mark(folder, TimeMark(token, keys.sign(seal.TOKEN_CONTEXT + token), pending=False))
    found = read_bundle(folder)
    return found, parse_manifest(found.untrusted.manifest)


def let_go(folder: Path) -> None:
    """Delete the local copy. Withheld parts stay until their date, with the manifest that names it."""
    try:
        manifest = parse_manifest((folder / bundle.MANIFEST).read_bytes())
    except OSError:
        return
    withheld = {part.sha256 for part in manifest.parts if part.withheld}
    parts = folder / bundle.PARTS
    for path in parts.iterdir() if parts.is_dir() else ():
        if path.name not in withheld:
            path.unlink()
    if not withheld or not any(parts.iterdir()):
        shutil.rmtree(folder)
        bundle.sync_folder(folder.parent)


def destroy_withheld(folder: Path, today: dt.date) -> int:
    """Destroy withheld parts whose date has come; the number destroyed. Raises EvidenceError."""
    try:
        manifest = parse_manifest((folder / bundle.MANIFEST).read_bytes())
    except OSError as failure:
        raise EvidenceError(f"{folder.name}: can't be read: {failure.strerror}") from failure
    gone = 0
    for part in manifest.parts:
        path = folder / bundle.PARTS / part.sha256
        due = part.destroy_by is not None and dt.date.fromisoformat(part.destroy_by) <= today
        if part.withheld and due and path.is_file():
            _overwrite(path)
            path.unlink()
            gone += 1
    if gone:
        bundle.sync_folder(folder / bundle.PARTS)
    return gone


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(os.urandom(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
