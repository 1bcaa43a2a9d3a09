"""The face check of a session: a drawn challenge, passive detection, comparison with the card's portrait."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.checks.liveness import (
    Challenge,
    Liveness,
    LivenessThresholds,
    Move,
    PoseSample,
    answered,
    draw_challenge,
    judge_liveness,
    judge_passive,
)  # fmt: skip
from kiosk.checks.picture_quality import TakeAgain, judge_picture
from kiosk.consent.events import Event, FaceChecked
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Frame, Image
from kiosk.ports.clock import Ticker
from kiosk.ports.face import Comparison, FaceAnalyser, NotComparable
from kiosk.runtime.devices import Devices
from kiosk.runtime.mailbox import Mailbox

_log = structlog.get_logger(__name__)
_TICK = 0.2
"""5 Hz."""
_PROBES = 3
UNUSABLE_PORTRAIT = "unusable_portrait"
"""Trying again would not help: two members of staff look."""
_MOVES = (Move.TURN_LEFT, Move.TURN_RIGHT, Move.NOD)
"""Blinks need an eye measure that a later model brings; head moves are measured from five points."""


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """Thresholds of the settings: of faces here, of spoken answers for the hearing."""

    match: MatchThresholds = field(default_factory=MatchThresholds)
    liveness: LivenessThresholds = field(default_factory=LivenessThresholds)
    acceptance: AcceptanceThresholds = field(default_factory=AcceptanceThresholds)


@dataclass(slots=True)
class _Check:
    """One attempt. `windows`: pose samples of each move, from when it was asked."""

    challenge: Challenge
    portrait: bytes
    windows: list[list[PoseSample]] = field(default_factory=lambda: [[]])
    scores: list[LiveScore | NoResponse] = field(default_factory=list)
    probes: list[tuple[float, Image]] = field(default_factory=list)
    retake: list[str] = field(default_factory=list)
    began: float | None = None
    """Mono seconds of the move under way."""


class FaceGate:
    """The child with the face models starts with the first check and ends with the session."""

    def __init__(
        self, devices: Devices, rules: IdentityRules, post: Callable[[Event], None],
        submit: Callable[[Callable[[], None]], None],
    ) -> None:  # fmt: skip
        self._devices, self._rules, self._post, self._submit = devices, rules, post, submit
        self._newest: Frame | None = None
        self._analyser: FaceAnalyser | None = None
        self._check: _Check | None = None
        self._ticker: Ticker | None = None
        self.instruction: Mailbox[str] = Mailbox()

    def check(self, seed: bytes, attempt: int, portrait: bytes) -> None:
        """Begin; answered by FaceChecked."""
        self.stop()
        self._check = _Check(draw_challenge(seed, _MOVES, 3), portrait)
        self._later()

    def push_frame(self, frame: Frame) -> None:
        """From the face camera's thread."""
        if self._check is not None:
            self._newest = frame

    def stop(self) -> None:
        """No more of this check."""
        self._check = None
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self.instruction.clear()

    def end(self) -> None:
        """The session is over: embeddings die with the child."""
        self.stop()
        self._newest = None
        # On the thread that asks it: a pipe must not be closed under a question.
        self._submit(self._end_child)

    def _end_child(self) -> None:
        analyser, self._analyser = self._analyser, None
        if analyser is not None:
            analyser.close()

    def _later(self) -> None:
        self._ticker = self._devices.clock.after(_TICK, lambda: self._submit(self._tick))

    def _tick(self) -> None:
        check, frame = self._check, self._newest
        if check is None:
            return
        try:
            self._look(check, frame)
            done = self._done(check)
            event = self._verdict(check) if done else None
        except DeviceError as failure:
            _log.warning("face.failed", reason=failure.reason)
            event = FaceChecked(MatchOutcome.NOT_DONE, Liveness.NOT_DONE, "no_model", b"", self._source)
        if self._check is not check:
            return
        if event is None:
            self._later()
        else:
            self.stop()
            self._post(event)

    @property
    def _source(self) -> Source:
        return self._devices.face_camera.source

    def _look(self, check: _Check, frame: Frame | None) -> None:
        if self._analyser is None:
            # Before anything is asked: it takes a second or two, and a move made meanwhile would not be seen.
            self._analyser = self._devices.face_analyser()
        now = self._devices.clock.now().mono
        if check.began is None:
            check.began = now
        self.instruction.put(str(check.challenge.moves[len(check.windows) - 1]))
        if frame is None:
            return
        image = frame.image
        usable = judge_picture(self._analyser.find(image), image.shape[1], image.shape[0])
        if isinstance(usable, TakeAgain):
            check.retake.append(usable.reason)
            return
        check.scores.append(self._devices.attack_detector.score(image, usable.face))
        pose = self._devices.pose.measure(image, usable.face)
        if pose is not None:
            check.windows[-1].append(PoseSample(now, pose.yaw, pose.pitch, pose.eyes))
        if pose is None or abs(pose.yaw) < self._rules.liveness.rest_degrees:
            check.probes = sorted([*check.probes, (usable.face.sharpness, image)], key=lambda p: -p[0])[:_PROBES]

    def _done(self, check: _Check) -> bool:
        """Move on when the move was made or its time is over; True after the last."""
        now, window = self._devices.clock.now().mono, check.windows[-1]
        move = check.challenge.moves[len(check.windows) - 1]
        made = bool(window) and answered(Challenge((move,)), (tuple(window),), self._rules.liveness)
        over = check.began is not None and now - check.began > self._rules.liveness.move_seconds
        if not made and not over:
            return False
        if len(check.windows) == len(check.challenge.moves):
            return True
        check.windows.append([])
        check.began = None
        return False

    def _verdict(self, check: _Check) -> FaceChecked:
        windows = tuple(tuple(window) for window in check.windows)
        moved = answered(check.challenge, windows, self._rules.liveness)
        passive = judge_passive(tuple(check.scores), self._rules.liveness)
        liveness = judge_liveness(passive, moved)
        simulated = self._devices.attack_detector.source is Source.SIMULATED
        if simulated and liveness is Liveness.PASSED:
            liveness = Liveness.SIMULATED
        compared = self._compare(check)
        match = judge_match(compared, self._rules.match)
        probe = self._devices.codec.encode(check.probes[0][1], 90) if check.probes else b""
        return FaceChecked(match, liveness, _reason(check, compared), probe, self._source)

    def _compare(self, check: _Check) -> Comparison | NotComparable:
        portrait = self._devices.codec.decode(check.portrait)
        if portrait is None:
            return NotComparable("reference", "no_face")
        if not check.probes or self._analyser is None:
            return NotComparable("probe", "no_face")
        return self._analyser.compare(portrait, tuple(image for _, image in check.probes))


def _reason(check: _Check, compared: Comparison | NotComparable) -> str:
    """One word for the log and for coaching; never blame."""
    if isinstance(compared, NotComparable) and compared.which == "reference":
        return UNUSABLE_PORTRAIT
    silent = [score.reason for score in check.scores if isinstance(score, NoResponse)]
    if silent and len(silent) == len(check.scores):
        return silent[0]
    if check.retake and len(check.retake) > len(check.scores):
        return max(set(check.retake), key=check.retake.count)
    return "looked"
