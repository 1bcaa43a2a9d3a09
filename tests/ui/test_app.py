"""The window as a program: first picture, exceptions, memory of a session."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from kiosk.consent.events import Broken
from kiosk.consent.states import Attract, OutOfOrder
from kiosk.domain.speech import Language
from tests.ui.showing import all_states, show, state_named
from ui import app
from ui.i18n import Texts
from ui.previews import SampleSession, render, settle
from ui.sample_states import Samples
from ui.screens.out_of_order import OutOfOrderScreen
from ui.sheets import sheets, variants
from ui.window import Window


def test_the_start_is_probed_at_the_first_painted_screen(session: SampleSession) -> None:
    probed: list[float] = []
    assert app.run(session, windowed=True, probe_start=probed.append) == 0
    assert len(probed) == 1
    assert probed[0] > 0


def test_an_exception_in_a_slot_ends_the_session_and_says_so(
    session: SampleSession, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[type] = []
    before = sys.excepthook

    def fail() -> None:
        raise ValueError("the borrower's name")

    def look() -> None:
        window = next(w for w in app.application().topLevelWidgets() if isinstance(w, Window) and w.isVisible())
        shown.append(type(window.screen_shown))
        app.application().quit()

    QTimer.singleShot(100, fail)
    QTimer.singleShot(400, look)
    app.run(session, windowed=True)
    (event,) = session.posted
    assert isinstance(event, Broken)
    assert "ValueError" in event.reason
    assert "name" not in event.reason
    assert shown == [OutOfOrderScreen]
    assert sys.excepthook is before
    assert "borrower" not in capsys.readouterr().err


def test_cv2_does_not_lead_qt_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/nowhere")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/nowhere")
    app.application()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ


def test_no_picture_of_a_session_stays(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "checking_face"))
    window.show_face(np.zeros((9, 16, 3), np.uint8))
    assert window._images
    show(window, session, Attract())
    assert not window._images


def test_every_state_is_left_for_another_without_leftovers(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    of_each_kind = {type(state): state for state in all_states(samples).values()}
    for state in of_each_kind.values():
        show(window, session, state)
        assert window.count() == 1


def test_a_reason_for_being_out_of_order_is_a_sentence(window: Window, session: SampleSession, texts: Texts) -> None:
    from PySide6.QtWidgets import QLabel

    for reason in ("face_camera", "order.reason.disk", "Traceback (most recent call last)"):
        show(window, session, OutOfOrder(reason))
        shown = {label.text() for label in window.findChildren(QLabel)}
        assert texts.reason("order.reason", reason, Language.ZH_CN) in shown
        assert not any("Traceback" in words for words in shown)


@pytest.mark.parametrize("language", [Language.EN])
def test_previews_are_written(tmp_path: Path, language: Language, samples: Samples) -> None:
    names = list(all_states(samples))
    some = [*names[::12], names[-1]]
    written = render(tmp_path, (language,), names=some)
    assert [path.stem for path in written] == some
    assert all(path.stat().st_size > 5_000 for path in written)
    settle()


def test_a_sheet_shows_what_no_borrower_chose_in_every_language_and_size(tmp_path: Path) -> None:
    """Of a page of the corner also its larger letters."""
    written = {path.stem: QImage(str(path)) for path in sheets(tmp_path, ("closed_hours", "corner_face_1"))}
    assert list(written) == ["closed_hours", "corner_face_1"]
    assert len(variants()) == 34
    assert written["corner_face_1"].width() == written["closed_hours"].width()
    assert all(not picture.isNull() for picture in written.values())


def test_screens_of_no_session_speak_the_language_of_the_settings(samples: Samples, texts: Texts) -> None:
    english = SampleSession(samples.context, language=Language.EN)
    window = Window(english, texts)
    window.show_state(Attract())
    assert window.screen_shown is not None
    assert window.screen_shown.words("attract.title") == texts.by_language[Language.EN]["attract.title"]
    window.deleteLater()
    settle()
