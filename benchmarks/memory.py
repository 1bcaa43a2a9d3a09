"""Memory after session upon session in one kiosk process with its window: what is not given back shows here.

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m benchmarks.memory [--sessions 200]

Rehearsed on simulated devices and a simulated clock, without making speech; every session is sealed and sent to a
training headquarters, as always. Anonymous memory (heap and stacks) is the figure that counts; USS also has pages of
libraries, which are private or shared as other processes come and go.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
import gc
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from benchmarks.figures import log_to_stderr, machine, spread, tell
from benchmarks.storm_kiosk import Guide, StormKiosk, brisk
from kiosk.commands.table import logs_to_standard_error
from kiosk.consent import states as st
from kiosk.consent.events import SessionOpened
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime import heap
from ui.app import application, shown
from ui.window import Window

STOPS = (10, 50, 100, 200)
_PLAYED = (
    "signs", "none", "declines", "enquires", "signs_en", "refuses_recording", "thinks_it_over", "refuses_credit",
    "refuses_card", "refuses_partner",
)  # fmt: skip
"""Ten after one another: after each ten the same has been played as often."""
_LONGEST = 3600.0


def figures() -> dict[str, float]:
    """MB of this process, its threads, open files and widgets."""
    sizes: Counter[str] = Counter()
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, amount = line.split()[:2]
        sizes[name.rstrip(":")] += int(amount)
    return {
        "rss_mb": round(sizes["Rss"] / 1024, 1),
        "anonymous_mb": round(sizes["Anonymous"] / 1024, 1),
        "uss_mb": round((sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024, 1),
        "threads": threading.active_count(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "widgets": len(QApplication.allWidgets()),
    }


def session(kiosk: StormKiosk, window: Window, name: str) -> tuple[float, float]:
    """One, from the opening to the attract screen; seconds by the clock, and of this process's own work."""
    began, worked = time.monotonic(), time.process_time()
    story = brisk(STORIES[name])
    guide = Guide(kiosk.kiosk, story, lambda _: None, lambda: kiosk.pass_time(0.1))
    kiosk.kiosk.runner.post(SessionOpened(kiosk.kiosk.opening(enquiry=story.enquiry)))
    kiosk.pass_time(0.05)
    guide.carry_on(lambda state: isinstance(state, st.Ended), _LONGEST)
    ended = kiosk.state
    if not isinstance(ended, st.Ended) or not ended.folder or ended.ending is not story.ending:
        raise RuntimeError(f"{name} came to {ended}")
    assert kiosk.settled(window)
    kiosk.kiosk.sync()
    while isinstance(kiosk.state, st.Ended):
        kiosk.pass_time(5.0)
    return time.monotonic() - began, time.process_time() - worked


def run(sessions: int, work: Path, trace: bool) -> dict[str, Any]:
    """Play them; the report."""
    application()
    kiosk = StormKiosk(work)
    took: list[float] = []
    worked: list[float] = []
    after: dict[int, dict[str, float]] = {}
    first: tracemalloc.Snapshot | None = None
    grown: list[str] = []
    try:
        with shown(kiosk.view, windowed=True) as window:
            gc.collect()
            gc.freeze()  # as the program does before its window takes over
            heap.give_back()
            for number in range(1, sessions + 1):
                seconds, own = session(kiosk, window, _PLAYED[(number - 1) % len(_PLAYED)])
                took.append(seconds)
                worked.append(own)
                print(f"{number}: {seconds:.1f} s, {own:.1f} worked, {figures()}", file=sys.stderr, flush=True)
                if number in STOPS or number == sessions:
                    gc.collect()
                    after[number] = figures()
                    print(f"after {number}: {after[number]}", file=sys.stderr, flush=True)
                    if trace:
                        now = tracemalloc.take_snapshot()
                        if first is not None:
                            grown = [str(line) for line in now.compare_to(first, "lineno")[:25]]
                        first = first or now
    finally:
        kiosk.close()
    least, most = min(after), max(after)
    report: dict[str, Any] = {f"after_{number}": stood for number, stood in after.items()}
    return report | {
        "ratio_anonymous": round(after[most]["anonymous_mb"] / after[least]["anonymous_mb"], 3),
        "ratio_uss": round(after[most]["uss_mb"] / after[least]["uss_mb"], 3),
        "ratio_rss": round(after[most]["rss_mb"] / after[least]["rss_mb"], 3),
        "seconds_a_session": spread(took, 2),
        "mean_seconds": round(sum(took) / len(took), 2),
        "processor_seconds_a_session": spread(worked, 2),
        "mean_processor_seconds": round(sum(worked) / len(worked), 2),
        **({"grown": grown} if trace else {}),
    }


def main() -> None:
    """Print what was measured."""
    log_to_stderr()
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--sessions", type=int, default=200)
    ask.add_argument("--trace", action="store_true", help="which lines hold more than at the first stop; slower")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    logs_to_standard_error()
    if asked.trace:
        tracemalloc.start(12)
    with tempfile.TemporaryDirectory(prefix="mingshi-memory-") as work:
        report = run(asked.sessions, Path(work), asked.trace)
    tell({"benchmark": "memory", "machine": machine(), **report}, asked.json)


if __name__ == "__main__":
    main()
