"""The labelled folder: one `labels.csv`, one line a file. What lies in it was made by others: nothing is trusted."""

import csv
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import ConfigurationError

LABELS = "labels.csv"
MISSING = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line: the file's path (it may be absent or broken: that counts as a failure) and its columns."""

    name: str
    path: Path
    columns: tuple[tuple[str, str], ...]

    def __getitem__(self, column: str) -> str:
        return dict(self.columns).get(column, MISSING)


def read_labels(folder: Path, *needed: str) -> tuple[Labelled, ...]:
    """All lines of `labels.csv`. Raises ConfigurationError if it is absent or lacks a needed column."""
    path = folder / LABELS
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            columns = tuple(table.fieldnames or ())
            rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(str(path), "the file itself", f"a table in UTF-8 ({type(error).__name__})") from error
    for column in ("file", *needed):
        if column not in columns:
            raise ConfigurationError(str(path), "first line", f"a column named {column!r}; there are {columns}")
    return tuple(Labelled(row["file"], _inside(folder, row["file"]), tuple(row.items())) for row in rows)


def columns_of(folder: Path) -> frozenset[str]:
    """The names in the first line of `labels.csv`; empty if it can't be read."""
    try:
        with (folder / LABELS).open(encoding="utf-8-sig", newline="") as lines:
            return frozenset(next(csv.reader(lines), []))
    except (OSError, UnicodeDecodeError, csv.Error):
        return frozenset()


def _inside(folder: Path, name: str) -> Path:
    """A path that can't leave the folder; a name that tries becomes one that does not exist."""
    path = folder / name
    return path if name and path.resolve().is_relative_to(folder.resolve()) else folder / "\N{REPLACEMENT CHARACTER}"
