"""Each story from the first touch to headquarters' receipt, and what its bundle holds."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from itertools import pairwise

import pytest

from kiosk.consent.facts import IdentityPath
from kiosk.domain.consents import Mode
from kiosk.evidence.classes import PartClass
from kiosk.evidence.receipt import Receipt, verify_receipt
from kiosk.evidence.review import review
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.outbox.sync import Outcome
from kiosk.rehearsal.stories import STORIES
from tests.journeys.branch import Branch, Contents, Session, length_of, seconds_between

pytestmark = pytest.mark.journey


def of(story: str) -> pytest.MarkDecorator:
    """A test of one story only."""
    return pytest.mark.parametrize("name", [story])


PLAYED = (
    "signs", "signs_en", "asks", "declines", "thinks_it_over", "comes_back", "none", "enquires", "refuses_recording",
    "refuses_card", "refuses_face", "by_staff", "refuses_sending", "refuses_credit", "refuses_partner", "misses_thrice",
    "takes_back",
    "promised", "unplugged", "steps_away",
    "passport", "elder", "by_ear", "silent", "own_words", "consultant_differs",
)  # fmt: skip
UNRECORDED = ("refuses_recording",)
Play = Callable[[str], Session]


@pytest.fixture(scope="session")
def play(branch: Branch) -> Play:
    return branch.played


@pytest.fixture(params=PLAYED)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(play: Play, name: str) -> Session:
    return play(name)


@pytest.fixture
def contents(branch: Branch, session: Session) -> Contents:
    return branch.look_into(session.folder)


def receipt_of(branch: Branch, session: Session) -> Receipt:
    assert session.receipt is not None
    return verify_receipt(session.receipt, branch.trust, Mode.TRAINING, dt.datetime.now(dt.UTC))


class TestEveryStory:
    def test_ends_as_it_should(self, name: str, session: Session, contents: Contents) -> None:
        assert session.played.ending is STORIES[name].ending
        assert contents.manifest.ending is STORIES[name].ending
        assert session.states[-1] == "Ended"

    def test_is_verified_with_its_contents(self, branch: Branch, session: Session) -> None:
        found = verify_bundle(session.folder, branch.trust, branch.identities)
        assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
        assert not [thing for thing in found.not_proven if thing.startswith("contents")]

    def test_is_received_by_headquarters(self, branch: Branch, session: Session) -> None:
        assert [sent.outcome for sent in session.sent] == [Outcome.RECEIVED]
        receipt = receipt_of(branch, session)
        assert receipt.session == session.played.session
        manifest = (session.folder / "manifest.json").read_bytes()
        assert receipt.manifest_sha256 == hashlib.sha256(manifest).hexdigest()

    def test_headquarters_files_it_and_has_none_in_quarantine(self, branch: Branch, session: Session) -> None:
        filed = {path.name for path in (branch.headquarters.home / "vault" / "filed").iterdir()}
        assert session.played.session in filed
        assert not list((branch.headquarters.home / "vault" / "quarantine").iterdir())

    def test_breaks_no_invariant(self, contents: Contents) -> None:
        assert review(contents.entries) == ()

    def test_says_that_its_input_was_simulated(self, contents: Contents) -> None:
        assert contents.manifest.mode is Mode.TRAINING
        assert set(contents.manifest.sources.values()) == {"simulated"}

    def test_recording_lasts_from_consent_to_the_ending(self, name: str, contents: Contents) -> None:
        if name in UNRECORDED:
            assert not contents.of("recording.fragment")
            assert not contents.of("recording.started")
            assert PartClass.RECORDING not in contents.blobs
            return
        [started], [stopped] = contents.of("recording.started"), contents.of("recording.stopped")
        [consent] = [e for e in contents.of("consent.given") if e.data["consent"] == "recording"]
        first, last = length_of(contents.recording())
        assert seconds_between(consent.at.wall, started.at.wall) <= 1.0
        assert first <= 1.0
        assert last == pytest.approx(seconds_between(consent.at.wall, stopped.at.wall), abs=1.0)

    def test_nothing_of_it_stays_in_the_terminal_but_what_is_withheld(self, branch: Branch, session: Session) -> None:
        folder = branch.settings.state / "sessions" / session.played.session
        here = {path.name for path in (folder / "parts").iterdir()} if folder.exists() else set()
        manifest = json.loads((session.folder / "manifest.json").read_text())
        assert here == {part["sha256"] for part in manifest["parts"] if part.get("withheld")}


def test_every_story_without_recorded_people_is_played_here_or_in_a_file_of_its_own() -> None:
    elsewhere = {"speaks", "interrupted", "recorded"}
    elsewhere |= {"refuses_light", "not_easy", "companion", "hides_face", "prompted"}
    assert set(PLAYED) | elsewhere == set(STORIES)


@of("signs")
def test_signed_sheet_before_contract_each_by_pen(contents: Contents) -> None:
    signed = contents.of("document.signed")
    assert [entry.data["document"] for entry in signed] == ["sheet", "contract"]
    assert all(entry.data["channel"] == "touch" and entry.data["strokes"] for entry in signed)


@of("signs")
def test_what_was_signed_is_the_pdf_in_the_bundle(contents: Contents) -> None:
    pdfs = {hashlib.sha256(b.value).hexdigest() for b in contents.blobs[PartClass.RECORD] if b.value[:5] == b"%PDF-"}
    assert {str(entry.data["sha256"]) for entry in contents.of("document.signed")} <= pdfs


@of("asks")
def test_a_question_is_answered_and_the_same_term_comes_again(contents: Contents) -> None:
    entries = contents.entries
    asked = [place for place, entry in enumerate(entries) if entry.kind == "question.asked"]
    assert len(asked) == len(STORIES["asks"].asks)
    for place in asked:
        later = entries[place + 1 :]
        answer = next(entry for entry in later if entry.kind == "question.answered")
        resumed = next(entry for entry in later if entry.kind == "script.resumed")
        assert answer.seq < resumed.seq
        assert resumed.data["step"] == entries[place].data["step"]
    answers = [(e.data["known"], e.data["wording"]) for e in entries if e.kind == "question.answered"]
    assert answers == [(True, 0), (True, 0), (True, 1), (True, 0), (False, 0)], "the second was said in other words too"
    assert contents.of("session.opened")[0].data["order_commitment"]
    (supposed,) = contents.of("what_if.shown")
    assert (supposed.data["what"], supposed.data["number"]) == ("early", 6)


@of("asks")
def test_headquarters_puts_what_was_chosen_against_the_lot(branch: Branch, session: Session) -> None:
    assert session.receipt is not None, "filed by now"
    told = branch.report("--choices")["choices"]
    assert isinstance(told, dict)
    assert sum(found["sessions"] for found in told.values()) >= 1
    for count, found in told.items():
        counts = found["chosen_by_place"]["counts"]
        assert len(counts) == int(count)
        assert sum(counts) + found["none_of_these"] == found["sessions"]


@of("asks")
def test_a_fact_missed_once_is_asked_again_and_passed(contents: Contents) -> None:
    graded = contents.of("fact.graded")
    assert len({entry.data["fact"] for entry in graded}) == 6


@of("misses_thrice")
def test_missed_too_often_a_person_takes_over(contents: Contents) -> None:
    assert len(contents.of("fact.taken_over")) == 1
    assert contents.of("staff.acted")


@of("declines")
def test_declined_is_not_charged_and_nothing_is_signed(contents: Contents) -> None:
    assert contents.of("leave.asked")
    assert not contents.of("document.signed")


@pytest.mark.parametrize("name", ["thinks_it_over", "enquires"])
def test_the_quote_to_take_home_is_sealed_and_no_contract_is_signed(name: str, contents: Contents) -> None:
    [made] = contents.of("quote.made")
    [rendered] = [entry for entry in contents.of("document.rendered") if entry.data["document"] == "quote"]
    pdfs = {hashlib.sha256(b.value).hexdigest() for b in contents.blobs[PartClass.RECORD] if b.value[:5] == b"%PDF-"}
    assert rendered.data["sha256"] in pdfs
    assert made.data["binding"] is (name == "thinks_it_over")
    assert not contents.of("document.signed")


@of("refuses_face")
def test_refused_face_is_two_members_of_staff_and_no_face_picture(session: Session, contents: Contents) -> None:
    assert session.played.identity.path is IdentityPath.STAFF
    [settled] = contents.of("identity.settled")
    assert settled.data["path"] == "staff"
    assert len(set(settled.data["staff"])) == 2  # type: ignore[arg-type]
    assert not contents.of("face.checked")
    assert "face.jpg" not in {blob.name.split(".", 1)[1] for blob in contents.blobs.get(PartClass.BIOMETRIC, [])}


@of("refuses_sending")
def test_refused_sending_stays_in_the_terminal_and_the_receipt_says_so(
    branch: Branch, session: Session, contents: Contents
) -> None:
    manifest = contents.manifest
    kept = {part.part_class for part in manifest.parts if part.withheld}
    assert kept == {PartClass.RECORDING, PartClass.BIOMETRIC}
    assert all(part.destroy_by for part in manifest.parts if part.withheld)
    receipt = receipt_of(branch, session)
    assert set(receipt.withheld) == kept
    assert not kept & set(receipt.accepted)
    withheld = {str(part.sha256) for part in manifest.parts if part.withheld}
    home = [path for path in branch.headquarters.home.rglob("*") if path.is_file()]
    assert not withheld & {path.name for path in home}
    assert not withheld & {hashlib.sha256(path.read_bytes()).hexdigest() for path in home}
    sent = {str(part.sha256) for part in manifest.parts if not part.withheld}
    assert sent <= {path.name for path in home}


@of("refuses_credit")
def test_refused_credit_query_ends_without_a_loan(contents: Contents) -> None:
    assert "credit_query" in {entry.data["consent"] for entry in contents.of("consent.refused")}
    assert not contents.of("document.signed")


@of("enquires")
def test_enquiry_keeps_nothing_of_an_identity(contents: Contents) -> None:
    assert contents.manifest.case is None
    assert not {PartClass.IDENTITY, PartClass.BIOMETRIC} & {part.part_class for part in contents.manifest.parts}
    assert not contents.of("document.signed")


@of("unplugged")
def test_a_camera_that_is_away_is_shown_recorded_and_comes_back_to_the_same_term(
    session: Session, contents: Contents
) -> None:
    assert "DeviceLost" in session.states
    [lost], [back] = contents.of("device.lost"), contents.of("device.recovered")
    assert lost.data["device"] == back.data["device"] == "face_camera"
    spoken = [e for e in contents.of("term.spoken") if e.data["ended"] is True]
    before = [e.data["term"] for e in contents.of("term.spoken") if e.seq < lost.seq]
    after = next(e.data["term"] for e in spoken if e.seq > back.seq)
    opened = contents.of("disclosure.opened")[-1].data["terms"]
    expected = before[-1] if before else opened[0]  # type: ignore[index]
    assert after == expected


@pytest.mark.parametrize("name", ["elder", "by_ear", "silent"])
def test_the_evidence_names_the_way_and_how_each_term_was_told(contents: Contents, name: str) -> None:
    assert [entry.data["way"] for entry in contents.of("way.chosen")] == [name]
    told = [entry for entry in contents.of("term.spoken") if entry.data["ended"] is True]
    assert told
    assert {entry.data["silent"] for entry in told} == {name == "silent"}
    assert contents.of("pace.measured")


@of("silent")
def test_silent_terms_stand_for_their_reading_time(contents: Contents) -> None:
    """Also the shortest; the recorder runs on, and nothing is played."""
    terms = [entry for entry in contents.of("term.spoken") if entry.data["ended"] is True]
    for before, after in pairwise(terms):
        assert seconds_between(before.at.wall, after.at.wall) >= 3.0
