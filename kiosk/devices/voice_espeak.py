"""Voice: espeak-ng 1.52 (its Mandarin phonemes are right), as the library that espeakng_loader brings.

espeak-ng is one machine a process with one call-back: every instance here shares it behind one lock.
Text is spoken as it stands: numbers and amounts are put in words before (`kiosk.dialogue.spoken`).
"""

import ctypes
import threading
from typing import Any

import numpy as np

from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Mark, Sound

SLOWEST, FASTEST = 0.7, 1.3

_SYNCHRONOUS, _UTF8, _RATE_PARAMETER = 2, 1, 1
"""AUDIO_OUTPUT_SYNCHRONOUS of speak_lib.h. AUDIO_OUTPUT_RETRIEVAL speaks in a thread of the library's own, and a text
that comes just as that thread goes to rest (150 ms after the last) is said to be done before it has begun: a sentence
without sound, and the next one speaks into it or crashes."""
_NORMAL_WORDS_A_MINUTE = {Language.ZH_CN: 150, Language.EN: 160}  # espeak's own 175 is hurried for a 70-year-old
_VOICES = {Language.ZH_CN: b"cmn", Language.EN: b"en-us"}
_LIST_ENDS, _WORD_BEGINS = 0, 1


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h. `text_position` counts characters from 1, `sample` from the utterance's begin."""

    _fields_ = (
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", _EventId),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_BUFFER_MS = 2000
"""The default of 60 ms wakes Python for each: the screen, which is drawn at the same moment, has to wait for it."""


class EspeakVoice:
    """Robotic and always there. `pace`: the site's own, 1.0 normal, on which a borrower's choice counts. Raises
    DeviceError when the library can't be loaded."""

    def __init__(self, pace: float = 1.0) -> None:
        self._pace = pace
        with _LOCK:
            self._machine = _machine()

    @property
    def engine(self) -> str:
        """Name and version, for the manifest."""
        return f"espeak-ng {self._machine.version}"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """Speech at `rate` 0.7 to 1.3 (beyond it is cut); an empty text is an empty sound. Raises DeviceError."""
        rate = self._pace * min(FASTEST, max(SLOWEST, rate))
        with _LOCK:
            samples, marks = self._machine.speak(
                text, _VOICES[language], round(_NORMAL_WORDS_A_MINUTE[language] * rate)
            )
        return Sound(samples, self._machine.rate, synthetic=True, engine=self.engine, marks=marks)


class _Machine:
    """The library; used behind the lock only."""

    def __init__(self) -> None:
        import espeakng_loader

        try:
            self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (OSError, RuntimeError) as error:
            raise DeviceError("voice", f"the voice can't be loaded: {error}") from error
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data.encode(), 0)
        if self.rate <= 0:
            raise DeviceError("voice", f"the voice's files in {data} can't be used")
        self._library.espeak_Info.restype = ctypes.c_char_p
        self.version = self._library.espeak_Info(None).decode().split()[0]
        self._heard: list[Samples] = []
        self._marks: list[Mark] = []
        self._callback = _Callback(self._take)  # kept: the library holds a bare pointer to it
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: bytes, words_a_minute: int) -> tuple[Samples, tuple[Mark, ...]]:
        """Mono int16 at `rate`, and where each word begins."""
        self._heard, self._marks = [], []
        if self._library.espeak_SetVoiceByName(voice) != 0:
            raise DeviceError("voice", f"there is no voice {voice.decode()}")
        self._library.espeak_SetParameter(_RATE_PARAMETER, words_a_minute, 0)
        utf8 = text.replace("\0", " ").encode() + b"\0"
        if self._library.espeak_Synth(utf8, len(utf8), 0, 0, 0, _UTF8, None, None) != 0:
            raise DeviceError("voice", "the voice could not speak")
        heard, self._heard = self._heard, []
        marks, self._marks = self._marks, []
        return np.concatenate(heard) if heard else np.zeros(0, np.int16), tuple(marks)

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if count > 0 and samples:
            self._heard.append(np.ctypeslib.as_array(samples, (count,)).astype(np.int16, copy=True))
        number = 0
        while events and (event := events[number]).type != _LIST_ENDS:
            if event.type == _WORD_BEGINS and event.text_position > 0:
                self._marks.append(Mark(event.text_position - 1, event.sample / self.rate))
            number += 1
        return 0


_LOCK = threading.Lock()
_made: list[_Machine] = []


def _machine() -> _Machine:
    if not _made:
        _made.append(_Machine())
    return _made[0]
