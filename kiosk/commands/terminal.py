"""Commands of a terminal: the kiosk itself, sync, outbox, enrolment, cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kiosk.assembly.office import opened_office, opened_store, request_enrolment, take_case
from kiosk.assembly.terminal import Terminal
from kiosk.commands.outbox import show
from kiosk.commands.sync import sync_once
from kiosk.domain.errors import MingshiError
from kiosk.runtime.settings import load_settings

EXIT_FAILED = 2
DEFAULT_SETTINGS = Path(__file__).resolve().parents[2] / "device_config" / "training.toml"
Config = Annotated[Path, typer.Option(help="Settings.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@contextmanager
def opened(config: Path) -> Iterator[Terminal]:
    """A running terminal. Raises MingshiError when it can't start."""
    terminal = Terminal(load_settings(config))
    try:
        yield terminal
    finally:
        terminal.close()


def sync(config: Config = DEFAULT_SETTINGS, once: bool = True, as_json: Json = False) -> None:
    """Send what is sealed."""
    with _plainly(), opened_office(load_settings(config)) as office:
        raise typer.Exit(sync_once(office, as_json))


def outbox(config: Config = DEFAULT_SETTINGS, as_json: Json = False) -> None:
    """Show what waits and what was received."""
    with _plainly(), opened_store(load_settings(config)) as store:
        raise typer.Exit(show(store, as_json))


def enrol(out: Path = Path("enrol-request.json"), config: Config = DEFAULT_SETTINGS) -> None:
    """Make the device's keys and its request for a certificate."""
    with _plainly():
        request_enrolment(load_settings(config), out)
    typer.echo(f"{out}: take it to headquarters (python -m hq device approve)")


def case_import(file: Path, config: Config = DEFAULT_SETTINGS) -> None:
    """Bring in a case or catalogue that headquarters signed."""
    with _plainly():
        typer.echo(take_case(load_settings(config), file))


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except MingshiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_FAILED) from error
