"""The number by which a borrower is known again, as the machine read it from his card."""

from kiosk.consent.facts import Facts


def read_number(facts: Facts) -> str:
    """Empty where no card was read, or where he typed the number himself: then it proves nothing about whose it is."""
    fields = (field for _, side in facts.card for field in side)
    return next((field.value for field in fields if field.name == "number" and field.settled_by != "borrower"), "")
