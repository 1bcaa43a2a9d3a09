"""What a printed field may say."""

from datetime import date

import pytest

from kiosk.checks.card_fields import (
    authority_text,
    birth_date,
    ethnic_text,
    name_text,
    number_text,
    place_text,
    validity,
)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1978年9月28日", date(1978, 9, 28)),
        ("1961年6后20日", date(1961, 6, 20)),
        ("１９７８年９月２８日", date(1978, 9, 28)),
        ("1978年13月1日", None),
        ("1978928", None),
        ("1978年2月30日", None),
        ("1978年9月28日1978年9月29日", None),
        ("", None),
    ],
)
def test_birth(text: str, birth: date | None) -> None:
    assert birth_date(text) == birth


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2015.10.08-2025.10.08", (date(2015, 10, 8), date(2025, 10, 8))),
        ("2015.11,04-2025.11.04", (date(2015, 11, 4), date(2025, 11, 4))),
        ("2022.04.22-长期", (date(2022, 4, 22), None)),
        ("2022.04.22-长耻", None),
        ("2022.04.22-", None),
        ("2025.10.08-2015.10.08", None),
        ("2015.10.08-2025.10.08人", None),
        ("2015.10.32-2025.10.32", None),
    ],
)
def test_validity(text: str, term: tuple[date, date | None] | None) -> None:
    assert validity(text) == term


def test_numbers_are_not_guessed() -> None:
    assert number_text("6501 0219 7809 2865 6x") == "65010219780928656X"
    assert number_text("65O10219780928656X") == ""
    assert number_text("650102197809286560人") == ""


def test_names() -> None:
    assert name_text(" 潘 泽娜") == "潘泽娜"
    assert name_text("买买提•艾力") == "买买提·艾力"
    assert name_text("潘") == ""
    assert name_text("·艾力") == ""
    assert name_text("潘泽3") == ""


def test_ethnic_groups() -> None:
    assert (ethnic_text("土家"), ethnic_text("汉族"), ethnic_text("士家"), ethnic_text("")) == ("土家", "汉", "", "")


def test_places_and_authorities() -> None:
    assert place_text("北京市朝阳区建国路28号") == "北京市朝阳区建国路28号"
    assert place_text("北京市朝阳区建国路28号“") == ""
    assert place_text("路1号") == ""
    assert authority_text("南宁市公安局青秀分局") == "南宁市公安局青秀分局"
    assert authority_text("南宁市公安电青秀分吕") == ""
