"""English rules of speaking, in their order: money first, percent second, then everything else that has a form."""

import re

from kiosk.dialogue import spoken_rules as rules
from kiosk.dialogue.numbers_en import digits_en, money_en, ordinal_en, words_en, year_en
from kiosk.dialogue.spoken_days_en import DAYS
from kiosk.dialogue.spoken_rules import FIGURE, MINUS, TO, WHOLE_FIGURE, Match, Rule, rule
from kiosk.domain.money import fen_of

_PAUSE = ", "
_CURRENCIES = {"$": "dollars", "US$": "US dollars", "USD": "US dollars", "HK$": "Hong Kong dollars", "€": "euros",
               "EUR": "euros", "£": "pounds", "GBP": "pounds"}  # fmt: skip
_UNITS = {"KB": "kilobytes", "MB": "megabytes", "GB": "gigabytes", "km": "kilometres", "cm": "centimetres",
          "mm": "millimetres", "m": "metres", "m²": "square metres", "㎡": "square metres", "kg": "kilograms",
          "g": "grams", "min": "minutes", "mins": "minutes", "h": "hours", "hrs": "hours", "s": "seconds",
          "sec": "seconds", "ms": "milliseconds", "Hz": "hertz", "dB": "decibels", "bp": "basis points",
          "bps": "basis points", "x": "times", "×": "times", "°C": "degrees Celsius", "℃": "degrees Celsius",
          "°": "degrees"}  # fmt: skip
_SHARES = {"%": "per cent", "‰": "per thousand", "‱": "per ten thousand"}
_SHORT = {
    "e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "approx.": "about", "incl.": "including",
    "excl.": "without", "max.": "at most", "vs.": "against", "p.a.": "a year", "WiFi": "wireless network",
    "Wi-Fi": "wireless network", "RMB": "renminbi", "CNY": "Chinese yuan", "and/or": "and or",
}  # fmt: skip
_WORDS_IN_CAPITALS = frozenset("A I NO YES NOT ALL AND THE YOU ANY ONE PIN SIM OR IF IS IT IN ON TO OF".split())
_LOWER = {"PIN": "pin", "SIM": "sim"}
_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_COUNTED = r"yuan|days?|months?|years?|weeks?|people|times|per cent|instalments?|fen|thousand|million"


def _number(figure: str) -> str:
    return digits_en(re.sub(r"\D", "", figure)) if rules.is_code(figure) else words_en(rules.value(figure))


def _money(figure: str, scale: str | None = None) -> str:
    """Exact: what is finer than a fen is read as it stands, never rounded."""
    if rules.is_code(figure) or scale:
        return f"{_number(figure)}{f' {scale}' if scale else ''} yuan"
    amount = rules.value(figure)
    return money_en(fen_of(amount)) if amount * 100 == fen_of(amount) else f"{words_en(amount)} yuan"


def _a(unit: str | None) -> str:
    return f" {'an' if unit in ('hour', 'instalment') else 'a'} {unit}" if unit else ""


def _price(found: Match) -> str:
    minus, figure, scale, unit = found.groups()
    return f"{'minus ' if minus else ''}{_money(figure, scale)}{_a(unit)}"


def _price_range(found: Match) -> str:
    low, to, high, scale, unit = found.groups()
    word = to.strip() if to.strip().isalpha() else "to"
    return f"{_money(low, scale)} {word} {_money(high, scale)}{_a(unit)}"


def _share(found: Match) -> str:
    minus, figure, sign, unit = found.groups()
    return f"{'minus ' if minus else ''}{_number(figure)} {_SHARES[sign]}{_a(unit)}"


def _share_range(found: Match) -> str:
    sign = _SHARES[found[3]]
    return f"{_number(found[1])} {sign} to {_number(found[2])} {sign}"


def _phone(found: Match) -> str:
    country = f"plus {digits_en(found[0][1:3])}{_PAUSE}" if found[0].startswith("+") else ""
    number = found[0][3:] if country else found[0]
    return country + _groups(rules.digit_groups(number))


def _groups(groups: list[str]) -> str:
    return _PAUSE.join(digits_en(group) for group in groups)


def _last(digits: str) -> str:
    words = digits_en(digits.rstrip("Xx"))
    return f"{words} X".strip() if digits[-1] in "Xx" else words


def _masked(found: Match) -> str:
    stars = found[2].count("*")
    head = digits_en((found[1] or "").strip(" -"))
    parts = (head, f"{words_en(stars)} digits hidden", _last(found[3]) if found[3] else "")
    return _PAUSE.join(part for part in parts if part)


def _said_digits(found: Match) -> str:
    return re.sub(r"\d+", lambda run: digits_en(run[0]), found[0])


def _letters(letters: str) -> str:
    """Spelled when it is an abbreviation; a word in capitals is a word."""
    if letters in _LOWER:
        return _LOWER[letters]
    if letters in _WORDS_IN_CAPITALS:
        return letters.lower() if len(letters) > 1 else letters
    short = len(letters) <= 3 or (len(letters) <= 5 and not set(letters) & set("AEIOUY"))
    return " ".join(letters) if letters.isupper() and short else letters.lower()


def _code(found: Match) -> str:
    groups = re.split(r"[-_]", found[0])
    return _PAUSE.join(" ".join(_run(run) for run in re.findall(r"\d+|[A-Za-z]+", group)) for group in groups)


def _run(run: str) -> str:
    return digits_en(run) if run.isdigit() else run.upper() if len(run) == 1 else _letters(run)


def _fraction(found: Match) -> str:
    above, below = int(found[1]), int(found[2])
    if not 2 <= below <= 10 or above >= below:
        return f"{words_en(above)} over {words_en(below)}"
    one, more = _PARTS.get(below) or (ordinal_en(below), f"{ordinal_en(below)}s")
    return f"{words_en(above)} {one if above == 1 else more}"


def _unit(found: Match) -> str:
    unit = _UNITS[found[2]]
    one = rules.value(found[1]) == 1 and unit not in ("hertz", "times")
    return f"{_number(found[1])} {unit.replace('degrees', 'degree').removesuffix('s') if one else unit}"


def _dotted(found: Match) -> str:
    return " point ".join(_number(part) for part in found[1].split("."))


def _odd(found: Match) -> str:
    """No figure that means one thing: part by part, so that no amount is said that is not there."""
    return _PAUSE.join(_number(part) for part in re.split(r"[.,]", found[0]))


_SCALE = r"(?:\s+(thousand|million|billion))?"
_PER = r"(?:\s*/\s*(day|month|year|week|hour|time|person|instalment))?"
_SIGNS = rf"({'|'.join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))})"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SHORTS = "|".join(re.escape(short) for short in _SHORT)
_SAYS_DIGITS = (
    r"(?i:call|dial|hotline|number|phone|tel\.?|telephone|ext\.?|extension|code|pin|account|card|ending|ending in|"
    r"ending with|ends in|ends with|digits|reference|case)"
)

_MONEY: tuple[Rule, ...] = (
    rule(rf"¥?{rules.START}({FIGURE})({TO}|\s+to\s+)¥?({FIGURE}){_SCALE}\s*(?:yuan|RMB|CNY)\b{_PER}", _price_range),
    rule(rf"({MINUS})?{rules.START}({FIGURE}){_SCALE}\s*(?:yuan|RMB|CNY)\b{_PER}", _price),
    rule(rf"({MINUS})?(?:¥|\b(?:RMB|CNY))\s*({FIGURE}){rules.END}{_SCALE}(?:\s*yuan\b)?{_PER}", _price),
    rule(rf"¥\s*[-−]\s*({FIGURE}){rules.END}", lambda m: f"minus {_money(m[1])}"),
    rule(rf"(?<![A-Za-z]){_SIGNS}\s*({FIGURE}){rules.END}", lambda m: f"{_number(m[2])} {_CURRENCIES[m[1]]}"),
)
_SHARES_OF: tuple[Rule, ...] = (
    rule(rf"{rules.START}({FIGURE})\s*[%‰‱]?{TO}({FIGURE})\s*([%‰‱])", _share_range),
    rule(rf"({MINUS})?{rules.START}({FIGURE})\s*([%‰‱]){_PER}", _share),
)
_NUMBERS_TO_CALL: tuple[Rule, ...] = (
    rule(rules.WEB, "the address on the screen"),
    rule(rules.MAIL, "the mail address on the screen"),
    rule(rules.IDENTITY, lambda m: _PAUSE.join((digits_en(m[1]), digits_en(m[2]), _last(m[3])))),
    rule(rules.MASKED, _masked),
    rule(rules.CARD, lambda m: _groups(rules.fours(m[0]))),
    rule(rules.PHONE, _phone),
    rule(
        rf"\b{_SAYS_DIGITS}(?:\s+(?:is|are|number|no\.))?:?\s+\d{{3,}}(?:(?:, | and | or )\d{{3,}})*"
        rf"(?![\d,.:/-]*\d|\s*(?:%|{_COUNTED}))",
        _said_digits,
    ),
    rule(rf"{rules.HOTLINE}(?!\s*(?:{_COUNTED}))", _said_digits),
)
_COUNTS: tuple[Rule, ...] = (
    rule(r"(?<![\d.,])(\d{1,4})(?:st|nd|rd|th)\b", lambda m: ordinal_en(int(m[1]))),
    rule(r"(?i)(?<=page |step |item )(\d+)\s*/\s*(\d+)", lambda m: f"{_number(m[1])} of {_number(m[2])}"),
    rule(r"\b[Aa]rts?\.\s*(?=\d)", "article "),
    rule(r"\b[Nn]o\.\s*(\d+)\b(?!\.\d)", lambda m: f"number {_number(m[1])}"),
    rule(r"(?:\bNo\.|#|№)\s*(?=\d)", "number "),
    rule(r"§\s*", "section "),
    rule(
        r"\b(clause|section|article|item|chapter) (\d+)\.(\d+)(?!\.?\d)",
        lambda m: f"{m[1]} {_number(m[2])} point {_number(m[3])}",
    ),
    rule(rules.LIST_MARK, lambda m: f"{ordinal_en(int(m[1] or m[2])).capitalize()}{_PAUSE}"),
    rule(rf"[{rules.CIRCLED}]\s*", lambda m: f"{ordinal_en(rules.CIRCLED.index(m[0][0]) + 1).capitalize()}{_PAUSE}"),
    rule(rules.VERSION, lambda m: f"version {_dotted(m)}"),
    rule(rules.DOTTED, _dotted),
    rule(rules.SLASHED, lambda m: _PAUSE.join((_number(m[1]), _number(m[2]), year_en(int(m[3]))))),
    rule(r"\b24/7\b", "twenty-four hours a day, seven days a week"),
    rule(r"(?<![\d/.])(\d{1,3})\s*/\s*([1-9]\d{0,4})(?![\d/]|\.\d)", _fraction),
    rule(r"(?<![\d.])(\d{1,3}):(\d{1,3})(?![\d:])", lambda m: f"{_number(m[1])} to {_number(m[2])}"),
    rule(rf"{WHOLE_FIGURE}\s*({_UNIT})(?![A-Za-z])", _unit),
    rule(r"(?<![\w.,-])(\d{1,3})-(?=[a-z]{3,}\b)", lambda m: f"{_number(m[1])}-"),
    rule(rules.CODE, _code),
    rule(rules.HYPHENED, _code),
    rule(rf"{WHOLE_FIGURE}{TO}{WHOLE_FIGURE}", lambda m: f"{_number(m[1])} to {_number(m[2])}"),
    rule(rf"{MINUS}{WHOLE_FIGURE}", lambda m: f"minus {_number(m[1])}"),
    rule(r"(?<![\d.,])(\d{1,3})\s*\+(?!\s*\d)", lambda m: f"{_number(m[1])} or more"),
    rule(WHOLE_FIGURE, lambda m: _number(m[1])),
    rule(rules.RUN, _odd),
    rule(r"\d", lambda m: f" {digits_en(m[0])} "),
)
_MARKS: tuple[Rule, ...] = (
    rule(rf"(?<![A-Za-z])({_SHORTS})(?![A-Za-z])", lambda m: _SHORT[m[1]]),
    rule(r"(?<![A-Za-z'’])([A-Z]{2,})(?=s?(?![A-Za-z]))", lambda m: _letters(m[1])),
    rule(r"(?<=[A-Za-z])’(?=[A-Za-z])", "'"),
    rule(r"[“”‘’\"√✓★☆•^`@|*#_]", rules.silent),
    rule(r"(?<=[\dnm])\s*[-–—−]+\s*(?=[\d¥])", " to "),
    rule(r"\s*[(\[{]\s*|\s*(?:…+|\.{3,}|—+|–+|−+|→|·)\s*|\s+-+\s+|(?<![A-Za-z])-|-(?![A-Za-z])", _PAUSE),
    rule(r"\s*[)\]}]", ","),
    rule(r"~\s*(?=\d)|≈\s*", "about "),
    rule(r"\s*~\s*", " to "),
    rule(r"\s*/\s*", " or "),
    rule(r"\s*&\s*", " and "),
    rule(r"\s*\+\s*", " plus "),
    rule(r"\s*=\s*", " equals "),
    rule(r"\s*×\s*", " times "),
    rule(r"\s*÷\s*", " divided by "),
    rule(r"\s*(?:≤|<=)\s*", " at most "),
    rule(r"\s*(?:≥|>=)\s*", " at least "),
    rule(r"\s*<\s*", " less than "),
    rule(r"\s*>\s*", " more than "),
    rule(r"±\s*", "plus or minus "),
    rule(r"[%‰‱¥]", rules.silent),
)
RULES: tuple[Rule, ...] = (*_MONEY, *_SHARES_OF, *_NUMBERS_TO_CALL, *DAYS, *_COUNTS, *_MARKS)
DROPPED = re.compile(r"^[,\s]+(?=\S)|,\s*(?=[,.!?;:]|$)|(?<=[.!?;:]),[\s,]*(?=,)|(?<=[.!?;:]),|(?<=\s) +")
"""A pause beside another, and a space beside another."""
