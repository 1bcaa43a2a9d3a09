"""A face that fills the picture is found and boxed whole: attack detection crops by the box."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.vision.face_models import FaceModels

CATALOGUE = Path(__file__).resolve().parents[2] / "assets" / "models.toml"


@pytest.mark.shared
@pytest.mark.parametrize("share", [0.3, 0.56, 1.2, 1.6])
def test_a_face_is_found_at_every_size(shared_dir: Path, share: float) -> None:
    models = FaceModels(FaceModelFiles.of(load_model_folder(CATALOGUE, shared_dir / "models"), faceres=False))
    picture = HeadRenderer((640, 640), share).render(Pose(), marked=False)
    (face,) = models.find(picture)
    # The head is `share` of the height high; its face some seven tenths of that wide.
    assert face.width / 640 == pytest.approx(min(0.72 * share, 1.0), rel=0.35)
    assert abs((face.left + face.right) / 2 - 320) < 0.1 * face.width


@pytest.mark.shared
def test_an_empty_wall_shows_no_face(shared_dir: Path) -> None:
    models = FaceModels(FaceModelFiles.of(load_model_folder(CATALOGUE, shared_dir / "models"), faceres=False))
    wall = np.random.default_rng(1).normal(150, 4, (480, 640, 3)).clip(0, 255).astype(np.uint8)
    assert models.find(wall) == ()
