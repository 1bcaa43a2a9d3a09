"""`main.py staff` and headquarters' signature: a draft without a PIN in it, and a register that a kiosk takes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kiosk.assembly.staff import register_of
from kiosk.commands.table import register
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.staff_register import card_hash, load_roster
from kiosk.supervision import pins
from tests.hq.rig import new_home

RUN = CliRunner()


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer()
    register(made, "staff")
    return made


def said(app: typer.Typer, *words: str, typed: str = "", code: int = 0) -> str:
    done = RUN.invoke(app, ["staff", *words], input=typed)
    assert done.exit_code == code, done.output
    return done.output


def two(app: typer.Typer, file: Path) -> None:
    said(app, "add", str(file), "--id", "a", "--number", "4711", "--role", "supervisor", typed="271828\n271828\n")
    said(app, "add", str(file), "--id", "b", "--number", "4712", "--card", typed="CARD-9\n314159\n314159\n")


def test_people_are_added_shown_given_another_pin_and_taken_out(app, tmp_path):
    file = tmp_path / "staff.toml"
    two(app, file)
    assert "271828" not in file.read_text()
    people = load_roster(file)
    assert people.by_number["4712"].card == card_hash("CARD-9")
    assert pins.unlocked(people.by_id["a"].keys, "271828") is not None
    assert [line.split("\t") for line in said(app, "list", str(file)).splitlines()] == [
        ["a", "4711", "supervisor", "-"], ["b", "4712", "clerk", "card"],
    ]  # fmt: skip
    said(app, "reset", str(file), "--id", "a", typed="864209\n864209\n")
    assert pins.unlocked(load_roster(file).by_id["a"].keys, "864209") is not None
    assert pins.unlocked(load_roster(file).by_id["a"].keys, "271828") is None
    said(app, "remove", str(file), "--id", "b")
    assert "b\t" not in said(app, "list", str(file))
    with pytest.raises(ConfigurationError, match="two people"):
        load_roster(file)


_REFUSED = {
    "a run": ("4711", "123456\n123456\n", "counts up or down"),
    "a date": ("4711", "800315\n800315\n", "looks like a date"),
    "too short": ("4711", "1234\n1234\n", "6 to 12 digits"),
    "the number": ("471100", "471100\n471100\n", "staff number"),
    "typed otherwise the second time": ("4711", "271828\n271829\n", "not the same"),
    "nothing": ("4711", "", "6 to 12 digits"),
    "no number": ("abc", "271828\n271828\n", "3 to 12 digits"),
}


@pytest.mark.parametrize(("number", "typed", "why"), _REFUSED.values(), ids=_REFUSED.keys())
def test_what_is_refused_leaves_nothing_behind(app, tmp_path, number, typed, why):
    file = tmp_path / "staff.toml"
    assert why in said(app, "add", str(file), "--id", "a", "--number", number, typed=typed, code=2)
    assert not file.exists()


@pytest.mark.parametrize("words", [("remove", "--id", "x"), ("reset", "--id", "x"), ("list",)])
def test_who_is_not_there_can_not_be_changed(app, tmp_path, words):
    file = tmp_path / "staff.toml"
    if words[0] != "list":
        two(app, file)
    said(app, words[0], str(file), *words[1:], code=2)


def test_the_same_number_twice_is_refused(app, tmp_path):
    file = tmp_path / "staff.toml"
    two(app, file)
    before = file.read_text()
    said(app, "add", str(file), "--id", "c", "--number", "4711", typed="864209\n864209\n", code=2)
    assert file.read_text() == before


def test_no_option_takes_a_pin(app):
    for command in ("add", "reset"):
        assert "pin" not in said(app, command, "--help").lower().replace("the pin is asked for", "").replace(
            "new pin", ""
        )


def test_headquarters_signs_it_and_a_kiosk_takes_it(app, tmp_path):
    from hq.__main__ import app as office

    file, home = tmp_path / "staff.toml", new_home(tmp_path / "home")
    two(app, file)
    words = ["staff", "sign", str(file), "--home", str(home.root), "--branch", "branch-1"]
    done = RUN.invoke(office, [*words, "--expires", "2036-12-31"])
    assert done.exit_code == 0, done.output
    signed = Path(json.loads(done.output)["signed"])
    trust = load_trust(home.trust)
    assert register_of(signed, Mode.TRAINING, "branch-1", trust) == load_roster(file)
    with pytest.raises(EvidenceError, match="another branch"):
        register_of(signed, Mode.TRAINING, "branch-2", trust)
    for wrong in ("2020-01-01", "soon"):
        assert RUN.invoke(office, [*words, "--expires", wrong]).exit_code != 0


def test_live_takes_no_draft_and_no_stand_ins(app, tmp_path):
    file, home = tmp_path / "staff.toml", new_home(tmp_path / "home")
    two(app, file)
    trust = load_trust(home.trust)
    with pytest.raises(ConfigurationError, match="signed register"):
        register_of(None, Mode.LIVE, "branch-1", trust)
    with pytest.raises(EvidenceError):
        register_of(file, Mode.LIVE, "branch-1", trust)
    with pytest.raises(ConfigurationError):
        register_of(tmp_path / "absent.json", Mode.LIVE, "branch-1", trust)
    assert [str(one.id) for one in register_of(None, Mode.TRAINING, "x", trust).members] == ["staff-1001", "staff-1002"]
