"""What the real detectors make of the rendered head: reported, not bent (no threshold is asserted on their verdict)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.simulated.specimen_card import specimen_portrait
from kiosk.ports.attack_detector import LiveScore
from kiosk.ports.face import Comparison

Report = Callable[[str, object], None]


@pytest.mark.shared
def test_the_real_detectors_verdict_is_reported(shared_dir: Path, root: Path, record_property: Report) -> None:
    models = load_model_folder(root / "assets" / "models.toml", shared_dir / "models")
    detector = MiniFasNetDetector(models)
    analyser = DlibFaceAnalyser(FaceModelFiles(models.read("face_detection", "face")))
    renderer = HeadRenderer((640, 360))
    try:
        for name, pose in {"frontal": Pose(), "turned": Pose(yaw=15), "speaking": Pose(mouth=0.6)}.items():
            picture = renderer.render(pose, marked=False)
            faces = analyser.find(picture)
            assert len(faces) == 1
            verdict = detector.score(picture, faces[0])
            assert isinstance(verdict, LiveScore)
            assert 0 <= verdict.live <= 1
            assert "simulated" not in verdict.model
            record_property(f"attack detector, {name}", f"{verdict.live:.3f}")
            print(f"attack detector, {name}: live {verdict.live:.3f}")
        match = analyser.compare(specimen_portrait(), (renderer.render(Pose(), marked=False),))
        assert isinstance(match, Comparison)
        record_property("specimen's portrait against the head: distance", f"{match.distance:.3f}")
        print(f"distance {match.distance:.3f}")
    finally:
        analyser.close()
