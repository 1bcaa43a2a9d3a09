"""The specimen card is one that the real reader reads whole."""

import shutil

import numpy as np
import pytest

from kiosk.checks.id_number import parse_number
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.specimen_card import Specimen, draw_card, draw_card_on_desk, draw_desk
from kiosk.domain.borrower import CardSide
from kiosk.ports.card_reader import CardReading, NoCard

SIZE = (1280, 720)


def test_the_number_holds_but_its_region_is_nobodys() -> None:
    number = parse_number(Specimen().number)
    assert number is not None
    assert number.birth.timetuple()[:3] == Specimen().birth
    assert number.text[2:6] == "0000"


def test_the_card_is_drawn_at_its_size_and_the_sides_differ() -> None:
    front, back = draw_card(Specimen(), CardSide.FRONT), draw_card(Specimen(), CardSide.BACK)
    assert front.shape == back.shape == (540, 856, 3)
    assert np.abs(front.astype(int) - back.astype(int)).mean() > 10
    assert not np.array_equal(draw_desk(SIZE), draw_card_on_desk(Specimen(), CardSide.FRONT, SIZE))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no tesseract: the real card reader can't run")
@pytest.mark.parametrize("side", [CardSide.FRONT, CardSide.BACK])
def test_the_real_reader_reads_it_whole(side: CardSide) -> None:
    from kiosk.devices.card_reader_opencv import OpenCvCardReader

    reading = OpenCvCardReader().read(draw_card_on_desk(Specimen(), side, SIZE), None)
    assert isinstance(reading, CardReading)
    assert reading.side is side
    read = {field.name: (field.first, field.second) for field in reading.fields}
    assert read == {name: (text, text) for name, text in Specimen().fields(side)}
    assert reading.quality.portrait is (side is CardSide.FRONT)
    assert reading.quality.saturation > 5


def test_the_simulated_reader_reads_what_was_laid() -> None:
    reader, desk = SimulatedCardReader(misread={"name": "样木甲"}), draw_desk((64, 36))
    assert reader.read(desk, None) == NoCard("no_card")
    reader.lay(CardSide.BACK)
    assert reader.read(desk, CardSide.FRONT) == NoCard("wrong_side")
    reader.lay(CardSide.FRONT)
    reading = reader.read(desk, CardSide.FRONT)
    assert isinstance(reading, CardReading)
    assert (reading.fields[0].first, reading.fields[0].second) == ("样本甲", "样木甲")
    assert reading.portrait is not None
