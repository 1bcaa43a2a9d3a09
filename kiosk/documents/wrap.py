"""Breaking lines of mixed Chinese and Latin text: numbers and words whole, no comma at the start of a line."""

import re
from collections.abc import Callable

_UNIT = re.compile(r"[!-~]+|\s+|.")
_NOT_FIRST = frozenset("，。；：、！？）》”’％%…·元期月日年")
"""Never at the start of a line: closing marks, and the unit after a number."""
_NOT_LAST = frozenset("（《“‘￥第")


def wrap(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """Lines of at most `width`; a unit that is wider than a whole line is cut between characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, width, width_of)
    return lines


def _wrap_one(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for unit in _joined(_UNIT.findall(text)):
        needed = width_of(unit)
        if used + needed > width and line:
            lines.append(line.rstrip())
            line, used = "", 0.0
            unit = unit.lstrip()  # noqa: PLW2901  a space at a break is no space
            needed = width_of(unit)
        while needed > width and len(unit) > 1:
            fits = next((n for n in range(len(unit) - 1, 0, -1) if width_of(unit[:n]) <= width), 1)
            lines.append(unit[:fits])
            unit = unit[fits:]  # noqa: PLW2901
            needed = width_of(unit)
        line, used = line + unit, used + needed
    return [*lines, line.rstrip()]


def _joined(units: list[str]) -> list[str]:
    """Units with what may not stand apart from them."""
    found: list[str] = []
    for n, unit in enumerate(units):
        after_number = unit == " " and found and found[-1][-1:].isdigit() and n + 1 < len(units)
        keeps = found and (unit in _NOT_FIRST or found[-1][-1:] in _NOT_LAST)
        if keeps or (after_number and units[n + 1] in _NOT_FIRST):
            found[-1] += unit
        else:
            found.append(unit)
    return found
