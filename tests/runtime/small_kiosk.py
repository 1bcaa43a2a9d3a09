"""A runner with simulated devices, real keys and no headquarters in reach: sessions are sealed with time pending."""

import datetime as dt
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.assembly.kiosk import build_context
from kiosk.assembly.rig import ASSETS, Rig
from kiosk.consent.context import Context
from kiosk.consent.facts import Opening
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.case import Case
from kiosk.domain.consents import Mode
from kiosk.domain.ids import DeviceId
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.contents import read_entries
from kiosk.evidence.entry import Entry
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.verdict import Verdict, Verification
from kiosk.evidence.verify import verify_bundle
from kiosk.lending.terms_file import parse_terms
from kiosk.ports.clock import Clock
from kiosk.rehearsal.play import Play, Played
from kiosk.rehearsal.stories import Story
from kiosk.runtime.face_gate import IdentityRules
from kiosk.runtime.papers import Papers
from kiosk.runtime.press import OwnPress
from kiosk.runtime.runner import Runner
from kiosk.runtime.session_evidence import Sealing
from kiosk.runtime.workers import Workers
from tests.hq.rig import Kiosk as Enrolled
from tests.hq.rig import enrol, new_home
from tests.journeys.branch import quick_rig, settings_in

DEVICE = "kiosk-1"


@dataclass(frozen=True, slots=True)
class Desk:
    """One enrolled device and headquarters' identities, which only a test holds together."""

    enrolled: Enrolled
    identities: tuple[str, ...]
    context: Context
    case: Case

    def sealing(self, folder: Path) -> Sealing:
        """Without a time-stamp authority."""
        return Sealing(
            folder, DeviceId(DEVICE), Mode.TRAINING, self.enrolled.keys, None, self.enrolled.recipients,
            {"software": "test"},
        )  # fmt: skip

    def opening(self, clock: Clock, sources: tuple[tuple[str, object], ...]) -> Opening:
        """A session on the training case."""
        now = clock.now()
        return Opening(
            session=str(uuid.uuid4()), at=now, today=date.fromisoformat(now.wall[:10]), seed=b"s" * 32,
            mode=Mode.TRAINING, branch="branch-1", case=self.case, offers=self.case.offers,
            sources=sources,  # type: ignore[arg-type]
        )  # fmt: skip

    def verify(self, folder: Path) -> Verification:
        """With the contents."""
        return verify_bundle(folder, self.enrolled.trust, self.identities)

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        """Of a sealed bundle."""
        bundle = read_bundle(folder)
        return read_entries(bundle, parse_manifest(bundle.untrusted.manifest), self.identities).entries


def new_desk(folder: Path) -> Desk:
    """Enrolled at a headquarters that then goes away."""
    home = new_home(folder / "home")
    enrolled = enrol(home, folder / "keys", DEVICE)
    context = build_context(settings_in(folder / "state"))
    text = (ASSETS / "offers" / "training_case.json").read_text("utf-8")
    case = parse_terms(text, dt.datetime.now(dt.UTC).date(), "case")
    assert isinstance(case, Case)
    return Desk(enrolled, tuple(home.identities().values()), context, case)


def whole_but_pending(found: Verification) -> bool:
    """Everything holds; only the time stamp is still to come."""
    return found.verdict is Verdict.INTEGRITY_ONLY and found.reasons == ("time: the time stamp is still pending",)


class SmallKiosk:
    """One thread, on a simulated clock. `states`: all that were shown."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.clock = SimulatedClock(dt.datetime.now(dt.UTC))
        self.rig: Rig = quick_rig(settings_in(folder), self.clock, inline=True)
        self.sealing = desk.sealing(folder / "sessions")
        papers = Papers(desk.context.clauses, desk.context.script.consents, self.clock, Mode.TRAINING, None, OwnPress())
        self.workers = Workers(self.rig.devices, IdentityRules(), papers)
        self.sealed: list[str] = []
        self.runner = Runner(
            desk.context, self.sealing, self.workers, self.clock, inline=True,
            on_sealed=lambda _, folder: self.sealed.append(folder),
        )  # fmt: skip
        self.states: list[str] = []
        self.runner.subscribe(lambda state: self.states.append(type(state).__name__))

    def opening(self) -> Opening:
        """For this kiosk's devices."""
        return self.desk.opening(self.clock, self.rig.devices.sources)

    def play(self, story: Story) -> Played:
        """A whole session."""
        self.workers.open_devices()
        assert self.rig.stage is not None
        play = Play(story, self.runner, self.rig.stage, self.clock, self.workers.instruction, drain=self.runner.drain)
        return play.run(self.opening())

    def close(self) -> None:
        """And seal what is under way."""
        self.runner.stop()
        self.rig.close()
