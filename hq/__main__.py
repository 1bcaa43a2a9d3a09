"""`python -m hq`: headquarters' commands."""

import json
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from hq import home as homes
from hq.store.store import Store
from kiosk.domain.consents import DataClass, Mode
from kiosk.domain.errors import MingshiError
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.verdict import EXIT_CODES

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
device_app = typer.Typer(no_args_is_help=True, help="Kiosks' certificates.")
console_app = typer.Typer(no_args_is_help=True, help="Consoles' certificates.")
case_app = typer.Typer(no_args_is_help=True, help="Cases and catalogues.")
app.add_typer(device_app, name="device")
app.add_typer(console_app, name="console")
app.add_typer(case_app, name="case")
staff_app = typer.Typer(no_args_is_help=True, help="Registers of staff.")
app.add_typer(staff_app, name="staff")

HomeOption = Annotated[Path, typer.Option("--home", help="headquarters' folder")]


@app.command()
def init(
    home: HomeOption,
    training: bool = False,
    host: Annotated[str, typer.Option(help="the name that kiosks reach this server by")] = "localhost",
) -> None:
    """Make keys and folders; done twice it changes nothing."""
    made = homes.init(home, Mode.TRAINING if training else Mode.LIVE, host)
    Store(made.store).close()
    _say({"home": str(made.root), "mode": made.mode.value, "trust": str(made.trust)})


@app.command()
def serve(
    home: HomeOption,
    host: str = "127.0.0.1",
    port: int = 0,
    announce: Annotated[Path | None, typer.Option(help="write URL and port here as JSON once listening")] = None,
    vault: Annotated[bool, typer.Option(help="run the vault's worker beside it")] = True,
) -> None:
    """Take sessions over mutual TLS until stopped; answer RFC 3161."""
    from hq.intake.server import serve as run

    run(homes.open_home(home), host, port, announce, vault=vault)


@app.command()
def work(home: HomeOption, once: bool = False, parent: int | None = None) -> None:
    """Verify, file and answer what intake has completed."""
    from hq.vault.worker import work as run

    run(homes.open_home(home), once=once, parent=parent)


@device_app.command("approve")
def device_approve(
    request: Path, home: HomeOption, out: Annotated[Path | None, typer.Option(help="the answer's file")] = None
) -> None:
    """Certify a kiosk from the request that `main.py enrol` wrote."""
    from hq.authority.enrolment import approve

    opened = homes.open_home(home)
    untrusted = request.read_bytes()
    answer = approve(opened, Store(opened.store), untrusted)
    if out is None:
        sys.stdout.write(answer.decode() + "\n")
    else:
        out.write_bytes(answer)
        _say({"answer": str(out), "request_sha256": sha256(untrusted)})


@device_app.command("revoke")
def device_revoke(device: str, home: HomeOption, why: str = "") -> None:
    """Refuse a kiosk from now on."""
    revoked = Store(homes.open_home(home).store).revoke_device(device, why)
    _say({"device": device, "revoked": revoked})
    raise typer.Exit(0 if revoked else 1)


@console_app.command("approve")
def console_approve(
    request: Path, home: HomeOption, out: Annotated[Path | None, typer.Option(help="the answer's file")] = None
) -> None:
    """Certify a branch's console from the request that `main.py console --request` wrote."""
    from hq.authority.consoles import approve_console

    opened = homes.open_home(home)
    untrusted = request.read_bytes()
    answer = approve_console(opened, Store(opened.store), untrusted)
    if out is None:
        sys.stdout.write(answer.decode() + "\n")
    else:
        out.write_bytes(answer)
        _say({"answer": str(out), "request_sha256": sha256(untrusted)})


@console_app.command("revoke")
def console_revoke(console: str, home: HomeOption, why: str = "") -> None:
    """Take no heads from a console from now on."""
    revoked = Store(homes.open_home(home).store).revoke_console(console, why)
    _say({"console": console, "revoked": revoked})
    raise typer.Exit(0 if revoked else 1)


@case_app.command("sign")
def case_sign(
    file: Path, home: HomeOption, out: Annotated[Path | None, typer.Option()] = None,
    holder: Annotated[Path | None, typer.Option(help="a file with the number of the borrower's card")] = None,
) -> None:  # fmt: skip
    """Sign a case or catalogue in JSON; beside it as FILE.signed.json, or into --out. With --holder it opens a session
    for him alone."""
    from hq.authority.case_signing import sign_case_file

    target = out or file.with_suffix(".signed.json")
    number = holder.read_text("utf-8").strip() if holder is not None else ""
    sign_case_file(homes.open_home(home), file, target, number)
    _say({"signed": str(target)})


@staff_app.command("sign")
def staff_sign(
    file: Path, home: HomeOption, branch: Annotated[str, typer.Option(help="as in its settings")],
    expires: Annotated[str, typer.Option(help="last day, YYYY-MM-DD")],
    out: Annotated[Path | None, typer.Option()] = None,
) -> None:  # fmt: skip
    """Sign a branch's register of staff (`main.py staff`); beside it as FILE.signed.json, or into --out."""
    from hq.authority.staff_signing import sign_staff
    from hq.vault.registers import keep_register

    target, opened = out or file.with_suffix(".signed.json"), homes.open_home(home)
    envelope = sign_staff(opened, file, branch, expires)
    keep_register(opened, branch, envelope)
    target.write_bytes(envelope)
    _say({"signed": str(target)})


@app.command()
def tsa(home: HomeOption, query: Path, out: Path) -> None:
    """Answer one RFC 3161 query from a file (the server answers at /v1/tsa)."""
    from hq.authority.ca import Purpose
    from hq.authority.tsa import Responder

    out.write_bytes(Responder(homes.open_home(home).authority(Purpose.TSA)).answer(query.read_bytes()))


@app.command()
def verify(session: str, home: HomeOption) -> None:
    """Verify a filed session again; exit codes as `main.py verify`."""
    from hq.vault.inspection import verify_filed

    opened = homes.open_home(home)
    found = verify_filed(opened, Store(opened.store), session)
    _say(found.to_json())
    raise typer.Exit(EXIT_CODES[found.verdict])


@app.command()
def review(home: HomeOption, session: str | None = None) -> None:
    """The review rules' findings on one filed session, or on all."""
    from hq.vault.inspection import review_filed

    opened = homes.open_home(home)
    _say({"sessions": review_filed(opened, Store(opened.store), session)})


@app.command()
def shred(session: str, data_class: DataClass, home: HomeOption, why: str = "retention ended") -> None:
    """Destroy one data class of a filed session and print the certificate."""
    from hq.vault.shred import shred as destroy

    opened = homes.open_home(home)
    sys.stdout.write(destroy(opened, Store(opened.store), session, PartClass(data_class), why).decode() + "\n")


@app.command()
def report(home: HomeOption, with_choices: Annotated[bool, typer.Option("--choices")] = False) -> None:
    """How many sessions are in which state, by device; with --choices, what was chosen against the lot."""
    from hq.report import choices, counts

    opened = homes.open_home(home)
    store = Store(opened.store)
    _say({**counts(opened, store), **({"choices": choices(opened, store)} if with_choices else {})})


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def main() -> int:
    """Exit code 2 with one plain sentence for what went wrong as expected."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        app(standalone_mode=True)
    except MingshiError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
