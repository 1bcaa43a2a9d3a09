"""`main.py console`: the supervisor's console opened; its certificate asked for and installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from kiosk.assembly.console import Console, install_answer, write_request
from kiosk.domain.errors import MingshiError
from kiosk.runtime.settings_supervision import load_console_settings

EXIT_FAILED = 2


@contextmanager
def opened(config: Path) -> Iterator[Console]:
    """A running console. Raises MingshiError when it can't start."""
    console = Console(load_console_settings(config))
    typer.echo(f"{console.settings.name}: {console.url}", err=True)
    try:
        yield console
    finally:
        console.close()


def certificate(config: Path, request: Path | None, answer: Path | None) -> None:
    """Write the request for `python -m hq console approve`, or install its answer; exit code 2 with one sentence."""
    try:
        settings = load_console_settings(config)
        if request is not None:
            write_request(settings, request)
            typer.echo(f"{request}: take it to headquarters (python -m hq console approve)")
        if answer is not None:
            install_answer(settings, answer)
            typer.echo(f"{settings.name} is certified")
    except MingshiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_FAILED) from error
