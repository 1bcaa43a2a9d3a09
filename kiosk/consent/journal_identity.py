"""What the card and the face check leave in the evidence."""

from collections.abc import Iterator

from kiosk.checks.liveness import record_measured
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.item import Field, Item, Value, json_value, text_value
from kiosk.domain.consents import DataClass


def card(old: st.State, event: ev.CardRead | ev.CardRefused | ev.CardCorrected | ev.CardConfirmed) -> Iterator[Item]:
    """One side as it was read, refused, corrected or confirmed."""
    match event:
        case ev.CardRead(side, fields, picture, portrait, source, surface):
            shown = {f.name: {"value": f.value, "by": f.settled_by} for f in fields}
            values = (
                Value("picture", DataClass.IDENTITY, f"card.{side}.jpg", "image/jpeg", picture),
                json_value("fields", f"card.{side}.read", shown, DataClass.IDENTITY),
                *(
                    [Value("portrait", DataClass.BIOMETRIC, "card.portrait.jpg", "image/jpeg", portrait)]
                    if portrait
                    else []
                ),
            )
            open_fields = sum(f.settled_by == "open" for f in fields)
            data: dict[str, Field] = {"side": str(side), "agreed": len(fields) - open_fields, "open": open_fields}
            data |= {"highlight": str(surface.wandering), "corners": str(surface.rounded)}
            data |= {"tilted": round(surface.tilted), "looks": surface.pictures}
            yield Item("card.read", data, values, source)
        case ev.CardRefused(side, reason):
            yield Item("card.refused", {"side": str(side), "reason": reason})
        case ev.CardCorrected(side, name, value):
            corrected = text_value("value", f"card.{side}.{name}", value, DataClass.IDENTITY)
            yield Item("card.corrected", {"side": str(side), "field": name}, (corrected,))
        case ev.CardConfirmed(side):
            fields = old.fields if isinstance(old, st.ReviewingCard) else ()
            settled = {f.name: {"value": f.value, "by": f.settled_by, "was": f.was_read} for f in fields}
            yield Item(
                "card.confirmed",
                {"side": str(side)},
                (json_value("fields", f"card.{side}", settled, DataClass.IDENTITY),),
            )


def face(event: ev.FaceChecked) -> Iterator[Item]:
    """What the face check judged: no score, only verdicts and what they were replayed from."""
    picture = (Value("picture", DataClass.BIOMETRIC, "face.jpg", "image/jpeg", event.probe),) if event.probe else ()
    judged: dict[str, Field] = {"verdict": str(event.liveness), "reason": event.reason}
    if event.record is not None:
        judged["measured"] = record_measured(event.record.measured)
    yield Item("liveness.judged", judged, (), event.source)
    yield Item("face.checked", {"verdict": str(event.match), "reason": event.reason}, picture, event.source)
