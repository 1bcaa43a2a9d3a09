"""The challenges against rendered people and rendered attacks, by the product's own rules.

    .venv/bin/python -m benchmarks.liveness [--each 300] [--kinds bona_fide replay] [--models ../shared/models] [--json]

Passive detection is taken to have passed everybody (the worst case: what a drawing looks like to it says nothing of
people), so these figures are the challenge's alone. Without --models the points of the face are those of the
renderer's geometry with a landmark model's noise; with it the product's own detector and mesh measure the pictures.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from benchmarks.figures import machine, tell
from benchmarks.liveness_actors import (
    DEPTH_AS_SEEN,
    KINDS,
    SIZE,
    SIZE_FOR_MODELS,
    Act,
    Actor,
    Eye,
    Geometry,
    Models,
    actor,
    screen,
)
from kiosk.bench.intervals import rate_of
from kiosk.checks.liveness import (
    LIGHT_SECONDS,
    Challenge,
    FaceSample,
    Liveness,
    LivenessThresholds,
    Measured,
    Move,
    Parts,
    PassiveSummary,
    Plan,
    Response,
    draw_challenge,
    judge_liveness,
    judge_move,
    judge_parts,
    record_challenge,
    record_measured,
    replay,
    summarise_digits,
    summarise_injection,
    summarise_light,
    summarise_move,
    summarise_parallax,
)
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.onnx.facemesh import FaceMesher
from kiosk.devices.onnx.iris import EyeReader
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import Pose
from kiosk.devices.vision.face_models import FaceModels
from kiosk.devices.vision.face_tracker import FaceTracker
from kiosk.devices.vision.sensor_noise import FrameTracer
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Face
from kiosk.ports.frame_trace import FrameTrace

CATALOGUE = Path(__file__).resolve().parents[1] / "assets" / "models.toml"
LIMITS = LivenessThresholds()
PLAN = Plan(light=6)
_PASSED = PassiveSummary(20, 20, 20)
_TRACED_FRAMES = 25


@dataclass(slots=True)
class Sitting:
    """One check of one actor, while it runs."""

    actor: Actor
    random: Generator
    eye: Eye
    glow_strength: float
    now: float = 0.0
    exposure: float = 1.0

    def expose(self) -> None:
        """So that the brightest skin stays well below white, with room for the screen's light."""
        shown = self.actor.sits.show(Pose())
        (left, top), (right, bottom) = shown.points.min(axis=0).astype(int), shown.points.max(axis=0).astype(int)
        brightest = float(np.percentile(shown.picture[max(0, top) : bottom, max(0, left) : right], 98))
        self.exposure = min(1.2, 165 / max(brightest, 1.0))

    def move(self, step: Move) -> tuple[list[FaceSample], float]:
        """Watched at 5 Hz until made or over, as the session does."""
        act, window = self.actor.answer(step, ""), list[FaceSample]()
        began = self.now
        while self.now - began <= LIMITS.move_seconds:
            self._look(act, self.now - began, window)
            self.now += 0.2
            if judge_move(summarise_move(step, tuple(window), LIMITS), LIMITS) is Response.MADE:
                break
        return window, self.now - began

    def digits(self, asked: str) -> tuple[str, list[FaceSample], Act, float]:
        """Watched at 10 Hz while he speaks."""
        act, window = self.actor.answer(Move.SAY_DIGITS, asked), list[FaceSample]()
        began = self.now
        until = began + (act.voice[-1].seconds if act.voice else LIMITS.move_seconds)
        while self.now < until:
            self._look(act, self.now - began, window)
            self.now += 0.1
        return act.heard, window, act, began

    def light(self, challenge: Challenge) -> tuple[list[float], list[FaceSample]]:
        """The skin at 5 Hz under each glow."""
        act, started, window = self.actor.answer(Move.SCREEN_LIGHT, ""), list[float](), list[FaceSample]()
        began = self.now
        for glow in challenge.light:
            started.append(self.now)
            balance = self.random.normal(1, 0.015, 3)
            # What is seen sooner is not settled yet and counts for nothing: it need not be rendered.
            for since in (0.4, 0.6):
                self.now = started[-1] + since
                pose = act.motion(self.now - began)
                shown = self.actor.sits.show(pose, screen(glow, self.glow_strength))
                seen = replace(shown, picture=self._sensed(shown.picture, balance))
                sample = self.eye.sample(seen, pose, self.now, coloured=True)
                window.extend([sample] if sample is not None else [])
            self.now = started[-1] + LIGHT_SECONDS
        return started, window

    def traces(self) -> tuple[FrameTrace, ...]:
        """One second of frames at the camera's rate, sitting still."""
        shown, tracer = self.actor.sits.show(Pose()), FrameTracer()
        low, high, margin = shown.points.min(axis=0), shown.points.max(axis=0), shown.picture.shape[0] / 16
        left, top, right, bottom = (round(float(side)) for side in (*(low - margin), *(high + margin)))
        face = Face(left, top, right, bottom, (), 0.0, 0.0)
        # A program may be regular, but never more than its own clock.
        times = np.arange(_TRACED_FRAMES) / 25 + self.random.normal(0, self.actor.jitter, _TRACED_FRAMES)
        return tuple(tracer.trace(self._sensed(shown.picture, np.ones(3)), face, float(at)) for at in np.sort(times))

    def _look(self, act: Act, since: float, window: list[FaceSample]) -> None:
        pose = act.motion(since)
        sits = self.actor.sits
        shown = sits.show(pose) if self.eye.needs_pictures else sits.where(pose)
        if self.eye.needs_pictures:
            shown = replace(shown, picture=self._sensed(shown.picture, np.ones(3)))
        sample = self.eye.sample(shown, pose, self.now, coloured=False)
        window.extend([sample] if sample is not None else [])

    def _sensed(self, picture: Image, balance: Any) -> Image:
        """The sensor's noise, and the camera's exposure and white balance at work."""
        noise = self.random.normal(0, self.actor.noise, picture.shape)
        return np.asarray(np.clip(np.round(picture * (self.exposure * balance) + noise), 0, 255), np.uint8)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Loaded once; each sitting gets its own tracker."""

    find: Callable[[Image], tuple[Face, ...]]
    mesher: FaceMesher
    eyes: EyeReader

    @classmethod
    def of(cls, folder: Path) -> "ModelFiles":
        """Raises DeviceError without the models."""
        held = load_model_folder(CATALOGUE, folder)
        mesh, iris = held.read("face_mesh", "face"), held.read("iris", "face")
        if mesh is None or iris is None or held.read("face_detection", "face") is None:
            raise DeviceError("face", f"{folder} does not hold the models of detection, mesh and eyes")
        return cls(FaceModels(FaceModelFiles.of(held, faceres=False)).find, FaceMesher(mesh), EyeReader(iris))


def check(
    kind: str, random: Generator, seed: bytes, models: ModelFiles | None = None
) -> tuple[Challenge, Measured, float]:
    """One whole check; seconds until the digits were said."""
    challenge = draw_challenge(seed, PLAN)
    eye: Eye = Geometry(random, float(random.uniform(0.004, 0.012)))
    if models is not None:
        eye = Models(FaceTracker(models.find, models.mesher, models.eyes))
    sits = actor(kind, random, 1.0, SIZE_FOR_MODELS) if eye.needs_pictures else actor(kind, random, DEPTH_AS_SEEN)
    sitting = Sitting(sits, random, eye, float(random.uniform(0.15, 0.45)))
    sitting.expose()
    windows = [sitting.move(step)[0] for step in challenge.moves]
    heard, spoken, act, began = sitting.digits(challenge.digits)
    sound = tuple(replace(level, seconds=level.seconds + began) for level in act.voice)
    seconds = sitting.now
    started, lit = sitting.light(challenge)
    everything = tuple(sample for window in windows for sample in window) + tuple(spoken)
    measured = Measured(
        _PASSED,
        tuple(summarise_move(m, tuple(w), LIMITS) for m, w in zip(challenge.moves, windows, strict=True)),
        summarise_parallax(everything, LIMITS),
        summarise_digits(heard, tuple(spoken), sound),
        summarise_light(challenge.light, tuple(started), tuple(lit)),
        summarise_injection(sitting.traces()),
    )
    return challenge, measured, seconds


def run(kind: str, each: int, first: int, models: ModelFiles | None = None) -> dict[str, Any]:
    """`each` checks of one kind; passed with and without the light, and which parts did not hold."""
    passed = Counter[str]()
    parts_missed = Counter[str]()
    alone = Counter[str]()
    times = []
    for place in range(each):
        seed = bytes([place % 256, place // 256, first]) + bytes(29)
        challenge, measured, seconds = check(kind, np.random.default_rng([first, place]), seed, models)
        parts = judge_parts(challenge, measured, LIMITS)
        verdict = judge_liveness(Liveness.PASSED, parts)
        dark = judge_liveness(Liveness.PASSED, judge_parts(replace(challenge, light=()), measured, LIMITS))
        again = replay(seed, record_challenge(challenge, PLAN), record_measured(measured), str(verdict), LIMITS)
        assert again.follows, again.reasons
        passed.update({"with_light": verdict is Liveness.PASSED, "without_light": dark is Liveness.PASSED})
        missed = _missed(parts)
        parts_missed.update(missed)
        alone.update(missed if len(missed) == 1 else ())
        times.append(seconds)
    name = "passed" if kind == "bona_fide" else "accepted"
    return {
        "checks": each,
        f"{name}_with_light": {"count": passed["with_light"], **rate_of(passed["with_light"], each)},
        f"{name}_without_light": {"count": passed["without_light"], **rate_of(passed["without_light"], each)},
        "parts_that_did_not_hold": dict(sorted(parts_missed.items())),
        "the_only_one": dict(sorted(alone.items())),
        "seconds_median": round(float(np.median(times)), 1),
    }


def _missed(parts: Parts) -> list[str]:
    named: list[tuple[str, Response | None]] = [("moves", part) for part in parts.moves]
    named += [("parallax", parts.parallax), ("digits", parts.digits), ("light", parts.light)]
    named += [("injection", parts.injection)]
    return sorted({f"{name}" for name, part in named if part is not Response.MADE})


def main() -> None:
    """Print the counts."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--each", type=int, default=300)
    ask.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS))
    ask.add_argument("--first", type=int, default=1, help="another number: other people")
    ask.add_argument("--models", type=Path, help="measure with the models in this folder")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    models = ModelFiles.of(asked.models) if asked.models else None
    began = time.process_time()
    results: dict[str, Any] = {
        "points": "product's detector, mesh and eyes" if models else "renderer geometry with a landmark model's noise",
        "passive": "taken to have passed everybody",
        "picture": "x".join(map(str, SIZE_FOR_MODELS if models else SIZE)),
    }
    for kind in asked.kinds:
        results[kind] = run(kind, asked.each, asked.first, models)
    tell({**results, "cpu_seconds": round(time.process_time() - began, 1), **machine()}, asked.json)


if __name__ == "__main__":
    main()
