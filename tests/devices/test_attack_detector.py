"""MiniFASNet on real pictures; without its file, or with another one under its name."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector, Opinions, fused, second_can_decide
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import ModelFolder, load_model_folder
from kiosk.devices.vision.pictures import read_picture
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.face import Face

PICTURE = np.full((480, 640, 3), 120, np.uint8)
FACE = Face(200, 100, 400, 350, (), 50.0, 100.0)


@pytest.fixture(scope="module")
def models(root: Path, shared_dir: Path) -> ModelFolder:
    return load_model_folder(root / "assets" / "models.toml", shared_dir / "models")


@pytest.fixture(scope="module")
def analyser(models: ModelFolder) -> Iterator[DlibFaceAnalyser]:
    with DlibFaceAnalyser(FaceModelFiles(models.read("face_detection", "face"))) as started:
        yield started


def test_without_the_model_there_is_no_response(root: Path, tmp_path: Path) -> None:
    detector = MiniFasNetDetector(load_model_folder(root / "assets" / "models.toml", tmp_path))
    assert detector.score(PICTURE, FACE) == NoResponse("no_model")


def test_another_file_under_its_name_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "MiniFASNetV2_80x80_scale2.7.onnx").write_bytes(b"harmless")
    with pytest.raises(DeviceError, match="is not the file in the catalogue"):
        MiniFasNetDetector(load_model_folder(root / "assets" / "models.toml", tmp_path))


@pytest.mark.shared
@pytest.mark.parametrize(
    "face",
    [
        Face(0, 0, 0, 0, (), 0.0, 0.0),
        Face(0, 0, 20, 20, (), 0.0, 0.0),
        Face(300, 300, 200, 200, (), 0.0, 0.0),
    ],
)
def test_a_face_too_small_to_judge_has_no_response(models: ModelFolder, face: Face) -> None:
    assert MiniFasNetDetector(models).score(PICTURE, face) == NoResponse("no_usable_face")


@pytest.mark.shared
def test_a_face_over_the_edge_is_still_judged(models: ModelFolder) -> None:
    score = MiniFasNetDetector(models).score(PICTURE, Face(-50, -60, 150, 160, (), 0.0, 0.0))
    assert isinstance(score, LiveScore)
    assert 0 <= score.live <= 1


@pytest.mark.shared
def test_both_opinions_make_the_score(models: ModelFolder) -> None:
    detector = MiniFasNetDetector(models)
    opinions = detector.opinions(PICTURE, FACE)
    score = detector.score(PICTURE, FACE)
    assert isinstance(opinions, Opinions)
    assert isinstance(score, LiveScore)
    assert opinions.second is not None
    assert score.live == fused(opinions)
    alone = MiniFasNetDetector(models, use_second=False)
    assert alone.score(PICTURE, FACE) == LiveScore(fused(Opinions(opinions.first, None)), "MiniFASNetV2")


@pytest.mark.parametrize("second", [None, 0.0, 0.2, 0.5, 0.999, 1.0])
def test_what_the_first_model_is_sure_of_stands(second: float | None) -> None:
    assert fused(Opinions(0.001, second)) < 0.3 < fused(Opinions(0.999, second))


def test_the_second_model_decides_where_the_first_wavers() -> None:
    assert fused(Opinions(0.4, 0.02)) < 0.3 < fused(Opinions(0.2, 0.98))
    assert fused(Opinions(0.5, None)) == 0.5


@pytest.mark.parametrize("decides_at", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("first", [0.0, 0.02, 0.08, 0.1, 0.2, 0.3, 0.5, 0.66, 0.67, 0.9, 0.97, 0.999, 1.0])
def test_the_second_model_is_left_out_only_where_it_could_change_nothing(first: float, decides_at: float) -> None:
    verdicts = {fused(Opinions(first, second)) >= decides_at for second in (None, 0.0, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0)}
    assert second_can_decide(first, decides_at) is (len(verdicts) == 2)


@pytest.mark.shared
def test_the_verdict_is_the_same_with_and_without_the_second_model(
    models: ModelFolder, analyser: DlibFaceAnalyser, shared_dir: Path
) -> None:
    both, sparing = MiniFasNetDetector(models), MiniFasNetDetector(models, decides_at=0.3)
    asked, pictures = 0, 0
    for path in sorted((shared_dir / "data" / "spoof" / "nuaa_live").iterdir()):
        picture = read_picture(path)
        faces = analyser.find(picture) if picture is not None else ()
        if picture is None or not faces:
            continue
        full, spared = both.score(picture, faces[0]), sparing.score(picture, faces[0])
        assert isinstance(full, LiveScore)
        assert isinstance(spared, LiveScore)
        assert (full.live >= 0.3) is (spared.live >= 0.3)
        opinions = sparing.opinions(picture, faces[0])
        assert isinstance(opinions, Opinions)
        asked, pictures = asked + (opinions.second is not None), pictures + 1
    assert 0 < asked < pictures / 2


@pytest.mark.shared
def test_live_people_and_printed_photographs_come_apart(
    models: ModelFolder, analyser: DlibFaceAnalyser, shared_dir: Path
) -> None:
    detector = MiniFasNetDetector(models)
    at = shared_dir / "data" / "spoof"

    def lively(folder: str) -> list[bool]:
        found = []
        for path in sorted((at / folder).iterdir())[::8][:6]:
            picture = read_picture(path)
            faces = analyser.find(picture) if picture is not None else ()
            score = detector.score(picture, faces[0]) if picture is not None and faces else None
            found.append(isinstance(score, LiveScore) and score.live >= 0.3)
        return found

    assert not any(lively("nuaa_print"))
    assert sum(lively("nuaa_live")) >= 5
