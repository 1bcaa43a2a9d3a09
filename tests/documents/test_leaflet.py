"""The leaflet: one page a language, the sentence that the dialogue takes, and no number that nobody gave."""

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest

from kiosk.dialogue.quiet import asks_quietly
from kiosk.documents.leaflet_pdf import Phones, leaflet_pdf
from kiosk.documents.page import TRAINING_MARK
from kiosk.domain.consents import Mode
from kiosk.domain.errors import LendingError
from kiosk.domain.speech import Language
from kiosk.education.corner_file import load
from kiosk.education.lesson import Corner, Group

CREATED = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def corner(root: Path) -> Corner:
    return load(root / "assets/corner")


NO_PHONES = Phones()


def pages(corner: Corner, phones: Phones = NO_PHONES, mode: Mode = Mode.LIVE) -> list[str]:
    pdf = leaflet_pdf(corner, "示范支行", phones, created=CREATED, mode=mode)
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return text.decode().split("\f")[:-1]


def test_one_page_a_language_with_rights_warnings_and_the_hotline(corner: Corner) -> None:
    found = pages(corner)
    assert len(found) == len(Language)
    for text, language in zip(found, Language, strict=True):
        plain = re.sub(r"\s", "", text)
        for topic in corner.topics:
            if topic.group is Group.FRAUD:
                assert re.sub(r"\s", "", topic.title[language]) in plain
                assert re.sub(r"\s", "", topic.line[language]) in plain
        assert "12378" in plain


def test_it_teaches_the_sentence_that_stops(corner: Corner) -> None:
    for text in pages(corner):
        quoted = re.findall('[“"]([^”"]+)[”"]', text)
        assert any(asks_quietly(words) for words in quoted)
        assert not re.search("暗号|求助|报警器|alert|console|secret|signal", text)


def test_numbers_that_nobody_gave_are_left_to_be_written_in(corner: Corner) -> None:
    for text in pages(corner):
        assert text.count("＿＿＿") >= 2
        assert {*re.findall(r"\d{3,}", text.split("示范支行")[0])} == {"12378", "110", "96110"}
    for text in pages(corner, Phones("400-000-0001", "+86 10 0000 0002")):
        assert "400-000-0001" in text
        assert "+86 10 0000 0002" in text
        assert "＿" not in text


def test_the_same_input_gives_the_same_bytes(corner: Corner) -> None:
    made = [leaflet_pdf(corner, "示范支行", Phones(), created=CREATED, mode=Mode.LIVE) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("mode", Mode)
def test_training_is_marked(corner: Corner, mode: Mode) -> None:
    assert all((TRAINING_MARK in text) is (mode is Mode.TRAINING) for text in pages(corner, mode=mode))


def test_more_than_a_page_is_refused(corner: Corner) -> None:
    many = Corner(corner.topics * 3)
    with pytest.raises(LendingError, match="too long for one page"):
        pages(many)
