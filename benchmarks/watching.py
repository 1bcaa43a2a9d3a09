"""What is watched while a session runs: processor time by thread, answers, memory (the GUI thread: heartbeat.py)."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.rig import ASSETS
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.events import Event, Misheard
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import State
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language, Text
from kiosk.ports.camera import Image
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.listener import Utterance
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.recorder import Recorded
from kiosk.runtime.sounding import Sounding
from kiosk.runtime.staff_door import Doing
from kiosk.supervision.staff import Refusal
from ui.corner.samples import SampleCorner

_TICKS = os.sysconf("SC_CLK_TCK")


class View:
    """A kiosk as the screens see it (ui.bridge.SessionPort)."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self.context: Context = kiosk.context
        self.mode: Mode = kiosk.settings.mode
        self.face_preview: Mailbox[Image] = kiosk.workers.preview
        self.document_preview: Mailbox[Image] = kiosk.workers.desk_view
        self.level: Mailbox[float] = kiosk.workers.level
        self.guide_level: Mailbox[float] = kiosk.workers.guide_level
        self.motion = True
        self.corner = SampleCorner(ASSETS.parent)
        self.card_guidance: Mailbox[str] = kiosk.workers.card_guidance
        self.language: Language = kiosk.settings.language

    @property
    def state(self) -> State:
        return self._kiosk.runner.state

    @property
    def switch_keys(self) -> tuple[str, str]:
        """As the settings have it by default."""
        return "F7", "F8"

    @property
    def dots_per_inch(self) -> float:
        return 0.0

    @property
    def speaking(self) -> bool:
        return self._kiosk.workers.speaking

    def instruction(self) -> Instruction | None:
        return self._kiosk.workers.instruction_asked()

    def presence_hint(self) -> Text | None:
        return self._kiosk.workers.presence_hint()

    def sounding(self) -> Sounding | None:
        """Which words of the guide are heard now."""
        return self._kiosk.workers.sounding()

    def subscribe(self, callback: Callable[[State], None]) -> None:
        self._kiosk.runner.subscribe(callback)

    def post(self, event: Event) -> None:
        self._kiosk.runner.post(event)

    def begin_session(self) -> None:
        """The rehearsal begins it."""

    def sign_staff(self, typed: str, pin: str, doing: Doing) -> "Future[StaffAct | Refusal]":
        return self._kiosk.staff.sign(typed, pin, doing, lambda: self._kiosk.runner.state)


@dataclass
class Cores:
    """Processor seconds of this process by thread name, and of its spawned children (a session's face child, the press
    that lays papers out) by name, between `begin` and `read`."""

    _names: dict[int, str] = field(default_factory=dict)
    _seconds: dict[int, float] = field(default_factory=dict)
    _first: dict[int, float] = field(default_factory=dict)
    _began: float = 0.0
    _process: float = 0.0
    _children: dict[int, float] = field(default_factory=dict)
    _kinds: dict[int, str] = field(default_factory=dict)

    def begin(self) -> None:
        self.sample()
        self._first = dict(self._seconds)
        self._began, self._process = time.monotonic(), time.process_time()

    def sample(self) -> None:
        """Threads come and go: call it every second."""
        self._names |= {thread.native_id: thread.name for thread in threading.enumerate() if thread.native_id}
        for task in Path("/proc/self/task").iterdir():
            try:
                self._seconds[int(task.name)] = _cpu(task / "stat")
            except OSError:
                continue
        # A child's seconds count whole: it begins and ends within a session.
        for child in multiprocessing.active_children():
            if child.pid is not None:
                self._children[child.pid] = _cpu_or_none(child.pid) or self._children.get(child.pid, 0.0)
                self._kinds[child.pid] = f"{child.name} child"

    @property
    def children(self) -> dict[str, str]:
        """Process ids, and what each is."""
        return {str(pid): kind for pid, kind in self._kinds.items()}

    def read(self) -> dict[str, float]:
        self.sample()
        passed = time.monotonic() - self._began
        process, child = time.process_time() - self._process, sum(self._children.values())
        kinds = dict.fromkeys(sorted(set(self._kinds.values())), 0.0)
        for pid, kind in self._kinds.items():
            kinds[kind] += self._children[pid] / passed
        by_name: dict[str, float] = {}
        for task, seconds in self._seconds.items():
            name = self._names.get(task, "library threads")
            by_name[name] = by_name.get(name, 0.0) + seconds - self._first.get(task, 0.0)
        short_lived = process - sum(by_name.values())
        parts = {name: round(s / passed, 3) for name, s in sorted(by_name.items(), key=lambda p: -p[1]) if s > 0.1}
        return {
            "all": round((process + child) / passed, 3), "kiosk process": round(process / passed, 3),
            **{kind: round(share, 3) for kind, share in kinds.items()}, **parts,
            "threads that ended": round(short_lived / passed, 3),
        }  # fmt: skip


def _cpu_or_none(pid: int) -> float | None:
    try:
        return _cpu(Path(f"/proc/{pid}/stat"))
    except OSError:
        return None


def _cpu(stat: Path) -> float:
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Answers:
    """Last voiced sample -> understood, or not, and posted -> the next screen's state. Seconds."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.understood: list[float] = []
        self.not_understood: list[float] = []
        self.shown: list[float] = []
        self._waiting: float | None = None
        self._voiced = 0.0
        self._clock = kiosk.rig.devices.clock
        hearing = kiosk.workers._hearing
        self._deliver, self._post = hearing._listener._on_transcript, hearing._post
        hearing._listener._on_transcript, hearing._post = self._transcribed, self._posted
        kiosk.runner.subscribe(self._state)

    def _transcribed(self, utterance: Utterance) -> None:
        self._voiced = utterance.speech.last_voiced.mono
        self._deliver(utterance)

    def _posted(self, event: Event) -> None:
        taken = not isinstance(event, Misheard)
        self._waiting = self._voiced if taken else None
        self._post(event)
        (self.understood if taken else self.not_understood).append(self._clock.now().mono - self._voiced)

    def _state(self, _state: State) -> None:
        since, self._waiting = self._waiting, None
        if since is not None:
            self.shown.append(self._clock.now().mono - since)


class Sealed:
    """When sealing began and ended."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.began = self.ended = 0.0
        self.recorded = Recorded()
        self._kiosk = kiosk
        kiosk.runner.subscribe(self._state)

    def _state(self, state: State) -> None:
        match state:
            case st.Sealing():
                self.began = time.monotonic()
            case st.Ended() if not self.ended:
                self.ended = time.monotonic()

    def sample(self) -> None:
        """The recorder's figures are gone with it."""
        recorder = self._kiosk.workers._recording._recorder
        if recorder is not None:
            self.recorded = recorder.recorded
