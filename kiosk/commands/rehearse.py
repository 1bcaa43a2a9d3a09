"""`main.py rehearse`: whole sessions without a person (DESIGN section 6)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kiosk.assembly.rehearsal import Plan, Rehearsal
from kiosk.domain.errors import ConfigurationError, MingshiError
from kiosk.rehearsal.people import Person, load_people, load_words
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.settings import load_settings

EXIT_FAILED = 2
_ROOT = Path(__file__).resolve().parents[2]
DEFAULT_SETTINGS = _ROOT / "device_config" / "training.toml"
DEFAULT_OUT = _ROOT / "out"


def rehearse(
    story: Annotated[str, typer.Option(help="Which story; --list names them.")] = "signs",
    people: Annotated[Path | None, typer.Option(help="Folder of people, for the story `recorded`.")] = None,
    speech: Annotated[Path | None, typer.Option(help="Folder of recorded words, for the story `recorded`.")] = None,
    card_of: Annotated[list[str] | None, typer.Option(help="PERSON=OTHER: sits there with OTHER's card.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this person of the folder.")] = None,
    models: Annotated[Path | None, typer.Option(help="Folder with model files; else that of the settings.")] = None,
    out: Annotated[Path, typer.Option(help="Where the verified bundles are kept.")] = DEFAULT_OUT,
    real_time: Annotated[bool, typer.Option("--real-time", help="On the real clock, at the full picture.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Name the stories and end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    config: Annotated[Path, typer.Option(help="Settings.")] = DEFAULT_SETTINGS,
) -> None:
    """Play whole sessions on simulated or file-fed devices; each is sealed, sent and verified."""
    if list_:
        typer.echo("\n".join(f"{name}: {s.tells} ({s.ending})" for name, s in STORIES.items()))
        return
    try:
        plan = _plan(story, people, speech, card_of or [], only or [], models, out, real_time=real_time)
        rehearsal = Rehearsal(load_settings(config), plan)
        try:
            sessions = rehearsal.run()
        finally:
            rehearsal.close()
    except MingshiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_FAILED) from error
    if as_json:
        typer.echo(json.dumps({"story": story, "sessions": sessions}, ensure_ascii=False))
    else:
        for session in sessions:
            typer.echo(_line(session))
    good = all(s["verdict"] == "VERIFIED" and s["receipt"]["verified"] for s in sessions)
    raise typer.Exit(0 if good else 1)


def _plan(
    name: str, people: Path | None, speech: Path | None, cards: list[str], only: list[str], models: Path | None,
    out: Path, *, real_time: bool,
) -> Plan:  # fmt: skip
    story = STORIES.get(name)
    if story is None:
        raise ConfigurationError("rehearse", "--story", f"one of {', '.join(STORIES)}")
    if story.real_input and (people is None or speech is None):
        raise ConfigurationError("rehearse", "--story recorded", "the folders --people and --speech")
    folk = load_people(people) if people is not None else ()
    by_name = {person.name: person for person in folk}
    chosen = tuple(_known(by_name, one) for one in only) or folk
    words = load_words(speech) if speech is not None else ()
    return Plan(story, out, chosen, _cards(by_name, cards), words, models, real_time)


def _cards(by_name: dict[str, Person], cards: list[str]) -> dict[str, Person]:
    found = {}
    for pair in cards:
        person, equals, other = pair.partition("=")
        if not equals:
            raise ConfigurationError("rehearse", "--card-of", "PERSON=OTHER")
        found[_known(by_name, person).name] = _known(by_name, other)
    return found


def _known(by_name: dict[str, Person], name: str) -> Person:
    if name not in by_name:
        raise ConfigurationError("rehearse", "a person's name", f"one of {', '.join(by_name) or 'a --people folder'}")
    return by_name[name]


def _line(session: dict[str, object]) -> str:
    who = session["person"] or "rendered head"
    return (
        f"{who}: {session['ending']}, {session['verdict']}, receipt {session['receipt']}, "
        f"identity {session['identity']}, {session['seconds']} s\n  {session['bundle']}"
    )
