"""Chinese rules of speaking for dates, years and times of day."""

from kiosk.dialogue import spoken_rules as rules
from kiosk.dialogue.numbers_zh import digits_zh, words_zh
from kiosk.dialogue.spoken_rules import TO, Match, Rule, rule


def _year(digits: str) -> str:
    return f"{digits_zh(digits)}年"


def _date(year: str | None, month: str, day: str, sign: str = "日") -> str:
    return f"{_year(year) if year else ''}{words_zh(int(month))}月{words_zh(int(day))}{sign}"


def _clock(found: Match) -> str:
    hour, minute, second = int(found[1]), int(found[2]), found[3]
    words = f"{'两' if hour == 2 else words_zh(hour)}点"
    if minute or second:
        words += f"{'零' if minute < 10 else ''}{words_zh(minute) if minute else ''}分"
    return words + (f"{words_zh(int(second))}秒" if second else "")


DAYS: tuple[Rule, ...] = (
    rule(rf"(?<!\d){rules.YEAR}\s*年\s*{rules.MONTH}\s*月\s*{rules.DAY}\s*([日号])", lambda m: _date(*m.groups())),
    rule(rules.ISO_DAY, lambda m: _date(m[1], m[3], m[4])),
    rule(rf"(?<!\d){rules.YEAR}\s*年\s*{rules.MONTH}\s*月", lambda m: f"{_year(m[1])}{words_zh(int(m[2]))}月"),
    rule(rules.ISO_MONTH, lambda m: f"{_year(m[1])}{words_zh(int(m[2]))}月"),
    rule(rf"(?<!\d){rules.YEAR}{TO}{rules.YEAR}\s*年", lambda m: f"{digits_zh(m[1])}到{_year(m[2])}"),
    rule(rf"(?<!\d){rules.YEAR}\s*年(?!期)", lambda m: _year(m[1])),
    rule(rf"(?<=[（(〔\[]){rules.YEAR}(?=[）)〕\]])", lambda m: digits_zh(m[1])),
    rule(rf"(?<!\d){rules.MONTH}\s*月\s*{rules.DAY}\s*([日号])", lambda m: _date(None, *m.groups())),
    rule(r"(?<![\d.,])0(\d)\s*(月|日|号)", lambda m: f"{words_zh(int(m[1]))}{m[2]}"),
    rule(rules.CLOCK.replace(":", "[:：]", 1), _clock),
)
