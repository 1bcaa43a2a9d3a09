"""What switches, the hand and headphones change in a session: how it is reached, never what is asked or said."""

from dataclasses import replace

from kiosk.consent.events import Event, HandChosen, HeadphonesChosen, SwitchesChosen
from kiosk.consent.facts import VOLUMES, Facts
from kiosk.domain.reach import SCAN_SECONDS, Switches


def reached(facts: Facts, event: Event) -> Facts | None:
    """The facts after such an event; None: it changes nothing, or asks for what there is not."""
    match event:
        case SwitchesChosen(switches, seconds) if seconds in SCAN_SECONDS:
            changed = replace(facts, switches=switches, scan_seconds=seconds)
        case HandChosen(hand):
            changed = replace(facts, hand=hand)
        case HeadphonesChosen(worn):
            # What fills a room is too loud in an ear: it begins quietly, and can be made louder.
            changed = replace(facts, headphones=worn, volume=VOLUMES[0] if worn else max(facts.volume, VOLUMES[1]))
        case _:
            return None
    return None if changed == facts else changed


def never_timed_out(facts: Facts) -> bool:
    """Who scans is slow, and rests: silence brings a person, and never ends the session."""
    return facts.switches is not Switches.NONE
