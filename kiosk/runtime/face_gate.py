"""The face check: a drawn challenge one instruction at a time, passive detection, comparison with the card."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import structlog

from kiosk.checks.attempts import Allowance, Attempts, after_failure, after_success, allowance, card_mark
from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.checks.liveness import Liveness, LivenessThresholds, Move, draw_challenge
from kiosk.checks.picture_quality import TakeAgain, judge_picture
from kiosk.checks.presence import PresenceLimits
from kiosk.consent.effects import CheckFace
from kiosk.consent.events import CheckRecord, Event, FaceChecked, FaceStepAsked
from kiosk.dialogue.spoken_digits import digits_in
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Text
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Frame
from kiosk.ports.clock import Ticker
from kiosk.ports.face import Comparison, NotComparable, Tracked
from kiosk.ports.microphone import Chunk
from kiosk.runtime.devices import Devices
from kiosk.runtime.face_check import FaceCheck, light_of
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.session_faces import SessionFaces

_log = structlog.get_logger(__name__)
_TICK = 0.1
"""10 Hz: a blink that was asked for lasts three of these."""
_BEGINS_AT_LAST = 15.0
"""Seconds after which the first instruction comes even if the guide is still heard."""
_HEARD = 0.3
"""Seconds until an instruction that was asked for is being spoken."""
UNUSABLE_PORTRAIT = "unusable_portrait"
"""Trying again would not help: two members of staff look."""
TOO_OFTEN = "attempts"
"""This card was tried too often within half an hour: straight to the path with a person."""


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """Thresholds of the settings: of faces here, of spoken answers for the hearing. `attempts_key`: of this device;
    `presence`: when the script waits for who is not seen. `tilts`: a card whose highlight was missed is tilted."""

    match: MatchThresholds = field(default_factory=MatchThresholds)
    liveness: LivenessThresholds = field(default_factory=LivenessThresholds)
    acceptance: AcceptanceThresholds = field(default_factory=AcceptanceThresholds)
    presence: PresenceLimits = field(default_factory=PresenceLimits)
    tilts: bool = True
    attempts_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


class FaceGate:
    """Ticks on the worker thread of faces; frames and sound come from their devices' threads."""

    def __init__(
        self, devices: Devices, rules: IdentityRules, post: Callable[[Event], None],
        submit: Callable[[Callable[[], None]], None], hearing: Hearing, speaking: Callable[[], bool],
        faces: SessionFaces,
    ) -> None:  # fmt: skip
        self._devices, self._rules, self._post, self._submit = devices, rules, post, submit
        self._hearing, self._speaking, self._faces = hearing, speaking, faces
        self._newest: Frame | None = None
        self._check: FaceCheck | None = None
        self._ready_for: FaceCheck | None = None
        self._task: CheckFace | None = None
        self._ticker: Ticker | None = None
        self._attempts = Attempts()
        self._tracer = devices.frame_tracer()
        self.instruction: Mailbox[Instruction] = Mailbox()

    def check(self, task: CheckFace) -> None:
        """Begin; answered by FaceStepAsked for each step, and FaceChecked."""
        self.stop()
        now = self._devices.clock.now().mono
        allowed = self._allowance(task, now)
        if allowed is Allowance.PERSON:
            self._post(FaceChecked(MatchOutcome.NOT_DONE, Liveness.NOT_DONE, TOO_OFTEN, b"", self._source))
            return
        due = self._source is Source.DEVICE
        self._task = task
        self._check = FaceCheck(draw_challenge(task.seed, task.plan), self._rules.liveness, due, now)
        self._check.helped_at_once = allowed is Allowance.COACH
        self._later()

    def push_frame(self, frame: Frame) -> None:
        """From the face camera's thread."""
        check = self._check
        if check is None:
            return
        self._newest = frame
        if check.injection_due:
            faces = check.last_faces
            check.traces.append(self._tracer.trace(frame.image, faces[0] if faces else None, frame.at.mono))

    def push_chunk(self, chunk: Chunk) -> None:
        """From the microphone's thread: loudness alone, while digits are read."""
        check = self._check
        if check is None or check.step is not Move.SAY_DIGITS or check.asked is None:
            return
        loud = float(np.sqrt(np.mean(chunk.samples.astype(np.float64) ** 2)))
        check.levels.append((chunk.at.mono, loud))

    def stop(self) -> None:
        """No more of this check. Once something was asked it counts as a try: nobody leaves a challenge to get another
        one as often as he likes."""
        if self._check is not None and self._task is not None and self._check.on_screen is not None:
            self._count(self._task, MatchOutcome.NOT_DONE, Liveness.NOT_DONE)
        self._check = self._task = self._ready_for = None
        self._tracer = self._devices.frame_tracer()  # the one before holds a picture
        self._hearing.take_words(None)
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self.instruction.clear()

    def end(self) -> None:
        """The session is over."""
        self.stop()
        self._newest = None

    @property
    def _source(self) -> Source:
        return self._devices.face_camera.source

    def _later(self, worked: float = 0.0) -> None:
        """`worked`: seconds of this look, so that looks keep their pace."""
        self._ticker = self._devices.clock.after(max(0.0, _TICK - worked), lambda: self._submit(self._tick))

    def _tick(self) -> None:
        check, task = self._check, self._task
        if check is None or task is None:
            return
        began = self._devices.clock.now().mono
        try:
            self._make_portrait_ready(check, task)
            self._look(check)
            event = self._verdict(check, task) if self._go_on(check, task) else None
        except DeviceError as failure:
            _log.warning("face.failed", reason=failure.reason)
            event = FaceChecked(MatchOutcome.NOT_DONE, Liveness.NOT_DONE, "no_model", b"", self._source)
        if self._check is not check:
            return
        if event is None:
            self._later(self._devices.clock.now().mono - began)
        else:
            self._check = None  # it was judged, and counted
            self.stop()
            self._post(event)

    def _make_portrait_ready(self, check: FaceCheck, task: CheckFace) -> None:
        """Once, before anything is asked: the decision after the last frame is then a third shorter."""
        if check is self._ready_for:
            return
        self._ready_for = check
        portrait = self._devices.codec.decode(task.portrait)
        if portrait is not None:
            self._faces.analyser.compare(portrait, ())

    def _look(self, check: FaceCheck) -> None:
        # First, before anything is asked: it takes a second or two, and a move made meanwhile would not be seen.
        analyser, frame = self._faces.analyser, self._newest
        if frame is None or frame.index == check.seen_frame:
            return
        check.seen_frame = frame.index
        tracked = analyser.track(frame.image, eyes=check.step is Move.BLINK)
        check.look(frame, tracked, self._scored(frame, tracked))

    def _scored(self, frame: Frame, tracked: Tracked) -> LiveScore | NoResponse | None:
        usable = judge_picture(tracked.faces, frame.image.shape[1], frame.image.shape[0], light=light_of(frame.image))
        if isinstance(usable, TakeAgain):
            return None
        return self._devices.attack_detector.score(frame.image, usable.face)

    def _go_on(self, check: FaceCheck, task: CheckFace) -> bool:
        """Ask, help, or take the next step; True after the last."""
        now = self._devices.clock.now().mono
        if check.told is None:
            if self._speaking() and now - check.began < _BEGINS_AT_LAST:
                return False  # the guide first says what will come
            self._ask(check, check.instruction(), now)
        if check.asked is None and self._may_answer(check, now):
            check.begin_step(now)
            if check.step is Move.SAY_DIGITS:
                self._hearing.take_words(lambda text: self._heard(check, task, text))
        help_ = check.help_due(now)
        if help_ is not None:
            self._ask(check, help_, now)
        self._show(check, now)
        if not check.step_over(now):
            return False
        if check.step is Move.SAY_DIGITS:
            self._hearing.take_words(None)
        return not check.go_on()

    def _may_answer(self, check: FaceCheck, now: float) -> bool:
        """Digits are shown when the guide is silent, since nothing is heard before, and light when he has said that it
        comes; all else at once."""
        if check.told is None or check.step not in (Move.SAY_DIGITS, Move.SCREEN_LIGHT):
            return True
        return now - check.told > _HEARD and not self._speaking()

    def _ask(self, check: FaceCheck, said: Text, now: float) -> None:
        check.said, check.told = said, now
        self._post(FaceStepAsked(check.step, said))

    def _show(self, check: FaceCheck, now: float) -> None:
        digits = check.challenge.digits if check.step is Move.SAY_DIGITS and check.asked is not None else ""
        asked = Instruction(check.step, check.said, digits, check.glow(now) if check.asked is not None else None)
        if asked != check.on_screen:
            check.on_screen = asked
            self.instruction.put(asked)

    def _heard(self, check: FaceCheck, task: CheckFace, text: str) -> None:
        """Words while digits were to be read; a second reading takes the place of the first."""
        digits = digits_in(text, task.language)
        if digits and check.step is Move.SAY_DIGITS:
            check.heard, check.heard_at = digits, self._devices.clock.now().mono

    def _verdict(self, check: FaceCheck, task: CheckFace) -> FaceChecked:
        measured = check.measured()
        liveness = check.verdict(measured)
        record = CheckRecord(check.challenge, task.plan, measured, liveness)
        if liveness is Liveness.PASSED and self._devices.attack_detector.source is Source.SIMULATED:
            liveness = Liveness.SIMULATED
        compared = self._compare(check, task)
        match = judge_match(compared, self._rules.match)
        self._count(task, match, liveness)
        probe = self._devices.codec.encode(check.probes[0][1], 90) if check.probes else b""
        return FaceChecked(match, liveness, _reason(check, compared), probe, self._source, record)

    def _compare(self, check: FaceCheck, task: CheckFace) -> Comparison | NotComparable:
        portrait = self._devices.codec.decode(task.portrait)
        if portrait is None:
            return NotComparable("reference", "no_face")
        if not check.probes:
            return NotComparable("probe", "no_face")
        return self._faces.analyser.compare(portrait, tuple(image for _, image in check.probes))

    def _allowance(self, task: CheckFace, now: float) -> Allowance:
        if not task.number:
            return Allowance.TRY
        return allowance(self._attempts, card_mark(self._rules.attempts_key, task.number), now)

    def _count(self, task: CheckFace, match: MatchOutcome, liveness: Liveness) -> None:
        """Per card by its mark; never on a disk, never beyond half an hour."""
        if not task.number:
            return
        mark, now = card_mark(self._rules.attempts_key, task.number), self._devices.clock.now().mono
        passed = match is MatchOutcome.MATCH and liveness in (Liveness.PASSED, Liveness.SIMULATED)
        self._attempts = (after_success if passed else after_failure)(self._attempts, mark, now)


def _reason(check: FaceCheck, compared: Comparison | NotComparable) -> str:
    """One word for the log and for coaching; never blame."""
    if isinstance(compared, NotComparable) and compared.which == "reference":
        return UNUSABLE_PORTRAIT
    silent = [score.reason for score in check.scores if isinstance(score, NoResponse)]
    if silent and len(silent) == len(check.scores):
        return silent[0]
    return check.hindrance or "looked"
