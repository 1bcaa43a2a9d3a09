"""What the machine is handed once: script, knowledge, thresholds, delays. Nothing of a session."""

from dataclasses import dataclass, field
from decimal import Decimal

from kiosk.checks.liveness import Plan
from kiosk.consent.delays import Delays
from kiosk.consent.effects import Effect
from kiosk.consent.pace import Reading
from kiosk.consent.script import Script
from kiosk.consent.states import State
from kiosk.dialogue.knowledge import KnowledgeBase
from kiosk.lending.affordability import AffordabilityThresholds
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling
from kiosk.lending.contract import ContractClauses


@dataclass(frozen=True, slots=True)
class Context:
    """`card_tries` and `face_tries`: after that many the path with a person is offered by itself. `challenge`: what may
    be drawn for the face check; its `light` only for who agrees. `face_draws`: so many challenges in a session, then
    the path with a person: who sees more of them picks his own. `surface_counts`: whether a surface that speaks against
    plastic is a doubt for staff; it is recorded either way. `clauses`: of the contract that will be signed, and what
    explains each."""

    script: Script
    knowledge: KnowledgeBase
    affordability: AffordabilityThresholds
    clauses: ContractClauses
    ceiling: Ceiling = DEFAULT_CEILING
    delays: Delays = field(default_factory=Delays)
    reading: Reading = field(default_factory=Reading)
    card_tries: int = 5
    face_tries: int = 3
    face_draws: int = 8
    fact_tries: int = 3
    staff_for_identity: int = 2
    challenge: Plan = field(default_factory=Plan)
    surface_counts: bool = True
    page_replies: int = 6
    maximum_age: int = 75
    amount_bounds: tuple[Decimal, Decimal] = (Decimal(100), Decimal(10_000_000))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A new state with effects; `enter`: the guide speaks for it and listens anew."""

    state: State
    effects: tuple[Effect, ...] = ()
    enter: bool = True
