"""Approved answers as they stand in their files, and what a file must hold to be used at all."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.dialogue.knowledge_figures import PLACEHOLDERS
from kiosk.dialogue.phonetics import syllables_of_many
from kiosk.dialogue.retrieval import sound_of
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language, Text

Ways = tuple[tuple[Language, tuple[str, ...]], ...]
"""Ways in which people ask, a language each."""

_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
_NEEDED = frozenset({"id", "clause", "ask", "answer"})
_ALLOWED = _NEEDED | {"about", "again", "before", "often"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved answer. `before`: what is said while no offer is chosen and `answer` needs its figures.

    `again`: the same in simpler words, with an example in cash, for somebody to whom the first was not clear.

    `about`: words of its matter (by their sound, or as beginnings of words): one with them is nearer, else farther.
    """

    id: str
    clause: Text
    ask: Ways
    answer: Text
    before: Text | None = None
    often: bool = False
    about: Ways = ()
    again: Text | None = None

    @property
    def placeholders(self) -> frozenset[str]:
        """What must be filled in."""
        return placeholders_in(self.answer)


def placeholders_in(words: Text) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(_PLACEHOLDER.findall(words.zh) + _PLACEHOLDER.findall(words.en))


@dataclass(frozen=True, slots=True)
class Beside:
    """What people also ask and is not answered here (weather, investment, other banks)."""

    id: str
    ask: Ways


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands, for a refusal."""

    path: Path
    line: int
    name: str

    def refusal(self, expected: str) -> ConfigurationError:
        return ConfigurationError(str(self.path), f"line {self.line}, {self.name}", expected)


def read_folder(folder: Path) -> tuple[list[Entry], list[Beside]]:
    """All `*.toml` in the order of their names. Raises ConfigurationError naming file, line, entry and reason."""
    entries: list[Entry] = []
    beside: list[Beside] = []
    ids: dict[str, _Place] = {}
    asked: list[tuple[_Place, str, Language, str]] = []
    for path in sorted(folder.glob("*.toml")):
        for place, read in _read(path):
            if read.id in ids:
                raise place.refusal(f"an id that stands once, not also in {ids[read.id].path.name}")
            ids[read.id] = place
            asked += [(place, read.id, language, way) for language, ways in read.ask for way in ways]
            if isinstance(read, Entry):
                entries.append(read)
            else:
                beside.append(read)
    _once(asked)
    if not entries:
        raise ConfigurationError(str(folder), "the folder", "at least one approved answer in a .toml file")
    return entries, beside


def _once(asked: list[tuple[_Place, str, Language, str]]) -> None:
    """The same way to ask, or one that sounds the same, can't lead to two answers."""
    heard: dict[tuple[Language, str], str] = {}
    chinese = (way for _, _, language, way in asked if language is Language.ZH_CN)
    sounds = iter(syllables_of_many(list(chinese)))
    for place, id_, language, way in asked:
        sound = " ".join(next(sounds)) if language is Language.ZH_CN else sound_of(way, language)
        if not sound:
            raise place.refusal(f"a way to ask in words of its language, not {way!r}")
        other = heard.setdefault((language, sound), id_)
        if other != id_:
            raise place.refusal(f"a way to ask that {other} does not have: {way!r}")


def _read(path: Path) -> Iterator[tuple[_Place, Entry | Beside]]:
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), str(error), "TOML") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "the file itself", f"text in UTF-8 ({type(error).__name__})") from error
    if not table or table.keys() - {"entry", "beside"}:
        raise ConfigurationError(str(path), "the file itself", "one or more [[entry]] or [[beside]] and nothing else")
    for kind, rows in table.items():
        if not isinstance(rows, list) or not rows:
            raise ConfigurationError(str(path), kind, f"[[{kind}]], each with its keys")
        lines = _lines(text, kind, len(rows))
        for number, (line, row) in enumerate(zip(lines, rows, strict=True), start=1):
            name = str(row.get("id", number)) if isinstance(row, dict) else str(number)
            place = _Place(path, line, f"{kind} {name}")
            yield place, _entry(place, row) if kind == "entry" else _beside(place, row)


def _lines(text: str, kind: str, count: int) -> list[int]:
    """Line of each header; the first line where rows were written in another way than under headers."""
    header = re.compile(rf"\s*\[\[\s*{kind}\s*\]\]")
    found = [number for number, line in enumerate(text.splitlines(), start=1) if header.match(line)]
    return found if len(found) == count else [1] * count


def _entry(place: _Place, row: Any) -> Entry:
    if not isinstance(row, dict) or not _NEEDED <= row.keys() <= _ALLOWED:
        raise place.refusal(f"the keys {', '.join(sorted(_NEEDED))}, at most about, again, before and often besides")
    if not isinstance(row.get("often", False), bool):
        raise place.refusal("often: true or false")
    before = _text(place, row["before"]) if "before" in row else None
    entry = Entry(
        id=_id(place, row["id"]),
        clause=_text(place, row["clause"]),
        ask=_asked(place, row["ask"]),
        answer=_text(place, row["answer"]),
        before=before,
        often=row.get("often", False),
        about=_asked(place, row["about"], "about") if "about" in row else (),
        again=_text(place, row["again"]) if "again" in row else None,
    )
    for words in (entry.answer, entry.again):
        if words is not None:
            _fillable(place, words)
    if entry.again == entry.answer:
        raise place.refusal("again: other words than the answer")
    if before is not None and (_braces(before.zh + before.en) or not entry.placeholders):
        raise place.refusal("before: words without figures, beside an answer that needs some")
    return entry


def _fillable(place: _Place, words: Text) -> None:
    if placeholders_in(words) - PLACEHOLDERS or _braces(_PLACEHOLDER.sub("", words.zh + words.en)):
        raise place.refusal(f"only these placeholders: {', '.join(sorted(PLACEHOLDERS))}")


def _braces(words: str) -> bool:
    return "{" in words or "}" in words


def _beside(place: _Place, row: Any) -> Beside:
    if not isinstance(row, dict) or row.keys() != {"id", "ask"}:
        raise place.refusal("exactly the keys ask, id")
    return Beside(_id(place, row["id"]), _asked(place, row["ask"]))


def _id(place: _Place, untrusted: Any) -> str:
    if not isinstance(untrusted, str) or not _ID.fullmatch(untrusted):
        raise place.refusal("an id of small letters, digits and underscores")
    return untrusted


def _text(place: _Place, untrusted: Any) -> Text:
    if not isinstance(untrusted, dict) or untrusted.keys() != _LANGUAGES.keys():
        raise place.refusal("both languages, zh and en, and no other")
    for words in untrusted.values():
        if not isinstance(words, str) or not words.strip():
            raise place.refusal("words, not an empty text")
    return Text(untrusted["zh"], untrusted["en"])


def _asked(place: _Place, untrusted: Any, key: str = "ask") -> Ways:
    if isinstance(untrusted, dict) and untrusted.keys() - _LANGUAGES.keys():
        raise place.refusal(f"{key}: both languages, zh and en, and no other")
    return tuple((language, _ways(place, untrusted, key, short)) for short, language in _LANGUAGES.items())


def _ways(place: _Place, untrusted: Any, key: str, language: str) -> tuple[str, ...]:
    ways = untrusted.get(language) if isinstance(untrusted, dict) else None
    if not isinstance(ways, list) or not ways or not all(isinstance(way, str) and way.strip() for way in ways):
        raise place.refusal(f"{key}.{language}: a list of words")
    return tuple(ways)
