"""How rules share out a text: an earlier rule's words are never touched by a later one. And the shapes of figures.

A rule says what it found in words; what no rule claims is said as it stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match], str]]

START, END = r"(?<!\d)(?<!\d[.,])", r"(?!\d)(?![.,]\d)"
"""A figure is whole: 00 is not one in 1,000,00, which claims no amount at all."""
FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
WHOLE_FIGURE = f"{START}({FIGURE}){END}"
TO = r"\s*(?:[-–—−~]{1,2})\s*"
MINUS = r"(?<![\dA-Za-z)\]])[-−]\s?"
YEAR, MONTH, DAY = r"((?:19|20)\d\d)", r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
ISO_DAY = rf"{START}{YEAR}([-/.]){MONTH}\2{DAY}{END}"
ISO_MONTH = rf"{START}(?<!-){YEAR}[-/](0[1-9]|1[0-2])(?![-/]){END}"
CLOCK = rf"{START}([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?{END}"
WEB, MAIL = r"(?:https?://|www\.)[A-Za-z0-9./?=&%_#:~+-]*[A-Za-z0-9/]", r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
PHONE = (
    r"(?<![\d.,-])(?:\+\d{2}[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00(?:[- ]?\d{3}[- ]?\d{4}|-\d{4}-\d{3})"
    r"|\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}|(?<=\d[- ])[1-9]\d{1,2}[- ]\d{3,4}[- ]?\d{4}"
    r"|\d{3,4}-\d{3,4}-\d{3,4}|\d{3,4}-\d{7,8})(?![\d-]|[.,]\d)"
)
HOTLINE = r"(?<![\d.,-])(?:12\d|9[56]\d)(?!00)\d\d(?![\d,.-]*\d|\s*%)"
"""Bare, without a comma and not round: an amount or a count as great as that has one here, or is round."""
IDENTITY = r"(?<![\dA-Za-z])(\d{6})\s?((?:18|19|20)\d{6})\s?(\d{3}[\dXx])(?![\dA-Za-z])"
CARD = r"(?<![\dA-Za-z])(?:\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{16,19})(?![\dA-Za-z])"
MASKED = r"(?<![\d*])(\d{1,8}[ -]?)?(\*(?:[ -]?\*)+)(?:[ -]?(\d{1,6}[Xx]?))?(?![\d*])"
CODE = (
    r"(?<![A-Za-z0-9])(?=[A-Za-z_-]*\d|\d+[A-Za-z_-]*[A-Za-z])(?=[\d_-]*[A-Za-z])"
    r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![A-Za-z0-9])"
)
HYPHENED = r"(?<![\w-])\d+(?:-\d+){2,}(?![\w-])"
VERSION = r"(?<![A-Za-z0-9.])[vV](\d+(?:\.\d+)+)(?![\d.]*\d)"
SLASHED = r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])"
DOTTED = r"(?<![\d.])(\d+(?:\.\d+){2,})(?![\d.]*\d)"
LIST_MARK = (
    r"(?m)(?:^|(?<=[。；;])|(?<=[.!?;] ))[ \t]*(?:[(（](\d{1,2})[)）]|(\d{1,2})(?:[、)）．]|\.(?=\s|[^\d\s])))[ \t]*"
)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
RUN = r"\d+(?:[.,]\d+)*"

LONGEST = 15
"""Digits of a number that is still a quantity; what is longer is read digit by digit."""

_HALF_WIDTH = str.maketrans("０１２３４５６７８９％＋＝／～￥＃＆＊＜＞＠－", "0123456789%+=/~¥#&*<>@-")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as `shown`, and as it is `said`."""

    shown: str
    said: str


def rule(pattern: str, words: Callable[[Match], str] | str) -> Rule:
    """What the pattern finds is said by `words`."""
    return re.compile(pattern), (lambda _: words) if isinstance(words, str) else words


def share_out(text: str, rules: Sequence[Rule], dropped: re.Pattern[str]) -> tuple[Piece, ...]:
    """The text in pieces, in order; `dropped`: what is left out of the words once all of them stand together."""
    pieces: list[Piece] = []
    place, before = 0, ""
    for start, end, said in _claims(text.translate(_HALF_WIDTH), rules):
        if place < start:
            pieces.append(Piece(text[place:start], _closed_up(before, text[place:start], said)))
        pieces.append(Piece(text[start:end], said))
        place, before = end, said
    if place < len(text):
        pieces.append(Piece(text[place:], _closed_up(before, text[place:], "")))
    return _without(pieces, dropped)


def _closed_up(before: str, plain: str, after: str) -> str:
    """No space between a figure's Chinese words and the next: some voices stop at it."""
    bare = plain.strip(" ")
    if not bare:
        return plain
    if _CHINESE.match(before[-1:]) and not bare[0].isascii():
        plain = plain.lstrip(" ")
    return plain.rstrip(" ") if _CHINESE.match(after[:1]) and not bare[-1].isascii() else plain


def _claims(text: str, rules: Sequence[Rule]) -> list[tuple[int, int, str]]:
    taken = bytearray(len(text))
    claims: list[tuple[int, int, str]] = []
    for pattern, words in rules:
        for found in _free(pattern, text, taken):
            taken[found.start() : found.end()] = b"\1" * (found.end() - found.start())
            claims.append((found.start(), found.end(), words(found)))
    return sorted(claims)


def _free(pattern: re.Pattern[str], text: str, taken: bytearray) -> Iterator[Match]:
    place = 0
    while (found := pattern.search(text, place)) is not None:
        if found.end() == found.start():
            place = found.end() + 1
            continue
        last = taken.rfind(1, found.start(), found.end())
        if last < 0:
            yield found
        place = found.end() if last < 0 else last + 1


def _without(pieces: list[Piece], dropped: re.Pattern[str]) -> tuple[Piece, ...]:
    said = "".join(piece.said for piece in pieces)
    gone = {place for found in dropped.finditer(said) for place in range(*found.span())}
    kept: list[Piece] = []
    place = 0
    for piece in pieces:
        words = "".join(sign for n, sign in enumerate(piece.said, start=place) if n not in gone)
        kept.append(Piece(piece.shown, words))
        place += len(piece.said)
    return tuple(kept)


def value(figure: str) -> Decimal:
    """Of digits, with or without commas."""
    return Decimal(figure.replace(",", ""))


def is_code(figure: str) -> bool:
    """A leading zero is never part of a quantity; neither are more digits than anybody counts."""
    digits = figure.partition(".")[0].replace(",", "")
    return (len(digits) > 1 and digits.startswith("0")) or len(digits) > LONGEST


def silent(found: Match) -> str:
    """A mark that is not said; two Latin words stay two."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if (before + after).isascii() and before.isalnum() and after.isalnum() else ""


def digit_groups(number: str) -> list[str]:
    """A telephone number's digits as people say them: three, four and four of a mobile one."""
    groups: list[str] = []
    for run in re.findall(r"\d+", number):
        groups += _grouped(run)
    return groups


def _grouped(run: str) -> list[str]:
    match len(run):
        case 11 if run[0] == "1":
            sizes = [3, 4, 4]
        case 10 if run[:3] in ("400", "800"):
            sizes = [3, 3, 4]
        case 10 | 11 | 12 if run[0] == "0":
            area = 3 if run[1] in "12" else 4
            return [run[:area], *_grouped(run[area:])]
        case 8:
            sizes = [4, 4]
        case 7:
            sizes = [3, 4]
        case _:
            return [run]
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    return [run[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def fours(digits: str) -> list[str]:
    """A bank card's digits as they are printed."""
    plain = re.sub(r"\D", "", digits)
    return [plain[n : n + 4] for n in range(0, len(plain), 4)]
