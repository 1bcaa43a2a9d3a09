"""Writes the table of kinds into docs/FORMAT.md: `python -m tests.evidence.write_kinds` after changing events.toml."""

from pathlib import Path

from kiosk.evidence.catalogue import catalogue_table

BEGIN, END = "<!-- kinds -->\n", "\n<!-- /kinds -->"
FORMAT = Path(__file__).resolve().parents[2] / "docs" / "FORMAT.md"


def table_in(text: str) -> str:
    """What stands between the marks."""
    return text[text.index(BEGIN) + len(BEGIN) : text.index(END)]


if __name__ == "__main__":
    before = FORMAT.read_text("utf-8")
    FORMAT.write_text(before.replace(BEGIN + table_in(before) + END, BEGIN + catalogue_table() + END), "utf-8")
