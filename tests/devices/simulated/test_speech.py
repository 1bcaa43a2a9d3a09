"""What the stage said is what the simulated recogniser hears."""

import numpy as np

from kiosk.devices.simulated.speech import SimulatedRecogniser, SimulatedVoice, SimulatedVoiceActivity, babble
from kiosk.domain.speech import Language
from kiosk.ports.microphone import CHUNK_SAMPLES

ZH, EN = Language.ZH_CN, Language.EN


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * 16_000), np.int16)


def test_it_hears_what_was_said_however_it_is_cut() -> None:
    recogniser = SimulatedRecogniser()
    yes, no = babble("同意", 1), babble("不同意", 2)
    recogniser.expect(yes, "同意")
    recogniser.expect(no, "不同意")
    for sound, text in ((yes, "同意"), (no, "不同意"), (np.concatenate((silence(1), yes, silence(2))), "同意")):
        assert recogniser.transcribe(sound, ZH, 1.0).text == text
        assert recogniser.transcribe(sound, ZH, 1.0).average_log_probability > -1
    both = recogniser.transcribe(np.concatenate((no, yes)), ZH, 1.0)
    assert both.text == "不同意同意"


def test_anything_else_is_no_speech_to_it() -> None:
    recogniser = SimulatedRecogniser()
    recogniser.expect(babble("yes", 1), "yes")
    recogniser.expect(silence(1), "nothing")
    noise = np.random.default_rng(1).normal(0, 3000, 16_000).astype(np.int16)
    for sound in (noise, silence(2), babble("yes", 2), np.zeros(0, np.int16)):
        transcript = recogniser.transcribe(sound, EN, 0.5)
        assert (transcript.text, transcript.average_log_probability) == ("", -9.0)


def test_its_level_moves_and_the_simulated_detector_hears_it() -> None:
    detector = SimulatedVoiceActivity()
    sound = babble("我听明白了")
    chunks = [sound[at : at + CHUNK_SAMPLES] for at in range(0, len(sound) - CHUNK_SAMPLES, CHUNK_SAMPLES)]
    levels = [float(np.sqrt(np.mean(chunk.astype(float) ** 2))) for chunk in chunks]
    assert max(levels) > 2 * min(levels) > 0
    assert np.mean([detector.probability(chunk) for chunk in chunks]) > 0.9
    assert detector.probability(silence(0.032)) == 0
    detector.reset()


def test_the_voice_takes_as_long_as_the_text_and_the_pace() -> None:
    voice = SimulatedVoice()
    short, long = voice.synthesise("请坐", ZH, 1.0), voice.synthesise("请坐，我们慢慢说，不着急", ZH, 1.0)
    assert long.seconds > 2 * short.seconds
    assert voice.synthesise("please sit down", EN, 0.7).seconds > voice.synthesise("please sit down", EN, 1.3).seconds
    assert short.synthetic
    assert "simulated" in short.engine
