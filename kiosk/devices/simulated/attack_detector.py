"""Training only: stands where the attack detector would, and says so in its source and its model's name."""

from kiosk.domain.consents import Source
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Image
from kiosk.ports.face import Face


class SimulatedAttackDetector:
    """Takes each face for live. Live mode refuses its source; the real detectors' verdict is a test's matter."""

    @property
    def source(self) -> Source:
        """SIMULATED."""
        return Source.SIMULATED

    def score(self, picture: Image, face: Face) -> LiveScore | NoResponse:
        """1.0, unless the face lies outside the picture."""
        height, width = picture.shape[:2]
        if face.right <= 0 or face.bottom <= 0 or face.left >= width or face.top >= height:
            return NoResponse("the face is outside the picture")
        return LiveScore(1.0, "simulated-attack-detector 1")
