"""Words through a real sound path: paplay, pulseaudio, PortAudio, listener, recogniser, acceptance rules."""

import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from types import ModuleType

import numpy as np
import pytest

from kiosk.devices.sound_file import read_sound, resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.speech import Language
from kiosk.ports.microphone import SAMPLE_RATE, Samples

pytestmark = [pytest.mark.sound, pytest.mark.journey]
HERE = Path(__file__).parent
CHILD = HERE / "at_the_microphone.py"


def _pulse() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pulse_rig", HERE / "pulse.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pulse = _pulse()


@pytest.fixture(scope="module")
def rig() -> Iterator[object]:
    if missing := pulse.missing_programs():
        pytest.skip(
            f"{', '.join(missing)} not installed: apt-get install pulseaudio pulseaudio-utils libasound2-plugins"
        )
    with pulse.PulseRig() as running:
        yield running


@pytest.fixture(scope="module")
def model(root: Path) -> Path:
    folder = root / "models" / "whisper-base"
    if not (folder / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    return folder


class Ear:
    """The listening child, and what it tells line by line."""

    def __init__(self, rig, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), *arguments],
            env=rig.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def next(self, seconds: float = 90) -> dict[str, object]:
        while True:
            try:
                line = self._lines.get(timeout=seconds)
            except Empty:
                pytest.fail("nothing was heard")
            if line.startswith("{"):  # library warnings go by
                return json.loads(line)

    def answer_to(self, rig, samples: Samples) -> dict[str, object]:
        """Say it; again when it was not understood or a busy machine lost a piece of it, as a borrower would."""
        told = None
        for _ in range(3):
            rig.speak(samples)
            told = self.utterance(20)
            if told is not None and told["intent"] is not None:
                return told
        return told or pytest.fail("nothing was heard")

    def utterance(self, seconds: float) -> dict[str, object] | None:
        """The next one within so many seconds; lost pieces of sound go by."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                return None
            if line.startswith("{") and "intent" in (told := json.loads(line)):
                return told
        return None

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


def spoken(text: str, language: Language) -> Samples:
    sound = EspeakVoice().synthesise(text, language, 1.0)
    return resampled(sound.samples, sound.rate)


def marker() -> Samples:
    """A tone that is no speech: it shows that the way is open, and must not be taken for an answer."""
    at = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
    return (12_000 * np.sin(2 * np.pi * 1000 * at)).astype(np.int16)


@pytest.fixture(scope="module")
def ear(rig, model: Path) -> Iterator[Ear]:
    listening = Ear(rig, "listen", str(model), "zh_CN")
    assert listening.next() == {"ready": True}
    yield listening
    listening.close()


def test_a_tone_is_no_answer(rig, ear: Ear) -> None:
    rig.speak(marker())
    told = ear.utterance(3)
    assert told is None or told["intent"] is None


def test_synthetic_words_are_understood(rig, ear: Ear) -> None:
    told = ear.answer_to(rig, spoken("我同意", Language.ZH_CN))
    assert told["intent"] == "yes", told
    assert told["samples"] > 0.5 * SAMPLE_RATE  # type: ignore[operator]


@pytest.mark.shared
@pytest.mark.parametrize(("word", "intent"), [("不要", "no"), ("确定", "yes"), ("停止", "stop")])
def test_recorded_words_are_understood(rig, ear: Ear, shared_dir: Path, word: str, intent: str) -> None:
    recording = shared_dir / "data" / "speech" / "zh" / "words" / f"cmn-{word}.mp3"
    if not recording.is_file():
        pytest.skip(f"no recording of {word} in ../shared")
    told = ear.answer_to(rig, read_sound(recording))
    assert told["intent"] == intent, told


def test_the_speaker_says_it_all_and_can_be_hushed(rig, tmp_path: Path) -> None:
    recording = rig.record_speaker(tmp_path / "said.raw")
    mouth = Ear(rig, "say")
    whole, hushed = mouth.next(), mouth.next()
    mouth.close()
    recording.terminate()
    recording.wait(20)
    sound = (tmp_path / "said.raw").read_bytes()
    assert whole["whole"] is True
    assert whole["told"] == pytest.approx(whole["sound"], abs=0.02)
    assert whole["took"] >= 0.9 * whole["sound"]  # type: ignore[operator]
    assert hushed["whole"] is False
    assert hushed["told"] < whole["told"]  # type: ignore[operator]
    heard = np.frombuffer(sound[: len(sound) // 2 * 2], np.int16)
    assert np.abs(heard).max() > 3000


def test_live_mode_refuses_a_routed_source(rig) -> None:
    mouth = Ear(rig, "live")
    refusal = mouth.next()
    mouth.close()
    assert "no real microphone" in str(refusal["refused"])


def test_a_microphone_that_goes_away_is_told(model: Path) -> None:
    if pulse.missing_programs():
        pytest.skip("pulseaudio is not installed")
    with pulse.PulseRig() as own:
        listening = Ear(own, "listen", str(model), "zh_CN")
        assert listening.next() == {"ready": True}
        own.end()
        told = listening.next()
        while "gap" in told:
            told = listening.next()
        assert "check its cable" in str(told["failed"])
        listening.close()
