"""English rules of speaking for dates, years and times of day."""

from kiosk.dialogue import spoken_rules as rules
from kiosk.dialogue.numbers_en import ordinal_en, words_en, year_en
from kiosk.dialogue.spoken_rules import TO, Match, Rule, rule

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NOON = 12
_QUANTITIES = r"yuan|days?|months?|years?|weeks?|people|times|per cent|instalments?|fen|thousand|million"


def _month(name: str) -> str:
    """Of a name, an abbreviation or a number."""
    return _MONTHS[int(name) - 1] if name.isdigit() else next(each for each in _MONTHS if each[:3] == name[:3])


def _date(day: str, month: str, year: str | None) -> str:
    return f"the {ordinal_en(int(day))} of {_month(month)}" + (f" {year_en(int(year))}" if year else "")


def _clock(found: Match) -> str:
    """By the half of the day, as people say it; after noon it must be said which half."""
    hour, minute, second, half = int(found[1]), int(found[2]), found[3], (found[4] or "").lower()
    if half:
        suffix = f" {half[0]} m"
    elif not minute and not second and hour in (0, _NOON, 24):
        return "noon" if hour == _NOON else "midnight"
    else:
        suffix = " p m" if _NOON < hour < 24 else ""
    words = words_en(hour - _NOON if _NOON < hour < 24 else hour)
    if minute or second:
        words += f" {'oh ' if minute < 10 else ''}{words_en(minute)}"
    elif not suffix:
        words += " o'clock"
    return words + (f" and {words_en(int(second))} seconds" if second else "") + suffix


def _weekday(short: str) -> str:
    return next(day for day in _WEEKDAYS if day.startswith(short[:3]))


_NAME = rf"({'|'.join(_MONTHS)}|(?:{'|'.join(month[:3] for month in _MONTHS)})t?\.?)(?![A-Za-z])"
_TH = r"(?:st|nd|rd|th)?"
_WEEK = rf"({'|'.join(f'{day[:3]}(?:{day[3:]})?' for day in _WEEKDAYS)})"

DAYS: tuple[Rule, ...] = (
    rule(
        rf"(?<!\d){rules.DAY}{_TH}{TO}{rules.DAY}{_TH} {_NAME}(?:,? {rules.YEAR}(?!\d))?",
        lambda m: f"the {ordinal_en(int(m[1]))} to {_date(m[2], m[3], m[4])}",
    ),
    rule(
        rf"(?<!\d)(?:\bthe )?{rules.DAY}{_TH}(?: of)? {_NAME}(?:,? {rules.YEAR}(?!\d))?",
        lambda m: _date(m[1], m[2], m[3]),
    ),
    rule(rf"\b{_NAME} {rules.DAY}{_TH}(?![\d,]*\d)(?:,? {rules.YEAR}(?!\d))?", lambda m: _date(m[2], m[1], m[3])),
    rule(
        rf"\b{_NAME}{TO}{_NAME}(?: {rules.YEAR}(?!\d))?",
        lambda m: f"{_month(m[1])} to {_month(m[2])}" + (f" {year_en(int(m[3]))}" if m[3] else ""),
    ),
    rule(rf"\b{_NAME} {rules.YEAR}(?!\d)", lambda m: f"{_month(m[1])} {year_en(int(m[2]))}"),
    rule(rules.ISO_DAY, lambda m: _date(m[4], m[3], m[1])),
    rule(rules.ISO_MONTH, lambda m: f"{_month(m[2])} {year_en(int(m[1]))}"),
    rule(rf"{rules.CLOCK}(?:\s*([AaPp])\.?[Mm]\b\.?)?", _clock),
    rule(r"(?<![\d.,:])(1[0-2]|[1-9])\s*([AaPp])\.?[Mm]\b\.?", lambda m: f"{words_en(int(m[1]))} {m[2].lower()} m"),
    rule(rf"\b{_WEEK}\s*[-–]\s*{_WEEK}(?![a-z])", lambda m: f"{_weekday(m[1])} to {_weekday(m[2])}"),
    rule(
        rf"{rules.START}{rules.YEAR}{TO}{rules.YEAR}{rules.END}",
        lambda m: f"{year_en(int(m[1]))} to {year_en(int(m[2]))}",
    ),
    rule(
        rf"{rules.START}(?<![-/\w]){rules.YEAR}{rules.END}(?![-/\w]|\s*(?:%|{_QUANTITIES}))",
        lambda m: year_en(int(m[1])),
    ),
    rule(
        r"(?<=the )(\d{1,2})(?= of (?:the|each|every|that) month)",
        lambda m: ordinal_en(int(m[1])),
    ),
)
