"""Somebody gets up in the middle of a session: the borrower comes back, or a stranger takes the seat."""

import pytest

from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import Story
from tests.journeys.branch import Branch, Contents

pytestmark = pytest.mark.journey
SWAPPED = Story(
    "swapped", "a stranger takes the seat", Ending.REFERRED, leaves_seat_at="disclosure.terms", comes_back="stranger"
)
VISITED = Story(
    "visited", "somebody sits down beside and goes again", Ending.DECLINED, leaves_seat_at="choice.offers",
    meanwhile="beside", choice=-1,
)  # fmt: skip


def seen_in(contents: Contents) -> list[tuple[object, object]]:
    """What and how far, in order."""
    return [(entry.data["what"], entry.data["stage"]) for entry in contents.of("presence.event")]


def test_who_gets_up_finds_the_script_where_it_was(branch: Branch) -> None:
    session = branch.played("steps_away")
    contents = branch.look_into(session.folder)
    assert "AskingPresence" in session.states
    assert "CheckingPresence" not in session.states
    assert seen_in(contents) == [("away", "event"), ("away", "pause"), ("away", "back")]
    [event, pause, back] = contents.of("presence.event")
    assert 1.9 <= event.data["since_ms"] / 1000 <= 2.5  # type: ignore[operator]
    assert 4.9 <= pause.data["since_ms"] / 1000 <= 5.5  # type: ignore[operator]
    before = [e.data["term"] for e in contents.of("term.confirmed") if e.seq < event.seq]
    after = [e.data["term"] for e in contents.of("term.spoken") if e.seq > back.seq]
    assert after[0] not in before
    assert review(contents.entries) == ()


def test_the_recorder_runs_while_the_script_pauses(branch: Branch) -> None:
    contents = branch.look_into(branch.played("steps_away").folder)
    pause, back = contents.of("presence.event")[1:]
    assert [e for e in contents.of("recording.fragment") if pause.seq < e.seq < back.seq]
    assert len(contents.of("recording.stopped")) == 1


def test_a_stranger_in_the_seat_goes_to_staff_and_signs_nothing(branch: Branch) -> None:
    session = branch.play(SWAPPED)
    contents = branch.look_into(session.folder)
    assert session.played.ending is Ending.REFERRED
    assert "CheckingPresence" in session.states
    assert ("other", "pause") in seen_in(contents)
    assert ("away", "back") not in seen_in(contents)
    assert not contents.of("document.signed")
    [acted] = contents.of("staff.acted")
    assert (acted.data["context"], acted.data["verdict"]) == ("presence", "not_approved")
    assert review(contents.entries) == ()


def test_nothing_of_a_comparison_is_in_the_evidence(branch: Branch) -> None:
    contents = branch.look_into(branch.played("steps_away").folder)
    for entry in contents.of("presence.event"):
        assert set(entry.data) == {"what", "stage", "since_ms"}


def test_a_companion_is_named_by_a_member_of_staff_and_is_no_trouble_any_more(branch: Branch) -> None:
    session = branch.played("companion")
    contents = branch.look_into(session.folder)
    assert session.played.ending is Ending.SIGNED
    assert seen_in(contents) == [("second", "event"), ("second", "pause")]
    [acted] = [entry for entry in contents.of("staff.acted") if entry.data["context"] == "presence"]
    [named] = contents.of("companion.named")
    pause = contents.of("presence.event")[-1]
    assert pause.seq < acted.seq < named.seq
    assert named.data["step"] == "disclosure.terms"
    assert [entry for entry in contents.of("term.spoken") if entry.seq > named.seq]
    assert review(contents.entries) == ()


def test_who_sits_beside_and_goes_again_needs_no_staff(branch: Branch) -> None:
    session = branch.play(VISITED)
    contents = branch.look_into(session.folder)
    assert session.played.ending is Ending.DECLINED
    assert seen_in(contents) == [("second", "event"), ("second", "pause"), ("second", "back")]
    assert not contents.of("companion.named")
    assert not contents.of("staff.acted")
    assert review(contents.entries) == ()


def test_a_hidden_face_pauses_the_script_and_not_the_recorder(branch: Branch) -> None:
    session = branch.played("hides_face")
    contents = branch.look_into(session.folder)
    assert session.played.ending is Ending.SIGNED
    assert seen_in(contents) == [("hidden", "event"), ("hidden", "pause"), ("hidden", "back")]
    [_, pause, back] = contents.of("presence.event")
    assert not [entry for entry in contents.of("term.spoken") if pause.seq < entry.seq < back.seq]
    assert [entry for entry in contents.of("recording.fragment") if pause.seq < entry.seq < back.seq]
    assert review(contents.entries) == ()


def test_an_answer_said_with_still_lips_is_noticed_and_stops_nothing(branch: Branch) -> None:
    session = branch.played("prompted")
    contents = branch.look_into(session.folder)
    assert session.played.ending is Ending.SIGNED
    assert set(seen_in(contents)) == {("prompted", "event")}
    first = contents.of("presence.event")[0]
    assert [entry for entry in contents.of("reply.heard") if entry.seq < first.seq]
    assert review(contents.entries) == ()


def test_his_own_answers_are_not_taken_for_a_coachs(branch: Branch) -> None:
    assert ("prompted", "event") not in seen_in(branch.look_into(branch.played("speaks").folder))
