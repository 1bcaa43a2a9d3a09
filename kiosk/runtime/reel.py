"""An utterance on its way to the speaker: each part is made while the one before is played."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass

from kiosk.dialogue.utterance import Part, moments
from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound
from kiosk.runtime.loudness import silence
from kiosk.runtime.sounding import Sounding

AHEAD = 2
"""Parts made or being made beside the one that is played."""
_AFTER_SENTENCE, _AFTER_COMMA = 0.25, 0.16
_LOOK_EVERY = 0.05
_LIT_EVERY = 0.1
"""Seconds; the screen is drawn anew at most so often."""

Make = Callable[[Part], Sound]


@dataclass(frozen=True, slots=True)
class _Playing:
    """`begins`: when each unit sounds, in seconds from the part's own beginning, which is `at`."""

    part: Part
    at: float
    begins: tuple[float, ...]


class Reel:
    """`going`: whether it is still wanted. `ahead`: where parts are made; None: when their turn comes.

    `failure` stands when a part could not be made; the speaker has then played all before it.
    """

    def __init__(
        self, text: str, parts: Sequence[Part], make: Make, going: Callable[[], bool], ahead: Executor | None
    ) -> None:
        self._text, self._make, self._going, self._ahead = text, make, going, ahead
        self._to_come = deque(part for part in parts if part.audible)
        self._made: deque[tuple[Part, Future[Sound]]] = deque()
        self._playing: deque[_Playing] = deque()
        self._heard, self._handed_over, self._lit_at = 0.0, 0.0, -_LIT_EVERY
        self._lit: Sounding | None = None
        self.failure: DeviceError | None = None
        self.rest = text
        """What has not been said yet."""
        self._engines: dict[str, None] = {}

    @property
    def engines(self) -> str:
        """Those that spoke it so far."""
        return ", ".join(self._engines)

    def sounds(self) -> Iterator[Sound]:
        """The parts and the pauses between them; ends early when it is no longer wanted or a part failed."""
        before: Part | None = None
        last_rate = SAMPLE_RATE
        try:
            while self._begin_next():
                if before is not None:
                    yield self._counted(silence(_AFTER_SENTENCE if before.ends_sentence else _AFTER_COMMA, last_rate))
                part, sound = self._next()
                if sound is None:
                    return
                self.rest = self._text[part.shown[0] :]
                self._engines[sound.engine] = None
                marks = [(mark.place, mark.seconds) for mark in sound.marks]
                self._playing.append(_Playing(part, self._handed_over, moments(part, marks, sound.seconds)))
                yield self._counted(sound)
                self.rest = self._text[part.shown[1] :]
                before, last_rate = part, sound.rate
        except DeviceError as failure:
            self.failure = failure
        finally:
            for _, made in self._made:
                made.cancel()

    def played(self, samples: Samples) -> Sounding | None:
        """So much more has been heard: what is lit from now on, or None if nothing changes."""
        self._heard += len(samples) / SAMPLE_RATE
        while len(self._playing) > 1 and self._playing[1].at <= self._heard:
            self._playing.popleft()
        lit = self._now()
        if lit is None or lit == self._lit or self._heard - self._lit_at < _LIT_EVERY:
            return None
        self._lit, self._lit_at = lit, self._heard
        return lit

    def _now(self) -> Sounding | None:
        if not self._playing:
            return None
        playing = self._playing[0]
        begun = [n for n, begins in enumerate(playing.begins) if playing.at + begins <= self._heard]
        if not begun:
            return None
        return Sounding(self._text, playing.part.shown, playing.part.units[begun[-1]].shown)

    def _counted(self, sound: Sound) -> Sound:
        self._handed_over += sound.seconds
        return sound

    def _begin_next(self) -> bool:
        """Whether something is still to come."""
        if self._ahead is None:
            return bool(self._to_come)
        while self._to_come and len(self._made) < AHEAD:
            part = self._to_come.popleft()
            self._made.append((part, self._ahead.submit(self._make, part)))
        return bool(self._made)

    def _next(self) -> tuple[Part, Sound | None]:
        if self._ahead is None:
            part = self._to_come.popleft()
            return part, self._make(part) if self._going() else None
        part, future = self._made.popleft()
        self._begin_next()  # two beside the one that is about to be played
        while self._going():
            if wait([future], _LOOK_EVERY).done:
                return part, future.result()
        future.cancel()
        return part, None
