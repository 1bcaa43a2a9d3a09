"""`main.py measure`: error rates over a labelled folder (DESIGN section 6)."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.assembly.measure import run
from kiosk.bench.measure import Figures, Kind
from kiosk.documents.measure_pdf import measure_pdf
from kiosk.documents.pad_report_pdf import UnderTest, pad_report_pdf
from kiosk.domain.errors import MingshiError
from kiosk.runtime.settings import load_settings

EXIT_FAILED = 2
DEFAULT_SETTINGS = Path(__file__).resolve().parents[2] / "device_config" / "training.toml"


def measure(
    kind: Annotated[Kind, typer.Argument(help="What to measure.")],
    folder: Annotated[Path, typer.Argument(help="A folder with a labels.csv.")],
    models: Annotated[Path | None, typer.Option(help="Folder with model files; else that of the settings.")] = None,
    cross_validate: Annotated[bool, typer.Option("--cross-validate", help="Refit by person or speaker.")] = False,
    pdf: Annotated[Path | None, typer.Option(help="Write the report here as well.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    config: Annotated[Path, typer.Option(help="The settings whose thresholds are measured.")] = DEFAULT_SETTINGS,
) -> None:
    """Error rates with exact confidence bounds; refusing everything looks bad."""
    try:
        settings = load_settings(config)
        figures = run(kind, folder, settings, models, cross_validate)
        if pdf is not None:
            created = datetime.now().astimezone()
            name = folder.resolve().name
            if kind in (Kind.SPOOF, Kind.MOTION):
                tested = UnderTest(name, settings.branch, settings.device_id, settings.attack.provenance)
                pdf.write_bytes(pad_report_pdf(figures, tested, created=created, mode=settings.mode))
            else:
                pdf.write_bytes(measure_pdf(figures, folder=name, created=created, mode=settings.mode))
    except (MingshiError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_FAILED) from error
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines("", figures)))


def _lines(indent: str, figures: Mapping[str, object] | Figures) -> Iterator[str]:
    """The same for people, one figure a line."""
    for name, value in figures.items():
        match value:
            case {"value": None}:
                yield f"{indent}{name}: nothing counted"
            case {"value": float(share), "low": float(low), "high": float(high)}:
                yield f"{indent}{name}: {share:.2%}  [{low:.2%}, {high:.2%}]"
            case Mapping():
                yield f"{indent}{name}:"
                yield from _lines(indent + "  ", value)
            case _:
                yield f"{indent}{name}: {value}"
