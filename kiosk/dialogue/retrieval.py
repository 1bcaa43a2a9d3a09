"""Which of the approved answers a question is near to, or that none is near enough.

Signs and sounds are compared alike, since a recogniser writes another sign of the same sound. Rare terms weigh more
than common ones, and a term that no approved question holds counts against all of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from kiosk.dialogue.phonetics import syllables
from kiosk.domain.speech import Language

Weights = dict[str, float]
"""Weight of each term of a text."""

THRESHOLD = {Language.ZH_CN: 0.5, Language.EN: 0.5}
"""Below it the best answer is not near enough, and nothing is said. Fitted as docs/adr/0022 says."""
MARGIN = {Language.ZH_CN: 0.06, Language.EN: 0.06}
"""Two that are as near as this to each other: better to say that it is not known. Fitted likewise."""
_ONE_WAY, _ALL_WAYS = 0.4, 0.6
"""Shares of the likeness to the nearest single way to ask, and of what all ways of a topic cover together."""
_SMALL_WORD = 0.3
"""Weight of a small English word; Chinese ones weigh little because they are everywhere."""

_ASKING_WORD = 0.6
"""Weight of a word that only says that something is asked."""

_SIGN = re.compile(r"[\u4e00-\u9fff]")
_SMALL_WORDS = frozenset(
    (
        "a an the is are am be do does did i me my mine to of it its if in for on at and or so this that there these"
        " you your we us with will would could please just have has"
    ).split()
)
_ASKING_WORDS = frozenset("what why how when where who which can may must am any get".split())
_ENDINGS = ("ing", "ed", "es", "s", "ly")


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be asked about. `answered` False: it is recognised in order not to be answered."""

    id: str
    ask: Mapping[Language, tuple[str, ...]]
    answered: bool


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to a topic, 0 to 1."""

    score: float
    topic: str
    answered: bool


@dataclass(frozen=True, slots=True)
class _Indexed:
    topic: Topic
    ways: tuple[tuple[Weights, float], ...]
    covered: frozenset[str]


class Index:
    """The topics of one language, made ready once."""

    def __init__(self, topics: Iterable[Topic], language: Language) -> None:
        self._language = language
        plain = [(topic, [terms(way, language) for way in topic.ask[language]]) for topic in topics]
        covered = [frozenset().union(*ways) for _, ways in plain]
        found = Counter(term for each in covered for term in each)
        self._unknown = _rarity(0, len(plain))
        self._rarity = {term: _rarity(count, len(plain)) for term, count in found.items()}
        self._topics = tuple(
            _Indexed(topic, tuple((way, self._weight(way)) for way in ways), each)
            for (topic, ways), each in zip(plain, covered, strict=True)
        )

    def nearest(self, question: str) -> str | None:
        """The id of the one answered topic that the question is near enough to, and nearer than to any other."""
        ranked = self.ranked(question)
        if not ranked or not ranked[0].answered or ranked[0].score < THRESHOLD[self._language]:
            return None
        if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN[self._language]:
            return None
        return ranked[0].topic

    def ranked(self, question: str) -> list[Nearness]:
        """All topics, the nearest first; none for a question without words."""
        asked = terms(question, self._language)
        weight = self._weight(asked)
        if not weight:
            return []
        scored = (
            Nearness(self._score(asked, weight, each), each.topic.id, each.topic.answered) for each in self._topics
        )
        return sorted(scored, key=lambda near: near.score, reverse=True)

    def _score(self, asked: Weights, weight: float, indexed: _Indexed) -> float:
        common = asked.keys() & indexed.covered
        if not common:
            return 0.0
        known = {term: asked[term] * self._rarity[term] for term in common}
        nearest = max(
            2 * sum(value for term, value in known.items() if term in way) / (weight + total)
            for way, total in indexed.ways
        )
        return _ONE_WAY * nearest + _ALL_WAYS * sum(known.values()) / weight

    def _weight(self, text: Weights) -> float:
        return sum(weight * self._rarity.get(term, self._unknown) for term, weight in text.items())


def terms(text: str, language: Language) -> Weights:
    """Signs, sounds and their pairs (zh), or word stems and their pairs (en), with their weights.

    >>> sorted(terms("Paying early", Language.EN))
    ['ear', 'pay', 'pay ear']
    """
    if language is Language.ZH_CN:
        signs, sounds = _SIGN.findall(text), syllables(text)
        found = dict.fromkeys(signs, 0.5) | {one + other: 0.5 for one, other in pairwise(signs)}
        return found | dict.fromkeys(sounds, 0.5) | {f"{one} {other}": 0.5 for one, other in pairwise(sounds)}
    words = re.findall(r"[a-z]+", re.sub(r"['’]", "", text.lower()))
    stems = [_stem(word) for word in words]
    single = {stem: _weight_of(word) for word, stem in zip(words, stems, strict=True)}
    pairs = {f"{one} {other}": min(single[one], single[other]) / 2 for one, other in pairwise(stems)}
    return single | pairs


def _weight_of(word: str) -> float:
    return _SMALL_WORD if word in _SMALL_WORDS else _ASKING_WORD if word in _ASKING_WORDS else 1.0


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3), "")
    return word.removesuffix(ending)


def _rarity(count: int, of: int) -> float:
    """The weight of a term that `count` of the topics hold (Robertson and Walker's, as BM25 uses it)."""
    return log(1 + (of - count + 0.5) / (count + 0.5))
