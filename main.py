"""Mingshi 明示: parses the command and joins the parts that it needs. `main.py --help` lists the commands."""

import os

# One thread a library: with their defaults a session costs one core more. Must stand before any heavy import.
for _name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.umask(0o077)

import logging  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Annotated  # noqa: E402

import structlog  # noqa: E402
import typer  # noqa: E402

from kiosk.commands import loan, measure, rehearse, terminal, verify  # noqa: E402
from kiosk.domain.speech import Language  # noqa: E402

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
case_app = typer.Typer(no_args_is_help=True, help="Cases signed by headquarters.")
app.add_typer(case_app, name="case")
app.command()(rehearse.rehearse)
app.command()(measure.measure)
app.command()(loan.loan)
app.command()(terminal.sync)
app.command()(terminal.outbox)
app.command()(terminal.enrol)
case_app.command("import")(terminal.case_import)
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@app.command(name="verify")
def verify_(path: Path, trust: Path | None = None, identity: Path | None = None, json: Json = False) -> None:
    """Verify a bundle, a filed session or a borrower's receipt, offline."""
    raise typer.Exit(verify.verify(path, trust, identity, as_json=json))


@app.command()
def kiosk(config: Path = terminal.DEFAULT_SETTINGS, windowed: bool = False, probe_start: bool = False) -> None:
    """The kiosk; --probe-start leaves at the first painted attract screen and prints the milliseconds."""
    from ui.app import run

    with terminal.opened(config) as session:
        raise typer.Exit(run(session, windowed, print if probe_start else None))


@app.command()
def previews(out: Path, lang: Language | None = None, landscape: bool = False) -> None:
    """A picture of every screen in every state."""
    from ui.previews import render

    typer.echo(f"{len(render(out, (lang,) if lang else tuple(Language), landscape))} pictures in {out}")


def main() -> None:
    """Logs go to standard error; standard output belongs to the command."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
    app()


if __name__ == "__main__":
    main()
