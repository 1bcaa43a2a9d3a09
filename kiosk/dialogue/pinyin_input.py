"""Typing Chinese by pinyin: what letters may stand for, the most frequent first.

Letters are cut into syllables, of which the last (or any, by its initial alone) may be unfinished: `nihao`, `nih` and
`nh` all offer 你好. Words and readings stand in pinyin_words.txt and pinyin_signs.txt beside this file; nothing is
learned from what somebody types, since nothing of a session may stay.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import NamedTuple

from kiosk.domain.remembered import remembered

_FOLDER = Path(__file__).parent
LONGEST = 40
"""Letters that wait for a choice; more are not taken."""
_INITIALS = frozenset((*"bpmfdtnlgkhjqxrzcsywaoe", "zh", "ch", "sh"))
_CUTS = 12
"""Ways of cutting one row of letters that are looked at."""
_PER_CUT = 60
"""Words of one length and cut that are offered."""
_WORD_COST = 6.0
"""A sentence of few words is likelier than one of many."""
_SPELT = (("lue", "lve"), ("nue", "nve"), ("ü", "v"))
_JOIN = "'"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be meant, and how many of the letters it takes."""

    text: str
    letters: int


class _Word(NamedTuple):
    """A tuple: frozen dataclasses take five times as long to make, and there are 48,000."""

    text: str
    syllables: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`signs`: syllable -> its signs; words by their syllables and by their initials; most frequent first."""

    signs: dict[str, str]
    by_sound: dict[str, list[_Word]]
    by_initials: dict[str, list[_Word]]

    @property
    def syllables(self) -> frozenset[str]:
        """Every syllable there is."""
        return frozenset(self.signs)


@dataclass(frozen=True, slots=True)
class _Part:
    """One syllable as typed, finished or not, and where it ends among the letters."""

    typed: str
    whole: bool
    end: int

    def fits(self, syllable: str) -> bool:
        return syllable == self.typed if self.whole else syllable.startswith(self.typed)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """Read once, when first needed: `load` it ahead of a page with a keyboard."""
    signs = dict(_rows("pinyin_signs.txt"))
    by_sound: dict[str, list[_Word]] = defaultdict(list)
    by_initials: dict[str, list[_Word]] = defaultdict(list)
    for rank, (text, typed) in enumerate(_rows("pinyin_words.txt"), start=1):
        syllables = tuple(typed.split(" "))
        word = _Word(text, syllables, rank)
        by_sound[typed].append(word)
        by_initials["".join([each[0] for each in syllables])].append(word)
    return Dictionary(signs, dict(by_sound), dict(by_initials))


def load() -> None:
    """Ahead of the first letter, on a thread that may wait."""
    dictionary()


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, rest = line.split(" ", 1)
            yield first, rest


def candidates(typed: str) -> tuple[Candidate, ...]:
    """What a row of letters may stand for: the whole of it first, then its beginning, shorter and shorter.

    >>> [each.text for each in candidates("nihao")[:1]], candidates("nh")[0].letters, candidates("!")
    (['你好'], 2, ())
    """
    return _candidates(_spelt(typed))


def shown(typed: str) -> str:
    """The letters as they are cut, to be read back.

    >>> shown("nihaoma"), shown("xi'an")
    ("ni'hao'ma", "xi'an")
    """
    letters = _spelt(typed)
    cut = next(_cuts(letters), None)
    return _JOIN.join(part.typed for part in cut) if cut else letters


def _spelt(typed: str) -> str:
    """As the dictionary spells it."""
    letters = "".join(each for each in typed.lower() if (each.isascii() and each.isalpha()) or each in "'ü")[:LONGEST]
    for usual, ours in _SPELT:
        letters = letters.replace(usual, ours)
    return letters


@remembered(256)
def _candidates(letters: str) -> tuple[Candidate, ...]:
    found: dict[str, tuple[int, float]] = {}
    cuts = list(_cuts(letters))
    for cost, cut in enumerate(cuts):
        for length in range(len(cut), 0, -1):
            for word in _words(cut[:length]):
                taken = cut[length - 1].end
                # Between two ways of cutting the same letters the more frequent word stands first, if not by far.
                _offer(found, word.text, taken, word.rank * (1.0 + cost) * (1.0 if _whole(cut[:length]) else 4.0))
        for place, sign in enumerate(_signs(cut[0])):
            _offer(found, sign, cut[0].end, 1e6 + place)
    if cuts and len(letters) not in {taken for taken, _ in found.values()}:
        sentence = _sentence(cuts[0])
        if sentence:
            found[sentence] = (len(letters), 0.0)
    ordered = sorted(found.items(), key=lambda row: (-row[1][0], row[1][1], row[0]))
    return tuple(Candidate(text, taken) for text, (taken, _) in ordered)


def _offer(found: dict[str, tuple[int, float]], text: str, taken: int, rank: float) -> None:
    before = found.get(text)
    if before is None or (taken, -rank) > (before[0], -before[1]):
        found[text] = (taken, rank)


def _whole(cut: tuple[_Part, ...]) -> bool:
    return all(part.whole for part in cut)


def _words(cut: tuple[_Part, ...]) -> list[_Word]:
    """The words of exactly these syllables."""
    if _whole(cut):
        return dictionary().by_sound.get(" ".join(part.typed for part in cut), [])[:_PER_CUT]
    same = dictionary().by_initials.get("".join(part.typed[0] for part in cut), ())
    fitting = []
    for word in same:
        if all(part.fits(syllable) for part, syllable in zip(cut, word.syllables, strict=True)):
            fitting.append(word)
            if len(fitting) == _PER_CUT:
                break
    return fitting


def _signs(part: _Part) -> str:
    """All signs of one syllable; of an unfinished one those of its first few."""
    table = dictionary().signs
    if part.whole:
        return table.get(part.typed, "")
    return "".join(table[each][:6] for each in table if each.startswith(part.typed))


def _sentence(cut: tuple[_Part, ...]) -> str:
    """The likeliest row of words over all syllables: no single word covers them."""
    best: list[tuple[float, str] | None] = [(0.0, ""), *(None for _ in cut)]
    for start in range(len(cut)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(len(cut), start + 8) + 1):
            piece = _likeliest(cut[start:end])
            if piece is None:
                continue
            cost, text = before[0] + piece[0], before[1] + piece[1]
            here = best[end]
            if here is None or cost < here[0]:
                best[end] = (cost, text)
    whole = best[-1]
    return whole[1] if whole is not None else ""


def _likeliest(cut: tuple[_Part, ...]) -> tuple[float, str] | None:
    words = _words(cut)
    if words:
        return _WORD_COST + log(words[0].rank), words[0].text
    signs = _signs(cut[0]) if len(cut) == 1 else ""
    return (_WORD_COST + log(1e5), signs[0]) if signs else None


def _cuts(letters: str) -> Iterator[tuple[_Part, ...]]:
    """Ways of cutting into syllables, the best first: fewest parts unfinished, then fewest parts."""
    if not letters.strip(_JOIN):
        return
    ends = _ends(letters)
    # Best first over the places between letters; each place keeps its best few ways.
    ways: list[list[tuple[int, int, tuple[_Part, ...]]]] = [[(0, 0, ())], *([] for _ in letters)]
    for start in range(len(letters)):
        ways[start] = sorted(ways[start], key=lambda way: way[:2])[:_CUTS]
        for unfinished, parts, before in ways[start]:
            for part in ends[start]:
                reached = (unfinished + (not part.whole), parts + 1, (*before, part))
                ways[part.end].append(reached)
    yield from (way for _, _, way in sorted(ways[-1], key=lambda way: way[:2])[:_CUTS] if way)


def _ends(letters: str) -> list[list[_Part]]:
    """At each place, the syllables that may begin there; an apostrophe parts two of them."""
    known = dictionary().syllables
    found: list[list[_Part]] = []
    for start in range(len(letters)):
        here: list[_Part] = []
        begin = start + (letters[start] == _JOIN)
        for end in range(begin + 1, min(len(letters), begin + 6) + 1):
            typed = letters[begin:end]
            if _JOIN in typed:
                break
            closes = end + (letters[end : end + 1] == _JOIN and end + 1 == len(letters))
            if typed in known:
                here.append(_Part(typed, True, closes))
            elif typed in _INITIALS or (closes == len(letters) and any(each.startswith(typed) for each in known)):
                here.append(_Part(typed, False, closes))
        found.append(here)
    return found
