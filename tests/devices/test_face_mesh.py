"""Mesh, angles, lids and lips by the real models, on the rendered head whose pose is known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.onnx.facemesh import FaceMesher, Region
from kiosk.devices.onnx.iris import EyeReader
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Lamp, Pose
from kiosk.devices.vision.face_tracker import DETECT_EVERY, FaceTracker
from kiosk.devices.vision.mesh_measures import mouth_opening
from kiosk.devices.vision.mesh_pose import head_angles
from kiosk.devices.vision.pictures import read_frames
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import MESH_POINTS, SKIN_PATCHES, Face, FaceMeasures

Measure = Callable[..., FaceMeasures]
Detect = Callable[[Image], tuple[Face, ...]]

SIZE = (640, 360)
HEAD = Face(244, 112, 394, 261, (), 50.0, 120.0)
"""Where dlib's detector draws the rendered head."""


@pytest.fixture(scope="module")
def files(root: Path) -> tuple[bytes, bytes]:
    models = load_model_folder(root / "assets" / "models.toml", root / "models")
    mesh, iris = models.read("face_mesh", "face"), models.read("iris", "face")
    if mesh is None or iris is None:
        pytest.skip("no face models in models/: the installer could not get them here")
    return mesh, iris


@pytest.fixture(scope="module")
def mesher(files: tuple[bytes, bytes]) -> FaceMesher:
    return FaceMesher(files[0])


@pytest.fixture(scope="module")
def eyes(files: tuple[bytes, bytes]) -> EyeReader:
    return EyeReader(files[1])


@pytest.fixture(scope="module")
def renderer() -> HeadRenderer:
    return HeadRenderer(SIZE)


class Detector:
    """Sees what it is told to see, and counts how often it is asked."""

    def __init__(self, *faces: Face) -> None:
        self.faces, self.asked = faces, 0

    def __call__(self, picture: Image) -> tuple[Face, ...]:
        self.asked += 1
        return self.faces


@pytest.fixture
def measure(mesher: FaceMesher, eyes: EyeReader, renderer: HeadRenderer) -> Measure:
    def of(pose: Pose, lamp: Lamp | None = None) -> FaceMeasures:
        tracker = FaceTracker(Detector(HEAD), mesher, eyes)
        measures = tracker.track(renderer.render(pose, lamp, marked=False)).measures
        assert measures is not None, pose
        return measures

    return of


def test_yaw_has_the_persons_own_sign_and_about_the_size(measure: Measure) -> None:
    seen = {yaw: measure(Pose(yaw=yaw)).yaw for yaw in (-30, -20, -10, 0, 10, 20, 30)}
    assert list(seen.values()) == sorted(seen.values(), reverse=True)
    for yaw, told in seen.items():
        assert told == pytest.approx(-yaw, abs=3 + 0.3 * abs(yaw))


def test_pitch_grows_upwards(measure: Measure) -> None:
    seen = [measure(Pose(pitch=pitch)).pitch for pitch in (-20, -10, 0, 10, 20)]
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] > 20


def test_roll_leans_to_the_persons_right(measure: Measure) -> None:
    for roll in (-25, -10, 10, 25):
        assert measure(Pose(roll=roll)).roll == pytest.approx(-roll, abs=4)


def test_turning_does_not_nod_and_nodding_does_not_turn(measure: Measure) -> None:
    rest = measure(Pose())
    assert abs(measure(Pose(yaw=20)).pitch - rest.pitch) < 6
    assert abs(measure(Pose(pitch=12)).yaw - rest.yaw) < 6
    assert abs(measure(Pose(mouth=1)).pitch - rest.pitch) < 4


def test_lids_and_lips_respond(measure: Measure) -> None:
    rest, closed, half = measure(Pose()), measure(Pose(eyes=0)), measure(Pose(eyes=0.5))
    for eye in (0, 1):
        assert 0.25 < rest.eyes[eye] < 0.5
        assert closed.eyes[eye] < 0.4 * rest.eyes[eye]
        assert closed.eyes[eye] < half.eyes[eye] < rest.eyes[eye]
    assert closed.mouth < 0.12
    assert measure(Pose(mouth=0.5)).mouth > rest.mouth + 0.06
    assert measure(Pose(mouth=1)).mouth > 0.2
    assert measure(Pose(mouth=1)).eyes[0] > 0.8 * rest.eyes[0]


def test_a_turned_eye_is_not_taken_for_a_closed_one(measure: Measure) -> None:
    rest = measure(Pose())
    for yaw in (-20, 20):
        assert min(measure(Pose(yaw=yaw)).eyes) > 0.6 * min(rest.eyes)


def test_the_mesh_stands_out_of_the_plane(measure: Measure) -> None:
    def parallax(yaw: float) -> float:
        mesh = measure(Pose(yaw=yaw)).mesh
        plane = mesh[[33, 263, 61, 291]].mean(axis=0)
        return float((mesh[1] - plane)[0] / np.linalg.norm(mesh[263] - mesh[33]))

    seen = [parallax(yaw) for yaw in (-25, -10, 0, 10, 25)]
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] > 0.35


def test_box_and_points_lie_on_the_face(measure: Measure) -> None:
    face = measure(Pose()).face
    assert 225 < face.left < 265
    assert 375 < face.right < 410
    assert 60 < face.top < 100
    assert 255 < face.bottom < 290
    right, left, nose, right_mouth, left_mouth = face.points
    assert right[0] < nose[0] < left[0]
    assert right_mouth[0] < nose[0] < left_mouth[0]
    assert right[1] < nose[1] < right_mouth[1]
    assert face.sharpness > 10


def test_skin_has_the_lights_colour_and_the_wall_stays(measure: Measure) -> None:
    plain, red = measure(Pose()), measure(Pose(), Lamp(colour=(0.7, 0.7, 1.0)))
    assert plain.skin.shape == (len(SKIN_PATCHES), 3)
    for before, after in zip(plain.skin, red.skin, strict=True):
        assert after[0] / before[0] == pytest.approx(0.7, abs=0.08)
        assert after[2] / before[2] == pytest.approx(1.0, abs=0.05)
    assert np.abs(plain.backdrop - red.backdrop).max() < 6


def test_a_small_and_a_large_face_are_measured_alike(mesher: FaceMesher, eyes: EyeReader) -> None:
    told = []
    for width, height in ((320, 180), (1280, 720)):
        scale = width / 640
        box = Face(round(244 * scale), round(112 * scale), round(394 * scale), round(261 * scale), (), 0.0, 0.0)
        picture = HeadRenderer((width, height)).render(Pose(yaw=15), marked=False)
        told.append(FaceTracker(Detector(box), mesher, eyes).track(picture).measures)
    small, large = told
    assert small is not None
    assert large is not None
    assert small.yaw == pytest.approx(large.yaw, abs=4)
    assert np.abs(small.mesh * 4 - large.mesh).max() < 0.06 * large.face.width


def test_a_head_is_followed_where_no_detector_sees_it(
    mesher: FaceMesher, eyes: EyeReader, renderer: HeadRenderer
) -> None:
    detector = Detector(HEAD)
    tracker = FaceTracker(detector, mesher, eyes)
    assert tracker.track(renderer.render(Pose(), marked=False)).measures is not None
    detector.faces = ()
    for yaw in (*range(0, 40, 5), *range(40, -40, -5)):
        measures = tracker.track(renderer.render(Pose(yaw=yaw), marked=False)).measures
        assert measures is not None, yaw
        assert measures.yaw == pytest.approx(-yaw, abs=12)
        assert measures.confidence > 0.5
    assert detector.asked == 1 + 24 // DETECT_EVERY


def test_nobody_is_followed_into_an_empty_room(mesher: FaceMesher, eyes: EyeReader, renderer: HeadRenderer) -> None:
    detector = Detector(HEAD)
    tracker = FaceTracker(detector, mesher, eyes)
    assert tracker.track(renderer.render(Pose(), marked=False)).faces
    detector.faces = ()
    wall = np.random.default_rng(2).normal(150, 6, (360, 640, 3)).clip(0, 255).astype(np.uint8)
    for _ in range(3):
        tracked = tracker.track(wall)
        assert tracked.faces == ()
        assert tracked.measures is None


def test_a_second_face_is_seen_within_a_second_and_is_not_the_followed_one(
    mesher: FaceMesher, eyes: EyeReader, renderer: HeadRenderer
) -> None:
    detector = Detector(HEAD)
    tracker = FaceTracker(detector, mesher, eyes)
    picture = renderer.render(Pose(), marked=False)
    assert len(tracker.track(picture).faces) == 1
    other = Face(20, 60, 90, 140, (), 40.0, 100.0)
    detector.faces = (HEAD, other)
    assert [len(tracker.track(picture).faces) for _ in range(DETECT_EVERY)][-1] == 2
    tracked = tracker.track(picture)
    assert tracked.measures is not None
    assert tracked.measures.face == tracked.faces[0]
    assert tracked.faces[1] == other


def test_a_larger_face_takes_the_place(mesher: FaceMesher, eyes: EyeReader) -> None:
    near = HeadRenderer((400, 720), 0.5).render(Pose(), marked=False)
    far = HeadRenderer((400, 720), 0.24).render(Pose(), marked=False)
    picture = np.hstack([far, near])
    small, large = Face(150, 287, 250, 375, (), 0.0, 0.0), Face(493, 237, 707, 450, (), 0.0, 0.0)
    detector = Detector(small)
    tracker = FaceTracker(detector, mesher, eyes)
    first = tracker.track(picture)
    assert first.measures is not None
    assert first.measures.face.right < 400
    detector.faces = (large, small)
    for _ in range(DETECT_EVERY + 1):
        last = tracker.track(picture)
    assert last.measures is not None
    assert last.measures.face.left > 400
    assert last.faces[0] == last.measures.face
    assert len(last.faces) == 2


def test_another_scene_begins_anew(mesher: FaceMesher, eyes: EyeReader, renderer: HeadRenderer) -> None:
    detector = Detector(HEAD)
    tracker = FaceTracker(detector, mesher, eyes)
    picture = renderer.render(Pose(), marked=False)
    tracker.track(picture)
    tracker.track(255 - picture)
    assert detector.asked == 2
    tracker.track(np.ascontiguousarray(picture[:, :600]))
    assert detector.asked == 3


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((16, 4000, 3), np.uint8),
        np.full((360, 640, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 255, (360, 640, 3), np.uint8),
    ],
)
def test_a_detector_that_errs_makes_no_measures(mesher: FaceMesher, eyes: EyeReader, picture: Image) -> None:
    for face in (HEAD, Face(0, 0, 0, 0, (), 0, 0), Face(-900, -900, 9000, 9000, (), 0, 0), Face(9, 9, 1, 1, (), 0, 0)):
        assert FaceTracker(Detector(face), mesher, eyes).track(picture).measures is None


@pytest.mark.parametrize(
    "region",
    [Region(0, 0, 0, 0), Region(float("nan"), 0, 9, 0), Region(1e9, 0, 99, 0), Region(99, 99, 1e9, 0)],
)
def test_a_region_that_is_none(mesher: FaceMesher, region: Region) -> None:
    assert mesher.mesh(np.zeros((360, 640, 3), np.uint8), region) is None


def test_a_region_follows_its_mesh_turned_or_not(mesher: FaceMesher, renderer: HeadRenderer) -> None:
    for roll in (0, 20, -20):
        region = Region.of_face(HEAD)
        for _ in range(4):
            mesh = mesher.mesh(renderer.render(Pose(roll=roll), marked=False), region)
            assert mesh is not None
            region = Region.of_mesh(mesh.points)
        assert np.degrees(region.turn) == pytest.approx(roll, abs=4)
        inside = mesh.points @ region.matrix(100)[:, :2].T + region.matrix(100)[:, 2]
        assert inside.min() > 8
        assert inside.max() < 92


def test_points_that_make_no_head() -> None:
    for mesh in (
        np.zeros((MESH_POINTS, 2), np.float32),
        np.full((MESH_POINTS, 2), np.nan, np.float32),
        np.stack([np.linspace(0, 400, MESH_POINTS), np.zeros(MESH_POINTS)], axis=1).astype(np.float32),
    ):
        assert head_angles(mesh, *SIZE) is None
    assert mouth_opening(np.zeros((MESH_POINTS, 2), np.float32)) is None


def test_an_eye_too_small_to_see_is_not_told(eyes: EyeReader) -> None:
    assert eyes.openings(np.zeros((360, 640, 3), np.uint8), np.zeros((MESH_POINTS, 2), np.float32), 0.0) is None


def test_bytes_that_are_no_model() -> None:
    for adapter in (FaceMesher, EyeReader):
        with pytest.raises(DeviceError, match="can't be loaded"):
            adapter(b"not a model")


@pytest.fixture(scope="module")
def hog() -> Detect:
    import dlib

    find = dlib.get_frontal_face_detector()

    def detect(picture: Image) -> tuple[Face, ...]:
        boxes = find(np.ascontiguousarray(picture[..., ::-1]), 0)
        return tuple(Face(b.left(), b.top(), b.right(), b.bottom(), (), 0.0, 0.0) for b in boxes)

    return detect


LIVE = ("kwaivgi_d10.mp4", "kwaivgi_d12.mp4", "rizkiarm_bbaf2n.mpg", "rizkiarm_pwij3p.mpg")


@pytest.mark.shared
@pytest.mark.parametrize("name", LIVE)
def test_no_frame_of_a_living_person_is_lost(
    mesher: FaceMesher, eyes: EyeReader, hog: Detect, shared_dir: Path, name: str
) -> None:
    tracker = FaceTracker(hog, mesher, eyes)
    frames = list(read_frames(shared_dir / "data" / "motion" / "clips" / name, 75))
    assert len(frames) > 60
    measured = [tracker.track(frame).measures for frame in frames]
    assert None not in measured
    assert all(measures.eyes is not None for measures in measured if measures is not None)


@pytest.mark.shared
def test_a_blink_stands_out_of_a_quiet_signal(
    mesher: FaceMesher, eyes: EyeReader, hog: Detect, shared_dir: Path
) -> None:
    tracker = FaceTracker(hog, mesher, eyes)
    told = []
    for frame in read_frames(shared_dir / "data" / "motion" / "clips" / "rizkiarm_bbaf2n.mpg", 75):
        measures = tracker.track(frame).measures
        assert measures is not None
        assert measures.eyes is not None
        told.append(sum(measures.eyes) / 2)
    signal = np.array(told) / np.median(told)
    assert signal.min() < 0.5
    assert np.median(np.abs(np.diff(signal))) < 0.05
