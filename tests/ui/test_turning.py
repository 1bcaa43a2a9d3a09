"""Elders turn pages instead of scrolling: nothing is left out, nothing is parted, the voice turns with them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.consent.machine import facts_of
from kiosk.domain.speech import Language
from kiosk.domain.way import Way
from kiosk.runtime.sounding import Sounding
from ui import theme
from ui.i18n import Texts, Words
from ui.previews import LANDSCAPE, PORTRAIT, settle, windows
from ui.sample_states import Samples
from ui.sample_ways import told
from ui.widgets.button import Button
from ui.widgets.spoken import Said, Spoken
from ui.widgets.text import Panel, Scroll, label, pairs
from ui.widgets.turning import Turning

_M = theme.Metrics(1080, 1920, 2)


@pytest.fixture
def turning(qapp: QApplication, texts: Texts) -> Callable[..., Turning]:
    hosts = []

    def made(*parts: QWidget, height: int = 600) -> Turning:
        page = Turning(_M, Words(texts, Language.ZH_CN), parts)
        hosts.append(hung(page, height))
        return page

    yield made
    for host in hosts:
        host.close()


def hung(page: Turning, height: int) -> QWidget:
    """On a wall that asks for no size."""
    host = QWidget()
    page.setParent(host)
    page.resize(900, height)
    host.resize(900, 1300)
    host.show()
    settle()
    return host


def tall(words: str, height: int) -> QWidget:
    panel = Panel(_M, label(_M, words))
    panel.setFixedHeight(height)
    return panel


def shown(page: Turning) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible() and not each.text().startswith("第 ")]


def turn(page: Turning, way: str) -> None:
    key = page.findChild(Button, f"turn.{way}")
    assert key is not None
    key.click()
    settle()


def test_what_fits_has_no_keys_to_turn(turning) -> None:
    page = turning(tall("一", 200), tall("二", 200))
    assert (page.count, shown(page)) == (1, ["一", "二"])
    assert not page.findChild(Button, "turn.next").isVisible()


def test_what_does_not_fit_stands_on_the_next_page_and_one_can_go_back(turning) -> None:
    page = turning(tall("一", 300), tall("二", 300), tall("三", 100))
    assert shown(page) == ["一"]
    turn(page, "next")
    assert shown(page) == ["二", "三"]
    assert not page.findChild(Button, "turn.next").isEnabled()
    turn(page, "back")
    assert shown(page) == ["一"]


def test_a_larger_room_needs_fewer_pages(turning) -> None:
    page = turning(tall("一", 300), tall("二", 300))
    assert page.count == 2
    page.resize(900, 1000)
    settle()
    assert (page.count, shown(page)) == (1, ["一", "二"])


def test_a_heading_stays_with_what_it_heads_and_answers_stay_together(turning) -> None:
    answers = [Button(words, _M, lambda: None) for words in ("甲", "乙")]
    for each in answers:
        each.setFixedHeight(150)
    page = turning(tall("问", 300), label(_M, "请选"), *answers)
    assert shown(page) == ["问"]
    assert not any(each.isVisible() for each in answers)
    turn(page, "next")
    assert shown(page) == ["请选"]
    assert all(each.isVisible() for each in answers)


def test_the_page_turns_to_the_sentence_that_is_heard(turning) -> None:
    first, second = Spoken("先说这句。", _M), Spoken("再说这句。", _M)
    for each in (first, second):
        each.setFixedHeight(350)
    page = turning(first, second)
    assert shown(page) == ["先说这句。"]
    for words in page.findChildren(QLabel):
        if words.text() == "再说这句。":
            words.show_sounding(Sounding("先说这句。再说这句。", (5, 10), (5, 6)))
    settle()
    assert shown(page) == ["再说这句。"]


@given(heights=some.lists(some.integers(20, 900), min_size=1, max_size=9), room=some.integers(300, 1200))
def test_every_part_stands_on_just_one_page_and_in_order(qapp: QApplication, texts: Texts, heights, room) -> None:
    page = Turning(_M, Words(texts, Language.ZH_CN), [tall(str(n), height) for n, height in enumerate(heights)])
    host = hung(page, room)
    seen = shown(page)
    for _ in range(page.count - 1):
        turn(page, "next")
        seen += shown(page)
    assert seen == [str(n) for n in range(len(heights))]
    host.close()
    host.deleteLater()


@pytest.mark.parametrize(("language", "size"), [*((each, PORTRAIT) for each in Language), (Language.EN, LANDSCAPE)])
def test_no_page_for_elders_scrolls(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, language: Language, size: tuple[int, int]
) -> None:
    every = Samples.all

    def elder(self: Samples):
        for name, state in every(self):
            if facts_of(state) is not None and not name.startswith(("by_ear", "elder", "contrast")):
                yield name, told(state, Way.ELDER)

    monkeypatch.setattr(Samples, "all", elder)
    scrolling = set()
    for name, _, window in windows(language, size):
        for page in window.findChildren(Turning):
            for number in range(page.count):
                if any(s.isVisible() and s.verticalScrollBar().maximum() > 2 for s in window.findChildren(Scroll)):
                    scrolling.add(f"{name} {number + 1}")
                page.turn(1)
                QApplication.processEvents()
    assert not scrolling


def test_a_panel_that_is_taller_than_the_room_becomes_several(turning) -> None:
    """Between its parts, a heading kept with what it heads; then between the lines of its table."""
    rows = [(f"名 {n}", f"值 {n}") for n in range(12)]
    body = label(_M, "一句话。" * 30)
    page = turning(Panel(_M, label(_M, "题目"), body, pairs(_M, rows)), height=500)
    assert page.count > 1
    seen = shown(page)
    assert seen[0] == "题目"
    assert len(seen) > 1, "a heading never stands alone"
    for _ in range(page.count - 1):
        assert page._scroll.verticalScrollBar().maximum() <= 2
        turn(page, "next")
        seen += shown(page)
    assert sorted(seen) == sorted(["题目", body.text(), *(word for pair in rows for word in pair)])


def test_words_that_are_taller_than_the_room_are_parted_where_a_sentence_ends(turning) -> None:
    """Each half is told to a screen reader as the whole was, and lights up as it is heard."""
    words = "".join(f"这是第 {n} 句，不长也不短。" for n in range(1, 13))
    whole = Spoken(words, _M, "saying")
    whole.findChild(Said).tell_by(lambda text: f"念：{text}")
    page = turning(whole, height=500)
    assert page.count > 1
    seen = shown(page)
    for _ in range(page.count - 1):
        turn(page, "next")
        seen += shown(page)
    assert "".join(seen) == words
    assert all(each.endswith("。") for each in seen)
    parts = page.findChildren(Said)
    assert {each.accessibleName() for each in parts} == {f"念：{each.text()}" for each in parts}
    last = words.index("这是第 12 句")
    for each in parts:
        each.show_sounding(Sounding(words, (last, len(words)), (last, last + 1)))
    assert [each.lit for each in parts if each.lit] == ["这"]


def test_one_sentence_is_never_parted(turning) -> None:
    words = "很长的一句话，" * 60 + "完。"
    assert shown(turning(Spoken(words, _M, "saying"), height=300)) == [words]


def test_what_fits_is_never_parted(turning) -> None:
    panel = Panel(_M, label(_M, "题目"), label(_M, "一句话。"), pairs(_M, [("名", "值")]))
    page = turning(panel, height=900)
    assert page.count == 1
    assert len(page.findChildren(Panel)) == 1
