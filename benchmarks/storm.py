"""A hundred touches a second that mean nothing, across the real window of a whole kiosk, for as long as one likes.

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m benchmarks.storm --seconds 600 --seed 1 [--real-time]

A simulated borrower carries each session to a state that was seldom in the storm; then the hands of `storm_hands` are
let loose on it, and he takes it up again from wherever they left it. After every act the window must show the machine's
state, and may have posted only what a touch that began and ended in one button gave. Every session is then ended by two
touches, sealed, VERIFIED and reviewed, and no answer may stand in its log that nobody gave.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
import math
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, get_args

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton

from benchmarks.figures import log_to_stderr, machine, tell
from benchmarks.storm_gale import Faults, Gale, offscreen_panel
from benchmarks.storm_hands import acts
from benchmarks.storm_kiosk import Guide, Looked, StormKiosk, brisk
from kiosk.commands.table import logs_to_standard_error
from kiosk.consent import states as st
from kiosk.consent.events import (
    Broken,
    Event,
    Penned,
    Replied,
    ReplyConfirmed,
    ReplyRejected,
    SessionOpened,
    SideTouched,
)
from kiosk.domain.speech import Channel
from kiosk.evidence.entry import Entry
from kiosk.evidence.verdict import Verdict
from kiosk.rehearsal.stories import STORIES
from ui.app import application, shown
from ui.router import SCREENS
from ui.window import Window

_ON_THE_FIRST_PAGE = 30
"""Touches before somebody sits down; some of them may begin the session."""
_GUST = 300
_GUSTS = 6
"""Gusts a session, unless it is over before."""
_ON_THE_WAY = 900.0
"""Seconds of the session's clock within which the borrower gets where he is led."""
_NOT_PLAYED = ("interrupted", "recorded", "comes_back")
"""They cut the power, need a folder of people, or an earlier session."""
TARGETS: tuple[type[st.ScriptState], ...] = get_args(st.ScriptState)
"""Where the borrower is led; what lies over them the hands find by themselves."""


def answer_of(event: Event) -> str | None:
    """What stands for it in the log; None: no answer."""
    match event:
        case Replied(understood, Channel.TOUCH | Channel.TYPED):
            return f"replied {understood.intent}"
        case ReplyConfirmed():
            return "confirmed"
        case ReplyRejected():
            return "rejected"
        case Penned():
            return "signed"
        case SideTouched():
            return "*"
        case _:
            return None


def answer_in(entry: Entry) -> str | None:
    """The same, of an entry."""
    channel, intent = entry.data.get("channel"), entry.data.get("intent")
    if channel not in ("touch", "typed"):
        return None
    match entry.kind:
        case "reply.understood":
            return f"replied {intent}"
        case "reply.confirmed":
            return f"replied {intent}" if intent is not None else "confirmed"
        case "reply.rejected":
            return f"replied {intent}" if intent is not None else "rejected"
        case "document.signed":
            return "signed"
        case _:
            return None


def nobody_gave(entries: Sequence[Entry], given: Sequence[Event]) -> str | None:
    """The first answer of the log that is not among those given, in their order."""
    left = iter([answer for event in given if (answer := answer_of(event)) is not None])
    for entry in entries:
        wanted = answer_in(entry)
        if wanted is not None and not any(answer in (wanted, "*") for answer in left):
            return f"entry {entry.seq} ({entry.kind}, {wanted}) was given by nobody"
    return None


class Storm(Gale):
    """Whole sessions of one kiosk in one window."""

    def __init__(self, kiosk: StormKiosk, window: Window, seed: int, faults: Faults) -> None:
        super().__init__(kiosk, window, faults)
        self._sessions = kiosk
        self._random = Random(seed)  # noqa: S311 a storm that can be played again
        self._acts = acts(self._random)
        self.endings: Counter[str] = Counter()
        self._stories = [brisk(story) for name, story in STORIES.items() if name not in _NOT_PLAYED]

    def session(self, number: int) -> None:
        """One, from the first touch to the look into what was sealed."""
        kiosk, story = self._sessions, self._stories[number % len(self._stories)]
        kiosk.view.given.clear()
        self.faults.place = f"session {number} ({story.name})"
        guide = Guide(kiosk.kiosk, story, self._noted, lambda: kiosk.pass_time(0.1))
        for act in islice(self._acts, _ON_THE_FIRST_PAGE):
            self.one(act)
        if isinstance(kiosk.state, st.Attract):
            kiosk.kiosk.runner.post(SessionOpened(kiosk.kiosk.opening(enquiry=story.enquiry)))
        kiosk.pass_time(0.05)
        stormed: set[type[st.State]] = set()
        for gust in range(_GUSTS):
            if not self._in_session():
                break
            self.faults.place = f"session {number} ({story.name}), gust {gust}"
            wanted = self._wanted() - stormed
            guide.carry_on(lambda state, wanted=wanted: type(state) in wanted, _ON_THE_WAY)  # type: ignore[misc]
            stormed.add(type(self._kiosk.state))
            if self._in_session():
                self.blow(islice(self._acts, _GUST))
        self._end(number)

    def _wanted(self) -> set[type[st.State]]:
        """Where the storm was least, chance deciding between equals."""
        least = sorted(TARGETS, key=lambda each: (self.seen[each.__name__], self._random.random()))
        return set(least[: len(least) // 2])

    def _noted(self, event: Event) -> None:
        self._kiosk.view.given.append((event, "the borrower"))

    def _button(self, name: str) -> QAbstractButton | None:
        return next((each for each in self.hands.buttons() if each.objectName() == name), None)

    def _end(self, number: int) -> None:
        """By the way out, in at most two touches; then look at what was sealed."""
        self.faults.place = f"session {number}, its end"
        self._window.resize(1080, 1920)
        touches, way = 0, list[str]()
        while self._in_session() and touches < 4:
            # A page that has just come takes no touch.
            self._kiosk.settled(self._window)
            self._kiosk.pass_time(0.7)
            parting = isinstance(self._kiosk.state, st.Parting)
            way.append(type(self._kiosk.state).__name__)
            out = self._button("bar.leave")
            if out is None:
                self.faults.add(f"no way out of {way[-1]}")
                break
            self.hands.touch(out)
            touches += not parting
            self._kiosk.pass_time(0.7)
        if touches > 2:
            self.faults.add(f"{touches} touches to leave: {', '.join(way)}")
        for _ in range(100):
            if isinstance(self._kiosk.state, st.Ended):
                break
            self._kiosk.pass_time(0.3)
        ended = self._kiosk.state
        if isinstance(ended, st.Ended):
            self.endings[str(ended.ending)] += 1
            self._judge(self._sessions.look_into(ended) if ended.folder else None)
        elif not isinstance(ended, st.Attract):
            self.faults.add(f"it does not end: {type(ended).__name__}")
            self._kiosk.view.post(Broken("storm"))  # the next session is judged by itself
        self._kiosk.pass_time(0.2)
        while isinstance(self._kiosk.state, st.Ended):
            self._kiosk.pass_time(5.0)

    def _judge(self, looked: Looked | None) -> None:
        if looked is None:
            self.faults.add("it was not sealed")
            return
        if looked.verification.verdict is not Verdict.VERIFIED:
            self.faults.add(f"{looked.verification.verdict}: {looked.verification.reasons}")
        for finding in looked.findings:
            self.faults.add(f"review: {finding.invariant} at {finding.seq}: {finding.says}")
        strange = nobody_gave(looked.entries, [event for event, _ in self._kiosk.view.given])
        if strange is not None:
            self.faults.add(strange)


def blow(
    seconds: float, seed: int, *, real_time: bool, work: Path, within: float = math.inf, most_faults: int = 20
) -> dict[str, Any]:
    """Sessions until so many seconds of touches are over, or `within` seconds of the clock; the report."""
    faults = Faults()
    offscreen_panel(work)
    application()
    before_messages = qInstallMessageHandler(faults.take_message)
    kiosk = StormKiosk(work, real_time=real_time)
    began, number = time.monotonic(), 0
    try:
        with shown(kiosk.view, windowed=True) as window:
            before, sys.excepthook = sys.excepthook, faults.take_exception
            storm = Storm(kiosk, window, seed, faults)
            while storm.seconds < seconds and len(faults.found) < most_faults and time.monotonic() - began < within:
                storm.session(number)
                number += 1
                print(f"{storm.seconds:.0f} s, {number} sessions, {len(faults.found)} faults", file=sys.stderr)
            sys.excepthook = before
    finally:
        kiosk.close()
        qInstallMessageHandler(before_messages)
    states = {kind.__name__ for kind in SCREENS}
    return {
        "seed": seed, "seconds_of_touches": round(storm.seconds, 1), "acts": sum(storm.acts.values()),
        "touches": storm.hands.touches, "sessions": number, "endings": dict(storm.endings),
        "states_in_the_storm": f"{len(states & set(storm.seen))} of {len(states)}",
        "not_reached": sorted(states - set(storm.seen)),
        "by_state": dict(storm.seen.most_common()), "by_act": dict(storm.acts.most_common()),
        "faults": faults.found, "by_the_clock_s": round(time.monotonic() - began),
    }  # fmt: skip


def main() -> int:
    """Print what was seen; 1 when anything was at fault."""
    log_to_stderr()
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seconds", type=float, default=600.0, help="of touches, a hundred a second")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--within", type=float, default=math.inf, help="seconds of the clock; no session begins after")
    ask.add_argument("--real-time", action="store_true", help="by the clock, with every thread of the product")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    logs_to_standard_error()
    with tempfile.TemporaryDirectory(prefix="mingshi-storm-") as work:
        report = blow(asked.seconds, asked.seed, real_time=asked.real_time, work=Path(work), within=asked.within)
    tell({"benchmark": "storm", "machine": machine(), **report}, asked.json)
    return 1 if report["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
