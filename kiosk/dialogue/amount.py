"""An amount as people say it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What was counted, if it was said."""

    NONE = "none"
    YUAN = "yuan"
    PERCENT = "percent"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in its unit: 6.5 with PERCENT is 6.5 %."""

    value: Decimal
    unit: Unit = Unit.NONE
