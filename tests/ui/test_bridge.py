"""Threads below, one GUI thread above; and the trap of PySide6 on Python 3.11."""

import sys
import threading

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from kiosk.checks.liveness import MOVE_TEXTS, Move
from kiosk.consent.states import Paused, State
from kiosk.runtime.instruction import Instruction
from tests.ui.showing import state_named, until
from ui.bridge import Bridge
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.camera_view import qimage

NOD = Instruction(Move.NOD, MOVE_TEXTS[Move.NOD])


class _Emitter(QObject):
    said = Signal(bool)


class _Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[object, QThread]] = []

    @Slot(object)
    def take(self, value: object) -> None:
        self.got.append((value, QThread.currentThread()))


def test_emitting_drops_no_reference_of_the_constants() -> None:
    """PySide6 6.12 on Python 3.11 does, and kills the process after some 560 emits."""
    emitter, receiver = _Emitter(), _Receiver()
    constants = (True, False, None)
    before = [sys.getrefcount(constant) for constant in constants]
    for _ in range(100):
        emitter.said.connect(receiver.take)
        emitter.said.emit(True)
        emitter.said.disconnect(receiver.take)
    receiver.got.clear()
    after = [sys.getrefcount(constant) for constant in constants]
    assert all(old - new < 50 for old, new in zip(before, after, strict=True))


def test_a_state_from_a_plain_thread_arrives_on_the_gui_thread(session: SampleSession, samples: Samples) -> None:
    bridge, receiver = Bridge(session), _Receiver()
    bridge.state_changed.connect(receiver.take)
    state: State = Paused(state_named(samples, "telling"))  # type: ignore[arg-type]
    runner = threading.Thread(target=lambda: [call(state) for call in session.subscribers])
    runner.start()
    runner.join()
    until(lambda: bool(receiver.got))
    assert receiver.got == [(state, QThread.currentThread())]


def test_only_the_newest_picture_is_shown(session: SampleSession) -> None:
    faces: list[int] = []
    levels: list[tuple[float, bool]] = []
    moves: list[Instruction | None] = []
    session.asked = NOD
    bridge = Bridge(session)
    for value in range(50):
        session.face_preview.put(np.full((4, 4, 3), value, np.uint8))
        session.level.put(value / 50)
    bridge.watch(
        lambda image: faces.append(int(image[0, 0, 0])),
        lambda image: None,
        lambda *args: levels.append(args),
        moves.append,
    )
    until(lambda: len(levels) >= 3)
    assert faces == [49]
    assert moves[0] == NOD
    assert levels[0] == (0.98, True)


def test_a_picture_has_its_colours_and_memory_of_its_own() -> None:
    blue = np.zeros((2, 3, 3), np.uint8)
    blue[..., 0] = 255
    image = qimage(blue[:, ::-1])
    blue[...] = 0
    assert image.pixelColor(1, 1).getRgb() == (0, 0, 255, 255)


def test_a_closed_bridge_says_nothing_more(session: SampleSession, samples: Samples) -> None:
    """The window may be destroyed from then on, while the session's threads still run."""
    bridge, receiver = Bridge(session), _Receiver()
    bridge.state_changed.connect(receiver.take)
    bridge.close()
    state: State = Paused(state_named(samples, "telling"))  # type: ignore[arg-type]
    runner = threading.Thread(target=lambda: [call(state) for call in session.subscribers])
    runner.start()
    runner.join()
    settle()
    assert receiver.got == []
