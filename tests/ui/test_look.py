"""Every screen in every look: nothing cut, crossing, faint or small, nothing that flashes, one theme for all of it.

Each state is seen in a few looks, so chosen that every two of their traits meet somewhere; `benchmarks/look.py` sees
all of them in all.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.consent.machine import facts_of
from kiosk.consent.states import State
from kiosk.domain.speech import Language
from ui import theme
from ui.i18n import Texts
from ui.inspection import crossing, cut_words, faint, faults, outside, pixels, small, too_wide
from ui.looks import LOOKS, Look
from ui.previews import PORTRAIT, ROOT, Showing, dressed, settle
from ui.sample_hostile import ODD, hostile
from ui.sample_states import Samples
from ui.widgets import pictures
from ui.widgets.button import Button
from ui.widgets.guide_figure import Follower, GuideFigure
from ui.widgets.level_meter import LevelMeter
from ui.widgets.lines import Lines
from ui.widgets.text import Scroll, column, label

_EACH = 1
"""Looks in which each state is seen here; each look sees others."""
_SOME = 19
"""Every so many states: enough kinds of page."""
_PHOTOGRAPHS = {"sample_pictures.py"}
"""Drawn stand-ins for what a camera sees: no part of a screen."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(")


class TestOneTheme:
    def _files(self) -> Iterator[Path]:
        yield from (each for each in sorted((ROOT / "ui").rglob("*.py")) if each.name not in _PHOTOGRAPHS)

    def test_no_colour_stands_outside_of_it(self) -> None:
        found = [
            f"{file.relative_to(ROOT)}:{node.lineno} {node.value!r}"
            for file in self._files()
            if file.name != "theme.py"
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _COLOUR.search(node.value)
        ]
        assert not found, "\n".join(found)

    def test_no_size_of_letters_and_no_speed_stands_outside_of_it(self) -> None:
        numbers = {"setPixelSize", "setPointSize", "setPointSizeF", "setDuration", "QColor"}
        found = [
            f"{file.relative_to(ROOT)}:{node.lineno}"
            for file in self._files()
            if file.name != "theme.py"
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call) and _called(node) in numbers and any(map(_number, node.args))
        ]
        assert not found, "\n".join(found)

    def test_distances_are_scaled(self) -> None:
        """A bare number of pixels would be another length on each panel."""
        bare = {"setSpacing", "setContentsMargins", "addSpacing", "setFixedHeight", "setFixedWidth", "setFixedSize"}
        found = []
        for file in self._files():
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in bare:
                    wrong = [each for each in node.args if _number(each) and each.value > _HAIR]
                    found += [f"{file.relative_to(ROOT)}:{each.lineno} {each.value}" for each in wrong]
        assert not found, "\n".join(found)

    def test_contrasts_differ(self) -> None:
        """A level that looks like another would be none."""
        looks = {tuple(theme.at_level(each, level) for pair in theme.TEXT_PAIRS for each in pair)
                 for level in theme.CONTRASTS}  # fmt: skip
        assert len(looks) == len(theme.CONTRASTS)


_LESSON = re.compile(r"corner_.*_\d")
_HAIR = 2
"""Pixels of a hair line."""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


class TestLooks:
    def test_every_two_traits_meet(self) -> None:
        traits = [(each.language, each.size, each.text_size, each.contrast) for each in LOOKS]
        for one in range(4):
            for other in range(one + 1, 4):
                pairs = {(each[one], each[other]) for each in traits}
                firsts, seconds = {each[one] for each in traits}, {each[other] for each in traits}
                assert len(pairs) == len(firsts) * len(seconds)
        assert {each.text_size for each in LOOKS} == set(theme.SIZES)
        assert {each.contrast for each in LOOKS} == set(theme.CONTRASTS)
        assert {each.language for each in LOOKS} == set(Language)

    def test_every_state_has_a_preview(self) -> None:
        shown = {type(state) for _, state in _states(Language.EN)[1]}
        assert shown == set(get_args(State))


@pytest.mark.parametrize("at", range(len(LOOKS)))
def test_nothing_is_cut_crossing_faint_or_small(qapp: QApplication, texts: Texts, at: int) -> None:
    look = LOOKS[at]
    found = []
    for name, state, window in _seen(look, texts, at):
        facts = facts_of(state)
        level = facts.contrast if facts is not None else theme.CONTRASTS[0]
        found += [f"{name}: {fault}" for fault in faults(window, level, look.dpi)]
    assert not found, f"{look}\n" + "\n".join(found)


@lru_cache(maxsize=2)
def _states(language: Language) -> tuple[Samples, list[tuple[str, State]]]:
    """The corner's pages have a test of their own at every size; its kinds of page are enough here."""
    samples = Samples(ROOT, language)
    every = [*samples.all(), *hostile(samples)]
    return samples, [each for each in every if not _LESSON.match(each[0])]


def _seen(look: Look, texts: Texts, at: int) -> Iterator[tuple[str, State, QWidget]]:
    """Of the states those whose turn it is, each in as many looks as the other."""
    samples, states = _states(look.language)
    showing = Showing(samples, texts, look.size)
    showing.session.dots_per_inch = look.dpi
    for number, (name, state) in enumerate(states):
        turns = {(number * _EACH + turn * (2 * len(LOOKS) // 3 + 1)) % len(LOOKS) for turn in range(_EACH)}
        if at in turns:
            seen = dressed(state, look.text_size, look.contrast)
            yield name, seen, showing.show(name, seen)
    showing.close()


def test_letters_that_have_no_room_give_the_same_picture(qapp: QApplication, texts: Texts) -> None:
    """Therefore `benchmarks/look.py` paints it once. What moves by the clock is left out: nothing is written there."""
    samples, states = _states(Language.ZH_CN)
    showing = Showing(samples, texts, (1024, 768))
    showing.session.motion = False
    for name, state in states[::_SOME]:
        pictures_of_it = {}
        for size in theme.SIZES[1:]:
            shown = dressed(state, size, theme.CONTRASTS[-1])
            painted = _still(showing.show(name, shown))
            first = pictures_of_it.setdefault(showing.window.letters(shown), painted)
            assert np.array_equal(first, painted), f"{name} at {size}"
    showing.close()
    theme.use_motion(True)


def _still(window: QWidget) -> np.ndarray:
    picture = pixels(window.grab().toImage())
    for moving in (*window.findChildren(GuideFigure), *window.findChildren(LevelMeter)):
        at = moving.mapTo(window, QPoint(0, 0))
        picture[max(0, at.y()) : at.y() + moving.height(), max(0, at.x()) : at.x() + moving.width()] = 0
    return picture


class TestInspectionCanFail:
    """Each fault, made on purpose, is found."""

    @pytest.fixture
    def page(self, qapp: QApplication) -> Iterator[Callable[..., QWidget]]:
        made: list[QWidget] = []

        def show(*parts: QWidget) -> QWidget:
            window = QWidget()
            window.setPalette(theme.palette(theme.INK))
            window.resize(600, 400)
            for part in parts:
                part.setParent(window)
            window.show()
            settle()
            made.append(window)
            return window

        yield show
        for window in made:
            window.close()
            window.deleteLater()

    def test_a_cut_label(self, page: Callable[..., QWidget]) -> None:
        words = label(_M, "一二三四五六七八九十")
        words.setWordWrap(False)
        words.setGeometry(0, 0, 60, 20)
        assert cut_words(page(words))

    def test_crossing_words(self, page: Callable[..., QWidget]) -> None:
        one, other = label(_M, "一"), label(_M, "二")
        one.setGeometry(0, 0, 100, 60)
        other.setGeometry(50, 30, 100, 60)
        assert crossing(page(one, other))

    def test_words_beyond_the_edge(self, page: Callable[..., QWidget]) -> None:
        words = label(_M, "一")
        words.setGeometry(580, 0, 100, 60)
        assert outside(page(words))

    def test_a_page_wider_than_a_finger_reaches(self, page: Callable[..., QWidget]) -> None:
        wide = QWidget()
        wide.setMinimumWidth(700)
        scroll = Scroll(column(wide))
        scroll.setGeometry(0, 0, 400, 300)
        assert too_wide(page(scroll))

    def test_faint_words(self, page: Callable[..., QWidget]) -> None:
        words = QLabel("看不清的字")
        words.setFont(theme.font(_M, "large"))
        words.setPalette(theme.palette(theme.LINE_STRONG))
        words.setGeometry(0, 0, 400, 80)
        assert faint(page(words), theme.CONTRASTS[0])

    def test_a_small_button(self, page: Callable[..., QWidget]) -> None:
        button = Button("好", _M, lambda: None)
        button.setGeometry(0, 0, 60, 60)
        assert small(page(button), 96.0)
        button.resize(80, 80)
        assert not small(button.window(), 96.0)
        assert small(button.window(), 160.0), "what is large enough on one panel is small on a finer one"


_M = theme.Metrics(*PORTRAIT, 2)


def _frames(widget: QWidget, seconds: float, drive: Callable[[float], None], clock: list[float]) -> np.ndarray:
    """Luminance of each pixel 0..1, a picture every 1/16 s, as the bridge looks."""
    made = []
    for number in range(round(seconds * 16)):
        clock[0] = number / 16
        drive(clock[0])
        picture = QImage(widget.size(), QImage.Format.Format_Grayscale8)
        picture.fill(theme.painted(theme.PAPER))
        widget.render(picture, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
        raw = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
        made.append(raw[:, : picture.width()].astype(np.float64) / 255)
    return np.array(made)


def _flashes(frames: np.ndarray, seconds: float) -> float:
    """Flashes a second of the pixel that flashes most: pairs of opposed changes of a tenth or more."""
    turns = np.zeros(frames.shape[1:])
    kept, way = frames[0].copy(), np.zeros(frames.shape[1:])
    for frame in frames[1:]:
        change = frame - kept
        moved = np.abs(change) >= 0.1
        sign = np.sign(change)
        turns += moved & (sign == -way)
        way = np.where(moved, sign, way)
        kept = np.where(moved | (sign == way), frame, kept)
    return float(turns.max()) / 2 / seconds


class TestMotion:
    @pytest.fixture
    def clock(self) -> list[float]:
        return [0.0]

    @pytest.mark.parametrize("hertz", [2, 3, 8])
    @pytest.mark.parametrize("kind", ["figure", "meter"])
    def test_no_loudness_makes_it_flash_more_than_twice_a_second(
        self, qapp: QApplication, clock: list[float], kind: str, hertz: float
    ) -> None:
        widget = GuideFigure(112, lambda: clock[0]) if kind == "figure" else LevelMeter(_M, lambda: clock[0])
        widget.resize(widget.sizeHint() if kind == "meter" else widget.size())

        def drive(now: float) -> None:
            loud = 1.0 if int(now * hertz * 2) % 2 == 0 else 0.0
            if isinstance(widget, GuideFigure):
                widget.show_level(loud, speaking=True)
            else:
                widget.show_level(loud)

        assert _flashes(_frames(widget, 3, drive, clock), 3) <= theme.FLASHES_A_SECOND

    def test_a_flash_is_counted(self, qapp: QApplication) -> None:
        square = np.array([[[float(number // 2 % 2)]] for number in range(32)])
        assert _flashes(square, 2) > theme.FLASHES_A_SECOND

    def test_it_listens_with_a_ring_and_speaks_with_its_mouth(self, qapp: QApplication, clock: list[float]) -> None:
        figure = GuideFigure(112, lambda: clock[0])
        listening = _frames(figure, 4, lambda _: figure.show_level(1.0, speaking=False), clock)
        assert figure.open == 0.0, "what the borrower says opens no mouth"
        assert np.ptp(listening, axis=0).max() > 0.1, "the ring breathes"
        speaking = _frames(figure, 1, lambda _: figure.show_level(0.8, speaking=True), clock)
        assert figure.open > 0.7
        assert np.abs(speaking[-1] - listening[-1]).max() > 0.3

    def test_motion_off_stands_still_and_still_says_who_speaks(self, qapp: QApplication, clock: list[float]) -> None:
        theme.use_motion(False)
        try:
            figure = GuideFigure(112, lambda: clock[0])
            listening = _frames(figure, 4, lambda _: figure.show_level(0.0, speaking=False), clock)[2:]
            assert np.ptp(listening, axis=0).max() == 0.0
            speaking = _frames(figure, 4, lambda now: figure.show_level(now % 1, speaking=True), clock)[2:]
            assert np.ptp(speaking, axis=0).max() == 0.0
            assert np.abs(speaking[0] - listening[0]).max() > 0.3
        finally:
            theme.use_motion(True)

    def test_a_follower_never_goes_faster_than_the_theme_says(self) -> None:
        clock = [0.0]
        follower, before = Follower(lambda: clock[0]), 0.0
        for number, wanted in enumerate([1.0, -5.0, 9.0, 0.5] * 20, 1):
            clock[0] = number * 0.03
            now = follower.towards(wanted)
            assert abs(now - before) <= theme.SLEW * 0.03 + 1e-9
            assert 0.0 <= now <= 1.0
            before = now


class TestLines:
    @pytest.fixture
    def shown(self, qapp: QApplication) -> Iterator[Callable[[str, int, bool], Lines]]:
        hosts = []

        def made(words: str, width: int, centred: bool) -> Lines:
            host = QWidget()
            found = label(_M, words, "large", centred)
            found.setParent(host)
            host.resize(600, 600)
            host.show()
            found.setGeometry(0, 0, width, 600)
            settle()
            hosts.append(host)
            assert isinstance(found, Lines)
            return found

        yield made
        for host in hosts:
            host.close()

    def test_a_last_line_of_one_sign_gets_company(self, shown: Callable[[str, int, bool], Lines]) -> None:
        words = shown("看着镜头，照提示做几个小动作。大约一分钟。", 400, True)
        assert words.contentsMargins().left() > 0
        assert words._measured(words.contentsRect().width()).height() == words._measured(400).height()

    def test_what_stands_on_one_line_is_left_alone(self, shown: Callable[[str, int, bool], Lines]) -> None:
        assert shown("随您选。", 430, True).contentsMargins().left() == 0

    @pytest.mark.parametrize("words", ["", "。", *ODD, "A\nB", "x" * 5000])
    @pytest.mark.parametrize("width", [1, 30, 430, 3000])
    def test_strange_words_make_no_more_lines(
        self, shown: Callable[[str, int, bool], Lines], words: str, width: int
    ) -> None:
        found = shown(words, width, False)
        assert found._measured(found.contentsRect().width()).height() <= found._measured(found.width()).height() + 1


def test_every_picture_says_something_at_every_contrast(qapp: QApplication) -> None:
    for level in theme.CONTRASTS:
        theme.use_contrast(level)
        try:
            for name in pictures.names():
                drawn = pictures.Picture(name, 120)
                drawn.resize(160, 120)
                image = QImage(160, 120, QImage.Format.Format_RGB32)
                image.fill(theme.painted(theme.PAPER))
                drawn.render(image, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
                colours, counts = np.unique(pixels(image), return_counts=True)
                paper = theme.shade(theme.PAPER)
                inked = [theme.contrast(QColor(int(each)).name(), paper) > 3 for each in colours]
                assert counts[inked].sum() > 240, f"{name} at {level}"
        finally:
            theme.use_contrast(theme.CONTRASTS[0])
