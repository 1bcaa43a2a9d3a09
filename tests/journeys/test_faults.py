"""Devices that go, and a headquarters that is not there: shown, recorded, sealed, and sent later, once."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.assembly.kiosk import Kiosk
from kiosk.consent import states as st
from kiosk.domain.consents import Ending
from kiosk.domain.errors import ConfigurationError
from kiosk.evidence.review import review
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.outbox.store import Custody
from kiosk.outbox.sync import Outcome
from kiosk.rehearsal.stories import STORIES, Story
from kiosk.runtime.settings import load_settings
from tests.journeys.branch import Branch, perform

pytestmark = pytest.mark.journey


def gone_at_the_terms(device: str) -> Callable[[Kiosk], None]:
    """The device is pulled out at the first term, and never comes back."""

    def prepare(kiosk: Kiosk) -> None:
        pulled: list[str] = []

        def see(state: st.State) -> None:
            if isinstance(state, st.ReadingTerm) and not pulled:
                pulled.append(device)
                assert kiosk.rig.stage is not None
                kiosk.rig.stage.unplug(device)

        kiosk.runner.subscribe(see)

    return prepare


def waits_for_the_end(name: str) -> Story:
    """Nobody can go on in this story."""
    return dataclasses.replace(STORIES[name], ending=Ending.INTERRUPTED)


@pytest.mark.parametrize("device", ["microphone", "face_camera"])
def test_a_device_that_never_comes_back_ends_in_a_sealed_interruption(branch: Branch, device: str) -> None:
    session = branch.play(waits_for_the_end("signs"), prepare=gone_at_the_terms(device))
    assert session.played.ending is Ending.INTERRUPTED
    assert "DeviceLost" in session.states
    assert [sent.outcome for sent in session.sent] == [Outcome.RECEIVED]
    found = verify_bundle(session.folder, branch.trust, branch.identities)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    contents = branch.look_into(session.folder)
    assert {entry.data["device"] for entry in contents.of("device.lost")} == {device}
    assert not contents.of("device.recovered")
    assert not contents.of("document.signed")
    assert review(contents.entries) == ()


def test_without_headquarters_it_waits_and_is_sent_later_once(branch: Branch) -> None:
    branch.headquarters.close()
    try:
        session = branch.play(STORIES["declines"])
        assert session.played.pending
        assert [sent.outcome for sent in session.sent] == [Outcome.FAILED]
        assert session.folder.is_relative_to(branch.settings.state)
        found = verify_bundle(session.folder, branch.trust, branch.identities)
        assert (found.verdict, "time" in found.not_proven) == (Verdict.INTEGRITY_ONLY, True)
    finally:
        branch.restart()
    before = filed(branch)
    kiosk = branch.kiosk()
    try:
        waiting = kiosk.store.get(session.played.session)
        assert waiting is not None
        assert waiting.custody is not Custody.RECEIVED
        assert [sent.outcome for sent in branch.send(kiosk, session.played.session)] == [Outcome.RECEIVED]
        assert kiosk.sync(session.played.session) == ()
        # Sessions that other journeys left waiting may go now; this one never goes again.
        others = kiosk.sync()
        assert session.played.session not in {sent.session for sent in others}
    finally:
        kiosk.close()
    assert filed(branch) == before + 1 + sum(sent.outcome is Outcome.RECEIVED for sent in others)
    assert not session.folder.exists()
    kept = branch.kept / session.played.session
    assert verify_bundle(kept, branch.trust, branch.identities).verdict is Verdict.VERIFIED


def filed(branch: Branch) -> int:
    """How many sessions headquarters says that it has filed."""
    states = branch.report()["states"]
    assert isinstance(states, dict)
    return int(states["filed"])


def test_a_kiosk_that_is_stopped_seals_what_is_under_way(branch: Branch) -> None:
    class Enough(Exception):  # noqa: N818 - no error: the test has seen enough
        pass

    kiosk = branch.kiosk()

    def see(state: st.State) -> None:
        if isinstance(state, st.AskingNeed):
            raise Enough

    kiosk.runner.subscribe(see)
    try:
        played = perform(kiosk, waits_for_the_end("signs"))
    finally:
        kiosk.close()
    assert played.ending is Ending.INTERRUPTED
    assert verify_bundle(Path(played.folder), branch.trust, branch.identities).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[face_camera]\nkind = "device"\naddress = "0"', '[face_camera]\nkind = "file"\naddress = "people"'),
        ('[face_camera]\nkind = "device"\naddress = "0"', '[face_camera]\nkind = "simulated"'),
        ('[microphone]\nkind = "device"', '[microphone]\nkind = "simulated"'),
    ],
)
def test_no_live_terminal_opens_on_input_that_is_no_device(root: Path, tmp_path: Path, old: str, new: str) -> None:
    good = (root / "tests" / "runtime" / "settings_files" / "good_live.toml").read_text("utf-8")
    assert old in good
    (tmp_path / "live.toml").write_text(good.replace(old, new), "utf-8")
    with pytest.raises(ConfigurationError, match="live"):
        load_settings(tmp_path / "live.toml")
