"""Topics as they stand in their files, and what a file must hold to be shown at all.

A broken file is refused whole, with file, entry and reason. No digit may stand in a text: figures are placeholders of
kiosk/education/figures.py, so that none is written that the cash flow does not give.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language, Text
from kiosk.education.figures import figures
from kiosk.education.lesson import Answer, Audience, Corner, Group, Page, Quiz, Scene, Topic

LEAST_PAGES, MOST_PAGES = 3, 5
"""Of a topic, the example counted."""
_ANSWERS = (2, 4)
_QUIZZES = (1, 2)
_LONGEST = {
    "title": {Language.ZH_CN: 16, Language.EN: 40},
    "head": {Language.ZH_CN: 20, Language.EN: 48},
    "": {Language.ZH_CN: 110, Language.EN: 260},
}
"""Letters as they are shown, so that a page is taken in at a glance."""
_KEYS = frozenset({"id", "group", "scene", "rank", "title", "line", "page", "example", "quiz"})
_QUIZ_KEYS = frozenset({"ask", "answer"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
_Each = TypeVar("_Each", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands, for a refusal."""

    path: Path
    name: str

    def within(self, name: str) -> "_Place":
        return _Place(self.path, f"{self.name}, {name}")

    def refusal(self, expected: str) -> ConfigurationError:
        return ConfigurationError(str(self.path), self.name, expected)


def load(folder: Path) -> Corner:
    """All `*.toml` of a folder. Raises ConfigurationError naming file, entry and reason; no topic is an error."""
    paths = sorted(folder.glob("*.toml"))
    found: dict[str, Topic] = {}
    for path in paths:
        for place, topic in _read(path):
            if topic.id in found:
                raise place.refusal("an id that stands once")
            found[topic.id] = topic
    if not found:
        raise ConfigurationError(str(folder), "the folder", "at least one topic in a .toml file")
    version = sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
    return Corner(tuple(found.values()), version)


def _read(path: Path) -> Iterator[tuple[_Place, Topic]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(str(path), str(error), "TOML") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "the file itself", f"text in UTF-8 ({type(error).__name__})") from error
    rows = table.get("topic")
    if table.keys() != {"topic"} or not isinstance(rows, list) or not rows:
        raise ConfigurationError(str(path), "the file itself", "one or more [[topic]] and nothing else")
    for number, row in enumerate(rows, start=1):
        name = row.get("id", number) if isinstance(row, dict) else number
        place = _Place(path, f"topic {name}")
        yield place, _topic(place, row)


def _topic(place: _Place, untrusted: Any) -> Topic:
    row = _table(place, untrusted, _KEYS)
    id_ = row["id"]
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise place.refusal("an id of small letters, digits and underscores")
    pages = tuple(_page(at, each) for at, each in _rows(place, row["page"], "page", LEAST_PAGES - 1, MOST_PAGES - 1))
    return Topic(
        id_,
        _one_of(place, row["group"], Group, "group"),
        _one_of(place, row["scene"], Scene, "scene"),
        _text(place.within("title"), row["title"], "title"),
        _text(place.within("line"), row["line"]),
        _ranks(place.within("rank"), row["rank"]),
        pages,
        _examples(place.within("example"), row["example"]),
        tuple(_quiz(at, each) for at, each in _rows(place, row["quiz"], "quiz", *_QUIZZES)),
    )


def _page(place: _Place, untrusted: Any) -> Page:
    row = _table(place, untrusted, frozenset({"head", "body"}))
    return Page(_text(place.within("head"), row["head"], "head"), _text(place.within("body"), row["body"]))


def _examples(place: _Place, untrusted: Any) -> Mapping[Audience, Text]:
    row = _table(place, untrusted, frozenset(Audience))
    return {audience: _text(place.within(audience), row[audience]) for audience in Audience}


def _ranks(place: _Place, untrusted: Any) -> Mapping[Audience, int]:
    row = _table(place, untrusted, frozenset(Audience))
    for value in row.values():
        if type(value) is not int or not 1 <= value <= 99:
            raise place.refusal("a whole number from 1 to 99 for each audience")
    return {audience: row[audience] for audience in Audience}


def _quiz(place: _Place, untrusted: Any) -> Quiz:
    row = _table(place, untrusted, _QUIZ_KEYS, frozenset({"computed"}))
    answers = tuple(_answer(at, each) for at, each in _rows(place, row["answer"], "answer", *_ANSWERS))
    if sum(answer.right for answer in answers) != 1:
        raise place.refusal("exactly one right answer")
    for language in Language:
        if len({answer.words[language] for answer in answers}) != len(answers):
            raise place.refusal("answers that differ from one another")
    if "computed" in row:
        _computed(place, row["computed"], answers)
    return Quiz(_text(place.within("ask"), row["ask"]), answers)


def _computed(place: _Place, untrusted: Any, answers: tuple[Answer, ...]) -> None:
    """The right answer holds this figure, as the cash flow gives it, and no other one does."""
    value = figures().get(untrusted) if isinstance(untrusted, str) else None
    if value is None:
        raise place.refusal("computed: the name of a figure")
    for answer in answers:
        for language in Language:
            if (value[language] in answer.words[language]) is not answer.right:
                raise place.refusal(f"computed: {untrusted} in the right answer, and in no other")


def _answer(place: _Place, untrusted: Any) -> Answer:
    row = _table(place, untrusted, frozenset({"words", "right", "because"}))
    if not isinstance(row["right"], bool):
        raise place.refusal("right: true or false")
    words, because = _text(place.within("words"), row["words"]), _text(place.within("because"), row["because"])
    return Answer(words, row["right"], because)


def _rows(place: _Place, untrusted: Any, name: str, least: int, most: int) -> Iterator[tuple[_Place, Any]]:
    if not isinstance(untrusted, list) or not least <= len(untrusted) <= most:
        raise place.refusal(f"{name}: {least} to {most} of them")
    for number, each in enumerate(untrusted, start=1):
        yield place.within(f"{name} {number}"), each


def _table(
    place: _Place, untrusted: Any, keys: frozenset[str], besides: frozenset[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(untrusted, dict) or not keys <= untrusted.keys() <= keys | besides:
        more = f", at most {', '.join(sorted(besides))} besides" if besides else ""
        raise place.refusal(f"exactly the keys {', '.join(sorted(keys))}{more}")
    return untrusted


def _one_of(place: _Place, untrusted: Any, kind: type[_Each], name: str) -> _Each:
    if not isinstance(untrusted, str) or untrusted not in {each.value for each in kind}:
        raise place.refusal(f"{name}: one of {', '.join(kind)}")
    return kind(untrusted)


def _text(place: _Place, untrusted: Any, kind: str = "") -> Text:
    """Both languages, filled in with the figures."""
    row = _table(place, untrusted, frozenset(_LANGUAGES))
    for words in row.values():
        if not isinstance(words, str) or not words.strip():
            raise place.refusal("words, not an empty text")
        if not words.isprintable():
            raise place.refusal("one line without control characters")
        _check_places(place, words)
    if sorted(_PLACEHOLDER.findall(row["zh"])) != sorted(_PLACEHOLDER.findall(row["en"])):
        raise place.refusal("the same figures in both languages")
    filled = Text(_filled(row["zh"], Language.ZH_CN), _filled(row["en"], Language.EN))
    for language in Language:
        if len(filled[language]) > (most := _LONGEST[kind][language]):
            raise place.refusal(f"at most {most} letters in {language}")
    return filled


def _check_places(place: _Place, words: str) -> None:
    plain = _PLACEHOLDER.sub("", words)
    for name in _PLACEHOLDER.findall(words):
        if name not in figures():
            raise place.refusal(f"only figures that are computed, not {{{name}}}")
    if "{" in plain or "}" in plain:
        raise place.refusal("no braces but around the name of a figure")
    if any(character.isdigit() for character in plain):
        raise place.refusal("no digits: figures come from the cash flow, by their names in braces")


def _filled(words: str, language: Language) -> str:
    return _PLACEHOLDER.sub(lambda found: figures()[found[1]][language], words)
