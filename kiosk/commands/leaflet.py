"""`main.py leaflet`: the protection corner's page to take along."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from kiosk.assembly.rig import ASSETS
from kiosk.commands.table import SETTINGS
from kiosk.documents.leaflet_pdf import Phones, leaflet_pdf
from kiosk.domain.errors import MingshiError
from kiosk.education.corner_file import load
from kiosk.runtime.settings import load_settings


def leaflet(out: Annotated[Path, typer.Option(help="The PDF.")], config: Path = SETTINGS) -> None:
    """Rights, warnings and whom to call: one A4 page in Chinese, one in English."""
    try:
        settings = load_settings(config)
        phones = Phones(settings.leaflet.lender_phone, settings.leaflet.mediator_phone)
        now = dt.datetime.now(dt.UTC)
        pdf = leaflet_pdf(load(ASSETS / "corner"), settings.branch, phones, created=now, mode=settings.mode)
        out.write_bytes(pdf)
    except (MingshiError, OSError) as failure:
        typer.echo(str(failure), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{out}")
