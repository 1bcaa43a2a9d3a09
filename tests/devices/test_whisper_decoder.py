"""The forced decoder against ctranslate2's own figures, on the pinned model and real synthetic speech."""

import gc
from pathlib import Path

import numpy as np
import pytest
from ctranslate2.models import Whisper

from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.speech import Language
from kiosk.ports.microphone import SAMPLE_RATE, Samples

ZH, EN = Language.ZH_CN, Language.EN


@pytest.fixture(scope="module")
def recogniser(root: Path) -> WhisperRecogniser:
    folder = root / "models" / "whisper-base"
    if not (folder / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    return WhisperRecogniser(folder)


@pytest.fixture(scope="module")
def exact(root: Path) -> Whisper:
    """The same model, computed in float32 as the scorer does."""
    return Whisper(str(root / "models" / "whisper-base"), device="cpu", compute_type="float32", intra_threads=1)


def said(text: str, language: Language) -> Samples:
    sound = EspeakVoice().synthesise(text, language, 1.0)
    return resampled(sound.samples, sound.rate)


@pytest.mark.parametrize(
    ("text", "language"), [("what does that mean", EN), ("I want to stop", EN), ("我同意", ZH), ("请再说一遍", ZH)]
)
def test_it_agrees_with_what_decoding_says_of_its_own_text(
    recogniser: WhisperRecogniser, exact: Whisper, text: str, language: Language
) -> None:
    encoded = recogniser._heard(sound := said(text, language))
    prompt = recogniser._prompt(language)
    own = exact.generate(encoded, [prompt], beam_size=1, max_length=40, return_scores=True)[0]
    tokens, end = own.sequences_ids[0], recogniser._tokenizer.token_to_id("<|endoftext|>")
    (found,) = recogniser._decoder.log_probabilities(np.asarray(encoded)[0], prompt, [tokens], end, -99.0)
    assert found == pytest.approx(own.scores[0] * len(tokens), abs=0.05 * len(tokens))
    assert len(sound) > 0


def test_what_was_said_is_likeliest_and_the_end_of_a_text_counts(recogniser: WhisperRecogniser) -> None:
    found = recogniser.score(said("I don't want this", EN), EN, ["I want this", "I don't", "I don't want this", "yes"])
    assert found[0].text == "I don't want this"
    assert found[0].log_probability - max((each.log_probability for each in found[1:]), default=-99.0) > 3.0


def test_what_is_hopeless_is_left_out_and_nothing_is_scored_for_nothing(recogniser: WhisperRecogniser) -> None:
    sound = said("the weather is nice today", EN)
    assert recogniser.score(sound, EN, ["I don't agree to this at all", "a hundred and five"]) == ()
    assert recogniser.score(sound, EN, []) == ()
    assert recogniser.score(np.zeros(0, np.int16), EN, [""]) == recogniser.score(np.zeros(0, np.int16), EN, [""])


def test_a_phrase_by_itself_is_as_likely_as_among_others(recogniser: WhisperRecogniser) -> None:
    sound = said("please help me", EN)
    many = {each.text: each for each in recogniser.score(sound, EN, ["please help me", "please help", "help", "yes"])}
    (alone,) = recogniser.score(sound, EN, ["please help me"])
    assert many["please help me"].log_probability == pytest.approx(alone.log_probability, abs=1e-3)


def test_nothing_of_a_sound_is_kept_when_it_is_gone(recogniser: WhisperRecogniser) -> None:
    sound = said("help", EN)
    recogniser.transcribe(sound, EN, 0.4)
    assert recogniser._encoded is not None
    del sound
    gc.collect()
    assert recogniser._encoded is None


def test_a_sound_longer_than_the_window_is_cut(recogniser: WhisperRecogniser) -> None:
    long = np.tile(said("help", EN), 60)[: 40 * SAMPLE_RATE]
    assert isinstance(recogniser.score(long, EN, ["help"]), tuple)
