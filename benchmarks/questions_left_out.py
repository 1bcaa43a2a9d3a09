"""How well a way to ask is found that the index does not hold: each held back once, a tenth of a topic's at a time.

The thresholds are the pair that answers most at no more than `AT_MOST` wrong among all; it is printed beside those in
use. A way may be near to two topics that both would answer it, and counts as wrong all the same: the figures are stern.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from kiosk.bench.intervals import rate_of
from kiosk.dialogue.knowledge import KnowledgeBase
from kiosk.dialogue.retrieval import SHARE, THRESHOLD, Index, Topic, share
from kiosk.domain.speech import Language

FOLDS = 10
AT_MOST = 0.025
_THRESHOLDS = [each / 100 for each in range(20, 72, 3)]
_SHARES = [each / 100 for each in range(30, 100)]


@dataclass(frozen=True, slots=True)
class Held:
    """One way held back: whether it should be answered, whether the nearest is answered and right, and how near."""

    answerable: bool
    answered: bool
    right: bool
    score: float
    share: float

    def given(self, threshold: float, least: float) -> bool:
        """Whether an answer is given with these bounds."""
        return self.answered and self.score >= threshold and self.share >= least


def left_out(topics: tuple[Topic, ...], language: Language) -> Iterator[Held]:
    """Each way of each topic, put to an index without it and a tenth of the others."""
    for fold in range(FOLDS):
        held = [(topic, way) for topic in topics for way in _ways(topic, language, fold, held=True)]
        kept = [replace(topic, ask={language: _ways(topic, language, fold, held=False)}) for topic in topics]
        index = Index(kept, language)
        for topic, way in held:
            ranked = index.ranked(way)
            first = ranked[0] if ranked else None
            yield Held(
                topic.answered,
                first is not None and first.answered,
                first is not None and first.topic == topic.id,
                first.score if first is not None else 0.0,
                share(ranked, language),
            )


def left_out_report(knowledge: KnowledgeBase) -> dict[str, Any]:
    """A language each: right of those that have an answer, wrong of all, and the best pair of bounds."""
    results: dict[str, Any] = {}
    for language in Language:
        held = list(left_out(knowledge.topics, language))
        right, wrong = _counted(held, THRESHOLD[language], SHARE[language])
        on_the_point = sum(each.answerable for each in held)
        best = max(
            (found[0], bounds)
            for bounds in product(_THRESHOLDS, _SHARES)
            if (found := _counted(held, *bounds))[1] <= AT_MOST * len(held)
        )
        results[f"{language} left out"] = {
            "ways": len(held),
            "on_the_point": on_the_point,
            "right": right,
            "wrong": wrong,
            "right_rate": rate_of(right, on_the_point),
            "wrong_rate": rate_of(wrong, len(held)),
            "in_use": (THRESHOLD[language], SHARE[language]),
            "best": {"threshold_share": best[1], "right": best[0]},
        }
    return results


def _counted(held: list[Held], threshold: float, least: float) -> tuple[int, int]:
    given = [each.right for each in held if each.given(threshold, least)]
    return sum(given), len(given) - sum(given)


def _ways(topic: Topic, language: Language, fold: int, *, held: bool) -> tuple[str, ...]:
    return tuple(way for number, way in enumerate(topic.ask[language]) if (number % FOLDS == fold) is held)
