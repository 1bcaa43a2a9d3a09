"""A person's recorded sentences: found as they are spoken, and wrong folders told by file, place and reason."""

import hashlib
import io
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.simulated.speech import SimulatedVoice, babble
from kiosk.devices.voice_recorded import INDEX, RecordedVoice
from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import SAMPLE_RATE

GREETING, FAREWELL = "您好，请坐。", "请慢走！"


def wav(text: str, *, channels: int = 1, width: int = 2, rate: int = SAMPLE_RATE, gain: float = 1.0) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes((babble(text) * gain).astype("<i2").tobytes())
    return buffer.getvalue()


def entry(folder: Path, text: str, name: str, content: bytes, language: str = "zh_CN") -> str:
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return f'[[sentence]]\nlanguage = "{language}"\ntext = "{text}"\nfile = "{name}"\nsha256 = "{digest}"\n'


def good(folder: Path) -> str:
    """The text of an index of two sentences, whose files lie there."""
    told = 'speaker = "teller 1"\nlicence = "work made for the branch"\n'
    return told + entry(folder, GREETING, "1.wav", wav(GREETING)) + entry(folder, FAREWELL, "2.wav", wav(FAREWELL))


@pytest.fixture
def voice(tmp_path: Path) -> RecordedVoice:
    (tmp_path / INDEX).write_text(good(tmp_path), "utf-8")
    return RecordedVoice(tmp_path, SimulatedVoice())


@pytest.mark.parametrize("text", [GREETING, "您好,请坐", " 您好， 请坐！\n"])
def test_a_recorded_sentence_is_the_persons_and_no_machines(voice: RecordedVoice, text: str) -> None:
    sound = voice.synthesise(text, Language.ZH_CN, 1.0)
    assert voice.has(text, Language.ZH_CN)
    assert not sound.synthetic
    assert sound.engine.startswith("recorded (")
    assert np.array_equal(sound.samples, babble(GREETING))


@pytest.mark.parametrize(
    ("text", "language"),
    [("您好，请坐这边。", Language.ZH_CN), (GREETING, Language.EN), ("", Language.ZH_CN)],
)
def test_what_was_not_recorded_is_said_by_the_voice_behind(voice: RecordedVoice, text: str, language: Language) -> None:
    assert not voice.has(text, language)
    sound = voice.synthesise(text, language, 1.0)
    assert sound.synthetic
    assert sound.engine == "simulated-voice 1"
    assert voice.engine.endswith("else simulated-voice 1")


@pytest.mark.parametrize(("rate", "longer"), [(0.7, 1 / 0.7), (1.3, 1 / 1.3), (9.0, 1 / 1.3), (0.01, 1 / 0.7)])
def test_slower_and_faster_keep_the_pitch(voice: RecordedVoice, rate: float, longer: float) -> None:
    normal, other = (voice.synthesise(GREETING, Language.ZH_CN, each) for each in (1.0, rate))
    assert other.seconds == pytest.approx(normal.seconds * longer, rel=0.06)
    assert _pitch(other.samples) == pytest.approx(_pitch(normal.samples), rel=0.1)


def _pitch(samples: np.ndarray) -> float:  # type: ignore[type-arg]
    spectrum = np.abs(np.fft.rfft(samples.astype(float) * np.hanning(len(samples))))
    frequencies = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    low = (frequencies > 80) & (frequencies < 160)
    return float((spectrum[low] * frequencies[low]).sum() / spectrum[low].sum())


def _replaced(old: str, new: str) -> Callable[[Path, str], str]:
    def change(_: Path, text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _with(text: str, content: bytes) -> Callable[[Path, str], str]:
    return lambda folder, index: index + entry(folder, text, "3.wav", content)


def _with_file(name: str, content: bytes) -> Callable[[Path, str], str]:
    def change(folder: Path, text: str) -> str:
        (folder / name).write_bytes(content)
        return text

    return change


BAD: dict[str, tuple[Callable[[Path, str], str], str, str]] = {
    "no TOML": (lambda _, text: text + "[[", "the file", "well-formed TOML"),
    "empty": (lambda _, text: "", "speaker", "text that says it"),
    "no sentence": (lambda _, text: text.partition("[[")[0], "sentence", "at least one"),
    "no licence": (_replaced("licence", "license"), "licence", "text that says it"),
    "unknown key": (_replaced("sha256 =", "hash ="), "line 3", "the keys file, language, sha256, text"),
    "number for text": (_replaced('file = "1.wav"', "file = 1"), "line 3", "each as text"),
    "language": (_replaced("zh_CN", "zh"), "line 3", "zh_CN or en"),
    "no words": (_replaced(GREETING, "……"), "line 3", "a text with words"),
    "figures": (_replaced(GREETING, "每月 300 元"), "line 3", "figures in words"),
    "twice": (_with("您好请坐", wav("另一个")), "line 13", "each sentence once"),
    "folder": (_replaced('"1.wav"', '"../1.wav"'), "line 3", "without a folder"),
    "absent": (_replaced('"2.wav"', '"4.wav"'), "line 8", "which is not there"),
    "other bytes": (_with_file("2.wav", wav("别的")), "line 8", "its bytes are others"),
    "no WAV": (_with("再见", b"RIFF rubbish"), "line 13", "to be a WAV file"),
    "cut WAV": (_with("再见", wav("再见")[:20]), "line 13", "to be a WAV file"),
    "stereo": (_with("再见", wav("再见", channels=2)), "line 13", "one channel of 16 bits"),
    "eight bits": (_with("再见", wav("再见", width=1)), "line 13", "one channel of 16 bits"),
    "too slow": (_with("再见", wav("再见", rate=4000)), "line 13", "8,000 to 48,000"),
    "silent": (_with("再见", wav("再见", gain=0.01)), "line 13", "it is silent"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_folder_is_refused_with_file_place_and_reason(tmp_path: Path, name: str) -> None:
    change, where, expected = BAD[name]
    (tmp_path / INDEX).write_text(change(tmp_path, good(tmp_path)), "utf-8")
    with pytest.raises(ConfigurationError) as told:
        RecordedVoice(tmp_path, SimulatedVoice())
    assert told.value.file == str(tmp_path / INDEX)
    assert told.value.where == where
    assert expected in told.value.expected


def test_without_a_folder_the_device_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"index\.toml is missing"):
        RecordedVoice(tmp_path / "none", SimulatedVoice())
