"""One AES-256 key a session and class, wrapped by the vault's master key; destroying it destroys what it opens.

What is filed is the sealed original under this key: with the key, the device's signature can be checked
again; without it, nothing is left to read.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hq.home import Home
from hq.store.files import destroy, write_private
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.classes import PartClass

_NONCE = 12


def _file(home: Home, session: str, part_class: PartClass) -> Path:
    return home.keys / session / f"{part_class}.key"


def data_key(home: Home, session: str, part_class: PartClass) -> bytes:
    """The session's key of this class, made at its first use. A key is random, so each nonce is too: 2^32 parts fit."""
    path = _file(home, session, part_class)
    if not path.exists():
        key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
        wrapped = AESGCM(home.master_key()).encrypt(nonce, key, _purpose(session, part_class))
        write_private(path, nonce + wrapped)
        return key
    return open_data_key(home, session, part_class)


def open_data_key(home: Home, session: str, part_class: PartClass) -> bytes:
    """An existing key. Raises EvidenceError when it was destroyed or does not open."""
    try:
        content = _file(home, session, part_class).read_bytes()
        return AESGCM(home.master_key()).decrypt(content[:_NONCE], content[_NONCE:], _purpose(session, part_class))
    except FileNotFoundError as error:
        raise EvidenceError(f"the key of {part_class} is destroyed, or this session was never filed") from error
    except (InvalidTag, ValueError) as error:
        raise EvidenceError(f"the key of {part_class} does not open with the master key") from error


def destroy_data_key(home: Home, session: str, part_class: PartClass) -> None:
    """Overwrite and unlink. Done twice it ends the same."""
    path = _file(home, session, part_class)
    if path.exists():
        destroy(path)


def lock(key: bytes, content: bytes, bound_to: str) -> bytes:
    """AES-256-GCM: nonce, ciphertext, tag; `bound_to` says whose it is, so that parts can't be exchanged."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def unlock(key: bytes, content: bytes, bound_to: str) -> bytes:
    """What `lock` took. Raises EvidenceError."""
    try:
        return AESGCM(key).decrypt(content[:_NONCE], content[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise EvidenceError(f"{bound_to}: does not open") from error


def _purpose(session: str, part_class: PartClass) -> bytes:
    return f"mingshi data key v1 {session} {part_class}".encode()
