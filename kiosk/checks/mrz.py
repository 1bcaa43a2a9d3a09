"""Machine-readable zones of travel documents (ICAO Doc 9303, parts 3 to 6): layout, character types, check digits.

The text is parsed, not verified: a check digit finds a misread character, it says nothing about who printed it.
"""

import re
from dataclasses import dataclass
from enum import Enum

FILLER = "<"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (7, 3, 1)
_TO_DIGIT = str.maketrans("OQDIZSGB", "00012568")
_TO_LETTER = str.maketrans("0125678", "OIZSGTB")
"""What is confused in OCR-B print; changed only where the place allows nothing but digits, or nothing but letters."""
_SHORTEST_FILLING = 4
"""Fillers in a row whose count a reader may have missed; names have at most two between their parts."""


class MrzSize(Enum):
    """(lines, characters a line)."""

    TD1 = (3, 30)
    TD2 = (2, 36)
    TD3 = (2, 44)


Place = tuple[int, int, int]
"""line, from, to (exclusive)"""


@dataclass(frozen=True, slots=True)
class MrzLayout:
    """Where each element stands (Doc 9303: part 5, 4.2; part 6, 4.2; part 4, 4.2). `types`: of each character:
    A letter or filler, 9 digit, 0 digit or filler, X any, S sex. `composite`: what the last check digit covers."""

    types: tuple[str, ...]
    number: Place
    number_check: Place
    birth: Place
    expiry: Place
    sex: Place
    nationality: Place
    name: Place
    optional: Place
    composite: tuple[Place, ...]
    composite_check: Place


LAYOUTS = {
    MrzSize.TD1: MrzLayout(
        ("AAAAA" + "X" * 9 + "0" + "X" * 15, "0000009S0000009AAA" + "X" * 11 + "9", "A" * 30),
        (0, 5, 14), (0, 14, 15), (1, 0, 7), (1, 8, 15), (1, 7, 8), (1, 15, 18), (2, 0, 30), (0, 15, 30),
        ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)), (1, 29, 30),
    ),
    MrzSize.TD2: MrzLayout(
        ("A" * 36, "X" * 9 + "0AAA0000009S0000009" + "X" * 7 + "9"),
        (1, 0, 9), (1, 9, 10), (1, 13, 20), (1, 21, 28), (1, 20, 21), (1, 10, 13), (0, 5, 36), (1, 28, 35),
        ((1, 0, 10), (1, 13, 20), (1, 21, 35)), (1, 35, 36),
    ),
    MrzSize.TD3: MrzLayout(
        ("A" * 44, "X" * 9 + "9AAA0000009S0000009" + "X" * 14 + "09"),
        (1, 0, 9), (1, 9, 10), (1, 13, 20), (1, 21, 28), (1, 20, 21), (1, 10, 13), (0, 5, 44), (1, 28, 43),
        ((1, 0, 10), (1, 13, 20), (1, 21, 43)), (1, 43, 44),
    ),
}  # fmt: skip
_ISSUER: Place = (0, 2, 5)
_CODES = ("P", "I", "A", "C")


@dataclass(frozen=True, slots=True)
class Mrz:
    """One reader's text, cut to its elements. The three `*_holds`: whether the check digit of that element agrees.

    Dates are the six figures YYMMDD; `composite_holds` covers number, dates and optional elements together.
    """

    size: MrzSize
    code: str
    issuer: str
    surname: str
    given_names: str
    nationality: str
    number: str
    birth: str
    sex: str
    expiry: str
    number_holds: bool
    birth_holds: bool
    expiry_holds: bool
    composite_holds: bool

    @property
    def holding(self) -> int:
        """How many of number, birth and expiry hold."""
        return self.number_holds + self.birth_holds + self.expiry_holds


def value_of(character: str) -> int:
    """0 to 35; a filler counts 0 (part 3, 4.9)."""
    return 0 if character == FILLER else _ALPHABET.index(character)


def check_digit(text: str) -> str:
    """Modulus 10, weights 7 3 1 (part 3, 4.9).

    >>> check_digit("520727")
    '3'
    >>> check_digit("AB2134<<<")
    '5'
    """
    return str(sum(value_of(c) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


def same_to_the_check(one: str, other: str) -> bool:
    """Whether no check digit tells these characters apart (8 and S, 6 and G, 1 and L, ...): values equal modulo 10."""
    return value_of(one) % 10 == value_of(other) % 10


def size_of(lines: tuple[str, ...]) -> MrzSize | None:
    """The size whose count of lines and (nearly) length these have; fillers may be miscounted by a reader."""
    if len(lines) == 3:
        return MrzSize.TD1 if all(24 <= len(plain_mrz(line)) <= 36 for line in lines) else None
    if len(lines) != 2:
        return None
    longest = max(len(plain_mrz(line)) for line in lines)
    return MrzSize.TD2 if 31 <= longest <= 39 else MrzSize.TD3 if 40 <= longest <= 50 else None


def plain_mrz(text: str) -> str:
    """Only the characters that a zone may hold; look-alikes of the filler become fillers."""
    bare = re.sub(r"\s+", "", text).upper()
    return re.sub(r"[^A-Z0-9<]", "", re.sub(r"[«‹《〈＜≤]", lambda found: "<<" if found[0] in "«《" else "<", bare))


def line_in_form(text: str, types: str) -> str | None:
    """The line at its exact length with each character of its place's type; None if it can't be brought there.

    Only a long run of fillers is stretched or shortened, since readers miscount them; nothing else is moved.
    """
    line = _at_length(plain_mrz(text), len(types))
    if line is None:
        return None
    typed = "".join(_typed(character, kind) for character, kind in zip(line, types, strict=True))
    return None if "?" in typed else typed


def _at_length(line: str, wanted: int) -> str | None:
    if len(line) == wanted:
        return line
    runs = [found.span() for found in re.finditer(f"{FILLER}{{{_SHORTEST_FILLING},}}", line)]
    if not runs:
        return None
    start, end = max(runs, key=lambda run: run[1] - run[0])
    length = end - start + wanted - len(line)
    return line[:start] + FILLER * length + line[end:] if length >= 1 else None


def _typed(character: str, kind: str) -> str:
    match kind:
        case "A":
            letter = character.translate(_TO_LETTER)
            return letter if letter.isalpha() or letter == FILLER else "?"
        case "9" | "0":
            digit = character.translate(_TO_DIGIT)
            return digit if digit.isdigit() or (kind == "0" and digit == FILLER) else "?"
        case "S":
            return character if character in "MFX<" else "?"
    return character


def parse_mrz(size: MrzSize, lines: tuple[str, ...]) -> Mrz | None:
    """Elements of a line that has not its size's form are empty, and hold nothing; None if no line has it.

    None too for a code that is no passport, card or crew card: a visa (V) proves no identity.
    """
    layout = LAYOUTS[size]
    rows = tuple(line_in_form(line, types) or "" for line, types in zip(lines, layout.types, strict=True))
    if not any(rows) or (rows[0] and rows[0][0] not in _CODES):
        return None

    def at(place: Place) -> str:
        return rows[place[0]][place[1] : place[2]]

    number, digit = _number(at(layout.number), at(layout.number_check), at(layout.optional))
    surname, _, given = at(layout.name).rstrip(FILLER).partition(2 * FILLER)
    covered = "".join(at(place) for place in layout.composite)
    return Mrz(
        size=size,
        code=rows[0][:2].rstrip(FILLER),
        issuer=at(_ISSUER).rstrip(FILLER),
        surname=_words(surname),
        given_names=_words(given),
        nationality=at(layout.nationality).rstrip(FILLER),
        number=number.rstrip(FILLER),
        birth=at(layout.birth)[:6],
        sex=at(layout.sex),
        expiry=at(layout.expiry)[:6],
        number_holds=bool(number.rstrip(FILLER)) and digit == check_digit(number),
        birth_holds=_holds(at(layout.birth)),
        expiry_holds=_holds(at(layout.expiry)),
        composite_holds=all(rows[place[0]] for place in layout.composite)
        and check_digit(covered) == at(layout.composite_check),
    )


def _number(number: str, digit: str, optional: str) -> tuple[str, str]:
    """A number of more than nine characters goes on in the optional element, its check digit last (part 5, 4.2.2)."""
    more = optional.split(FILLER, maxsplit=1)[0]
    if digit != FILLER or len(more) < 2 or FILLER in number:
        return number, digit
    return number + more[:-1], more[-1]


def _holds(element: str) -> bool:
    return len(element) == 7 and element[:6].isdigit() and element[6] == check_digit(element[:6])


def _words(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)
