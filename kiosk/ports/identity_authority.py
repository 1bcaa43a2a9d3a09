"""Whether a card is genuine and civil identity real: the chip reader, or the lender's official check."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.consents import Source


@dataclass(frozen=True, slots=True)
class AuthorityAnswer:
    """`genuine`: None where there is no authority; `name`: who answered."""

    genuine: bool | None
    name: str
    source: Source


class IdentityAuthority(Protocol):
    """Asked once a session, after the borrower confirmed the card."""

    def ask(self, name: str, number: str) -> AuthorityAnswer:
        """Raises TransportError when it is out of reach."""
