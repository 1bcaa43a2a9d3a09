"""Watches what is heard for phrases that nobody may say to a borrower. It stops nothing and accuses nobody."""

from collections.abc import Callable

from kiosk.consent.events import Event, PhraseHeard
from kiosk.dialogue.phrases import Phrases, found
from kiosk.dialogue.tempo import Tempo
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.runtime.listener import Utterance

_HURRIED = 1.4
"""Somebody who sells speaks faster than somebody who answers."""


class PhraseWatch:
    """Between `begin` and `forget`; `heard` on the recogniser's thread. What the recogniser itself holds unlikely, and
    what nobody could have said in that time, is passed over."""

    def __init__(self, listed: Phrases | None, post: Callable[[Event], None], acceptance: AcceptanceThresholds) -> None:
        self._listed, self._post, self._least = listed, post, acceptance.log_probability
        self._tempo = Tempo(_HURRIED * acceptance.syllables_a_second, acceptance.seconds_a_digit)
        self._began: float | None = None

    def begin(self, began: float) -> None:
        """The recording's time zero, in mono seconds."""
        self._began = began

    def forget(self) -> None:
        """The session is over."""
        self._began = None

    def heard(self, utterance: Utterance) -> None:
        """Tells the session which phrases there are in it, and where in the recording."""
        began, transcript, speech = self._began, utterance.transcript, utterance.speech
        if began is None or self._listed is None or not transcript.average_log_probability >= self._least:
            return
        if self._tempo.too_fast(transcript.text, transcript.speech_seconds, transcript.language):
            return
        phrases = tuple(hit.phrase for hit in found(transcript.text, self._listed))
        if phrases:
            begins, ends = (max(0.0, at.mono - began) for at in (speech.began, speech.last_voiced))
            self._post(PhraseHeard(phrases, transcript.text, begins, ends))
