"""The frame of `measure`: picks the kind, runs it, says by which thresholds.

A kind is a function of folder and `cross_validate`, with its adapters already bound in it (kiosk.assembly does that),
and answers with the figures of DESIGN section 6. Nothing is kept on disk.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from time import perf_counter

from kiosk.domain.errors import ConfigurationError

Figures = dict[str, object]
"""What goes into the JSON: nested dictionaries, numbers, words."""

Measure = Callable[[Path, bool], Figures]
"""(folder, cross_validate) -> figures; a kind that refits nothing says `"thresholds": "settings"` itself.

Raises ConfigurationError for a folder of another shape."""


class Kind(StrEnum):
    """What can be measured."""

    FACES = "faces"
    SPOOF = "spoof"
    MOTION = "motion"
    IDCARDS = "idcards"
    SPEECH = "speech"


def run_measure(
    kind: Kind, folder: Path, measures: Mapping[Kind, Callable[[], Measure]], cross_validate: bool = False
) -> Figures:
    """Figures of one kind. `measures` builds a kind's adapters only when that kind is asked for."""
    if not folder.is_dir():
        raise ConfigurationError(str(folder), "the folder", "a folder with a labels.csv in it")
    if kind not in measures:
        raise ConfigurationError(str(kind), "kind", f"one of {', '.join(measures)}")
    began = perf_counter()
    figures = measures[kind]()(folder, cross_validate)
    head: Figures = {"kind": str(kind), "thresholds": "cross_validated" if cross_validate else "settings"}
    return {**head, **figures, "seconds": round(perf_counter() - began, 1)}
