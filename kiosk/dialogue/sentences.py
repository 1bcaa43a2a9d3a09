"""A text in sentences, so that the first is heard while the next is still being made."""

import re
from collections.abc import Iterator

from kiosk.domain.speech import Language

_CLOSERS = "”’」』）)》】]\"'"
_ENDS = {
    Language.ZH_CN: re.compile(rf"(?:[。！？；!?]+|…+|(?<![\d.])\.(?=\s)|\n)[{re.escape(_CLOSERS)}]*[ \t\u3000]*\n*"),
    Language.EN: re.compile(rf"(?:[.!?;]+[{re.escape(_CLOSERS)}]*(?:\s+|$)|\n+)"),
}
_COMMAS = {
    Language.ZH_CN: re.compile(rf"[，；、：](?!\d\d(?!\d))[{re.escape(_CLOSERS)}]*\s*"),
    Language.EN: re.compile(rf"[,;:][{re.escape(_CLOSERS)}]*\s+"),
}
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}
_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|approx|incl|excl|vs|Mr|Mrs|Ms|Dr|St|p\.a|a\.m|p\.m|[A-Z])\.$")
_SHORT_BEFORE_NUMBER = re.compile(r"\b(?:[Aa]rts?|[Nn]os?|[Pp]p?|[Ss]ec|[Cc]h|[Mm]ax|[Mm]in|[Ee]xt|[Tt]el)\.$")
_LIST_MARK = re.compile(r"(?:^|\n|[.!?;。；])\s*[(（]?\d{1,2}\.$")
_SAID = re.compile(r"\w")


def sentences(text: str, language: Language, longest: int | None = None) -> tuple[str, ...]:
    """Joined they are the text, spaces and all; none is cut within a number, a quotation, brackets or "art. 670".

    One of more than `longest` characters is cut at its commas too: a voice that is slow to begin is heard sooner.

    >>> sentences("好的，我等您。准备好了请点继续。", Language.ZH_CN)
    ('好的，我等您。', '准备好了请点继续。')
    >>> sentences("See art. 670. It is 7.20% a year.", Language.EN)
    ('See art. 670. ', 'It is 7.20% a year.')
    """
    found: list[str] = []
    start = 0
    for end in _ends(text, language):
        if not _SAID.search(text[start:end]):
            continue
        found.append(text[start:end])
        start = end
    rest = text[start:]
    if found and not _SAID.search(rest):
        found[-1] += rest
    elif rest:
        found.append(rest)
    if longest is None:
        return tuple(found)
    return tuple(part for sentence in found for part in _at_commas(sentence, language, longest))


def _at_commas(sentence: str, language: Language, longest: int) -> Iterator[str]:
    inside = _inside(sentence)
    start = last = 0
    for found in _COMMAS[language].finditer(sentence):
        if inside[found.start()]:
            continue
        if found.end() - start > longest and _SAID.search(sentence, start, last):
            yield sentence[start:last]
            start = last
        last = found.end()
    if len(sentence) - start > longest and _SAID.search(sentence, start, last) and _SAID.search(sentence, last):
        yield sentence[start:last]
        start = last
    if start < len(sentence):
        yield sentence[start:]


def _ends(text: str, language: Language) -> Iterator[int]:
    inside = _inside(text)
    for found in _ENDS[language].finditer(text):
        if inside[found.start()]:
            continue
        if "." in found[0] and not _full_stop(text, found):
            continue
        yield found.end()


def _full_stop(text: str, found: re.Match[str]) -> bool:
    """Not of an abbreviation, nor of "1." before an item."""
    so_far = text[: found.start() + found[0].rindex(".") + 1]
    if _SHORT.search(so_far) or _LIST_MARK.search(so_far):
        return False
    return not (text[found.end() : found.end() + 1].isdigit() and _SHORT_BEFORE_NUMBER.search(so_far))


def _inside(text: str) -> bytearray:
    """1 where a pair that is closed somewhere is open; one that never closes encloses nothing."""
    inside = bytearray(len(text))
    waiting: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in _PAIRS:
            waiting.append((_PAIRS[sign], place))
        elif any(closer == sign for closer, _ in waiting):
            while waiting[-1][0] != sign:
                waiting.pop()
            _, opened = waiting.pop()
            inside[opened:place] = b"\1" * (place - opened)
    return inside
