"""Bad input, item by item: what the real detectors and the real reader make of it, and the sentence that the borrower
gets on the screen and hears, in both languages: plain, without blame, and saying what to do."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.card_look import guide
from kiosk.checks.face_match import MatchThresholds
from kiosk.checks.id_card import settle
from kiosk.checks.id_number import check_character
from kiosk.checks.liveness import COACH_TEXTS, Move, Plan, draw_challenge
from kiosk.checks.picture_quality import RETRY_TEXTS
from kiosk.checks.presence import HINT_TEXTS, PresenceLimits, Seen, Stage
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.effects import CheckFace
from kiosk.consent.events import CardConfirmed, DeviceFailed, Event, FaceChecked, FaceStepAsked, PresenceChanged
from kiosk.consent.facts import Facts
from kiosk.consent.machine import step
from kiosk.consent.wording import speech
from kiosk.devices.camera_file import StillFootage
from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import load_model_folder
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.consents import Ending, Source
from kiosk.domain.speech import Language, Text
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReading, NoCard
from kiosk.runtime.face_gate import UNUSABLE_PORTRAIT, FaceGate, IdentityRules
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.presence_watch import PresenceWatch
from kiosk.runtime.session_faces import SessionFaces
from tests.devices.card_scenes import on_desk
from tests.devices.test_card_reader_bad import DESK, bank_card, driving_licence
from tests.journeys.branch import quick_rig, settings_in
from tests.runtime import bad_faces
from tests.runtime.small_kiosk import Desk
from ui.i18n import Texts, Words

TODAY = date(2026, 1, 1)
SHORT = {Language.ZH_CN: 48, Language.EN: 125}
"""Characters of one sentence on the screen."""
DOING = {Language.ZH_CN: re.compile("请|工作人员"), Language.EN: re.compile("please|staff|wait", re.IGNORECASE)}
BLAME = re.compile("错误|失败|非法|拒绝|可疑|error|fail|invalid|illegal|refus|suspic|score|分数", re.IGNORECASE)


def plain(text: Text) -> None:
    """Short, says what to do or who comes, accuses nobody, and is no code word."""
    for language in Language:
        said = text[language]
        assert 4 <= len(said) <= SHORT[language], said
        assert DOING[language].search(said), said
        assert not BLAME.search(said), said
        assert "_" not in said


@pytest.fixture(scope="module")
def words(root: Path) -> dict[Language, Words]:
    texts = Texts.load(root / "assets" / "texts")
    return {language: Words(texts, language) for language in Language}


def on_screen(words: dict[Language, Words], prefix: str, reason: str) -> Text:
    """What a page shows for a reason; it must be a sentence of its own."""
    shown = {language: words[language].reason(prefix, reason) for language in Language}
    assert all(shown[language] != words[language](f"{prefix}.other") for language in Language), reason
    return Text(shown[Language.ZH_CN], shown[Language.EN])


class Booth:
    """The face check before one still picture: with the product's own models, or those that know the rendered head."""

    def __init__(self, folder: Path, analyser: DlibFaceAnalyser | None, picture: Image) -> None:
        self.clock = SimulatedClock(datetime(2026, 6, 1, tzinfo=UTC))
        rig = quick_rig(settings_in(folder), self.clock, inline=True)
        rig.close()  # the card reader's private folder is not needed here
        camera = PacedCamera("face_camera", self.clock, StillFootage(picture, source=Source.SIMULATED), 5.0)
        self.devices = replace(rig.devices, face_camera=camera)
        self.events: list[Event] = []
        rules = IdentityRules()
        hearing = Hearing(self.devices, self.events.append, lambda work: work(), rules.acceptance)
        self.gate = FaceGate(
            self.devices, rules, self.events.append, lambda work: work(), hearing, lambda: False,
            SessionFaces(self.devices.face_analyser if analyser is None else lambda: analyser),
        )  # fmt: skip
        camera.start(self.gate.push_frame, lambda failure: None)

    def asked(self, times: int) -> list[FaceStepAsked]:
        """What was said until so many instructions were, or the check was over."""
        plan = Plan(light=0)
        seed = next(s for n in range(99) if draw_challenge(s := bytes([n]) * 16, plan).steps[0] is Move.NOD)
        self.gate.check(CheckFace(seed, 0, b"", plan, "", Language.ZH_CN))
        while True:
            said = [event for event in self.events if isinstance(event, FaceStepAsked)]
            if len(said) >= times or [event for event in self.events if isinstance(event, FaceChecked)]:
                self.gate.stop()
                return said
            self.clock.sleep(0.1)


@pytest.fixture(scope="module")
def analyser(root: Path, shared_dir: Path) -> Iterator[DlibFaceAnalyser]:
    """YuNet, mesh and eyelids in their child process."""
    catalogue = root / "assets" / "models.toml"
    own = FaceModelFiles.of(load_model_folder(catalogue, root / "models"), faceres=False)
    if own.mesh is None or own.iris is None:
        pytest.skip("models/facemesh.onnx or iris.onnx is not here: installer/start brings them")
    detector = FaceModelFiles.of(load_model_folder(catalogue, shared_dir / "models"), faceres=False).yunet
    with DlibFaceAnalyser(FaceModelFiles(detector, mesh=own.mesh, iris=own.iris)) as started:
        yield started


FACES = {
    "no face": (bad_faces.nobody, "no_face"),
    "five faces": (bad_faces.five_people, "several_faces"),
    "a face on a T-shirt": (bad_faces.face_on_the_shirt, "several_faces"),
    "mask": (bad_faces.mask, "mouth_covered"),
    "sunglasses": (bad_faces.sunglasses, "eyes_covered"),
    "profile": (bad_faces.profile, "turned"),
    "darkness": (bad_faces.darkness, "dark"),
    "backlight": (bad_faces.backlight, "backlit"),
    "hands before the face": (bad_faces.hands_over_the_face, "no_face"),
    "a 1x1 frame": (bad_faces.one_pixel, "no_face"),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", FACES)
def test_what_hinders_the_face_check_is_said_within_four_seconds(
    tmp_path: Path, analyser: DlibFaceAnalyser, words: dict[Language, Words], name: str
) -> None:
    make, reason = FACES[name]
    booth = Booth(tmp_path, analyser, make())
    first, help_ = booth.asked(2)
    assert help_.step is first.step
    assert help_.said == RETRY_TEXTS[reason]
    assert booth.clock.now().mono < 4.5
    plain(help_.said)
    plain(on_screen(words, "face.hint", reason))


@pytest.mark.shared
@pytest.mark.parametrize("make", [bad_faces.head, bad_faces.eight_k], ids=["an ordinary picture", "an 8K frame"])
def test_where_nothing_hinders_the_step_itself_is_explained(
    tmp_path: Path, analyser: DlibFaceAnalyser, make: bad_faces.Make
) -> None:
    _, help_ = Booth(tmp_path, analyser, make()).asked(2)
    assert help_.said == COACH_TEXTS[Move.NOD]


SEATS = {
    "an empty chair": (bad_faces.nobody, Seen.AWAY),
    "the lamps go out": (bad_faces.darkness, Seen.HIDDEN),
    "a mask is put on": (bad_faces.mask, Seen.HIDDEN),
    "people crowd around": (bad_faces.five_people, Seen.SECOND),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SEATS)
def test_who_is_not_seen_alone_later_on_gets_a_calm_line_and_then_a_pause(
    tmp_path: Path, analyser: DlibFaceAnalyser, name: str
) -> None:
    make, seen = SEATS[name]
    booth = Booth(tmp_path, analyser, bad_faces.head())
    watch = PresenceWatch(
        booth.devices, MatchThresholds(), PresenceLimits(), booth.events.append, lambda work: work(),
        SessionFaces(lambda: analyser), lambda: False,
    )  # fmt: skip
    camera = booth.devices.face_camera
    assert isinstance(camera, PacedCamera)
    camera.start(watch.push_frame, lambda failure: None)
    watch.start(booth.devices.codec.encode(bad_faces.head(), 90))
    booth.clock.sleep(2.0)
    assert watch.hint.peek() is None
    camera.show(StillFootage(make(), source=Source.SIMULATED))
    booth.clock.sleep(2.0)
    hint = watch.hint.peek()
    assert hint == HINT_TEXTS[seen]
    plain(hint)
    booth.clock.sleep(4.5)
    assert [(event.seen, event.stage) for event in booth.events if isinstance(event, PresenceChanged)] == [
        (seen, Stage.EVENT), (seen, Stage.PAUSE),
    ]  # fmt: skip
    watch.stop()


@pytest.mark.parametrize("reason", RETRY_TEXTS)
def test_the_next_try_begins_with_what_would_help(desk: Desk, simulated_clock: SimulatedClock, reason: str) -> None:
    facts = Facts(desk.opening(simulated_clock, ()))
    for language in Language:
        state = st.CheckingFace(replace(facts, language=language), "identity.face", 1, reason)
        said = speech(desk.context, state)
        assert said is not None
        assert said[1].startswith(RETRY_TEXTS[reason][language])
    plain(RETRY_TEXTS[reason])


def test_a_portrait_that_is_a_broken_jpeg_brings_two_members_of_staff_at_once(
    tmp_path: Path, desk: Desk, words: dict[Language, Words]
) -> None:
    booth = Booth(tmp_path, None, bad_faces.head(size=(320, 240)))
    whole = booth.devices.codec.encode(bad_faces.head(), 90)
    facts = Facts(desk.opening(booth.clock, ()))
    for broken in (b"", b"no picture", whole[:200]):
        booth.events.clear()
        booth.gate.check(CheckFace(b"p" * 16, 0, broken, Plan(), "", Language.ZH_CN))
        while not (done := [event for event in booth.events if isinstance(event, FaceChecked)]):
            booth.clock.sleep(0.1)
        assert done[0].reason == UNUSABLE_PORTRAIT
        state = step(desk.context, st.CheckingFace(facts, "identity.face", 0, ""), done[0]).state
        assert isinstance(state, st.AwaitingStaff)
    plain(Text(*(desk.context.script.lines["staff_identity"][language] for language in Language)))
    plain(on_screen(words, "staff.reason", "face_unclear"))


@pytest.mark.parametrize("device", ["face_camera", "document_camera", "microphone"])
def test_a_frozen_or_torn_camera_is_said(
    desk: Desk, simulated_clock: SimulatedClock, words: dict[Language, Words], device: str
) -> None:
    """That a frozen picture and a damaged stream come out as this event: tests/devices/test_camera_opencv.py."""
    facts = replace(Facts(desk.opening(simulated_clock, ())), recording=True)
    state: st.State = st.ReadingCard(facts, "identity.front", CardSide.FRONT, 0, "")
    if device == "face_camera":
        state = st.CheckingFace(facts, "identity.face", 0, "")
    lost = step(desk.context, state, DeviceFailed(device, "the camera's picture does not change any more")).state
    assert isinstance(lost, st.DeviceLost)
    said = {language: speech(desk.context, replace(lost, resume=replace(lost.resume, facts=replace(
        facts, language=language)))) for language in Language}  # fmt: skip
    assert all(said.values())
    plain(Text(*(said[language][1] for language in Language)))  # type: ignore[index]
    on_screen(words, "device", device)


@pytest.fixture(scope="module")
def reader() -> OpenCvCardReader:
    return OpenCvCardReader()


def two_cards() -> Image:
    """Front and back of one, side by side."""
    sides = [on_desk(draw_card(Specimen(), side), 0, DESK, size=(960, 720), share=0.8)[0] for side in CardSide][:2]
    return np.hstack(sides)


CARDS = {
    "a card of another country": (lambda: on_desk(driving_licence(), 5, DESK, share=0.6)[0], "not_this_kind"),
    "a bank card": (lambda: on_desk(bank_card(), 5, DESK, share=0.6)[0], "not_this_kind"),
    "two cards": (two_cards, "two_cards"),
}


@pytest.mark.parametrize("name", CARDS)
def test_another_card_is_named_and_what_to_do(
    desk: Desk, simulated_clock: SimulatedClock, words: dict[Language, Words], reader: OpenCvCardReader, name: str
) -> None:
    make, reason = CARDS[name]
    assert reader.read(make(), CardSide.FRONT) == NoCard(reason)
    plain(on_screen(words, "card.reason", reason))
    for language in Language:
        facts = replace(Facts(desk.opening(simulated_clock, ())), language=language)
        said = speech(desk.context, st.ReadingCard(facts, "identity.front", CardSide.FRONT, 1, reason))
        assert said is not None
        assert DOING[language].search(said[1])


def test_a_card_upside_down_in_the_dark_asks_for_light(words: dict[Language, Words], reader: OpenCvCardReader) -> None:
    picture, _ = on_desk(draw_card(Specimen(), CardSide.FRONT), 184, DESK, share=0.6)
    noise = np.random.default_rng(5).normal(0, 3, picture.shape)
    look = reader.look(np.clip(picture * 0.09 + noise, 0, 255).astype(np.uint8))
    said = guide(look, look)
    assert str(said) == "more_light"
    plain(Text(*(words[language](f"card.guide.{said}") for language in Language)))


def wrong_check_digit() -> Specimen:
    """One digit more than it should be."""
    return Specimen(number="110000196001010035")


def thirtieth_of_february() -> Specimen:
    """In print and in the number, whose check character is right."""
    digits = "11000019600230003"
    return Specimen(birth=(1960, 2, 30), number=digits + check_character(digits))


@pytest.mark.parametrize(
    ("specimen", "field", "reason"),
    [(wrong_check_digit(), "number", "number_wrong"), (thirtieth_of_february(), "birth", "card_fields")],
    ids=["a check digit that is wrong", "a birthday on 30 February"],
)
def test_an_impossible_card_is_shown_for_checking_and_then_goes_to_people(
    desk: Desk, words: dict[Language, Words], reader: OpenCvCardReader, simulated_clock: SimulatedClock,
    specimen: Specimen, field: str, reason: str,
) -> None:  # fmt: skip
    reading = reader.read(on_desk(draw_card(specimen, CardSide.FRONT), 4, DESK, share=0.6)[0], CardSide.FRONT)
    assert isinstance(reading, CardReading)
    fields = {one.name: one for one in settle(reading, TODAY)}
    assert fields[field].settled_by == "open"
    plain(Text(*(words[language]("review.open") for language in Language)))
    state = confirmed_as_printed(desk.context, Facts(desk.opening(simulated_clock, ())), specimen)
    assert reason in [*state.facts.staff_reasons, *state.facts.identity.doubts]  # type: ignore[union-attr]
    plain(on_screen(words, "staff.reason", reason))
    if reason == "card_fields":
        assert isinstance(state, st.Parting)
        assert state.ending is Ending.REFERRED


def confirmed_as_printed(context: Context, facts: Facts, specimen: Specimen) -> st.State:
    """He says that it is all correct: the back first, then the front with what stands on it."""

    def typed(side: CardSide) -> tuple[CardField, ...]:
        if side is CardSide.BACK:
            found = {"authority": specimen.authority, "valid_from": "2016-01-01", "valid_to": "2036-01-01"}
        else:
            found = {**dict(specimen.fields(side)), "birth": "{:04}-{:02}-{:02}".format(*specimen.birth)}
        return tuple(CardField(name, value, "borrower") for name, value in found.items())

    back = ((CardSide.BACK, typed(CardSide.BACK)),)
    front = st.ReviewingCard(replace(facts, card=back), "identity.front", CardSide.FRONT, typed(CardSide.FRONT), b"")
    return step(context, front, CardConfirmed(CardSide.FRONT)).state
