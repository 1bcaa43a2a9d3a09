"""A quote that was taken home and is brought back: what was found of it, and why one may not be gone on with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.consent.facts import Needs
from kiosk.domain.case import Case
from kiosk.domain.speech import Text
from kiosk.lending.quote import same_amounts
from kiosk.lending.sheet import Sheet

HAVE_QUOTE = "have_quote"
HAVE_QUOTE_WORDS = Text("我有报价单", "I have a quote")
MOST_TRIES = 5
"""In a session; after that a person looks, or he chooses anew."""


class Against(StrEnum):
    """Why it is not gone on with; each has its sentence, `quote_refused_<reason>` of the script."""

    SLIP = "slip"
    """Twelve digits, one of them wrong."""
    NO_QUOTE = "no_quote"
    """Some other code or number."""
    UNKNOWN = "unknown"
    """No such quote was made here."""
    CHANGED = "changed"
    """The paper or what is kept of it is not as it was made."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """The case or its figures are no longer offered."""
    OTHER_HOLDER = "other_holder"
    """It was made for somebody with another card."""
    OTHER_CASE = "other_case"
    """It is of another case than the one that this session opened on."""
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Brought:
    """A quote that still holds, of this very borrower. `code`: its twelve digits; `session`, `made_on`: where it was
    made; `then`: the sheet that he took home; `now`: the same amounts, paid out today; `needs`: as he said them then.
    """

    code: str
    session: str
    made_on: date
    until: date
    case: Case
    then: Sheet
    now: Sheet
    needs: Needs

    @property
    def same_days(self) -> bool:
        """Whether the sheet is the very same, its days included."""
        return self.then == self.now

    def holds(self) -> bool:
        """What must be so before anything of it is shown; whoever found it has looked, and the machine looks again."""
        return same_amounts(self.then, self.now) and self.now.case == self.case.id
