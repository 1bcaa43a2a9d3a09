"""The Internet Printing Protocol's messages (RFC 8010, RFC 8011), as far as printing one document needs."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_VERSION = (1, 1)
_OPERATION_GROUP, _JOB_GROUP, _END = 0x01, 0x02, 0x03
_INTEGER, _ENUM, _BOOLEAN = 0x21, 0x23, 0x22
_TEXTS = frozenset({0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49})
_FIRST_VALUE_TAG = 0x10
_LONGEST_NAME = 255
"""RFC 8011 section 5.1.3: bytes of a name."""

Value = int | str | bytes


class Operation(IntEnum):
    """RFC 8011 section 5.4.15."""

    PRINT_JOB = 0x0002
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


class Tag(IntEnum):
    """Value tags that we send (RFC 8010 section 3.5.2)."""

    INTEGER = _INTEGER
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


Attribute = tuple[Tag, str, int | str]


@dataclass(frozen=True, slots=True)
class IppAnswer:
    """What a printer answered, parsed and not judged; all groups in one, the first of a name wins."""

    status: int
    request: int
    attributes: dict[str, tuple[Value, ...]]

    @property
    def successful(self) -> bool:
        """RFC 8011 appendix B: 0x0000 to 0x00FF."""
        return self.status <= 0x00FF

    def number(self, name: str) -> int | None:
        """A whole number, or None."""
        value = self.attributes.get(name, (None,))[0]
        return value if isinstance(value, int) else None

    def words(self, name: str) -> tuple[str, ...]:
        """Keywords or texts."""
        return tuple(value for value in self.attributes.get(name, ()) if isinstance(value, str))


def encode_request(
    operation: Operation, request: int, about: Iterable[Attribute], job: Iterable[Attribute] = ()
) -> bytes:
    """The request without the document; charset and language come first, as RFC 8011 section 4.1.4 demands."""
    head = struct.pack(">BBHI", *_VERSION, operation, request)
    first: tuple[Attribute, ...] = (
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "zh-cn"),
    )
    parts = [head, bytes([_OPERATION_GROUP]), *(_attribute(*item) for item in (*first, *about))]
    wishes = [_attribute(*item) for item in job]
    if wishes:
        parts += [bytes([_JOB_GROUP]), *wishes]
    return b"".join([*parts, bytes([_END])])


def parse_answer(untrusted: bytes) -> IppAnswer:
    """Raises ValueError for anything that is not a whole IPP answer."""
    if len(untrusted) < 9:
        raise ValueError("too short for an IPP answer")
    major, _, status, request = struct.unpack_from(">BBHI", untrusted)
    if major not in {1, 2}:
        raise ValueError("not an IPP answer")
    attributes: dict[str, tuple[Value, ...]] = {}
    name, at = "", 8
    while True:
        tag, at = _byte(untrusted, at)
        if tag == _END:
            return IppAnswer(status, request, attributes)
        if tag < _FIRST_VALUE_TAG:
            name = ""
            continue
        label, at = _sized(untrusted, at)
        content, at = _sized(untrusted, at)
        if label:
            name = label.decode("utf-8", "replace")
            if name in attributes:
                name = f"{name} again"
        attributes[name] = (*attributes.get(name, ()), _value(tag, content))


def _attribute(tag: Tag, name: str, value: int | str) -> bytes:
    content = struct.pack(">i", value) if isinstance(value, int) else _cut(value, _LONGEST_NAME)
    label = name.encode("ascii")
    return struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(content)) + content


def _cut(text: str, longest: int) -> bytes:
    return text.encode()[:longest].decode("utf-8", "ignore").encode()


def _byte(content: bytes, at: int) -> tuple[int, int]:
    if at >= len(content):
        raise ValueError("an IPP answer without an end")
    return content[at], at + 1


def _sized(content: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(content):
        raise ValueError("an IPP answer that is cut off")
    size = struct.unpack_from(">H", content, at)[0]
    if at + 2 + size > len(content):
        raise ValueError("an IPP answer that is cut off")
    return content[at + 2 : at + 2 + size], at + 2 + size


def _value(tag: int, content: bytes) -> Value:
    if tag in {_INTEGER, _ENUM}:
        if len(content) != 4:
            raise ValueError("an IPP integer of the wrong size")
        return int(struct.unpack(">i", content)[0])
    if tag == _BOOLEAN:
        return int(content != b"\x00")
    return content.decode("utf-8", "replace") if tag in _TEXTS else content
