"""Mingshi 明示: parses the command and joins the parts that it needs. `main.py --help` lists the commands."""

import os
import time

_BEGAN = time.monotonic()

# One thread a library: with their defaults a session costs one core more. Must stand before any heavy import.
for _name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.umask(0o077)

import sys  # noqa: E402

if __name__ == "__main__" and sys.argv[1:2] == ["kiosk"] and "--help" not in sys.argv:
    # Something to read stands there before anything else is loaded.
    from ui.opening import first_screen

    _painted = first_screen("--windowed" in sys.argv).painted_at
    if "--probe-start" in sys.argv:
        print(f"{(_painted - _BEGAN) * 1000:.1f}" if _painted else "nothing was painted")
        sys.exit(0 if _painted else 2)

import importlib  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Annotated, Any  # noqa: E402

import typer  # noqa: E402

from kiosk.commands.table import CONSOLE, SETTINGS, logs_to_standard_error, register  # noqa: E402
from kiosk.domain.speech import Language  # noqa: E402

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Probe = Annotated[bool, typer.Option("--probe-start", help="Leave at the first painted screen; print milliseconds.")]


@app.command()
def kiosk(config: Path = SETTINGS, windowed: bool = False, probe_start: Probe = False) -> None:
    """The kiosk. Its first screen stands before devices and headquarters do."""
    from ui.opening import run

    def opens() -> Any:
        return importlib.import_module("kiosk.commands.terminal").opened(config)

    raise typer.Exit(run(opens, windowed, lambda reason: typer.echo(reason, err=True)))


@app.command()
def console(config: Path = CONSOLE, windowed: bool = False) -> None:
    """The supervisor's console."""
    from ui.staff.console import run

    opens = importlib.import_module("kiosk.commands.console").opened
    raise typer.Exit(run(lambda: opens(config), windowed, lambda reason: typer.echo(reason, err=True)))


@app.command()
def previews(
    out: Annotated[Path, typer.Option(help="The pictures' folder.")],
    lang: Language | None = None,
    landscape: bool = False,
    sheets: Annotated[bool, typer.Option(help="One sheet a state: both languages, all sizes and contrasts.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Of this state; may be given again.")] = None,
) -> None:
    """A picture of every screen in every state."""
    from kiosk.assembly.sample_frames import sample_frames
    from ui.sheets import draw

    typer.echo(draw(out, lang, landscape, sample_frames(), sheets, tuple(only or ())))


def main() -> None:
    """Run the command."""
    logs_to_standard_error()
    register(app, sys.argv[1] if len(sys.argv) > 1 else "")
    app()


if __name__ == "__main__":
    main()
