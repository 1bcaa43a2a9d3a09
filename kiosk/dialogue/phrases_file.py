"""The list of banned phrases from its file, with the file's name and place in each complaint."""

import re
import tomllib
from pathlib import Path
from typing import Any

from kiosk.dialogue.phrases import Phrase, PhraseKind, Phrases
from kiosk.domain.errors import ConfigurationError

_ID = re.compile(r"[a-z]+(?:_[a-z]+)*")
_KEYS = {"id", "kind", "zh", "en", "unless"}
_LEAST_SIGNS, _LEAST_WORDS = 2, 2


def load_phrases(path: Path) -> Phrases:
    """Raises ConfigurationError."""
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "whole file", f"a readable list of phrases ({error})") from error
    return parse_phrases(content, str(path))


def parse_phrases(content: str, name: str) -> Phrases:
    """Raises ConfigurationError naming what is wrong."""
    try:
        file = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(name, "whole file", f"TOML ({error})") from error
    rows = file.get("phrase")
    if file.keys() != {"version", "phrase"} or not isinstance(file["version"], str) or not isinstance(rows, list):
        raise ConfigurationError(name, "whole file", "a version and [[phrase]] tables")
    phrases = tuple(_phrase(row, name) for row in rows)
    ids = [phrase.id for phrase in phrases]
    if not ids or len(set(ids)) != len(ids):
        raise ConfigurationError(name, "phrase.id", "at least one phrase, each id once")
    return Phrases(file["version"], phrases)


def _phrase(row: Any, name: str) -> Phrase:
    if not isinstance(row, dict) or not row.keys() <= _KEYS or not _KEYS - {"unless"} <= row.keys():
        raise ConfigurationError(name, "phrase", "id, kind, zh, en and perhaps unless")
    ident, kind = row["id"], row["kind"]
    if not isinstance(ident, str) or not _ID.fullmatch(ident):
        raise ConfigurationError(name, "phrase.id", "small letters with underscores")
    if kind not in set(PhraseKind):
        raise ConfigurationError(name, f"{ident}.kind", "promise or pressure")
    zh, en, unless = (_texts(row.get(key, []), name, f"{ident}.{key}") for key in ("zh", "en", "unless"))
    if any(len(re.findall(r"[\u4e00-\u9fff]", each)) < _LEAST_SIGNS for each in zh):
        raise ConfigurationError(name, f"{ident}.zh", "two signs or more each")
    if any(len(each.split()) < _LEAST_WORDS for each in en):
        raise ConfigurationError(name, f"{ident}.en", "two words or more each")
    return Phrase(ident, PhraseKind(kind), zh, en, unless)


def _texts(value: Any, name: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each == each.strip().lower() for each in value):
        raise ConfigurationError(name, key, "a list of texts in small letters")
    return tuple(value)
