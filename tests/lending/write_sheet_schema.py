"""Writes assets/sheet.schema.json from the program: .venv/bin/python -m tests.lending.write_sheet_schema"""

import json
from pathlib import Path

from kiosk.lending.sheet_schema import sheet_schema

SCHEMA = Path(__file__).resolve().parents[2] / "assets" / "sheet.schema.json"


def text() -> str:
    return json.dumps(sheet_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), "utf-8")
