"""The device adapter against a loopback stream; OpenCV's side effects."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.camera_opencv import OpenCvCamera
from kiosk.devices.clock_system import SystemClock
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Frame
from tests.devices.mjpeg_server import MjpegServer


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer()
    yield server
    server.close()


def test_frames_come_in_the_size_asked_for(server: MjpegServer) -> None:
    camera = OpenCvCamera("face_camera", SystemClock(), server.url, size=(320, 180))
    came = threading.Event()
    frames: list[Frame] = []
    camera.start(lambda frame: (frames.append(frame), came.set()), lambda _: None)
    assert came.wait(10)
    camera.stop()
    assert frames[0].image.shape == (180, 320, 3)


def test_damaged_pictures_do_not_lose_the_camera(server: MjpegServer) -> None:
    server.damage.set()
    enough = threading.Event()
    failures: list[DeviceError] = []
    camera = OpenCvCamera("face_camera", SystemClock(), server.url)
    camera.start(lambda frame: enough.set() if frame.index >= 10 else None, failures.append)
    assert enough.wait(20)
    camera.stop()
    assert failures == []


def test_a_closed_stream_is_a_failure(server: MjpegServer) -> None:
    failed = threading.Event()
    camera = OpenCvCamera("document_camera", SystemClock(), server.url, stall_seconds=0.3)
    camera.start(lambda _: None, lambda _: failed.set())
    server.cut.set()
    assert failed.wait(10)
    camera.stop()


def test_a_camera_of_people_whose_picture_stands_is_lost_until_it_moves(server: MjpegServer) -> None:
    failed = threading.Event()
    failures: list[DeviceError] = []
    camera = OpenCvCamera("face_camera", SystemClock(), server.url, stall_seconds=0.5, lively=True)
    camera.start(lambda _: None, lambda failure: (failures.append(failure), failed.set()))
    assert not failed.wait(1.5)
    server.still.set()
    assert failed.wait(10)
    assert "does not change" in failures[0].reason
    with pytest.raises(DeviceError, match="does not change"):
        camera.start(lambda _: None, failures.append)
    server.still.clear()
    came = threading.Event()
    camera.start(lambda _: came.set(), failures.append)
    assert came.wait(10)
    camera.stop()


def test_a_desk_may_lie_still(server: MjpegServer) -> None:
    server.still.set()
    failed = threading.Event()
    camera = OpenCvCamera("document_camera", SystemClock(), server.url, stall_seconds=0.5)
    camera.start(lambda _: None, lambda _: failed.set())
    assert not failed.wait(1.5)
    camera.stop()


@pytest.mark.parametrize("where", [97, "/dev/video97", "http://127.0.0.1:9/none.mjpg", "nonsense"])
def test_no_such_camera_is_a_plain_sentence(where: int | str) -> None:
    camera = OpenCvCamera("face_camera", SystemClock(), where)
    with pytest.raises(DeviceError, match="check its cable"):
        camera.start(lambda _: None, lambda _: None)


def test_opencv_leaves_qt_alone_and_uses_one_thread(root: Path) -> None:
    program = (
        "import os; os.environ['QT_QPA_FONTDIR'] = '/mine'; from kiosk.devices.vision.opencv import cv2;"
        "print(cv2.getNumThreads(), os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'), os.environ['QT_QPA_FONTDIR'])"
    )
    out = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["1", "None", "/mine"]
