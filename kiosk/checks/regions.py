"""Regions of China (GB/T 2260): which code is which place, and which police authorities there are.

The table ends in April 2019. What it does not hold is not wrong: it merely cannot vouch for a reading.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "regions_gb2260.txt"
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_CUT_ENDINGS = "区县市"
"""朝阳区 is also said 朝阳 in the name of its police station."""


@dataclass(frozen=True, slots=True)
class Place:
    """A county-level place with all names that its province and prefecture ever had under this code."""

    code: str
    provinces: tuple[str, ...]
    prefectures: tuple[str, ...]
    counties: tuple[str, ...]


@lru_cache(maxsize=1)
def names_by_code() -> dict[str, tuple[str, ...]]:
    """Six digits -> every name."""
    rows = [line.split(" ", 1) for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {code: tuple(names.split("/")) for code, names in rows}


def place_of(code: str) -> Place | None:
    """The place of a county-level code; None if the table has none."""
    names = names_by_code()
    if code not in names or code.endswith("00"):
        return None
    provinces = names.get(code[:2] + "0000", ())
    # Municipalities and counties under the province itself have no prefecture of their own in an address.
    prefectures = provinces if code[:2] in _MUNICIPALITIES else names.get(code[:4] + "00", ())
    return Place(code, provinces, prefectures, names[code])


@lru_cache(maxsize=1)
def address_starts() -> frozenset[str]:
    """Every way in which an address may begin, down to the county: 四川省成都市武侯区, 北京市朝阳区, ..."""
    found: set[str] = set()
    for code in names_by_code():
        place = place_of(code)
        if place is None:
            continue
        for county in place.counties:
            for province in place.provinces:
                found.add(province + county)  # a municipality's district, a county-level city
                if code[:2] not in _MUNICIPALITIES:
                    found.update(province + prefecture + county for prefecture in place.prefectures)
    return frozenset(found)


@lru_cache(maxsize=1)
def authorities() -> frozenset[str]:
    """Every county-level police authority as cards name it: 成都市公安局武侯区分局, 成都市公安局武侯分局, ..."""
    found: set[str] = set()
    for code in names_by_code():
        place = place_of(code)
        if place is None:
            continue
        for county in place.counties:
            found.add(f"{county}公安局")
            short = county[:-1] if len(county) > 2 and county[-1] in _CUT_ENDINGS else county
            for prefecture in place.prefectures:
                found.add(f"{prefecture}公安局{county}分局")
                found.add(f"{prefecture}公安局{short}分局")
    return frozenset(found)


def start_of(address: str) -> str:
    """The longest known beginning of an address; "" if the table has none."""
    starts = address_starts()
    return next((address[:end] for end in range(min(len(address), 24), 4, -1) if address[:end] in starts), "")


def lone_nearest(reading: str, other: str, known: frozenset[str]) -> bool:
    """Whether `reading` is known, `other` is not, and nothing else that is known is as near to `other`.

    Then the closed list decides between two readings that differ. Only texts of one length are compared: a lost or
    added character is no neighbour.
    """
    if reading not in known or other in known or len(reading) != len(other):
        return False
    distance = differing(reading, other)
    return not any(len(name) == len(other) and name != reading and differing(name, other) <= distance for name in known)


def differing(one: str, other: str) -> int:
    """Places at which two texts of one length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))
