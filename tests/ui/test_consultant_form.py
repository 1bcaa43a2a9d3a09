"""Staff enter the consultant's version over the borrower's page; sign-in first, and nothing of his answers changes."""

from PySide6.QtWidgets import QWidget

from kiosk.consent import events as ev
from kiosk.domain.case import PromiseTopic
from tests.ui.showing import show, state_named, until
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.staff.consultant_form import ConsultantForm
from ui.staff.sign_in import SignIn
from ui.widgets.button import Button
from ui.window import Window


def seen(window: Window, kind: type[QWidget]) -> list[QWidget]:
    return [found for found in window.findChildren(kind) if found.isVisible()]


def opened(window: Window, session: SampleSession, samples: Samples, code: str, *, approved: bool = True) -> None:
    show(window, session, state_named(samples, "asking_promised"))
    page = window.findChildren(Button)
    next(b for b in page if b.isVisible() and "顾问" in b.accessibleName()).click()
    settle()
    dialog = seen(window, SignIn)[0]
    assert isinstance(dialog, SignIn)
    dialog.tick()
    dialog.type(code, "4711")
    dialog._act(approved)
    until(lambda: dialog._asked is None)
    settle()


def test_what_staff_enter_is_posted_in_fen_and_as_a_fraction(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    opened(window, session, samples, "1111")
    form = seen(window, ConsultantForm)[0]
    assert isinstance(form, ConsultantForm)
    form.type(PromiseTopic.RATE, "4.8")
    form.type(PromiseTopic.AMOUNT, "50000")
    form.save()
    settle()
    stated = session.posted[-1]
    assert isinstance(stated, ev.ConsultantStated)
    assert {told.topic: told.value for told in stated.told} == {
        PromiseTopic.RATE: "0.048",
        PromiseTopic.AMOUNT: "5000000",
    }
    assert stated.act.checks == ("consultant_told",)
    assert not seen(window, ConsultantForm)


def test_a_figure_that_is_none_is_not_posted(window: Window, session: SampleSession, samples: Samples) -> None:
    opened(window, session, samples, "1111")
    form = seen(window, ConsultantForm)[0]
    assert isinstance(form, ConsultantForm)
    for typed in ("4..8", "-1", "NaN", "1e99"):
        form.type(PromiseTopic.FEES, typed)
        form.save()
        settle()
    assert not [event for event in session.posted if isinstance(event, ev.ConsultantStated)]


def test_without_a_right_code_there_is_no_form(window: Window, session: SampleSession, samples: Samples) -> None:
    opened(window, session, samples, "9999")
    assert not seen(window, ConsultantForm)
