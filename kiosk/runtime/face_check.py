"""One face check under way: what was asked when, and what was measured since. Judges by kiosk.checks alone."""

from dataclasses import dataclass, field
from statistics import quantiles

from kiosk.checks.face_cover import cover_of
from kiosk.checks.liveness import (
    COACH_TEXTS,
    LIGHT_SECONDS,
    MOVE_TEXTS,
    Challenge,
    FaceSample,
    Glow,
    Liveness,
    LivenessThresholds,
    Measured,
    Move,
    Response,
    SoundLevel,
    coach,
    judge_digits,
    judge_measured,
    judge_move,
    sample_of,
    summarise_digits,
    summarise_injection,
    summarise_light,
    summarise_move,
    summarise_parallax,
    summarise_passive,
)
from kiosk.checks.picture_quality import RETRY_TEXTS, TakeAgain, UsablePicture, judge_picture, judge_probe
from kiosk.domain.speech import Text
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Frame, Image
from kiosk.ports.face import Face, Tracked
from kiosk.ports.frame_trace import FrameTrace
from kiosk.runtime.instruction import Instruction

_PROBES = 3
_NOTHING = Text("", "")
_DIGITS_SECONDS = 9.0
"""From when the digits stand there: an old reader takes a second each, and the recogniser one more."""
_SETTLES = 0.4
"""Lips and sound are looked at a little beyond the last word."""
_COACHED_AFTER = 3.0
_ASIDE = 45.0
"""Degrees of yaw from which somebody looks aside, where no turn was asked for."""
_TURNS = (Move.TURN_LEFT, Move.TURN_RIGHT)
_QUIET = 60.0
"""Loudness (of 32768) under which a room without speech lies."""


@dataclass(slots=True)
class FaceCheck:
    """One attempt. `windows`: samples of each step, from when it was asked; `shown`: when each colour began."""

    challenge: Challenge
    thresholds: LivenessThresholds
    injection_due: bool
    began: float
    windows: list[list[FaceSample]] = field(default_factory=lambda: [[]])
    asked: float | None = None
    """Mono seconds since when the step under way is on the screen (digits: since they can be read)."""
    told: float | None = None
    """Since when it is said."""
    said: Text = _NOTHING
    on_screen: Instruction | None = None
    last_faces: tuple[Face, ...] = ()
    coached: bool = False
    helped_at_once: bool = False
    """After some tries help comes with the instruction, not after it."""
    scores: list[LiveScore | NoResponse] = field(default_factory=list)
    probes: list[tuple[float, Image]] = field(default_factory=list)
    retake: list[str] = field(default_factory=list)
    looks: int = 0
    step_retake: list[str] = field(default_factory=list)
    """Of the step under way, as `step_looks` are."""
    step_looks: int = 0
    levels: list[tuple[float, float]] = field(default_factory=list)
    heard: str = ""
    heard_at: float | None = None
    shown: list[float] = field(default_factory=list)
    traces: list[FrameTrace] = field(default_factory=list)
    seen_frame: int = -1

    @property
    def step(self) -> Move:
        """What is asked for now."""
        return self.challenge.steps[len(self.windows) - 1]

    def look(self, frame: Frame, tracked: Tracked, score: LiveScore | NoResponse | None) -> None:
        """One new frame. `score`: None where no usable face was there to be scored."""
        image, self.last_faces = frame.image, tracked.faces
        usable = judge_picture(tracked.faces, image.shape[1], image.shape[0], light=light_of(image))
        self.looks, self.step_looks = self.looks + 1, self.step_looks + 1
        hindered = self._hindered(tracked, usable)
        if hindered:
            self.retake.append(hindered)
            self.step_retake.append(hindered)
        if isinstance(usable, TakeAgain):
            return
        if score is not None:
            self.scores.append(score)
        if tracked.measures is not None:
            self.windows[-1].append(sample_of(tracked.measures, frame.at.mono))
        if not isinstance(judge_probe(tracked, image.shape[1], image.shape[0]), TakeAgain):
            self.probes = sorted([*self.probes, (usable.face.sharpness, image)], key=lambda p: -p[0])[:_PROBES]

    def _hindered(self, tracked: Tracked, usable: UsablePicture | TakeAgain) -> str:
        """What stands in the way in this picture, "" if nothing. A mask's edge is easily taken for a second face, so
        what covers a face is told first."""
        measures, cover = tracked.measures, cover_of(tracked.measures)
        if cover is not None:
            return str(cover)
        if isinstance(usable, TakeAgain):
            return usable.reason
        aside = measures is not None and abs(measures.yaw) > _ASIDE and self.step not in _TURNS
        return "turned" if aside else ""

    def instruction(self) -> Text:
        """What is said for the step under way."""
        said, help_ = MOVE_TEXTS[self.step], COACH_TEXTS[self.step]
        return Text(said.zh + help_.zh, f"{said.en} {help_.en}") if self.helped_at_once else said

    def begin_step(self, now: float) -> None:
        """From here on it can be answered; what was seen before does not count."""
        self.asked = now
        self.windows[-1].clear()
        self.step_retake.clear()
        self.step_looks = 0

    def glow(self, now: float) -> Glow | None:
        """The colour that is due; noted when it is first asked for, which is when it is shown."""
        if self.step is not Move.SCREEN_LIGHT:
            return None
        if not self.shown or (now - self.shown[-1] >= LIGHT_SECONDS and len(self.shown) < len(self.challenge.light)):
            self.shown.append(now)
        return self.challenge.light[len(self.shown) - 1]

    def step_over(self, now: float) -> bool:
        """Made, or its time is over."""
        if self.asked is None:
            return False
        since = now - self.asked
        match self.step:
            case Move.SAY_DIGITS:
                read = self.heard_at is not None and now - self.heard_at >= _SETTLES
                return read or since > _DIGITS_SECONDS
            case Move.SCREEN_LIGHT:
                return since > LIGHT_SECONDS * len(self.challenge.light) + _SETTLES
            case _:
                return self._moved() is Response.MADE or since > self.thresholds.move_seconds

    def help_due(self, now: float) -> Text | None:
        """Once a step: words that help, when it was not seen for a while."""
        if self.coached or self.asked is None or now - self.asked < _COACHED_AFTER or self.step is Move.SCREEN_LIGHT:
            return None
        self.coached = True
        hindered = _most(self.step_retake, self.step_looks)
        if hindered is not None:
            return RETRY_TEXTS[hindered]
        if self.step is Move.SAY_DIGITS:
            return coach(self.step, Response.NO_MEASURE) if not self.levels or not self.heard else None
        summary = summarise_move(self.step, tuple(self.windows[-1]), self.thresholds)
        return coach(self.step, judge_move(summary, self.thresholds), summary)

    @property
    def hindrance(self) -> str | None:
        """What stood in the way of more than half of all looks."""
        return _most(self.retake, self.looks)

    def go_on(self) -> bool:
        """The next step; False after the last, or where one was missed: the rest would not change the verdict."""
        if self._missed() or len(self.windows) == len(self.challenge.steps):
            return False
        self.windows.append([])
        self.asked = self.told = None
        self.coached = False
        return True

    def measured(self) -> Measured:
        """All of it in whole numbers."""
        moves, windows = self.challenge.moves, [tuple(window) for window in self.windows]
        everything = tuple(sample for window in windows for sample in window)
        after = windows[len(moves) :]
        spoken = after[0] if self.challenge.digits and after else ()
        lit = after[-1] if self.challenge.light and len(windows) == len(self.challenge.steps) else ()
        return Measured(
            summarise_passive(tuple(self.scores), self.thresholds),
            tuple(
                summarise_move(move, windows[place], self.thresholds) if place < len(windows) else None
                for place, move in enumerate(moves)
            ),
            summarise_parallax(everything, self.thresholds),
            summarise_digits(self.heard, spoken, sound_levels(self.levels)) if spoken else None,
            summarise_light(self.challenge.light, tuple(self.shown), lit) if lit else None,
            summarise_injection(tuple(self.traces)),
            self.injection_due,
        )

    def verdict(self, measured: Measured) -> Liveness:
        """From the numbers alone, as whoever reads the evidence judges them."""
        return judge_measured(self.challenge, measured, self.thresholds)

    def _moved(self) -> Response:
        return judge_move(summarise_move(self.step, tuple(self.windows[-1]), self.thresholds), self.thresholds)

    def _missed(self) -> bool:
        match self.step:
            case Move.SAY_DIGITS:
                summary = summarise_digits(self.heard, tuple(self.windows[-1]), sound_levels(self.levels))
                return judge_digits(self.challenge.digits, summary, self.thresholds) is not Response.MADE
            case Move.SCREEN_LIGHT:
                return False
            case _:
                return self._moved() is not Response.MADE


def light_of(image: Image) -> float:
    """Mean grey of a picture, of every sixteenth pixel each way."""
    return float(image[::16, ::16].mean()) if image.size else 0.0


def _most(reasons: list[str], looks: int) -> str | None:
    """The most frequent of them, if it was so in more than half of the looks."""
    if 2 * len(reasons) <= looks:
        return None
    return max(set(reasons), key=reasons.count)


def sound_levels(loudness: list[tuple[float, float]]) -> tuple[SoundLevel, ...]:
    """Seconds and loudness (root mean square of 32768) to 0..1 between the room's own noise and the voice."""
    if len(loudness) < 10:
        return ()
    tenths = quantiles([level for _, level in loudness], n=10)
    floor, voice = max(tenths[0], _QUIET), max(level for _, level in loudness) / 3
    if voice <= 2 * floor:
        return tuple(SoundLevel(at, 0.0) for at, _ in loudness)
    return tuple(SoundLevel(at, min(max((level - floor) / (voice - floor), 0.0), 1.0)) for at, level in loudness)
