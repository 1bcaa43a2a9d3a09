"""What every face analyser keeps: the dlib child and the simulator."""

from collections.abc import Iterator

import numpy as np
import pytest

from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.ports.face import Comparison, FaceAnalyser, NotComparable

BLANK = np.full((240, 320, 3), 120, np.uint8)


@pytest.fixture(scope="module", params=["dlib", "simulated"])
def analyser(request: pytest.FixtureRequest) -> Iterator[FaceAnalyser]:
    made: FaceAnalyser = DlibFaceAnalyser() if request.param == "dlib" else SimulatedFaceAnalyser()
    yield made
    made.close()


class TestFaceAnalyser:
    def test_an_empty_room_has_no_faces(self, analyser: FaceAnalyser) -> None:
        assert analyser.find(BLANK) == ()

    def test_no_picture_has_no_faces(self, analyser: FaceAnalyser) -> None:
        assert analyser.find(np.zeros((0, 0, 3), np.uint8)) == ()

    def test_comparing_nothing_is_a_value(self, analyser: FaceAnalyser) -> None:
        assert isinstance(analyser.compare(np.zeros((0, 0, 3), np.uint8), (BLANK,)), NotComparable)

    def test_a_comparison_is_one_of_two_things(self, analyser: FaceAnalyser) -> None:
        assert isinstance(analyser.compare(BLANK, (BLANK,)), Comparison | NotComparable)

    def test_a_picture_is_never_written_to(self, analyser: FaceAnalyser) -> None:
        picture = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
        before = picture.copy()
        picture.setflags(write=False)
        analyser.find(picture)
        assert np.array_equal(picture, before)
