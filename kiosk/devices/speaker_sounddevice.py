"""The speaker through PortAudio: one open stream, written in short slices so that it can be hushed."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from kiosk.devices.sound_file import resampled
from kiosk.devices.sound_system import opened_name, portaudio
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound

_OUT_RATE = 48_000  # every card takes it; a voice's 22,050 Hz not
_SLICE_SECONDS = 0.064
_LATENCY = 0.1


class SounddeviceSpeaker:
    """`device`: a name as `selftest` prints it, or None for the first."""

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._stream: Any = None
        self._hushed = threading.Event()
        self._playing = threading.Lock()

    @property
    def source(self) -> Source:
        """A device."""
        return Source.DEVICE

    def play(self, sounds: Iterable[Sound], played: Callable[[Samples], None]) -> bool:
        """Block until the last sample has sounded; False if hushed. Raises DeviceError."""
        with self._playing:
            self._hushed.clear()
            sounddevice = portaudio("speaker")
            try:
                return self._write_all(self._opened(sounddevice), sounds, played)
            except sounddevice.PortAudioError as error:
                self.close()
                raise DeviceError("speaker", f"the speaker gives no sound: {error}") from error

    def hush(self) -> None:
        """Stop what is playing, from another thread: within a slice."""
        self._hushed.set()

    def close(self) -> None:
        """End of the session."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def _opened(self, sounddevice: Any) -> Any:
        if self._stream is None:
            opened_name(sounddevice, self._device, "output")
            self._stream = sounddevice.OutputStream(
                device=self._device, samplerate=_OUT_RATE, channels=1, dtype="int16", latency=_LATENCY
            )
        return self._stream

    def _write_all(self, stream: Any, sounds: Iterable[Sound], played: Callable[[Samples], None]) -> bool:
        """One start and one stop for all: a card takes a tenth of a second for them, which would be a pause."""
        stream.start()
        whole = False
        try:
            whole = all(self._write(stream, sound, played) for sound in sounds)
        finally:
            if whole:
                stream.stop()  # waits for what is still in the card's buffer
            else:
                stream.abort()
        return whole and not self._hushed.is_set()

    def _write(self, stream: Any, sound: Sound, played: Callable[[Samples], None]) -> bool:
        heard, out = resampled(sound.samples, sound.rate), resampled(sound.samples, sound.rate, _OUT_RATE)
        size, heard_size = int(_SLICE_SECONDS * _OUT_RATE), int(_SLICE_SECONDS * SAMPLE_RATE)
        for turn in range(-(-len(out) // size)):
            if self._hushed.is_set():
                return False
            stream.write(out[turn * size : (turn + 1) * size].reshape(-1, 1))
            played(heard[turn * heard_size : (turn + 1) * heard_size])
        return not self._hushed.is_set()
