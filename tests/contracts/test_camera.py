"""What every camera keeps: a device (a stream), file-fed footage."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.camera_file import open_footage
from kiosk.devices.camera_opencv import OpenCvCamera
from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Camera, Frame
from tests.devices.mjpeg_server import MjpegServer


@dataclass
class Rig:
    """A camera, its expected source, and how time passes until it has pushed something."""

    camera: Camera
    source: Source
    let_pass: Callable[[Callable[[], bool]], None]
    a_moment: Callable[[], None]
    lose: Callable[[], None]
    recover: Callable[[], None]


def _folder(folder: Path) -> Path:
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((48, 64, 3), 40 * number + 20, np.uint8))
    return folder


@pytest.fixture(params=["stream", "folder real time", "folder simulated time", "still"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    real = SystemClock()

    def in_real_time(done: Callable[[], bool]) -> None:
        waited = threading.Event()
        for _ in range(1000):
            if done() or waited.wait(0.01):
                break

    def a_moment() -> None:
        threading.Event().wait(0.3)

    if request.param == "stream":
        server = MjpegServer()
        camera = OpenCvCamera("face_camera", real, server.url, stall_seconds=0.5)
        yield Rig(camera, Source.DEVICE, in_real_time, a_moment, server.frozen.set, server.frozen.clear)
        camera.stop()
        server.close()
        return
    if request.param == "folder real time":
        paced = PacedCamera("face_camera", real, open_footage(_folder(tmp_path), "face_camera"))
        yield Rig(paced, Source.FILE, in_real_time, a_moment, paced.unplug, paced.plug_in)
        paced.stop()
        return
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    footage = open_footage(
        _folder(tmp_path) if "folder" in request.param else _folder(tmp_path) / "0.png", "face_camera"
    )
    paced = PacedCamera("face_camera", clock, footage)
    yield Rig(paced, Source.FILE, lambda _: clock.sleep(1.0), lambda: clock.sleep(1.0), paced.unplug, paced.plug_in)


class TestCamera:
    def test_frames_are_bgr_counted_and_in_order(self, rig: Rig) -> None:
        frames: list[Frame] = []
        rig.camera.start(frames.append, lambda _: None)
        rig.let_pass(lambda: len(frames) >= 8)
        rig.camera.stop()
        assert len(frames) >= 8
        assert [frame.index for frame in frames] == list(range(len(frames)))
        assert all(frame.image.dtype == np.uint8 and frame.image.shape[2] == 3 for frame in frames)
        times = [frame.at.mono for frame in frames]
        assert times == sorted(times)
        assert rig.camera.source is rig.source

    def test_nothing_comes_after_stop_and_stopping_twice_is_allowed(self, rig: Rig) -> None:
        frames: list[Frame] = []
        rig.camera.start(frames.append, lambda _: None)
        rig.let_pass(lambda: len(frames) >= 2)
        rig.camera.stop()
        rig.camera.stop()
        count = len(frames)
        rig.a_moment()
        assert len(frames) == count > 0

    def test_stop_from_within_the_sink(self, rig: Rig) -> None:
        frames: list[Frame] = []

        def sink(frame: Frame) -> None:
            frames.append(frame)
            rig.camera.stop()

        rig.camera.start(sink, lambda _: None)
        rig.let_pass(lambda: len(frames) >= 1)
        rig.a_moment()
        assert len(frames) == 1

    def test_a_lost_camera_fails_once_in_a_plain_sentence_and_can_be_started_again(self, rig: Rig) -> None:
        frames: list[Frame] = []
        failures: list[DeviceError] = []
        rig.camera.start(frames.append, failures.append)
        rig.let_pass(lambda: len(frames) >= 1)
        rig.lose()
        rig.let_pass(lambda: len(failures) >= 1)
        rig.a_moment()
        assert [failure.device for failure in failures] == ["face_camera"]
        assert "camera" in failures[0].reason
        rig.recover()
        count = len(frames)
        rig.camera.start(frames.append, failures.append)
        rig.let_pass(lambda: len(frames) > count)
        rig.camera.stop()
        assert len(frames) > count
