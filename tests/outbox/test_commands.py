"""`main.py sync` and `main.py outbox`: what they print and how they end."""

import dataclasses
import json
from pathlib import Path

import pytest

from kiosk.commands.outbox import retry, show
from kiosk.commands.sync import sync_once
from kiosk.outbox.retry import RetryPolicy
from kiosk.outbox.sync import adopt
from tests.hq.conftest import World, office
from tests.hq.rig import seal_session


def test_sent_and_waiting_are_told_apart(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    first = seal_session(world.kiosk, here.root, None)
    assert sync_once(here, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sessions"] == [{"session": first, "outcome": "received", "reason": ""}]
    second = seal_session(world.kiosk, here.root, None)
    adopt(here)
    assert show(here.store, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert {key: said[key] for key in ("sealed", "received", "waiting", "refused")} == {
        "sealed": 2, "received": 1, "waiting": 1, "refused": 0,
    }  # fmt: skip
    assert {row["session"]: row["custody"] for row in said["sessions"]} == {first: "received", second: "sealed"}


def test_a_failure_is_a_plain_sentence_and_another_exit_code(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = office(world.kiosk, "https://127.0.0.1:9", tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    assert sync_once(here) == 1
    text = capsys.readouterr().out
    assert session in text
    assert "will be tried again" in text
    assert show(here.store) == 0
    assert "1 waiting" in capsys.readouterr().out


def test_a_refused_session_shows_and_can_be_tried_again(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = dataclasses.replace(RetryPolicy(), refusals=1)
    here = office(world.other, world.served.url, tmp_path, policy=policy)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    assert sync_once(here) == 1
    assert show(here.store) == 1
    assert "refused" in capsys.readouterr().out
    assert retry(here.store, session) == 0
    assert retry(here.store, "unknown") == 1
