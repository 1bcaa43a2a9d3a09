"""What the recogniser and the voice activity detector keep, on the real models."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_activity_silero import SileroVoiceActivity
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.dialogue.understanding import understand
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Grammar, Intent, Language, NotUnderstood, Understood
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Samples
from kiosk.runtime.listener import Listener, Utterance

OPEN = Grammar(frozenset(Intent) - {Intent.WORDS}, (Decimal(0), Decimal(10**7)))


@pytest.fixture(scope="module")
def model(root: Path) -> Path:
    folder = root / "models" / "whisper-base"
    if not (folder / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    return folder


@pytest.fixture(scope="module")
def recogniser(model: Path) -> WhisperRecogniser:
    return WhisperRecogniser(model)


@pytest.fixture(scope="module")
def voice() -> EspeakVoice:
    return EspeakVoice()


def say(voice: EspeakVoice, text: str, language: Language) -> Samples:
    sound = voice.synthesise(text, language, 1.0)
    return resampled(sound.samples, sound.rate)


def listened(recogniser: WhisperRecogniser, sound: Samples, language: Language) -> list[Utterance]:
    """The whole path on simulated time: microphone, voice activity, endpoint, recogniser."""
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    heard: list[Utterance] = []
    listener = Listener(recogniser, SileroVoiceActivity(), clock, heard.append, lambda: None)
    microphone = FileMicrophone(clock)
    listener.arm(language)
    microphone.start(listener.hear, lambda error: pytest.fail(str(error)))
    clock.sleep(0.6)
    clock.sleep(microphone.play(sound) + 1.2)
    microphone.stop()
    return heard


class TestVoiceActivity:
    def test_speech_is_speech_and_silence_is_not(self, voice: EspeakVoice) -> None:
        vad = SileroVoiceActivity()
        speech = say(voice, "我想听您再说一遍", Language.ZH_CN)
        heard = [
            vad.probability(speech[at : at + CHUNK_SAMPLES])
            for at in range(0, len(speech) - CHUNK_SAMPLES, CHUNK_SAMPLES)
        ]
        assert np.mean(np.array(heard) > 0.5) > 0.7
        vad.reset()
        assert max(vad.probability(np.zeros(CHUNK_SAMPLES, np.int16)) for _ in range(50)) < 0.3

    def test_reset_forgets(self, voice: EspeakVoice) -> None:
        vad = SileroVoiceActivity()
        chunk = say(voice, "好", Language.ZH_CN)[:CHUNK_SAMPLES]
        first = [vad.probability(chunk) for _ in range(3)]
        vad.reset()
        assert [vad.probability(chunk) for _ in range(3)] == first

    def test_a_chunk_of_another_length_is_refused(self) -> None:
        with pytest.raises(ValueError, match="512"):
            SileroVoiceActivity().probability(np.zeros(480, np.int16))

    def test_a_file_that_is_no_model_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "broken.onnx").write_bytes(b"no model")
        with pytest.raises(DeviceError, match=r"broken\.onnx"):
            SileroVoiceActivity(tmp_path / "broken.onnx")


class TestRecogniser:
    @pytest.mark.parametrize(
        ("said", "language", "wanted"),
        [
            ("我同意", Language.ZH_CN, Intent.YES),
            ("wait a moment", Language.EN, Intent.WAIT),
            ("I understand", Language.EN, Intent.UNDERSTOOD),
        ],
    )
    def test_a_synthetic_borrower_is_understood(
        self, recogniser: WhisperRecogniser, voice: EspeakVoice, said: str, language: Language, wanted: Intent
    ) -> None:
        (utterance,) = listened(recogniser, say(voice, said, language), language)
        found = understand(utterance.transcript, OPEN, language)
        assert isinstance(found, Understood), utterance.transcript
        assert found.intent is wanted
        assert utterance.transcript.seconds_to_text == pytest.approx(0.7, abs=0.05)
        assert np.abs(utterance.speech.samples).max() > 1000

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("不同意", Intent.NO),
            ("我不同意", Intent.NO),
            ("不要", Intent.NO),
            ("不确认", Intent.NO),
            ("听清楚了", Intent.UNDERSTOOD),
        ],
    )
    def test_a_voice_that_is_hard_to_hear_is_never_taken_wrongly(
        self, recogniser: WhisperRecogniser, voice: EspeakVoice, said: str, meant: Intent
    ) -> None:
        for utterance in listened(recogniser, say(voice, said, Language.ZH_CN), Language.ZH_CN):
            found = understand(utterance.transcript, OPEN, Language.ZH_CN)
            assert isinstance(found, NotUnderstood) or found.intent is meant, utterance.transcript

    def test_its_engine_names_the_pinned_model(self, recogniser: WhisperRecogniser) -> None:
        assert recogniser.engine.startswith("whisper-base 905e5bf8336b")

    def test_very_long_and_very_short_sounds_do_not_break_it(self, recogniser: WhisperRecogniser) -> None:
        for seconds in (0.01, 40):
            sound = np.zeros(int(seconds * SAMPLE_RATE), np.int16)
            assert isinstance(recogniser.transcribe(sound, Language.ZH_CN, 0.0).text, str)

    def test_another_model_is_refused_by_its_hash(self, model: Path, tmp_path: Path) -> None:
        (tmp_path / "model.bin").write_bytes(b"another model")
        with pytest.raises(DeviceError, match="not the pinned"):
            WhisperRecogniser(tmp_path)

    def test_no_model_is_a_plain_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(DeviceError, match="installer/start"):
            WhisperRecogniser(tmp_path)


def _silence(seconds: float = 3.0) -> Samples:
    return np.zeros(int(seconds * SAMPLE_RATE), np.int16)


def _hum() -> Samples:
    at = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    return (6000 * (np.sin(2 * np.pi * 50 * at) + 0.5 * np.sin(2 * np.pi * 150 * at))).astype(np.int16)


def _clicks() -> Samples:
    sound = _silence()
    for at in (8000, 20000, 33000):
        sound[at : at + 160] = np.tile(np.array([28000, -28000], np.int16), 80)
    return sound


def _noise(level: int) -> Samples:
    return np.random.default_rng(7).normal(0, level, 3 * SAMPLE_RATE).clip(-32768, 32767).astype(np.int16)


def _knocks() -> Samples:
    at = np.arange(4000) / SAMPLE_RATE
    knock = (20000 * np.exp(-at * 40) * np.sin(2 * np.pi * 180 * at)).astype(np.int16)
    sound = _silence()
    for start in (5000, 15000, 25000):
        sound[start : start + 4000] = knock
    return sound


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "sound",
    [_silence(), _hum(), _clicks(), _noise(300), _noise(3000), _knocks()],
    ids=["silence", "hum", "clicks", "hiss", "loud noise", "knocks"],
)
def test_what_is_no_speech_is_never_an_answer(
    recogniser: WhisperRecogniser, sound: Samples, language: Language
) -> None:
    for utterance in listened(recogniser, sound, language):
        assert isinstance(understand(utterance.transcript, OPEN, language), NotUnderstood), utterance.transcript


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("sound", [_hum(), _clicks(), _noise(3000)], ids=["hum", "clicks", "noise"])
def test_even_past_the_detector_noise_is_no_answer(
    recogniser: WhisperRecogniser, sound: Samples, language: Language
) -> None:
    """The detector's share is taken away: the words that the recogniser makes up must fall to the rules."""
    transcript = recogniser.transcribe(sound, language, 1.0)
    found = understand(transcript, Grammar(frozenset({Intent.YES, Intent.NUMBER}), OPEN.numbers), language)
    assert isinstance(found, NotUnderstood), transcript
