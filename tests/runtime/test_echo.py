"""The guide's own sound, taken out by its track, and its own words, known again."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.echo_canceller_webrtc import WebrtcEchoCanceller
from kiosk.domain.speech import Language
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Samples
from kiosk.runtime.echo import Attention, EchoPath, LeftEcho, is_own

ZH, EN = Language.ZH_CN, Language.EN
Sound = NDArray[np.float64]


class Difference:
    """Near less far: shows what was put beside what."""

    def __init__(self) -> None:
        self.resets = 0

    def cancel(self, near: Samples, far: Samples) -> Samples:
        return near - far

    def reset(self) -> None:
        self.resets += 1


def chunk(value: int) -> Samples:
    return np.full(CHUNK_SAMPLES, value, np.int16)


def test_both_tracks_stay_together_whatever_pieces_come() -> None:
    path = EchoPath(Difference())
    track = np.arange(10 * CHUNK_SAMPLES, dtype=np.int16)
    for start in range(0, len(track), 700):
        path.played(track[start : start + 700])
    left = np.concatenate(
        [path.residual(track[at : at + CHUNK_SAMPLES], 0.0).cancelled for at in range(0, len(track), CHUNK_SAMPLES)]
    )
    assert not left.any()


def test_nothing_played_leaves_the_microphone_as_it_is() -> None:
    path = EchoPath(Difference())
    assert (path.residual(chunk(7), 0.0).cancelled == 7).all()
    assert (path.residual(chunk(7), 0.0).filtered == 7).all()


def test_a_speaker_that_runs_away_is_cut() -> None:
    path = EchoPath(Difference())
    path.played(np.ones(5 * SAMPLE_RATE, np.int16))
    left = [path.residual(chunk(1), 0.0).cancelled for _ in range(5 * SAMPLE_RATE // CHUNK_SAMPLES)]
    assert sum(not each.any() for each in left) == SAMPLE_RATE // CHUNK_SAMPLES


def test_the_session_ends_and_nothing_of_it_stays() -> None:
    canceller = Difference()
    path = EchoPath(canceller)
    path.played(chunk(5))
    path.forget()
    assert (path.residual(chunk(9), 0.0).cancelled == 9).all()
    assert canceller.resets == 1


@pytest.mark.parametrize(
    ("heard", "said", "language", "own"),
    [
        ("慢一点", "您随时可以说慢一点", ZH, True),
        ("慢一店", "您随时可以说慢一点", ZH, True),
        ("随时可以说", "您随时可以说慢一点", ZH, True),
        ("等一等", "您随时可以说慢一点", ZH, False),
        ("停", "请听我说完这一条", ZH, False),
        ("停", "您说停就停", ZH, True),
        ("什么意思", "一年的利息是四千五百元", ZH, False),
        ("", "您随时", ZH, False),
        ("停", "", ZH, False),
        ("please wait", "you may say please wait at any time", EN, True),
        ("wait", "this is the amount that you receive", EN, False),
        ("stop", "This is the amount; say stop, and we stop.", EN, True),
    ],
)
def test_its_own_words(heard: str, said: str, language: Language, own: bool) -> None:
    assert is_own(heard, said, language) is own


def through(borrower_at_the_end: bool) -> tuple[Sound, Sound, Sound, Sound]:
    """Noise in bursts through a room of a tenth of a second, 60 ms late at -10 dB: what came back of it, what was said,
    and both residuals."""
    random = np.random.default_rng(5)
    count = 12 * SAMPLE_RATE // CHUNK_SAMPLES * CHUNK_SAMPLES
    bursts = np.repeat(random.uniform(0.1, 1, count // 1600 + 1), 1600)[:count]
    far = random.normal(0, 3000, count) * bursts
    room = random.normal(0, 1, 1600) * np.exp(-np.arange(1600) / 300)
    room /= np.sqrt((room**2).sum())
    echo = np.convolve(np.concatenate([np.zeros(960), far]), room)[:count] * 10**-0.5
    borrower = np.zeros(count)
    if borrower_at_the_end:
        borrower[-SAMPLE_RATE:] = 4000 * np.sin(2 * np.pi * 300 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    near = (echo + borrower).clip(-32768, 32767).astype(np.int16)
    path = EchoPath(WebrtcEchoCanceller())
    left = []
    for at in range(0, count, CHUNK_SAMPLES):
        path.played(far[at : at + CHUNK_SAMPLES].clip(-32768, 32767).astype(np.int16))
        somebody = float(at > count - SAMPLE_RATE and borrower_at_the_end)
        left.append(path.residual(near[at : at + CHUNK_SAMPLES], somebody))
    cancelled = np.concatenate([each.cancelled for each in left]).astype(float)
    return echo, borrower, cancelled, np.concatenate([each.filtered for each in left]).astype(float)


def test_the_guide_is_taken_out_and_the_borrower_stays() -> None:
    echo, borrower, cancelled, filtered = through(borrower_at_the_end=True)
    alone, both = slice(5 * SAMPLE_RATE, -SAMPLE_RATE), slice(-SAMPLE_RATE + 2 * CHUNK_SAMPLES, None)
    assert cancelled[alone].std() < 0.25 * echo[alone].std()
    assert filtered[alone].std() < 0.25 * echo[alone].std()
    assert cancelled[both].std() > 0.3 * borrower[both].std()
    assert filtered[both].std() == pytest.approx(borrower[both].std(), rel=0.1)
    assert (filtered - borrower)[both].std() < 0.4 * echo[both].std()


def test_a_speaker_that_falls_silent_teaches_nothing() -> None:
    path = EchoPath(WebrtcEchoCanceller())
    for _ in range(50):
        assert (path.residual(chunk(300), 0.0).filtered == 300).all()


def test_the_real_canceller_wants_equal_lengths() -> None:
    with pytest.raises(ValueError, match="differ"):
        WebrtcEchoCanceller().cancel(chunk(0), chunk(0)[:-1])


def level(value: float, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).normal(0, value, CHUNK_SAMPLES).astype(np.int16)


def test_what_is_louder_than_the_echo_that_was_left_is_somebody() -> None:
    left = LeftEcho()
    for at in range(200):
        assert not left.louder(level(150, at), level(3000, at + 500), somebody=False)
    assert left.louder(level(2500), level(3000), somebody=False)
    assert left.louder(level(2500), level(3000), somebody=True)
    assert not left.louder(level(200), level(3000), somebody=True)


def test_a_room_that_becomes_louder_is_believed_after_a_while() -> None:
    left = LeftEcho()
    for at in range(200):
        left.louder(level(150, at), level(3000, at + 500), somebody=False)
    heard = [left.louder(level(1500, at), level(3000, at + 500), somebody=False) for at in range(100)]
    assert heard[0]
    assert not any(heard[60:])


def test_where_nothing_is_played_nothing_is_louder() -> None:
    left = LeftEcho()
    assert not any(left.louder(level(5000, at), chunk(0), somebody=False) for at in range(40))


def test_loudness_follows_only_who_has_begun() -> None:
    attention = Attention()
    assert attention.followed(0.1, louder=True) == 0.1
    assert attention.followed(0.4, louder=True) > 0.5
    assert [attention.followed(0.0, louder=True) > 0.5 for _ in range(20)].count(True) == 16
    assert attention.followed(0.9, louder=False) == 0.9
    assert attention.followed(0.0, louder=False) == 0.0
