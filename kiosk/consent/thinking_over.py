"""Whether he may think it over: the figures stand, and no contract is signed."""

from kiosk.consent.facts import DocumentKind, Facts
from kiosk.domain.speech import Text

THINK_OVER = "think_over"
THINK_OVER_WORDS = Text("再想想", "think it over")


def may_think_over(facts: Facts) -> bool:
    """There are figures to take home, and no contract is signed yet."""
    return facts.sheet is not None and DocumentKind.CONTRACT not in {signed.kind for signed in facts.signed}
