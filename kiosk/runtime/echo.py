"""The guide's own voice in the microphone: taken out by its track, and known again by its words.

Both tracks run on one clock, but arrive in pieces of their own. What was played is queued and taken chunk by chunk
with the microphone's, so that the delay between them stays the same while something sounds.
"""

import re
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kiosk.dialogue.phonetics import syllables
from kiosk.domain.speech import Language
from kiosk.ports.echo_canceller import EchoCanceller
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Samples
from kiosk.runtime.echo_filter import LinearEchoFilter

_MOST_QUEUED = SAMPLE_RATE
"""A speaker that runs a second ahead of its sound is broken; older sound is dropped."""
_LIKE_OWN = 0.6
"""Share of the heard syllables or words that the guide is saying in this order: then it heard itself."""
_SOMEBODY, _AFTER_SPEECH = 0.25, 6
"""Probability, and chunks."""
_AT_FIRST, _RINGS_ON, _FORGETS, _BELIEVES = 0.5, 12, 0.97, 1.06
"""Share of the guide's sound that comes back before anything is known, chunks for which a room rings on, and how fast
it is forgotten and believed, a chunk: a word begins at once, a room becomes louder slowly."""
_TIMES, _SILENT = 2.5, 100.0
"""How many times louder than the echo that was left; below this level nobody speaks."""
_BEGUN, _GOES_ON, _FOLLOWED = 0.3, 0.6, 16
"""Probability from which somebody perhaps began, the one at which he goes on, and for how many chunks."""
_SIGNS = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """Of one chunk. `cancelled` tells when somebody speaks: no echo is left, but much of him is gone with it.
    `filtered` is what to decode: all of him, and a little echo. `louder`: than the echo that is left in it ever was."""

    cancelled: Samples
    filtered: Samples
    louder: bool = False


class LeftEcho:
    """How much of the guide the filter leaves, of what the speaker was given: a share that grows and falls slowly."""

    def __init__(self) -> None:
        self._share = _AT_FIRST
        self._far: deque[float] = deque([0.0] * _RINGS_ON, maxlen=_RINGS_ON)

    def louder(self, left: Samples, far: Samples, *, somebody: bool) -> bool:
        """Whether so much can't be echo. `somebody` spoke a moment ago: nothing is learned from this chunk."""
        self._far.append(_level(far))
        loudest, level = max(self._far), _level(left)
        if loudest < _SILENT:
            return False
        louder = level > _TIMES * self._share * loudest + _SILENT
        if not somebody:
            self._share = min(max(level / loudest, _FORGETS * self._share), _BELIEVES * self._share)
        return louder


class Attention:
    """Who began to speak over the guide is followed by his loudness: a canceller takes whole syllables from him."""

    def __init__(self) -> None:
        self._since = _FOLLOWED

    def followed(self, probability: float, *, louder: bool) -> float:
        """The detector's probability on the cancelled sound, raised where he is heard to go on."""
        on = louder and self._since < _FOLLOWED
        self._since = 0 if probability >= _BEGUN else self._since + 1
        return max(probability, _GOES_ON) if on or (louder and probability >= _BEGUN) else probability


class EchoPath:
    """`played` from the speaker's thread, `residual` from the microphone's."""

    def __init__(self, canceller: EchoCanceller) -> None:
        self._canceller = canceller
        self._filter, self._left = LinearEchoFilter(), LeftEcho()
        self._spoke = 0
        self._queued: Samples = np.zeros(0, np.int16)
        self._lock = threading.Lock()

    def played(self, samples: Samples) -> None:
        """What the speaker was given, 16 kHz."""
        with self._lock:
            self._queued = np.concatenate([self._queued, samples])[-_MOST_QUEUED:]

    def residual(self, near: Samples, somebody: float) -> Residual:
        """CHUNK_SAMPLES without the guide. `somebody`: the probability that the chunk before held speech: while
        somebody speaks, and shortly after, the filter does not learn."""
        self._spoke = _AFTER_SPEECH if somebody > _SOMEBODY else max(0, self._spoke - 1)
        with self._lock:  # a canceller serves one thread at a time
            far, self._queued = self._queued[:CHUNK_SAMPLES], self._queued[CHUNK_SAMPLES:]
            whole = np.zeros(CHUNK_SAMPLES, np.int16)
            whole[: len(far)] = far
            if not self._spoke:
                self._filter.learn()
            cancelled, left = self._canceller.cancel(near, whole), self._filter.leave(near, whole)
            return Residual(cancelled, left, self._left.louder(left, whole, somebody=self._spoke > 0))

    def forget(self) -> None:
        """The session is over; the room may be another by the next."""
        with self._lock:
            self._queued = np.zeros(0, np.int16)
            self._canceller.reset()
            self._filter, self._left = LinearEchoFilter(), LeftEcho()


def _level(samples: Samples) -> float:
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean()))


def is_own(heard: str, said: str, language: Language) -> bool:
    """Whether a transcript is what the guide is saying, by its sound and in its order, wherever it begins.

    >>> is_own("慢一点", "您随时可以说慢一点", Language.ZH_CN), is_own("等一等", "您随时可以说慢一点", Language.ZH_CN)
    (True, False)
    """
    one, other = _sounds(heard, language), _sounds(said, language)
    if not one or not other:
        return False
    if len(one) == 1 and language is Language.ZH_CN:
        return bool(set(heard) & set(said) & set(_SIGNS.findall(heard)))  # 停 is not 听, which is said all the time
    longest = max(_common(one, window) for window in _windows(other, len(one)))
    return longest / len(one) >= _LIKE_OWN


def _sounds(text: str, language: Language) -> Sequence[str]:
    if language is Language.ZH_CN:
        return syllables(text)
    return "".join(sign if sign.isalnum() or sign == "'" else " " for sign in text.lower()).split()


def _windows(sounds: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    """All runs little longer than what was heard: over a long sentence any word would find its sounds somewhere."""
    size = length + max(1, length // 3)
    for start in range(max(1, len(sounds) - size + 1)):
        yield sounds[start : start + size]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for sound in one:
        last = 0
        for place, found in enumerate(other, start=1):
            kept, row[place] = row[place], last + 1 if sound == found else max(row[place], row[place - 1])
            last = kept
    return row[-1]
