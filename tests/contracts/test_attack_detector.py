"""What every attack detector keeps: MiniFASNet with and without its models, and the simulator."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.attack_detector import SimulatedAttackDetector
from kiosk.domain.consents import Source
from kiosk.ports.attack_detector import AttackDetector, LiveScore, NoResponse
from kiosk.ports.face import Face

PICTURE = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)


@pytest.fixture(params=["simulated", "without models", pytest.param("with models", marks=pytest.mark.shared)])
def detector(request: pytest.FixtureRequest, root: Path) -> AttackDetector:
    if request.param == "simulated":
        return SimulatedAttackDetector()
    folder = request.getfixturevalue("shared_dir") / "models" if request.param == "with models" else None
    return MiniFasNetDetector(load_model_folder(root / "assets" / "models.toml", folder))


class TestAttackDetector:
    def test_says_whether_it_is_simulated(self, detector: AttackDetector) -> None:
        assert (detector.source is Source.SIMULATED) == isinstance(detector, SimulatedAttackDetector)

    @pytest.mark.parametrize("box", [(100, 60, 220, 200), (-80, -40, 60, 90), (280, 200, 400, 330)])
    def test_a_face_has_a_score_or_no_response(self, detector: AttackDetector, box: tuple[int, int, int, int]) -> None:
        answer = detector.score(PICTURE, Face(*box, (), 50.0, 100.0))
        assert isinstance(answer, LiveScore | NoResponse)
        if isinstance(answer, LiveScore):
            assert 0 <= answer.live <= 1
            assert answer.model

    @pytest.mark.parametrize("box", [(500, 500, 700, 700), (-300, -300, -100, -100)])
    def test_a_face_outside_the_picture_has_no_response(
        self, detector: AttackDetector, box: tuple[int, int, int, int]
    ) -> None:
        assert isinstance(detector.score(PICTURE, Face(*box, (), 50.0, 100.0)), NoResponse)
