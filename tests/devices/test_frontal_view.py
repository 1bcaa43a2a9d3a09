"""A face bent to its own frontal view: where points come to lie, and that the bent face is the nearer one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.onnx.facemesh import FaceMesher, Mesh, Region
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.vision.face_templates import FaceTemplates
from kiosk.devices.vision.frontal_view import CHIP_SIDE, FACE_SIDE, frontal_view
from kiosk.devices.vision.mesh_pose import HEAD, HEAD_POINTS
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import MESH_POINTS, Face

SIZE = (640, 360)
BOX = Face(244, 112, 394, 261, (), 50.0, 120.0)
"""Where dlib's detector draws the rendered head."""
MARKS = (33, 263, 4, 61, 291, 168)
"""Corners of the eyes, tip of the nose, corners of the mouth, bridge of the nose."""


def turned(yaw: float, pitch: float, roll: float, scale: float, at: tuple[float, float]) -> Mesh:
    """The generic head, seen from afar; points that it doesn't know lie on those that it does."""
    y, p, r = np.radians((yaw, pitch, roll))
    turn = (
        np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
        @ np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
        @ np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    )
    solid = np.resize(HEAD, (MESH_POINTS, 3))
    solid[HEAD_POINTS] = HEAD
    seen = (scale * solid @ turn.T + (*at, 0)).astype(np.float32)
    return Mesh(seen[:, :2], seen[:, 2], 1.0)


PLACES = np.zeros((256, 256, 3), np.uint8)
"""Each pixel says where it is: x in the first colour, y in the second."""
PLACES[..., 0], PLACES[..., 1] = np.meshgrid(np.arange(256), np.arange(256))


def seen_at(picture: Image, place: tuple[float, float]) -> list[float]:
    """Where in PLACES a place of the view comes from."""
    return [float(value) for value in cv2.getRectSubPix(picture, (1, 1), place)[0, 0, :2]]


@given(yaw=st.floats(-30, 30), pitch=st.floats(-20, 20), roll=st.floats(-40, 40), scale=st.floats(0.6, 0.9))
@settings(max_examples=60, deadline=None)
def test_each_point_comes_to_lie_where_the_straight_head_has_it(
    yaw: float, pitch: float, roll: float, scale: float
) -> None:
    mesh = turned(yaw, pitch, roll, scale, (128.0, 105.0))
    view = frontal_view(PLACES, mesh)
    assert view is not None
    for mark in MARKS:
        x, y = HEAD[list(HEAD_POINTS).index(mark), :2].tolist()
        place = pytest.approx(mesh.points[mark].tolist(), abs=2.0)
        assert seen_at(view.face, (x + 112.0, y + 80.5)) == place
        assert seen_at(view.chip, (0.834 * x + 74.01, 0.834 * y + 47.1)) == place


@given(roll=st.floats(-40, 40), scale=st.floats(0.6, 3.0))
@settings(max_examples=30, deadline=None)
def test_a_face_seen_from_the_front_is_only_turned_upright_and_scaled(roll: float, scale: float) -> None:
    mesh = turned(0.0, 0.0, roll, scale, (500.0, 450.0))
    across, down = np.meshgrid(np.arange(1000), np.arange(900))
    waves = 127 + 60 * np.sin(across / (12 * scale)) + 60 * np.cos(down / (9 * scale))
    picture = np.repeat(waves.astype(np.uint8)[..., None], 3, axis=2)
    r, c = np.radians(roll), (500.0, 450.0)
    upright = np.array([[np.cos(r), np.sin(r)], [-np.sin(r), np.cos(r)]]) / scale
    matrix = np.column_stack((upright, np.array((112.0, 80.5)) - upright @ c))
    small = cv2.warpAffine(picture, matrix, (FACE_SIDE, FACE_SIDE))
    view = frontal_view(picture, mesh)
    assert view is not None
    difference = np.abs(view.face.astype(int) - small)[4:-4, 4:-4]
    assert difference.mean() < 1.5
    assert np.percentile(difference, 99) < 12


@pytest.mark.parametrize(("yaw", "pitch"), [(60.0, 0.0), (-50.0, 0.0), (0.0, 55.0), (120.0, 0.0)])
def test_a_head_turned_far_has_none(yaw: float, pitch: float) -> None:
    assert frontal_view(np.zeros((400, 400, 3), np.uint8), turned(yaw, pitch, 0.0, 1.0, (200.0, 150.0))) is None


def _mesh_of(points: np.ndarray) -> Mesh:
    return Mesh(points[:, :2].astype(np.float32), points[:, 2].astype(np.float32), 1.0)


_LINE = np.linspace(0, 100, MESH_POINTS)
ODD = [
    np.full((MESH_POINTS, 3), np.nan),
    np.full((MESH_POINTS, 3), np.inf),
    np.zeros((MESH_POINTS, 3)),
    np.full((MESH_POINTS, 3), 1e30),
    np.column_stack((_LINE, _LINE, _LINE)),
    np.column_stack((_LINE, 0 * _LINE, 0 * _LINE)),
    np.random.default_rng(3).uniform(-1e6, 1e6, (MESH_POINTS, 3)),
    *(np.random.default_rng(seed).uniform(0, 100, (MESH_POINTS, 3)) for seed in range(12)),
    np.round(np.random.default_rng(5).uniform(0, 3, (MESH_POINTS, 3))),
]


@pytest.mark.parametrize("points", ODD)
@pytest.mark.parametrize("shape", [(1, 1), (100, 100), (3, 2000)])
def test_points_that_are_no_face_and_pictures_that_are_none(points: np.ndarray, shape: tuple[int, int]) -> None:
    view = frontal_view(np.full((*shape, 3), 90, np.uint8), _mesh_of(points))
    assert view is None or (view.face.shape, view.chip.shape) == ((FACE_SIDE, FACE_SIDE, 3), (CHIP_SIDE, CHIP_SIDE, 3))


@pytest.mark.parametrize("at", [(-500.0, 40.0), (50.0, 900.0), (0.0, 0.0), (99.0, 99.0)])
def test_a_face_beside_the_picture(at: tuple[float, float]) -> None:
    view = frontal_view(np.full((100, 100, 3), 90, np.uint8), turned(10.0, 0.0, 0.0, 1.0, at))
    assert view is not None
    assert view.face.shape == (FACE_SIDE, FACE_SIDE, 3)


@pytest.fixture(scope="module")
def mesher(root: Path) -> FaceMesher:
    models = load_model_folder(root / "assets" / "models.toml", root / "models")
    mesh = models.read("face_mesh", "face")
    if mesh is None:
        pytest.skip("no face models in models/: the installer could not get them here")
    return FaceMesher(mesh)


@pytest.fixture(scope="module")
def renderer() -> HeadRenderer:
    return HeadRenderer(SIZE)


def meshed(mesher: FaceMesher, picture: Image) -> Mesh:
    mesh = mesher.settled_mesh(picture, Region.of_face(BOX))
    assert mesh is not None
    return mesh


def placed(picture: Image, mesh: Mesh) -> Image:
    """The face laid in the same place by its eyes and mouth alone, not bent."""
    corners = list(MARKS[:2]) + list(MARKS[3:5])
    onto = np.array([HEAD[list(HEAD_POINTS).index(mark), :2] for mark in corners]) + np.array((112.0, 80.5))
    matrix, _ = cv2.estimateAffinePartial2D(mesh.points[corners], onto, method=cv2.LMEDS)
    return np.asarray(cv2.warpAffine(picture, matrix, (FACE_SIDE, FACE_SIDE)), np.uint8)


def middle(picture: Image) -> np.ndarray:
    """The face itself, without what is around it, in grey of one brightness: a turned head is lit otherwise."""
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 1.5)[50:175, 62:162].astype(float)
    return np.asarray((grey - grey.mean()) / grey.std())


@pytest.mark.parametrize("pose", [Pose(yaw=20.0), Pose(yaw=-25.0), Pose(yaw=15.0, pitch=10.0), Pose(yaw=-30.0)])
def test_the_view_of_a_turned_head_is_nearer_to_the_straight_head_than_the_turned_one(
    mesher: FaceMesher, renderer: HeadRenderer, pose: Pose
) -> None:
    straight, aside = (renderer.render(each, marked=False) for each in (Pose(), pose))
    there, here = meshed(mesher, straight), meshed(mesher, aside)
    view, same = frontal_view(aside, here), frontal_view(straight, there)
    assert view is not None
    assert same is not None
    bent = np.abs(middle(view.face) - middle(same.face)).mean()
    turned_away = np.abs(middle(placed(aside, here)) - middle(placed(straight, there))).mean()
    assert bent < 0.9 * turned_away


@pytest.mark.parametrize("pose", [Pose(yaw=25.0), Pose(yaw=-25.0), Pose(yaw=20.0, pitch=8.0)])
def test_the_numbers_of_a_turned_head_are_nearer_with_the_view_than_without(
    mesher: FaceMesher, renderer: HeadRenderer, pose: Pose
) -> None:
    templates = FaceTemplates(None)
    straight, aside = (renderer.render(each, marked=False) for each in (Pose(), pose))
    without = templates.make(straight, BOX).compare((templates.make(aside, BOX),))
    with_view = templates.make(straight, BOX, meshed(mesher, straight)).compare(
        (templates.make(aside, BOX, meshed(mesher, aside)),)
    )
    assert with_view.distance < without.distance


def test_without_a_view_the_face_itself_is_mirrored(renderer: HeadRenderer) -> None:
    templates = FaceTemplates(None)
    picture = renderer.render(Pose(yaw=10.0), marked=False)
    far = turned(70.0, 0.0, 0.0, 1.0, (300.0, 200.0))
    assert np.array_equal(templates.make(picture, BOX, far).descriptor, templates.make(picture, BOX).descriptor)
