"""Three levels, the same for every engine, and nothing clipped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.consent.facts import VOLUMES
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Mark, Sound
from kiosk.runtime.loudness import ready

RATE = 16_000


def tone(peak: float, seconds: float = 1.0) -> np.ndarray:  # type: ignore[type-arg]
    return np.asarray(peak * np.sin(2 * np.pi * 300 * np.arange(round(seconds * RATE)) / RATE), np.int16)


def loudness(sound: Sound) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.samples.astype(float) ** 2)) / 32767))


@pytest.mark.parametrize("peak", [700, 9000, 32700])
def test_whatever_the_engine_gives_a_level_is_as_loud(peak: float) -> None:
    levels = [loudness(ready(Sound(tone(peak), RATE), volume)) for volume in VOLUMES]
    assert levels == pytest.approx([-27, -21, -15], abs=0.5)


@pytest.mark.parametrize("volume", VOLUMES)
def test_real_speech_has_three_levels_and_is_not_clipped(volume: int) -> None:
    raw = EspeakVoice().synthesise("您每月还三千七百六十五元零五分。", Language.ZH_CN, 1.0)
    made = ready(raw, volume)
    peak = np.abs(made.samples.astype(int)).max()
    assert {1: 2_000, 2: 5_000, 3: 10_000}[volume] < peak < 31_800
    assert np.count_nonzero(np.abs(made.samples.astype(int)) == peak) < 3


@given(st.integers(1, 32_767), st.integers(1, 400), st.integers(0, 9))
def test_a_click_in_soft_speech_makes_it_softer_and_is_never_cut(click: int, voice: int, volume: int) -> None:
    samples = tone(voice)
    samples[5000] = click
    made = ready(Sound(samples, RATE), volume)
    assert np.abs(made.samples.astype(int)).max() <= 31_800
    heard = made.samples.astype(float)
    scale = np.abs(heard).max() / max(1, np.abs(samples.astype(int)).max())
    offset = int(np.argmax(np.abs(heard))) - int(np.argmax(np.abs(samples.astype(int))))
    begin = max(0, -offset)
    assert np.allclose(heard, samples[begin : begin + len(heard)] * scale, atol=1.0 + scale)


@pytest.mark.parametrize("samples", [np.zeros(0, np.int16), np.zeros(9000, np.int16)])
def test_silence_is_nothing(samples: np.ndarray) -> None:  # type: ignore[type-arg]
    assert len(ready(Sound(samples, RATE, marks=(Mark(0, 0.1),)), 2).samples) == 0


def test_the_engines_own_silence_goes_and_its_marks_move_along() -> None:
    quiet = np.zeros(RATE // 2, np.int16)
    sound = Sound(np.concatenate([quiet, tone(9000), quiet]), RATE, marks=(Mark(0, 0.5), Mark(3, 1.2)))
    made = ready(sound, 2)
    assert made.seconds == pytest.approx(1.0, abs=0.03)
    assert [mark.seconds for mark in made.marks] == pytest.approx([0.0, 0.7], abs=0.02)
