"""A rehearsal put together: headquarters, a kiosk a session, the play, the bundle sent, kept and verified."""

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kiosk.assembly.headquarters import EmbeddedHeadquarters, Enrolled
from kiosk.assembly.kiosk import Kiosk, Terms, training_terms
from kiosk.assembly.rig import Picture, rehearsal_rig
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.consents import Source
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.verify import verify_bundle
from kiosk.outbox.sync import Outcome
from kiosk.rehearsal.people import Person, Word
from kiosk.rehearsal.play import CutOffError, Play, Played
from kiosk.rehearsal.stories import STORIES, Story
from kiosk.runtime.settings import Settings
from kiosk.runtime.settings_supervision import ConsoleAddressSettings, SupervisionSettings

_SMALL = Picture((480, 270), 5.0, hasty=True)
_AHEAD = dt.timedelta(hours=1)
"""A simulated clock runs faster than the authority's: begun earlier, a session is closed before it is stamped."""
_RECEIPT_SECONDS = 60.0
_RECEIPT_FILE = "receipt.json"
"""Beside the copy of a bundle that the rehearsal keeps."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be rehearsed. `people` empty: the rendered head with the specimen card."""

    story: Story
    out: Path
    people: tuple[Person, ...] = ()
    cards_of: dict[str, Person] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    models: Path | None = None
    real_time: bool = False


class Rehearsal:
    """One embedded headquarters for all sessions of a plan."""

    def __init__(self, settings: Settings, plan: Plan, watch: Callable[[Kiosk], None] = lambda _: None) -> None:
        """`watch` gets each session's kiosk before it is played: for a window on it, or a measurement."""
        self._plan, self._watch = plan, watch
        self._closing = ExitStack()
        work = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="mingshi-rehearsal-")))
        # Its devices are certified by a headquarters of its own, which a console of this machine does not know.
        self._settings = settings.model_copy(update={"state": work / "kiosk", "supervision": SupervisionSettings()})
        self.headquarters = EmbeddedHeadquarters(work / "hq")
        self._closing.callback(self.headquarters.close)
        state = self._settings.state
        state.mkdir(parents=True)
        self._enrolled: Enrolled = self.headquarters.enrol(settings.device_id, settings.branch, state)
        self._terms: Terms = training_terms(self.headquarters, self._enrolled, state)
        plan.out.mkdir(parents=True, exist_ok=True)
        self.identities = self.headquarters.identity_file(plan.out / "training-identities.txt")
        self.trust = plan.out / "trust"
        shutil.copytree(self._enrolled.trust, self.trust, dirs_exist_ok=True)

    def supervised_by(self, *consoles: ConsoleAddressSettings) -> None:
        """From the next session on the kiosk dials these."""
        self._settings = self._settings.model_copy(update={"supervision": SupervisionSettings(consoles=consoles)})

    def run(self) -> list[dict[str, Any]]:
        """Each session as DESIGN section 6 reports it."""
        people: tuple[Person | None, ...] = self._plan.people or (None,)
        return [self._session(person) for person in people]

    def _before(self, person: Person | None) -> str:
        """What the code says on the paper of the earlier session, where the story begins with one."""
        story = STORIES[self._plan.story.after]
        kiosk = self._kiosk()
        try:
            played = self._play(kiosk, person, None, story)
            self._send(kiosk, played)
        finally:
            kiosk.close()
        return played.quote

    def close(self) -> None:
        """End headquarters and remove what was only needed meanwhile."""
        self._closing.close()

    def _session(self, person: Person | None) -> dict[str, Any]:
        began = time.monotonic()
        quote = self._before(person) if self._plan.story.after else ""
        kiosk = self._kiosk()
        card_of = self._plan.cards_of.get(person.name) if person else None
        try:
            played = self._play(kiosk, person, card_of, self._plan.story, quote)
            receipt = self._send(kiosk, played)
        finally:
            kiosk.close()
        bundle = self._plan.out / played.session
        verdict = verify_bundle(bundle, load_trust(self.trust), read_identities(self.identities.read_text()))
        source = Source.FILE if self._plan.story.real_input else Source.SIMULATED
        return _report(self._plan, person, card_of, played, source, {
            "bundle": str(bundle), "verdict": str(verdict.verdict), "receipt": {"verified": receipt},
            "seconds": round(time.monotonic() - began, 1),
        })  # fmt: skip

    def _kiosk(self) -> Kiosk:
        plan = self._plan
        clock = SystemClock() if plan.real_time else SimulatedClock(dt.datetime.now(dt.UTC) - _AHEAD)
        camera = self._settings.face_camera
        picture = Picture((camera.width, camera.height), float(camera.fps)) if plan.real_time else _SMALL
        if plan.story.real_input and not plan.real_time:
            picture = replace(_SMALL, size=(480, 360), seen=(640, 480))
        rig = rehearsal_rig(
            self._settings, clock, picture, inline=not plan.real_time, speaks=plan.story.decoded,
            real_input=plan.story.real_input, models=plan.models,
        )  # fmt: skip
        return Kiosk(
            self._settings, rig, self._enrolled, self._terms, url=self.headquarters.url, tsa=self.headquarters.tsa,
            keep=self._keep,
        )  # fmt: skip

    def _play(
        self, kiosk: Kiosk, person: Person | None, card_of: Person | None, story: Story, quote: str = ""
    ) -> Played:
        stage = kiosk.rig.stage
        assert stage is not None
        inline = kiosk.rig.devices.inline
        if not inline:
            kiosk.runner.start()
        kiosk.workers.open_devices()
        self._watch(kiosk)
        play = Play(
            story, kiosk.runner, stage, kiosk.rig.devices.clock, kiosk.workers.instruction,
            person=person, card_of=card_of, words=self._plan.words, drain=kiosk.runner.drain if inline else _nothing,
            speaking=None if inline else lambda: kiosk.workers.speaking, quote=quote,
        )  # fmt: skip
        opening = kiosk.opening(enquiry=story.enquiry)
        try:
            return play.run(opening)
        except CutOffError:
            return self._cut(kiosk, play, opening.session)

    def _cut(self, kiosk: Kiosk, play: Play, session: str) -> Played:
        """The power goes: nothing of the running program is used any more; the next start seals what lies there."""
        played = play.so_far
        sealed = next(b for b in kiosk.recover() if b.folder.name == session)
        return replace(played, ending=self._plan.story.ending, folder=str(sealed.folder), pending=sealed.pending)

    def _send(self, kiosk: Kiosk, played: Played) -> bool:
        """Sync until headquarters has answered; the copy in `out` is made just before the local one goes."""
        end = time.monotonic() + _RECEIPT_SECONDS
        while time.monotonic() < end:
            for sent in kiosk.sync(played.session):
                if sent.outcome is Outcome.RECEIVED:
                    return True
                if sent.outcome is Outcome.REFUSED:
                    shutil.copytree(Path(played.folder), self._plan.out / played.session, dirs_exist_ok=True)
                    return False
            time.sleep(0.2)
        shutil.copytree(Path(played.folder), self._plan.out / played.session, dirs_exist_ok=True)
        return False

    def _keep(self, folder: Path, receipt: bytes) -> None:
        target = self._plan.out / folder.name
        shutil.copytree(folder, target)
        (self._plan.out / f"{folder.name}.{_RECEIPT_FILE}").write_bytes(receipt)


def _nothing() -> bool:
    return False


def _report(
    plan: Plan, person: Person | None, card_of: Person | None, played: Played, source: Source, more: dict[str, Any]
) -> dict[str, Any]:
    identity, tally = played.identity, played.tally
    return {
        "person": person.name if person else None,
        "card_of": card_of.name if card_of else (person.name if person else None),
        "session": played.session,
        "ending": str(played.ending),
        "source": str(source),
        "identity": {
            "path": "staff" if played.staff_asked else str(identity.path),
            "match": str(identity.match),
            "liveness": str(identity.liveness),
        },
        "answers": {
            "recorded": tally.recorded, "synthetic": tally.synthetic, "touched": tally.touched,
            "re_asked": tally.re_asked,
        },
        "session_seconds": played.seconds,
        **more,
    }  # fmt: skip
