"""What the way, the contrast and the pace leave in the evidence: kinds of entries with their data, nothing personal."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent.facts import Facts
from kiosk.consent.ways import NOT_BY_EAR
from kiosk.domain.way import Way

Named = tuple[str, dict[str, str | int]]
"""Kind and data."""


def chose(facts: Facts | None, step: str, event: ev.Event) -> Iterator[Named]:
    """Entries of an event of this kind; nothing for any other. `facts`: before it."""
    match event:
        case ev.WayChosen(way, channel):
            yield "way.chosen", {"way": str(way), "step": step, "channel": str(channel)}
            done = facts.identity.not_easy if facts is not None else ()
            for hard in NOT_BY_EAR if way is Way.BY_EAR else ():
                if hard not in done:
                    yield "challenge.eased", {"step": str(hard), "channel": "touch"}
        case ev.ContrastChosen(level):
            yield "setting.changed", {"setting": "contrast", "value": level}
        case ev.SwitchesChosen(switches, seconds):
            yield "setting.changed", {"setting": "switches", "value": str(switches)}
            yield "setting.changed", {"setting": "scan_seconds", "value": seconds}
        case ev.HandChosen(hand):
            yield "setting.changed", {"setting": "hand", "value": str(hand)}
        case ev.HeadphonesChosen(worn):
            yield "setting.changed", {"setting": "headphones", "value": int(worn)}
        case ev.ReplySoundAsked(number):
            yield "reply.played", {"question": step, "reply": number}
        case ev.ReplyCorrectionAsked(number):
            yield "reply.questioned", {"question": step, "reply": number, "channel": "touch"}
        case ev.PaceMeasured(read, signs, seconds):
            yield "pace.measured", {"step": read, "signs": signs, "ms": round(seconds * 1000)}
        case _:
            return


def by_voice(event: ev.Event, before: Facts, after: Facts) -> Iterator[Named]:
    """How fast and how loud the guide speaks, where it was told to by voice."""
    if not isinstance(event, ev.Replied):
        return
    if after.rate != before.rate:
        yield "setting.changed", {"setting": "rate", "value": str(after.rate), "channel": str(event.channel)}
    if after.volume != before.volume:
        yield "setting.changed", {"setting": "volume", "value": after.volume, "channel": str(event.channel)}
