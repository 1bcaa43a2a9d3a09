"""A document on the screen, whose pages come from a thread of their own."""

import gc
import time
import weakref

from kiosk.domain.speech import Language
from tests.ui.showing import state_named, until
from ui.i18n import Texts, Words
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.theme import Metrics
from ui.widgets.document_view import DocumentView


def test_a_view_may_go_at_any_moment_while_its_pages_come(samples: Samples, texts: Texts) -> None:
    """The thread that renders must touch nothing that Qt destroys: the process would die of it."""
    pdf: bytes = getattr(state_named(samples, "signing"), "pdf")  # noqa: B009 its type is one of many
    words, metrics = Words(texts, Language.ZH_CN), Metrics(1080, 1920)
    threads = []
    for turn in range(40):
        view = DocumentView(pdf if turn % 10 == 9 else b"no document", metrics, words, lambda: None)
        threads.append(view._thread)
        time.sleep(turn % 8 * 0.0005)
        view.deleteLater()
        del view
        settle()
    for thread in threads:
        thread.join()
    settle()


def test_pages_come_by_themselves(session: SampleSession, samples: Samples, texts: Texts) -> None:
    pdf: bytes = getattr(state_named(samples, "signing"), "pdf")  # noqa: B009 its type is one of many
    view = DocumentView(pdf, Metrics(1080, 1920), Words(texts, Language.ZH_CN), lambda: None)
    until(lambda: bool(view._held.pages))
    assert not view.broken
    view.deleteLater()
    settle()


def test_pages_go_with_the_view_and_do_not_wait_for_the_collector(samples: Samples, texts: Texts) -> None:
    """They are pictures of somebody's contract."""
    pdf: bytes = getattr(state_named(samples, "signing"), "pdf")  # noqa: B009 its type is one of many
    gc.disable()
    try:
        view = DocumentView(pdf, Metrics(1080, 1920), Words(texts, Language.ZH_CN), lambda: None)
        view.wait()
        page = weakref.ref(view._held.pages[0])
        assert page() is not None
        view.deleteLater()
        settle()
        assert page() is None
    finally:
        gc.enable()
    del view
