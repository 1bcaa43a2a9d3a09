"""Blobs: a value with its salt, named by an entry (FORMAT.md, section 6)."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence import canonical, encryption
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import BlobRef

SALT_BYTES = 32
_HEADER_KEYS = frozenset({"name", "class", "media_type", "salt"})
_MAX_HEADER = 1024
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Blob:
    """A value in the clear: it lives in memory only. `name` is unique in its session and class."""

    data_class: PartClass
    name: str
    media_type: str
    salt: bytes
    value: bytes

    @property
    def ref(self) -> BlobRef:
        """What an entry says of it."""
        return BlobRef(self.data_class, self.name, salted_digest(self.salt, self.value))


def new_blob(data_class: str, name: str, media_type: str, value: bytes) -> Blob:
    """A blob with a fresh salt; `data_class` is a DataClass or PartClass. Raises EvidenceError for a bad name."""
    part_class = PartClass(data_class)
    if part_class is PartClass.LOG or not _NAME.fullmatch(name) or not _MEDIA_TYPE.fullmatch(media_type):
        raise EvidenceError(f"blob {name!r}: class, name or media type that can't be")
    return Blob(part_class, name, media_type, secrets.token_bytes(SALT_BYTES), value)


def salted_digest(salt: bytes, value: bytes) -> Sha256:
    """SHA-256(salt || value): without the salt a short value can't be guessed from it."""
    return Sha256(hashlib.sha256(salt + value).hexdigest())


def seal_blob(blob: Blob, recipients: Sequence[str]) -> bytes:
    """The blob as one age file."""
    return encryption.encrypt(blob_frame(blob), recipients)


def blob_frame(blob: Blob) -> bytes:
    """The plain form: a canonical header line, then the value."""
    header = {
        "name": blob.name,
        "class": str(blob.data_class),
        "media_type": blob.media_type,
        "salt": blob.salt.hex(),
    }
    return canonical.dump(header) + b"\n" + blob.value


def open_blob(untrusted: bytes, identities: Sequence[str]) -> Blob:
    """Decrypt and take apart. Parsed, not verified: compare `.ref` with the entry's. Raises EvidenceError."""
    return parse_blob(encryption.decrypt(untrusted, identities))


def parse_blob(untrusted_plain: bytes) -> Blob:
    """The frame inside the age file: a canonical header line, then the value."""
    line, newline, _ = untrusted_plain[:_MAX_HEADER].partition(b"\n")
    if not newline:
        raise EvidenceError("a blob without a header line")
    header = canonical.keys_exactly(canonical.parse_object(line, "blob header"), _HEADER_KEYS, "blob header")
    name = canonical.text(header["name"], "blob name")
    media_type = canonical.text(header["media_type"], "blob media type")
    if not _NAME.fullmatch(name) or not _MEDIA_TYPE.fullmatch(media_type):
        raise EvidenceError("a blob's name or media type that can't be")
    if header["class"] not in [str(part_class) for part_class in PartClass if part_class is not PartClass.LOG]:
        raise EvidenceError(f"blob {name}: unknown data class")
    salt = bytes.fromhex(canonical.digest(header["salt"], f"blob {name}: salt"))
    return Blob(PartClass(header["class"]), name, media_type, salt, untrusted_plain[len(line) + 1 :])
