"""What it costs to look at a face ten times a second: tracking with mesh and eyes in the face child, attack detection
in the kiosk's own process, and the traces of the sensor in each camera frame. 720p in; processor time a frame, not wall
time. Then how long the decision takes after the last frame: three probes against a portrait that is ready.

    .venv/bin/python -m benchmarks.face [CLIP] [--models ../shared/models] [--frames 300] [--json]

Without a clip the rendered head turns, nods and blinks. `--models`: a folder with the attack detector's files (and, if
it has them, YuNet's); the mesh comes from models/, where the installer puts it. The detector alone, on the same frames
in the same run, is the peer: a machine that is busy slows both.
"""

import argparse
import os
import time
from itertools import cycle, islice
from math import sin
from pathlib import Path
from typing import Any

from benchmarks.figures import machine, spread, tell
from kiosk.checks.liveness import LivenessThresholds
from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.pictures import read_frames
from kiosk.devices.vision.sensor_noise import FrameTracer
from kiosk.ports.attack_detector import LiveScore
from kiosk.ports.camera import Image

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 720)
_TICKS = os.sysconf("SC_CLK_TCK")


def pictures(clip: Path | None) -> list[Image]:
    """Each 1280 x 720; a clip forward and back."""
    if clip is None:
        head = HeadRenderer(SIZE)
        moves = [Pose(yaw=20 * sin(n / 8), pitch=8 * sin(n / 5), eyes=0.0 if n % 25 == 7 else 1.0) for n in range(50)]
        return [head.render(pose, marked=False) for pose in moves]
    held = cv2.VideoCapture(str(clip))
    seconds = held.get(cv2.CAP_PROP_FRAME_COUNT) / max(held.get(cv2.CAP_PROP_FPS), 1.0)
    frames = list(read_frames(clip, min(max(round(10 * seconds), 10), 60)))  # as ten looks a second see it
    return [_on_a_page(frame) for frame in (*frames, *frames[::-1])]


def _on_a_page(frame: Image) -> Image:
    scale = min(SIZE[0] / frame.shape[1], SIZE[1] / frame.shape[0])
    grown = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    aside = SIZE[0] - grown.shape[1]
    below = SIZE[1] - grown.shape[0]
    page: Image = cv2.copyMakeBorder(
        grown, below // 2, below - below // 2, aside // 2, aside - aside // 2, cv2.BORDER_REPLICATE
    )
    return page


def child_seconds(process: int | None) -> float:
    """Processor seconds that the child has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def looks(
    analyser: DlibFaceAnalyser, detector: MiniFasNetDetector, shown: list[Image], frames: int, eyes: bool
) -> dict[str, Any]:
    """Of so many frames. `eyes`: as while a blink is asked for."""
    walls: list[float] = []
    parent = attack = 0.0
    measured = judged = 0
    began = child_seconds(analyser.process_id)
    for picture in islice(cycle(shown), frames):
        wall, worked = time.perf_counter(), time.process_time()
        tracked = analyser.track(picture, eyes=eyes)
        walls.append(1000 * (time.perf_counter() - wall))
        parent += time.process_time() - worked
        measured += tracked.measures is not None and tracked.measures.mesh is not None
        worked = time.process_time()
        for face in tracked.faces[:1]:
            judged += isinstance(detector.score(picture, face), LiveScore)
        attack += time.process_time() - worked
    child = child_seconds(analyser.process_id) - began
    each = 1000 / frames
    return {
        "with_mesh": measured, "attack_scores": judged, "child_ms": round(child * each, 1),
        "kiosk_ms": round(parent * each, 1), "attack_detection_ms": round(attack * each, 1),
        "all_ms": round((child + parent + attack) * each, 1), "track_wall_median_ms": spread(walls, 1)["median"],
    }  # fmt: skip


def detector_alone(analyser: DlibFaceAnalyser, shown: list[Image], frames: int) -> float:
    """The peer: milliseconds of the child for one search."""
    began = child_seconds(analyser.process_id)
    for picture in islice(cycle(shown), frames):
        analyser.find(picture)
    return 1000 * (child_seconds(analyser.process_id) - began) / frames


def traces(analyser: DlibFaceAnalyser, shown: list[Image]) -> float:
    """Milliseconds of the camera's thread for one frame."""
    tracer, faces = FrameTracer(), analyser.find(shown[0])
    began = time.thread_time()
    for place, picture in enumerate(islice(cycle(shown), 100)):
        tracer.trace(picture, faces[0] if faces else None, place / 25)
    return 10 * (time.thread_time() - began)


def decision(analyser: DlibFaceAnalyser, shown: list[Image]) -> dict[str, Any]:
    """Seconds by the clock, and of the child's processor, from the last frame to the comparison."""
    portrait, probes = shown[0], tuple(shown[place] for place in (1, 2, 3))
    analyser.compare(portrait, ())
    walls, began = [], child_seconds(analyser.process_id)
    for _ in range(5):
        wall = time.perf_counter()
        analyser.compare(portrait, probes)
        walls.append(time.perf_counter() - wall)
    return {**spread(walls, 2), "cpu": round((child_seconds(analyser.process_id) - began) / 5, 2)}


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("clip", type=Path, nargs="?")
    ask.add_argument("--models", type=Path, default=None)
    ask.add_argument("--frames", type=int, default=300)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    models = load_model_folder(ROOT / "assets" / "models.toml", asked.models, ROOT / "models")
    files = FaceModelFiles.of(models, faceres=True)
    detector = MiniFasNetDetector(models, decides_at=LivenessThresholds().least_live)
    shown = pictures(asked.clip)
    with DlibFaceAnalyser(files) as analyser:
        looks(analyser, detector, shown, 10, eyes=True)  # the models are loaded from here on
        half = asked.frames // 2
        peer = detector_alone(analyser, shown, half)
        blinking = looks(analyser, detector, shown, asked.frames, eyes=True)
        usual = looks(analyser, detector, shown, asked.frames, eyes=False)
        peer = (peer + detector_alone(analyser, shown, half)) / 2
        tell({
            "benchmark": "face", "machine": machine(), "clip": asked.clip.name if asked.clip else "rendered head",
            "frames": asked.frames, "yunet": files.yunet is not None, "faceres": files.faceres is not None,
            "cpu_a_look": usual, "cpu_a_look_while_a_blink_is_asked": blinking, "detector_alone_ms": round(peer, 1),
            "look_to_detector_alone": round(usual["all_ms"] / peer, 2),
            "blink_look_to_detector_alone": round(blinking["all_ms"] / peer, 2),
            "trace_ms_a_camera_frame": round(traces(analyser, shown), 2),
            "decision_seconds": decision(analyser, shown),
        }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
