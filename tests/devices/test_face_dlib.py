"""The face child: real models on real pictures, and what happens when it is killed or fed oddly."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.face_match import MatchOutcome, judge_match
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.vision.pictures import read_picture
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, NotComparable

GREY = np.full((240, 320, 3), 120, np.uint8)


@pytest.fixture(scope="module")
def analyser() -> Iterator[DlibFaceAnalyser]:
    with DlibFaceAnalyser() as started:
        yield started


@pytest.fixture(scope="module")
def people(shared_dir: Path) -> dict[str, list[Image]]:
    """Three pictures each of three people."""
    at = shared_dir / "data" / "faces" / "western"
    folders = sorted(folder for folder in at.iterdir() if folder.is_dir())[:3]
    found = {folder.name: [read_picture(path) for path in sorted(folder.iterdir())[:3]] for folder in folders}
    return {name: [picture for picture in pictures if picture is not None] for name, pictures in found.items()}


@pytest.mark.parametrize(
    "picture",
    [
        GREY,
        GREY[..., 0],
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((5, 4000, 3), np.uint8),
        np.zeros((480, 640, 3), np.float32),
        np.random.default_rng(1).integers(0, 255, (480, 640, 4), np.uint8),
    ],
)
def test_pictures_without_a_face_are_values(analyser: DlibFaceAnalyser, picture: Image) -> None:
    assert analyser.find(picture) == ()
    assert analyser.embed(picture) is None
    assert analyser.compare(picture, (picture,)) == NotComparable("reference", "no_face")


def test_an_8k_picture_is_analysed(analyser: DlibFaceAnalyser) -> None:
    assert analyser.find(np.full((4320, 7680, 3), 90, np.uint8)) == ()


def test_a_killed_child_is_a_device_error_and_a_new_one_begins() -> None:
    analyser = DlibFaceAnalyser()
    process = analyser.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    with pytest.raises(DeviceError, match="member of staff compares"):
        analyser.find(GREY)
    with pytest.raises(DeviceError, match="member of staff compares"):
        analyser.compare(GREY, (GREY,))
    assert analyser.process_id is None
    analyser.close()


def test_close_ends_the_child() -> None:
    analyser = DlibFaceAnalyser()
    process = analyser.process_id
    assert process is not None
    analyser.close()
    analyser.close()
    assert not Path(f"/proc/{process}").exists()
    with pytest.raises(DeviceError):
        analyser.find(GREY)


def test_a_detector_that_is_no_model_is_said_at_once() -> None:
    with pytest.raises(DeviceError, match="can't be loaded"):
        DlibFaceAnalyser(FaceModelFiles(b"not a model"))


@pytest.mark.shared
def test_the_same_person_is_nearer_than_another(analyser: DlibFaceAnalyser, people: dict[str, list[Image]]) -> None:
    (first, second), other = people[sorted(people)[0]][:2], people[sorted(people)[1]][0]
    same = analyser.compare(first, (second,))
    different = analyser.compare(first, (other,))
    assert isinstance(same, Comparison)
    assert isinstance(different, Comparison)
    assert same.distance < 0.52 < different.distance
    assert same.cosine is None
    assert analyser.compare(first, (GREY, second)) == same
    assert analyser.compare(first, (other, GREY, second)) == same


@pytest.mark.shared
def test_a_probe_without_a_face_is_named(analyser: DlibFaceAnalyser, people: dict[str, list[Image]]) -> None:
    picture = people[sorted(people)[0]][0]
    assert analyser.compare(picture, ()) == NotComparable("probe", "no_face")
    assert analyser.compare(GREY, ()) == NotComparable("reference", "no_face")
    assert analyser.compare(picture, (GREY,)) == NotComparable("probe", "no_face")
    twice = np.hstack([picture, picture])
    assert analyser.compare(picture, (twice,)) == NotComparable("probe", "several_faces")
    dark = (picture * 0.08).astype(np.uint8)
    assert analyser.compare(picture, (dark,)) in (NotComparable("probe", "dark"), NotComparable("probe", "no_face"))


@pytest.fixture(scope="module")
def both_models(root: Path, shared_dir: Path) -> Iterator[DlibFaceAnalyser]:
    """YuNet, dlib and faceres."""
    faceres = root / "models" / "faceres.onnx"
    if not faceres.is_file():
        pytest.skip("models/faceres.onnx is not here: installer/start brings it")
    yunet = (shared_dir / "models" / "yunet_n_dynamic.onnx").read_bytes()
    with DlibFaceAnalyser(FaceModelFiles(yunet, faceres=faceres.read_bytes())) as started:
        yield started


@pytest.mark.shared
def test_two_models_tell_the_same_person_from_another(
    both_models: DlibFaceAnalyser, people: dict[str, list[Image]]
) -> None:
    (first, second), other = people[sorted(people)[0]][:2], people[sorted(people)[1]][0]
    same, different = both_models.compare(first, (other, second)), both_models.compare(first, (other,))
    assert isinstance(same, Comparison)
    assert isinstance(different, Comparison)
    assert same.cosine is not None
    assert different.cosine is not None
    assert same.cosine > different.cosine
    assert same.distance < different.distance
    assert judge_match(different) is MatchOutcome.STAFF_WARNING


@pytest.mark.shared
def test_hostile_pictures_of_a_person(both_models: DlibFaceAnalyser, people: dict[str, list[Image]]) -> None:
    picture = people[sorted(people)[0]][0]
    grey = np.asarray(picture.mean(axis=2), np.uint8)
    huge = np.repeat(np.repeat(picture, 8, axis=0), 8, axis=1)
    for odd in (grey, huge):
        compared = both_models.compare(picture, (odd,))
        assert isinstance(compared, Comparison)
        assert judge_match(compared) is not MatchOutcome.STAFF_WARNING
    five = np.hstack([picture] * 5)
    assert both_models.compare(picture, (five,)) == NotComparable("probe", "several_faces")
    assert both_models.compare(five, (picture,)) == NotComparable("reference", "several_faces")
    torn = picture.copy()
    torn[torn.shape[0] // 5 :] = 128  # a JPEG that broke off
    assert both_models.compare(picture, (torn,)) == NotComparable("probe", "no_face")
    assert both_models.compare(torn, (picture,)) == NotComparable("reference", "no_face")
    assert both_models.compare(picture[:1, :1], (picture,)) == NotComparable("reference", "no_face")


@pytest.mark.shared
def test_templates_leave_the_child_for_measure_only(
    both_models: DlibFaceAnalyser, analyser: DlibFaceAnalyser, people: dict[str, list[Image]]
) -> None:
    picture = people[sorted(people)[0]][0]
    found, alone = both_models.embed(picture), analyser.embed(picture)
    portrait = both_models.embed(picture, portrait=True)
    assert found is not None
    assert alone is not None
    assert portrait is not None
    assert found[1].descriptor.shape == (128,)
    assert found[1].deep is not None
    assert found[1].deep.shape == (1024,)
    assert alone[1].deep is None
    assert found[1].compare((portrait[1],)).distance > 0  # restored first


@pytest.mark.shared
def test_yunet_gives_five_points_in_pixels_of_the_picture(shared_dir: Path) -> None:
    yunet = (shared_dir / "models" / "yunet_n_dynamic.onnx").read_bytes()
    picture = read_picture(shared_dir / "data" / "motion" / "nuaa_seq" / "live_0007" / "0420.jpg")
    assert picture is not None
    with DlibFaceAnalyser(FaceModelFiles(yunet)) as analyser:
        small = analyser.find(picture)[0]
        large = analyser.find(np.repeat(np.repeat(picture, 3, axis=0), 3, axis=1))[0]
    assert len(small.points) == 5
    right_eye, left_eye, nose, *_ = small.points
    assert right_eye[0] < nose[0] < left_eye[0]
    assert small.left <= right_eye[0] <= small.right
    assert large.width == pytest.approx(3 * small.width, rel=0.1)
