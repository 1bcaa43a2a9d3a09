"""Is the same person still there, and alone? Pure: glances at the face camera in, changes out.

Nothing here refuses anybody: a change is told to the borrower, recorded, and at last settled by a person.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.speech import Text


class Seen(StrEnum):
    """Who is before the camera."""

    HERE = "here"
    AWAY = "away"
    HIDDEN = "hidden"
    """A face, but covered, in the dark, or turned away for long."""
    SECOND = "second"
    """Somebody beside the borrower, who is no named companion."""
    OTHER = "other"
    """Not the person that identity was settled for."""
    PROMPTED = "prompted"
    """An answer was said while the borrower's lips were still."""


class Stage(StrEnum):
    """How far a change has come."""

    HINT = "hint"
    EVENT = "event"
    PAUSE = "pause"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class PresenceLimits:
    """Seconds. DISCLOSURE C: hint at 1, event at 2, the script pauses at 5 while the recorder runs."""

    hint: float = 1.0
    event: float = 2.0
    pause: float = 5.0
    steady: float = 0.6
    """A change back counts after so long: a track that flickers is no coming and going."""
    compare_every: float = 10.0
    compare_again: float = 1.0
    """After a comparison that was not alike: the next one, since one picture decides nothing."""
    others: int = 2
    """So many comparisons in a row that are not alike make another person."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One look. `people`: faces large enough to sit here; `measured`: the first could be measured."""

    seconds: float
    people: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Change:
    """`since`: seconds that it has lasted; of BACK, that the change before it had lasted."""

    seen: Seen
    stage: Stage
    since: float


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known. `seen` since `since`; `candidate`: what may take its place, since `candidate_since`.
    `told`: how far the change has been told; `unlike`: comparisons in a row that were not alike."""

    seen: Seen = Seen.HERE
    since: float = 0.0
    told: Stage | None = None
    candidate: Seen | None = None
    candidate_since: float = 0.0
    last: float | None = None
    compare_at: float = 0.0
    unlike: int = 0
    companion: bool = False
    returning: Change | None = None
    """Back in the picture, and told only when a comparison says that it is he."""


HINT_TEXTS = {
    Seen.AWAY: Text("请坐回镜头前。", "Please sit before the camera again."),
    Seen.HIDDEN: Text("请让镜头看到您的脸。", "Please let the camera see your face."),
    Seen.SECOND: Text("请旁边的人让一让，由您自己来答。", "Please ask the person beside you to step aside."),
}
"""Calm words for the screen. Of another person nothing is said: a member of staff comes."""

_ORDER = (Stage.HINT, Stage.EVENT, Stage.PAUSE)
_DEFAULT = PresenceLimits()


def look(watch: Watch, glance: Glance, limits: PresenceLimits = _DEFAULT) -> tuple[Watch, tuple[Change, ...]]:
    """One glance, in order of time; one that is older than the last is left out."""
    if watch.last is not None and glance.seconds <= watch.last:
        return watch, ()
    now, before = glance.seconds, watch
    watch = replace(watch, last=now, since=watch.since if watch.last is not None else now)
    seen = _read(watch, glance)
    if seen is watch.seen:
        watch = replace(watch, candidate=None)
    elif watch.candidate is not seen:
        watch = replace(watch, candidate=seen, candidate_since=now)
    changes: tuple[Change, ...] = ()
    if watch.candidate is not None and _settles(watch, now, limits):
        watch, changes = _turned(watch, watch.candidate, watch.candidate_since)
    if watch.seen is Seen.HERE and before.seen is not Seen.HERE:
        # A broken track: whoever sits there now is compared at once.
        watch = replace(watch, compare_at=now)
    watch, told = _told(watch, now, limits)
    return watch, (*changes, *told)


def comparison_due(watch: Watch, now: float) -> bool:
    """Whether to compare now: only a single face that is there."""
    return watch.seen in (Seen.HERE, Seen.OTHER) and watch.candidate is None and now >= watch.compare_at


def compared(
    watch: Watch, alike: bool | None, now: float, limits: PresenceLimits = _DEFAULT
) -> tuple[Watch, tuple[Change, ...]]:
    """`alike` None: no picture that could be compared; it says nothing, and is tried again."""
    if alike is None:
        return replace(watch, compare_at=now + limits.compare_again), ()
    if alike:
        held = (watch.returning,) if watch.returning is not None else ()
        watch = replace(watch, unlike=0, compare_at=now + limits.compare_every, returning=None)
        if watch.seen is Seen.OTHER:
            watch = replace(watch, seen=Seen.HERE, since=now, told=None)
        return watch, held
    watch = replace(watch, unlike=watch.unlike + 1, compare_at=now + limits.compare_again)
    if watch.unlike < limits.others or watch.seen is Seen.OTHER:
        return watch, ()
    watch = replace(watch, seen=Seen.OTHER, since=now, told=Stage.PAUSE, candidate=None, returning=None)
    # No waiting: the script must not go on with somebody else.
    return watch, (Change(Seen.OTHER, Stage.EVENT, 0.0), Change(Seen.OTHER, Stage.PAUSE, 0.0))


def with_companion(watch: Watch) -> Watch:
    """A member of staff named who sits beside him: a second face is no change any more."""
    watch = replace(watch, companion=True, candidate=None)
    return replace(watch, seen=Seen.HERE, told=None, returning=None) if watch.seen is Seen.SECOND else watch


def vouched(watch: Watch, now: float, limits: PresenceLimits = _DEFAULT) -> Watch:
    """A member of staff looked and says that it is the borrower."""
    return replace(
        watch,
        seen=Seen.HERE,
        since=now,
        told=None,
        candidate=None,
        unlike=0,
        returning=None,
        compare_at=now + limits.compare_every,
    )


def _read(watch: Watch, glance: Glance) -> Seen:
    if glance.people == 0:
        return Seen.AWAY
    if glance.people > (2 if watch.companion else 1):
        return Seen.SECOND
    if watch.seen is Seen.OTHER:
        return Seen.OTHER
    return Seen.HERE if glance.measured else Seen.HIDDEN


def _settles(watch: Watch, now: float, limits: PresenceLimits) -> bool:
    """Trouble is taken at once (it is told only after a while), its end when it is steady."""
    if watch.seen is Seen.OTHER:
        return False  # only a comparison or a member of staff ends that
    if watch.seen is Seen.HERE:
        return True
    return now - watch.candidate_since >= limits.steady


def _turned(watch: Watch, seen: Seen, since: float) -> tuple[Watch, tuple[Change, ...]]:
    back = Change(watch.seen, Stage.BACK, since - watch.since) if seen is Seen.HERE else None
    changes = (back,) if back is not None and watch.told is Stage.HINT else ()
    held = back if back is not None and watch.told in (Stage.EVENT, Stage.PAUSE) else None
    # From one trouble to another it goes on counting: leaving to come back beside somebody is one absence.
    began = since if Seen.HERE in (seen, watch.seen) else watch.since
    told = None if Seen.HERE in (seen, watch.seen) else watch.told
    return replace(watch, seen=seen, since=began, told=told, candidate=None, returning=held), changes


def _told(watch: Watch, now: float, limits: PresenceLimits) -> tuple[Watch, tuple[Change, ...]]:
    if watch.seen in (Seen.HERE, Seen.OTHER):
        return watch, ()
    # While he may be coming back it does not go on counting.
    since = (watch.candidate_since if watch.candidate is not None else now) - watch.since
    due = [stage for stage, at in zip(_ORDER, (limits.hint, limits.event, limits.pause), strict=True) if since >= at]
    done = _ORDER.index(watch.told) + 1 if watch.told in _ORDER else 0
    fresh = due[done:]
    if not fresh:
        return watch, ()
    return replace(watch, told=fresh[-1]), tuple(Change(watch.seen, stage, since) for stage in fresh)


@dataclass(frozen=True, slots=True)
class LipLimits:
    """When an answer was said by somebody else: `speech` seconds of voice while `pictures` of the mouth show lips that
    moved less than `still` (share of the mouth's width)."""

    speech: float = 0.5
    pictures: int = 4
    still: float = 0.03


_LIPS = LipLimits()


def lips_still(
    mouths: tuple[tuple[float, float], ...], voiced: tuple[tuple[float, float], ...], limits: LipLimits = _LIPS
) -> bool | None:
    """`mouths`: (seconds, opening) of the borrower; `voiced`: (begin, end) of the answer's sound, seconds. True: the
    voice was not his. None: too little was seen or heard to say; most often so, and then nothing is said."""
    heard = sum(max(0.0, end - begin) for begin, end in voiced)
    gaps = [gap for at, gap in mouths if any(begin - 0.1 <= at <= end + 0.3 for begin, end in voiced)]
    if heard < limits.speech or len(gaps) < limits.pictures:
        return None
    return max(gaps) - min(gaps) < limits.still
