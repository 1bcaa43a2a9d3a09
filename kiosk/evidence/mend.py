"""Open parts after a cut: what lies there is cut back to where log and values agree (FORMAT.md, section 7).

A value is written just before the line that names it, but in another file: a cut may leave one without the other.
Nothing that was durable when the cut came is lost by this: a line is durable only together with its values.
"""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import DeviceError
from kiosk.evidence import encryption
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import parse_entry
from kiosk.evidence.part import PREFIX_BYTES, split_units


@dataclass(frozen=True, slots=True)
class Mended:
    """`lines`: the log as it now stands; `again`: the last of them, to be appended anew; `cut`: bytes cut off."""

    lines: tuple[bytes, ...]
    again: tuple[bytes, ...]
    cut: int


@dataclass(frozen=True, slots=True)
class _Unit:
    path: Path
    begins: int
    content: bytes


def mend(parts: Path, identity: str) -> Mended:
    """Cut back the open parts in this folder. Done twice it changes nothing. Raises EvidenceError or DeviceError."""
    units = {part_class: _units(parts, part_class) for part_class in PartClass}
    batches = [encryption.decrypt(unit.content, (identity,)).splitlines() for unit in units[PartClass.LOG]]
    lines = [line for batch in batches for line in batch]
    kept, used = _agreeing(lines, {part_class: len(found) for part_class, found in units.items()})
    cut = sum(
        _cut_before(found, used[part_class]) for part_class, found in units.items() if part_class is not PartClass.LOG
    )
    whole, there = 0, 0
    while whole < len(batches) and there + len(batches[whole]) <= kept:
        there += len(batches[whole])
        whole += 1
    cut += _cut_before(units[PartClass.LOG], whole)
    return Mended(tuple(lines[:kept]), tuple(lines[there:kept]), cut)


def _agreeing(lines: list[bytes], there: dict[PartClass, int]) -> tuple[int, Counter[PartClass]]:
    """How many lines have all their values, and how many values of each class they name."""
    used: Counter[PartClass] = Counter()
    named: set[tuple[PartClass, str]] = set()
    for number, line in enumerate(lines):
        mine = {(ref.data_class, ref.name) for ref in parse_entry(line, f"entry {number}").references} - named
        more = used + Counter(data_class for data_class, _ in mine)
        if any(count > there[data_class] for data_class, count in more.items()):
            return number, used
        named |= mine
        used = more
    return len(lines), used


def _units(parts: Path, part_class: PartClass) -> list[_Unit]:
    found = []
    for path in sorted(parts.glob(f"{part_class}-*.part")):
        place = 0
        for content in split_units(path.read_bytes()).units:
            found.append(_Unit(path, place, content))
            place += PREFIX_BYTES + len(content)
    return found


def _cut_before(units: list[_Unit], keep: int) -> int:
    """Cut off the units after the first `keep`; the bytes cut."""
    cut = 0
    for unit in reversed(units[keep:]):
        try:
            with unit.path.open("r+b") as file:
                cut += os.fstat(file.fileno()).st_size - unit.begins
                file.truncate(unit.begins)
                os.fsync(file.fileno())
        except OSError as failure:
            raise DeviceError("disk", f"a part can't be cut back: {failure.strerror}") from failure
    return cut
