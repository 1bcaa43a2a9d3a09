"""The rehearsal's hand on simulated and file-fed devices.

Each device of the stage may be simulated or file-fed, in any mix; what is absent (None) is a real device or none, and
telling it something is an error of the story.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from kiosk.devices.camera_file import StillFootage, open_footage, read_picture
from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.simulated.camera import HeadFootage, TwoHeads, card_footage, desk_footage, hidden_face
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.head import Pose
from kiosk.devices.simulated.paper import paper_footage
from kiosk.devices.simulated.specimen_card import Specimen
from kiosk.devices.simulated.speech import SimulatedRecogniser, babble
from kiosk.devices.sound_file import read_sound, resampled
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Voice
from kiosk.ports.stage import Said

Device = TypeVar("Device")


class Pluggable(Protocol):
    """A device that can be pulled out."""

    def unplug(self) -> None:
        """Fail now."""

    def plug_in(self) -> None:
        """May be started again."""


@dataclass
class StageDevices:
    """What stands on the stage. `others`: further pluggable devices by name (`printer`, ...)."""

    face_camera: PacedCamera | None = None
    document_camera: PacedCamera | None = None
    microphone: FileMicrophone | None = None
    voice: Voice | None = None
    recogniser: SimulatedRecogniser | None = None
    card_reader: SimulatedCardReader | None = None
    others: dict[str, Pluggable] = field(default_factory=dict)


class RehearsalStage:
    """`face_size` and `document_size`: of the pictures that the cameras push."""

    def __init__(
        self,
        devices: StageDevices,
        face_size: tuple[int, int] = (640, 360),
        document_size: tuple[int, int] = (1280, 720),
        specimen: Specimen | None = None,
    ) -> None:
        self._devices, self._face_size, self._document_size = devices, face_size, document_size
        self._specimen = specimen or Specimen()
        self._head: HeadFootage | None = None
        self.stranger = self.beside = False
        self._said = 0

    @property
    def head_pose(self) -> Pose | None:
        """Of the rendered head, if it is the one that sits there."""
        return self._head.pose if self._head is not None else None

    def show_card(self, side: CardSide, picture: Path | None) -> None:
        """A photograph as it is, or the specimen drawn on the desk."""
        camera = _standing(self._devices.document_camera, "document_camera")
        if picture is None:
            camera.show(card_footage(self._specimen, side, self._document_size))
        else:
            # At its own size: scaling would cost the small print.
            camera.show(StillFootage(read_picture(picture, "document_camera")))
        if self._devices.card_reader is not None:
            self._devices.card_reader.lay(side)

    def show_paper(self, code: bytes) -> None:
        """A sheet of paper with the code, laid down a little askew."""
        _standing(self._devices.document_camera, "document_camera").show(paper_footage(code, self._document_size))

    def take_card_away(self) -> None:
        """An empty desk."""
        _standing(self._devices.document_camera, "document_camera").show(desk_footage(self._document_size))
        if self._devices.card_reader is not None:
            self._devices.card_reader.lay(None)

    def show_face(self, motion: Path | None) -> None:
        """A folder, video or still of a person, or the rendered head."""
        camera = _standing(self._devices.face_camera, "face_camera")
        if motion is None:
            self._head = HeadFootage(self._face_size)
            camera.show(self._head)
        else:
            self._head = None
            camera.show(open_footage(motion, "face_camera", self._face_size))

    def seat(self, who: str) -> None:
        """The rendered head goes and comes back; a stranger is another head, and so is who sits beside."""
        camera = _standing(self._devices.face_camera, "face_camera")
        self.stranger, self.beside = who == "stranger", who == "beside"
        width, height = self._face_size
        match who:
            case "nobody":
                self._head = None
                empty = np.full((height, width, 3), 168, np.uint8)
                camera.show(StillFootage(empty, source=Source.SIMULATED))
            case "hidden":
                self._head = None
                camera.show(StillFootage(hidden_face(self._face_size), source=Source.SIMULATED))
            case "beside":
                self._head = TwoHeads(self._face_size)
                camera.show(self._head)
            case _:
                self._head = HeadFootage(self._face_size, nose=0.6 if self.stranger else 1.0)
                camera.show(self._head)

    def move_head(self, yaw: float, pitch: float, mouth: float, eyes: float) -> None:
        """Degrees to the picture's right and up; a person in a clip moves as he did."""
        if self._head is not None:
            self._head.move(Pose(yaw, pitch, mouth, eyes))

    def light(self, bgr: tuple[int, int, int] | None, side: str) -> None:
        """On the rendered head alone."""
        if self._head is not None:
            self._head.light(bgr, side)

    def say(self, text: str, language: Language, recording: Path | None) -> Said:
        """Into the microphone: the recording, or the voice, or speech without words for the simulated recogniser."""
        seconds = self._sounds(text, language, recording)
        if self._head is not None:
            self._head.speak(seconds)
        return Said("synthetic" if recording is None else "recorded", text)

    def prompt(self, text: str, language: Language, recording: Path | None) -> Said:
        """The same, and the head keeps its lips still."""
        self._sounds(text, language, recording)
        return Said("synthetic" if recording is None else "recorded", text)

    def _sounds(self, text: str, language: Language, recording: Path | None) -> float:
        microphone = _standing(self._devices.microphone, "microphone")
        samples = self._speech(text, language, recording)
        if self._devices.recogniser is not None:
            self._devices.recogniser.expect(samples, text)
        return microphone.play(samples)

    def unplug(self, device: str) -> None:
        """The device fails now."""
        self._pluggable(device).unplug()

    def plug_in(self, device: str) -> None:
        """It can be started again."""
        self._pluggable(device).plug_in()

    def _speech(self, text: str, language: Language, recording: Path | None) -> Samples:
        self._said += 1
        if recording is not None:
            return read_sound(recording)
        if self._devices.voice is not None:
            sound = self._devices.voice.synthesise(text, language, 1.0)
            return resampled(sound.samples, sound.rate)
        if self._devices.recogniser is None:
            raise DeviceError("microphone", "speech without words needs the simulated recogniser")
        return babble(text, self._said)

    def _pluggable(self, device: str) -> Pluggable:
        by_name: dict[str, Pluggable | None] = {
            "face_camera": self._devices.face_camera,
            "document_camera": self._devices.document_camera,
            "microphone": self._devices.microphone,
            **self._devices.others,
        }
        return _standing(by_name.get(device), device)


def _standing(device: Device | None, name: str) -> Device:
    if device is None:
        raise DeviceError(name, "the stage has no such device")
    return device
