"""Filed sessions: the sealed original, each part locked under the data key of its class."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hq.home import Home
from hq.store.files import sync_folder, write_public
from hq.store.store import Store
from hq.vault.data_keys import data_key, lock, open_data_key, unlock
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence import bundle
from kiosk.evidence.manifest import Manifest, Part, parse_manifest


def file_session(home: Home, folder: Path) -> Path:
    """Copy a verified bundle folder into the vault, its parts locked. A session already filed stays as it is."""
    found = bundle.read_bundle(folder)
    manifest = parse_manifest(found.untrusted.manifest)
    target = home.filed / manifest.session
    if target.exists():
        return target
    aside = home.filed / f".new-{manifest.session}"
    shutil.rmtree(aside, ignore_errors=True)
    (aside / bundle.PARTS).mkdir(parents=True)
    for part in manifest.parts:
        if part.sha256 in found.parts:
            locked = lock(
                data_key(home, manifest.session, part.part_class), found.read_part(part.sha256), _label(manifest, part)
            )
            write_public(aside / bundle.PARTS / part.sha256, locked)
    bundle.write_sealed(aside, found.untrusted)
    aside.rename(target)
    sync_folder(home.filed)
    return target


def filed_manifest(home: Home, session: str) -> Manifest:
    """The manifest of a filed session. Raises EvidenceError."""
    try:
        return parse_manifest((home.filed / session / bundle.MANIFEST).read_bytes())
    except OSError as error:
        raise EvidenceError(f"{session}: not filed here") from error


@contextmanager
def opened(home: Home, session: str) -> Iterator[Path]:
    """The sealed original of a filed session, in a private folder that goes away.

    What is written there is still sealed by age. Parts of destroyed classes are absent. Raises EvidenceError.
    """
    manifest = filed_manifest(home, session)
    source = home.filed / session
    with TemporaryDirectory(prefix="filed-") as scratch:
        folder = Path(scratch, session)
        (folder / bundle.PARTS).mkdir(parents=True)
        for path in source.iterdir():
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
        for part in manifest.parts:
            path = source / bundle.PARTS / part.sha256
            if path.exists():
                key = open_data_key(home, session, part.part_class)
                (folder / bundle.PARTS / part.sha256).write_bytes(
                    unlock(key, path.read_bytes(), _label(manifest, part))
                )
        yield folder


def excused_parts(store: Store, manifest: Manifest) -> dict[Sha256, str]:
    """Part -> why it may be absent: the certificate of destruction of its class."""
    gone = store.destructions(manifest.session)
    return {part.sha256: gone[part.part_class] for part in manifest.parts if part.part_class in gone}


def locked_parts(home: Home, manifest: Manifest, part_class: str) -> list[tuple[Path, str]]:
    """The files of one class that are here, and what each is bound to."""
    folder = home.filed / manifest.session / bundle.PARTS
    found = [(folder / p.sha256, _label(manifest, p)) for p in manifest.parts if p.part_class == part_class]
    return [(path, label) for path, label in found if path.exists()]


def _label(manifest: Manifest, part: Part) -> str:
    return f"mingshi part v1 {manifest.session} {part.part_class} {part.sha256}"
