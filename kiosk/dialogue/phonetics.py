"""How Chinese words sound: pinyin syllables without tones, and how near two rows of them are."""

import re
from collections.abc import Sequence

from kiosk.domain.remembered import remembered

_SIGN = re.compile(r"[\u4e00-\u9fff]")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_CONFUSED_INITIALS = frozenset(
    frozenset(pair) for pair in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"), ("r", "l"))
)
_CONFUSED_FINALS = frozenset(
    frozenset(pair) for pair in (("an", "ang"), ("en", "eng"), ("in", "ing"), ("ian", "iang"), ("uan", "uang"))
)
CONFUSED = 0.4
"""Cost of a syllable that differs by a confusion of southern speech or of a recogniser."""
OTHER = 1.2
"""Cost of another syllable, or of one too many or too few: more than a quarter of a word of four."""
NEGATIONS = frozenset({"bu", "mei", "bie", "fou", "fei", "wei", "wu", "mo"})
NUMBERS = frozenset("ling yi er liang san si wu liu qi ba jiu shi bai qian wan ban".split())
EXACT = NEGATIONS | NUMBERS
"""These are never put in, left out or exchanged: 确认 is not 不确认."""


@remembered(4096)
def syllables(text: str) -> tuple[str, ...]:
    """Pinyin of the Chinese signs, without tones; everything else is left out.

    >>> syllables("不同意！")
    ('bu', 'tong', 'yi')
    """
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin("".join(_SIGN.findall(text))))


def syllables_of_many(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Each text as by `syllables`, in two thirds of the time.

    >>> syllables_of_many(["不同意！", "", "好"])
    [('bu', 'tong', 'yi'), (), ('hao',)]
    """
    from pypinyin import lazy_pinyin

    rows: list[list[str]] = [[]]
    # What is no sign is handed back as it stands: a bar parts the texts.
    for each in lazy_pinyin("|".join("".join(_SIGN.findall(text)) for text in texts)):
        if each.startswith("|"):
            rows += [[] for _ in each]
        else:
            rows[-1].append(each)
    return [tuple(row) for row in rows[: len(texts)]]


def load_tables() -> None:
    """Ahead of the first answer: for 160 ms no other thread of the program gets on while they are read."""
    syllables("您好")


def distance(heard: Sequence[str], meant: Sequence[str]) -> float:
    """Weighted edit distance over the longer length: 0 the same; infinite where an EXACT syllable would change.

    >>> distance(("bu", "que", "ren"), ("que", "ren"))
    inf
    """
    if not heard or not meant:
        return float("inf")
    row = [0.0]
    for sound in meant:
        row.append(row[-1] + _gap(sound))
    for sound in heard:
        last, row = row, [row[0] + _gap(sound)]
        for place, other in enumerate(meant, start=1):
            row.append(
                min(last[place - 1] + _exchange(sound, other), last[place] + _gap(sound), row[place - 1] + _gap(other))
            )
    return row[-1] / max(len(heard), len(meant))


def _gap(sound: str) -> float:
    return float("inf") if sound in EXACT else OTHER


def _exchange(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in EXACT or other in EXACT:
        return float("inf")
    initial, final = _parts(one)
    other_initial, other_final = _parts(other)
    if final == other_final and frozenset((initial, other_initial)) in _CONFUSED_INITIALS:
        return CONFUSED
    if initial == other_initial and frozenset((final, other_final)) in _CONFUSED_FINALS:
        return CONFUSED
    return OTHER


def _parts(sound: str) -> tuple[str, str]:
    initial = next((each for each in _INITIALS if sound.startswith(each)), "")
    return initial, sound[len(initial) :]
