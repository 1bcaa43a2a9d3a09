"""The card desk: guides the hand five times a second, reads the sharpest picture, or says why it can't be used.

Looking is cheap and goes on while a reading, which takes seconds, runs on another worker: so the back is caught while
the front is still being read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.checks.card_frames import ENOUGH, settle_frames
from kiosk.checks.card_look import Guidance, LookThresholds, guide, moved
from kiosk.checks.card_surface import NOTHING_SEEN, CardSurface, Seen, judge_surface
from kiosk.checks.card_verdicts import CardRefused as Refused
from kiosk.checks.card_verdicts import accept_card
from kiosk.checks.id_card import open_fields, settle
from kiosk.checks.travel_document import same_document
from kiosk.consent.events import CardRead, CardRefused, Event
from kiosk.domain.borrower import CardField, CardSide
from kiosk.ports.camera import Frame, Image
from kiosk.ports.card_reader import CardLook, CardReading, NoCard
from kiosk.ports.clock import Ticker
from kiosk.runtime.devices import Devices
from kiosk.runtime.mailbox import Mailbox

_LOOK_EVERY = 0.2
"""5 Hz."""
_GOOD_LOOKS = 3
"""So many in a row, then the sharpest of them is read."""
_ANYWAY_AFTER = 2.0
"""Seconds without a good look after which what lies there is read all the same: a page may show no edge."""
_ANYWAY_AT_MOST = 8.0
"""An empty desk is read ever more seldom."""
_PATIENCE = 6.0
"""Seconds of looking at a card that can't be used before the reason is said; an empty desk waits."""
_FEWEST_READINGS = 3
_TILT_PATIENCE = 6.0
"""Seconds for tilting a card whose highlight was missed; then staff look at it."""
_MOST_MARKS = 24
_ANOTHER_POSE, _ANOTHER_TILT = 0.01, 1.0
"""Of the card's width, and degrees: less is the same picture again."""
_ELSEWHERE = 0.03
"""Of the card's width: so far it must have come for a picture to be another witness."""

Submit = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A frame that was looked at."""

    image: Image
    look: CardLook


@dataclass(slots=True)
class _Task:
    """One side that is wanted. `other`: what was settled of the other side; `good`: the last good looks in a row;
    `tried`: the last picture read, and its fault; `marks`: looks between which the card had moved; `waiting`: read, but
    the highlight is still looked for."""

    side: CardSide
    other: tuple[CardField, ...]
    began: float
    idle_since: float
    good: list[_Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    tried: tuple[Image, str] | None = None
    reading: bool = False
    marks: list[CardLook] = field(default_factory=list)
    waiting: CardRead | None = None
    tilt_until: float = 0.0
    anyway_after: float = _ANYWAY_AFTER


class CardDesk:
    """One reading at a time, on `submit`; looks on `submit_look`. `tilts`: asks for it where no highlight was seen."""

    def __init__(
        self, devices: Devices, post: Callable[[Event], None], submit: Submit,
        submit_look: Submit | None = None,
        thresholds: LookThresholds | None = None,
        *,
        tilts: bool = True,
    ) -> None:  # fmt: skip
        self._tilts = tilts
        self._devices, self._post, self._submit, self._submit_look = devices, post, submit, submit_look or submit
        self._thresholds = thresholds or LookThresholds()
        self._newest: Frame | None = None
        self._last: _Seen | None = None
        self._ahead: _Seen | None = None
        self._task: _Task | None = None
        self._ticker: Ticker | None = None
        self._looked_at = -1
        self.guidance: Mailbox[str] = Mailbox()

    def read(self, side: CardSide, front: tuple[CardField, ...]) -> None:
        """Begin looking for a side; a picture caught ahead of time is read at once.

        `front`: what was settled of the other side.
        """
        ahead = self._ahead if side is CardSide.BACK else None
        self.stop()
        now = self._devices.clock.now().mono
        task = self._task = _Task(side, front, now, now)
        if ahead is not None:
            self._begin_reading(task, [ahead])
        self._later()

    def stop(self) -> None:
        """No more."""
        self._task = self._ahead = self._last = self._newest = None
        self._looked_at = -1
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self.guidance.clear()

    def push_frame(self, frame: Frame) -> None:
        """From the document camera's thread."""
        if self._task is not None:
            self._newest = frame

    def _later(self) -> None:
        self._ticker = self._devices.clock.after(_LOOK_EVERY, lambda: self._submit_look(self._look))

    def _look(self) -> None:
        task, frame = self._task, self._newest
        if task is None:
            return
        if frame is not None and frame.index != self._looked_at:
            self._looked_at = frame.index
            self._seen(task, frame.image)
        if self._task is task:
            self._later()

    def _seen(self, task: _Task, image: Image) -> None:
        last = self._last
        same = last is not None and last.image is image
        seen = last if same and last is not None else _Seen(image, self._devices.card_reader.look(image))
        said = guide(seen.look, last.look if last is not None else None, self._thresholds)
        self._last = seen
        self._collect(task, seen.look)
        if task.waiting is not None:
            self._tilted(task, task.waiting)
            return
        if task.reading:
            self._caught_ahead(task, seen, said)
            return
        self.guidance.put(str(said))
        task.good = [*task.good, seen][-_GOOD_LOOKS:] if said is Guidance.GOOD else []
        now = self._devices.clock.now().mono
        # A picture that does not change at all lies as still as it ever will.
        if len(task.good) >= _GOOD_LOOKS or (same and said is Guidance.GOOD):
            self._begin_reading(task, sorted(task.good, key=lambda one: -one.look.sharpness))
        elif now - task.idle_since > task.anyway_after:
            self._begin_reading(task, [seen])

    def _collect(self, task: _Task, look: CardLook) -> None:
        """The pictures of a card that lies still say the same: one of them is enough."""
        before = task.marks[-1] if task.marks else None
        if look.marks is None or (before is not None and not _another(look, before)):
            return
        task.marks = [*task.marks, look][-_MOST_MARKS:]

    def _surface(self, task: _Task) -> CardSurface:
        return judge_surface([look.marks for look in task.marks if look.marks is not None])

    def _tilted(self, task: _Task, event: CardRead) -> None:
        """Nothing is refused here: what was seen, or not, goes with the reading."""
        surface = self._surface(task)
        if surface.wandering is Seen.SEEN or self._devices.clock.now().mono >= task.tilt_until:
            self.stop()
            self._post(replace(event, surface=surface))
        else:
            self.guidance.put(str(Guidance.TILT))

    def _caught_ahead(self, task: _Task, seen: _Seen, said: Guidance) -> None:
        """While a front is read: what lies well afterwards is, as asked for, the back."""
        if task.side is not CardSide.FRONT:
            return
        if said is not Guidance.GOOD:
            task.good = []
            self._ahead = None
        elif not task.good:
            self._ahead = seen
        self.guidance.put(str(Guidance.TURN_OVER))

    def _begin_reading(self, task: _Task, pictures: list[_Seen]) -> None:
        task.reading = True
        self._submit(lambda: self._read(task, pictures))

    def _read(self, task: _Task, pictures: list[_Seen]) -> None:
        event = self._judge(task, pictures) if self._task is task else None
        if self._task is not task:
            return
        task.idle_since = self._devices.clock.now().mono
        if self._tilts and isinstance(event, CardRead) and event.surface.wandering is Seen.NOT_SEEN:
            task.waiting, task.tilt_until = event, task.idle_since + _TILT_PATIENCE
            self.guidance.put(str(Guidance.TILT))
            return
        task.reading, task.good = False, []
        if event is None:
            self._ahead = None
            return
        ahead = self._ahead
        self.stop()
        self._ahead = ahead
        self._post(event)

    def _judge(self, task: _Task, pictures: list[_Seen]) -> Event | None:
        image, side = pictures[0].image, task.side
        if task.tried is not None and task.tried[0] is image:  # the same pixels would say the same again
            return None if task.tried[1] == "no_card" else self._fault(task, task.tried[1])
        reading = self._devices.card_reader.read(image, side)
        fault = _fault_of(reading, side)
        if fault or not isinstance(reading, CardReading):
            task.tried = (image, fault)
            if fault == "no_card":
                task.anyway_after = min(2 * task.anyway_after, _ANYWAY_AT_MOST)
                return None
            return self._fault(task, fault)
        codec = self._devices.codec
        portrait = codec.encode(reading.portrait, 95) if reading.portrait is not None else b""
        picture = codec.encode(reading.rectified, 90)
        fields = self._settled(task, reading, pictures)
        # A passport's page has other corners, and bends.
        surface = NOTHING_SEEN if reading.side is CardSide.PAGE else self._surface(task)
        return CardRead(reading.side, fields, picture, portrait, self._devices.document_camera.source, surface)

    def _settled(self, task: _Task, reading: CardReading, pictures: list[_Seen]) -> tuple[CardField, ...]:
        """What the first picture left open, up to two other pictures may say."""
        if reading.side is CardSide.PORTRAIT:
            return same_document(reading.fields, task.other)
        today = date.fromisoformat(self._devices.clock.now().wall[:10])
        readings = [settle(reading, today)]
        used = [pictures[0]]
        for seen in pictures[1:]:
            if self._task is not task or not open_fields(settle_frames(tuple(readings), all_moved=False)):
                break
            if len(readings) >= ENOUGH or any(seen.image is other.image for other in used):
                continue
            again = self._devices.card_reader.read(seen.image, reading.side)
            if isinstance(again, CardReading) and again.side is reading.side:
                readings.append(settle(again, today))
                used.append(seen)
        apart = all(moved(one.look, other.look) > _ELSEWHERE for i, one in enumerate(used) for other in used[i + 1 :])
        return settle_frames(tuple(readings), all_moved=apart)

    def _fault(self, task: _Task, reason: str) -> Event | None:
        """The same card may lie better the next moment; only what stays is said."""
        task.faults.append(reason)
        looked = self._devices.clock.now().mono - task.began
        if len(task.faults) < _FEWEST_READINGS or looked < _PATIENCE:
            return None
        return CardRefused(task.side, max(set(task.faults), key=task.faults.count))


def _another(look: CardLook, before: CardLook) -> bool:
    """Whether the card was moved or tilted between two looks."""
    if look.marks is None or before.marks is None:
        return True
    tilted = max(abs(a - b) for a, b in zip(look.marks.tilt, before.marks.tilt, strict=True))
    return moved(look, before) > _ANOTHER_POSE or tilted > _ANOTHER_TILT


def _fault_of(reading: CardReading | NoCard, side: CardSide) -> str:
    """Why this is not the side that is wanted; "" if it is."""
    if isinstance(reading, NoCard):
        return reading.reason
    if reading.side is not side and (reading.side, side) != (CardSide.PAGE, CardSide.FRONT):
        return "wrong_side"
    verdict = accept_card(reading)
    return str(verdict.fault) if isinstance(verdict, Refused) else ""
