"""Fragmented MP4 (ISO/IEC 14496-12) cut at its `moof` boxes while a muxer writes it."""

import struct
from collections.abc import Iterator

from kiosk.ports.encoder import Fragment, FragmentSink

_HEADER = 8


def boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, body) of each whole box at this level; a cut last box is left out."""
    start = 0
    while start + _HEADER <= len(content):
        size, kind = struct.unpack_from(">I4s", content, start)
        if size < _HEADER or start + size > len(content):
            return
        yield kind, content[start + _HEADER : start + size]
        start += size


def _inside(content: bytes, *path: bytes) -> Iterator[bytes]:
    for kind, body in boxes(content):
        if kind == path[0]:
            if len(path) == 1:
                yield body
            else:
                yield from _inside(body, *path[1:])


def timescales(moov: bytes) -> dict[int, int]:
    """Ticks a second of each track."""
    scales = {}
    for trak in _inside(moov, b"trak"):
        tkhd, mdhd = next(_inside(trak, b"tkhd")), next(_inside(trak, b"mdia", b"mdhd"))
        track = struct.unpack_from(">I", tkhd, 20 if tkhd[0] else 12)[0]
        scales[track] = struct.unpack_from(">I", mdhd, 20 if mdhd[0] else 12)[0]
    return scales


def span(moof: bytes, scales: dict[int, int]) -> tuple[float, float]:
    """Seconds from the first sample's beginning to the last one's end, over all tracks."""
    begins, ends = [], []
    for traf in _inside(moof, b"traf"):
        tfhd, tfdt = next(_inside(traf, b"tfhd")), next(_inside(traf, b"tfdt"))
        track = struct.unpack_from(">I", tfhd, 4)[0]
        base = struct.unpack_from(">Q" if tfdt[0] else ">I", tfdt, 4)[0]
        ticks = sum(_duration(trun, _default_duration(tfhd)) for trun in _inside(traf, b"trun"))
        begins.append(base / scales[track])
        ends.append((base + ticks) / scales[track])
    return (min(begins), max(ends)) if begins else (0.0, 0.0)


def _default_duration(tfhd: bytes) -> int:
    flags = int.from_bytes(tfhd[1:4], "big")
    at = 8 + 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
    return int(struct.unpack_from(">I", tfhd, at)[0]) if flags & 0x8 else 0


def _duration(trun: bytes, default: int) -> int:
    flags, count = int.from_bytes(trun[1:4], "big"), struct.unpack_from(">I", trun, 4)[0]
    if not flags & 0x100:
        return int(count) * default
    start = 8 + 4 * bool(flags & 0x1) + 4 * bool(flags & 0x4)
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    return sum(struct.unpack_from(">I", trun, start + step * number)[0] for number in range(count))


class FragmentCutter:
    """A file for a muxer: takes bytes as they come, hands on whole fragments."""

    def __init__(self, sink: FragmentSink) -> None:
        self._sink = sink
        self._pending = bytearray()
        self._fragment = bytearray()
        self._index = 0
        self._scales: dict[int, int] = {}
        self._times = (0.0, 0.0)

    def write(self, content: bytes) -> int:
        """For the muxer."""
        self._pending += content
        while (box := self._whole_box()) is not None:
            self._take(*box)
        return len(content)

    def _whole_box(self) -> tuple[bytes, bytes] | None:
        if len(self._pending) < _HEADER:
            return None
        size, kind = struct.unpack_from(">I4s", self._pending)
        if len(self._pending) < size:
            return None
        box = bytes(self._pending[:size])
        del self._pending[:size]
        return kind, box

    def _take(self, kind: bytes, box: bytes) -> None:
        if kind == b"mfra":
            return  # an index over the whole file: a recording that is cut has none, so nobody may need it
        self._fragment += box
        if kind == b"moof":
            self._times = span(box[_HEADER:], self._scales)
        elif kind == b"moov":
            self._scales = timescales(box[_HEADER:])
        if kind in {b"moov", b"mdat"}:
            fragment = Fragment(self._index, bytes(self._fragment), *self._times)
            self._fragment.clear()
            self._index += 1
            self._sink(fragment)
