"""`main.py staff`: the draft of a branch's register of staff. No PIN stands on a command line."""

import getpass
import sys
from pathlib import Path
from typing import NoReturn

import typer

from kiosk.domain.errors import ConfigurationError, MingshiError
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import StaffRole
from kiosk.evidence.staff_register import CODE, NUMBER, Member, all_different, card_hash, read_members, written
from kiosk.supervision import pins

EXIT_FAILED = 2
_WHY = {
    "length": "A PIN has 6 to 12 digits.",
    "number": "A PIN must not be the staff number or part of it.",
    "repeated": "That PIN repeats itself: anybody would try it.",
    "run": "That PIN counts up or down: anybody would try it.",
    "date": "That PIN looks like a date: birthdays are tried first.",
}


def show(file: Path) -> None:
    """Who stands in it."""
    for member in _read(file):
        card = "card" if member.card else "-"
        typer.echo(f"{member.id}\t{member.number}\t{member.role}\t{card}")


def add(file: Path, staff: str, number: str, role: StaffRole, card: bool) -> None:
    """Somebody new; the PIN is asked for, and the card's code if there is one."""
    if not CODE.fullmatch(staff) or not NUMBER.fullmatch(number):
        _fail("The id is a code without blanks, the number has 3 to 12 digits.")
    members = _read(file) if file.exists() else []
    code = card_hash(_asked("Card: ")) if card else ""
    _write(file, [*members, Member(StaffId(staff), number, role, _new_keys(number), code)])


def remove(file: Path, staff: str) -> None:
    """Nobody signs in as this person any more once the register without him is signed and in place."""
    members = _read(file)
    left = [member for member in members if member.id != staff]
    if len(left) == len(members):
        _fail(f"{staff} does not stand in {file}.")
    _write(file, left)


def reset(file: Path, staff: str) -> None:
    """A new PIN, and with it new keys."""
    members = _read(file)
    known = next((member for member in members if member.id == staff), None)
    if known is None:
        _fail(f"{staff} does not stand in {file}.")
    fresh = Member(known.id, known.number, known.role, _new_keys(known.number), known.card)
    _write(file, [fresh if member is known else member for member in members])


def _new_keys(number: str) -> str:
    pin = _asked("PIN: ")
    if fault := pins.pin_fault(pin, number):
        _fail(_WHY[fault])
    if _asked("PIN again: ") != pin:
        _fail("The two PINs are not the same.")
    return pins.kept(pin)


def _asked(prompt: str) -> str:
    """Unseen at a terminal; else the next line of standard input."""
    typed = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    return typed.strip()


def _read(file: Path) -> list[Member]:
    try:
        return read_members(file)
    except MingshiError as failure:
        _fail(str(failure))


def _write(file: Path, members: list[Member]) -> None:
    try:
        all_different(members, str(file))
    except ConfigurationError as failure:
        _fail(str(failure))
    if not members:
        _fail("A register needs somebody: remove the file itself.")
    half = file.with_suffix(".new")
    half.write_text(written(members), "utf-8")
    half.replace(file)
    more = "" if len(members) > 1 else " One person alone can't be two: add another."
    typer.echo(f"{file}: {len(members)} in it.{more} A live branch needs it signed: python -m hq staff sign")


def _fail(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(EXIT_FAILED)
