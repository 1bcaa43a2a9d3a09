"""What it costs to look at a face ten times a second: tracking with mesh and eyes in the face child, attack detection
in the kiosk's own process. 720p in; processor time a frame, not wall time.

    .venv/bin/python -m benchmarks.face [CLIP] [--models ../shared/models] [--frames 300] [--json]

Without a clip the rendered head turns, nods and blinks. `--models`: a folder with the attack detector's files (and, if
it has them, YuNet's); the mesh comes from models/, where the installer puts it.
"""

import argparse
import os
import time
from itertools import cycle, islice
from math import sin
from pathlib import Path

from benchmarks.figures import machine, spread, tell
from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.pictures import read_frames
from kiosk.ports.attack_detector import LiveScore
from kiosk.ports.camera import Image

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 720)
_TICKS = os.sysconf("SC_CLK_TCK")


def pictures(clip: Path | None) -> list[Image]:
    """At most 50, each 1280 x 720."""
    if clip is None:
        head = HeadRenderer(SIZE)
        moves = [Pose(yaw=20 * sin(n / 8), pitch=8 * sin(n / 5), eyes=0.0 if n % 25 == 7 else 1.0) for n in range(50)]
        return [head.render(pose, marked=False) for pose in moves]
    frames = list(read_frames(clip, 50))
    return [_on_a_page(frame) for frame in (*frames, *frames[::-1])][:100]


def _on_a_page(frame: Image) -> Image:
    scale = min(SIZE[0] / frame.shape[1], SIZE[1] / frame.shape[0])
    grown = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    aside = SIZE[0] - grown.shape[1]
    below = SIZE[1] - grown.shape[0]
    return cv2.copyMakeBorder(
        grown, below // 2, below - below // 2, aside // 2, aside - aside // 2, cv2.BORDER_REPLICATE
    )


def child_seconds(process: int | None) -> float:
    """Processor seconds that the child has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("clip", type=Path, nargs="?")
    ask.add_argument("--models", type=Path, default=None)
    ask.add_argument("--frames", type=int, default=300)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    models = load_model_folder(ROOT / "assets" / "models.toml", asked.models, ROOT / "models")
    files = FaceModelFiles.of(models, faceres=False)
    detector = MiniFasNetDetector(models)
    shown = pictures(asked.clip)
    walls: list[float] = []
    parent = attack = 0.0
    measured = judged = 0
    with DlibFaceAnalyser(files) as analyser:
        for picture in shown[:10]:  # the models are loaded from here on
            for face in analyser.track(picture).faces[:1]:
                detector.score(picture, face)
        began = child_seconds(analyser.process_id)
        for picture in islice(cycle(shown), asked.frames):
            wall, worked = time.perf_counter(), time.process_time()
            tracked = analyser.track(picture)
            walls.append(1000 * (time.perf_counter() - wall))
            parent += time.process_time() - worked
            measured += tracked.measures is not None and tracked.measures.mesh is not None
            worked = time.process_time()
            for face in tracked.faces[:1]:
                judged += isinstance(detector.score(picture, face), LiveScore)
            attack += time.process_time() - worked
        child = child_seconds(analyser.process_id) - began
    each = 1000 / asked.frames
    tell({
        "benchmark": "face", "machine": machine(), "clip": asked.clip.name if asked.clip else "rendered head",
        "frames": asked.frames, "with_mesh": measured, "attack_scores": judged, "yunet": files.yunet is not None,
        "child_cpu_ms_a_frame": round(child * each, 1), "kiosk_cpu_ms_a_frame": round(parent * each, 1),
        "attack_detection_cpu_ms_a_frame": round(attack * each, 1),
        "all_cpu_ms_a_frame": round((child + parent + attack) * each, 1), "track_wall_ms": spread(walls, 1),
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
