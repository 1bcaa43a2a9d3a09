"""A touch posts what it says, once; answers of equal weight are of equal size."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.consent import events as ev
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import base
from kiosk.consent.states import AskingToLeave, Parting
from kiosk.consent.wording import PATHS
from kiosk.domain.borrower import CardSide
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Channel, Intent, Language
from tests.ui.showing import all_states, button, named, show, state_named, touch, until
from ui.i18n import Texts
from ui.previews import ROOT, SampleSession, settle
from ui.sample_states import Samples
from ui.staff.sign_in import CHECKS, SignIn
from ui.widgets.attract_page import both
from ui.widgets.button import Button
from ui.widgets.digits import DigitsPad
from ui.widgets.document_view import DocumentView
from ui.widgets.pen_area import PenArea
from ui.window import Window

ZH = Language.ZH_CN


def test_touching_the_attract_screen_begins(window: Window, session: SampleSession, texts: Texts) -> None:
    touch(button(window, both(texts, "attract.begin")))
    assert session.begun == 1
    assert session.posted == []


def test_a_double_tap_posts_one_event(window: Window, session: SampleSession, samples: Samples, texts: Texts) -> None:
    show(window, session, state_named(samples, "asking_consent_face"))
    accept = button(window, texts.say("consent.accept", ZH))
    touch(accept)
    QTest.mouseDClick(accept, Qt.MouseButton.LeftButton)
    touch(accept)
    assert len(session.posted) == 1


def test_a_trembling_hand_does_not_answer_twice(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    """Touching "agree" right after "do not agree" is the same touch."""
    show(window, session, state_named(samples, "asking_consent_face"))
    touch(button(window, texts.say("consent.refuse", ZH)))
    touch(button(window, texts.say("consent.accept", ZH)))
    assert [event.understood.intent for event in session.posted if isinstance(event, ev.Replied)] == [Intent.NO]


def test_exit_asks_to_leave_from_every_screen_and_a_second_touch_leaves(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    for name, state in all_states(samples).items():
        if base(state) is None:
            continue
        show(window, session, state)
        session.posted.clear()
        touch(named(window, "bar.leave"))
        (event,) = session.posted
        if isinstance(state, AskingToLeave):
            assert event == ev.LeaveConfirmed()
        elif isinstance(state, Parting):
            assert isinstance(event, ev.Replied)
        else:
            assert event == ev.LeaveAsked(), name


@pytest.mark.parametrize(
    ("name", "event"), [("help", ev.HelpAsked()), ("pause", ev.PauseAsked()), ("repeat", ev.RepeatAsked())]
)
def test_the_bar_posts(window: Window, session: SampleSession, samples: Samples, name: str, event: ev.Event) -> None:
    show(window, session, state_named(samples, "telling"))
    touch(named(window, f"bar.{name}"))
    assert session.posted == [event]


def test_the_language_is_switched_from_any_screen(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "reading_term_1"))
    touch(button(window, texts.say("bar.language", ZH)))
    assert session.posted == [ev.LanguageChosen(Language.EN)]


def test_accept_and_refuse_are_of_equal_weight(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    pairs = [
        ("asking_consent_recording", "consent.accept", "consent.refuse"),
        ("asking_promised", "promised.yes", "promised.no"),
        ("asking_to_leave", "leaving.leave", "leaving.stay"),
        ("confirming", "confirming.yes", "confirming.no"),
        ("signing", "signing.sign", "signing.decline"),
    ]
    for name, one, other in pairs:
        show(window, session, state_named(samples, name))
        yes, no = button(window, texts.say(one, ZH)), button(window, texts.say(other, ZH))
        assert abs(yes.width() - no.width()) <= 1, name
        assert yes.height() == no.height(), name
        assert yes.role == no.role, name
        assert yes.font() == no.font(), name


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_the_camera_and_staff_are_offered_alike(
    window: Window, session: SampleSession, samples: Samples, size: tuple[int, int]
) -> None:
    window.resize(*size)
    show(window, session, state_named(samples, "choosing_path"))
    face, staff = (button(window, text[ZH]) for text in PATHS.values())
    assert abs(face.width() - staff.width()) <= 1
    assert face.height() == staff.height()
    assert face.role == staff.role
    assert face.font() == staff.font()
    touch(staff)
    [event] = session.posted
    assert isinstance(event, ev.Replied)
    assert event.understood.choice == "staff"


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_offers_are_of_equal_size_and_none_is_not_smaller(
    window: Window, session: SampleSession, samples: Samples, texts: Texts, size: tuple[int, int]
) -> None:
    window.resize(*size)
    state = state_named(samples, "choosing")
    show(window, session, state)
    chooses = [b for b in window.findChildren(Button) if b.objectName().startswith("choose.") and b.isVisible()]
    assert len(chooses) == len(state.order) + 1, "and none of these"  # type: ignore[union-attr]
    assert len({(b.role, b.font().key()) for b in chooses}) == 1
    widths = [b.width() for b in chooses]
    assert max(widths) - min(widths) <= 1
    heights = [b.height() for b in chooses]
    assert max(heights) == min(heights)
    assert texts.say("choosing.none", ZH) in {b.accessibleName() for b in chooses}


def test_offers_stand_in_the_given_order(window: Window, session: SampleSession, samples: Samples) -> None:
    for name in ("choosing", "choosing_enquiry"):
        state = state_named(samples, name)
        show(window, session, state)
        chooses = [b for b in window.findChildren(Button) if b.objectName().startswith("choose.")]
        chooses.sort(key=lambda b: b.mapTo(window, QPoint(0, 0)).x())
        shown = [b.objectName().removeprefix("choose.") for b in chooses]
        assert shown == [*state.order, "none"]  # type: ignore[union-attr]


def test_choosing_posts_the_offer(window: Window, session: SampleSession, samples: Samples) -> None:
    state = state_named(samples, "choosing")
    show(window, session, state)
    wanted = state.order[1]  # type: ignore[union-attr]
    touch(named(window, f"choose.{wanted}"))
    (event,) = session.posted
    assert isinstance(event, ev.Replied)
    assert (event.understood.choice, event.channel) == (wanted, Channel.TOUCH)


def test_a_sum_is_typed_and_posted_in_yuan(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "asking_need_amount"))
    enter = button(window, texts.say("need.enter", ZH))
    assert not enter.isEnabled()
    for key in ("5", "00", "00", "<", "0"):
        touch(named(window, f"key.{key}"))
    assert enter.isEnabled()
    touch(enter)
    (event,) = session.posted
    assert isinstance(event, ev.Replied)
    assert event.understood.value == Decimal(50_000) / 10 * 10
    assert event.understood.intent is Intent.NUMBER


def test_a_figure_is_confirmed_only_when_there_is_one(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "teaching_back_number"))
    enter = button(window, texts.say("teach.enter", ZH))
    assert not enter.isEnabled()
    touch(named(window, "key.5"))
    assert enter.isEnabled()


@pytest.mark.parametrize("language", Language)
def test_a_date_of_a_card_is_written_as_people_write_it(
    window: Window, session: SampleSession, language: Language
) -> None:
    session.language = language
    show(window, session, state_named(Samples(ROOT, language), "reviewing_card"))
    written = {each.text() for each in window.findChildren(QLabel)}
    assert {Language.ZH_CN: "1952年3月8日", Language.EN: "8 March 1952"}[language] in written


def test_digits_that_were_begun_stay_when_the_state_is_shown_again(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "asking_need_amount")
    show(window, session, state)
    touch(named(window, "key.7"))
    show(window, session, state)
    pads = [pad for pad in window.findChildren(DigitsPad) if pad.isVisible()]
    assert [pad.value() for pad in pads] == [Decimal(7)]
    show(window, session, state_named(samples, "asking_need_income"))
    pads = [pad for pad in window.findChildren(DigitsPad) if pad.isVisible()]
    assert [pad.value() for pad in pads] == [None]


def test_a_term_can_be_acknowledged_only_after_its_end(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    words = texts.say("term.acknowledge", ZH)
    show(window, session, state_named(samples, "reading_term_1"))
    touch(button(window, words))
    assert session.posted == []
    show(window, session, state_named(samples, "reading_term_2"))
    touch(button(window, words))
    (event,) = session.posted
    assert isinstance(event, ev.Replied)
    assert event.understood.intent is Intent.UNDERSTOOD


def test_a_field_is_corrected(window: Window, session: SampleSession, samples: Samples, texts: Texts) -> None:
    state = state_named(samples, "reviewing_card")
    show(window, session, state)
    screen = window.screen_shown
    screen.start_editing(state.fields[3])  # type: ignore[union-attr]
    settle()
    screen._edit.setText(" 1952-03-09 ")  # type: ignore[union-attr]
    touch(button(window, texts.say("review.save", ZH)))
    assert session.posted == [ev.CardCorrected(CardSide.FRONT, "birth", "1952-03-09")]


def test_two_acts_are_of_two_people(window: Window, session: SampleSession, samples: Samples, texts: Texts) -> None:
    show(window, session, state_named(samples, "awaiting_staff"))  # s-01 has signed in
    for code, posted in (("9", 0), ("1111", 0), ("2222", 1)):
        if not [d for d in window.findChildren(SignIn) if d.isVisible()]:
            touch(button(window, texts.say("staff.sign_in", ZH)))
            settle()
        dialog = next(d for d in window.findChildren(SignIn) if d.isVisible())
        dialog.type(code, "4711")
        dialog.tick()
        touch(button(window, texts.say("staff.approve", ZH)))
        until(lambda asked=dialog: asked._asked is None)
        assert len(session.posted) == posted, code
    keys = CHECKS["identity"]
    checked = "；".join(texts.say(f"staff.check.{key}", ZH) for key in keys)
    assert session.posted == [ev.StaffActed(StaffAct(StaffId("s-02"), approved=True, checked=checked, checks=keys))]


def test_who_approves_states_each_thing_that_was_checked(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "awaiting_staff"))
    touch(button(window, texts.say("staff.sign_in", ZH)))
    settle()
    dialog = next(d for d in window.findChildren(SignIn) if d.isVisible())
    dialog.type("2222", "4711")
    dialog.tick("card_in_hand")
    touch(button(window, texts.say("staff.approve", ZH)))
    assert session.posted == []
    dialog.type("2222", "4711")
    touch(button(window, texts.say("staff.not_approve", ZH)))
    until(lambda: bool(session.posted))
    [event] = session.posted
    assert isinstance(event, ev.StaffActed)
    assert (event.act.approved, event.act.checks) == (False, ("card_in_hand",))


def test_a_question_is_asked_bytouch(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "reading_term_1"))
    touch(named(window, "bar.ask"))
    settle()
    question = dict(samples.context.knowledge.entries[0].ask)[ZH][0]
    touch(button(window, question))
    assert session.posted == [ev.QuestionAsked(question, Channel.TOUCH)]


def _write(pen: PenArea) -> None:
    middle = pen.rect().center()
    for start, end in ((QPoint(-200, 0), QPoint(100, 10)), (QPoint(0, -40), QPoint(0, 40))):
        QTest.mousePress(pen, Qt.MouseButton.LeftButton, pos=middle + start)
        for part in range(1, 9):
            QTest.mouseMove(pen, middle + start + (end - start) * part / 8)
        QTest.mouseRelease(pen, Qt.MouseButton.LeftButton, pos=middle + end)


def test_signing_needs_all_pages_and_strokes(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    state = state_named(samples, "signing")
    show(window, session, state)
    pen, document = window.findChild(PenArea), window.findChild(DocumentView)
    assert isinstance(pen, PenArea)
    assert isinstance(document, DocumentView)
    document.wait()
    settle()
    sign = button(window, texts.say("signing.sign", ZH))
    _write(pen)
    assert not sign.isEnabled(), "the pages were not looked at"
    for _ in range(100):
        document.turn(1)
    settle()
    assert document.all_seen
    assert sign.isEnabled()
    pen.clear()
    assert not sign.isEnabled(), "nothing is written"
    _write(pen)
    touch(sign)
    (event,) = session.posted
    assert isinstance(event, ev.Penned)
    assert event.kind == state.document  # type: ignore[union-attr]
    assert len(event.strokes) == 2
    points = [point for stroke in event.strokes for point in stroke]
    assert all(0 <= x <= 1 and 0 <= y <= 1 and 0 <= force <= 1 for x, y, _, force in points)
    times = [ms for _, _, ms, _ in points]
    assert times == sorted(times)
    assert times[0] == 0


def test_a_document_that_is_no_pdf_can_not_be_signed(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    from dataclasses import replace

    show(window, session, replace(state_named(samples, "signing"), pdf=b"no pdf"))  # type: ignore[type-var, arg-type]
    pen, document = window.findChild(PenArea), window.findChild(DocumentView)
    assert isinstance(pen, PenArea)
    assert isinstance(document, DocumentView)
    document.wait()
    settle()
    _write(pen)
    assert document.broken
    assert not button(window, texts.say("signing.sign", ZH)).isEnabled()
