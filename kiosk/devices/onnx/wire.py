"""The wire format of protocol buffers, as far as exchanging nodes of a model needs it: read field by field, written."""

from collections.abc import Iterator, Sequence

Field = tuple[int, memoryview | int, memoryview]
"""Number, content (bytes, or a number; 0 for fixed ones, which nobody asks for), and the whole field as it stands."""
Fields = Sequence[Field]


def fields(message: memoryview | int) -> Iterator[Field]:
    """In order. Raises ValueError or IndexError for what is no message."""
    if isinstance(message, int):
        raise ValueError("a message was expected")  # noqa: TRY004 like every other fault of what was read
    at = 0
    while at < len(message):
        began = at
        key, at = _read(message, at)
        content: memoryview | int = 0
        match key & 7:
            case 0:
                content, at = _read(message, at)
            case 1:
                at += 8
            case 2:
                size, at = _read(message, at)
                content, at = message[at : at + size], at + size
            case 5:
                at += 4
            case _:
                raise ValueError("no wire type")
        if at > len(message):
            raise ValueError("cut off")
        yield key >> 3, content, message[began:at]


def numbers(content: memoryview | int) -> list[int]:
    """Of a field that may hold one number or several packed together."""
    if isinstance(content, int):
        return [content]
    found, at = [], 0
    while at < len(content):
        value, at = _read(content, at)
        found.append(value)
    return found


def tagged(field: int, content: bytes) -> bytes:
    """A field of bytes: text, a tensor, a message."""
    return _written(field << 3 | 2) + _written(len(content)) + content


def number(field: int, value: int) -> bytes:
    """A field of one number."""
    return _written(field << 3) + _written(value)


def _read(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("no number")


def _written(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
