"""`measure idcards`: with field columns, what was read of each photograph; with a `kind` column, what was let in."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from kiosk.bench.adapters import ReadPicture
from kiosk.bench.labels import Labelled, columns_of, read_labels
from kiosk.bench.measure import Figures
from kiosk.checks.card_verdicts import CardAccepted, CardThresholds, accept_card
from kiosk.checks.id_card import OPEN, settle
from kiosk.domain.borrower import FIELDS_BACK, FIELDS_FRONT, CardField, CardSide
from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReader, CardReading, NoCard

RIGHT, WRONG, REFERRED = "right", "wrong", "referred"


def measure_idcards(
    folder: Path, _cross_validate: bool, read: ReadPicture, reader: CardReader, thresholds: CardThresholds
) -> Figures:
    """Which of both the folder is, its columns say. No threshold of the reader is fitted, so none is refitted."""
    columns = columns_of(folder)
    if "kind" in columns:
        return {"thresholds": "settings", **_by_kind(folder, read, reader, thresholds)}
    if {"side", "number"} <= columns:
        return {"thresholds": "settings", **_by_field(folder, read, reader)}
    raise ConfigurationError(
        str(folder / "labels.csv"), "first line", "a column 'kind', or 'side' and the card's fields"
    )


def _by_kind(folder: Path, read: ReadPicture, reader: CardReader, thresholds: CardThresholds) -> Figures:
    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    seconds = []
    for row in read_labels(folder, "kind"):
        began = perf_counter()
        reading = _read(reader, read(row.path), None)
        seconds.append(perf_counter() - began)
        verdict = accept_card(reading, thresholds) if isinstance(reading, CardReading) else reading
        if isinstance(verdict, CardAccepted):
            accepted[row["kind"]] += 1
            continue
        refused[row["kind"]] += 1
        reason = verdict.reason if isinstance(verdict, NoCard) else str(verdict.fault)
        reasons.setdefault(row["kind"], Counter())[reason] += 1
    return {
        "pictures": len(seconds),
        "accepted": dict(sorted(accepted.items())),
        "refused": dict(sorted(refused.items())),
        "reasons": {kind: dict(sorted(counts.items())) for kind, counts in sorted(reasons.items())},
        "seconds_median": _seconds(seconds),
    }


def _by_field(folder: Path, read: ReadPicture, reader: CardReader) -> Figures:
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*FIELDS_FRONT, *FIELDS_BACK)}
    seconds = []
    whole = cards = 0
    for row in read_labels(folder, "side"):
        began = perf_counter()
        side = CardSide.BACK if row["side"] == CardSide.BACK else CardSide.FRONT
        reading = _read(reader, read(row.path), side)
        fields = (
            {f.name: f for f in settle(reading, datetime.now(UTC).date())} if isinstance(reading, CardReading) else {}
        )
        seconds.append(perf_counter() - began)
        marks = list(_marks(row, side, fields))
        for name, mark in marks:
            counts[name][mark] += 1
        cards += 1
        whole += all(mark == RIGHT for _, mark in marks)
    return {
        "cards": cards,
        "whole_cards_right": whole,
        "fields": {name: {mark: c[mark] for mark in (RIGHT, WRONG, REFERRED)} for name, c in counts.items()},
        "wrong_accepted": sum(c[WRONG] for c in counts.values()),
        "seconds_median": _seconds(seconds),
    }


def _marks(row: Labelled, side: CardSide, fields: dict[str, CardField]) -> Iterator[tuple[str, str]]:
    for name in FIELDS_FRONT if side is CardSide.FRONT else FIELDS_BACK:
        field = fields.get(name)
        if field is None or field.settled_by == OPEN:
            yield name, REFERRED
        else:
            yield name, RIGHT if field.value == row[name] else WRONG


def _read(reader: CardReader, picture: Image | None, side: CardSide | None) -> CardReading | NoCard:
    if picture is None:
        return NoCard("no_card")
    try:
        return reader.read(picture, side)
    except DeviceError:
        return NoCard("no_card")


def _seconds(seconds: list[float]) -> float | None:
    return round(median(seconds), 2) if seconds else None
