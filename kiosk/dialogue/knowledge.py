"""The approved knowledge base: what the guide may say to a question, word for word, with its clause.

Nothing is generated. What is not found is not known, and the guide says so (invariant 5).
"""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kiosk.dialogue.knowledge_figures import PLACEHOLDERS, figures_of
from kiosk.dialogue.knowledge_file import Beside, Entry, placeholders_in, read_folder
from kiosk.dialogue.retrieval import Index, Topic
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text

__all__ = ["PLACEHOLDERS", "Answer", "Beside", "Entry", "KnowledgeBase", "load"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`clause`: where it stands (sheet item, law), shown beside the words. `again`: other words, or empty."""

    id: str
    text: str
    clause: str
    again: str = ""


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All entries, those that are often asked first; `beside`: what is recognised in order not to be answered.
    `version`: SHA-256 over the files that were approved; empty where it was not read from files."""

    entries: tuple[Entry, ...]
    beside: tuple[Beside, ...] = ()
    version: str = ""
    _index: dict[Language, Index] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {})

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What can be asked about, be it answered or not."""
        about = [Topic(entry.id, dict(entry.ask), answered=True, about=dict(entry.about)) for entry in self.entries]
        return (*about, *(Topic(beside.id, dict(beside.ask), answered=False) for beside in self.beside))

    def _near(self, question: str, language: Language) -> str | None:
        # One language is spoken in a session: the other's index is not made at every start.
        if language not in self._index:
            self._index[language] = Index(self.topics, language)
        return self._index[language].nearest(question)

    def knows(self, question: str, language: Language) -> bool:
        """Whether an approved answer is near enough, be it that its figures are known yet or not."""
        return self._near(question, language) is not None

    def entry(self, id_: str) -> Entry | None:
        """The entry of this id, if there is one."""
        return next((each for each in self.entries if each.id == id_), None)

    def sayings(self, language: Language, offer: Offer | None) -> tuple[str, ...]:
        """All that may be said to any question, filled in; without an offer, only what needs no figures of one."""
        given = figures_of(offer, language) if offer is not None else {}
        words = [words for entry in self.entries for words in (entry.answer, entry.before, entry.again) if words]
        return tuple(text[language].format(**given) for text in words if given or not placeholders_in(text))

    def answer(self, question: str, language: Language, offer: Offer | None) -> Answer | None:
        """The one entry that the question is near to, filled in; None: "I don't know".

        Without an offer an answer that needs its figures is not given, unless the entry has words for then (`before`).
        """
        found = self._near(question, language)
        return self.said(found, language, offer) if found is not None else None

    def said(self, id_: str, language: Language, offer: Offer | None) -> Answer | None:
        """The entry of this id, filled in; None: there is none, or it needs the figures of an offer."""
        entry = self.entry(id_)
        if entry is None:
            return None
        words = entry.answer
        if entry.placeholders and offer is None:
            if entry.before is None:
                return None
            words = entry.before
        again = entry.again if entry.again and (offer is not None or not placeholders_in(entry.again)) else None
        return Answer(
            entry.id, _filled(words, language, offer), entry.clause[language],
            _filled(again, language, offer) if again is not None else "",
        )  # fmt: skip


def _filled(words: Text, language: Language, offer: Offer | None) -> str:
    given = figures_of(offer, language) if offer is not None and placeholders_in(words) else {}
    return words[language].format(**given)


def load(folder: Path) -> KnowledgeBase:
    """All `*.toml` of a folder. Raises ConfigurationError naming file, line, entry and reason; none is an error."""
    entries, beside = read_folder(folder)
    approved = sha256(b"\0".join(path.read_bytes() for path in sorted(folder.glob("*.toml")))).hexdigest()
    return KnowledgeBase(tuple(sorted(entries, key=lambda entry: not entry.often)), tuple(beside), approved)
