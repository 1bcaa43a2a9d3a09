"""Two people at once are told from one: by what stays periodic when one pitch is taken out."""

from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.dialogue.two_voices import overlap
from kiosk.dialogue.understanding import TWO_VOICES, AcceptanceThresholds, understand
from kiosk.domain.speech import Grammar, Intent, Language, NotUnderstood, Transcript, Understood
from kiosk.ports.microphone import SAMPLE_RATE

ZH, EN = Language.ZH_CN, Language.EN
MOST = AcceptanceThresholds().overlap
SECOND = np.arange(SAMPLE_RATE) / SAMPLE_RATE

Sound = NDArray[np.float64]


def tone(pitch: float, glide: float = 0.0, seed: int = 0) -> Sound:
    """A second of a voice's harmonics; its pitch glides by so many hertz."""
    random = np.random.default_rng(seed)
    turns = 2 * np.pi * (pitch * SECOND + glide * SECOND**2 / 2)
    parts = (np.sin(n * turns + random.uniform(0, 6)) / n for n in range(1, int(2000 / pitch)))
    return np.sum(list(parts), axis=0) * 2000


def heard(sound: Sound) -> float:
    return overlap(sound.clip(-32768, 32767).astype(np.int16))


def said(text: str, language: Language) -> Sound:
    made = EspeakVoice().synthesise(text, language, 1.0)
    return np.asarray(resampled(made.samples, made.rate), np.float64)


@pytest.mark.parametrize("pitch", [85, 120, 180, 250, 330])
@pytest.mark.parametrize("glide", [-40, 0, 40])
def test_one_voice_is_one(pitch: float, glide: float) -> None:
    assert heard(tone(pitch, glide)) <= MOST


@pytest.mark.parametrize("pitch", [90, 130, 200])
@pytest.mark.parametrize("decibels", [20, 10])
def test_one_voice_in_noise_is_one(pitch: float, decibels: float) -> None:
    voice = tone(pitch, 20)
    noise = np.random.default_rng(1).normal(0, voice.std() / 10 ** (decibels / 20), len(voice))
    assert heard(voice + noise) <= MOST


def test_one_voice_in_a_room_is_one() -> None:
    random, length = np.random.default_rng(2), int(0.3 * SAMPLE_RATE)
    echo = random.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
    echo *= 0.5 / np.sqrt((echo**2).sum())
    echo[0] = 1.0
    for text, language in (("我同意", ZH), ("可以", ZH), ("I agree", EN), ("yes please", EN)):
        assert heard(np.convolve(said(text, language), echo)) <= MOST


@pytest.mark.parametrize(("one", "other"), [(110, 196), (130, 160), (95, 235), (180, 310)])
@pytest.mark.parametrize("loud", [0.6, 1.0, 1.6])
def test_two_voices_are_two(one: float, other: float, loud: float) -> None:
    assert heard(tone(one, 10) + loud * tone(other, -15, 1)) > MOST


def test_people_who_agree_are_one() -> None:
    for text, language in (("我同意", ZH), ("是的", ZH), ("第一家", ZH), ("yes", EN), ("of course", EN), ("two", EN)):
        assert heard(said(text, language)) <= MOST, text


@pytest.mark.parametrize("sound", [np.zeros(16000), np.zeros(0), np.ones(300), tone(120)[:700]])
def test_silence_and_the_shortest_sounds_hold_nobody_else(sound: Sound) -> None:
    assert heard(sound) == 0.0


def test_noise_alone_is_nobody() -> None:
    assert heard(np.random.default_rng(3).normal(0, 3000, SAMPLE_RATE)) <= MOST


def by_two(text: str, grammar: Grammar, language: Language = ZH, seconds: float = 1.2) -> object:
    """What is made of it when a second voice sounds in a third of it."""
    return understand(Transcript(text, language, -0.2, seconds, overlap=0.33), grammar, language)


CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))


@pytest.mark.parametrize(
    ("text", "grammar"),
    [
        ("我同意", CONSENT),
        ("三万二", Grammar(frozenset({Intent.NUMBER}), (Decimal(100), Decimal(10_000_000)))),
        ("江禾银行", Grammar(frozenset({Intent.CHOICE}), None, (("a", ("江禾银行",)), ("b", ("青山小贷",))))),
        ("听明白了", Grammar(frozenset({Intent.UNDERSTOOD}))),
    ],
)
def test_what_binds_is_not_taken_from_two(text: str, grammar: Grammar) -> None:
    assert isinstance(understand(Transcript(text, ZH, -0.2, 1.2), grammar, ZH), Understood)
    found = by_two(text, grammar)
    assert isinstance(found, NotUnderstood)
    assert found.reason == TWO_VOICES


@pytest.mark.parametrize(
    ("text", "intent"), [("不同意", Intent.NO), ("我不办了", Intent.STOP), ("叫人", Intent.HELP), ("等等", Intent.WAIT)]
)
def test_a_no_and_what_may_be_said_at_any_time_count_from_anybody(text: str, intent: Intent) -> None:
    found = by_two(text, CONSENT)
    assert isinstance(found, Understood)
    assert found.intent is intent
