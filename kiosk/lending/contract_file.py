"""The clauses of a contract file, and which items of the sheet explain each.

A clause that nothing explains is refused here, at start: the lender must explain every clause that exempts him or lays
a duty on the borrower (Civil Code 496), and what is explained must be heard. Only items of the sheet count: an approved
answer is heard by who asks for it.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Text
from kiosk.lending.wording import TITLES

EACH_FEE = "fee.*"
"""Stands in `explained_by` for the item of each fee that the offer has."""
_QUOTED = re.compile(r"\{item_([a-z_]+)\}")
_HEAD = re.compile(r"\s*\[\[\s*clause\s*\]\]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a contract file; `{name}` in its text is filled from the sheet. `key`: shown with weight.
    `explained_by`: ids of items of the sheet, or EACH_FEE."""

    id: str
    title: Text
    text: Text
    key: bool
    explained_by: tuple[str, ...]

    def items(self, sheet: Iterable[str]) -> tuple[str, ...]:
        """Of these items of a sheet, the ones that explain it; empty if one that it names is not among them."""
        there = tuple(sheet)
        named = [name for name in self.explained_by if name != EACH_FEE]
        if not set(named) <= set(there):
            return ()
        fees = [item for item in there if item.startswith("fee.")] if EACH_FEE in self.explained_by else []
        return (*named, *fees)


@dataclass(frozen=True, slots=True)
class ContractClauses:
    """A versioned set of clauses."""

    version: str
    title: Text
    clauses: tuple[Clause, ...]

    def explained(self, sheet: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Each clause's id, and the items of a sheet that explain it."""
        there = tuple(sheet)
        return {clause.id: clause.items(there) for clause in self.clauses}


def load_clauses(path: Path) -> ContractClauses:
    """The clauses of a file in assets/contracts. Raises ConfigurationError."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ConfigurationError(path.name, "the whole file", "can't be read") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(path.name, "the whole file", "UTF-8 is expected") from error
    return parse_clauses(text, path.name)


def parse_clauses(toml: str, file: str) -> ContractClauses:
    """Clauses from TOML text; unknown and missing keys are refused by name, an unexplained clause with its line."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(file, "the whole file", f"TOML is expected ({error})") from error
    _only(data, {"version", "title", "clause"}, file, "")
    clauses = data["clause"]
    if not isinstance(clauses, list) or not clauses:
        raise ConfigurationError(file, "clause", "at least one is expected")
    found = tuple(_clause(entry, file, f"clause[{n}]", _line(toml, n)) for n, entry in enumerate(clauses))
    if len({clause.id for clause in found}) != len(found):
        raise ConfigurationError(file, "clause", "each id must stand only once")
    return ContractClauses(str(data["version"]), _both(data["title"], file, "title"), found)


def _line(toml: str, number: int) -> str:
    """Where the clause of this number begins, in front of its name; empty where it can't be told."""
    heads = [at for at, line in enumerate(toml.splitlines(), start=1) if _HEAD.match(line)]
    return f"line {heads[number]}, " if number < len(heads) else ""


def _clause(entry: object, file: str, where: str, line: str) -> Clause:
    data = _only(entry, {"id", "title", "text", "key"}, file, where, may=frozenset({"explained_by"}))
    if not isinstance(data["key"], bool) or not isinstance(data["id"], str):
        raise ConfigurationError(file, f"{where}.key", "true or false is expected, and a text as id")
    text = _both(data["text"], file, f"{where}.text")
    explained = _explained(data.get("explained_by"), text, file, f"{line}clause {data['id']}.explained_by")
    return Clause(data["id"], _both(data["title"], file, f"{where}.title"), text, data["key"], explained)


def _explained(entry: object, text: Text, file: str, where: str) -> tuple[str, ...]:
    if not isinstance(entry, list) or not entry:
        raise ConfigurationError(file, where, "at least one item of the sheet that explains this clause")
    for name in entry:
        if not isinstance(name, str) or (name not in TITLES and name != EACH_FEE):
            raise ConfigurationError(file, where, f"an item of the sheet, or {EACH_FEE} ({name!r} is neither)")
    if set(entry) == {EACH_FEE}:
        raise ConfigurationError(file, where, f"an item besides {EACH_FEE}: an offer may have no fee")
    if len(set(entry)) != len(entry):
        raise ConfigurationError(file, where, "each item once")
    for quoted in _QUOTED.findall(text.zh + text.en):
        if quoted not in entry:
            raise ConfigurationError(file, where, f"also {quoted}, which the clause quotes")
    return tuple(entry)


def _both(entry: object, file: str, where: str) -> Text:
    data = _only(entry, {"zh", "en"}, file, where)
    zh, en = data["zh"], data["en"]
    if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
        raise ConfigurationError(file, where, "a text in zh and en is expected")
    return Text(zh.strip(), en.strip())


def _only(entry: object, keys: set[str], file: str, where: str, may: frozenset[str] = frozenset()) -> dict[str, object]:
    if not isinstance(entry, dict):
        raise ConfigurationError(file, where or "the whole file", "a table is expected")
    for key in sorted(keys ^ (set(entry) - may)):
        said = "is missing" if key in keys else "is not known here"
        raise ConfigurationError(file, f"{where}.{key}" if where else key, said)
    return entry
