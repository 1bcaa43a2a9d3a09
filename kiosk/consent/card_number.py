"""The number by which a borrower is known again, as the machine read it from his card."""

from kiosk.consent.facts import Facts, IdentityPath


def read_number(facts: Facts) -> str:
    """Empty where no card was read, or where he typed the number himself and no staff looked: then it proves nothing
    about whose it is."""
    looked = facts.identity.path is IdentityPath.STAFF
    fields = (field for _, side in facts.card for field in side if field.name == "number")
    return next((field.value for field in fields if looked or field.settled_by != "borrower"), "")
