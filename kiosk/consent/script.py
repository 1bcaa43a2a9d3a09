"""The script: what is said at each step, as data. Its validator refuses one that lets a session break an invariant."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any

from kiosk.consent.events_staff import NOTICES
from kiosk.consent.facts import DocumentKind, Need
from kiosk.consent.quote_brought import Against
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Chapter, ConsentSpec, DataClass, Ending, Refusal
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Text


class Kind(StrEnum):
    """What a step becomes."""

    WELCOME = "welcome"
    TELL = "tell"
    CONSENTS = "consents"
    CARD = "card"
    FACE = "face"
    CASE = "case"
    NEED = "need"
    CHOICE = "choice"
    AFFORDABILITY = "affordability"
    TERMS = "terms"
    PROMISED = "promised"
    FACTS = "facts"
    READ_BACK = "read_back"
    SIGN = "sign"


_SILENT = frozenset({Kind.CONSENTS, Kind.AFFORDABILITY, Kind.TERMS, Kind.FACTS})
"""Kinds whose words come from consents, sheet or cash flow."""

_LINES = {
    "confirm_reply": {"said"},
    "misheard": set[str](),
    "misheard_touch": set[str](),
    "other_language": set[str](),
    "two_voices": set[str](),
    "explain_unknown": set[str](),
    "explain_person": set[str](),
    "paused": set[str](),
    **{f"notice_{name}": set[str]() for name in NOTICES},
    "calling_staff": set[str](),
    "leave": set[str](),
    "presence": set[str](),
    "presence_away": set[str](),
    "presence_hidden": set[str](),
    "presence_second": set[str](),
    "presence_staff": set[str](),
    "device_lost": set[str](),
    "card_again": {"hint"},
    "card_portrait_side": set[str](),
    "card_review": set[str](),
    "face_again": set[str](),
    "face_eased": set[str](),
    "light_ask": set[str](),
    "ear_sides": {"right", "left"},
    "ear_welcome": set[str](),
    "ear_card": set[str](),
    "ear_figure": set[str](),
    "ear_typed": {"typed"},
    "ear_read_back": {"asked", "said"},
    "ear_sign": set[str](),
    "ear_parting": set[str](),
    "ear_clause": {"clause"},
    "identity_path": set[str](),
    "staff_identity": set[str](),
    "staff_teach_back": set[str](),
    "choose_again": set[str](),
    "promise_amount": set[str](),
    "promise_rate": set[str](),
    "promise_monthly": set[str](),
    "promise_fees": set[str](),
    "promise_bundled": set[str](),
    "differences": set[str](),
    "compared_clause": set[str](),
    "known": set[str](),
    "preparing": set[str](),
    "quote": set[str](),
    "leave_quote": set[str](),
    "quote_show": set[str](),
    **{f"case_{name}": set[str]() for name in ("none", "left", "choose")},
    "quote_again": {"day", "until", "provider", "principal", "payment", "total", "rate", "days", "needs"},
    "quote_days": set[str](),
    **{f"quote_refused_{reason}": set[str]() for reason in Against},
}
"""Lines that the machine says, and the words in braces that each may have."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `side`, `need`, `document` belong to the kinds card, need and sign."""

    id: str
    chapter: Chapter
    kind: Kind
    say: Text
    case_only: bool
    side: CardSide | None = None
    need: Need | None = None
    document: DocumentKind | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """Steps in order, the words of each ending, lines, consents; `sha256` is over both files."""

    version: str
    sha256: str
    steps: tuple[Step, ...]
    partings: dict[Ending, Text]
    lines: dict[str, Text]
    consents: tuple[ConsentSpec, ...]

    def step(self, step_id: str) -> Step:
        """The step of this id."""
        return next(s for s in self.steps if s.id == step_id)

    def chapter_of(self, step_id: str) -> Chapter:
        """A parting's step is `farewell.<ending>`."""
        return Chapter.FAREWELL if step_id.startswith("farewell.") else self.step(step_id).chapter


def load_script(script_file: Path, consents_file: Path) -> Script:
    """Read and validate. Raises ConfigurationError with file, place, line and what was expected."""
    files = {file.name: _bytes(file) for file in (script_file, consents_file)}
    try:
        return _script(script_file, files[script_file.name], consents_file, files[consents_file.name])
    except ConfigurationError as error:
        line = line_of(error.where, files[error.file].decode(errors="replace"))
        if not line:
            raise
        raise ConfigurationError(error.file, f"line {line}, {error.where}", error.expected) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            script_file.name, "the file", f"tables of steps, lines and partings ({error})"
        ) from error


def line_of(where: str, text: str) -> int:
    """The line on which a place of a file stands (`welcome.hello.kind`, `lines.leave.zh`); 0: it can't be told.

    >>> line_of("welcome.hello.kind", '[[step]]\\nid = "welcome.hello"\\nkind = "dance"')
    3
    """
    lines = text.splitlines()
    parts = where.removeprefix("consent.").split(".")
    for length in range(len(parts), 0, -1):
        name, rest = ".".join(parts[:length]), parts[length:]
        heads = (f'id = "{name}"', f"[{name}]")
        found = next((at for at, line in enumerate(lines) if line.strip() in heads), None)
        if found is not None:
            return _key_after(lines, found, rest) + 1
    return 0


def _key_after(lines: list[str], head: int, keys: list[str]) -> int:
    """The line of a key in the table that begins there, or its head."""
    for at in range(head, len(lines)):
        if at > head and lines[at].startswith("["):
            break
        if keys and re.match(rf"{re.escape(keys[0])}\b", lines[at]):
            return at
    return head


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigurationError(file.name, "the file", f"a readable file ({error.strerror})") from None


def _script(script_file: Path, raw: bytes, consents_file: Path, raw_consents: bytes) -> Script:
    table, consents_table = _toml(script_file, raw), _toml(consents_file, raw_consents)
    reader = _Reader(script_file.name)
    script = Script(
        version=reader.string(table, "version", "the file"),
        sha256=hashlib.sha256(raw + b"\0" + raw_consents).hexdigest(),
        steps=tuple(reader.step(row) for row in table.get("step", [])),
        partings={
            Ending(reader.one_of(row, "ending", Ending, "parting")): reader.text(row, "say", "parting")
            for row in table.get("parting", [])
        },
        lines={name: reader.bilingual(row, f"lines.{name}") for name, row in table.get("lines", {}).items()},
        consents=tuple(_consent(_Reader(consents_file.name), row) for row in consents_table.get("consent", [])),
    )
    validate(script, script_file.name, consents_file.name)
    return script


def _toml(file: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(file.name, "the file", f"valid TOML in UTF-8 ({error})") from error


class _Reader:
    """Strict reading of one file's tables; every complaint names its place."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, where: str, expected: str) -> ConfigurationError:
        return ConfigurationError(self.file, where, expected)

    def string(self, row: dict[str, Any], key: str, where: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{where}.{key}", "a text that is not empty")
        return value

    def one_of(self, row: dict[str, Any], key: str, kind: type[StrEnum], where: str) -> str:
        value = self.string(row, key, where)
        if value not in [str(member) for member in kind]:
            raise self.fail(f"{where}.{key}", f"one of {', '.join(kind)}")
        return value

    def bilingual(self, row: Any, where: str) -> Text:
        if not isinstance(row, dict) or set(row) != {"zh", "en"}:
            raise self.fail(where, "both languages, zh and en")
        return Text(self.string(row, "zh", where), self.string(row, "en", where))

    def text(self, row: dict[str, Any], key: str, where: str) -> Text:
        return self.bilingual(row.get(key), f"{where}.{key}")

    def flag(self, row: dict[str, Any], key: str, where: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{where}.{key}", "true or false")
        return value

    def known(self, row: dict[str, Any], keys: set[str], where: str) -> None:
        unknown = sorted(set(row) - keys)
        if unknown:
            raise self.fail(f"{where}.{unknown[0]}", f"one of the keys {', '.join(sorted(keys))}")

    def step(self, row: dict[str, Any]) -> Step:
        where = self.string(row, "id", "step")
        self.known(row, {"id", "chapter", "kind", "say", "case_only", "side", "need", "document"}, where)
        kind = Kind(self.one_of(row, "kind", Kind, where))
        return Step(
            id=where,
            chapter=Chapter(self.one_of(row, "chapter", Chapter, where)),
            kind=kind,
            say=Text("", "") if kind in _SILENT else self.text(row, "say", where),
            case_only=self.flag(row, "case_only", where),
            side=CardSide(self.one_of(row, "side", CardSide, where)) if kind is Kind.CARD else None,
            need=Need(self.one_of(row, "need", Need, where)) if kind is Kind.NEED else None,
            document=DocumentKind(self.one_of(row, "document", DocumentKind, where)) if kind is Kind.SIGN else None,
        )


def _consent(reader: _Reader, row: dict[str, Any]) -> ConsentSpec:
    where = f"consent.{reader.string(row, 'id', 'consent')}"
    texts = ("ask", "purpose", "receiver", "retention", "if_refused")
    keys = {"id", "chapter", "data_class", "retention_days", "on_refusal", "per_partner", "case_only", *texts}
    reader.known(row, keys, where)
    days = row.get("retention_days")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise reader.fail(f"{where}.retention_days", "a whole number of days, at least 1")
    return ConsentSpec(
        id=row["id"],
        chapter=Chapter(reader.one_of(row, "chapter", Chapter, where)),
        data_class=DataClass(reader.one_of(row, "data_class", DataClass, where)),
        retention_days=days,
        on_refusal=Refusal(reader.one_of(row, "on_refusal", Refusal, where)),
        per_partner=reader.flag(row, "per_partner", where),
        case_only=reader.flag(row, "case_only", where),
        **{name: reader.text(row, name, where) for name in texts},
    )


def validate(script: Script, file: str, consents_file: str) -> None:
    """Refuse a script that would let a session break an invariant of DESIGN section 3."""
    _validate_order(script, file)
    _validate_words(script, file)
    _validate_consents(script, consents_file)


def _validate_order(script: Script, file: str) -> None:
    ids = [step.id for step in script.steps]
    if not ids:
        raise ConfigurationError(file, "step", "at least one step")
    if len(set(ids)) != len(ids):
        raise ConfigurationError(file, "step.id", "each id once")
    chapters = [list(Chapter).index(step.chapter) for step in script.steps]
    if chapters != sorted(chapters):
        raise ConfigurationError(file, "step.chapter", "the chapters in the order of the session")
    required = [
        (Kind.WELCOME, None), (Kind.CONSENTS, Chapter.PRIVACY), (Kind.CARD, CardSide.FRONT), (Kind.CARD, CardSide.BACK),
        (Kind.FACE, None), *((Kind.NEED, need) for need in Need), (Kind.CHOICE, None), (Kind.AFFORDABILITY, None),
        (Kind.CONSENTS, Chapter.CHOICE), (Kind.TERMS, None), (Kind.PROMISED, None), (Kind.FACTS, None),
        (Kind.READ_BACK, None), (Kind.SIGN, DocumentKind.SHEET), (Kind.SIGN, DocumentKind.CONTRACT),
    ]  # fmt: skip
    found = [_place(script, file, kind, detail) for kind, detail in required]
    signing = (found[-2], found[-1])
    if signing[0] > signing[1]:
        raise ConfigurationError(file, "signature", "the sheet before the contract (invariant 1)")
    if max(found[:-2]) > signing[0]:
        raise ConfigurationError(file, "signature", "every other step before the pen (invariant 4)")
    missing = [str(ending) for ending in Ending if ending not in script.partings]
    if missing:
        raise ConfigurationError(file, "parting", f"words for the ending {missing[0]}")


def _place(script: Script, file: str, kind: Kind, detail: object) -> int:
    for index, step in enumerate(script.steps):
        if step.kind is kind and detail in (None, step.side, step.need, step.document, step.chapter):
            return index
    raise ConfigurationError(file, "step", f"a step of kind {kind}" + (f" for {detail}" if detail else ""))


def _validate_words(script: Script, file: str) -> None:
    for name, allowed in _LINES.items():
        if name not in script.lines:
            raise ConfigurationError(file, f"lines.{name}", "this line, in both languages")
        for text in (script.lines[name].zh, script.lines[name].en):
            used = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            if not used <= allowed:
                expected = ", ".join(sorted(allowed)) or "no words in braces"
                raise ConfigurationError(file, f"lines.{name}", f"in braces only: {expected}")
    unknown = sorted(set(script.lines) - set(_LINES))
    if unknown:
        raise ConfigurationError(file, f"lines.{unknown[0]}", "a line that the program says")


def _validate_consents(script: Script, file: str) -> None:
    effects = {(c.id, c.on_refusal) for c in script.consents}
    needed = {
        ("recording", Refusal.REFER): "invariant 2: nothing is kept without it",
        ("face", Refusal.STAFF_IDENTITY): "invariant 9: the equal path without a face",
        ("sending", Refusal.WITHHOLD): "a refusal keeps recording and pictures in the terminal",
    }
    for pair, why in needed.items():
        if pair not in effects:
            raise ConfigurationError(file, f"consent.{pair[0]}", f"on_refusal = {pair[1]} ({why})")
    ids = [c.id for c in script.consents]
    if len(set(ids)) != len(ids):
        raise ConfigurationError(file, "consent.id", "each id once")
