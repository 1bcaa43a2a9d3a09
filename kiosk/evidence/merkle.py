"""A Merkle tree over the log's lines (RFC 9162, section 2.1), so that one entry can be proven alone."""

import hashlib
from collections.abc import Sequence

from kiosk.domain.ids import Sha256

EMPTY_ROOT = Sha256(hashlib.sha256(b"").hexdigest())


def leaf_hash(line: bytes) -> bytes:
    """SHA-256(0x00 || line)."""
    return hashlib.sha256(b"\x00" + line).digest()


def tree_root(leaves: Sequence[bytes]) -> Sha256:
    """The root over leaf hashes, in hexadecimal."""
    return Sha256(_root(leaves).hex()) if leaves else EMPTY_ROOT


def inclusion_path(leaves: Sequence[bytes], index: int) -> tuple[Sha256, ...]:
    """The siblings from leaf `index` to the root (RFC 9162, section 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_path(leaves[:split], index), Sha256(_root(leaves[split:]).hex()))
    return (*inclusion_path(leaves[split:], index - split), Sha256(_root(leaves[:split]).hex()))


def path_holds(line: bytes, index: int, size: int, path: Sequence[str], root: str) -> bool:
    """Whether the line is entry `index` of a log of `size` entries with this root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, node, last = leaf_hash(line), index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            here = _node(bytes.fromhex(sibling), here)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            here = _node(here, bytes.fromhex(sibling))
        node, last = node >> 1, last >> 1
    return last == 0 and here.hex() == root


def _root(leaves: Sequence[bytes]) -> bytes:
    """Level by level: a node without a sibling moves up unchanged, which is RFC 9162's split."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
