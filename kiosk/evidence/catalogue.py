"""Kinds of entries, declared once in events.toml; code and docs/FORMAT.md come from it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from kiosk.domain.errors import ConfigurationError

_KIND = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `id` (thing.past_participle), a sentence, and the keys that its data may have."""

    id: str
    doc: str
    keys: frozenset[str]


def parse_catalogue(content: str) -> Mapping[str, Kind]:
    """Read events.toml. Raises ConfigurationError naming the kind at fault."""
    kinds: dict[str, Kind] = {}
    for name, table in tomllib.loads(content).items():
        if not _KIND.fullmatch(name):
            raise ConfigurationError("events.toml", name, 'a kind like "term.spoken"')
        if not isinstance(table, dict) or table.keys() != {"doc", "keys"}:
            raise ConfigurationError("events.toml", name, "exactly the keys doc and keys")
        doc, keys = table["doc"], table["keys"]
        if not isinstance(doc, str) or not doc.endswith("."):
            raise ConfigurationError("events.toml", name, "doc is one sentence with a full stop")
        if not isinstance(keys, list) or not all(isinstance(key, str) and _KEY.fullmatch(key) for key in keys):
            raise ConfigurationError("events.toml", name, "keys is a list of names")
        kinds[name] = Kind(name, doc, frozenset(keys))
    return MappingProxyType(kinds)


@cache
def catalogue() -> Mapping[str, Kind]:
    """The kinds that this version knows."""
    return parse_catalogue(resources.files("kiosk.evidence").joinpath("events.toml").read_text("utf-8"))


def catalogue_table() -> str:
    """The kinds as a Markdown table (docs/FORMAT.md, section 5)."""
    rows = [f"| `{kind.id}` | {kind.doc} | {' '.join(sorted(kind.keys))} |" for kind in catalogue().values()]
    return "\n".join(["| kind | what it says | keys of its data |", "|---|---|---|", *rows])
