"""From the command to the first painted screen, beside a bare PySide6 window, in turns A B A B.

xvfb-run -a -s "-screen 0 1080x1920x24" .venv/bin/python -m benchmarks.first_paint
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import machine, spread, tell

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import time; began = time.monotonic()
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(sys.argv[:1])
class Bare(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        print((time.monotonic() - began) * 1000)
        QTimer.singleShot(0, app.quit)
window = Bare("bare"); window.resize(810, 1440); window.show(); app.exec()
"""
KIOSK = [sys.executable, "main.py", "kiosk", "--windowed", "--probe-start"]


def timed(command: list[str]) -> tuple[float, float]:
    """(milliseconds that the program tells, of the whole process)."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1]), (time.monotonic() - began) * 1000


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--pairs", type=int, default=15)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bare, kiosk = [sys.executable, "-c", BARE], KIOSK
    timed(bare), timed(kiosk)  # the disk's cache is warm from here on
    pairs = [(timed(kiosk), timed(bare)) for _ in range(asked.pairs)]
    inside = [(k[0], b[0]) for k, b in pairs]
    whole = [(k[1], b[1]) for k, b in pairs]
    tell({
        "benchmark": "first_paint", "machine": machine(), "platform": os.environ.get("QT_QPA_PLATFORM", "xcb"),
        "kiosk_first_paint_ms": spread([k for k, _ in inside], 1),
        "bare_first_paint_ms": spread([b for _, b in inside], 1),
        "ratio_of_pairs": round(median(k / b for k, b in inside), 2),
        "kiosk_process_ms": spread([k for k, _ in whole], 1), "bare_process_ms": spread([b for _, b in whole], 1),
        "ratio_of_whole_processes": round(median(k / b for k, b in whole), 2),
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
