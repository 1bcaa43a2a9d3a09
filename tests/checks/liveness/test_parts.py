"""Parallax, digits, light and injection: what a flat, dubbed, unlit or made-up face can't show."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.liveness import (
    COLOURS,
    LIGHT_SECONDS,
    FaceSample,
    Glow,
    Response,
    Side,
    SoundLevel,
    judge_digits,
    judge_injection,
    judge_light,
    judge_parallax,
    summarise_digits,
    summarise_injection,
    summarise_light,
    summarise_parallax,
)
from kiosk.ports.face import MESH_POINTS, SKIN_PATCHES
from kiosk.ports.frame_trace import FrameTrace

NOSE = (1, 4, 5)
NAN = float("nan")


def turned_face(yaw: float, *, nose: float, bend: float = 0.0, seed: int = 0, shake: float = 0.0) -> FaceSample:
    """Points on a sheet 90 units between the eyes, `nose` units before it, seen from 600 away; `bend`: radius."""
    random = np.random.default_rng(11)
    across, down = random.uniform(-60, 60, MESH_POINTS), random.uniform(-60, 90, MESH_POINTS)
    across[33], down[33], across[263], down[263] = -45, 0, 45, 0
    across[list(NOSE)], down[list(NOSE)] = (0, 0, 0), (40, 36, 30)
    depth = np.zeros(MESH_POINTS) if not bend else bend * (np.cos(across / bend) - 1)
    across = across if not bend else bend * np.sin(across / bend)
    depth[list(NOSE)] += nose
    # Turned to his own right the front goes to the picture's left.
    angle = -np.radians(yaw)
    x, z = across * np.cos(angle) + depth * np.sin(angle), depth * np.cos(angle) - across * np.sin(angle)
    seen = np.stack([320 + 600 * x / (600 - z), 180 + 600 * down / (600 - z)], axis=1)
    seen += np.random.default_rng(seed).normal(0, shake, seen.shape)
    return FaceSample(float(seed), yaw, 0.0, mesh=seen.astype(np.float32))


def turning(most: float = 22.0, **sheet: float) -> tuple[FaceSample, ...]:
    yaws = (0, 1, 0, -1, most / 2, most, most, most, most / 2, 0)
    return tuple(turned_face(yaw, seed=place, **sheet) for place, yaw in enumerate(yaws))


@pytest.mark.parametrize("most", [22.0, -22.0, 14.0, 35.0])
@pytest.mark.parametrize("bend", [0.0, 150.0, 90.0])
def test_a_nose_stands_out_and_a_sheet_does_not(most: float, bend: float) -> None:
    assert judge_parallax(summarise_parallax(turning(most, nose=28.0, bend=bend, shake=0.4))) is Response.MADE
    assert judge_parallax(summarise_parallax(turning(most, nose=0.0, bend=bend, shake=0.4))) is Response.NOT_MADE


def test_a_nose_that_goes_the_wrong_way_is_none() -> None:
    mirrored = tuple(replace(s, yaw=-s.yaw) for s in turning(nose=28.0))
    assert judge_parallax(summarise_parallax(mirrored)) is Response.NOT_MADE


def test_without_a_turn_or_a_mesh_there_is_no_measure() -> None:
    seen = turning(nose=28.0)
    broken = tuple(replace(s, mesh=np.full((MESH_POINTS, 2), NAN, np.float32)) for s in seen)
    for samples in (turning(5.0, nose=28.0), tuple(replace(s, mesh=None) for s in seen), broken, seen[:4], ()):
        assert judge_parallax(summarise_parallax(samples)) is Response.NO_MEASURE


def speaking(
    begin: float = 0.6, *, lips: float = 0.3, sound_late: float = 0.0
) -> tuple[tuple[FaceSample, ...], tuple[SoundLevel, ...]]:
    """Four syllables of 0.3 s; 10 pictures a second."""

    def open_at(at: float) -> float:
        since = at - begin
        return lips if 0 <= since < 2.0 and since % 0.5 < 0.3 else 0.0

    mouths = tuple(FaceSample(n / 10, 0.0, 0.0, mouth=0.03 + open_at(n / 10)) for n in range(35))
    times = [n * 0.032 for n in range(110)]
    return mouths, tuple(
        SoundLevel(at, 0.9 if open_at(at - sound_late) or (lips == 0 and 1 < at < 3) else 0.05) for at in times
    )


def test_lips_in_time_with_the_right_digits() -> None:
    mouths, sound = speaking()
    assert judge_digits("4827", summarise_digits("4827", mouths, sound)) is Response.MADE
    assert judge_digits("4827", summarise_digits("4828", mouths, sound)) is Response.NOT_MADE
    assert judge_digits("4827", summarise_digits("", mouths, sound)) is Response.NO_MEASURE
    assert judge_digits("", summarise_digits("4827", mouths, sound)) is Response.NO_MEASURE


def test_a_voice_from_elsewhere_moves_no_lips() -> None:
    still, sound = speaking(lips=0.0)
    assert judge_digits("4827", summarise_digits("4827", still, sound)) is Response.NOT_MADE
    mouths, late = speaking(sound_late=1.1)
    assert judge_digits("4827", summarise_digits("4827", mouths, late)) is Response.NOT_MADE


def test_broken_sound_or_pictures_are_no_measure() -> None:
    mouths, sound = speaking()
    standing = tuple(replace(level, seconds=1.0) for level in sound)
    mute = tuple(replace(level, voice=NAN) for level in sound)
    blind = tuple(replace(s, mouth=NAN) for s in mouths)
    for samples, levels in (
        (mouths, standing),
        (mouths, mute),
        (blind, sound),
        ((), sound),
        (mouths, ()),
        (mouths[:4], sound),
    ):
        assert judge_digits("4827", summarise_digits("4827", samples, levels)) is not Response.MADE


GLOWS = tuple(Glow(name, side) for name, side in zip(COLOURS, (Side.LEFT, Side.RIGHT) * 3, strict=True))
STARTED = tuple(place * LIGHT_SECONDS for place in range(len(GLOWS)))


def lit(*, gain: float = 0.25, sideways: float = 0.3, wall: float = 0.0, tint: bool = False) -> tuple[FaceSample, ...]:
    """Skin under each glow; `sideways`: how much more the lit cheek gets; `tint`: the whole picture is coloured."""
    samples = []
    for glow, at in zip(GLOWS, STARTED, strict=True):
        colour = np.array(COLOURS[glow.colour]) / 255
        side = 1 if glow.side is Side.LEFT else -1
        for since in (0.1, 0.4, 0.6):
            skin = np.tile(np.array([90.0, 110.0, 150.0]), (len(SKIN_PATCHES), 1))
            shares = np.array([1, 1, 1 - side * sideways, 1 + side * sideways, 1])[:, None]
            skin = skin * (1 + gain * shares * colour)
            backdrop = np.array([120.0, 120.0, 120.0]) * (1 + wall * colour)
            if tint:
                skin, backdrop = skin * (1 + 0.3 * colour), backdrop * (1 + 0.3 * colour)
            samples.append(
                FaceSample(at + since, 0.0, 0.0, skin=skin.astype(np.float32), backdrop=backdrop.astype(np.float32))
            )
    return tuple(samples)


def test_a_lit_head_follows_the_screen_and_others_do_not() -> None:
    def verdict(samples: tuple[FaceSample, ...]) -> Response:
        return judge_light(GLOWS, summarise_light(GLOWS, STARTED, samples))

    assert verdict(lit()) is Response.MADE
    assert verdict(lit(wall=0.03)) is Response.MADE
    assert verdict(lit(gain=0.0)) is Response.NOT_MADE, "blind to the light"
    assert verdict(lit(gain=0.0, tint=True)) is Response.NOT_MADE, "a tint laid over the whole picture"
    assert verdict(lit(sideways=0.0)) is Response.NOT_MADE, "lit like a sheet"
    assert verdict(lit(sideways=-0.3)) is Response.NOT_MADE, "lit from the wrong side"
    assert verdict(lit(wall=0.25)) is Response.NOT_MADE, "a sheet whose background follows as well"
    assert verdict(()) is Response.NO_MEASURE
    assert verdict(lit()[:6]) is Response.NO_MEASURE


def test_another_order_of_colours_is_not_an_answer() -> None:
    shuffled = GLOWS[3:] + GLOWS[:3]
    assert judge_light(shuffled, summarise_light(shuffled, STARTED, lit())) is Response.NOT_MADE
    assert judge_light((), summarise_light(GLOWS, STARTED, lit())) is Response.NO_MEASURE


def test_dark_white_and_broken_skin_is_no_measure() -> None:
    for value in (2.0, 254.0, NAN):
        samples = tuple(replace(s, skin=np.full((len(SKIN_PATCHES), 3), value, np.float32)) for s in lit())
        assert judge_light(GLOWS, summarise_light(GLOWS, STARTED, samples)) is Response.NO_MEASURE


def traces(count: int = 30, *, jitter: float = 0.002, face: float = 1.0, wall: float = 1.1) -> tuple[FrameTrace, ...]:
    random = np.random.default_rng(5)
    return tuple(FrameTrace(n / 25 + float(random.uniform(0, jitter)), n, face, wall) for n in range(count))


def test_a_sensor_is_irregular_and_noisy() -> None:
    assert judge_injection(summarise_injection(traces())) is Response.MADE
    assert judge_injection(summarise_injection(traces(jitter=0.0))) is Response.NOT_MADE, "clockwork"
    assert judge_injection(summarise_injection(traces(face=0.05, wall=0.05))) is Response.NOT_MADE, "no noise"
    assert judge_injection(summarise_injection(traces(face=0.3, wall=2.0))) is Response.NOT_MADE, "two sensors"
    looped = tuple(replace(trace, fingerprint=trace.fingerprint % 7) for trace in traces())
    frozen = tuple(replace(trace, fingerprint=1) for trace in traces())
    assert judge_injection(summarise_injection(looped)) is Response.NOT_MADE
    assert judge_injection(summarise_injection(frozen)) is Response.NOT_MADE


def test_too_little_of_a_stream_is_no_measure() -> None:
    unseen = tuple(replace(trace, face_noise=None) for trace in traces())
    backwards = traces()[::-1]
    broken = tuple(replace(trace, seconds=NAN) for trace in traces())
    for some in (traces(5), unseen, backwards, broken, ()):
        assert judge_injection(summarise_injection(some)) is Response.NO_MEASURE


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=0, max_size=40))
def test_random_numbers_make_no_part(values: list[float]) -> None:
    samples = tuple(
        FaceSample(v, v, v, v, v, np.full((MESH_POINTS, 2), v, np.float32), np.full((5, 3), v, np.float32),
                   np.full(3, v, np.float32)) for v in values
    )  # fmt: skip
    sound = tuple(SoundLevel(v, v) for v in values)
    assert judge_parallax(summarise_parallax(samples)) is not Response.MADE
    assert judge_digits("12", summarise_digits("12", samples, sound)) is not Response.MADE
    assert judge_light(GLOWS, summarise_light(GLOWS, STARTED, samples)) is not Response.MADE
