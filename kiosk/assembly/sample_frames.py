"""What the cameras of a preview see: the rendered head, and a specimen card on its desk. Nobody real, no file."""

from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.simulated.specimen_card import Specimen, draw_card_on_desk
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image

_FACE, _DESK = (1280, 720), (1280, 720)


def sample_frames() -> tuple[Image, Image]:
    """Of the face camera and of the document camera, BGR."""
    return HeadRenderer(_FACE).render(Pose(yaw=-4)), draw_card_on_desk(Specimen(), CardSide.FRONT, _DESK)
