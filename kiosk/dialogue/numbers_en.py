"""English numbers: in words, and read from words, digits, or both (32 thousand)."""

import re
from decimal import Decimal

from kiosk.dialogue.amount import Amount, Unit

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNDER_100 = {**{word: n for n, word in enumerate(_SMALL)}, **{word: 20 + 10 * n for n, word in enumerate(_TENS)}}
_SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip
_UNITS = {
    "yuan": Unit.YUAN, "rmb": Unit.YUAN, "percent": Unit.PERCENT, "%": Unit.PERCENT, "year": Unit.YEAR,
    "years": Unit.YEAR, "month": Unit.MONTH, "months": Unit.MONTH, "day": Unit.DAY, "days": Unit.DAY,
}  # fmt: skip
_BEFORE = frozenset("um uh er well about around roughly maybe perhaps it's it is i think say that's the answer".split())
_AFTER = frozenset("please exactly".split())

_HALVES = {
    "half a year": Amount(Decimal("0.5"), Unit.YEAR),
    "a year and a half": Amount(Decimal("1.5"), Unit.YEAR),
    "year and a half": Amount(Decimal("1.5"), Unit.YEAR),
    "half a month": Amount(Decimal("0.5"), Unit.MONTH),
}


def parse_en(text: str) -> Amount | None:
    """The amount that the whole text says, or None.

    >>> parse_en("about thirty-two thousand yuan")
    Amount(value=Decimal('32000'), unit=<Unit.YUAN: 'yuan'>)
    """
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text.lower()).replace("per cent", "percent").replace("%", " %")
    words = [word.strip(".,!?;:") for word in re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain).split()]
    words = [word for word in words if word]
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    if (half := _HALVES.get(" ".join(words))) is not None:
        return half
    if words and words[-1] == "fen":
        return _to_the_fen(words[:-1])
    unit = _UNITS.get(words[-1]) if words else None
    if unit is not None:
        words.pop()
    value = _number(words)
    return None if value is None else Amount(value, unit or Unit.NONE)


def _to_the_fen(words: list[str]) -> Amount | None:
    """Six yuan and five fen, or five fen alone; less than a hundred of them."""
    yuan: Decimal | None = Decimal(0)
    if "yuan" in words:
        at = words.index("yuan")
        yuan, words = _number(words[:at]), words[at + 1 :]
        words = words[1:] if words[:1] == ["and"] else words
    fen = _number(words)
    if yuan is None or fen is None or fen >= 100 or fen % 1 or yuan % 1:
        return None
    return Amount(yuan + fen / 100, Unit.YUAN)


def _number(words: list[str]) -> Decimal | None:
    if "point" in words:
        at = words.index("point")
        whole, tail = _number(words[:at]), [_UNDER_100.get(word, -1) for word in words[at + 1 :]]
        if whole is None or not tail or not all(0 <= digit <= 9 for digit in tail):
            return None
        return whole + Decimal("0." + "".join(map(str, tail)))
    if words and words[0] in ("a", "an") and len(words) > 1 and words[1] in _SIZES:
        words = ["one", *words[1:]]
    return _whole(words)


def _whole(words: list[str]) -> Decimal | None:
    """Sizes must fall; "and" stands after a hundred or a thousand only; digits may take the place of words."""
    total, group, last, room = Decimal(0), None, Decimal(10**9), Decimal(10**9)
    for place, word in enumerate(words):
        if word == "and":
            if (group is None and total == 0) or place == len(words) - 1 or room < 100 or words[place + 1] == word:
                return None
            continue
        if word in _SIZES:
            size = _SIZES[word]
            if group is None or (size == 100 and group >= 100):
                return None
            group, room = group * size, Decimal(size)
            if size > 100:
                if size >= last:
                    return None
                total, group, last = total + group, None, Decimal(size)
            continue
        value = _one(word)
        if value is None or value >= room or (group is not None and not _fits(group, value)):
            return None
        group = (group or 0) + value
        room = Decimal(10) if 20 <= value < 100 and value % 10 == 0 and word in _UNDER_100 else _after(value, word)
    return None if not words or (group is None and last == 10**9) else total + (group or 0)


def _after(value: Decimal, word: str) -> Decimal:
    """What may still be added: nothing after a small word, less than a round hundred after digits ("8600 and 6")."""
    return Decimal(100) if word not in _UNDER_100 and value >= 100 and value % 100 == 0 else Decimal(0)


def _fits(group: Decimal, value: Decimal) -> bool:
    return value < 10 if group % 100 >= 20 else group % 100 == 0 and value < 100


def _one(word: str) -> Decimal | None:
    if word in _UNDER_100:
        return Decimal(_UNDER_100[word])
    return Decimal(word) if re.fullmatch(r"\d+(?:\.\d+)?", word) else None


def words_en(value: Decimal | int) -> str:
    """In words, as it is read aloud.

    >>> words_en(9106), words_en(Decimal("22.60"))
    ('nine thousand one hundred and six', 'twenty-two point six')
    """
    value = Decimal(value)
    if value < 0:
        return "minus " + words_en(-value)
    tail = format(value.normalize(), "f").partition(".")[2]
    words = _whole_words(int(value))
    return f"{words} point {digits_en(tail)}" if tail else words


def digits_en(digits: str) -> str:
    """One by one."""
    return " ".join(_SMALL[int(sign)] for sign in digits)


def money_en(fen: int) -> str:
    """Yuan and fen in words.

    >>> money_en(910664)
    'nine thousand one hundred and six yuan and sixty-four fen'
    """
    yuan, cents = divmod(fen, 100)
    words = f"{_whole_words(yuan)} yuan" if yuan or not cents else ""
    return " and ".join(part for part in (words, f"{_whole_words(cents)} fen" if cents else "") if part)


def ordinal_en(value: int) -> str:
    """first, twenty-first, fifteenth."""
    head, dash, last = _whole_words(value).rpartition("-")
    if not dash:
        head, dash, last = _whole_words(value).rpartition(" ")
    last = _ORDINALS.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return head + dash + last


def year_en(year: int) -> str:
    """nineteen ninety-nine, two thousand and five, twenty twenty-six."""
    head, tail = divmod(year, 100)
    if not 1100 <= year <= 2099 or (head == 20 and tail < 10):
        return _whole_words(year)
    return (
        f"{_whole_words(head)} {_whole_words(tail) if tail >= 10 else 'hundred' if not tail else 'oh ' + _SMALL[tail]}"
    )


def _whole_words(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    for name, size in (("million", 10**6), ("thousand", 1000), ("hundred", 100)):
        if value >= size:
            count, rest = divmod(value, size)
            words = f"{_whole_words(count)} {name}"
            if not rest:
                return words
            return f"{words} and {_whole_words(rest)}" if rest < 100 else f"{words} {_whole_words(rest)}"
    raise AssertionError(value)
