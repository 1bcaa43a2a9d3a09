"""Durable files: written aside, synced, renamed, and the folder synced, so that a cut leaves the old or the new."""

import os
import uuid
from pathlib import Path


def write_public(path: Path, content: bytes) -> None:
    """Replace `path` durably; anyone may read it."""
    _write(path, content, 0o644)


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` durably; only its owner may read it, from its first byte on."""
    _write(path, content, 0o600)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def destroy(path: Path) -> None:
    """Overwrite, sync, unlink. On a copying file system the old blocks may stay: the destroyed key is what counts."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, 1 << 20):
            file.write(os.urandom(min(1 << 20, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def _write(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
