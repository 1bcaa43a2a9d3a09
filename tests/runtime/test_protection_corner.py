"""The corner on a real kiosk: it speaks with the guide's voice, leaves no trace of a session, and yields to one."""

from datetime import date
from pathlib import Path

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.effects import Effect, Hush, Say
from kiosk.domain.speech import Language
from kiosk.education.corner_file import load
from kiosk.education.tally import Tally
from kiosk.runtime.protection_corner import SAID, ProtectionCorner
from tests.runtime.small_kiosk import SmallKiosk

ZH = Language.ZH_CN


def corner_of(kiosk: SmallKiosk, root: Path, folder: Path, done: list[Effect]) -> ProtectionCorner:
    def do(effect: Effect) -> None:
        done.append(effect)
        kiosk.workers.do(effect, None)

    tally = Tally(folder / "corner.json", lambda: date(2026, 11, 23))
    free = isinstance
    return ProtectionCorner(load(root / "assets/corner"), tally, do, lambda: free(kiosk.runner.state, st.Attract))


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_whole_visit_leaves_counts_and_nothing_else(kiosk: SmallKiosk, root: Path, tmp_path: Path) -> None:
    kiosk.workers.open_devices()
    kiosk.runner.drain()
    before = files(tmp_path)
    done: list[Effect] = []
    corner = corner_of(kiosk, root, tmp_path, done)
    began = kiosk.clock.now().mono
    for topic in corner.corner.topics[:3]:
        corner.opened(topic.id, ZH)
        corner.say(topic.pages[0].body.zh, ZH, slowly=True)
        kiosk.runner.drain()
    assert kiosk.clock.now().mono > began + 3, "it took the time that speech takes"
    assert isinstance(kiosk.runner.state, st.Attract), "that it was spoken is no event of any session"
    assert kiosk.runner.evidence is None
    assert files(tmp_path) - before == {"corner.json"}
    assert all(isinstance(effect, Say) and effect.key == SAID for effect in done), "nothing listens, nothing records"


def test_it_is_silent_toward_a_session(kiosk: SmallKiosk, root: Path, tmp_path: Path) -> None:
    done: list[Effect] = []
    corner = corner_of(kiosk, root, tmp_path, done)
    corner.say("先听明白。", ZH)
    corner.hush()
    assert [type(effect) for effect in done] == [Say, Hush]
    kiosk.runner.post(ev.SessionOpened(kiosk.opening()))
    kiosk.runner.drain()
    corner.say("先听明白。", ZH)
    corner.hush()
    assert len(done) == 2, "the voice is the session's"


def test_only_topics_are_counted(kiosk: SmallKiosk, root: Path, tmp_path: Path) -> None:
    corner = corner_of(kiosk, root, tmp_path, [])
    for name in ("", "../late", "late\n", "王先生"):
        corner.opened(name, ZH)
    assert not (tmp_path / "corner.json").exists()
    corner.opened("late", ZH)
    assert "late" in (tmp_path / "corner.json").read_text()
