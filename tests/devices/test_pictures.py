"""Files made by others: what can't be read is nothing, never an error."""

from pathlib import Path

import av
import numpy as np
import pytest

from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.pictures import read_frames, read_picture

PICTURE = np.full((48, 64, 3), 90, np.uint8)


def clip(path: Path, count: int) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height = 64, 48
        for n in range(count):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 10 * n, np.uint8), format="bgr24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_colour_grey_and_alpha_become_bgr(tmp_path: Path) -> None:
    for name, picture in (("c", PICTURE), ("g", PICTURE[..., 0]), ("a", np.dstack([PICTURE, PICTURE[..., :1]]))):
        path = tmp_path / f"{name}.png"
        cv2.imwrite(str(path), picture)
        read = read_picture(path)
        assert read is not None
        assert read.shape == (48, 64, 3)


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\x00" * 50, b"\x89PNG\r\n\x1a\n" * 9]
)
def test_broken_pictures_are_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(content)
    assert read_picture(path) is None


def test_absent_files_and_folders_are_none(tmp_path: Path) -> None:
    assert read_picture(tmp_path / "no.jpg") is None
    assert read_picture(tmp_path) is None
    assert list(read_frames(tmp_path / "no.mp4", 5)) == []
    assert list(read_frames(tmp_path, 5)) == []


def test_a_small_file_that_claims_a_huge_picture_is_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    cv2.imwrite(str(path), np.zeros((8000, 8000), np.uint8))
    assert path.stat().st_size < 1_000_000
    assert read_picture(path) is None


def test_half_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "half.png"
    cv2.imwrite(str(path), np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8))
    path.write_bytes(path.read_bytes()[:2000])
    read = read_picture(path)
    assert read is None or read.shape == (200, 200, 3)


def test_frames_are_spread_over_a_clip_in_order(tmp_path: Path) -> None:
    frames = list(read_frames(clip(tmp_path / "c.mp4", 20), 5))
    tones = [int(frame.mean()) for frame in frames]
    assert len(frames) == 5
    assert tones == sorted(tones)
    assert tones[-1] - tones[0] > 150


def test_frames_of_a_folder(tmp_path: Path) -> None:
    for n in range(7):
        cv2.imwrite(str(tmp_path / f"{n:03d}.png"), np.full((8, 8, 3), 30 * n, np.uint8))
    (tmp_path / "003.png").write_bytes(b"broken")
    (tmp_path / "labels.csv").touch()
    assert [int(frame.mean()) for frame in read_frames(tmp_path, 100)] == [0, 30, 60, 120, 150, 180]


@pytest.mark.parametrize("keep", [0, 40, 3000])
def test_a_broken_clip_gives_what_it_has(tmp_path: Path, keep: int) -> None:
    path = clip(tmp_path / "c.mp4", 20)
    path.write_bytes(path.read_bytes()[:keep])
    assert len(list(read_frames(path, 5))) <= 5
