"""Where received parts lie until the vault takes them: one bundle folder a session, parts by their SHA-256."""

import base64
import binascii
import contextlib
import errno
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from hq.store.files import sync_folder, write_public
from kiosk.domain.errors import EvidenceError
from kiosk.evidence import bundle
from kiosk.evidence.canonical import sha256
from kiosk.evidence.manifest import Manifest, parse_manifest

SESSION = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
PART = re.compile(r"[0-9a-f]{64}")
_SEALED = (
    bundle.MANIFEST, bundle.SIGNATURE, bundle.CERTIFICATE, bundle.TOKEN, bundle.PENDING, bundle.MARK_SIGNATURE,
)  # fmt: skip


class WrongPartError(Exception):
    """The bytes are not those of the name, or too many."""


class Arriving:
    """One part on its way in: written aside, hashed as it comes, kept only when whole and right."""

    def __init__(self, depot: "Depot", session: str, sha256: str) -> None:
        self._target = depot.folder(session) / bundle.PARTS / sha256
        self._expected = sha256
        self._aside = depot.incoming / uuid.uuid4().hex
        self._file = self._aside.open("wb")
        self._hash, self._size = hashlib.sha256(), 0

    def write(self, chunk: bytes) -> None:
        """Raises WrongPartError when it grows too large, OSError for the disk."""
        self._size += len(chunk)
        if self._size > bundle.MAX_PART:
            raise WrongPartError(f"larger than {bundle.MAX_PART} bytes")
        self._hash.update(chunk)
        self._file.write(chunk)

    def keep(self) -> None:
        """Check, sync, rename. Raises WrongPartError."""
        if not self._size or self._hash.hexdigest() != self._expected:
            raise WrongPartError("the content's SHA-256 is not its name")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._aside.replace(self._target)
        sync_folder(self._target.parent)

    def drop(self) -> None:
        """Forget what has not been kept."""
        with contextlib.suppress(OSError):
            self._file.close()
        self._aside.unlink(missing_ok=True)


class Depot:
    """The intake's folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.incoming = root / ".incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)

    def clear_incoming(self) -> None:
        """What a killed server left half received; to be called before serving."""
        for path in self.incoming.iterdir():
            path.unlink()

    def folder(self, session: str) -> Path:
        """The session's bundle folder; `session` fits SESSION."""
        return self._root / session

    def holds(self, session: str, sha256: str) -> bool:
        """Whether the part is here, whole: only whole ones bear their name."""
        return (self.folder(session) / bundle.PARTS / sha256).is_file()

    def store_seal(self, session: str, files: Mapping[str, bytes]) -> Manifest:
        """Write the sealed files, the manifest last. Raises EvidenceError for files that make no seal.

        Parsed, not verified: the vault verifies.
        """
        manifest = check_seal(session, files)
        folder = self.folder(session)
        (folder / bundle.PARTS).mkdir(parents=True, exist_ok=True)
        for name in _SEALED:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
        for name in sorted(files, key=lambda name: name == bundle.MANIFEST):
            write_public(folder / name, files[name])
        sync_folder(folder.parent)
        return manifest

    def missing(self, manifest: Manifest) -> list[str]:
        """Parts that should have come and have not."""
        return [p.sha256 for p in manifest.parts if not p.withheld and not self.holds(manifest.session, p.sha256)]

    def drop_strangers(self, manifest: Manifest) -> None:
        """Parts that were sent and are not in the manifest: a kiosk that was cut may have sealed anew."""
        named = {part.sha256 for part in manifest.parts if not part.withheld}
        for path in (self.folder(manifest.session) / bundle.PARTS).iterdir():
            if path.name not in named:
                path.unlink()

    def drop_damaged(self, session: str, manifest_sha256: str | None) -> int:
        """Files that are not what was taken in, which was checked when it came; the number dropped or missing."""
        folder = self.folder(session)
        try:
            sealed = (folder / bundle.MANIFEST).read_bytes()
            if sha256(sealed) != manifest_sha256:
                return 1
            found = [path for path in (folder / bundle.PARTS).iterdir() if sha256(path.read_bytes()) != path.name]
            gone = len(self.missing(parse_manifest(sealed)))
        except FileNotFoundError:
            return 1
        for path in found:
            path.unlink()
        return gone + len(found)

    def remove(self, session: str) -> None:
        """After the vault has filed it."""
        shutil.rmtree(self.folder(session), ignore_errors=True)


def check_seal(session: str, files: Mapping[str, bytes]) -> Manifest:
    """The manifest of a set of sealed files that may be stored. Raises EvidenceError."""
    if unknown := files.keys() - set(_SEALED):
        raise EvidenceError(f"{len(unknown)} files that do not belong to a seal")
    for name in (bundle.MANIFEST, bundle.SIGNATURE, bundle.CERTIFICATE, bundle.MARK_SIGNATURE):
        if name not in files:
            raise EvidenceError(f"{name} is missing")
    if (bundle.TOKEN in files) == (bundle.PENDING in files):
        raise EvidenceError(f"either {bundle.TOKEN} or {bundle.PENDING}")
    manifest = parse_manifest(files[bundle.MANIFEST])
    if manifest.session != session:
        raise EvidenceError("the manifest is of another session")
    return manifest


def unpack_seal(untrusted: object) -> dict[str, bytes]:
    """`{"files": {name: base64}}`. Raises EvidenceError."""
    files = untrusted.get("files") if isinstance(untrusted, dict) else None
    if not isinstance(files, dict) or len(files) > len(_SEALED):
        raise EvidenceError("expected the sealed files, each in base64")
    try:
        return {str(name): base64.b64decode(content, validate=True) for name, content in files.items()}
    except (binascii.Error, TypeError, ValueError) as error:
        raise EvidenceError("a sealed file is not base64") from error


def disk_is_full(error: OSError) -> bool:
    """Whether waiting and room would help."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
