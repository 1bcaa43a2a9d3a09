"""Zones found and read on published specimens: whatever is accepted is right, in any turn."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.card_verdicts import CardAccepted, CardFault, CardRefused, accept_card
from kiosk.checks.id_card import settle
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.vision.mrz_finder import TextLine, zones_of
from kiosk.devices.vision.pictures import read_picture
from kiosk.domain.borrower import CardSide
from kiosk.ports.card_reader import CardReading

TODAY = date(2026, 1, 1)
PRINTED = {
    "pe_100_pass-cze.jpg": {"name": "SPECIMEN, VZOR", "nationality": "CZE", "number": "99003853", "sex": "M",
                            "issuer": "CZE", "valid_to": "2012-07-04"},
    "pe_100_pass2-uto.jpg": {"name": "ERIKSSON, ANNA MARIA", "nationality": "UTO", "number": "D23145890", "sex": "F",
                             "birth": "1974-08-12", "issuer": "UTO", "valid_to": "2012-04-15"},
    "pe_100_pass-hrv.jpg": {"name": "SPECIMEN, SPECIMEN", "nationality": "HRV", "number": "007007007", "sex": "F",
                            "birth": "1982-12-25", "issuer": "HRV", "valid_to": "2014-07-01"},
    "mrz_id_cards_Latvia.png": {"name": "PARAUDZINS, ANDRIS", "nationality": "LVA", "number": "PA9992921", "sex": "M",
                                "birth": "1982-12-12", "issuer": "LVA", "valid_to": "2017-03-05"},
}  # fmt: skip
"""As anybody reads it on the picture; the Czech holder's year of birth, 11, may be of either century."""


@pytest.fixture(scope="module")
def reader() -> OpenCvCardReader:
    return OpenCvCardReader()


def line(top: float, left: float = 100, right: float = 900, turn: float = 0.0) -> TextLine:
    """A line of print 30 px high, turned about the origin."""
    about = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return TextLine(about @ np.array([left, top]), about @ np.array([right, top]), 30.0)


@pytest.mark.parametrize("turn", [0.0, 0.4, -0.9, 1.5])
def test_long_parallel_lines_are_a_zone(turn: float) -> None:
    found = zones_of([line(500, turn=turn), line(550, turn=turn), line(200, 100, 300, turn)])
    assert len(found) == 1
    assert len(found[0].lines) == 2


def test_a_line_broken_by_fillers_is_joined() -> None:
    (zone,) = zones_of([line(500), line(550, 100, 500), line(550, 520, 900)])
    assert [round(one.length) for one in zone.lines] == [800, 800]


@pytest.mark.parametrize(
    "lines",
    [[], [line(500)], [line(500), line(700)], [line(500), line(550, 400, 900)],
     [line(500, 100, 300), line(550, 100, 300)], [line(500), line(550, turn=0.2)]],
    ids=["none", "one", "far apart", "begins elsewhere", "short", "crossing"],
)  # fmt: skip
def test_other_lines_are_none(lines: list[TextLine]) -> None:
    assert zones_of(lines) == ()


@pytest.mark.shared
@pytest.mark.parametrize("name", PRINTED)
def test_what_is_accepted_of_a_specimen_is_right(reader: OpenCvCardReader, shared_dir: Path, name: str) -> None:
    picture = read_picture(shared_dir / "data" / "idcards" / "mrz" / name)
    assert picture is not None
    for shown in (picture, np.ascontiguousarray(np.rot90(picture, 2))):
        reading = reader.read(shown, None)
        assert isinstance(reading, CardReading)
        assert reading.side is CardSide.PAGE
        assert accept_card(reading) == CardAccepted()
        values = {field.name: field.value for field in settle(reading, TODAY) if field.settled_by != "open"}
        assert values.items() <= PRINTED[name].items()
        assert {"number", "valid_to"} & values.keys()


@pytest.mark.shared
def test_a_specimen_that_breaks_its_own_check_is_refused_by_name(reader: OpenCvCardReader, shared_dir: Path) -> None:
    picture = read_picture(shared_dir / "data" / "idcards" / "mrz" / "pe_0_id-esp.png")
    assert picture is not None
    reading = reader.read(picture, None)
    assert isinstance(reading, CardReading)
    assert accept_card(reading) == CardRefused(CardFault.ZONE_UNCHECKED)
