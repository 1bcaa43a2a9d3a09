"""The console beside two running kiosks, as a picture: real processes, rehearsed sessions, loopback TLS, offscreen.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.console_beside --out docs/pictures/console-zh_CN.png

One headquarters, one console, two kiosks: at the one a borrower calls while a term is read, at the other six facts are
told back. Nobody is in it: cards and faces are the specimen ones.
"""

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication

from benchmarks.storm_kiosk import Guide, TouchedView, brisk
from kiosk.assembly.console import Console
from kiosk.assembly.headquarters import EmbeddedHeadquarters, Enrolled
from kiosk.assembly.kiosk import Kiosk, Terms, training_terms
from kiosk.assembly.rig_simulated import simulated_rig
from kiosk.assembly.staff import TRAINING_NUMBERS
from kiosk.commands.table import logs_to_standard_error
from kiosk.consent import states as st
from kiosk.consent.events import HelpAsked
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.keys_file import TLS_CERTIFICATE, TLS_KEY, FileKeys
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language
from kiosk.evidence.certificates import load_trust
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.cases import read_signed
from kiosk.runtime.enrolment import tls_root
from kiosk.runtime.settings import Settings, load_settings
from kiosk.runtime.settings_supervision import (
    ConsoleAddressSettings,
    ConsoleHeadquartersSettings,
    ConsoleSettings,
    ListenSettings,
    SupervisionSettings,
)
from ui import theme
from ui.i18n import Texts
from ui.opening import TEXTS, application
from ui.staff.console import ConsoleWindow
from ui.window import Window

ROOT = Path(__file__).resolve().parent.parent
KIOSKS = ("kiosk-1", "kiosk-2")
_PORTRAIT, _DESK = (1080, 1920), (1440, 960)
_TERM = 11
_GAP, _SHOWN = 56, (540, 960)
_PATIENCE, _LONGEST, _STEP = 240.0, 3600.0, 0.1
_AHEAD = dt.timedelta(days=2)
"""A simulated clock runs faster than the authority's."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """Where a kiosk's session stands in the picture."""

    enough: Callable[[st.State], bool]
    calls: bool


_PLACES = {
    "kiosk-1": Reaches(lambda s: isinstance(s, st.ReadingTerm) and s.index >= _TERM, calls=True),
    "kiosk-2": Reaches(lambda s: isinstance(s, st.TeachingBack) and len(s.facts.taught) >= 2, calls=False),
}


def settings_of(name: str, work: Path, console: str, language: Language) -> Settings:
    """Those of training, in a folder of their own."""
    loaded = load_settings(ROOT / "device_config" / "training.toml")
    dials = SupervisionSettings(consoles=(ConsoleAddressSettings(url=console, name="console-1"),))
    return loaded.model_copy(
        update={"state": work / name, "device_id": name, "supervision": dials, "language": language}
    )


def as_kiosk(name: str, work: Path, console: str, places: tuple[str, str], language: Language) -> None:
    """A kiosk's process: plays to its place, stays there, and paints itself whenever it is asked by a line."""
    app = application()
    settings = settings_of(name, work, console, language)
    keys, trust = settings.state / "keys", settings.state / "trust"
    tls = DeviceTls(tls_root(trust, Mode.TRAINING), keys / TLS_CERTIFICATE, keys / TLS_KEY)
    enrolled = Enrolled(FileKeys(keys), tls, trust, settings.state)
    clock = SimulatedClock(dt.datetime.now(dt.UTC) - _AHEAD)
    kiosk = Kiosk(
        settings, simulated_rig(settings, clock, inline=True), enrolled, _terms(settings.state, trust),
        url=places[0], tsa=places[1],
    )  # fmt: skip
    try:
        kiosk.workers.open_devices()
        view = TouchedView(kiosk)
        window = Window(view, Texts.load(TEXTS))
        window.resize(*_PORTRAIT)
        window.show()
        _play(kiosk, clock, view, _PLACES[name])
        print("there", flush=True)
        for line in sys.stdin:
            kiosk.runner.drain()
            window.show_state(view.state)
            _turn(app, 0.6)
            if (image := view.face_preview.take()) is not None:
                window.show_face(image)
            _turn(app, 0.1)
            window.grab().save(line.strip())
            print("painted", flush=True)
    finally:
        kiosk.close()


def _play(kiosk: Kiosk, clock: SimulatedClock, view: TouchedView, place: Reaches) -> None:
    """On a simulated clock, as `main.py rehearse` does; from there on time stands still at the kiosk."""

    def pass_by() -> None:
        kiosk.runner.drain()
        clock.sleep(_STEP)
        kiosk.runner.drain()

    guide = Guide(kiosk, brisk(STORIES["signs"]), lambda _: None, pass_by)
    kiosk.open_session()
    kiosk.runner.drain()
    if not guide.carry_on(place.enough, _LONGEST):
        raise RuntimeError(f"the session came to {type(view.state).__name__} only")
    if place.calls:
        view.post(HelpAsked())
        kiosk.runner.drain()


def _terms(state: Path, trust: Path) -> Terms:
    known, now = load_trust(trust), dt.datetime.now(dt.UTC)
    case, catalogue = (
        read_signed((state / "terms" / f"{name}.signed.json").read_bytes(), known, Mode.TRAINING, now)
        for name in ("training_case", "catalogue")
    )
    assert isinstance(case, Case)
    assert isinstance(catalogue, Catalogue)
    return Terms(case, catalogue)


def _turn(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


class Child:
    """A kiosk's process as its parent sees it."""

    def __init__(self, name: str, work: Path, console: str, office: EmbeddedHeadquarters, language: Language) -> None:
        words = [name, str(work), console, office.url, office.tsa, str(language)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.console_beside", "--kiosk", *words], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def hear(self, wanted: str) -> None:
        """Wait for a line."""
        said = self._out.readline().strip()
        if said != wanted:
            raise RuntimeError(f"a kiosk said {said!r} in place of {wanted!r}")

    def paint(self, path: Path) -> QImage:
        """Its window now."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        self.hear("painted")
        return QImage(str(path))

    def close(self) -> None:
        """Its session is sealed as interrupted."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout


def picture(out: Path, language: Language, waits: float) -> None:
    """Start everything, wait until both stand where they should, sign in, paint, compose."""
    app = application()
    with ExitStack() as closing:
        work = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="mingshi-beside-")))
        office = EmbeddedHeadquarters(work / "hq")
        closing.callback(office.close)
        branch = load_settings(ROOT / "device_config" / "training.toml").branch
        console = Console(_console(work, office, branch, language))
        closing.callback(console.close)
        for name in KIOSKS:
            (work / name).mkdir()
            enrolled = office.enrol(name, branch, work / name)
            training_terms(office, enrolled, work / name)
        children = [Child(name, work, console.url, office, language) for name in KIOSKS]
        for child in children:
            closing.callback(child.close)
        for child in children:
            child.hear("there")
        window = ConsoleWindow(console)
        window.resize(*_DESK)
        window.show()
        console.desk.sign_in(TRAINING_NUMBERS[0], TRAINING_NUMBERS[0])
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and not _ready(console, waits):
            _turn(app, 0.2)
        shots = [child.paint(work / f"{name}.png") for child, name in zip(children, KIOSKS, strict=True)]
        window.look()
        _turn(app, 0.3)
        composed(window.grab().toImage(), shots).save(str(out))


def _ready(console: Console, waits: float) -> bool:
    views = [console.board.kiosks.get(name) for name in KIOSKS]
    calling = views[0]
    return all(views) and calling is not None and calling.waited(time.monotonic()) >= waits


def _console(work: Path, office: EmbeddedHeadquarters, branch: str, language: Language) -> ConsoleSettings:
    here = ConsoleHeadquartersSettings(home=office.home, trust=work / "console" / "trust")
    return ConsoleSettings(
        mode=Mode.TRAINING, name="console-1", branch=branch, language=language, state=work / "console",
        headquarters=here, listen=ListenSettings(port=0),
    )  # fmt: skip


def composed(desk: QImage, kiosks: list[QImage]) -> QImage:
    """The console on the left, the kiosks beside it, each with a rounded edge and a soft shadow."""
    wide, high = _SHOWN
    total = QImage(
        3 * _GAP + desk.width() + len(kiosks) * (wide + _GAP) - _GAP, 2 * _GAP + max(high, desk.height()),
        QImage.Format.Format_RGB32,
    )  # fmt: skip
    total.fill(theme.mixed(theme.fixed(theme.PINE_TINT), theme.fixed(theme.PINE), 0.16))
    painter = QPainter(total)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _lay(painter, desk, QRectF(_GAP, _GAP, desk.width(), desk.height()))
    for place, shot in enumerate(kiosks):
        left = 2 * _GAP + desk.width() + place * (wide + _GAP)
        smooth = shot.scaled(
            wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        _lay(painter, smooth, QRectF(left, _GAP, wide, high))
    painter.end()
    return total


def _lay(painter: QPainter, image: QImage, at: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in range(18, 0, -3):
        shadow = QColor(theme.fixed(theme.NIGHT))
        shadow.setAlpha(7)
        painter.setBrush(shadow)
        painter.drawRoundedRect(at.adjusted(-spread, -spread + 8, spread, spread + 8), 20 + spread, 20 + spread)
    edge = QPainterPath()
    edge.addRoundedRect(at, 18, 18)
    painter.setClipPath(edge)
    painter.drawImage(at.topLeft(), image)
    painter.setClipping(False)


def main() -> None:
    """Parse, then the parent's part or a kiosk's."""
    logs_to_standard_error()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("console.png"))
    parser.add_argument("--lang", type=Language, default=Language.ZH_CN)
    parser.add_argument("--waits", type=float, default=65.0, help="seconds that the call is to have waited")
    parser.add_argument("--kiosk", nargs=6, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.kiosk:
        name, work, console, url, tsa, language = asked.kiosk
        as_kiosk(name, Path(work), console, (url, tsa), Language(language))
    else:
        picture(asked.out.resolve(), asked.lang, asked.waits)
        print(asked.out)


if __name__ == "__main__":
    main()
