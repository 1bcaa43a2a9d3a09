"""Footage from files: forward and back, damaged files named."""

from pathlib import Path

import av
import numpy as np
import pytest

from kiosk.devices.camera_file import StillFootage, open_footage, read_picture
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError


def _picture(level: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    return np.full((size[1], size[0], 3), level, np.uint8)


def _jpeg(path: Path, level: int) -> Path:
    noise = np.random.default_rng(level).integers(0, 255, (120, 160, 3), np.uint8)
    path.write_bytes(bytes(cv2.imencode(".jpg", noise)[1]))
    return path


def _video(path: Path, levels: list[int]) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for level in levels:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(_picture(level), format="bgr24")))
        container.mux(stream.encode())
    return path


def test_a_folder_plays_forward_and_back_at_25_a_second(tmp_path: Path) -> None:
    for number, level in enumerate((10, 60, 110, 160)):
        cv2.imwrite(str(tmp_path / f"{number:03}.png"), _picture(level))
    (tmp_path / "labels.csv").write_text("not a picture")
    footage = open_footage(tmp_path, "face_camera")
    seen = [int(footage.picture(n / 25).mean()) for n in range(10)]
    assert seen == pytest.approx([10, 60, 110, 160, 110, 60, 10, 60, 110, 160], abs=3)


def test_a_video_plays_at_its_own_pace(tmp_path: Path) -> None:
    footage = open_footage(_video(tmp_path / "clip.mp4", [40, 90, 140]), "face_camera")
    seen = [int(footage.picture(n / 20).mean()) for n in range(8)]
    assert seen == pytest.approx([40, 40, 90, 90, 140, 140, 90, 90], abs=4)


def test_one_picture_alone_is_allowed(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "only.png"), _picture(77))
    footage = open_footage(tmp_path, "face_camera")
    assert int(footage.picture(123.4).mean()) == pytest.approx(77, abs=2)


def test_pictures_are_fitted_without_distortion(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "tall.png"), _picture(200, (50, 100)))
    picture = open_footage(tmp_path / "tall.png", "face_camera", size=(160, 90)).picture(0)
    assert picture.shape == (90, 160, 3)
    bright = np.flatnonzero(picture[45, :, 0] > 150)
    assert (bright.min(), bright.max() + 1) == (58, 102)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "nobody"
    folder.mkdir()
    with pytest.raises(DeviceError, match="nobody has no pictures"):
        open_footage(folder, "face_camera")


@pytest.mark.parametrize("fault", ["cut", "noise", "empty"])
def test_a_damaged_jpeg_is_named(tmp_path: Path, fault: str) -> None:
    path = _jpeg(tmp_path / "broken.jpg", 3)
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 2], "noise": b"\x01" * 500, "empty": b""}[fault])
    with pytest.raises(DeviceError, match=r"broken\.jpg"):
        open_footage(path, "document_camera")


def test_a_damaged_jpeg_in_a_folder_is_named_when_it_is_reached(tmp_path: Path) -> None:
    for number in range(3):
        _jpeg(tmp_path / f"{number}.jpg", number)
    (tmp_path / "1.jpg").write_bytes(b"\xff\xd8nothing")
    footage = open_footage(tmp_path, "face_camera")
    with pytest.raises(DeviceError, match=r"1\.jpg"):
        footage.picture(0.1)


@pytest.mark.parametrize("content", [b"", b"no video at all", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 40])
def test_a_damaged_video_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(DeviceError, match=r"clip\.mp4"):
        open_footage(path, "face_camera")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"gone\.mp4"):
        open_footage(tmp_path / "gone.mp4", "face_camera")
    with pytest.raises(DeviceError, match=r"gone\.jpg"):
        read_picture(tmp_path / "gone.jpg", "face_camera")


def test_a_still_shares_its_picture() -> None:
    picture = _picture(9)
    still = StillFootage(picture)
    assert still.picture(0) is still.picture(99)


@pytest.mark.shared
def test_the_people_of_the_shared_folder_move(shared_dir: Path) -> None:
    for motion in ("motion/nuaa_seq/live_0007", "motion/clips/rizkiarm_bbaf2n.mpg"):
        footage = open_footage(shared_dir / "data" / motion, "face_camera", size=(640, 360))
        first, later = footage.picture(0).astype(int), footage.picture(0.8).astype(int)
        assert first.shape == (360, 640, 3)
        assert np.abs(first - later).mean() > 0.3
