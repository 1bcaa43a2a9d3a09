"""A picture of every screen in every state: `main.py previews`. Drawn offscreen, with sample facts."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.consent.context import Context
from kiosk.consent.events import Event
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import facts_of, with_facts
from kiosk.consent.states import Attract, State
from kiosk.dialogue.utterance import parts
from kiosk.domain.consents import Mode
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Language, Text
from kiosk.ports.camera import Image
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.sounding import Sounding
from kiosk.runtime.staff_door import Doing
from kiosk.supervision.staff import Refusal
from ui import theme
from ui.corner.port import Place
from ui.corner.samples import SampleCorner, every_page, some_pages
from ui.i18n import Texts
from ui.sample_pictures import desk_frame, face_frame
from ui.sample_states import INSTRUCTIONS, Samples
from ui.screens.attract import AttractScreen
from ui.widgets.document_view import DocumentView
from ui.widgets.light import Light
from ui.window import Window

_LOOKS = 3
_USUAL_SIZE = 2
ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "assets" / "texts"
PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)


class SampleSession:
    """A port without a session behind it: shows one state and keeps what is posted."""

    def __init__(
        self, context: Context, mode: Mode = Mode.TRAINING, state: State | None = None, *,
        language: Language = Language.ZH_CN,
    ) -> None:  # fmt: skip
        self.context, self.mode, self.language = context, mode, language
        self.state: State = state if state is not None else Attract()
        self.posted: list[Event] = []
        self.begun = 0
        self.speaking = True
        self.dots_per_inch = 96.0
        self.corner = SampleCorner(ROOT)
        self.switch_keys = ("F7", "F8")
        self.motion = True
        self.asked: Instruction | None = None
        self.hint: Text | None = None
        self.heard: Sounding | None = None
        self.face_preview: Mailbox[Image] = Mailbox()
        self.document_preview: Mailbox[Image] = Mailbox()
        self.level: Mailbox[float] = Mailbox()
        self.guide_level: Mailbox[float] = Mailbox()
        self.card_guidance: Mailbox[str] = Mailbox()
        self.subscribers: list[Callable[[State], None]] = []

    def instruction(self) -> Instruction | None:
        """Whatever a test set."""
        return self.asked

    def presence_hint(self) -> Text | None:
        """Whatever a test set."""
        return self.hint

    def sounding(self) -> Sounding | None:
        """Whatever a test set."""
        return self.heard

    def subscribe(self, callback: Callable[[State], None]) -> None:
        """Kept, and never called by itself."""
        self.subscribers.append(callback)

    def post(self, event: Event) -> None:
        """Kept."""
        self.posted.append(event)

    def begin_session(self) -> None:
        """Counted."""
        self.begun += 1

    def sign_staff(self, typed: str, _pin: str, doing: Doing) -> Future[StaffAct | Refusal]:
        """Two people of a preview, whatever their PIN."""
        who = {"1111": StaffId("s-01"), "2222": StaffId("s-02")}.get(typed)
        found: Future[StaffAct | Refusal] = Future()
        if who is None or who in doing.taken:
            found.set_result(Refusal("wrong" if who is None else "same_person"))
        else:
            found.set_result(StaffAct(who, doing.approved, doing.checked, doing.checks))
        return found


class Showing:
    """One window of this size, in this language, that shows one sample after another; needs a QApplication
    (ui.app.application). `frames`: of the face camera and of the desk's, in place of drawn ones."""

    def __init__(
        self, samples: Samples, texts: Texts, size: tuple[int, int] = PORTRAIT, mode: Mode = Mode.TRAINING,
        frames: tuple[Image, Image] | None = None,
    ) -> None:  # fmt: skip
        self.session = SampleSession(samples.context, mode, language=samples.language)
        self.window = Window(self.session, texts)
        self.window.resize(*size)
        self.window.show()
        self._frames = frames or (face_frame(), desk_frame())

    def show(self, name: str, state: State) -> Window:
        """Laid out, with what passes by: pictures, loudness, the words that sound."""
        self.session.state, window = state, self.window
        face, desk = self._frames
        window.show_state(state)
        window.show_face(face)
        window.show_document(desk)
        self._sound(name)
        for light in window.findChildren(Light):
            light.finish()
        for view in window.findChildren(DocumentView):
            view.wait()
        settle()
        return window

    def _sound(self, name: str) -> None:
        window = self.window
        for _ in range(_LOOKS):
            window.show_guide_level(0.6)
            window.show_level(0.6, speaking=True)
        window.show_sounding(_heard(window, self.session.language))
        if name in INSTRUCTIONS:
            window.show_instruction(INSTRUCTIONS[name])

    def show_corner(self, place: Place) -> Window:
        """A page of the protection corner, which is no state."""
        window = self.show("attract", Attract())
        page = window.screen_shown
        assert isinstance(page, AttractScreen)
        page.learn()
        assert page.corner is not None
        page.corner.restore(place)
        settle()
        return window

    def close(self) -> None:
        """Take it away."""
        theme.use_contrast(theme.CONTRASTS[0])
        self.window.close()
        self.window.deleteLater()
        settle()


def windows(
    language: Language, size: tuple[int, int] = PORTRAIT, text_size: int = 2, mode: Mode = Mode.TRAINING,
    frames: tuple[Image, Image] | None = None, contrast: int = theme.CONTRASTS[0], names: Sequence[str] = (),
) -> Iterator[tuple[str, State, Window]]:  # fmt: skip
    """Name, state and laid out window of each sample, or of those named."""
    samples = Samples(ROOT, language, mode)
    showing = Showing(samples, Texts.load(TEXTS), size, mode, frames)
    for name, state in samples.all():
        if names and name not in names:
            continue
        seen = dressed(state, text_size, contrast)
        yield name, seen, showing.show(name, seen)
    showing.close()


def corner_windows(
    language: Language, size: tuple[int, int] = PORTRAIT, names: Sequence[str] = ()
) -> Iterator[tuple[str, Window]]:
    """Name and laid out window of each page of the protection corner, or of those named; some in large letters too."""
    showing = Showing(Samples(ROOT, language), Texts.load(TEXTS), size)
    corner = showing.session.corner.corner
    for name, place in (*every_page(corner, Place()), *some_pages(corner)):
        if not names or name in names:
            yield name, showing.show_corner(place)
    showing.close()


def dressed(state: State, text_size: int, contrast: int) -> State:
    """The state in this size of letters and this contrast; one that has its own of either keeps it."""
    facts = facts_of(state)
    if facts is None:
        return state
    size = text_size if facts.text_size == _USUAL_SIZE else facts.text_size
    own = facts.contrast if facts.contrast != theme.CONTRASTS[0] else contrast
    return with_facts(state, replace(facts, text_size=size, contrast=own))


def _heard(window: Window, language: Language) -> Sounding | None:
    """The middle of the first sentence that the guide says on this page."""
    page = window.screen_shown
    caption = page.around.caption if page is not None else ""
    audible = [part for part in parts(caption, language) if part.units]
    if not audible:
        return None
    units = audible[0].units
    return Sounding(caption, audible[0].shown, units[len(units) // 2].shown)


def settle() -> None:
    """Let layouts and deletions happen."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def render(
    out: Path, languages: tuple[Language, ...] = tuple(Language), landscape: bool = False,
    frames: tuple[Image, Image] | None = None, names: Sequence[str] = (),
    *, corner: bool = False,
) -> list[Path]:  # fmt: skip
    """Write `<language>/<state>.png` for each (or those named); landscape ones carry `-wide` in their name.
    `corner`: then each page of the protection corner."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import application

    application()
    written = []
    for language in languages:
        folder = out / language.value
        folder.mkdir(parents=True, exist_ok=True)
        size = LANDSCAPE if landscape else PORTRAIT
        states = ((name, window) for name, _, window in windows(language, size, frames=frames, names=names))
        for name, window in chain(states, corner_windows(language, size, names) if corner else ()):
            path = folder / f"{name}{'-wide' if landscape else ''}.png"
            window.grab().save(str(path))
            written.append(path)
    return written
