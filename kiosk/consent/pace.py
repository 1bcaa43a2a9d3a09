"""How long a text needs: by its length, the law's minimum and the borrower's own pace. Pure; never shown as blame."""

from dataclasses import dataclass, field
from statistics import median

from kiosk.domain.speech import Language

_SHARE = 0.8
"""Of his own pace: who is quicker than before is not held up by what he needed then."""
_QUICKEST, _SLOWEST = 0.1, 4.0
"""Beyond these he did something else than read."""


def _usual() -> dict[Language, float]:
    return {Language.ZH_CN: 0.3, Language.EN: 0.09}


def _fewest() -> dict[Language, float]:
    return {Language.ZH_CN: 0.1, Language.EN: 0.03}


@dataclass(frozen=True, slots=True)
class Reading:
    """`shortest`: seconds for however short a text; `fewest`: seconds a sign that nobody goes under (the legal minimum,
    from the settings); `usual`: of a slow reader, some 200 signs or 130 words a minute, until his own pace is known."""

    shortest: float = 3.0
    fewest: dict[Language, float] = field(default_factory=_fewest)
    usual: dict[Language, float] = field(default_factory=_usual)


@dataclass(frozen=True, slots=True)
class Pace:
    """The borrower's own, so far. Each sample: seconds a sign against the usual ones, so that it holds in each
    language."""

    samples: tuple[float, ...] = ()

    @property
    def factor(self) -> float | None:
        """The median; above 1.0: slower than usual. None: not known yet."""
        return median(self.samples) if self.samples else None


def signs(text: str) -> int:
    """What is read: letters, digits and hanzi with their marks, without spaces at the ends."""
    return len(text.strip())


def measured(pace: Pace, count: int, seconds: float, language: Language, rules: Reading) -> Pace:
    """With one text more: `count` signs stood for `seconds` until they were acknowledged."""
    if count <= 0 or seconds <= 0:
        return pace
    sample = seconds / count / rules.usual[language]
    if not _QUICKEST <= sample <= _SLOWEST:
        return pace
    return Pace((*pace.samples, round(sample, 3)))


def fewest_seconds(text: str, language: Language, rules: Reading) -> float:
    """The legal minimum for this text."""
    return max(rules.shortest, signs(text) * rules.fewest[language])


def reading_seconds(text: str, language: Language, pace: Pace, rules: Reading) -> float:
    """So long a text stands before it counts as read: never less than the minimum, more for whom needs more."""
    factor = pace.factor
    own = 1.0 if factor is None else factor * _SHARE
    return max(fewest_seconds(text, language, rules), signs(text) * rules.usual[language] * own)
