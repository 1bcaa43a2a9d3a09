"""Which of the approved answers a question is near to, or that none is near enough.

Signs and sounds are compared alike, since a recogniser writes another sign of the same sound. Rare terms weigh more
than common ones, and a term that no approved question holds counts against all of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, log

from kiosk.dialogue.phonetics import syllables
from kiosk.dialogue.synonyms import families
from kiosk.domain.remembered import remembered
from kiosk.domain.speech import Language

Weights = dict[str, float]
"""Weight of each term of a text."""

THRESHOLD = {Language.ZH_CN: 0.44, Language.EN: 0.41}
"""Below it the best answer is not near enough, and nothing is said. Fitted as docs/adr/0024 says."""
SHARE = {Language.ZH_CN: 0.58, Language.EN: 0.53}
"""The nearest must have so much of the nearness of all: else better say that it is not known. Fitted likewise."""
_SHARPNESS = {Language.ZH_CN: 0.1, Language.EN: 0.14}
"""How far a score must lie below the best one to weigh 1/e of it in the share."""
_RIVALS = 8
_ONE_WAY, _ALL_WAYS = 0.2, 0.8
"""Shares of the likeness to the nearest single way to ask, and of what all ways of a topic cover together."""
_ABOUT = 0.05
"""Added for a word of `about`, less the more topics have it; a topic without `about` gets none."""
_NOT_ABOUT = 0.05
"""Taken off where none of the words of `about` is in the question."""
_FAMILY = {Language.ZH_CN: 1.0, Language.EN: 0.8}
"""Weight of a family of words of like meaning."""
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
_ENDINGS = ("ingly", "edly", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "er", "e")


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be asked about. `answered` False: it is recognised in order not to be answered."""

    id: str
    ask: Mapping[Language, tuple[str, ...]]
    answered: bool
    about: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    """Words of its matter: a question with one of them is nearer, one without any is farther."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to a topic, from 0 to little over 1."""

    score: float
    topic: str
    answered: bool


@dataclass(frozen=True, slots=True)
class _Way:
    topic: int
    weight: float


class Index:
    """The topics of one language, made ready once, at the first question in it."""

    def __init__(self, topics: Iterable[Topic], language: Language) -> None:
        self._language = language
        self._topics = tuple(topics)
        plain = [[terms(way, language) for way in topic.ask[language]] for topic in self._topics]
        covered = [frozenset().union(*ways) for ways in plain]
        found = Counter(term for each in covered for term in each)
        self._unknown = _rarity(0, len(plain))
        self._rarity = {term: _rarity(count, len(plain)) for term, count in found.items()}
        self._about = [topic.about.get(language, ()) for topic in self._topics]
        self._telling = _telling(
            [words for topic, words in zip(self._topics, self._about, strict=True) if topic.answered], language
        )
        self._exact = {sound_of(way, language): topic for topic in self._topics for way in topic.ask[language]}
        self._ways: list[_Way] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, ways in enumerate(plain):
            for way in ways:
                for term in way:
                    self._holding[term].append(len(self._ways))
                self._ways.append(_Way(number, self._weight(way)))

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
        if share(ranked, self._language) < SHARE[self._language]:
            return None
        return ranked[0].topic

    def ranked(self, question: str) -> list[Nearness]:
        """All topics, the nearest first; none for a question without words."""
        asked = terms(question, self._language)
        weight = self._weight(asked)
        if not weight:
            return []
        shared: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for term in asked.keys() & self._rarity.keys():
            value = asked[term] * self._rarity[term]
            for way in self._holding[term]:
                shared[way] += value
            for topic in {self._ways[way].topic for way in self._holding[term]}:
                covered[topic] += value
        nearest: dict[int, float] = defaultdict(float)
        for way, value in shared.items():
            topic, total = self._ways[way].topic, self._ways[way].weight
            nearest[topic] = max(nearest[topic], 2 * value / (weight + total))
        named = self._named(question)
        scored = [
            Nearness(
                _ONE_WAY * nearest[topic] + _ALL_WAYS * value / weight + named[topic],
                self._topics[topic].id,
                self._topics[topic].answered,
            )
            for topic, value in covered.items()
        ]
        return sorted(scored, key=lambda near: (-near.score, near.topic))

    def _named(self, question: str) -> list[float]:
        """What each topic gains or loses by its words of `about`: the more telling the word, the more it gains."""
        heard = {word for word in self._telling if names_one_of(question, (word,), self._language)}
        gained = []
        for words in self._about:
            telling = max((self._telling[word] for word in words if word in heard), default=None)
            gained.append(0.0 if not words else -_NOT_ABOUT if telling is None else _ABOUT * telling)
        return gained

    def _weight(self, text: Weights) -> float:
        return sum(weight * self._rarity.get(term, self._unknown) for term, weight in text.items())


def share(ranked: Sequence[Nearness], language: Language) -> float:
    """How much of the nearness of all is the nearest's, from 0 to 1: 1 with no rival, 0 for none at all."""
    if not ranked:
        return 0.0
    return 1 / sum(exp((each.score - ranked[0].score) / _SHARPNESS[language]) for each in ranked[:_RIVALS])


def terms(text: str, language: Language) -> Weights:
    """Signs, sounds and their pairs (zh), or word stems and their pairs (en), and families of words; with weights.

    >>> sorted(terms("Paying early", Language.EN))
    ['=early', '=pay', 'ear', 'pay', 'pay ear']
    """
    alike = {f"={family}": _FAMILY[language] for family in families(text, language)}
    if language is Language.ZH_CN:
        signs, sounds = _SIGN.findall(text), syllables(text)
        found = dict.fromkeys(signs, 0.5) | {one + other: 0.5 for one, other in pairwise(signs)}
        paired = {f"{one} {other}": 0.5 for one, other in pairwise(sounds)}
        return found | dict.fromkeys(sounds, 0.5) | paired | alike
    words = re.findall(r"[a-z]+", re.sub(r"['’]", "", text.lower()))
    stems = [_stem(word) for word in words]
    single = {stem: _weight_of(word) for word, stem in zip(words, stems, strict=True)}
    pairs = {f"{one} {other}": min(single[one], single[other]) / 2 for one, other in pairwise(stems)}
    return single | pairs | alike


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
        sounds = _sounds(text)
        return any(word in text or _sounds(word) in sounds for word in words)
    plain = _plain(text)
    return any(f" {word}" in plain for word in words)


@remembered(4096)
def _sounds(text: str) -> str:
    return f" {' '.join(syllables(text))} "


@remembered(1024)
def _plain(text: str) -> str:
    return " " + " ".join(re.findall(r"[a-z]+", re.sub(r"['’]", "", text.lower())))


def _weight_of(word: str) -> float:
    return _SMALL_WORD if word in _SMALL_WORDS else _ASKING_WORD if word in _ASKING_WORDS else 1.0


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3), "")
    stem = word.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if doubled else stem


def _telling(about: list[tuple[str, ...]], language: Language) -> dict[str, float]:
    """How few topics have a word: 1 for a word of one topic, 0 for a word of all."""
    known = {word for words in about for word in words}
    if language is Language.ZH_CN:
        written = [("|".join(words), "|".join(map(_sounds, words))) for words in about]
        having = {word: sum(word in signs or _sounds(word) in sounds for signs, sounds in written) for word in known}
    else:
        plain = ["|".join(map(_plain, words)) for words in about]
        having = {word: sum(f" {word}" in words for words in plain) for word in known}
    return {word: 1 - log(max(1, count)) / log(max(2, len(about))) for word, count in having.items()}


def _rarity(count: int, of: int) -> float:
    """The weight of a term that `count` of the topics hold (Robertson and Walker's, as BM25 uses it)."""
    return log(1 + (of - count + 0.5) / (count + 0.5))
