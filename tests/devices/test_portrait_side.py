"""The other side of a travel card (TD1): its face is the reference, its number ties it to the zone."""

from datetime import date

import numpy as np
import pytest

from kiosk.checks.card_verdicts import CardAccepted, accept_card
from kiosk.checks.id_card import settle
from kiosk.checks.travel_document import same_document
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.simulated.specimen_card import specimen_portrait
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardField, CardSide
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReading, FieldReading, NoCard
from tests.devices.card_scenes import on_desk

DESK = (70, 60, 48)
PAGE = (CardField("number", "SPEC12345", "agreement"),)


@pytest.fixture(scope="module")
def reader() -> OpenCvCardReader:
    return OpenCvCardReader()


def travel_card(number: str, *, face: bool = True) -> Image:
    """Of Utopia: a picture on the left, print on the right."""
    card = np.full((540, 856, 3), (214, 226, 218), np.uint8)
    for row, text in enumerate(("UTOPIA IDENTITY CARD", "SPECIMEN", "MARIA", "01.01.1960", number)):
        cv2.putText(card, text, (330, 80 + 90 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 36, 36), 3, cv2.LINE_AA)
    if face:
        card[120:462, 40:304] = specimen_portrait()
    return card


@pytest.mark.parametrize("turn", [5, 185])
def test_the_face_is_cut_out_and_the_number_found_again(reader: OpenCvCardReader, turn: float) -> None:
    reading = reader.read(on_desk(travel_card("SPEC12345"), turn, DESK, share=0.6)[0], CardSide.PORTRAIT)
    assert isinstance(reading, CardReading)
    assert (reading.side, accept_card(reading)) == (CardSide.PORTRAIT, CardAccepted())
    assert reading.portrait is not None
    assert min(reading.portrait.shape[:2]) > 100
    assert settle(reading, date(2026, 1, 1)) == ()
    assert same_document(reading.fields, PAGE) == (CardField("number", "SPEC12345", "rule"),)


def test_the_side_of_another_card_is_not_tied_to_the_zone(reader: OpenCvCardReader) -> None:
    reading = reader.read(on_desk(travel_card("SPEC99345"), 5, DESK, share=0.6)[0], CardSide.PORTRAIT)
    assert isinstance(reading, CardReading)
    assert same_document(reading.fields, PAGE) == ()


def test_a_card_without_a_face_and_an_empty_desk_are_said(reader: OpenCvCardReader) -> None:
    faceless = on_desk(travel_card("SPEC12345", face=False), 5, DESK, share=0.6)[0]
    assert reader.read(faceless, CardSide.PORTRAIT) == NoCard("no_portrait")
    assert reader.read(np.full((720, 1280, 3), 60, np.uint8), CardSide.PORTRAIT) == NoCard("no_card")


@pytest.mark.parametrize(
    ("row", "number", "tied"),
    [("No. SPEC 12345", "SPEC12345", True), ("5PECI2345", "SPEC12345", True), ("SPEC1234", "SPEC12345", False),
     ("12345", "12345", False), ("", "", False)],
)  # fmt: skip
def test_only_the_whole_number_ties_two_sides(row: str, number: str, tied: bool) -> None:
    page = (CardField("number", number, "agreement"),)
    assert bool(same_document((FieldReading("print", f"UTOPIA\n{row}", "", 1.0),), page)) is tied
