"""Promises and pressure that no consultant may use, found in what the recogniser heard. Pure.

Whatever is found is for a person to judge: it says that these words were heard, not who said them nor how he meant it.
What is denied ("这不是零利率", "别马上签") or asked ("是零利率吗") is no hit.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from kiosk.dialogue.phonetics import distance, syllables_of_many
from kiosk.dialogue.phrases_denied import asked_en, asked_zh, denied_en, denied_zh
from kiosk.domain.remembered import remembered

_SOUND = 0.17
"""Mean cost of a syllable up to which a sound is the phrase's: one syllable in three confused, one in eight another."""
_LEAST_BY_SOUND = 3
"""Signs of a phrase that may be known by its sound: 包裹 sounds like 包过."""
_LEAST_SPELT = 5
_SPELT = 0.8
"""An English word of that many letters may be spelt otherwise, that near, in a phrase of three words or more."""
_LONGEST = 400
"""Signs that are looked at: an utterance lasts twenty seconds."""
_CLAUSE = re.compile(r"[^，。！？；、,.!?;:：…\n]+[？?]?")
_SIGN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LITTLE_ZH = frozenset("您你咱啊呀吧呢哦嗯呃就都给可呗嘛")
_LITTLE_EN = frozenset("just really absolutely simply please the a an very totally it's that's so well".split())
_SPOKEN_OUT = (("won't", "will not"), ("can't", "cannot"), ("n't", " not"), ("'ll", " will"), ("'re", " are"),
               ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("100%", "hundred percent"),
               ("0%", "zero percent"))  # fmt: skip


class PhraseKind(StrEnum):
    """What is wrong with it."""

    PROMISE = "promise"
    PRESSURE = "pressure"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of the list: an id, and ways of saying it. `unless`: words in which the signs mean something else."""

    id: str
    kind: PhraseKind
    zh: tuple[str, ...]
    en: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """The whole list, of one version."""

    version: str
    phrases: tuple[Phrase, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """`words`: the clause in which it was found; `as_listed`: the way of saying it on the list."""

    phrase: str
    kind: PhraseKind
    as_listed: str
    words: str


def found(text: str, listed: Phrases) -> tuple[Hit, ...]:
    """Each entry of the list at most once, in its order."""
    clauses = [match.group() for match in _CLAUSE.finditer(_plain(text)[:_LONGEST])]
    hits: list[Hit] = []
    for phrase in listed.phrases:
        hit = next((hit for clause in clauses for hit in _in_clause(clause, phrase)), None)
        if hit is not None:
            hits.append(hit)
    return tuple(hits)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


def _in_clause(clause: str, phrase: Phrase) -> Iterator[Hit]:
    promise = phrase.kind is PhraseKind.PROMISE
    signs = _Heard.of(clause)
    for listed in phrase.zh:
        for begins, ends in signs.places(listed, phrase.unless):
            ahead, behind = signs.around(begins, ends)
            if not denied_zh(ahead, behind) and not (promise and asked_zh(ahead, behind)):
                yield Hit(phrase.id, phrase.kind, listed, clause)
    words = _words(clause)
    for listed in phrase.en:
        meant = _words(listed)
        for at in _spelt(words, meant):
            before, after = words[:at], words[at + len(meant) :]
            if not denied_en(before, after) and not (promise and asked_en(words, clause)):
                yield Hit(phrase.id, phrase.kind, listed, clause)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A clause by its signs, and without the little words that people put in."""

    signs: str
    kept: tuple[int, ...]
    sounds: tuple[str, ...]

    @staticmethod
    @remembered(64)
    def of(clause: str) -> "_Heard":
        signs = "".join(_SIGN.findall(clause))
        (sounds,) = syllables_of_many([signs])
        if len(sounds) != len(signs):
            sounds = ("",) * len(signs)  # a sign without a reading: by signs only
        kept = tuple(at for at, sign in enumerate(signs) if sign not in _LITTLE_ZH)
        asking = "吗" if re.search(r"[？?吗么]$", clause) and not signs.endswith(("吗", "么")) else ""
        return _Heard(signs + asking, kept, sounds)

    def places(self, listed: str, unless: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Where the phrase stands, as (first, after the last) sign."""
        wanted, sounds = _listed(listed)
        if 2 * sum(sound in self.sounds for sound in sounds) < len(sounds):
            return  # the windows below cost more
        for first in range(len(self.kept) - len(wanted) + 1):
            window = self.kept[first : first + len(wanted)]
            begins, ends = window[0], window[-1] + 1
            if self._is(window, wanted, sounds) and not self._within(begins, ends, unless):
                yield begins, ends

    def _is(self, window: tuple[int, ...], wanted: str, sounds: tuple[str, ...]) -> bool:
        if all(self.signs[at] == sign for at, sign in zip(window, wanted, strict=True)):
            return True
        if len(wanted) < _LEAST_BY_SOUND:
            return False
        heard = tuple(self.sounds[at] for at in window)
        alike = sum(one == other for one, other in zip(heard, sounds, strict=True))
        return alike * 2 >= len(wanted) and distance(heard, sounds) <= _SOUND

    def _within(self, begins: int, ends: int, unless: tuple[str, ...]) -> bool:
        for word in unless:
            at = self.signs.find(word)
            while at >= 0:
                if at < ends and begins < at + len(word):
                    return True
                at = self.signs.find(word, at + 1)
        return False

    def around(self, begins: int, ends: int) -> tuple[str, str]:
        return self.signs[:begins], self.signs[ends:]


@lru_cache(maxsize=1024)
def _listed(phrase: str) -> tuple[str, tuple[str, ...]]:
    wanted = "".join(sign for sign in _SIGN.findall(phrase) if sign not in _LITTLE_ZH)
    (sounds,) = syllables_of_many([wanted])
    return wanted, sounds


@remembered(1024)
def _words(text: str) -> tuple[str, ...]:
    for short, whole in _SPOKEN_OUT:
        text = text.replace(short, whole)
    return tuple(word for word in _WORD.findall(text) if word not in _LITTLE_EN)


def _spelt(words: tuple[str, ...], meant: tuple[str, ...]) -> Iterator[int]:
    for at in range(len(words) - len(meant) + 1):
        pairs = [(one, two) for one, two in zip(words[at:], meant, strict=False) if one != two]
        if not pairs or (len(pairs) == 1 and len(meant) >= _LEAST_BY_SOUND and _alike(*pairs[0])):
            yield at


@remembered(4096)
def _alike(one: str, two: str) -> bool:
    if min(len(one), len(two)) < _LEAST_SPELT:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SPELT
