"""A whole kiosk on simulated devices behind its real window, for storms and for counting memory.

One thread and a simulated clock, or in real time with every thread of the product (`real_time`).
"""

import datetime as dt
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.storm_hands import Hands
from benchmarks.watching import View
from kiosk.assembly.headquarters import EmbeddedHeadquarters
from kiosk.assembly.kiosk import Kiosk, training_terms
from kiosk.assembly.rig_simulated import simulated_rig
from kiosk.consent import states as st
from kiosk.consent.events import Event, Touched
from kiosk.consent.facts import Opening
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.contents import read_entries
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.entry import Entry
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.review import Finding, review
from kiosk.evidence.verdict import Verification
from kiosk.evidence.verify import verify_bundle
from kiosk.rehearsal.borrower import Act, Touch
from kiosk.rehearsal.play import Play
from kiosk.rehearsal.stories import Story
from kiosk.runtime.settings import load_settings
from kiosk.runtime.settings_supervision import SupervisionSettings
from ui.window import Window

ROOT = Path(__file__).resolve().parent.parent
_AHEAD = dt.timedelta(days=2)
"""A simulated clock runs faster than the authority's: begun earlier, a session is closed before it is stamped."""
_TURNS = 12
"""Of the event loop, within which a new state must stand on the screen."""


class TouchedView(View):
    """Also lets a touch open a session and staff sign in; keeps what was posted, and by what."""

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        self._hands: Hands | None = None
        self.given: list[tuple[Event, str | None]] = []
        """All that the window or the simulated borrower posted, with what was aimed at."""

    def post(self, event: Event) -> None:
        if not isinstance(event, Touched):
            self.given.append((event, self._hands.aimed if self._hands is not None else None))
        super().post(event)

    def aim_by(self, hands: Hands) -> None:
        """These hands know what they aim at."""
        self._hands = hands

    def begin_session(self) -> None:
        if isinstance(self.state, st.Attract):
            self._kiosk.open_session()


class Guide(Play):
    """The borrower of a story, between two gusts: carries the session on, and can be left and taken up again."""

    def __init__(self, kiosk: Kiosk, story: Story, told: Callable[[Event], None], pause: Callable[[], None]) -> None:
        stage = kiosk.rig.stage
        assert stage is not None
        inline = kiosk.rig.devices.inline
        super().__init__(
            story, kiosk.runner, stage, kiosk.rig.devices.clock, kiosk.workers.instruction,
            drain=kiosk.runner.drain if inline else lambda: False,
            speaking=None if inline else lambda: kiosk.workers.speaking,
        )  # fmt: skip
        self._told, self._pause = told, pause

    def carry_on(self, enough: Callable[[st.State], bool], most: float) -> bool:
        """Until it is enough, or the session is over, or `most` seconds of the session's clock have passed."""
        following = self._clock.every(0.1, self._follow)
        began, self._acted = self._clock.now().mono, None
        try:
            while self._clock.now().mono - began < most:
                self._drain()
                state = self._runner.state
                if enough(state):
                    return True
                if isinstance(state, st.Attract | st.Ended | st.OutOfOrder):
                    return False
                self._perform(state)
                self._pause()
            return False
        finally:
            following.cancel()

    def _do(self, act: Act, state: st.State) -> None:
        if isinstance(act, Touch):
            self._told(act.event)
        super()._do(act, state)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a sealed session turned out to be."""

    session: str
    verification: Verification
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]


class StormKiosk:
    """A training headquarters of its own and one kiosk process, for as many sessions as one likes."""

    def __init__(self, work: Path, *, real_time: bool = False) -> None:
        self._closing = ExitStack()
        self.headquarters = EmbeddedHeadquarters(work / "hq")
        self._closing.callback(self.headquarters.close)
        loaded = load_settings(ROOT / "device_config" / "training.toml")
        self._settings = loaded.model_copy(update={"state": work / "kiosk", "supervision": SupervisionSettings()})
        self._settings.state.mkdir()
        self._kept = work / "kept"
        self._kept.mkdir()
        enrolled = self.headquarters.enrol(loaded.device_id, loaded.branch, self._settings.state)
        terms = training_terms(self.headquarters, enrolled, self._settings.state)
        self._trust = load_trust(enrolled.trust)
        self._identities = read_identities(self.headquarters.identity_file(work / "identities.txt").read_text())
        self.clock = SystemClock() if real_time else SimulatedClock(dt.datetime.now(dt.UTC) - _AHEAD)
        self.kiosk = Kiosk(
            self._settings, simulated_rig(self._settings, self.clock, inline=not real_time), enrolled, terms,
            url=self.headquarters.url, tsa=self.headquarters.tsa, keep=self._keep,
        )  # fmt: skip
        self._closing.callback(self.kiosk.close)
        self.real_time = real_time
        if real_time:
            self.kiosk.runner.start()
        self.kiosk.workers.open_devices()
        self.view = TouchedView(self.kiosk)

    @property
    def state(self) -> st.State:
        """Where the session is."""
        return self.kiosk.runner.state

    def close(self) -> None:
        """Seal what is under way, and end everything."""
        self._closing.close()

    def opening(self) -> Opening:
        """A new session on the training case."""
        return self.kiosk.opening()

    def now(self) -> float:
        """Seconds of the session's own clock."""
        return self.clock.now().mono

    def pass_time(self, seconds: float) -> None:
        """On the session's own clock; then the window has its turn."""
        if self.real_time:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.turn()
                time.sleep(0.002)
        else:
            self.kiosk.runner.drain()
            self.clock.sleep(seconds)
            self.kiosk.runner.drain()
        self.turn()

    def turn(self) -> None:
        """One turn of the event loop."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    def settled(self, window: Window) -> bool:
        """Let the window show the newest state; whether it does."""
        for _ in range(_TURNS):
            if self._shows(window):
                return True
            self.turn()
            if self.real_time:
                time.sleep(0.01)
        return self._shows(window)

    def _shows(self, window: Window) -> bool:
        page = window.screen_shown
        return page is not None and page.state is self.state

    def look_into(self, ended: st.Ended) -> Looked:
        """Verify what was sealed, decrypt its log, and review it; then the copy goes."""
        folder = Path(ended.folder)
        bundle = read_bundle(folder)
        entries = read_entries(bundle, parse_manifest(bundle.untrusted.manifest), self._identities).entries
        found = verify_bundle(folder, self._trust, self._identities)
        return Looked(ended.session, found, review(entries), entries)

    def send(self, ended: st.Ended) -> None:
        """As at night, so that the disk does not fill."""
        for sent in self.kiosk.sync(ended.session):
            assert sent.session == ended.session
        shutil.rmtree(self._kept / ended.session, ignore_errors=True)

    def _keep(self, _folder: Path, _receipt: bytes) -> None:
        """Nothing: it was looked into before."""


def brisk(story: Story) -> Story:
    """By touch: what is said is a matter of other benchmarks."""
    return replace(story, speaks=False, own_words=False, prompted_at="")
