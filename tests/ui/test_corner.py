"""The protection corner by touch: every topic with its picture, read aloud when asked, back after a question."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel

from kiosk.consent import states as st
from kiosk.consent.delays import Delays
from kiosk.consent.events import LanguageChosen, WayChosen
from kiosk.dialogue.quiet import asks_quietly
from kiosk.domain.speech import Language
from kiosk.domain.way import Way
from kiosk.education.lesson import Audience, Scene
from tests.ui.showing import named, show, touch
from ui import theme
from ui.corner.brush import HIGH, WIDE
from ui.corner.pages import CornerPages
from ui.corner.port import Place, Wishes
from ui.corner.scenes import DRAWN, Draw, Moving, paint
from ui.corner.scenes_attract import decides, takes_home, tells
from ui.corner.slow import ROUND_SECONDS
from ui.corner.views import whole
from ui.i18n import Texts, Words
from ui.previews import SampleSession, settle
from ui.screens.attract import AttractScreen
from ui.widgets.button import Button
from ui.widgets.text import Scroll
from ui.window import Window

ZH, EN = Language.ZH_CN, Language.EN


@pytest.fixture
def attract(window: Window, session: SampleSession) -> AttractScreen:
    show(window, session, st.Attract())
    assert isinstance(window.screen_shown, AttractScreen)
    return window.screen_shown


def words_on(window: Window) -> str:
    labels = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    return "\n".join((*labels, *(each.text() for each in window.findChildren(Button) if each.isVisible())))


def test_a_walk_by_touch_through_all_topics(window: Window, session: SampleSession, attract: AttractScreen) -> None:
    touch(named(window, "attract.learn"))
    settle()
    corner = attract.corner
    assert corner is not None
    for topic in session.corner.corner.topics:
        touch(named(window, f"topic.{topic.id}"))
        for number in range(whole(topic, None)):
            assert corner.place.page == number
            settle()
            pages = topic.pages_for(None)
            if number < len(pages):
                assert pages[number].body.zh in words_on(window)
            else:
                quiz = topic.quizzes[number - len(pages)]
                for at, answer in enumerate(quiz.answers):
                    assert answer.because.zh not in words_on(window)
                    touch(named(window, f"answer.{at}"))
                    settle()
                    assert answer.because.zh in words_on(window)
            touch(named(window, "corner.on"))
        settle()
        assert corner.place.topic == "", "after the last page the list is there again"
    assert session.corner.counted == [(topic.id, ZH) for topic in session.corner.corner.topics]
    touch(named(window, "corner.leave"))
    settle()
    assert attract.corner is None
    assert session.posted == []
    assert session.begun == 0, "no session began"


def test_the_quiet_sentence_on_the_page_is_what_the_dialogue_takes(
    window: Window, session: SampleSession, attract: AttractScreen
) -> None:
    attract.learn()
    assert attract.corner is not None
    for number in range(len(session.corner.corner.topic("thinking").pages_for(None))):  # type: ignore[union-attr]
        attract.corner.go(Place("thinking", number))
        settle()
        quoted = [part.split("”")[0].rstrip("。") for part in words_on(window).split("“")[1:]]
        if any(asks_quietly(words) for words in quoted):
            return
    pytest.fail("it is not taught")


@pytest.mark.parametrize("audience", Audience)
def test_an_audience_comes_first_with_its_topics(
    window: Window, session: SampleSession, attract: AttractScreen, audience: Audience
) -> None:
    attract.learn()
    settle()
    touch(named(window, f"corner.for_{audience}"))
    settle()
    tiles = [b for b in window.findChildren(Button) if b.objectName().startswith("topic.") and b.isVisible()]
    tiles.sort(key=lambda tile: (tile.mapTo(window, tile.rect().topLeft()).y(), tile.x()))
    first = session.corner.corner.ordered(audience)[0]
    assert tiles[0].objectName() == f"topic.{first.id}"
    assert len(tiles) == len(session.corner.corner.topics)
    touch(tiles[0])
    touch(named(window, "corner.on"))
    settle()
    assert first.examples[audience].zh in words_on(window)


class TestAloud:
    def test_only_when_asked(self, window: Window, session: SampleSession, attract: AttractScreen) -> None:
        attract.learn()
        settle()
        touch(named(window, "topic.late"))
        settle()
        assert not any(session.corner.said)
        touch(named(window, "corner.read"))
        settle()
        topic = session.corner.corner.topic("late")
        assert topic is not None
        assert topic.pages[0].body.zh in session.corner.said[-1]
        assert topic.pages[0].head.zh in session.corner.said[-1]
        touch(named(window, "corner.on"))
        settle()
        assert topic.pages_for(None)[1].body.zh in session.corner.said[-1], "the next page is read, too"
        touch(named(window, "corner.hush"))
        assert session.corner.said[-1] == ""

    def test_answers_are_read_with_their_numbers(self, attract: AttractScreen, session: SampleSession) -> None:
        attract.wishes = Wishes(EN, Way.BY_EAR)
        attract.learn()
        assert attract.corner is not None
        topic = session.corner.corner.topics[0]
        quiz = topic.quizzes[0]
        place = Place(topic.id, len(topic.pages_for(None)), aloud=True)
        attract.corner.go(place)
        assert all(answer.words.en in session.corner.said[-1] for answer in quiz.answers)
        attract.corner.go(replace(place, answered=(1,)))
        assert quiz.answers[1].right
        assert session.corner.said[-1] == f"Right. {quiz.answers[1].because.en}"
        attract.corner.go(replace(place, answered=(1, 0)))
        assert session.corner.said[-1] == f"Not this one. {quiz.answers[0].because.en}"

    def test_without_sound_nothing_is_said_and_no_key_offers_it(
        self, window: Window, session: SampleSession, attract: AttractScreen
    ) -> None:
        touch(named(window, f"attract.{Way.SILENT}"))
        settle()
        touch(named(window, "attract.learn"))
        settle()
        assert window.findChild(Button, "corner.read") is None
        assert not any(session.corner.said)


class TestWishes:
    def test_language_and_way_go_into_the_session(
        self, window: Window, session: SampleSession, attract: AttractScreen
    ) -> None:
        touch(named(window, f"attract.{EN}"))
        settle()
        touch(named(window, f"attract.{Way.ELDER}"))
        settle()
        touch(named(window, "attract.begin"))
        assert session.begun == 1
        assert session.posted == [LanguageChosen(EN), WayChosen(Way.ELDER)]
        assert attract.corner is None

    def test_a_way_touched_again_is_let_go(
        self, window: Window, session: SampleSession, attract: AttractScreen
    ) -> None:
        for _ in range(2):
            touch(named(window, f"attract.{Way.ELDER}"))
            settle()
        assert attract.wishes == Wishes(ZH)

    def test_they_hold_in_the_corner_and_end_with_it(
        self, window: Window, session: SampleSession, attract: AttractScreen, texts: Texts
    ) -> None:
        touch(named(window, f"attract.{EN}"))
        settle()
        touch(named(window, f"attract.{Way.ELDER}"))
        settle()
        touch(named(window, "attract.learn"))
        settle()
        assert texts.say("corner.title", EN) in words_on(window)
        assert attract.corner is not None
        assert attract.corner.place.larger
        touch(named(window, "corner.leave"))
        settle()
        assert attract.wishes == Wishes(ZH), "whoever comes next finds it as it was"

    def test_a_wish_nobody_made_use_of_is_forgotten(self, window: Window, attract: AttractScreen) -> None:
        touch(named(window, f"attract.{EN}"))
        settle()
        assert attract._forget.isActive()
        attract._forget.timeout.emit()
        assert attract.wishes == Wishes(ZH)

    def test_both_languages_stand_on_the_first_page(self, window: Window, attract: AttractScreen, texts: Texts) -> None:
        words = words_on(window)
        for key in ("title", "one", "two", "three", "free", "how", "begin", "learn", "elder", "by_ear", "silent"):
            zh, en = (texts.say(f"attract.{key}", language) for language in (ZH, EN))
            assert words.index(zh) < words.index(en), key

    def test_another_size_of_the_window_keeps_the_place(self, window: Window, attract: AttractScreen) -> None:
        attract.learn()
        assert attract.corner is not None
        attract.corner.go(Place("late", 2, Audience.RURAL))
        window.resize(1920, 1080)
        settle()
        again = window.screen_shown
        assert isinstance(again, AttractScreen)
        assert again is not attract
        assert again.corner is not None
        assert again.corner.place == Place("late", 2, Audience.RURAL)


class TestQuestions:
    @pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
    @pytest.mark.parametrize("larger", [False, True])
    def test_why_the_last_touched_answer_is_wrong_stands_in_sight(
        self, window: Window, attract: AttractScreen, session: SampleSession, size: tuple[int, int], larger: bool
    ) -> None:
        window.resize(*size)
        settle()
        page = window.screen_shown
        assert isinstance(page, AttractScreen)
        page.learn()
        assert page.corner is not None
        topic = session.corner.corner.topics[0]
        quiz = topic.quizzes[0]
        place = Place(topic.id, len(topic.pages_for(None)), larger=larger)
        for answered in ((), (0,), (0, 1), (0, 1, 2)):
            page.corner.go(replace(place, answered=answered))
            settle()
            assert all(inside(area) for area in page.corner.findChildren(Scroll)), "nothing is wider than its room"
        why = next(each for each in page.corner.findChildren(QLabel) if each.text() == quiz.answers[2].because.zh)
        assert why.visibleRegion().boundingRect().height() == why.height()
        asked = next(each for each in page.corner.findChildren(QLabel) if each.text() == quiz.ask.zh)
        stays = size[0] > size[1]
        assert not stays or asked.visibleRegion().boundingRect().height() == asked.height()

    def test_a_page_with_its_picture_is_no_wider_than_the_screen(
        self, attract: AttractScreen, session: SampleSession
    ) -> None:
        attract.learn()
        assert attract.corner is not None
        for topic in session.corner.corner.topics:
            attract.corner.go(Place(topic.id))
            settle()
            assert all(inside(area) for area in attract.corner.findChildren(Scroll)), topic.id


def inside(area: Scroll) -> bool:
    within = area.widget()
    return within is not None and within.width() <= area.viewport().width()


class TestStillThere:
    @pytest.fixture
    def corner(self, window: Window, session: SampleSession, texts: Texts) -> tuple[CornerPages, list[str]]:
        left: list[str] = []
        made = CornerPages(
            theme.Metrics(1080, 1920), Words(texts, ZH), session.corner, Wishes(ZH), Delays(),
            lambda: left.append("left"),
        )  # fmt: skip
        made.setParent(window)
        made.resize(1000, 1800)
        made.show()
        return made, left

    def test_a_question_first_and_then_the_first_page(self, corner: tuple[CornerPages, list[str]]) -> None:
        pages, left = corner
        assert pages._idle.isActive()
        pages._idle.timeout.emit()
        assert pages.asks
        assert not left
        assert pages._answer.isActive()
        assert pages._answer.interval() == 45_000
        pages._answer.timeout.emit()
        assert left == ["left"]

    def test_who_answers_is_where_he_was(self, corner: tuple[CornerPages, list[str]]) -> None:
        pages, left = corner
        pages.go(Place("late", 1))
        pages._idle.timeout.emit()
        assert pages.asks
        stay = pages.findChild(Button, "corner.stay")
        assert stay is not None
        touch(stay)
        assert not pages.asks
        assert not pages._answer.isActive()
        assert pages._idle.isActive()
        assert pages.place == Place("late", 1)
        assert not left

    def test_elders_are_asked_twice_as_late(self, session: SampleSession, texts: Texts) -> None:
        for way, seconds in ((Way.STANDARD, 120), (Way.ELDER, 240), (Way.BY_EAR, 240)):
            wishes = Wishes(ZH, way)
            pages = CornerPages(
                theme.Metrics(1080, 1920), Words(texts, ZH), session.corner, wishes, Delays(), lambda: None
            )
            assert pages._idle.interval() == seconds * 1000
            pages.deleteLater()
        settle()


def _drawn(draw: Draw, time: float) -> QImage:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(theme.painted(theme.CARD))
    painter = QPainter(image)
    paint(painter, draw, QRectF(0, 0, 320, 200), time)
    painter.end()
    return image


def _apart(one: QImage, other: QImage) -> float:
    """Share of the picture's brightness that changed."""
    a, b = bytes(one.constBits()), bytes(other.constBits())
    return sum(abs(x - y) for x, y in zip(a[1::16], b[1::16], strict=True)) / (255 * len(a[1::16]))


SCENES = [*DRAWN.values(), tells, decides, takes_home]


class TestPictures:
    def test_every_scene_is_drawn(self) -> None:
        assert DRAWN.keys() == set(Scene)
        assert 1.5 < WIDE / HIGH < 1.7

    @pytest.mark.parametrize("draw", SCENES, ids=lambda draw: draw.__name__)
    def test_it_moves_slowly_and_comes_back(self, draw: Draw) -> None:
        """No flash: from one look to the next at most a twentieth of the light changes, and a round takes seconds."""
        assert ROUND_SECONDS >= 4
        steps = [_drawn(draw, n / 24) for n in range(25)]
        assert max(_apart(one, other) for one, other in pairwise(steps)) < 0.05
        assert _apart(steps[0], steps[-1]) < 0.001
        empty = QImage(320, 200, QImage.Format.Format_RGB32)
        empty.fill(theme.painted(theme.CARD))
        assert _apart(steps[0], empty) > 0.01, "something is there to be seen"

    def test_off_by_setting(self, window: Window, session: SampleSession) -> None:
        session.motion = False
        try:
            show(window, session, st.Attract())
            moving = window.findChildren(Moving)
            assert moving
            assert not [timer for each in moving for timer in each.findChildren(QTimer)]
        finally:
            theme.use_motion(True)
