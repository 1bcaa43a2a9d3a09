"""Which words of the guide are heard now; passes by in a mailbox, it is not state."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sounding:
    """Of `text` as it is written: the sentence that is being said, and the word of it; each as begin and end."""

    text: str
    sentence: tuple[int, int]
    word: tuple[int, int]
