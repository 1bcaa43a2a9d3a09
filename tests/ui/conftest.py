"""One application, and every sample screen drawn once a language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language
from ui.app import TEXTS, application
from ui.i18n import Texts
from ui.previews import ROOT, SampleSession, settle
from ui.sample_states import Samples
from ui.window import Window


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """pytest-qt's application, with our type."""
    return application()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(TEXTS)


@pytest.fixture(scope="session")
def samples() -> Samples:
    return Samples(ROOT, Language.ZH_CN)


@pytest.fixture
def session(samples: Samples) -> SampleSession:
    return SampleSession(samples.context, Mode.TRAINING)


@pytest.fixture
def window(qapp: QApplication, session: SampleSession, texts: Texts) -> Iterator[Window]:
    made = Window(session, texts)
    made.resize(1080, 1920)
    made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()
    settle()


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Pictures and type need it, also where no window is shown."""
