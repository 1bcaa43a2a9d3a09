"""Providers, partners, fees and offers: what may be chosen and who funds it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kiosk.domain.ids import OfferId
from kiosk.domain.money import Fen
from kiosk.domain.speech import Text


class RepaymentMethod(StrEnum):
    """How principal and interest come back."""

    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    FLAT = "flat"
    INTEREST_FIRST = "interest_first"
    BULLET = "bullet"


class FeeTiming(StrEnum):
    """When a fee is charged."""

    UPFRONT = "upfront"
    MONTHLY = "monthly"
    AT_END = "at_end"


class Contingency(StrEnum):
    """What makes a contingent cost fall due."""

    OVERDUE = "overdue"
    MISUSE = "misuse"
    PREPAYMENT = "prepayment"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Where to complain: lender first, mediator, regulator."""

    who: Text
    phone: str
    hours: Text


@dataclass(frozen=True, slots=True)
class Provider:
    """Who funds the loan and holds the claim."""

    id: str
    name: Text
    licence: Text
    relation: Text
    """What the branch has to do with the provider, and the commission that it gets."""
    commission: Text
    complaints: tuple[Complaint, ...]
    collector: Text
    """Who may collect, and how."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A third party of the offer, with its role, who receives data for a purpose."""

    id: str
    name: Text
    role: Text
    contact: str
    purpose: Text


@dataclass(frozen=True, slots=True)
class Fee:
    """A cost of normal performance besides interest; `charger` is a provider's or partner's name."""

    id: str
    name: Text
    charger: Text
    timing: FeeTiming
    amount: Fen
    """A time it is charged."""
    standard: Text
    """The rule by which it is charged, in words."""


@dataclass(frozen=True, slots=True)
class ContingentCost:
    """A cost that falls due only if something happens.

    `rate`: overdue and misuse: a year, as a fraction of the sum concerned; prepayment: of the sum prepaid.
    """

    kind: Contingency
    charger: Text
    rate: Decimal
    standard: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer, binding in a case and indicative in a catalogue.

    `nominal_rate`: a year, as a fraction; with FLAT it is charged on the first principal throughout.
    `due_day`: day of the month; `first_due`: date of the first instalment.
    """

    id: OfferId
    provider: Provider
    product: Text
    principal: Fen
    nominal_rate: Decimal
    periods: int
    method: RepaymentMethod
    start: date
    first_due: date
    fees: tuple[Fee, ...]
    contingent: tuple[ContingentCost, ...]
    partners: tuple[Partner, ...]
    purpose: Text
    forbidden_uses: Text
    payment: Text
    """How the money is paid out (to the borrower, or entrusted)."""
    extras: Text
    """Voluntary extras: not ticked, not tied; or that there are none."""
    cooling_off: Text
    collateral: Text
    valid_until: date
    version: str
