"""PyAV's own: marks, sizes, gaps in the sound, hostile boxes."""

import io
import json
import struct

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.encoder_pyav import PyavEncoderFactory
from kiosk.devices.fragments import FragmentCutter, boxes
from kiosk.ports.encoder import Fragment
from tests.devices.pictures_and_sound import grey_frame, levels, loudness, media_of, tone_chunk


def record(factory: PyavEncoderFactory, size: tuple[int, int] = (320, 180), frames: int = 20) -> list[Fragment]:
    fragments: list[Fragment] = []
    encoder = factory.open(*size, 25, 0.0, fragments.append)
    for number in range(frames):
        encoder.push_frame(grey_frame(number, number / 25, 120, size))
    encoder.close()
    return fragments


def picture(media: bytes) -> np.ndarray:
    with av.open(io.BytesIO(media)) as container:
        return next(container.decode(video=0)).to_ndarray(format="gray")


def test_training_is_burnt_into_the_picture() -> None:
    plain, marked = (picture(media_of(record(PyavEncoderFactory(mark)))) for mark in ("", "TRAINING"))
    assert plain.std() < 2
    assert marked[-20:, :120].std() > 10
    assert marked[:140].std() < 2


def test_tracks_say_what_they_are_and_the_guide_is_marked_as_synthetic() -> None:
    with av.open(io.BytesIO(media_of(record(PyavEncoderFactory())))) as container:
        names = [stream.metadata["handler_name"] for stream in container.streams.audio]
        assert names == ["borrower: microphone", "guide: AI-generated synthetic speech"]
        assert '"Label":"1"' in container.metadata["AIGC"]
        assert [stream.type for stream in container.streams] == ["video", "audio", "audio"]


@pytest.mark.parametrize("voice", ["espeak-ng 1.52.0", "zh_CN: recorded (0a1b2c3d), else espeak-ng 1.52.0; en: 另一个"])
def test_the_sound_itself_names_the_engines_that_speak(voice: str) -> None:
    with av.open(io.BytesIO(media_of(record(PyavEncoderFactory(voice=voice))))) as container:
        label = json.loads(container.metadata["AIGC"])
        assert (label["Label"], label["Engine"]) == ("1", voice)
        assert container.streams.audio[1].metadata["handler_name"].endswith(f"({voice})")


@pytest.mark.parametrize("sounds", [(), (False,), (False, True)], ids=["silent", "microphone", "both"])
@pytest.mark.parametrize(
    ("fps", "hasty", "most"), [(25, False, 0.8), (15, False, 0.8), (8, False, 0.8), (5, True, 0.95)]
)
@pytest.mark.parametrize("phase", [0.0, 0.011, 0.1])
def test_what_a_cut_would_lose_is_less_than_a_second(
    fps: int, hasty: bool, most: float, sounds: tuple[bool, ...], phase: float
) -> None:
    """A power cut loses at most a second (ADR 0003). What the encoder holds back is the most of it."""
    fragments: list[Fragment] = []
    encoder = PyavEncoderFactory(hasty=hasty).open(64, 48, fps, 0.0, fragments.append)
    heard = {number * 0.032: sounds for number in range(1, 188)}
    seen = {number / fps + phase: number for number in range(6 * fps)}
    held = []
    for now in sorted({*heard, *seen}):
        held.append(now - fragments[-1].ends)
        if now in seen:
            encoder.push_frame(grey_frame(seen[now], now, 120, (64, 48)))
        for guide in heard.get(now, ()):
            encoder.push_sound(tone_chunk(now), guide=guide)
    encoder.close()
    assert max(held) <= most


def test_a_frame_of_another_size_is_fitted() -> None:
    fragments: list[Fragment] = []
    encoder = PyavEncoderFactory().open(64, 48, 25, 0.0, fragments.append)
    for number, size in enumerate([(64, 48), (128, 96), (40, 90), (63, 47)]):
        encoder.push_frame(grey_frame(number, number / 25, 120, size))
    encoder.close()
    assert len(levels(media_of(fragments))) == 4


def test_a_gap_in_the_microphone_becomes_silence_and_shifts_nothing() -> None:
    fragments: list[Fragment] = []
    encoder = PyavEncoderFactory().open(64, 48, 25, 0.0, fragments.append)
    for number in range(94):
        at = (number + 1) * 0.032
        if not 1.0 <= at < 2.0:
            encoder.push_sound(tone_chunk(at), guide=False)
    encoder.close()
    heard = loudness(media_of(fragments), 0)
    assert all(level > 0.08 for at, level in heard if 0.1 < at < 0.9 or 2.1 < at < 2.9)
    assert all(level < 0.02 for at, level in heard if 1.1 < at < 1.9)


@pytest.mark.parametrize(("width", "height"), [(63, 48), (64, 47)])
def test_odd_sizes_are_refused(width: int, height: int) -> None:
    with pytest.raises(ValueError, match="even"):
        PyavEncoderFactory().open(width, height, 25, 0.0, lambda _: None)


def test_a_mark_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        PyavEncoderFactory(mark="培训")


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=40))
def test_the_cutter_cuts_alike_however_the_bytes_come(sizes: list[int]) -> None:
    whole = record(PyavEncoderFactory(), (64, 48), 25)
    media, again, start = media_of(whole), [], 0
    cutter = FragmentCutter(again.append)
    for size in [*sizes, len(media)]:
        cutter.write(media[start : start + size])
        start += size
    assert again == whole


@pytest.mark.parametrize("content", [b"", b"\x00", struct.pack(">I4s", 4, b"moof"), struct.pack(">I4s", 900, b"mdat")])
def test_a_box_that_is_not_whole_is_no_box(content: bytes) -> None:
    assert list(boxes(content)) == []
