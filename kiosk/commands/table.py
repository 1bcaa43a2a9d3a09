"""The headless commands by name; only the one that was asked for is loaded, so that each starts fast."""

import importlib
import logging
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from kiosk.domain.staff import StaffRole

SETTINGS = Path(__file__).resolve().parents[2] / "device_config" / "training.toml"
CONSOLE = SETTINGS.with_name("console.toml")
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Identity = Annotated[Path, typer.Option(help="Age identities that open log and record.")]
_MODULES = {
    "rehearse": "rehearse",
    "measure": "measure",
    "loan": "loan",
    "leaflet": "leaflet",
    "sync": "terminal",
    "outbox": "terminal",
    "enrol": "terminal",
}
"""Command -> module of kiosk.commands that has it."""


def register(app: typer.Typer, asked: str) -> None:
    """All commands when `asked` is none of them (for --help), else that one."""
    app.command(name="verify")(_verify)
    app.command(name="transcript")(_transcript)
    case = typer.Typer(no_args_is_help=True, help="Cases signed by headquarters.")
    case.command("import")(_case_import)
    app.add_typer(case, name="case")
    app.command(name="console-certificate")(_console_certificate)
    staff = typer.Typer(no_args_is_help=True, help="The branch's register of staff, for headquarters to sign.")
    for command in (_staff_list, _staff_add, _staff_remove, _staff_reset):
        staff.command(command.__name__.removeprefix("_staff_"))(command)
    app.add_typer(staff, name="staff")
    own = {
        "verify",
        "transcript",
        "case",
        "staff",
        "console-certificate",
        *(command.callback.__name__ for command in app.registered_commands if command.callback),
    }
    for name, module in _MODULES.items():
        if name == asked or asked not in _MODULES.keys() | own:
            app.command(name)(getattr(importlib.import_module(f"kiosk.commands.{module}"), name))


def logs_to_standard_error() -> None:
    """Standard output belongs to the command."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def _verify(path: Path, trust: Path | None = None, identity: Path | None = None, json: Json = False) -> None:
    """Verify a bundle, a filed session or a borrower's receipt, offline."""
    from kiosk.commands.verify import verify

    raise typer.Exit(verify(path, trust, identity, as_json=json))


def _transcript(path: Path, identity: Identity, trust: Path | None = None, json: Json = False) -> None:
    """Who said what in a sealed session, for who holds the key of its record."""
    from kiosk.commands.transcript import show_transcript

    raise typer.Exit(show_transcript(path, identity, trust, as_json=json))


def _case_import(file: Path, config: Path = SETTINGS) -> None:
    """Bring in a case or catalogue that headquarters signed."""
    from kiosk.commands.terminal import case_import

    case_import(file, config)


def _console_certificate(
    request: Annotated[Path | None, typer.Option(help="Write what headquarters is asked.")] = None,
    answer: Annotated[Path | None, typer.Option(help="Install what headquarters answered.")] = None,
    config: Path = CONSOLE,
) -> None:
    """A console's certificate: ask for it (`python -m hq console approve` answers), or install it."""
    from kiosk.commands.console import certificate

    certificate(config, request, answer)


def _staff_list(file: Path) -> None:
    """Who stands in it."""
    from kiosk.commands.staff import show

    show(file)


def _staff_add(
    file: Path,
    staff: Annotated[str, typer.Option("--id", help="Under which evidence knows the person; no name.")],
    number: Annotated[str, typer.Option(help="What he types, 3 to 12 digits.")],
    role: Annotated[StaffRole, typer.Option()] = StaffRole.CLERK,
    card: Annotated[bool, typer.Option("--card", help="Asks for the card's code as well.")] = False,
) -> None:
    """Add a person; the PIN is asked for, never an argument."""
    from kiosk.commands.staff import add

    add(file, staff, number, role, card)


def _staff_remove(file: Path, staff: Annotated[str, typer.Option("--id")]) -> None:
    """Take a person out."""
    from kiosk.commands.staff import remove

    remove(file, staff)


def _staff_reset(file: Path, staff: Annotated[str, typer.Option("--id")]) -> None:
    """Give a person a new PIN."""
    from kiosk.commands.staff import reset

    reset(file, staff)
