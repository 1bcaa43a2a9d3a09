"""Which recogniser the settings name."""

from kiosk.devices.recogniser_sherpa import SherpaRecogniser
from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.ports.recogniser import PhraseScorer, Recogniser
from kiosk.runtime.settings import Settings


def recogniser_of(settings: Settings) -> Recogniser:
    """A real one; what is simulated is built elsewhere. Raises DeviceError, ConfigurationError: a session without the
    recogniser that the site measured is none."""
    folder = settings.recogniser.model
    return SherpaRecogniser(folder) if settings.recogniser.kind == "sherpa" else WhisperRecogniser(folder)


def scorer_of(recogniser: Recogniser) -> PhraseScorer | None:
    """The same model, where it can hold phrases against a sound."""
    return recogniser if isinstance(recogniser, WhisperRecogniser) else None
