"""An utterance in parts that are made one after the other, each with the words that light up while it is heard."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.dialogue.sentences import sentences
from kiosk.dialogue.spoken import pieces, spoken
from kiosk.dialogue.spoken_rules import Piece
from kiosk.domain.speech import Language

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.,-][A-Za-z0-9]+)*|[^\W\dA-Za-z_]")
_SAID = re.compile(r"\w")
_SENTENCE_ENDS = frozenset("。！？；!?…;.\n")
_CLOSERS = "”’」』）)》】]\"' \t\u3000"
_LONGEST = {Language.ZH_CN: 14, Language.EN: 40}
_SECONDS = {Language.ZH_CN: 0.25, Language.EN: 0.07}
"""A character, roughly, at the normal rate."""
_QUICK = 0.1
"""Seconds of making for a second of speech, up to which whole sentences are made in time."""
_SPARE = 0.7
"""Of the time that is left until a part must be ready, what its making is planned to take."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What lights up at once: `shown` in the whole text, `said` in the words of its part; both as begin and end."""

    shown: tuple[int, int]
    said: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or a piece of one up to a comma. `shown`: where it stands in the whole text."""

    shown: tuple[int, int]
    words: str
    units: tuple[Unit, ...]

    @property
    def ends_sentence(self) -> bool:
        """A longer pause follows than after a comma."""
        return self.words.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS

    @property
    def audible(self) -> bool:
        """There is something to say."""
        return _SAID.search(self.words) is not None


def parts(
    text: str, language: Language, effort: float = 0.0, ready: Callable[[str], bool] = lambda _: False
) -> tuple[Part, ...]:
    """`words` of all joined are `spoken(text)`, and each character of the text stands in one part.

    `effort`: seconds that the voice needs for a second of speech; the more, the shorter the first parts are. `ready`:
    which sentences, as they are spoken, it need not make at all; they stay whole.

    >>> [part.words for part in parts("共 3 期。每期 1.20 元。", Language.ZH_CN)]
    ['共三期。', '每期一元二角。']
    """
    aligned = [_Aligned(piece, _align(piece)) for piece in pieces(text, language)]
    starts_shown, starts_said = _starts(aligned)
    made: list[Part] = []
    begin = begin_said = 0
    for wished in _ends(text, language, effort, ready):
        end, end_said = _settled(wished, aligned, starts_shown, starts_said)
        if end <= begin:
            continue
        made.append(_part(aligned, starts_shown, starts_said, (begin, end), (begin_said, end_said)))
        begin, begin_said = end, end_said
    return tuple(made)


def moments(part: Part, marks: Sequence[tuple[int, float]], seconds: float) -> tuple[float, ...]:
    """When each unit begins to sound. `marks`: (character of the words, second) as far as the voice says;
    without any, by the weight of the characters. `seconds`: how long the sound is."""
    known = [(0, 0.0), *sorted(mark for mark in marks if 0 < mark[0] <= len(part.words)), (len(part.words), seconds)]
    if len(known) == 2:
        known = _by_weight(part.words, seconds)
    places = [place for place, _ in known]
    return tuple(_between(known, places, unit.said[0]) for unit in part.units)


def _between(known: Sequence[tuple[int, float]], places: Sequence[int], place: int) -> float:
    after = min(max(1, bisect_right(places, place)), len(known) - 1)
    (before, begins), (beyond, ends) = known[after - 1], known[after]
    return begins if beyond <= before else begins + (ends - begins) * (place - before) / (beyond - before)


def _by_weight(words: str, seconds: float) -> list[tuple[int, float]]:
    weights = [_weight(sign) for sign in words]
    whole = sum(weights) or 1.0
    known, so_far = [(0, 0.0)], 0.0
    for place, weight in enumerate(weights, start=1):
        so_far += weight
        known.append((place, seconds * so_far / whole))
    return known


def _weight(sign: str) -> float:
    if sign.isalnum():
        return 0.35 if sign.isascii() else 1.0
    return 1.2 if sign in "，、：；。！？,;:.!?" else 0.1


def _ends(text: str, language: Language, effort: float, ready: Callable[[str], bool]) -> Iterator[int]:
    end = 0
    lead = 0.0
    for sentence in sentences(text, language):
        whole = effort <= _QUICK or ready(spoken(sentence, language))
        clauses = (sentence,) if whole else sentences(sentence, language, _LONGEST[language])
        taken = 0.0
        for clause in clauses:
            seconds = len(clause) * _SECONDS[language]
            if taken and effort * (taken + seconds) > _SPARE * lead:
                yield end
                lead = max(0.0, lead - effort * taken) + taken
                taken = 0.0
            end += len(clause)
            taken += seconds
        yield end
        lead = max(0.0, lead - effort * taken) + taken
    yield len(text)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """`places`: for each character that is shown, the one of what is said; None: a figure, which is said as a whole."""

    piece: Piece
    places: tuple[int, ...] | None


def _align(piece: Piece) -> tuple[int, ...] | None:
    places: list[int] = []
    said = 0
    for sign in piece.shown:
        places.append(said)
        if piece.said[said : said + 1] == sign:
            said += 1
    return (*places, said) if said == len(piece.said) and said else None


def _starts(aligned: Sequence[_Aligned]) -> tuple[list[int], list[int]]:
    shown, said = [0], [0]
    for each in aligned:
        shown.append(shown[-1] + len(each.piece.shown))
        said.append(said[-1] + len(each.piece.said))
    return shown, said


def _settled(
    end: int, aligned: Sequence[_Aligned], starts_shown: Sequence[int], starts_said: Sequence[int]
) -> tuple[int, int]:
    """The end in what is shown and in what is said; never within a figure."""
    number = bisect_right(starts_shown, end) - 1
    if number >= len(aligned):
        return starts_shown[-1], starts_said[-1]
    inside = end - starts_shown[number]
    if not inside:
        return end, starts_said[number]
    places = aligned[number].places
    if places is None:
        return starts_shown[number + 1], starts_said[number + 1]
    return end, starts_said[number] + places[inside]


def _part(
    aligned: Sequence[_Aligned], starts_shown: Sequence[int], starts_said: Sequence[int],
    shown: tuple[int, int], said: tuple[int, int],
) -> Part:  # fmt: skip
    words, units = "", []
    for each, at, spoken_at in zip(aligned, starts_shown, starts_said, strict=False):
        if at + len(each.piece.shown) <= shown[0] or at >= shown[1]:
            continue
        words += each.piece.said[max(0, said[0] - spoken_at) : max(0, said[1] - spoken_at)]
        units += [unit for unit in _units(each, at, spoken_at - said[0]) if shown[0] <= unit.shown[0] < shown[1]]
    return Part(shown, words, tuple(units))


def _units(each: _Aligned, at: int, said_at: int) -> Iterator[Unit]:
    piece, places = each.piece, each.places
    if places is None:
        bare = piece.shown.strip()
        if bare and _SAID.search(piece.said):
            begin = at + piece.shown.index(bare)
            yield Unit((begin, begin + len(bare)), (said_at, said_at + len(piece.said)))
        return
    for found in _WORD.finditer(piece.shown):
        begin, end = found.span()
        if places[begin] < places[end]:
            yield Unit((at + begin, at + end), (said_at + places[begin], said_at + places[end]))
