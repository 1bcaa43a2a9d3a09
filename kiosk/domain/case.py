"""A case: binding offers after the lender's approval. An enquiry has a catalogue only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.holder import Holder
from kiosk.domain.ids import CaseId, StaffId
from kiosk.domain.money import Fen
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text


class PromiseTopic(StrEnum):
    """What a consultant may have promised."""

    AMOUNT = "amount"
    RATE = "rate"
    MONTHLY = "monthly"
    FEES = "fees"
    BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Promise:
    """What the consultant says that he promised; `value`: fen, a rate as a fraction, or words."""

    topic: PromiseTopic
    value: str


@dataclass(frozen=True, slots=True)
class Consultant:
    """Who sold the loan."""

    id: StaffId
    name: str


@dataclass(frozen=True, slots=True)
class VerifiedIncome:
    """Net income a month as the lender checked it: by what, and when."""

    monthly: Fen
    source: Text
    day: date


@dataclass(frozen=True, slots=True)
class Case:
    """Signed by headquarters; `issued` to `expires` inclusive."""

    id: CaseId
    branch: str
    offers: tuple[Offer, ...]
    consultant: Consultant
    promises: tuple[Promise, ...]
    issued: date
    expires: date
    income: VerifiedIncome | None = None
    """None: nobody checked it; what the borrower declares is marked as declared."""
    holder: Holder | None = None
    """For whom it was made; None: whoever has it opened says so himself."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Indicative offers for an enquiry (试算)."""

    version: str
    offers: tuple[Offer, ...]
    issued: date
    expires: date
