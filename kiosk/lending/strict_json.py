"""Reading JSON that came from outside: each key is asked for by name, and what nobody asked for is refused."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.money import Fen
from kiosk.domain.speech import Text

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
MAX_TEXT = 2000
"""Characters in one field: above any honest one."""


def parse_object(untrusted: str, file: str) -> dict[str, object]:
    """A JSON object without repeated keys. Raises ConfigurationError."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ConfigurationError(file, "a key", "must stand only once in an object")
        return found

    try:
        data = json.loads(untrusted, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(file, "the whole file", "JSON is expected") from error
    if not isinstance(data, dict):
        raise ConfigurationError(file, "the whole file", "a JSON object is expected")
    return data


class Reader:
    """One JSON object being read; `done()` refuses keys that were not asked for."""

    def __init__(self, untrusted: object, file: str, where: str) -> None:
        self._file, self._where = file, where
        if not isinstance(untrusted, dict):
            raise self.refused("", "a JSON object is expected")
        self._data: dict[str, object] = untrusted
        self._seen: set[str] = set()

    def refused(self, key: str, expected: str) -> ConfigurationError:
        """The error to raise about a key of this object."""
        place = ".".join(part for part in (self._where, key) if part) or "the whole file"
        return ConfigurationError(self._file, place, expected)

    def has(self, key: str) -> bool:
        """Whether an optional key is there."""
        return key in self._data

    def raw(self, key: str) -> object:
        """Whatever stands under a key; refused when it is missing."""
        self._seen.add(key)
        if key not in self._data:
            raise self.refused(key, "is missing")
        return self._data[key]

    def text(self, key: str) -> str:
        """A string that is not blank."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
            raise self.refused(key, f"a text of 1 to {MAX_TEXT} characters is expected")
        return value

    def both(self, key: str) -> Text:
        """A text in both languages: {"zh": ..., "en": ...}."""
        inner = self.inner(key)
        value = Text(inner.text("zh"), inner.text("en"))
        inner.done()
        return value

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self.raw(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refused(key, "a whole number is expected")
        return value

    def number(self, key: str) -> Decimal:
        """A finite decimal number written as a string."""
        try:
            value = Decimal(self.text(key))
        except InvalidOperation as error:
            raise self.refused(key, 'a number in quotes is expected, such as "0.06"') from error
        if not value.is_finite() or abs(value) > 10**12:
            raise self.refused(key, "a finite number below 10^12 is expected")
        return value

    def yuan(self, key: str) -> Fen:
        """Yuan in quotes, with at most two decimals; fen come out."""
        fen = self.number(key) * 100
        if fen != fen.to_integral_value():
            raise self.refused(key, "yuan with at most two decimals are expected")
        return Fen(int(fen))

    def day(self, key: str) -> date:
        """A date YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.refused(key, "a date YYYY-MM-DD is expected") from error

    def one_of(self, key: str, kind: type[E]) -> E:
        """A word of a closed list."""
        value = self.text(key)
        try:
            return kind(value)
        except ValueError as error:
            raise self.refused(key, f"one of {', '.join(kind)} is expected") from error

    def inner(self, key: str) -> "Reader":
        """The object under a key."""
        value = self.raw(key)
        return Reader(value, self._file, self._path(key))

    def each(self, key: str, read: Callable[["Reader"], T]) -> tuple[T, ...]:
        """Each object of the list under a key."""
        value = self.raw(key)
        if not isinstance(value, list):
            raise self.refused(key, "a list is expected")
        found: list[T] = []
        for n, entry in enumerate(value):
            inner = Reader(entry, self._file, f"{self._path(key)}[{n}]")
            found.append(read(inner))
            inner.done()
        return tuple(found)

    def done(self) -> None:
        """Refuses any key that nobody asked for: a misspelt fee must not vanish."""
        for key in self._data:
            if key not in self._seen:
                raise self.refused(key, "is not known here")

    def _path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key
