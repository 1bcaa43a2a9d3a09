"""Speech to text: whisper base, int8, through ctranslate2, without faster-whisper's padding to 30 s.

The model's files are named and hashed here; a folder that holds any other model is refused.
"""

import hashlib
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.devices.whisper_decoder import WhisperDecoder
from kiosk.domain.errors import DeviceError
from kiosk.domain.remembered import remembered
from kiosk.domain.speech import Hypothesis, Language, Scored, Transcript
from kiosk.ports.microphone import SAMPLE_RATE, Samples

MODEL_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""Of model.bin: whisper base (MIT), CTranslate2 fp16."""
TOKENIZER_SHA256 = "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"
LONGEST_SECONDS = 24.9
"""With its padding an utterance must fit whisper's window of 30 s."""

_PADDING_SECONDS = 5.0  # 2 s or less makes it loop
_TOKENS_AT_LEAST, _TOKENS_PER_SECOND = 12, 9
_BEAMS = 5
_HOPELESS = -11.0
"""Log-probability of a whole phrase."""
_LANGUAGE_TOKENS = {Language.ZH_CN: "<|zh|>", Language.EN: "<|en|>"}


class WhisperRecogniser:
    """One model in memory; calls from several threads wait for one another.

    Raises DeviceError when the folder does not hold the pinned model.
    """

    def __init__(self, folder: Path) -> None:
        _check(folder / "model.bin", MODEL_SHA256)
        _check(folder / "tokenizer.json", TOKENIZER_SHA256)
        import ctranslate2
        import opencc
        from faster_whisper.feature_extractor import FeatureExtractor
        from tokenizers import Tokenizer

        try:
            self._model: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise DeviceError("recogniser", f"the speech model in {folder} can't be loaded: {error}") from error
        self._version = ctranslate2.__version__
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._features: Any = FeatureExtractor()
        self._simplified: Any = opencc.OpenCC("t2s")
        self._lock = threading.Lock()
        self._decoder = WhisperDecoder(folder / "model.bin")
        self._spelt = remembered(8192)(self._spellings)
        self._encoded: tuple[weakref.ref[Samples], Any] | None = None
        # The first decoding takes twice as long as any later one: not while somebody waits for it.
        self._decode(np.zeros(SAMPLE_RATE // 2, np.int16), Language.ZH_CN)

    @property
    def engine(self) -> str:
        """Name and version, for the manifest."""
        return f"whisper-base {MODEL_SHA256[:12]} ctranslate2 {self._version}"

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        """16 kHz mono int16; what is longer than LONGEST_SECONDS is cut. Raises DeviceError if the model fails."""
        samples = _fitting(samples)
        with self._lock:
            best, *others = self._decode(samples, language)
        return Transcript(best.text, language, best.average_log_probability, speech_seconds, others=tuple(others))

    def score(self, samples: Samples, language: Language, phrases: Sequence[str]) -> tuple[Scored, ...]:
        """Each phrase as whisper would write it, with and without its full stop, in one sum."""
        spelt = [self._spelt(phrase, language) for phrase in phrases]
        samples = _fitting(samples)
        with self._lock:
            sound = np.asarray(self._heard(samples))[0]
            end = self._tokenizer.token_to_id("<|endoftext|>")
            flat = [each for one in spelt for each in one]
            told = iter(self._decoder.log_probabilities(sound, self._prompt(language), flat, end, _HOPELESS))
        found = []
        for phrase, spellings in zip(phrases, spelt, strict=True):
            whole = float(np.logaddexp.reduce([next(told) for _ in spellings]))
            if np.isfinite(whole):
                found.append(Scored(phrase, whole, whole / (1 + min(len(each) for each in spellings))))
        return tuple(sorted(found, key=lambda each: -each.log_probability))

    def _spellings(self, phrase: str, language: Language) -> tuple[tuple[int, ...], ...]:
        begun = phrase[:1].upper() + phrase[1:]
        written = (phrase, f"{phrase}。") if language is Language.ZH_CN else (f" {begun}.", f" {begun}", f" {phrase}")
        return tuple(tuple(self._tokenizer.encode(each, add_special_tokens=False).ids) for each in written)

    def _heard(self, samples: Samples) -> Any:
        """Encoded once an utterance: what is scored was just transcribed. Kept no longer than the sound itself."""
        import ctranslate2

        if self._encoded is not None and self._encoded[0]() is samples:
            return self._encoded[1]
        padded = np.zeros(len(samples) + int(_PADDING_SECONDS * SAMPLE_RATE), np.float32)
        padded[: len(samples)] = samples.astype(np.float32) / 32768
        features = ctranslate2.StorageView.from_array(np.ascontiguousarray(self._features(padded)[np.newaxis]))
        try:
            encoded = self._model.encode(features)
        except (RuntimeError, ValueError) as error:
            raise DeviceError("recogniser", f"the speech model failed: {error}") from error
        self._encoded = (weakref.ref(samples, self._forget), encoded)
        return encoded

    def _forget(self, sound: "weakref.ref[Samples]") -> None:
        if self._encoded is not None and self._encoded[0] is sound:
            self._encoded = None

    def _decode(self, samples: Samples, language: Language) -> list[Hypothesis]:
        seconds = len(samples) / SAMPLE_RATE
        prompt = self._prompt(language)
        try:
            result = self._model.generate(
                self._heard(samples),
                [prompt],
                beam_size=_BEAMS,
                num_hypotheses=_BEAMS,
                no_repeat_ngram_size=3,
                max_length=len(prompt) + _TOKENS_AT_LEAST + int(_TOKENS_PER_SECOND * seconds),
                return_scores=True,
            )[0]
        except (RuntimeError, ValueError) as error:
            raise DeviceError("recogniser", f"the speech model failed: {error}") from error
        return [
            self._hypothesis(tokens, score, language)
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]

    def _hypothesis(self, tokens: list[int], score: float, language: Language) -> Hypothesis:
        text = str(self._tokenizer.decode(tokens, skip_special_tokens=True))
        if language is Language.ZH_CN:
            text = self._simplified.convert(text)
        # The score is a mean over the tokens (length penalty 1); the end of text counts as one more.
        return Hypothesis(text.strip(), float(score * len(tokens) / (len(tokens) + 1)))

    def _prompt(self, language: Language) -> list[int]:
        words = ("<|startoftranscript|>", _LANGUAGE_TOKENS[language], "<|transcribe|>", "<|notimestamps|>")
        return [self._tokenizer.token_to_id(word) for word in words]


def _fitting(samples: Samples) -> Samples:
    """The same array where nothing is cut: by it the encoded sound is known again."""
    longest = int(LONGEST_SECONDS * SAMPLE_RATE)
    return samples if len(samples) <= longest else samples[:longest]


def _check(path: Path, sha256: str) -> None:
    try:
        with path.open("rb") as source:
            found = hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise DeviceError("recogniser", f"{path} can't be read: run ./installer/start to join the model") from error
    if found != sha256:
        raise DeviceError("recogniser", f"{path} is not the pinned speech model (SHA-256 {found})")
