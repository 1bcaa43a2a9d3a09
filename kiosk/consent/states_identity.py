"""The states in which it is settled who sits there."""

from dataclasses import dataclass

from kiosk.consent.facts import Facts
from kiosk.domain.borrower import CardField, CardSide


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """Waiting for a side of the card. `hint`: text key of the last reason, or empty."""

    facts: Facts
    step: str
    side: CardSide
    attempts: int
    hint: str


@dataclass(frozen=True, slots=True)
class ReviewingCard:
    """The fields as read; open ones must be corrected or confirmed."""

    facts: Facts
    step: str
    side: CardSide
    fields: tuple[CardField, ...]
    picture: bytes


@dataclass(frozen=True, slots=True)
class ChoosingPath:
    """By the camera, or by two members of staff: two ways of equal worth, before a face is asked for."""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class AskingLight:
    """May the screen change its colours softly during the check? Asked before anything is drawn."""

    facts: Facts
    step: str


@dataclass(frozen=True, slots=True)
class CheckingFace:
    """The face is looked at. `hint`: text key, or empty. `draw`: how often this attempt was begun, since a challenge
    that was seen before a pause, or held a step that is hard for him, is not asked again."""

    facts: Facts
    step: str
    attempt: int
    hint: str
    draw: int = 0


@dataclass(frozen=True, slots=True)
class AwaitingStaff:
    """Two members of staff settle something (`wanted`: how many). `purpose`: identity, teach_back."""

    facts: Facts
    step: str
    purpose: str
    wanted: int
