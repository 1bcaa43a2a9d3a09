"""What every face analyser keeps: the dlib child and the simulator."""

from collections.abc import Iterator

import numpy as np
import pytest

from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.ports.face import MESH_POINTS, SKIN_PATCHES, Comparison, FaceAnalyser, NotComparable, Tracked

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

    @pytest.mark.parametrize("picture", [BLANK, np.zeros((0, 0, 3), np.uint8), np.zeros((1, 1, 3), np.uint8)])
    def test_nobody_is_tracked_where_nobody_is(self, analyser: FaceAnalyser, picture: np.ndarray) -> None:
        tracked = analyser.track(picture)
        assert tracked.faces == ()
        assert tracked.measures is None

    def test_what_is_tracked_is_in_pixels_of_the_picture_and_in_degrees(self, analyser: FaceAnalyser) -> None:
        picture = HeadRenderer((640, 360)).render(Pose(), marked=False)
        tracked = analyser.track(picture)
        assert isinstance(tracked, Tracked)
        (face,) = tracked.faces
        assert 0 < face.left < 320 < face.right < 640
        measures = tracked.measures
        if measures is None:
            return
        assert measures.face == face
        assert max(abs(measures.yaw), abs(measures.roll)) < 12
        assert abs(measures.pitch) < 20
        assert measures.mesh is None or measures.mesh.shape == (MESH_POINTS, 2)
        assert measures.skin is not None
        assert measures.skin.shape == (len(SKIN_PATCHES), 3)
        assert measures.skin.min() > 20
        assert measures.backdrop is not None
        assert measures.backdrop.shape == (3,)
        assert 0 <= measures.confidence <= 1

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
