"""The bench of speech: its arithmetic here, and the whole path on ../shared where it is."""

import wave
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kiosk.bench.measure import Kind, run_measure
from kiosk.bench.speech import Ears, edits, measure_speech, normalised, outcome
from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.devices.sound_file import read_sound
from kiosk.devices.voice_activity_silero import SileroVoiceActivity
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Intent, Language, NotUnderstood, Understanding, Understood

NOTHING = NotUnderstood("", "unknown")
YES = Understood(Intent.YES, "是")
ONE = Understood(Intent.NUMBER, "一")


@pytest.mark.parametrize(
    ("label", "understood", "expected"),
    [
        ("yes", [YES], "right"),
        ("yes", [NOTHING, YES], "right"),
        ("yes", [NOTHING], "refused"),
        ("yes", [], "refused"),
        ("no", [YES], "wrong"),
        ("none", [YES], "wrong"),
        ("none", [NOTHING], "right"),
        ("any", [YES], "any"),
        ("number:1", [Understood(Intent.NUMBER, "一", value=Decimal(1))], "right"),
        ("number:2", [Understood(Intent.NUMBER, "一", value=Decimal(1))], "wrong"),
        ("number:1", [ONE], "wrong"),
    ],
)
def test_outcome(label: str, understood: list[Understanding], expected: str) -> None:
    assert outcome(label, understood) == expected


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("9月1日，通讯", "九月一日通讯", Language.ZH_CN),
        ("328万1138.48", "三百二十八万一千一百三十八点四八", Language.ZH_CN),
        ("兩千", "二千", Language.ZH_CN),
        ("60岁", "六十岁", Language.ZH_CN),
        ("The 15th century", "the fifteenth CENTURY.", Language.EN),
        ("42 line, 1455", "forty-two line fourteen fifty five", Language.EN),
        ("1,005", "one thousand and five", Language.EN),
    ],
)
def test_normalised_alike(one: str, other: str, language: Language) -> None:
    assert normalised(one, language) == normalised(other, language)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3)]
)
def test_edits(one: str, other: str, expected: int) -> None:
    assert edits(one, other) == expected


@pytest.fixture(scope="module")
def recogniser(root: Path) -> WhisperRecogniser:
    folder = root / "models" / "whisper-base"
    if not (folder / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    return WhisperRecogniser(folder)


def run(recogniser: WhisperRecogniser, folder: Path) -> dict[str, object]:
    return run_measure(
        Kind.SPEECH,
        folder,
        {
            Kind.SPEECH: lambda: (
                lambda at, cross: measure_speech(
                    at, cross, read_sound, Ears(recogniser, SileroVoiceActivity(), recogniser)
                )
            )
        },
    )


def test_broken_and_absent_recordings_count_as_refused(recogniser: WhisperRecogniser, tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "silence.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(np.zeros(8000, np.int16).tobytes())
    (tmp_path / "broken.mp3").write_bytes(b"no sound")
    lines = [
        "file,lang,text,transcribed,intent",
        "silence.wav,zh,,no,none",
        "broken.mp3,zh,是,yes,yes",
        "absent.wav,en,no,yes,no",
    ]
    (tmp_path / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    figures = run(recogniser, tmp_path)
    assert (figures["utterances"], figures["intent_right"], figures["intent_refused"]) == (3, 1, 2)
    assert figures["cer"]["value"] == 1.0  # type: ignore[index]


def test_a_folder_of_another_shape_is_refused(recogniser: WhisperRecogniser, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,person\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="lang"):
        run(recogniser, tmp_path)


@pytest.mark.shared
def test_real_recordings_are_never_taken_wrongly(recogniser: WhisperRecogniser, shared_dir: Path) -> None:
    figures = run(recogniser, shared_dir / "data" / "speech")
    assert figures["intent_wrong"] == 0, figures["wrong"]
    assert figures["intent_right"] >= 75  # type: ignore[operator]
