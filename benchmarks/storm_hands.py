"""Hands that mean nothing: touches, drags, keys and words at random, put in where the system puts real ones in.

What they do is data (`Act`), so that a storm can be played again and cut down. While an act is carried out the hands
know which widget it may set off: the button that a touch both began and ended in, the slider that it held, or what has
the keys. Whatever the window posts otherwise is an answer that nobody gave.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPointingDevice, QTouchEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.slider import Slider
from ui.window import Window

_Target = QAbstractButton | Slider
WORDS = (
    "五万元", "yes", "同意", "שלום עולם", "مرحبا بكم في البنك", "\u202eteg diap\u202c", "👩‍👩‍👧‍👦🏳️‍🌈🇨🇳" * 9, "a\u0000b",
    "\u0001\u0007\u001b[31m\u007f", "\ud800", "\udfff\ud83d", "\u200b\u200d\u2060\ufeff" * 30, "e" + "\u0301" * 200,
    "𝟓𝟎𝟎𝟎𝟎", "<b>粗</b><img src=file:///etc/passwd>", "%s%n{0}", "名" * 300, "W" * 300, "-1", "1e400", "９９９", "NaN",
    "\r\n\u2028\u2029", "𠮷" * 150, "ﷺ" * 40, "0" * 300, "' OR 1=1; --", "../../etc/passwd", "\t", "",
)  # fmt: skip
"""Of every kind that a field may get: foreign, long, broken, invisible, and what programs stumble over."""
SIZES = ((800, 600), (1024, 768), (1080, 1920), (1920, 1080), (768, 1024), (3840, 2160), (2160, 3840), (601, 2000))
_AVOIDED = ("bar.leave",)
"""Touched seldom: else every storm is over in a second."""
_SELDOM = 0.03
_KEYS = tuple(
    key for key in Qt.Key
    if key not in (Qt.Key.Key_unknown, Qt.Key.Key_Any) and 0 < key.value < 0x01200000
)  # fmt: skip
_DEAD = tuple(key for key in Qt.Key if key.name.startswith("Key_Dead_"))
_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
_GOING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select, Qt.Key.Key_Tab, Qt.Key.Key_Down)

KINDS = {
    "pick": 30, "tap": 26, "finger": 10, "drag": 6, "sweep": 2, "late": 4, "open": 2, "cancel": 2, "two": 3,
    "key": 8, "walk": 6, "words": 5, "paste": 2, "compose": 3, "resize": 3, "screen": 1, "language": 2,
}  # fmt: skip
"""Kinds of act and their weights."""


@dataclass(frozen=True, slots=True)
class Act:
    """`at` and `to`: shares of the window's width and height; `number` chooses among what is there; `text` is typed."""

    kind: str
    at: tuple[float, float] = (0.0, 0.0)
    to: tuple[float, float] = (0.0, 0.0)
    number: int = 0
    text: str = ""


def acts(random: Random) -> Iterator[Act]:
    """Without end."""
    kinds, weights = tuple(KINDS), tuple(KINDS.values())
    while True:
        (kind,) = random.choices(kinds, weights)
        at, to = (random.random(), random.random()), (random.random(), random.random())
        yield Act(kind, at, to, random.randrange(1 << 30), random.choice(WORDS))


class Hands:
    """On one window. `between` lets time pass while something is held: pages may change under the finger."""

    def __init__(self, window: Window, between: Callable[[], None], change_language: Callable[[], None]) -> None:
        self._window, self._between, self._change_language = window, between, change_language
        self._device: QPointingDevice = QTest.createTouchDevice()
        self._open = False
        self.aimed: str | None = None
        """What the act under way may set off; None: nothing."""
        self.touches = 0

    def perform(self, act: Act) -> None:
        """Carry it out."""
        do: dict[str, Callable[[Act], None]] = {
            "pick": self._pick, "tap": self._tap, "finger": self._finger, "drag": self._drag, "sweep": self._sweep,
            "late": self._late, "open": self._leave_open, "cancel": self._cancel, "two": self._two_fingers,
            "key": self._key, "walk": self._walk, "words": self._words, "paste": self._paste,
            "compose": self._compose, "resize": self._resize, "screen": self._screen, "language": self._language,
        }  # fmt: skip
        try:
            do[act.kind](act)
        finally:
            self.aimed = None

    def buttons(self) -> list[QAbstractButton]:
        """Those that can be touched now, in an order that does not change by itself."""
        return [
            each for each in self._window.findChildren(QAbstractButton)
            if each.isVisible() and each.isEnabled() and self._target_at(self._middle(each)) is each
        ]  # fmt: skip

    def touch(self, button: QAbstractButton) -> None:
        """On purpose, in its middle."""
        self._click(self._middle(button), self._middle(button))
        self.aimed = None

    @property
    def _handle(self) -> QWindow:
        handle = self._window.windowHandle()
        assert handle is not None
        return handle

    def _point(self, share: tuple[float, float]) -> QPoint:
        return QPoint(int(share[0] * (self._window.width() - 1)), int(share[1] * (self._window.height() - 1)))

    def _middle(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self._window, widget.rect().center())

    def _target_at(self, point: QPoint) -> _Target | None:
        found = self._window.childAt(point)
        while found is not None and not isinstance(found, _Target):
            found = found.parentWidget()
        return found

    def _aim(self, pressed: _Target | None, point: QPoint) -> None:
        """Said before the touch ends: what it began in, if it ends there too; a slider is held a little beside it."""
        if pressed is None or not pressed.isEnabled():
            self.aimed = None
        elif isinstance(pressed, Slider):
            beside = pressed.mapFrom(self._window, point).y()
            self.aimed = "slider" if -pressed.height() <= beside <= 2 * pressed.height() else None
        else:
            self.aimed = f"button {pressed.text()!r}" if pressed is self._target_at(point) else None

    def _click(self, begin: QPoint, end: QPoint, hold: Callable[[], None] = lambda: None) -> None:
        self.touches += 1
        pressed = self._target_at(begin)
        QTest.mousePress(self._handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
        hold()
        if begin != end:
            QTest.mouseMove(self._handle, end)
        self._aim(pressed, end)
        QTest.mouseRelease(self._handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def _pick(self, act: Act) -> None:
        """The middle of some button."""
        there = self.buttons()
        if not there:
            return
        chosen = there[act.number % len(there)]
        if chosen.objectName() in _AVOIDED and act.at[0] > _SELDOM:
            return
        self._click(self._middle(chosen), self._middle(chosen))

    def _tap(self, act: Act) -> None:
        point = self._point(act.at)
        found = self._target_at(point)
        if found is not None and found.objectName() in _AVOIDED and act.to[0] > _SELDOM:
            return
        self._click(point, point)

    def _drag(self, act: Act) -> None:
        self._click(self._point(act.at), self._point(act.to))

    def _sweep(self, act: Act) -> None:
        """Across everything, pressed all the way."""

        def across() -> None:
            for step in range(1, 24):
                QTest.mouseMove(self._handle, self._point((step / 24, (act.at[1] + step * 0.37) % 1)))

        self._click(self._point((0.01, act.at[1])), self._point((0.99, act.to[1])), across)

    def _late(self, act: Act) -> None:
        """Held while time passes and, it may be, another page comes."""
        there = self.buttons()
        point = self._middle(there[act.number % len(there)]) if there else self._point(act.at)
        found = self._target_at(point)
        if found is None or found.objectName() not in _AVOIDED:
            self._click(point, point, self._between)

    def _finger(self, act: Act) -> None:
        """As the touch screen itself tells it."""
        begin = self._point(act.at)
        end = begin if act.number % 3 else self._point(act.to)
        pressed = self._target_at(begin)
        if pressed is not None and pressed.objectName() in _AVOIDED:
            return
        self._lift_open()
        self.touches += 1
        QTest.touchEvent(self._handle, self._device).press(0, begin).commit()
        if begin != end:
            for step in (0.3, 0.7, 1.0):
                way = QPoint(
                    round(begin.x() + (end.x() - begin.x()) * step), round(begin.y() + (end.y() - begin.y()) * step)
                )
                QTest.touchEvent(self._handle, self._device).move(0, way).commit()
        self._aim(pressed, end)
        QTest.touchEvent(self._handle, self._device).release(0, end).commit()

    def _leave_open(self, act: Act) -> None:
        """Begun and never ended: the next finger finds it so."""
        self._lift_open()
        self.touches += 1
        QTest.touchEvent(self._handle, self._device).press(0, self._point(act.at)).commit()
        self._open = True

    def _lift_open(self) -> None:
        """What began on another page ends far outside: it may set off nothing."""
        if self._open:
            self._open = False
            QTest.touchEvent(self._handle, self._device).release(0, QPoint(-50, -50)).commit()

    def _cancel(self, act: Act) -> None:
        """The system takes the touch back: a palm."""
        self._lift_open()
        self.touches += 1
        QTest.touchEvent(self._handle, self._device).press(0, self._point(act.at)).commit()
        cancelled = QTouchEvent(QEvent.Type.TouchCancel, self._device, Qt.KeyboardModifier.NoModifier, [])
        QCoreApplication.sendEvent(self._handle, cancelled)
        QTest.touchEvent(self._handle, self._device).release(0, QPoint(-50, -50)).commit()

    def _two_fingers(self, act: Act) -> None:
        """At once, on two places; the first one is the mouse."""
        self._lift_open()
        self.touches += 2
        first, second = self._point(act.at), self._point(act.to)
        pressed = self._target_at(first)
        if pressed is not None and pressed.objectName() in _AVOIDED:
            return
        QTest.touchEvent(self._handle, self._device).press(0, first).press(1, second).commit()
        QTest.touchEvent(self._handle, self._device).stationary(0).move(1, second + QPoint(9, 9)).commit()
        self._aim(pressed, first)
        QTest.touchEvent(self._handle, self._device).release(0, first).release(1, second + QPoint(9, 9)).commit()

    def _key(self, act: Act) -> None:
        key = (_DEAD if act.number % 7 == 0 else _KEYS)[act.number // 7 % len(_DEAD if act.number % 7 == 0 else _KEYS)]
        self._press_key(key, _MODIFIERS[act.number % len(_MODIFIERS)], act.text[:1])

    def _walk(self, act: Act) -> None:
        """Those keys that go through a page and set things off."""
        self._press_key(_GOING[act.number % len(_GOING)], _MODIFIERS[0], " " if act.number % len(_GOING) == 0 else "")

    def _press_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        held: QWidget | None = QApplication.focusWidget() or self._window.focusWidget()
        if held is not None and held.objectName() in _AVOIDED:
            return
        self.touches += 1
        self.aimed = f"keys to {type(held).__name__}" if held is not None and self._has_keys(held) else None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._handle, QKeyEvent(kind, key.value, modifiers, text))

    def _has_keys(self, held: QWidget) -> bool:
        return held.isVisible() and held.isEnabled() and held.window() is self._window

    def _field(self, act: Act) -> QWidget | None:
        """One of the fields that stand there, with the keys."""
        fields = [each for each in self._window.findChildren(QWidget)
                  if isinstance(each, QLineEdit | QPlainTextEdit) and each.isVisible()]  # fmt: skip
        if not fields:
            return None
        found = fields[act.number % len(fields)]
        found.setFocus()
        return found

    def _words(self, act: Act) -> None:
        """Key by key, as an outer keyboard or a scanner does."""
        if self._field(act) is None:
            return
        for sign in act.text[:60]:
            self._press_key(Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)

    def _paste(self, act: Act) -> None:
        field = self._field(act)
        if field is None:
            return
        if isinstance(field, QPlainTextEdit):
            held = QMimeData()
            held.setText(act.text)
            held.setHtml(f"<h1>{act.text}</h1>")
            field.insertFromMimeData(held)
        elif isinstance(field, QLineEdit):
            QApplication.clipboard().setText(act.text)
            field.paste()

    def _compose(self, act: Act) -> None:
        """As an input method does: unfinished, changed, and at last put in or given up."""
        field = self._field(act)
        if field is None:
            return
        begun = QInputMethodEvent(act.text[:20], [])
        QCoreApplication.sendEvent(field, begun)
        done = QInputMethodEvent("", [])
        if act.number % 2:
            done.setCommitString(act.text)
        QCoreApplication.sendEvent(field, done)

    def _resize(self, act: Act) -> None:
        if act.number % 2:
            size = QSize(*SIZES[act.number // 2 % len(SIZES)])
        else:
            size = QSize(800 + int(act.at[0] * 3040), 600 + int(act.at[1] * 1560))
        self._window.resize(size)

    def _screen(self, act: Act) -> None:
        """The panel goes and comes back: the system tells of it, and shows the window anew."""
        if act.number % 3 == 0:
            self._window.hide()
            self._between()
            self._window.show()
        else:
            screen = self._window.screen()
            QApplication.instance().screenRemoved.emit(screen)  # type: ignore[union-attr]
            self._handle.screenChanged.emit(screen)
            QApplication.instance().screenAdded.emit(screen)  # type: ignore[union-attr]

    def _language(self, _act: Act) -> None:
        self.aimed = "the other language"
        self._change_language()
