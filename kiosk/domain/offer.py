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


class DayCount(StrEnum):
    """Which part of a year one period is, for its interest."""

    MONTHS = "months"
    """Each month a twelfth, however long it is."""
    ACTUAL_360 = "actual/360"
    ACTUAL_365 = "actual/365"
    THIRTY_360 = "30/360"
    """Each date as if months had 30 days (the European reading, whose periods add up)."""


class Rounding(StrEnum):
    """How an amount comes to whole fen. What rounding leaves over is in the last instalment."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class FeeTiming(StrEnum):
    """When a fee is charged."""

    UPFRONT = "upfront"
    MONTHLY = "monthly"
    AT_END = "at_end"


class FeeKind(StrEnum):
    """What a fee is for. The loan isn't to be had without it: guarantee and insurance are tied to the loan."""

    SERVICE = "service"
    PLATFORM = "platform"
    INSTALMENT = "instalment"
    GUARANTEE = "guarantee"
    INSURANCE = "insurance"


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
    commission_rate: Decimal | None = None
    """The commission as a fraction of the principal; None: only in words."""


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
    kind: FeeKind = FeeKind.SERVICE


@dataclass(frozen=True, slots=True)
class ConditionalFee:
    """A fixed sum that falls due only if `condition` comes about: no cost of normal performance."""

    id: str
    name: Text
    charger: Text
    condition: Text
    """When it is charged, in words: "if you ask for another copy of the contract"."""
    amount: Fen
    """Each time."""


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
    `first_due`: date of the first instalment, also where the first period is shorter or longer than the others.
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
    day_count: DayCount = DayCount.MONTHS
    rounding: Rounding = Rounding.HALF_UP
    conditional: tuple[ConditionalFee, ...] = ()
