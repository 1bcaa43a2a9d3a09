"""How fast and how loud the guide speaks: the same rows wherever they may be chosen."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QLayout

from kiosk.consent.events import Event, RateChosen, VolumeChosen
from kiosk.consent.facts import VOLUMES, Facts
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.text import column, label, row

_RATES = (("slow", Decimal("0.8")), ("normal", Decimal("1.0")), ("fast", Decimal("1.2")))


def pick(words: str, m: Metrics, post: Callable[[Event], None], event: Event, *, chosen: bool) -> Button:
    """One of a row; the chosen one is dark."""
    return Button(words, m, lambda: post(event), "chosen" if chosen else "equal", pixels=m.body)


def pick_row(m: Metrics, name: str, *picks: Button) -> QLayout:
    """The picks of one setting under its name."""
    for each in picks:
        each.setAccessibleDescription(name)
    return column(label(m, name, "kicker"), row(*picks, gap=m.px(18), equal=True), gap=m.px(8))


def voice_picks(words: Words, m: Metrics, facts: Facts, post: Callable[[Event], None]) -> QLayout:
    """Speed, and below it loudness."""
    rates = [
        pick(words(f"welcoming.{name}"), m, post, RateChosen(rate), chosen=facts.rate == rate) for name, rate in _RATES
    ]
    volumes = [
        pick(words(f"welcoming.volume_{n}"), m, post, VolumeChosen(n), chosen=facts.volume == n) for n in VOLUMES
    ]
    return column(
        pick_row(m, words("welcoming.rate"), *rates), pick_row(m, words("welcoming.volume"), *volumes), gap=m.px(20)
    )
