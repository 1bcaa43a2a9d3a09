"""Several pictures of one side settled together: what one left open, another may say.

A field that readers agreed on in any picture stands unless another picture agreed on something else. One that no
picture settled stands when the same was read in three pictures between which the card had moved: the pixels were
others then, and a reader that errs on one picture seldom errs alike on three.
"""

from kiosk.domain.borrower import CardField

FRAMES, OPEN = "frames", "open"
ENOUGH = 3
"""The first picture and two more."""


def settle_frames(pictures: tuple[tuple[CardField, ...], ...], *, all_moved: bool) -> tuple[CardField, ...]:
    """`pictures`: the fields of each, in the same order. `all_moved`: the card lay elsewhere in each."""
    return tuple(_settle(fields, all_moved=all_moved) for fields in zip(*pictures, strict=True))


def _settle(fields: tuple[CardField, ...], *, all_moved: bool) -> CardField:
    settled = [field for field in fields if field.settled_by != OPEN]
    first = fields[0]
    if len({field.value for field in settled}) == 1:
        return settled[0]
    if settled:
        return CardField(first.name, settled[0].value, OPEN)
    values = {field.value for field in fields}
    if all_moved and len(fields) >= ENOUGH and len(values) == 1 and first.value and first.name not in _NEVER:
        return CardField(first.name, first.value, FRAMES)
    return first


_NEVER = frozenset({"number", "birth", "valid_from", "valid_to"})
"""Figures have rules of their own; what those do not carry is not carried by repetition."""
