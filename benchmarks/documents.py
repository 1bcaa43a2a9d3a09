"""The disclosure sheet: from the cash flow to PDF bytes, laid out here and by the child of a session, in turns.

.venv/bin/python -m benchmarks.documents
"""

import argparse
import datetime as dt
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import machine, resident, spread, tell
from kiosk.documents.paper import pdf_of
from kiosk.documents.sheet_pdf import sheet_paper
from kiosk.domain.consents import Mode
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_catalogue
from kiosk.runtime.press import ChildPress

_PIECE = 150_000
"""Some ten milliseconds."""
ROOT = Path(__file__).resolve().parent.parent


def beside(make: Callable[[], object], turns: int) -> list[float]:
    """Milliseconds that a fixed piece of Python takes while another thread makes `turns` papers, the time that it stood
    without a core taken off: what Python's lock makes of it."""
    stop = threading.Event()

    def work() -> None:
        for _ in range(turns):
            make()
        stop.set()

    found = []
    maker = threading.Thread(target=work)
    maker.start()
    while not stop.is_set():
        began, queued = time.perf_counter(), _queued()
        sum(n * n for n in range(_PIECE))
        found.append((time.perf_counter() - began - (_queued() - queued)) * 1000)
        time.sleep(0.005)
    maker.join()
    return found


def _queued() -> float:
    return int(Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text().split()[1]) / 1e9


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--turns", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    catalogue = json.loads((ROOT / "assets" / "offers" / "catalogue.json").read_bytes())
    offers = parse_catalogue(catalogue, dt.date.fromisoformat(catalogue["issued"])).offers
    now = dt.datetime.now(dt.UTC)
    press = ChildPress()
    figures, pages, theirs, own, size = [], [], [], [], 0
    press.start()
    for _ in range(asked.turns):
        for offer in offers:
            began = time.perf_counter()
            paper = sheet_paper(build_sheet(offer), session="benchmark", created=now, mode=Mode.TRAINING)
            figured = time.perf_counter()
            size = len(pdf_of(paper))
            laid_out, worked = time.perf_counter(), time.thread_time()
            assert len(press.pdf(paper)) == size
            figures.append(figured - began)
            pages.append(laid_out - figured)
            theirs.append(time.perf_counter() - laid_out)
            own.append(time.thread_time() - worked)
    sys.setswitchinterval(0.0005)  # as under the window
    lock = {
        "alone": beside(lambda: time.sleep(0.5), 4), "laid_out_here": beside(lambda: pdf_of(paper), 4),
        "by_the_child": beside(lambda: press.pdf(paper), 4),
    }  # fmt: skip
    used = resident(str(press.process_id))
    press.close()
    tell({
        "benchmark": "documents", "machine": machine(), "sheet_paper_s": spread(figures),
        "sheet_pdf_s": spread(pages), "first_pdf_s": round(pages[0], 3), "pdf_kb": round(size / 1000),
        "by_the_child_s": spread(theirs), "work_here_meanwhile_s": spread(own, 4), "child_mb": round(used),
        **{f"a_piece_of_work_{where}_ms": spread(found, 1) for where, found in lock.items()},
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
