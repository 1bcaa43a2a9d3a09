"""The console's window: who calls stands first, nothing happens at one touch, and a second person signs for himself."""

import time
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kiosk.consent.supervised import CHECKS
from kiosk.domain.consents import Chapter, Mode
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Language
from kiosk.supervision import messages as ms
from kiosk.supervision import pins
from kiosk.supervision.board import Board
from kiosk.supervision.desk import IDLE_SECONDS, Desk
from kiosk.supervision.staff import Member, Role, SignIn, roster
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tries import TriesStore
from ui.i18n import Texts
from ui.staff.console import CONSOLE_TEXTS, ConsoleWindow
from ui.staff.console_forms import ApproveForm, ConfirmForm, ReasonForm, SignForm
from ui.staff.console_need import NeedStrip
from ui.staff.console_tiles import Tiles
from ui.widgets.button import Button

SESSION = "3f0c1d3a-1a52-4c8b-9d0e-1c2b3a4d5e6f"
PEOPLE = roster([Member(StaffId(f"staff-{n}"), n, Role.SUPERVISOR, pins.kept(n)) for n in ("1001", "1002")])
METER = ms.Meter(terms=(2, 34))


class Kiosks:
    """A board, and what the kiosks were told."""

    def __init__(self, answer: ms.Outcome | None = ms.Outcome.TAKEN) -> None:
        self.told: list[ms.Command] = []
        self.devices: list[str] = []
        self.answer = answer
        self.board = Board()
        self.put("kiosk-1", "ReadingTerm", None)
        self.put("kiosk-2", "AwaitingStaff", ms.Call(ms.Wanted.IDENTITY, 65))

    def put(
        self, device: str, state: str, call: ms.Call | None, session: str = SESSION,
        alerts: tuple[ms.Alert, ...] = (), meter: ms.Meter = METER,
    ) -> None:  # fmt: skip
        standing = ms.Standing(session, state, Chapter.IDENTITY, meter, call, alerts)
        now = time.monotonic()
        self.board = self.board.greeted(device, "b", now).stood(device, standing, now)

    def command(self, device, made):
        self.devices.append(device)
        self.told.append(made("0" * 32, len(self.told) + 1))
        done: Future[ms.Outcome | None] = Future()
        done.set_result(self.answer)
        return done


class Port:
    def __init__(self, kiosks: Kiosks, folder: Path, language: Language = Language.ZH_CN) -> None:
        self.kiosks, self.mode, self.language, self.branch = kiosks, Mode.TRAINING, language, "培训网点"
        self.store = ConsoleStore(folder / "console.db")
        self.mono = 0.0
        self.tries = TriesStore(folder / "tries.db")
        self.desk = Desk(kiosks, SignIn(PEOPLE, self.tries), self.store, lambda: self.mono)

    def close(self) -> None:
        self.tries.close()
        self.store.close()

    @property
    def board(self) -> Board:
        return self.kiosks.board


@pytest.fixture
def shown(qtbot, tmp_path):
    kiosks = Kiosks()
    port = Port(kiosks, tmp_path)
    window = ConsoleWindow(port)
    qtbot.addWidget(window)
    window.resize(1366, 860)
    window.show()
    yield SimpleNamespace(window=window, port=port, kiosks=kiosks)
    window.close()
    port.close()


def sign_in(shown, number: str = "1001") -> None:
    shown.window.act("sign_in")
    form = shown.window.form
    assert isinstance(form, SignForm)
    form.number.setText(number)
    form.pin.setText(number)
    form._sign()


def confirm(form) -> None:
    next(b for b in form.findChildren(Button) if b.role == "primary").click()


def words(shown) -> str:
    QApplication.processEvents()
    return "\n".join(found.text() for found in shown.window.findChildren(QLabel) if found.isVisible())


def test_who_calls_stands_first_with_the_time(shown):
    assert shown.window.rows.order() == ("kiosk-2", "kiosk-1")
    assert "1:05" in words(shown)
    shown.kiosks.put("kiosk-1", "CallingStaff", ms.Call(ms.Wanted.HELP, 300))
    shown.window.look()
    assert shown.window.rows.order() == ("kiosk-1", "kiosk-2")
    assert "2 台在叫人" in words(shown)


def test_nobody_signed_in_is_asked_to_and_commands_nothing(shown):
    shown.window.act("come_over")
    assert isinstance(shown.window.form, SignForm)
    assert shown.kiosks.told == []


def test_one_touch_does_nothing_the_second_does_it(shown):
    sign_in(shown)
    shown.window.act("come_over")
    assert isinstance(shown.window.form, ConfirmForm)
    assert shown.kiosks.told == []
    confirm(shown.window.form)
    assert [type(command) for command in shown.kiosks.told] == [ms.ComeOver]
    shown.window.look()
    assert "办好了" in words(shown)
    assert shown.port.store.acts()[-1].act == "come_over"


def test_the_way_back_does_nothing(shown):
    sign_in(shown)
    shown.window.act("pause")
    next(b for b in shown.window.form.findChildren(Button) if b.role == "quiet").click()
    assert shown.kiosks.told == []
    assert shown.window.form is None


def test_a_session_is_not_ended_without_a_reason(shown):
    sign_in(shown)
    shown.window.act("end")
    form = shown.window.form
    assert isinstance(form, ReasonForm)
    confirm(form)
    assert shown.kiosks.told == []
    form.picks.pick(ms.Reason.PRESSURE_SEEN)
    confirm(form)
    assert shown.kiosks.told[-1].reason is ms.Reason.PRESSURE_SEEN


def test_two_people_each_with_a_number_of_his_own(shown):
    sign_in(shown)
    shown.window.act("approve_identity")
    form = shown.window.form
    assert isinstance(form, ApproveForm)
    confirm(form)
    for box in form.ticks.values():
        box.setChecked(True)
    confirm(form)
    form.picks.pick(ms.Reason.DEVICE_FAULT)
    for own, number in (("1001", "1001"), ("1001", "9999"), ("", "1002"), ("1002", "1002")):
        form.first_pin.setText(own)
        form.number.setText(number)
        form.pin.setText(number)
        confirm(form)
        assert shown.kiosks.told == []
        assert form.pin.text() == form.first_pin.text() == ""
    form.first_pin.setText("1001")
    form.number.setText("1002")
    form.pin.setText("1002")
    confirm(form)
    command = shown.kiosks.told[-1]
    assert (command.staff, command.second) == ("staff-1001", "staff-1002")
    assert command.checks == CHECKS["identity"]


def test_five_minutes_without_a_touch_lock_the_window(shown):
    sign_in(shown)
    shown.window.act("end")
    shown.port.mono += IDLE_SECONDS + 1
    shown.window.look()
    assert shown.window.form is None
    assert "没有人签到" in words(shown)


def test_the_shift_is_handed_over(shown):
    sign_in(shown)
    shown.window.act("hand_over")
    form = shown.window.form
    form.number.setText("1002")
    form.pin.setText("1002")
    form._sign()
    shown.window.look()
    assert "staff-1002" in words(shown)


def test_a_kiosk_that_does_not_answer_is_told_as_such(shown):
    shown.kiosks.answer = None
    sign_in(shown)
    shown.window.act("pause")
    confirm(shown.window.form)
    shown.window.look()
    assert "请走过去" in words(shown)


def test_without_a_session_there_is_no_button(shown):
    shown.kiosks.put("kiosk-1", "Attract", None, session="")
    shown.window.choose("kiosk-1")
    assert not [b for b in shown.window.findChildren(Button) if b.objectName() == "act.come_over" and b.isVisible()]


def test_no_field_of_the_window_is_for_words_to_the_borrower(shown):
    sign_in(shown)
    for act in ("come_over", "pause", "end", "approve_identity", "hand_over"):
        shown.window.act(act)
        fields = shown.window.form.findChildren(QLineEdit)
        assert {field.accessibleName() for field in fields} <= {
            "工号，或刷卡", "口令", "您的口令", "第二位的工号，或刷卡", "第二位的口令",
        }  # fmt: skip


def test_every_code_has_its_words_in_both_languages():
    keys = Texts.load(CONSOLE_TEXTS).keys()
    wanted = {f"wanted.{w}" for w in ms.Wanted} | {f"alert.{a}" for a in ms.Alert} | {f"reason.{r}" for r in ms.Reason}
    wanted |= {f"outcome.{o}" for o in ms.Outcome} | {f"chapter.{c}" for c in Chapter}
    wanted |= {f"check.{check}" for checks in CHECKS.values() for check in checks}
    wanted |= {f"act.approve_{matter}" for matter in ms.Matter}
    assert wanted <= keys


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 860), (1920, 1080)])
def test_it_has_room_on_every_desk(qtbot, tmp_path, language, size):
    port = Port(Kiosks(), tmp_path, language)
    window = ConsoleWindow(port)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.wait(20)
    for act in ("come_over", "approve_identity"):
        window.act(act)
        qtbot.wait(20)
        for button in window.findChildren(Button):
            if button.isVisible():
                assert button.mapTo(window, button.rect().topRight()).x() <= window.width()
    assert window.width() == size[0]
    window.close()
    port.close()


def strip(shown):
    return shown.window.findChild(NeedStrip)


def go(shown) -> Button:
    return next(b for b in shown.window.findChildren(Button) if b.objectName() == "need.go")


def test_what_needs_somebody_now_stands_on_top_with_one_button(shown):
    sign_in(shown)
    assert "kiosk-2" in strip(shown).accessibleName()
    assert "1:05" in strip(shown).accessibleName()
    shown.window.choose("kiosk-1")
    go(shown).click()
    assert isinstance(shown.window.form, ConfirmForm)
    confirm(shown.window.form)
    assert [type(command) for command in shown.kiosks.told] == [ms.ComeOver]
    assert shown.kiosks.devices == ["kiosk-2"]


def test_an_alert_stands_there_when_nobody_calls_and_calm_words_when_nothing_is_wrong(shown):
    shown.kiosks.put("kiosk-2", "ReadingTerm", None, alerts=(ms.Alert.PAPER,))
    shown.window.look()
    assert "打印纸用完了" in strip(shown).accessibleName()
    assert not go(shown).isVisible()
    shown.kiosks.put("kiosk-2", "ReadingTerm", None)
    shown.window.look()
    assert "没有人在叫" in strip(shown).accessibleName()


def test_a_kiosk_is_closed_at_the_second_touch_and_opened_again(shown):
    shown.kiosks.put("kiosk-2", "Attract", None, session="")
    sign_in(shown)
    shown.window.choose("kiosk-2")
    shown.window.act("close")
    assert shown.kiosks.told == []
    confirm(shown.window.form)
    assert isinstance(shown.kiosks.told[-1], ms.CloseKiosk)
    shown.kiosks.put("kiosk-2", "Closed", None, session="")
    shown.window.look()
    QApplication.processEvents()
    names = {b.objectName() for b in shown.window.findChildren(Button) if b.isVisible()}
    assert "act.open" in names
    assert "act.close" not in names


def test_who_takes_over_sees_what_is_open(shown):
    sign_in(shown)
    shown.window.act("hand_over")
    said = words(shown)
    assert "交给下一班的" in said
    assert "kiosk-2 · 身份 · 等两位同事 · 身份要两位同事看 · 等了 1:05" in said


def test_where_it_was_hard_stands_in_red(shown):
    meter = ms.Meter(not_understood=3, terms=(2, 34))
    shown.kiosks.put("kiosk-1", "ReadingTerm", None, meter=meter)
    shown.window.choose("kiosk-1")
    tiles = shown.window.findChild(Tiles)
    assert tiles.isVisible()
    shades = {name: figure.palette().windowText().color().name() for name, figure in tiles._figures.items()}
    assert shades["misses"] != shades["repeats"] == shades["questions"]
