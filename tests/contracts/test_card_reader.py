"""What every card reader keeps: the real one on a drawn card, and the simulator with the same card."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.specimen_card import Specimen, draw_card_on_desk, draw_desk
from kiosk.domain.borrower import FIELDS_FRONT, CardSide
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReader, CardReading, NoCard

SIZE = (1280, 720)


@dataclass
class Rig:
    """A reader, and a desk with a side of the specimen on it or empty."""

    reader: CardReader
    picture: Callable[[CardSide | None], Image]


@pytest.fixture(scope="module", params=["opencv", "simulated"])
def rig(request: pytest.FixtureRequest) -> Rig:
    simulated = SimulatedCardReader()
    reader: CardReader = OpenCvCardReader() if request.param == "opencv" else simulated

    def picture(side: CardSide | None) -> Image:
        simulated.lay(side)
        return draw_desk(SIZE) if side is None else draw_card_on_desk(Specimen(), side, SIZE)

    return Rig(reader, picture)


class TestCardReader:
    def test_an_empty_desk(self, rig: Rig) -> None:
        assert rig.reader.read(rig.picture(None), None) == NoCard("no_card")

    def test_a_front(self, rig: Rig) -> None:
        reading = rig.reader.read(rig.picture(CardSide.FRONT), CardSide.FRONT)
        assert isinstance(reading, CardReading)
        assert reading.side is CardSide.FRONT
        assert reading.rectified.shape == (540, 856, 3)
        assert reading.portrait is not None
        assert tuple(field.name for field in reading.fields) == FIELDS_FRONT
        numbers = [field.first for field in reading.fields if field.name == "number"]
        assert numbers == [Specimen().number]
        assert reading.quality.portrait
        assert all(0 <= field.confidence <= 1 for field in reading.fields)

    def test_the_side_is_found_out(self, rig: Rig) -> None:
        reading = rig.reader.read(rig.picture(CardSide.BACK), None)
        assert isinstance(reading, CardReading)
        assert (reading.side, reading.portrait) == (CardSide.BACK, None)
        assert {field.name for field in reading.fields} >= {"authority", "validity"}

    def test_the_other_side_than_asked_for(self, rig: Rig) -> None:
        assert rig.reader.read(rig.picture(CardSide.BACK), CardSide.FRONT) == NoCard("wrong_side")

    def test_a_picture_is_never_written_to(self, rig: Rig) -> None:
        picture = rig.picture(CardSide.BACK).copy()
        before = picture.copy()
        picture.setflags(write=False)
        rig.reader.read(picture, CardSide.BACK)
        assert np.array_equal(picture, before)
