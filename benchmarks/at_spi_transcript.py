"""What a screen reader is told in a whole session: the real window on the xcb platform, and a real AT-SPI client.

    .venv/bin/python -m benchmarks.at_spi_transcript [--story signs] [--pages 40] [--json]

Starts a screen in memory (Xvfb) and a private session bus, plays a story on simulated devices and a simulated clock,
and writes down for each page what the client (`at_spi_client.py`, the system's Python with pyatspi) reads over the bus:
role, name, what has the focus, what was announced. Needs the Debian packages xvfb, dbus, at-spi2-core, python3-pyatspi.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

_SYSTEM_PYTHON = "/usr/bin/python3"
_CLIENT = Path(__file__).with_name("at_spi_client.py")
_NAME = "mingshi"
_SIZE = "1080x1920"
_PATIENCE = 60.0
_LONGEST = 3600.0
MISSING = 3
"""Exit code where the client can't run on this machine."""


def missing() -> str:
    """What this machine lacks for it; empty: nothing."""
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    found = subprocess.run([_SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "python3-pyatspi is not installed (or at-spi2-core)"


class Client:
    """The child process; while it asks, this process answers it from its event loop."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [_SYSTEM_PYTHON, str(_CLIENT), _NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._child.stdout is not None
        os.set_blocking(self._child.stdout.fileno(), False)
        self._answer()

    def page(self) -> dict[str, Any]:
        """What it reads now."""
        assert self._child.stdin is not None
        self._child.stdin.write("page\n")
        self._child.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """Away with it."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(10)

    def _answer(self) -> dict[str, Any]:
        from PySide6.QtCore import QCoreApplication

        assert self._child.stdout is not None
        end, line = time.monotonic() + _PATIENCE, ""
        while not line.endswith("\n"):
            if time.monotonic() > end or self._child.poll() is not None:
                raise RuntimeError("the AT-SPI client does not answer")
            QCoreApplication.processEvents()
            line += self._child.stdout.readline() or ""
        return cast(dict[str, Any], json.loads(line))


def transcript(name: str, pages: int, work: Path) -> list[dict[str, Any]]:
    """Play the story; one entry for each page that is another than the one before, at most so many."""
    from benchmarks.storm_kiosk import Guide, StormKiosk, brisk
    from kiosk.consent import states as st
    from kiosk.consent.events import SessionOpened
    from kiosk.rehearsal.stories import STORIES
    from ui.app import application, shown
    from ui.previews import settle
    from ui.router import same_place

    app = application()
    app.setApplicationName(_NAME)
    kiosk = StormKiosk(work)
    told: list[dict[str, Any]] = []
    seen: list[st.State] = []
    try:
        with shown(kiosk.view, windowed=True) as window:
            window.resize(*map(int, _SIZE.split("x")))
            settle()
            client = Client()

            def look() -> None:
                state = kiosk.state
                if seen and same_place(seen[-1], state):
                    return
                seen.append(state)
                terms = sum(isinstance(each, st.ReadingTerm) for each in seen)
                if len(told) >= pages or (isinstance(state, st.ReadingTerm) and terms > _TERMS):
                    return
                window.show_state(state)
                settle()
                page = window.screen_shown
                caption = page.around.caption if page is not None else ""
                told.append({"state": type(state).__name__, "said": caption, **client.page()})

            look()
            story = brisk(STORIES[name])
            guide = Guide(kiosk.kiosk, story, lambda _: None, _then(kiosk.pass_time, look))
            kiosk.kiosk.runner.post(SessionOpened(kiosk.kiosk.opening(enquiry=story.enquiry)))
            kiosk.pass_time(0.05)
            look()
            guide.carry_on(lambda state: isinstance(state, st.Ended) or len(told) >= pages, _LONGEST)
            look()
            client.end()
    finally:
        kiosk.close()
    return told


def of_samples(names: list[str]) -> list[dict[str, Any]]:
    """The same of the sample states of these names: no session, and a tenth of the time."""
    from kiosk.domain.speech import Language
    from ui.app import application
    from ui.i18n import Texts
    from ui.opening import TEXTS
    from ui.previews import ROOT, SampleSession, settle
    from ui.sample_states import Samples
    from ui.window import Window

    application().setApplicationName(_NAME)
    samples = Samples(ROOT, Language.ZH_CN)
    session = SampleSession(samples.context)
    window = Window(session, Texts.load(TEXTS))
    window.resize(*map(int, _SIZE.split("x")))
    window.show()
    settle()
    client, told = Client(), []
    for name, state in samples.all():
        if name in names:
            window.show_state(state)
            settle()
            page = window.screen_shown
            caption = page.around.caption if page is not None else ""
            told.append({"state": type(state).__name__, "said": caption, **client.page()})
        if len(told) == len(names):
            break
    client.end()
    window.close()
    return told


_TERMS = 6
"""Items of the sheet that are read to the client; the other thirty have the same page."""


def _then(pass_time: Callable[[float], Any], look: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        pass_time(0.1)
        look()

    return both


def inside(asked: argparse.Namespace) -> None:
    """Within the private bus and screen."""
    from benchmarks.figures import log_to_stderr
    from kiosk.commands.table import logs_to_standard_error

    log_to_stderr()
    logs_to_standard_error()
    with tempfile.TemporaryDirectory(prefix="mingshi-at-spi-") as work:
        told = of_samples(asked.samples) if asked.samples else transcript(asked.story, asked.pages, Path(work))
    if asked.json:
        print(json.dumps(told, ensure_ascii=False))
        return
    for number, page in enumerate(told, 1):
        print(f"\n--- {number}. {page['state']} | focus: {' '.join(page['focus'])}")
        for words in page["announced"]:
            print(f"    announced: {words}")
        for role, name, description, flags in page["items"]:
            more = "".join(f" ({word})" for word in (*flags, *([description] if description else [])))
            print(f"    {role}: {name}{more}".replace("\n", " "))


def main() -> None:
    """Start screen and bus, and play inside of them."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--story", default="signs")
    ask.add_argument("--pages", type=int, default=60, help="at most so many")
    ask.add_argument("--samples", nargs="+", help="sample states in place of a session, by the names of their previews")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.inside:
        inside(asked)
        return
    lacks = missing()
    if lacks:
        print(lacks, file=sys.stderr)
        sys.exit(MISSING)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str], out: Any = None) -> int:
    """This module again, on a screen and a bus of its own; the exit code."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{_SIZE}x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        surroundings = {
            **os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "NO_AT_BRIDGE": "0",
        }  # fmt: skip
        surroundings.pop("AT_SPI_BUS_ADDRESS", None)
        command = [sys.executable, "-m", "benchmarks.at_spi_transcript", "--inside", *arguments]
        return subprocess.run(
            ["dbus-run-session", "--", *command],
            env=surroundings,
            stdout=out,
            check=False,
        ).returncode
    finally:
        screen.terminate()
        screen.wait()


if __name__ == "__main__":
    main()
