"""On which side the keys stand, where the sound comes out, and switches: for who can't reach all of the screen."""

from collections.abc import Callable

from PySide6.QtWidgets import QLayout

from kiosk.consent.events import Event, HandChosen, HeadphonesChosen, SwitchesChosen
from kiosk.consent.facts import Facts
from kiosk.domain.reach import SCAN_SECONDS, Hand, Switches
from kiosk.domain.way import Way
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.text import column
from ui.widgets.voice_picks import pick, pick_row

Post = Callable[[Event], None]


def reach_picks(words: Words, m: Metrics, facts: Facts, post: Post) -> QLayout:
    """Each can be changed again at any time, and is forgotten with the session."""
    hands = [pick(words(f"ways.hand_{each}"), m, post, HandChosen(each), chosen=each is facts.hand) for each in Hand]
    rows = [pick_row(m, words("ways.hand"), *reversed(hands))]
    if facts.way is not Way.SILENT:
        worn = [
            pick(words(f"ways.headphones_{name}"), m, post, HeadphonesChosen(on), chosen=on is facts.headphones)
            for name, on in (("off", False), ("on", True))
        ]
        rows.append(pick_row(m, words("ways.headphones"), *worn))
    used = [
        pick(
            words(f"ways.switches_{each}"), m, post, SwitchesChosen(each, facts.scan_seconds),
            chosen=each is facts.switches,
        )
        for each in (Switches.NONE, Switches.TWO, Switches.ONE)
    ]  # fmt: skip
    rows.append(pick_row(m, words("ways.switches"), *used))
    if facts.switches is Switches.ONE:
        times = [
            pick(
                words("ways.scan_seconds", n=each), m, post, SwitchesChosen(Switches.ONE, each),
                chosen=each == facts.scan_seconds,
            )
            for each in SCAN_SECONDS
        ]  # fmt: skip
        rows.append(pick_row(m, words("ways.scan"), *times))
    return column(*rows, gap=m.px(20))
