"""A sound card that is not there: a private pulseaudio with a microphone to speak into and a speaker to listen to.

`feed` is where the borrower speaks (`paplay --device=kiosk_mic_feed`), `kiosk_mic` what the kiosk records, and
`kiosk_speaker.monitor` what the kiosk said. It lives in a runtime folder of its own and is ended by its process id.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import wave
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

PROGRAMS = ("pulseaudio", "paplay", "parec", "pactl")


def missing_programs() -> list[str]:
    """What must be installed first."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class PulseRig:
    """A context manager; `environment` is what a child needs to find it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pulse", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.socket = self.folder / "socket"
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.folder),
            "HOME": str(self.folder),
            "PULSE_SERVER": f"unix:{self.socket}",
            "PULSE_COOKIE": str(self.folder / "cookie"),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PulseRig":
        self.folder.chmod(0o700)
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit=no", "--use-pid-file=no"]
        modules = [
            f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
            "module-null-sink sink_name=kiosk_mic_feed rate=48000 channels=1",
            "module-null-sink sink_name=kiosk_speaker rate=48000 channels=1",
            "module-remap-source source_name=kiosk_mic master=kiosk_mic_feed.monitor",
        ]
        arguments = ["pulseaudio", *options, *(part for module in modules for part in ("-L", module))]
        environment = {key: value for key, value in self.environment.items() if key != "PULSE_SERVER"}
        log = (self.folder / "log").open("wb")
        with log:
            self._process = subprocess.Popen(arguments, env=environment, stdout=log, stderr=log)
        self._wait_until_it_answers()
        self.pactl("set-default-source", "kiosk_mic")
        self.pactl("set-default-sink", "kiosk_speaker")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        self._folder.cleanup()

    def end(self) -> None:
        """As if the card was pulled out."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)

    def pactl(self, *arguments: str) -> str:
        """Ask or tell the server."""
        done = subprocess.run(
            ["pactl", *arguments], env=self.environment, check=True, capture_output=True, text=True, timeout=20
        )
        return done.stdout

    def speak(self, samples: NDArray[np.int16], rate: int = 16_000) -> None:
        """The borrower speaks; returns when it has been said."""
        path = self.folder / "said.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples.tobytes())
        subprocess.run(["paplay", "--device=kiosk_mic_feed", str(path)], env=self.environment, check=True, timeout=60)

    def begin_to_speak(self, samples: NDArray[np.int16], rate: int = 16_000) -> threading.Thread:
        """The borrower speaks while something else goes on."""
        speaking = threading.Thread(target=self.speak, args=(samples, rate))
        speaking.start()
        return speaking

    def give_back(self, decibels: int, milliseconds: int) -> None:
        """From now on the microphone hears what the kiosk says: so much less loud, so much later."""
        self.pactl(
            "load-module", "module-loopback", "source=kiosk_speaker.monitor", "sink=kiosk_mic_feed",
            f"latency_msec={milliseconds}",
        )  # fmt: skip
        for _ in range(50):
            if inputs := self.pactl("list", "short", "sink-inputs").split():
                self.pactl("set-sink-input-volume", inputs[0], f"{decibels}dB")
                return
            time.sleep(0.1)
        raise RuntimeError("no loopback")

    def record_speaker(self, path: Path) -> "subprocess.Popen[bytes]":
        """What the kiosk says from now on, as raw 16 kHz mono int16 into a file."""
        arguments = [
            "parec",
            "--device=kiosk_speaker.monitor",
            "--rate=16000",
            "--channels=1",
            "--format=s16le",
            "--raw",
        ]
        with path.open("wb") as out:
            return subprocess.Popen(arguments, env=self.environment, stdout=out)

    def _wait_until_it_answers(self) -> None:
        for _ in range(100):
            try:
                self.pactl("info")
            except subprocess.SubprocessError:
                time.sleep(0.1)
            else:
                return
        self.end()
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-500:])
