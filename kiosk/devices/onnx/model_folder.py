"""Model files by name and SHA-256: folders that a site names, and the catalogue (assets/models.toml) that says
which files they may hold. A file that is absent is None; one whose bytes differ is refused."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import ConfigurationError, DeviceError

_LARGEST_MODEL = 512 * 1024 * 1024
"""Bytes; a bigger file under a model's name is not read at all."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One file of the catalogue. `use`: what it is for; `live`: whether its licence lets live mode use it."""

    name: str
    sha256: str
    use: str
    licence: str
    live: bool


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """`folder` None: the site has none. `also`: looked into for what is not there."""

    folder: Path | None
    entries: tuple[ModelEntry, ...]
    also: tuple[Path, ...] = ()

    def read(self, use: str, device: str) -> bytes | None:
        """The checked bytes of the model for a use, or None if it is not there.

        `device`: the port's name for the error. Raises DeviceError if a file of that name has other bytes.
        """
        entry = next((entry for entry in self.entries if entry.use == use), None)
        places = (() if self.folder is None else (self.folder,)) + self.also
        found = (None if entry is None else _checked(place / entry.name, entry, device) for place in places)
        return next((content for content in found if content is not None), None)

    def present(self) -> tuple[ModelEntry, ...]:
        """The entries whose file is there with the right bytes; for readiness report and manifest."""
        found = []
        for entry in self.entries:
            try:
                if self.read(entry.use, "models") is not None:
                    found.append(entry)
            except DeviceError:
                continue
        return tuple(found)


def load_model_folder(catalogue: Path, folder: Path | None, *also: Path) -> ModelFolder:
    """`also`: further folders, in their order, for what `folder` lacks.

    Raises ConfigurationError if the catalogue is missing, broken, or names a file twice or outside the folder."""
    try:
        listed = tomllib.loads(catalogue.read_text(encoding="utf-8")).get("model")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(catalogue), "the file itself", "a TOML file with [[model]] tables") from error
    if not isinstance(listed, list) or not listed:
        raise ConfigurationError(str(catalogue), "model", "at least one [[model]] table")
    entries = tuple(_entry(catalogue, table) for table in listed)
    if len({entry.name for entry in entries}) < len(entries):
        raise ConfigurationError(str(catalogue), "model.name", "each file once")
    return ModelFolder(folder, entries, also)


def _checked(path: Path, entry: ModelEntry, device: str) -> bytes | None:
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > _LARGEST_MODEL:
            raise DeviceError(device, f"{entry.name} is far too large: remove it or get the right file")
        untrusted = path.read_bytes()
    except OSError as error:
        raise DeviceError(device, f"{entry.name} can't be read: check the disk and its rights") from error
    if hashlib.sha256(untrusted).hexdigest() != entry.sha256:
        raise DeviceError(device, f"{entry.name} is not the file in the catalogue: remove it or get the right one")
    return untrusted


def _entry(catalogue: Path, table: object) -> ModelEntry:
    match table:
        case {"name": str(name), "sha256": str(sha256), "use": str(use), "licence": str(licence), "live": bool(live)}:
            if name and Path(name).name == name and len(sha256) == 64 and set(sha256) <= set("0123456789abcdef"):
                return ModelEntry(name, sha256, use, licence, live)
    raise ConfigurationError(
        str(catalogue), "model", "name (a bare file name), sha256 (64 lower-case digits), use, licence, live"
    )
