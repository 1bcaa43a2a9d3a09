"""A branch for journeys: one training headquarters, and kiosks whose devices are all simulated and quick.

Card reader, faces and recogniser are simulators and the guide's sentences are short, so that a whole session costs
seconds; everything from the state machine to headquarters' receipt is the real thing. What the real readers and the
real voice do in a session is in `tests/rehearsal/test_rehearse_command.py`.
"""

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av

from kiosk.assembly.headquarters import EmbeddedHeadquarters, Enrolled
from kiosk.assembly.kiosk import Kiosk, Terms, training_terms
from kiosk.assembly.rig_simulated import simulated_rig as quick_rig
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.keys_file import TLS_CERTIFICATE, TLS_KEY, FileKeys
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.documents.paper import Press
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.evidence.blob import Blob
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.certificates import Trust, load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_blobs, read_entries
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.entry import Entry
from kiosk.evidence.manifest import Manifest, parse_manifest
from kiosk.outbox.sync import Outcome, Sent
from kiosk.ports.clock import Clock
from kiosk.rehearsal.play import Play, Played
from kiosk.rehearsal.stories import STORIES, Story
from kiosk.runtime.cases import read_signed
from kiosk.runtime.enrolment import tls_root
from kiosk.runtime.settings import Settings, load_settings
from kiosk.runtime.settings_supervision import SupervisionSettings

ROOT = Path(__file__).resolve().parents[2]
DEVICE = "journey-kiosk"
_RECEIPT_SECONDS = 60.0


def settings_in(state: Path) -> Settings:
    """Those of training, with a state folder of their own, and no console."""
    loaded = load_settings(ROOT / "device_config" / "training.toml")
    return loaded.model_copy(update={"state": state, "device_id": DEVICE, "supervision": SupervisionSettings()})


@dataclass(frozen=True, slots=True)
class Session:
    """What came of one session. `folder`: the copy kept when it was received, or the sealed bundle itself."""

    played: Played
    folder: Path
    receipt: bytes | None
    sent: tuple[Sent, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(slots=True)
class Contents:
    """A bundle, opened with headquarters' identities."""

    manifest: Manifest
    entries: tuple[Entry, ...]
    blobs: dict[PartClass, list[Blob]] = field(default_factory=dict)

    def kinds(self) -> list[str]:
        """Of the entries, in order."""
        return [entry.kind for entry in self.entries]

    def of(self, kind: str) -> list[Entry]:
        """The entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]

    def recording(self) -> bytes:
        """One playable file."""
        names = [str(e.data["fragment"].name) for e in self.of("recording.fragment")]  # type: ignore[union-attr]
        by_name = {blob.name: blob.value for blob in self.blobs.get(PartClass.RECORDING, [])}
        return b"".join(by_name[name] for name in names)


class Branch:
    """Use as a context manager. `kept`: where bundles go when headquarters has received them."""

    def __init__(self, work: Path) -> None:
        self.work, self.kept = work, work / "kept"
        self.kept.mkdir()
        self.headquarters = EmbeddedHeadquarters(work / "hq")
        self.settings = settings_in(work / "kiosk")
        self.settings.state.mkdir()
        self.enrolled: Enrolled = self.headquarters.enrol(DEVICE, self.settings.branch, self.settings.state)
        self.terms: Terms = training_terms(self.headquarters, self.enrolled, self.settings.state)
        self._done: dict[str, Session] = {}
        self.identity_file = self.headquarters.identity_file(work / "identities.txt")

    def __enter__(self) -> "Branch":
        return self

    def __exit__(self, *_: object) -> None:
        self.headquarters.close()

    @property
    def trust(self) -> Trust:
        """Training roots."""
        return load_trust(self.enrolled.trust)

    @property
    def identities(self) -> tuple[str, ...]:
        """Of each data class."""
        return read_identities(self.identity_file.read_text())

    def kiosk(self, *, clock: Clock | None = None, inline: bool = True, press: Press | None = None) -> Kiosk:
        """A fresh start of the terminal, on the state folder that it always has."""
        clock = clock or (SimulatedClock(dt.datetime.now(dt.UTC)) if inline else SystemClock())
        return Kiosk(
            self.settings, quick_rig(self.settings, clock, inline=inline), self.enrolled, self.terms,
            url=self.headquarters.url, tsa=self.headquarters.tsa, keep=self._keep, press=press,
        )  # fmt: skip

    def played(self, name: str) -> Session:
        """A story of the product, played once for all tests."""
        if name not in self._done:
            self._done[name] = self.play(STORIES[name])
        return self._done[name]

    def restart(self) -> None:
        """Headquarters comes back on its folder, at another port."""
        self.headquarters.close()
        self.headquarters = EmbeddedHeadquarters(self.headquarters.home)

    def play(self, story: Story, *, sync: bool = True, prepare: Callable[[Kiosk], None] = lambda _: None) -> Session:
        """A whole session in one thread, on a simulated clock."""
        kiosk = self.kiosk()
        states: list[str] = []
        try:
            kiosk.runner.subscribe(lambda state: states.append(type(state).__name__))
            prepare(kiosk)
            quote = self.played(story.after).played.quote if story.after else ""
            played = perform(kiosk, story, quote)
            sent = self.send(kiosk, played.session) if sync else ()
        finally:
            kiosk.close()
        kept = self.kept / played.session
        folder = kept if kept.exists() else Path(played.folder)
        receipt = self.kept / f"{played.session}.receipt.json"
        return Session(played, folder, receipt.read_bytes() if receipt.exists() else None, sent, tuple(states))

    def send(self, kiosk: Kiosk, session: str) -> tuple[Sent, ...]:
        """Sync until headquarters has answered."""
        end = time.monotonic() + _RECEIPT_SECONDS
        while True:
            sent = kiosk.sync(session)
            if (sent and sent[0].outcome is not Outcome.WAITING) or time.monotonic() > end:
                return sent
            time.sleep(0.2)

    def look_into(self, folder: Path) -> Contents:
        """Everything in a bundle that is here."""
        bundle = read_bundle(folder)
        manifest = parse_manifest(bundle.untrusted.manifest)
        entries = read_entries(bundle, manifest, self.identities).entries
        classes = {part.part_class for part in manifest.parts} - {PartClass.LOG}
        blobs = {c: list(read_blobs(bundle, manifest, self.identities, c)) for c in classes}
        return Contents(manifest, entries, blobs)

    def verify(self, path: Path, *words: str) -> tuple[int, dict[str, object]]:
        """`main.py verify`, as anybody runs it: exit code and what it printed."""
        done = subprocess.run(
            [sys.executable, "main.py", "verify", str(path), *words, "--json"],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout)

    def report(self, *options: str) -> dict[str, object]:
        """`python -m hq report`."""
        done = subprocess.run(
            [sys.executable, "-m", "hq", "report", "--home", str(self.headquarters.home), *options],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def _keep(self, folder: Path, receipt: bytes) -> None:
        shutil.copytree(folder, self.kept / folder.name)
        (self.kept / f"{folder.name}.receipt.json").write_bytes(receipt)


def perform(kiosk: Kiosk, story: Story, quote: str = "") -> Played:
    """Play it on a kiosk whose runner is inline. Raises CutOffError where the story cuts the power."""
    stage = kiosk.rig.stage
    assert stage is not None
    kiosk.workers.open_devices()
    play = Play(
        story, kiosk.runner, stage, kiosk.rig.devices.clock, kiosk.workers.instruction, drain=kiosk.runner.drain,
        quote=quote,
    )  # fmt: skip
    return play.run(kiosk.opening(enquiry=story.enquiry))


def length_of(media: bytes) -> tuple[float, float]:
    """Seconds at which the first and the last picture of a recording stand; decodes every one of them."""
    with av.open(io.BytesIO(media)) as container:
        times = [float(frame.time) for frame in container.decode(video=0)]
    return times[0], times[-1]


def seconds_between(one: str, other: str) -> float:
    """Between two wall times of entries."""
    return (dt.datetime.fromisoformat(other) - dt.datetime.fromisoformat(one)).total_seconds()


def kiosk_in_real_time(work: Path, url: str, tsa: str) -> Kiosk:
    """For a child process: the branch's kiosk, enrolled long ago."""
    settings = settings_in(work / "kiosk")
    state = settings.state
    keys, trust = state / "keys", state / "trust"
    tls = DeviceTls(tls_root(trust, Mode.TRAINING), keys / TLS_CERTIFICATE, keys / TLS_KEY)
    enrolled = Enrolled(FileKeys(keys), tls, trust, state)
    signed = (read_signed(path.read_bytes(), load_trust(trust), Mode.TRAINING, dt.datetime.now(dt.UTC))
              for path in sorted((state / "terms").glob("*.signed.json")))  # fmt: skip
    catalogue, case = signed
    assert isinstance(catalogue, Catalogue)
    assert isinstance(case, Case)
    rig = quick_rig(settings, SystemClock(), inline=False)
    return Kiosk(settings, rig, enrolled, Terms(case, catalogue), url=url, tsa=tsa)
