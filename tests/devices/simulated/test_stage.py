"""The stage on a simulated clock: faces, cards, speech, plugs, over simulated and file-fed devices."""

from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest

from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.simulated.camera import desk_footage
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.office import SimulatedPrinter
from kiosk.devices.simulated.speech import SimulatedRecogniser
from kiosk.devices.simulated.stage import RehearsalStage, StageDevices
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.camera import Frame
from kiosk.ports.card_reader import CardReading
from kiosk.ports.microphone import Chunk
from kiosk.ports.stage import Said, Stage

FACE, DESK = (160, 90), (320, 180)


class Rehearsal:
    """All devices of a rehearsal, started."""

    def __init__(self) -> None:
        self.clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
        self.face = PacedCamera("face_camera", self.clock, desk_footage(FACE))
        self.desk = PacedCamera("document_camera", self.clock, desk_footage(DESK), fps=5)
        self.microphone = FileMicrophone(self.clock, Source.SIMULATED)
        self.recogniser, self.reader = SimulatedRecogniser(), SimulatedCardReader()
        self.printer = SimulatedPrinter()
        devices = StageDevices(
            self.face, self.desk, self.microphone, None, self.recogniser, self.reader, {"printer": self.printer}
        )
        self.stage: Stage = RehearsalStage(devices, FACE, DESK)
        self.faces: list[Frame] = []
        self.cards: list[Frame] = []
        self.chunks: list[Chunk] = []
        self.failures: list[DeviceError] = []
        self.start()

    def start(self) -> None:
        self.face.start(self.faces.append, self.failures.append)
        self.desk.start(self.cards.append, self.failures.append)
        self.microphone.start(self.chunks.append, self.failures.append)


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()


def test_the_rendered_head_sits_down_and_turns(rehearsal: Rehearsal) -> None:
    rehearsal.clock.sleep(0.2)
    rehearsal.stage.show_face(None)
    rehearsal.clock.sleep(0.2)
    before = rehearsal.faces[-1].image
    rehearsal.stage.move_head(20, 0, 0, 1)
    rehearsal.clock.sleep(1.0)
    assert np.abs(rehearsal.faces[-1].image.astype(int) - before.astype(int)).mean() > 3
    assert rehearsal.face.source is Source.SIMULATED


def test_a_person_of_a_folder_sits_down(rehearsal: Rehearsal, tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((90, 160, 3), 60 * number + 40, np.uint8))
    rehearsal.stage.show_face(tmp_path)
    rehearsal.stage.move_head(20, 0, 0, 1)
    rehearsal.clock.sleep(0.4)
    assert rehearsal.face.source is Source.FILE
    levels = [round(float(frame.image.mean())) for frame in rehearsal.faces[-8:]]
    assert len(set(levels)) == 3


def test_cards_are_shown_turned_and_taken_away(rehearsal: Rehearsal, tmp_path: Path) -> None:
    pictures = []
    for act in (
        lambda: rehearsal.stage.show_card(CardSide.FRONT, None),
        lambda: rehearsal.stage.show_card(CardSide.BACK, None),
        rehearsal.stage.take_card_away,
    ):
        act()
        rehearsal.clock.sleep(0.5)
        pictures.append(rehearsal.cards[-1].image)
        reading = rehearsal.reader.read(pictures[-1], None)
        assert isinstance(reading, CardReading) is (act != rehearsal.stage.take_card_away)
    assert len({picture.tobytes() for picture in pictures}) == 3
    photograph = tmp_path / "card.png"
    cv2.imwrite(str(photograph), np.full((400, 600, 3), 200, np.uint8))
    rehearsal.stage.show_card(CardSide.FRONT, photograph)
    rehearsal.clock.sleep(0.5)
    assert rehearsal.cards[-1].image.shape == (400, 600, 3)
    assert rehearsal.desk.source is Source.FILE


def test_what_is_said_sounds_and_is_understood(rehearsal: Rehearsal) -> None:
    assert rehearsal.stage.say("听明白了", Language.ZH_CN, None) == Said("synthetic", "听明白了")
    rehearsal.clock.sleep(2.0)
    heard = np.concatenate([chunk.samples for chunk in rehearsal.chunks])
    assert np.abs(heard).max() > 3000
    assert rehearsal.recogniser.transcribe(heard, Language.ZH_CN, 0.8).text == "听明白了"


def test_a_recording_is_played_as_it_is(rehearsal: Rehearsal, tmp_path: Path) -> None:
    path = tmp_path / "yes.wav"
    tone = (9000 * np.sin(np.arange(16_000) / 8)).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone[None], format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert rehearsal.stage.say("是", Language.ZH_CN, path).kind == "recorded"
    rehearsal.clock.sleep(1.5)
    heard = np.concatenate([chunk.samples for chunk in rehearsal.chunks])
    assert tone.tobytes() in heard.tobytes()


@pytest.mark.parametrize("device", ["face_camera", "document_camera", "microphone"])
def test_a_pulled_plug_fails_once_and_comes_back(rehearsal: Rehearsal, device: str) -> None:
    rehearsal.clock.sleep(0.5)
    rehearsal.stage.unplug(device)
    rehearsal.stage.unplug(device)
    rehearsal.clock.sleep(0.5)
    assert [failure.device for failure in rehearsal.failures] == [device]
    with pytest.raises(DeviceError):
        rehearsal.start()
    rehearsal.stage.plug_in(device)
    rehearsal.start()
    seen = len(rehearsal.faces), len(rehearsal.cards), len(rehearsal.chunks)
    rehearsal.clock.sleep(0.5)
    now = len(rehearsal.faces), len(rehearsal.cards), len(rehearsal.chunks)
    assert all(one < other for one, other in zip(seen, now, strict=True))
    assert len(rehearsal.failures) == 1


def test_the_printer_can_be_unplugged_too(rehearsal: Rehearsal) -> None:
    rehearsal.stage.unplug("printer")
    with pytest.raises(DeviceError):
        rehearsal.printer.print_pdf(b"%PDF-1.7", "sheet")
    rehearsal.stage.plug_in("printer")
    rehearsal.printer.print_pdf(b"%PDF-1.7", "sheet")
    assert rehearsal.printer.pages == [("sheet", b"%PDF-1.7")]


def test_a_device_that_is_not_on_the_stage_is_an_error_of_the_story() -> None:
    stage = RehearsalStage(StageDevices())
    for act in (
        lambda: stage.unplug("face_camera"),
        lambda: stage.unplug("telescope"),
        lambda: stage.show_card(CardSide.FRONT, None),
        lambda: stage.show_face(None),
        lambda: stage.say("是", Language.ZH_CN, None),
        stage.take_card_away,
    ):
        with pytest.raises(DeviceError, match="no such device"):
            act()
    stage.move_head(1, 2, 3, 4)


def test_a_missing_picture_is_named_and_the_show_goes_on(rehearsal: Rehearsal, tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"gone\.jpg"):
        rehearsal.stage.show_card(CardSide.FRONT, tmp_path / "gone.jpg")
    with pytest.raises(DeviceError, match=r"gone\.mp4"):
        rehearsal.stage.show_face(tmp_path / "gone.mp4")
    rehearsal.clock.sleep(0.5)
    assert rehearsal.failures == []


def test_who_is_seen_before_the_camera(rehearsal: Rehearsal) -> None:
    stage, shown = rehearsal.stage, {}
    assert isinstance(stage, RehearsalStage)
    for who in ("borrower", "beside", "hidden", "nobody", "stranger"):
        stage.seat(who)
        shown[who] = rehearsal.face._footage.picture(0.0)
        assert (stage.beside, stage.stranger) == (who == "beside", who == "stranger")
        assert (stage.head_pose is None) is (who in ("hidden", "nobody"))
    left = slice(None, shown["borrower"].shape[1] // 3)
    assert (shown["beside"][:, left] == shown["borrower"][:, left]).all()
    assert len({picture.tobytes() for picture in shown.values()}) == len(shown)
