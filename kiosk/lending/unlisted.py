"""Charges that hide in the free words of an offer.

The sheet says that nothing else is charged than what it lists. What an offer's words name besides would stand on the
sheet and yet be in no figure, so there is no such sheet.
"""

from kiosk.domain.errors import LendingError
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.contract_text import amounts_in, charged_elsewhere_in, fees_in


def require_listed(offer: Offer) -> None:
    """LendingError naming the item whose words hold an amount, or a charge that is not among the offer's fees.

    What the money is for may name bills ("tuition fees"), but no amounts. The commission is not the borrower's cost,
    and voluntary extras have their own price: both are told in words.
    """
    names = [*(fee.name for fee in offer.fees), *(fee.name for fee in offer.conditional)]
    listed = fees_in("\n".join(f"{name.zh}\n{name.en}" for name in names))
    for item, text, purposes in _words(offer):
        both = f"{text.zh}\n{text.en}"
        found = amounts_in(both) | charged_elsewhere_in(both)
        if not purposes:
            found |= fees_in(both) - listed
        if found:
            raise LendingError(f"sheet item {item}: names what is not among the fees: {min(found)}")


def _words(offer: Offer) -> list[tuple[str, Text, bool]]:
    """Item, words, and whether they say what the money is for."""
    return [
        ("purpose", offer.purpose, True),
        ("purpose", offer.forbidden_uses, True),
        ("payment", offer.payment, False),
        ("collateral", offer.collateral, False),
        ("cooling_off", offer.cooling_off, False),
        ("claim", offer.provider.collector, False),
        ("lender", offer.provider.licence, False),
        *(("partners", partner.role, False) for partner in offer.partners),
        *(("receivers", partner.purpose, False) for partner in offer.partners),
    ]
