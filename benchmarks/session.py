"""A whole session in real time at 720p25 with window, recorder, face checks and speech: cores, frames, answers, blocks.

    xvfb-run -a -s "-screen 0 1080x1920x24" .venv/bin/python -m benchmarks.session [--people ../shared/data/people]

The borrower speaks by espeak-ng through silero and whisper; `--leaves-at` shortens the story. His picture is a clip of
`--people`, or the rendered head, which costs processor time of its own.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
import gc
import os
import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from benchmarks.figures import log_to_stderr, machine, resident, spread, tell
from benchmarks.heartbeat import Block, Heartbeat
from benchmarks.watching import Answers, Cores, Sealed, View
from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.rehearsal import Plan, Rehearsal
from kiosk.commands.table import logs_to_standard_error
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.consents import Ending
from kiosk.rehearsal.people import load_people, load_words
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.settings import load_settings
from ui.app import application, shown

ROOT = Path(__file__).resolve().parent.parent


class Bench(QObject):
    """Lives on the GUI thread; the rehearsal runs beside it and hands its kiosk over."""

    stands = Signal(object)
    over = Signal()

    def __init__(self, plan: Plan, show: bool) -> None:
        super().__init__()
        self._plan, self._show = plan, show
        self._closing = ExitStack()
        self._ready = threading.Event()
        self.report: dict[str, Any] = {}
        self.stands.connect(self._watch)
        self.over.connect(self._end)

    def play(self) -> None:
        """On a thread of its own."""
        rehearsal = Rehearsal(load_settings(ROOT / "device_config" / "training.toml"), self._plan, self._handed_over)
        try:
            self.report["session"] = rehearsal.run()[0]
        finally:
            rehearsal.close()
            self.over.emit()

    def _handed_over(self, kiosk: Kiosk) -> None:
        self.stands.emit(kiosk)
        self._ready.wait()

    @Slot(object)
    def _watch(self, kiosk: Kiosk) -> None:
        gc.collect()
        gc.freeze()  # as the program does before its window takes over
        self._window = self._closing.enter_context(shown(View(kiosk), windowed=True))
        self._answers, self._sealed = Answers(kiosk), Sealed(kiosk)
        self._cores = Cores()
        self._memory: dict[str, float] = {}
        self._ended = False
        self._kiosk = kiosk
        # A session begins long after the window was put up: its first painting is not of the session.
        QTimer.singleShot(2000, self._begin)

    def _begin(self) -> None:
        self._beat = Heartbeat(_told if self._show else lambda _: None)
        self._kiosk.runner.subscribe(self._note)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sample)
        self._timer.start(1000)
        self._cores.begin()
        self._ready.set()

    def _note(self, state: object) -> None:
        self._beat.now = type(state).__name__

    def _sample(self) -> None:
        if self._ended:
            return
        if self._sealed.ended:
            self._finish()
            return
        self._cores.sample()
        self._sealed.sample()
        here = {"self": "kiosk", **self._cores.children}
        for process, name in here.items():
            self._memory[name] = max(self._memory.get(name, 0.0), resident(process))

    def _finish(self) -> None:
        self._ended = True
        self._beat.stop()
        self._settings = {
            **{name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT")},
            "cv2": cv2.getNumThreads(), "threads": len(list(Path("/proc/self/task").iterdir())),
        }  # fmt: skip
        recorded = self._sealed.recorded
        blocks = self._beat.blocks
        of = {"by_the_clock": [b.late for b in blocks], "worked": [b.worked for b in blocks],
              "worked_and_held": [b.worked + b.held for b in blocks]}  # fmt: skip
        self.report |= {
            "cores": self._cores.read(),
            "frames": {
                "encoded": recorded.frames, "dropped": recorded.dropped, "longest_queue": recorded.longest_queue,
                "recorded_seconds": round(recorded.sound_seconds, 1),
            },
            "answer_understood_s": spread(self._answers.understood),
            "answer_not_understood_s": spread(self._answers.not_understood),
            "answer_on_screen_s": spread(self._answers.shown),
            "gui_longest_block_ms": {name: round(max(all_ms, default=0.0), 1) for name, all_ms in of.items()},
            "gui_blocks_over_50_ms": {name: sum(ms > 50 for ms in all_ms) for name, all_ms in of.items()},
            **{f"gui_worst_{by}": self._beat.worst(by) for by in ("late", "worked", "stolen", "held")},
            "stolen_by_the_host": round(self._beat.stolen_share, 3),
            "garbage_longest_ms": round(self._beat.collected_ms, 1),
            "sealed_within_s": round(self._sealed.ended - self._sealed.began, 3),
            "thread_settings": self._settings,
            "memory_mb": {name: round(used) for name, used in self._memory.items()},
        }  # fmt: skip

    @Slot()
    def _end(self) -> None:
        if self.report.get("session") and not self._ended:
            self._finish()
        self._closing.close()
        application().quit()


def _told(block: Block) -> None:
    print(block, file=sys.stderr, flush=True)


def main() -> None:
    """Print what was measured."""
    log_to_stderr()
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--people", type=Path, help="a folder of people; the first one's clip sits before the camera")
    ask.add_argument("--speech", type=Path, help="a folder of recorded words; what it lacks is said by espeak-ng")
    ask.add_argument("--leaves-at", default="disclosure.terms", help="a step of the script, or empty: to the end")
    ask.add_argument("--touch", action="store_true", help="answers by touch instead of by voice")
    ask.add_argument("--out", type=Path, help="keep the bundle here")
    ask.add_argument("--show", action="store_true", help="tell each block over 50 ms on standard error when it comes")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    logs_to_standard_error()
    story = replace(STORIES["signs" if asked.touch else "speaks"], leaves_at=asked.leaves_at)
    if asked.leaves_at:
        story = replace(story, ending=Ending.DECLINED)
    people = load_people(asked.people)[:1] if asked.people else ()
    # File-fed input is declared as such when the session opens; undeclared, the bundle comes out BROKEN.
    story = replace(story, real_input=bool(people or asked.speech))
    words = load_words(asked.speech) if asked.speech else ()
    app = application()
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="mingshi-bench-") as out:
        bench = Bench(Plan(story, asked.out or Path(out), people, words=words, real_time=True), asked.show)
        player = threading.Thread(target=bench.play, name="borrower", daemon=True)
        player.start()
        app.exec()
        player.join()
    tell({"benchmark": "session", "machine": machine(), **bench.report}, asked.json)


if __name__ == "__main__":
    main()
