"""What it costs to watch who sits there, in real time: the product's own watch, its face child, frames at 25 a second.

    .venv/bin/python -m benchmarks.presence [CLIP] [--models ../shared/models] [--seconds 60] [--json]

Five looks a second and a comparison every ten seconds, as in a session after identity is settled. Without a clip the
rendered head turns and nods. `cores`: processor seconds a second, of the kiosk's process (shrinking, sending, judging)
and of the child.
"""

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from benchmarks.face import ROOT, child_seconds, pictures
from benchmarks.figures import machine, tell
from kiosk.checks.face_match import MatchThresholds
from kiosk.checks.presence import PresenceLimits
from kiosk.consent.events import Event, PresenceChanged
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.picture_codec_opencv import OpenCvPictureCodec
from kiosk.ports.camera import Frame, Image
from kiosk.ports.face import Comparison, NotComparable, Tracked
from kiosk.runtime.devices import Devices
from kiosk.runtime.presence_watch import PresenceWatch
from kiosk.runtime.session_faces import SessionFaces

_LOOKS_EVERY, _COMPARED_EVERY, _FRAME = 0.2, 10.0, 0.04


class Counted(DlibFaceAnalyser):
    """Counts what the watch asks for."""

    looks = measured = compared = 0

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        tracked = super().track(picture, eyes=eyes)
        self.looks, self.measured = self.looks + 1, self.measured + (tracked.measures is not None)
        return tracked

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        self.compared += 1
        return super().compare(reference, probes)


def watched(analyser: Counted, shown: list[Image], seconds: float) -> dict[str, object]:
    """Everything but the watch stands still meanwhile."""
    clock, codec = SystemClock(), OpenCvPictureCodec()
    events: list[Event] = []
    # The watch asks no more of the kiosk's devices than this.
    devices = cast(
        Devices,
        SimpleNamespace(clock=clock, codec=codec, watch_every=_LOOKS_EVERY, compare_every=_COMPARED_EVERY),
    )
    with ThreadPoolExecutor(1, thread_name_prefix="face") as worker:

        def submit(task: Callable[[], None]) -> None:
            worker.submit(task)

        watch = PresenceWatch(
            devices, MatchThresholds(), PresenceLimits(), events.append, submit, SessionFaces(lambda: analyser),
            lambda: False,
        )  # fmt: skip
        watch.start(codec.encode(shown[0], 90))
        frames = cycle(enumerate(shown))
        index = 0

        def push() -> None:
            nonlocal index
            index += 1
            watch.push_frame(Frame(next(frames)[1], clock.now(), index))

        camera = clock.every(_FRAME, push)
        time.sleep(2.0)  # the first looks find the face
        looks, compared = analyser.looks, analyser.compared
        wall, own, child = time.monotonic(), time.process_time(), child_seconds(analyser.process_id)
        time.sleep(seconds)
        passed = time.monotonic() - wall
        kiosk = (time.process_time() - own) / passed
        of_child = (child_seconds(analyser.process_id) - child) / passed
        looks, compared = analyser.looks - looks, analyser.compared - compared
        camera.cancel()
        worker.submit(watch.stop).result()
    return {
        "cores": {"all": round(kiosk + of_child, 3), "kiosk": round(kiosk, 3), "face_child": round(of_child, 3)},
        "seconds": round(passed, 1), "looks_a_second": round(looks / passed, 2), "comparisons": compared,
        "changes_told": sum(isinstance(event, PresenceChanged) for event in events),
    }  # fmt: skip


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("clip", type=Path, nargs="?")
    ask.add_argument("--models", type=Path, default=None)
    ask.add_argument("--seconds", type=float, default=60.0)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    models = load_model_folder(ROOT / "assets" / "models.toml", asked.models, ROOT / "models")
    shown = pictures(asked.clip)
    with Counted(FaceModelFiles.of(models, faceres=True)) as analyser:
        figures = watched(analyser, shown, asked.seconds)
    tell({
        "benchmark": "presence", "machine": machine(), "clip": asked.clip.name if asked.clip else "rendered head",
        **figures,
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
