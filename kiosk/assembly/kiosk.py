"""One kiosk, put together: script, thresholds, devices, evidence, outbox. Also what the screens see of it."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import structlog

from kiosk.assembly.headquarters import EmbeddedHeadquarters, Enrolled
from kiosk.assembly.rig import ASSETS, Rig
from kiosk.assembly.staff import register_of
from kiosk.checks.liveness import LivenessThresholds
from kiosk.checks.presence import PresenceLimits
from kiosk.consent.context import Context
from kiosk.consent.events import SessionOpened
from kiosk.consent.facts import Opening
from kiosk.consent.retention import kept_too_long, withheld_days
from kiosk.consent.script import load_script
from kiosk.devices.signing_certificate_training import TrainingSigningCertificate
from kiosk.devices.timestamp_authority_http import HttpTimestampAuthority
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.dialogue import knowledge
from kiosk.dialogue.phrases_file import load_phrases
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.documents.paper import Press
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.holder import is_holder
from kiosk.domain.ids import CaseId, DeviceId
from kiosk.evidence.certificates import load_trust
from kiosk.lending.comparison import admissible
from kiosk.lending.contract import load_clauses
from kiosk.outbox.store import OutboxStore
from kiosk.outbox.sync import Keep, Office, Sent, destroy_due, sync
from kiosk.runtime.cases import case_as_of, read_signed
from kiosk.runtime.enrolment import load_recipients
from kiosk.runtime.face_gate import IdentityRules
from kiosk.runtime.papers import Papers
from kiosk.runtime.press import ChildPress, OwnPress
from kiosk.runtime.quotes import QuoteShelf
from kiosk.runtime.runner import Runner
from kiosk.runtime.session_evidence import SealedBundle, Sealing, SessionEvidence, recover
from kiosk.runtime.settings import Settings
from kiosk.runtime.staff_door import StaffDoor
from kiosk.runtime.supervision_link import Caller, ConsoleAddress, SupervisionLink
from kiosk.runtime.supervision_watch import SupervisionWatch
from kiosk.runtime.workers import Workers
from kiosk.supervision.staff import SignIn
from kiosk.supervision.tls import TlsFiles
from kiosk.supervision.tries import TriesStore

_log = structlog.get_logger(__name__)
SOFTWARE = "0.1.0"
_ATTEMPTS = b"mingshi key of face attempts v1"
"""Signed by the device (Ed25519 always signs alike), it gives a key that no other device has."""
_QUOTES = b"mingshi key of quotes v1"
"""In the same way."""
_SYNC_EVERY = 20.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a session may open on."""

    case: Case | None
    catalogue: Catalogue
    bound: tuple[Case, ...] = ()
    """Cases that are each for somebody; while there are any, no other opens a session."""


def build_context(settings: Settings) -> Context:
    """Script, knowledge and thresholds. Raises ConfigurationError naming file and place."""
    script = load_script(ASSETS / "scripts" / "consent.toml", ASSETS / "consents.toml")
    longest = kept_too_long(settings.retention_days.by_class(), script.consents)
    if longest is not None:
        kind, most = longest
        raise ConfigurationError(
            "settings", f"retention_days.{kind}", f"at most {most}: assets/consents.toml promises the borrower no more"
        )
    return Context(
        script=script,
        knowledge=knowledge.load(ASSETS / "knowledge"),
        affordability=settings.affordability.thresholds(),
        clauses=load_clauses(ASSETS / "contracts" / "consumer_loan.toml"),
        ceiling=settings.ceiling.ceiling(),
        delays=settings.delays.delays(),
        reading=settings.reading.rules(),
        challenge=settings.liveness.plan(),
        surface_counts=settings.card.surface,
        maximum_age=settings.age.maximum,
    )


def training_terms(headquarters: EmbeddedHeadquarters, enrolled: Enrolled, state: Path) -> Terms:
    """The training case and catalogue, signed by the training headquarters and read back from the signed files."""
    trust = load_trust(enrolled.trust)
    found = {}
    for name in ("training_case", "catalogue"):
        signed = state / "terms" / f"{name}.signed.json"
        if not signed.exists():
            signed.parent.mkdir(parents=True, exist_ok=True)
            headquarters.sign(ASSETS / "offers" / f"{name}.json", signed)
        found[name] = read_signed(signed.read_bytes(), trust, Mode.TRAINING, dt.datetime.now(dt.UTC))
    case, catalogue = found["training_case"], found["catalogue"]
    assert isinstance(case, Case)
    assert isinstance(catalogue, Catalogue)
    return Terms(case, catalogue)


def dial(settings: Settings, enrolled: Enrolled, watch: SupervisionWatch) -> tuple[SupervisionLink, ...]:
    """A line to each console of the settings; none of them need be there."""
    tls = TlsFiles(enrolled.tls.root, enrolled.tls.certificate, enrolled.tls.key)
    caller = Caller(DeviceId(settings.device_id), settings.branch, settings.mode, enrolled.keys, tls)
    links = tuple(
        SupervisionLink(ConsoleAddress(console.url, console.name), caller, watch.standing, watch.take)
        for console in settings.supervision.consoles
    )
    for link in links:
        link.start()
    return links


def quote_shelf(settings: Settings, enrolled: Enrolled) -> QuoteShelf:
    """Quotes that were made on this terminal, and the signed cases that they are held against."""
    trust, state = load_trust(enrolled.trust), settings.state

    def case_of(case: CaseId, day: date) -> Case | None:
        return case_as_of(state, trust, settings.mode, case, day)

    secret = hashlib.sha256(enrolled.keys.sign(_QUOTES)).digest()
    return QuoteShelf(state / "quotes", secret, case_of, settings.ceiling.ceiling())


class Kiosk:
    """Runner, workers and outbox of one terminal."""

    def __init__(
        self, settings: Settings, rig: Rig, enrolled: Enrolled, terms: Terms, *, url: str, tsa: str,
        keep: Keep | None = None, on_call: Callable[[str], None] = lambda _: None, press: Press | None = None,
    ) -> None:  # fmt: skip
        """`press`: None for the process's own on a simulated clock, a child in real time."""
        self.settings, self.rig, self.terms = settings, rig, terms
        self.context = build_context(settings)
        devices = rig.devices
        state = settings.state
        self.authority = HttpTimestampAuthority(tsa, enrolled.tls)
        self.transport = HttpxTransport(url, enrolled.tls)
        recipients = load_recipients(enrolled.state, enrolled.trust, settings.mode)
        script = self.context.script
        device = DeviceId(settings.device_id)
        register = register_of(settings.supervision.staff, settings.mode, settings.branch, load_trust(enrolled.trust))
        self._tries = TriesStore(state / "tries.db")
        self.staff = StaffDoor(SignIn(register, self._tries), device, devices.clock)
        self.watch = SupervisionWatch(self.context, devices.clock, proven=self.staff.proven)
        self.sealing = Sealing(
            folder=state / "sessions",
            device=device,
            mode=settings.mode,
            keys=enrolled.keys,
            authority=self.authority,
            recipients=recipients,
            versions={"software": SOFTWARE, "script": f"{script.version} {script.sha256[:16]}", **devices.engines},
            withheld_days=withheld_days(script.consents),
            witness=self.watch,
        )
        self.sealing.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.store = OutboxStore(state / "outbox.db")
        self.office = Office(
            root=self.sealing.folder, store=self.store, transport=self.transport, authorities=(self.authority,),
            keys=enrolled.keys, trust=load_trust(enrolled.trust), mode=settings.mode, keep=keep,
        )  # fmt: skip
        rules = IdentityRules(
            settings.face.thresholds(),
            LivenessThresholds(least_live=float(settings.attack.live_threshold)),
            AcceptanceThresholds(
                log_probability=settings.speech.min_average_log_probability,
                distance=settings.speech.max_distance,
                margin=settings.speech.min_margin,
                speech_seconds=settings.speech.min_speech_seconds,
            ),
            PresenceLimits(pause=settings.delays.absence_pause),
            attempts_key=hashlib.sha256(enrolled.keys.sign(_ATTEMPTS)).digest(),
            tilts=settings.card.surface,
        )
        press = press or (OwnPress() if devices.inline else ChildPress())
        papers = Papers(self.context.clauses, script.consents, devices.clock, settings.mode, devices.printer, press)
        self._signer = (
            TrainingSigningCertificate(url, enrolled.tls)
            if settings.authorities.signing_certificate == "training"
            else None
        )
        self.workers = Workers(
            devices, rules, papers, on_call=on_call, signer=self._signer, voice_from=settings.speech.vad_threshold,
            knows=self.context.knowledge.knows, phrases=load_phrases(ASSETS / "phrases.toml"),
            shelf=quote_shelf(settings, enrolled), cases_of=self._cases_of,
        )  # fmt: skip
        self.runner = Runner(
            self.context, self.sealing, self.workers, devices.clock, inline=devices.inline, on_sealed=self._sealed
        )
        self._links = dial(settings, enrolled, self.watch)
        self.watch.connect(self._links, self.runner.post)
        self.runner.subscribe(self.watch.saw)

    def recover(self) -> tuple[SealedBundle, ...]:
        """Seal what a crash left open, before anything else."""
        return recover(self.sealing, self.rig.devices.clock)

    def opening(self, *, enquiry: bool = False, seed: bytes | None = None) -> Opening:
        """A new session on the case, or an enquiry on the catalogue."""
        to_find = bool(self.terms.bound) and not enquiry
        case = None if enquiry or to_find else self.terms.case
        now = self.rig.devices.clock.now()
        return Opening(
            session=str(uuid.uuid4()),
            at=now,
            today=date.fromisoformat(now.wall[:10]),
            seed=seed or secrets.token_bytes(32),
            mode=self.settings.mode,
            branch=self.settings.branch,
            case=case,
            # An offer above the ceiling is not shown at all: no screen may tempt with what can't be signed.
            offers=admissible(case.offers if case else self.terms.catalogue.offers, self.context.ceiling)[0],
            language=self.settings.language,
            sources=self.rig.devices.sources,
            to_find=to_find,
        )

    def _cases_of(self, number: str) -> tuple[Case, ...]:
        """Each with the offers that may be shown; one that has none is none."""
        his = (case for case in self.terms.bound if case.holder is not None and is_holder(case.holder, number))
        shown = (replace(case, offers=admissible(case.offers, self.context.ceiling)[0]) for case in his)
        return tuple(case for case in shown if case.offers)

    def open_session(self, *, enquiry: bool = False) -> None:
        """Somebody sat down."""
        self.runner.post(SessionOpened(self.opening(enquiry=enquiry)))

    def sync(self, only: str | None = None) -> tuple[Sent, ...]:
        """Send what is sealed; destroy what was withheld when its date has come."""
        sent = sync(self.office, only)
        destroy_due(self.office)
        return sent

    def close(self) -> None:
        """Seal what is under way, end threads, devices and connections."""
        self.runner.stop()
        for link in self._links:
            link.close()
        self.staff.close()
        self._tries.close()
        if self._signer is not None:
            self._signer.close()
        self.transport.close()
        self.authority.close()
        self.store.close()
        self.rig.close()

    def _sealed(self, evidence: SessionEvidence, folder: str) -> None:
        _log.info("session.sealed", session=str(evidence.session))
