"""The words of the verdicts: of the whole, and of each part."""

from enum import StrEnum


class Liveness(StrEnum):
    """`challenge_unanswered`: seen, but not doing what was asked (or a recording); people with stiff necks come here
    too, so it leads to a member of staff, never to a refusal."""

    PASSED = "passed"
    FAILED = "failed"
    CHALLENGE_UNANSWERED = "challenge_unanswered"
    SIMULATED = "simulated"
    """Training only: a simulator stood in for the attack detector, so nothing is proven."""
    NOT_DONE = "not_done"


class Response(StrEnum):
    """What became of one part of a challenge. Only `made` counts for the borrower."""

    MADE = "made"
    NOT_MADE = "not_made"
    NO_MEASURE = "no_measure"
    """Too little, broken or contradictory measurements: counts like not made, but is nobody's fault."""


def worst(responses: tuple[Response, ...]) -> Response:
    """MADE only if there is at least one and all were made; NOT_MADE outweighs NO_MEASURE."""
    if Response.NOT_MADE in responses:
        return Response.NOT_MADE
    return Response.MADE if responses and all(r is Response.MADE for r in responses) else Response.NO_MEASURE
