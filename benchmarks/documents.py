"""The disclosure sheet: from the cash flow to PDF bytes.

.venv/bin/python -m benchmarks.documents
"""

import argparse
import datetime as dt
import json
import time
from pathlib import Path

from benchmarks.figures import machine, spread, tell
from kiosk.documents.sheet_pdf import sheet_pdf
from kiosk.domain.consents import Mode
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_catalogue

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--turns", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    catalogue = json.loads((ROOT / "assets" / "offers" / "catalogue.json").read_bytes())
    offers = parse_catalogue(catalogue, dt.date.fromisoformat(catalogue["issued"])).offers
    now = dt.datetime.now(dt.UTC)
    figures, pages, size = [], [], 0
    for _ in range(asked.turns):
        for offer in offers:
            began = time.perf_counter()
            sheet = build_sheet(offer)
            figured = time.perf_counter()
            size = len(sheet_pdf(sheet, session="benchmark", created=now, mode=Mode.TRAINING))
            figures.append(figured - began)
            pages.append(time.perf_counter() - figured)
    tell({
        "benchmark": "documents", "machine": machine(), "sheet_figures_s": spread(figures),
        "sheet_pdf_s": spread(pages),
        "first_pdf_s": round(pages[0], 3), "pdf_kb": round(size / 1000),
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
