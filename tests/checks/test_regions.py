"""The table of regions, and what it may decide where two readers differ."""

from dataclasses import replace

import pytest

from kiosk.checks.card_places import settle_address, settle_authority
from kiosk.checks.id_number import PROVINCES, parse_number
from kiosk.checks.regions import address_starts, authorities, lone_nearest, names_by_code, place_of, start_of
from kiosk.ports.card_reader import FieldReading

RIGHT = "成都市公安局武侯区分局"
ADDRESS = "四川省成都市武侯区一环路南四段331号"


def authority(first: str, second: str, third: str = "") -> FieldReading:
    return FieldReading("authority", first, second, 0.95, third)


def address(first: str, second: str, third: str = "") -> FieldReading:
    return FieldReading("address", first, second, 0.95, third)


def test_the_table_is_whole() -> None:
    """Every province of a number, and codes of six digits only."""
    names = names_by_code()
    assert all(f"{code}0000" in names for code in PROVINCES if code != "83")
    assert all(len(code) == 6 and code.isdigit() for code in names)
    assert names["450103"] == ("新城区", "青秀区")
    place = place_of("510107")
    assert place is not None
    assert (place.provinces, place.prefectures, place.counties) == (("四川省",), ("成都市",), ("武侯区",))
    assert place_of("510100") is None
    assert place_of("999999") is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (ADDRESS, "四川省成都市武侯区"),
        ("北京市朝阳区建国路28号", "北京市朝阳区"),
        ("新疆维吾尔自治区乌鲁木齐市天山区光明路1号", "新疆维吾尔自治区乌鲁木齐市天山区"),
        ("样本省样本市样本区1号", ""),
        ("", ""),
    ],
)
def test_the_start_of_an_address(text: str, start: str) -> None:
    assert start_of(text) == start


def test_the_list_decides_only_between_a_known_and_an_unknown_name() -> None:
    assert settle_authority(authority(RIGHT, "成者市公安局武信区分周")).settled_by == "rule"
    assert settle_authority(authority(RIGHT, RIGHT)).settled_by == "agreement"
    # Both are real: nobody guesses.
    assert settle_authority(authority(RIGHT, "成都市公安局青羊区分局")).settled_by == "open"
    # Unknown to the table, whatever the other says.
    assert settle_authority(authority("样本市公安局样本分局", "样本市公安局样木分局")).settled_by == "open"
    # A character more or less is no witness.
    assert settle_authority(authority(RIGHT, "成都市公安局武侯分局")).settled_by == "open"


def test_an_equally_near_name_keeps_it_open() -> None:
    known = frozenset({"甲乙丙", "甲丁丙"})
    assert not lone_nearest("甲乙丙", "甲戊丙", known)
    assert lone_nearest("甲乙丙", "甲乙己", known)
    assert not lone_nearest("甲乙丙", "甲丁丙", known)


def test_the_start_is_the_tables_and_the_street_is_not() -> None:
    misread = ADDRESS.replace("武侯", "武候")
    assert settle_address(address(ADDRESS, misread), None).settled_by == "rule"
    assert settle_address(address(ADDRESS, ADDRESS.replace("331", "381")), None).settled_by == "open"
    assert settle_address(address(ADDRESS, misread.replace("331", "381")), None).settled_by == "open"


def test_the_shape_is_a_second_opinion_for_each_character() -> None:
    field = address(ADDRESS, ADDRESS.replace("环", "坏"), ADDRESS)
    assert settle_address(field, None).settled_by == "agreement"
    assert settle_address(replace(field, third=ADDRESS.replace("环", "?")), None).settled_by == "open"


def test_the_number_vouches_for_the_place_it_names_and_no_other() -> None:
    number = parse_number("51010719760512632X")
    assert number is not None
    # So much misread that other places are as near to it.
    other = ADDRESS.replace("四川省成都市武侯区", "四川省成都市??区")
    assert settle_address(address(ADDRESS, "", other), None).settled_by == "open"
    assert settle_address(address(ADDRESS, "", other), number).settled_by == "rule"
    elsewhere = parse_number("110105197412138028")
    assert settle_address(address(ADDRESS, "", other), elsewhere).settled_by == "open"


def test_nothing_read_is_open() -> None:
    assert settle_address(address("", ""), None).settled_by == "open"
    assert settle_authority(authority("", "")).settled_by == "open"
    assert "" not in authorities()
    assert "" not in address_starts()
