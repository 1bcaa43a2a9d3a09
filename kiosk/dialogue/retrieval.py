"""Which of the approved answers a question is near to, or that none is near enough.

Signs and sounds are compared alike, since a recogniser writes another sign of the same sound. Rare terms weigh more
than common ones, and a term that no approved question holds counts against all of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from kiosk.dialogue.phonetics import syllables
from kiosk.domain.speech import Language

Weights = dict[str, float]
"""Weight of each term of a text."""

THRESHOLD = {Language.ZH_CN: 0.30, Language.EN: 0.28}
"""Below it the best answer is not near enough, and nothing is said. Fitted as docs/adr/0024 says."""
MARGIN = {Language.ZH_CN: 0.08, Language.EN: 0.15}
"""Two that are as near as this to each other: better to say that it is not known. Fitted likewise."""
_ONE_WAY, _ALL_WAYS = 0.2, 0.8
"""Shares of the likeness to the nearest single way to ask, and of what all ways of a topic cover together."""
_ABOUT = 0.1
"""Added for a word of `about`, less the more topics have it; a topic without `about` gets none."""
_SMALL_WORD = 0.3
"""Weight of a small English word; Chinese ones weigh little because they are everywhere."""
_ASKING_WORD = 0.6
"""Weight of a word that only says that something is asked."""

_LONGEST = 400
"""Characters; more is a conversation in the room, and nothing that could be answered in three sentences."""

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
    about: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    """A question without any of these words can't be meant; none: any may be."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to a topic, from 0 to little over 1."""

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
        self._telling = _telling([topic.about.get(language, ()) for topic, _ in plain if topic.answered], language)
        self._exact = {sound_of(way, language): topic for topic, _ in plain for way in topic.ask[language]}
        self._topics = tuple(
            _Indexed(topic, tuple((way, self._weight(way)) for way in ways), each)
            for (topic, ways), each in zip(plain, covered, strict=True)
        )

    def nearest(self, question: str) -> str | None:
        """The id of the one answered topic that the question is near enough to, and nearer than to any other."""
        if len(question) > _LONGEST:
            return None
        same = self._exact.get(sound_of(question, self._language))
        if same is not None:
            return same.id if same.answered else None
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
        scored = []
        for each in self._topics:
            named = self._named(question, each.topic)
            if named is not None:
                score = self._score(asked, weight, each) + _ABOUT * named
                scored.append(Nearness(score, each.topic.id, each.topic.answered))
        return sorted(scored, key=lambda near: near.score, reverse=True)

    def _named(self, question: str, topic: Topic) -> float | None:
        """How telling the words are that the question shares with `about`, 0 to 1; None: it can't be meant."""
        words = topic.about.get(self._language, ())
        shared = [self._telling[word] for word in words if names_one_of(question, (word,), self._language)]
        return max(shared, default=None if words else 0.0)

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


def sound_of(text: str, language: Language) -> str:
    """What is left of a text where signs of one sound (zh), capitals and punctuation don't count."""
    if language is Language.ZH_CN:
        return " ".join(syllables(text))
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def names_one_of(text: str, words: Iterable[str], language: Language) -> bool:
    """Whether one of the words is in a text: by its signs or its sound (zh), or as the beginning of a word (en).

    >>> names_one_of("录相给谁看", ("录像",), Language.ZH_CN)
    True
    """
    if language is Language.ZH_CN:
        sounds = f" {' '.join(syllables(text))} "
        return any(word in text or f" {' '.join(syllables(word))} " in sounds for word in words)
    plain = " " + " ".join(re.findall(r"[a-z]+", re.sub(r"['’]", "", text.lower())))
    return any(f" {word}" in plain for word in words)


def _weight_of(word: str) -> float:
    return _SMALL_WORD if word in _SMALL_WORDS else _ASKING_WORD if word in _ASKING_WORDS else 1.0


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3), "")
    return word.removesuffix(ending)


def _telling(about: list[tuple[str, ...]], language: Language) -> dict[str, float]:
    """How few topics have a word: 1 for a word of one topic, 0 for a word of all."""
    having = {word: sum(names_one_of(word, others, language) for others in about) for words in about for word in words}
    return {word: 1 - log(max(1, count)) / log(max(2, len(about))) for word, count in having.items()}


def _rarity(count: int, of: int) -> float:
    """The weight of a term that `count` of the topics hold (Robertson and Walker's, as BM25 uses it)."""
    return log(1 + (of - count + 0.5) / (count + 0.5))
