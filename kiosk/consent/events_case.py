"""Events of a session that opened before anybody knew for whom."""

from dataclasses import dataclass

from kiosk.domain.case import Case


@dataclass(frozen=True, slots=True)
class CasesFound:
    """The cases that were made for the holder of this card; nobody else's ever come up here."""

    cases: tuple[Case, ...]
