"""Texts of the screens, in both languages; keys are `screen.item`."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """Every key stands in both languages, with the same places to fill."""

    by_language: Mapping[Language, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> "Texts":
        """Read `zh_CN.toml` and `en.toml`. Raises ConfigurationError where they are not each other's equal."""
        texts = {language: _flat(_read(folder / f"{language.value}.toml")) for language in Language}
        _require_parity(texts, folder)
        return cls(texts)

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """The text of a key, filled. Raises KeyError for a key that isn't there: a fault of the program."""
        return self.by_language[language][key].format(**values)

    def reason(self, prefix: str, reason: str, language: Language) -> str:
        """The text of a reason that came from below, as `prefix.reason` or whole; unknown ones say `prefix.other`."""
        name = reason.removeprefix(f"{prefix}.")
        table = self.by_language[language]
        return table.get(f"{prefix}.{name}", table[f"{prefix}.other"])

    def keys(self) -> frozenset[str]:
        """All keys; the same in both languages."""
        return frozenset(self.by_language[Language.ZH_CN])


@dataclass(frozen=True, slots=True)
class Words:
    """The texts in one language, as a screen holds them."""

    texts: Texts
    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """See Texts.say."""
        return self.texts.say(key, self.language, **values)

    def reason(self, prefix: str, reason: str) -> str:
        """See Texts.reason."""
        return self.texts.reason(prefix, reason, self.language)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), "whole file", f"a readable TOML file of texts ({error})") from error


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _require_parity(texts: Mapping[Language, Mapping[str, str]], folder: Path) -> None:
    zh, en = texts[Language.ZH_CN], texts[Language.EN]
    for key in sorted(zh.keys() ^ en.keys()):
        missing = Language.EN if key in zh else Language.ZH_CN
        raise ConfigurationError(str(folder / f"{missing.value}.toml"), key, "a text, as in the other language")
    for key in zh:
        if _fields(zh[key]) != _fields(en[key]):
            raise ConfigurationError(str(folder), key, "the same places to fill in both languages")
