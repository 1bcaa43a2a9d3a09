"""The figures of `measure` on paper, for the readiness report of a branch."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from kiosk.documents.blocks import Block, Paragraph, Table
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text


def measure_pdf(figures: Mapping[str, object], *, folder: str, created: datetime, mode: Mode) -> bytes:
    """One line a figure. `folder`: the measured folder's name, never its whole path."""
    rows = tuple(_rows("", figures))
    blocks: list[Block] = [
        Paragraph(
            Text(
                f"数据目录：{folder}。方括号内是 95% 精确置信区间（Clopper-Pearson）。",
                f"Folder: {folder}. Exact 95 % bounds (Clopper-Pearson) in brackets.",
            )
        ),
        Table((Text("项目", "Figure"), Text("", ""), Text("结果", "Value")), rows, (9, 1, 8)),
    ]
    return pdf_of(
        Paper(tuple(blocks), Frame(Text("测量报告", "Measurement Report"), str(figures.get("kind", "")), created, mode))
    )


def _rows(prefix: str, figures: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    for name, value in figures.items():
        label = f"{prefix}{name}"
        match value:
            case {"value": shown, "low": low, "high": high}:
                yield label, "", f"{_percent(shown)}  [{_percent(low)}, {_percent(high)}]"
            case Mapping():
                yield from _rows(f"{label}.", value)
            case list():
                yield label, "", ", ".join(map(str, value))
            case _:
                yield label, "", str(value)


def _percent(share: object) -> str:
    return f"{share * 100:.2f}%" if isinstance(share, float | int) else "-"
