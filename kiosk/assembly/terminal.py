"""The running terminal: a kiosk by its settings, and what the screens may see of it."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import Future

import structlog

from kiosk.assembly.headquarters import EmbeddedHeadquarters
from kiosk.assembly.kiosk import Kiosk, Terms, training_terms
from kiosk.assembly.rig import ASSETS, kiosk_rig
from kiosk.assembly.service import hours_of, probes
from kiosk.assembly.terms import terms_of_the_day
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.events import Event
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import State
from kiosk.devices.clock_system import SystemClock
from kiosk.dialogue import pinyin_input
from kiosk.domain.consents import Mode, Source
from kiosk.domain.errors import ConfigurationError, MingshiError
from kiosk.domain.speech import Language, Text
from kiosk.education.corner_file import load as load_corner
from kiosk.education.tally import Tally
from kiosk.education.totals import totals_json
from kiosk.ports.camera import Image
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.protection_corner import ProtectionCorner
from kiosk.runtime.service_watch import ClosedByStaff, ServiceWatch
from kiosk.runtime.settings import Settings
from kiosk.runtime.sounding import Sounding
from kiosk.runtime.staff_door import Doing
from kiosk.runtime.training_hand import TrainingHand
from kiosk.supervision.staff import Refusal

_log = structlog.get_logger(__name__)
_SYNC_EVERY = 30.0


class Terminal:
    """Everything that runs while the window is open. Give it to ui.app.run; then `close`."""

    def __init__(self, settings: Settings) -> None:
        if settings.mode is not Mode.TRAINING or not settings.headquarters.embedded:
            raise ConfigurationError(
                "settings", "mode", "training with embedded headquarters; a live branch needs its own case first"
            )
        self.settings = settings
        state = settings.state
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        corner = load_corner(ASSETS / "corner")
        self._headquarters = EmbeddedHeadquarters(state / "headquarters")
        try:
            enrolled = self._headquarters.enrol(settings.device_id, settings.branch, state)
            own = self._headquarters
            self._terms: Callable[[], Terms] = lambda: terms_of_the_day(
                lambda: training_terms(own, enrolled, state), state, enrolled.trust, settings.mode
            )
            terms = self._terms()
            self._chain = enrolled.keys.certificate_chain
            rig = kiosk_rig(settings, SystemClock())
            self._kiosk = Kiosk(settings, rig, enrolled, terms, url=self._headquarters.url, tsa=self._headquarters.tsa)
        except BaseException:
            self._headquarters.close()
            raise
        self._stopping = threading.Event()
        self._tally = Tally(state / "corner.json", lambda: dt.datetime.now().astimezone().date())
        self._totals_sent = totals_json(())
        self.corner = ProtectionCorner(
            corner,
            self._tally,
            lambda effect: self._kiosk.workers.do(effect, None),
            lambda: isinstance(self.state, st.Attract),
        )
        self._make_ready()
        self._begin()

    def _make_ready(self) -> None:
        """What a first question or a first letter would else wait for."""
        for language in Language:
            self._kiosk.context.knowledge.knows("?", language)
        pinyin_input.load()

    def _begin(self) -> None:
        recovered = self._kiosk.recover()
        if recovered:
            _log.warning("sessions.recovered", count=len(recovered))
        self._kiosk.runner.start()
        self._kiosk.workers.open_devices()
        stage = self._kiosk.rig.stage
        if stage is not None:
            self._hand = TrainingHand(stage, self._kiosk.rig.devices, self._kiosk.workers.instruction_asked)
            self._kiosk.runner.subscribe(self._hand.see)
        self._service = self._served()
        self._sender = threading.Thread(target=self._send, name="sync", daemon=True)
        self._sender.start()

    def _served(self) -> ServiceWatch:
        kiosk, devices = self._kiosk, self._kiosk.rig.devices
        found = probes(self.settings, lambda: kiosk.workers.missing, devices.printer, self._chain)
        closed = ClosedByStaff(self.settings.state / "closed.json")
        watch = ServiceWatch(devices.clock, kiosk.runner.post, found, closed, hours_of(self.settings))
        kiosk.runner.subscribe(watch.saw)
        kiosk.watch.serves(watch.open_or_close)
        watch.start()
        return watch

    @property
    def context(self) -> Context:
        """Script, knowledge and delays."""
        return self._kiosk.context

    @property
    def mode(self) -> Mode:
        """Training is marked on every screen."""
        return self.settings.mode

    @property
    def language(self) -> Language:
        """On screens of no session, and until the borrower chooses."""
        return self.settings.language

    @property
    def dots_per_inch(self) -> float:
        """Of the panel; 0: as it says itself."""
        return self.settings.screen.dpi

    @property
    def switch_keys(self) -> tuple[str, str]:
        """Of the settings: to move on, to choose."""
        return self.settings.switches.next, self.settings.switches.choose

    @property
    def motion(self) -> bool:
        """Whether anything on the screen may move by itself."""
        return self.settings.screen.motion

    @property
    def state(self) -> State:
        """Where the session is."""
        return self._kiosk.runner.state

    @property
    def speaking(self) -> bool:
        """The guide is heard now."""
        return self._kiosk.workers.speaking

    @property
    def face_preview(self) -> Mailbox[Image]:
        """The newest picture of the face camera."""
        return self._kiosk.workers.preview

    @property
    def document_preview(self) -> Mailbox[Image]:
        """The newest picture of the document camera."""
        return self._kiosk.workers.desk_view

    @property
    def level(self) -> Mailbox[float]:
        """Loudness of the microphone, 0..1."""
        return self._kiosk.workers.level

    @property
    def guide_level(self) -> Mailbox[float]:
        """Loudness of the guide, 0..1."""
        return self._kiosk.workers.guide_level

    def instruction(self) -> Instruction | None:
        """What the face check asks for now."""
        return self._kiosk.workers.instruction_asked()

    @property
    def card_guidance(self) -> Mailbox[str]:
        """What the hand is told that lays a card down."""
        return self._kiosk.workers.card_guidance

    def presence_hint(self) -> Text | None:
        """Calm words while the borrower is not seen, or not alone."""
        return self._kiosk.workers.presence_hint()

    def sounding(self) -> Sounding | None:
        """Which words of the guide are heard now."""
        return self._kiosk.workers.sounding()

    def subscribe(self, callback: Callable[[State], None]) -> None:
        """Each new state, on the runner's thread."""
        self._kiosk.runner.subscribe(callback)

    def post(self, event: Event) -> None:
        """Never waits."""
        self._kiosk.runner.post(event)

    def begin_session(self) -> None:
        """Somebody touched the attract screen."""
        if isinstance(self.state, st.Attract) and self._service.serves:
            self._kiosk.open_session()

    def sign_staff(self, typed: str, pin: str, doing: Doing) -> Future[StaffAct | Refusal]:
        """Number or card and PIN; never waits."""
        return self._kiosk.staff.sign(typed, pin, doing, lambda: self._kiosk.runner.state)

    def simulated(self) -> tuple[str, ...]:
        """Names of devices that a simulator stands in for."""
        return tuple(name for name, source in self._kiosk.rig.devices.sources if source is Source.SIMULATED)

    def close(self) -> None:
        """Seal what is under way, send what waits, end headquarters."""
        self._stopping.set()
        self._service.close()
        self._sender.join(5)
        try:
            self._kiosk.close()
        finally:
            self._headquarters.close()

    def _send_totals(self) -> None:
        """Whole past days of the protection corner, when there is one more."""
        totals = totals_json(self._tally.totals())
        if totals != self._totals_sent:
            self._kiosk.transport.send_totals(totals)
            self._totals_sent = totals

    def _send(self) -> None:
        while not self._stopping.wait(_SYNC_EVERY):
            try:
                self._kiosk.terms = self._terms()
                self._kiosk.sync()
                self._send_totals()
            except MingshiError as failure:
                _log.warning("sync.failed", failure=type(failure).__name__)
