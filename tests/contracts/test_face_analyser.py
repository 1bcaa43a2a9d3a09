"""What every face analyser keeps: the dlib child and the simulator."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.ports.camera import Image
from kiosk.ports.face import MESH_POINTS, SKIN_PATCHES, Comparison, FaceAnalyser, FaceMeasures, NotComparable, Tracked

BLANK = np.full((240, 320, 3), 120, np.uint8)


class Sitter:
    """The rendered head: takes a pose, and tells it to a simulator that asks."""

    def __init__(self, size: tuple[int, int] = (640, 360)) -> None:
        self.pose, self._renderer = Pose(), HeadRenderer(size)

    def picture(self, pose: Pose) -> Image:
        self.pose = pose
        return self._renderer.render(pose, marked=False)


@pytest.fixture(scope="module")
def sitter() -> Sitter:
    return Sitter()


@pytest.fixture(scope="module", params=["dlib", "mesh", "simulated"])
def analyser(request: pytest.FixtureRequest, root: Path, sitter: Sitter) -> Iterator[FaceAnalyser]:
    made: FaceAnalyser
    match request.param:
        case "dlib":
            made = DlibFaceAnalyser()
        case "mesh":
            files = FaceModelFiles.of(
                load_model_folder(root / "assets" / "models.toml", root / "models"), faceres=False
            )
            if files.mesh is None or files.iris is None:
                pytest.skip("no face models in models/: the installer could not get them here")
            made = DlibFaceAnalyser(files)
        case _:
            made = SimulatedFaceAnalyser(told=lambda: sitter.pose)
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

    def test_what_is_tracked_is_in_pixels_of_the_picture_and_in_degrees(
        self, analyser: FaceAnalyser, sitter: Sitter
    ) -> None:
        tracked = analyser.track(sitter.picture(Pose()))
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

    def test_right_up_and_leaning_right_are_the_persons_own(self, analyser: FaceAnalyser, sitter: Sitter) -> None:
        def measured(pose: Pose) -> FaceMeasures:
            measures = analyser.track(sitter.picture(pose)).measures
            assert measures is not None
            return measures

        if analyser.track(sitter.picture(Pose())).measures is None:
            pytest.skip("dlib's detector alone measures nothing")
        rest = measured(Pose())
        assert measured(Pose(yaw=15)).yaw < rest.yaw - 10
        assert measured(Pose(yaw=-15)).yaw > rest.yaw + 10
        assert measured(Pose(pitch=10)).pitch > rest.pitch + 4
        assert measured(Pose(roll=15)).roll < rest.roll - 10
        closed, open_mouth = measured(Pose(eyes=0)), measured(Pose(mouth=1))
        assert rest.eyes is not None
        assert closed.eyes is not None
        assert max(closed.eyes) < 0.5 * min(rest.eyes)
        assert open_mouth.mouth is not None
        assert rest.mouth is not None
        assert open_mouth.mouth > rest.mouth + 0.15

    def test_lids_are_left_out_where_nobody_asks_for_them(self, analyser: FaceAnalyser, sitter: Sitter) -> None:
        picture = sitter.picture(Pose())
        analyser.track(picture)
        with_eyes, without = analyser.track(picture).measures, analyser.track(picture, eyes=False).measures
        if with_eyes is None or without is None:
            pytest.skip("dlib's detector alone measures nothing")
        assert without.eyes is None
        assert without.yaw == pytest.approx(with_eyes.yaw, abs=1)
        assert without.mouth == pytest.approx(with_eyes.mouth, abs=0.02)

    def test_a_larger_picture_gives_the_same_measures_in_its_own_pixels(
        self, analyser: FaceAnalyser, sitter: Sitter
    ) -> None:
        small = analyser.track(sitter.picture(Pose()))
        large = analyser.track(Sitter((1280, 720)).picture(Pose()))
        assert large.faces[0].left == pytest.approx(2 * small.faces[0].left, abs=16)
        assert large.faces[0].width == pytest.approx(2 * small.faces[0].width, rel=0.1)
        if small.measures is not None and small.measures.mesh is not None:
            assert large.measures is not None
            assert large.measures.mesh is not None
            assert np.abs(large.measures.mesh[1] - 2 * small.measures.mesh[1]).max() < 16

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
