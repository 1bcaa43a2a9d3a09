"""No screen pushes: equal answers look equal, nothing is ticked, nobody is hurried, shamed or steered."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QVBoxLayout, QWidget

from kiosk.consent import states as st
from kiosk.domain.speech import Language
from tests.ui.dark_patterns import (
    choice_buttons,
    contrast_faults,
    order_faults,
    size_faults,
    ticked_faults,
    wording_faults,
)
from tests.ui.showing import show, state_named
from ui import theme
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.choosing import ChoosingScreen
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.text import row
from ui.window import Window


def _strings(value: object, where: str) -> list[tuple[str, str]]:
    match value:
        case str():
            return [(where, value)]
        case dict():
            return [pair for key, inner in value.items() for pair in _strings(inner, f"{where}.{key}")]
        case list():
            return [pair for at, inner in enumerate(value) for pair in _strings(inner, f"{where}[{at}]")]
        case _:
            return []


@pytest.mark.parametrize("name", ["texts/zh_CN.toml", "texts/en.toml", "scripts/consent.toml", "consents.toml"])
def test_no_text_hurries_shames_or_praises(root: Path, name: str) -> None:
    texts = _strings(tomllib.loads((root / "assets" / name).read_text("utf-8")), name)
    assert len(texts) > 20
    for language in Language:
        assert wording_faults(texts, language) == []


def test_the_pages_of_one_offer_after_another_end_with_all_of_them_and_none(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    """What is looked at one after another is chosen from side by side, and nothing is chosen on the way."""
    for size in ((1080, 1920), (1024, 768)):
        window.resize(*size)
        state = state_named(samples, "elder_choosing")
        assert isinstance(state, st.Choosing)
        show(window, session, state)
        page = window.screen_shown
        assert isinstance(page, ChoosingScreen)
        pages = page._pages
        assert pages is not None
        for at in range(pages.count - 1):
            pages.show_page(at)
            settle()
            assert choice_buttons(window) == [], "no offer's button comes before another's"
            assert size_faults(window) == []
        pages.show_page(pages.count - 1)
        settle()
        assert order_faults(window, tuple(str(id_) for id_ in state.order)) == []
        assert len(choice_buttons(window)) == len(state.order) + 1
        assert size_faults(window) == []
        assert session.posted == []


class TestItCanFail:
    """Each fault, made on purpose, is found."""

    def _page(self, *widgets: QWidget) -> QWidget:
        page = QWidget()
        page.resize(900, 300)
        inside = QWidget(page)
        layout = QVBoxLayout(inside)
        layout.addLayout(row(*widgets))
        inside.resize(page.size())
        page.show()
        settle()
        return page

    def _button(self, words: str, role: str = "equal", name: str = "") -> Button:
        made = Button(words, Metrics(1080, 1920), lambda: None, role)
        made.setObjectName(name)
        return made

    def test_a_larger_yes(self, qapp: QApplication) -> None:
        yes, no = self._button("同意并立即领取全部额度"), self._button("不")
        assert any("width" in fault for fault in size_faults(self._page(yes, no)))
        low = self._button("不")
        low.setFixedHeight(40)
        assert any("height" in fault for fault in size_faults(self._page(self._button("同意"), low)))

    def test_a_coloured_yes(self, qapp: QApplication) -> None:
        page = self._page(self._button("同意", "primary"), self._button("同意", "equal"))
        assert any("role" in fault for fault in size_faults(page))

    def test_a_small_none_of_these(self, qapp: QApplication) -> None:
        offer, none = self._button("选这家", name="choose.a"), self._button("都不选", name="choose.none")
        font = none.font()
        font.setPixelSize(12)
        none.setFont(font)
        assert any("font" in fault for fault in size_faults(self._page(offer, none)))

    def test_an_offer_put_first(self, qapp: QApplication) -> None:
        buttons = [self._button("选这家", name=f"choose.{id_}") for id_ in ("b", "a", "none")]
        page = self._page(*buttons)
        assert order_faults(page, ("b", "a")) == []
        assert order_faults(page, ("a", "b"))
        assert order_faults(self._page(self._button("选这家", name="choose.a")), ("a",)), "none of these is missing"

    def test_a_ticked_box_and_a_button_that_looks_chosen(self, qapp: QApplication) -> None:
        box = QCheckBox("同时办理会员")
        page = self._page(box)
        assert ticked_faults(page, settings_page=False) == []
        box.setChecked(True)
        assert ticked_faults(page, settings_page=True)
        assert ticked_faults(self._page(self._button("选这家", "chosen")), settings_page=False)

    def test_a_faint_no(self, qapp: QApplication) -> None:
        faint = QLabel("不同意")
        faint.setPalette(theme.palette("#9A9A9A"))
        assert contrast_faults(self._page(faint), 1)

    @pytest.mark.parametrize(
        "words",
        ["仅剩 3 个名额", "限时优惠，抓紧办理", "您真的不想省钱吗", "大家都选这家", "推荐选这家", "人气产品",
         "Hurry, last chance",
         "Recommended", "Most popular", "Everyone else signed", "You will regret it", "Risk-free"],
    )  # fmt: skip
    def test_words_that_push(self, words: str) -> None:
        assert any(wording_faults([("here", words)], language) for language in Language)

    @pytest.mark.parametrize(
        "words", ["我不推荐哪一家", "I recommend none", "谁也没有优先", "今天不借", "None of these"]
    )
    def test_plain_words_are_let_be(self, words: str) -> None:
        assert all(wording_faults([("here", words)], language) == [] for language in Language)
