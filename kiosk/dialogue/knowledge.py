"""The approved knowledge base: what the guide may say to a question, word for word, with its clause.

Nothing is generated. What is not found is not known, and the guide says so (invariant 5).
"""

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.dialogue.phonetics import syllables
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.money import percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text
from kiosk.lending.figures import figures
from kiosk.lending.wording import yuan

_KEYS = {"id", "clause", "ask", "answer"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = frozenset(
    {
        "lender", "phone", "principal", "received", "payment", "due_day", "total_repaid", "more", "fees",
        "annual_simple", "annual_compound", "nominal", "overdue_rate", "late_10_days", "prepayment_rate", "cooling_off",
    }
)  # fmt: skip
"""What an answer may leave open; filled from the chosen offer."""
THRESHOLD = 0.55
"""Below it the best entry is not near enough, and nothing is said."""
MARGIN = 0.05
"""Two entries that are as near as this to each other: better to say that it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`clause`: where it stands (sheet item, law), shown beside the words."""

    id: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved answer. `ask`: ways in which people ask, a language each."""

    id: str
    clause: Text
    ask: tuple[tuple[Language, tuple[str, ...]], ...]
    answer: Text

    @property
    def placeholders(self) -> frozenset[str]:
        """What must be filled in."""
        return frozenset(_PLACEHOLDER.findall(self.answer.zh) + _PLACEHOLDER.findall(self.answer.en))


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All entries; `load` reads and checks them."""

    entries: tuple[Entry, ...]

    def answer(self, question: str, language: Language, offer: Offer | None) -> Answer | None:
        """The one entry that the question is near to, filled in; None: "I don't know"."""
        asked = _grams(question, language)
        if not asked:
            return None
        ranked = sorted(((_nearness(asked, entry, language), entry.id) for entry in self.entries), reverse=True)
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, "")
        if best[0] < THRESHOLD or best[0] - second[0] < MARGIN:
            return None
        entry = next(each for each in self.entries if each.id == best[1])
        if entry.placeholders and offer is None:
            return None
        words = _figures_of(offer, language) if offer is not None and entry.placeholders else {}
        return Answer(entry.id, entry.answer[language].format(**words), entry.clause[language])


def load(folder: Path) -> KnowledgeBase:
    """All `*.toml` of a folder. Raises ConfigurationError naming file, entry and reason; none at all is an error."""
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.toml")):
        entries += _read(path)
    if not entries:
        raise ConfigurationError(str(folder), "the folder", "at least one approved answer in a .toml file")
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ConfigurationError(str(folder), f"entry {entry.id}", "an id that stands once")
        seen.add(entry.id)
    return KnowledgeBase(tuple(entries))


def _read(path: Path) -> list[Entry]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), str(error), "TOML") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "the file itself", f"text in UTF-8 ({type(error).__name__})") from error
    rows = table.pop("entry", None)
    if table or not isinstance(rows, list) or not rows:
        raise ConfigurationError(str(path), "the file itself", "one or more [[entry]] and nothing else")
    return [_entry(path, number, row) for number, row in enumerate(rows, start=1)]


def _entry(path: Path, number: int, row: Any) -> Entry:
    name = str(row.get("id", number)) if isinstance(row, dict) else str(number)
    where = f"entry {name}"
    if not isinstance(row, dict) or row.keys() != _KEYS:
        raise ConfigurationError(str(path), where, f"exactly the keys {', '.join(sorted(_KEYS))}")
    if not isinstance(row["id"], str) or not re.fullmatch(r"[a-z][a-z0-9_]*", row["id"]):
        raise ConfigurationError(str(path), where, "an id of small letters, digits and underscores")
    ask = tuple((language, _ways(path, where, row["ask"], key)) for key, language in _LANGUAGES.items())
    entry = Entry(row["id"], _text(path, where, row["clause"]), ask, _text(path, where, row["answer"]))
    unknown = entry.placeholders - PLACEHOLDERS
    if unknown or "{" in _PLACEHOLDER.sub("", entry.answer.zh + entry.answer.en):
        raise ConfigurationError(str(path), where, f"only these placeholders: {', '.join(sorted(PLACEHOLDERS))}")
    return entry


_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}


def _text(path: Path, where: str, untrusted: Any) -> Text:
    if not isinstance(untrusted, dict) or untrusted.keys() != _LANGUAGES.keys():
        raise ConfigurationError(str(path), where, "both languages, zh and en, and no other")
    for words in untrusted.values():
        if not isinstance(words, str) or not words.strip():
            raise ConfigurationError(str(path), where, "words, not an empty text")
    return Text(untrusted["zh"], untrusted["en"])


def _ways(path: Path, where: str, untrusted: Any, language: str) -> tuple[str, ...]:
    ways = untrusted.get(language) if isinstance(untrusted, dict) else None
    if not isinstance(ways, list) or not ways or not all(isinstance(way, str) and way.strip() for way in ways):
        raise ConfigurationError(str(path), where, f"ask.{language}: a list of ways to ask")
    return tuple(ways)


def _nearness(asked: frozenset[str], entry: Entry, language: Language) -> float:
    """The best overlap with one of the ways to ask; a way that stands whole in a longer question is near, too."""
    return max(_overlap(asked, _grams(way, language)) for way in dict(entry.ask)[language])


def _overlap(asked: frozenset[str], way: frozenset[str]) -> float:
    if not asked or not way:
        return 0.0
    common = len(asked & way)
    dice = 2 * common / (len(asked) + len(way))
    whole = _WHOLE * common / len(way) if len(way) >= _LONG_WAY else 0.0
    return max(dice, whole)


_WHOLE, _LONG_WAY = 0.8, 5


_STOP_WORDS = frozenset("a an the is are do does i me my to of it if in for be can what how please".split())


def _grams(text: str, language: Language) -> frozenset[str]:
    """Syllables and their pairs (a recogniser writes other signs of the same sound), or words but the small ones."""
    if language is Language.ZH_CN:
        sounds = syllables(text)
        return frozenset(sounds) | {f"{one} {two}" for one, two in pairwise(sounds)}
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(word for word in words if word not in _STOP_WORDS)


def _figures_of(offer: Offer, language: Language) -> dict[str, str]:
    found = figures(offer)
    complaints = offer.provider.complaints
    return {
        "lender": offer.provider.name[language],
        "phone": complaints[0].phone if complaints else "",
        "principal": yuan(found.principal)[language],
        "received": yuan(found.received)[language],
        "payment": yuan(found.first_payment)[language],
        "due_day": str(found.due_day),
        "total_repaid": yuan(found.total_repaid)[language],
        "more": yuan(found.cost_more_than_received)[language],
        "fees": yuan(found.total_fees)[language],
        "annual_simple": percent_text(found.annual_simple),
        "annual_compound": percent_text(found.annual_compound),
        "nominal": percent_text(offer.nominal_rate),
        "overdue_rate": percent_text(found.overdue_rate),
        "late_10_days": yuan(found.late_10_days)[language],
        "prepayment_rate": percent_text(found.prepayment_rate),
        "cooling_off": offer.cooling_off[language],
    }
