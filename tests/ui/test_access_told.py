"""What a screen reader is told: figures as the guide says them, each text once, pages and errors announced."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language, Text
from tests.ui.showing import button, show, state_named
from ui import window as window_module
from ui.access.telling import in_words
from ui.i18n import Texts
from ui.previews import ROOT, SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.document_view import DocumentView
from ui.widgets.drawn import Drawn
from ui.widgets.slider import Slider
from ui.window import Window

_PAGES = ("asking_consent_recording", "choosing", "reading_term_2", "showing_affordability_warn", "supposing_early")


@pytest.fixture(autouse=True)
def _listened(qapp: QApplication) -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def in_sight(window: Window) -> list[QLabel]:
    return [each for each in window.findChildren(QLabel) if each.isVisible() and each.text().strip()]


@pytest.mark.parametrize("language", Language)
def test_figures_are_told_in_words(qapp: QApplication, texts: Texts, samples: Samples, language: Language) -> None:
    samples = samples if samples.language is language else Samples(ROOT, language)
    session = SampleSession(samples.context, Mode.TRAINING, language=language)
    window = Window(session, texts)
    window.resize(1080, 1920)
    window.show()
    try:
        for page in _PAGES:
            show(window, session, state_named(samples, page))
            told = [(each.text(), name(each)) for each in in_sight(window)]
            assert told, page
            for shown, said in told:
                assert said.strip(), (page, shown)
                assert not any(sign.isdigit() for sign in said), (page, said)
    finally:
        window.close()
        window.deleteLater()
        settle()


def test_a_figure_that_changed_is_told_as_it_is_now(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "supposing_early"))
    slider = window.findChild(Slider)
    assert isinstance(slider, Slider)
    slider.step(1)
    months = texts.say("what_if.month", samples.language, n=slider.value())
    told = next(each for each in in_sight(window) if each.text() == months)
    assert name(told) == in_words(months, samples.language) != months


@pytest.mark.parametrize(
    "page", ["signing", "showing_affordability_warn", "reading_card", "parting_signed", "ended_signed"]
)
def test_whatever_has_a_name_says_what_it_is(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, page: str
) -> None:
    """What paints itself was a "filler" once."""
    show(window, session, state_named(samples, page))
    named = [each for each in window.findChildren(QWidget) if each.isVisible() and name(each)]
    roles = {QAccessible.queryAccessibleInterface(each).role(): name(each) for each in named}
    assert QAccessible.Role.Graphic in roles or page == "ended_signed"
    assert not {QAccessible.Role.Client, QAccessible.Role.NoRole} & roles.keys(), roles


def test_a_paper_that_is_to_be_signed_is_told_too(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "signing"))
    (paper,) = window.findChildren(DocumentView)
    paper.wait()
    (told,) = (name(each) for each in paper.findChildren(Drawn))
    assert "综合融资成本明示表" in told
    assert "百分之" in told
    assert len(told) > 200


def test_a_number_is_told_sign_by_sign_and_each_line_in_its_own_language() -> None:
    said = in_words("编号 ca4ba180-\u200bba99-4902-a5c9-ef78a7bb6bc5", Language.ZH_CN)
    assert said.startswith("编号 c a 四 b a 一 八 零 b a 九 九 四 九 零 二 a 五")
    both = in_words("开始办理，约 15 分钟\nBegin, about 15 minutes", Language.ZH_CN)
    assert both.split("\n")[1] == "Begin, about fifteen minutes"
    assert "十五" in in_words("开始办理，约 15 分钟", Language.EN)


def test_nobody_begins_with_what_takes_back_and_an_empty_figure_is_called_so(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "asking_need_amount"))
    assert window.focusWidget().objectName() == "key.1"
    assert texts.say("access.nothing", samples.language) in [name(each) for each in in_sight(window)]


def test_each_text_is_told_once(qapp: QApplication, window: Window, session: SampleSession, samples: Samples) -> None:
    """The question above all: as a label, and not as the name of what holds it too."""
    for page in _PAGES:
        show(window, session, state_named(samples, page))
        said = [name(each) for each in window.findChildren(QWidget) if each.isVisible() and name(each)]
        long = [each for each in said if len(each) > 20]
        assert len(long) == len(set(long)), [each for each in long if long.count(each) > 1]


def test_a_cell_of_the_table_says_whose_and_what_it_is(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    window.resize(1920, 1080)
    show(window, session, state_named(samples, "choosing"))
    offers = samples.start.opening.offers
    rate = texts.say("choosing.rate", samples.language)
    told = [name(each) for each in in_sight(window)]
    for offer in offers:
        assert any(each.startswith(f"{offer.provider.name[samples.language]}, {rate}: 百分之") for each in told)


def test_pages_hints_and_errors_are_announced_once(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    heard: list[tuple[str, bool]] = []
    update = QAccessible.updateAccessibility

    def hear(event: object) -> None:
        if type(event).__name__ == "QAccessibleAnnouncementEvent":
            urgent = event.politeness() is QAccessible.AnnouncementPoliteness.Assertive  # type: ignore[attr-defined]
            heard.append((event.message(), urgent))  # type: ignore[attr-defined]
        update(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    state = state_named(samples, "asking_need_debts")
    show(window, session, state)
    caption = window.screen_shown.around.caption  # type: ignore[union-attr]
    assert heard == [(in_words(caption, samples.language), False)]
    show(window, session, state)
    assert len(heard) == 1
    hint = Text("请坐到镜头前", "Please sit before the camera")
    window.show_hint(hint)
    window.show_hint(hint)
    assert heard[1:] == [(hint[samples.language], True)]
    show(window, session, state_named(samples, "correcting"))
    button(window, texts.say("typing.correct", samples.language)).click()
    settle()
    pad = window.findChild(window_module.QWidget, "typing") or window.focusWidget().parentWidget()
    while not hasattr(pad, "say"):
        pad = pad.parentWidget()
    pad.say(texts.say("typing.not_read", samples.language))
    assert heard[-1] == (texts.say("typing.not_read", samples.language), True)


def test_what_became_of_it_is_announced(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    heard: list[str] = []
    monkeypatch.setattr(window_module, "announce", lambda _where, words, **_: heard.append(words))
    show(window, session, state_named(samples, "ended_signed"))
    assert heard[-1].startswith(texts.say("ended.title", samples.language))


def test_without_a_screen_reader_nothing_is_named_anew(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    QAccessible.setActive(False)
    show(window, session, state_named(samples, "choosing"))
    digits = [each for each in in_sight(window) if any(sign.isdigit() for sign in each.text())]
    assert digits
    assert any(not each.accessibleName() for each in digits)
