"""What was heard besides answers; it changes nothing of a session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhraseHeard:
    """Somebody at the kiosk said what no consultant may say (kiosk.dialogue.phrases), while sound was recorded.

    `phrases`: ids of the list; `words`: what was heard, whole; `begins`, `ends`: seconds of the recording.
    """

    phrases: tuple[str, ...]
    words: str
    begins: float
    ends: float
