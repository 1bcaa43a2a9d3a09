"""Whole sessions beside a real console: what it sees and does, and that a session needs none."""

from pathlib import Path

import pytest

from hq import home as homes
from hq.store.store import Store
from hq.vault.inspection import verify_filed
from kiosk.assembly.console import Console
from kiosk.assembly.kiosk import Kiosk
from kiosk.consent import states as st
from kiosk.domain.consents import Ending, Mode
from kiosk.evidence.verdict import Verdict
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.settings_supervision import (
    ConsoleAddressSettings,
    ConsoleHeadquartersSettings,
    ConsoleSettings,
    ListenSettings,
    SupervisionSettings,
)
from kiosk.supervision import messages as ms
from kiosk.supervision.staff import Refusal
from tests.hq.rig import new_home, wait_for
from tests.journeys.branch import Branch

pytestmark = pytest.mark.journey


def console_in(folder: Path, branch: Branch, home: Path | None = None) -> Console:
    here = ConsoleHeadquartersSettings(home=home or branch.headquarters.home, trust=folder / "trust")
    return Console(
        ConsoleSettings(
            mode=Mode.TRAINING, name="console-1", branch=branch.settings.branch, state=folder, headquarters=here,
            listen=ListenSettings(port=0),
        )
    )  # fmt: skip


@pytest.fixture
def dials(branch: Branch):
    """Have the branch's kiosk dial a console."""
    before = branch.settings

    def dial(url: str) -> None:
        address = ConsoleAddressSettings(url=url, name="console-1")
        branch.settings = before.model_copy(update={"supervision": SupervisionSettings(consoles=(address,))})

    yield dial
    branch.settings = before


def test_a_console_sees_helps_and_is_killed_and_the_session_goes_on(branch: Branch, tmp_path: Path, dials) -> None:
    console = console_in(tmp_path, branch)
    dials(console.url)
    store = Store(homes.open_home(branch.headquarters.home).store)
    seen: list[ms.Standing] = []

    def at_the_first_term(kiosk: Kiosk) -> None:
        def look(state: st.State) -> None:
            if not seen and isinstance(state, st.ReadingTerm):
                session = state.facts.opening.session
                device = branch.settings.device_id
                wait_for(lambda: (v := console.board.kiosks.get(device)) and v.standing.state == "ReadingTerm")
                seen.append(console.board.kiosks[device].standing)
                assert console.desk.come_over(device) == Refusal("nobody")
                assert console.desk.sign_in("1001", "1001") is None
                given = console.desk.come_over(device)
                assert not isinstance(given, Refusal)
                assert given.result(5) is ms.Outcome.TAKEN
                wait_for(lambda: store.heads(session))
                console.close()

        kiosk.runner.subscribe(look)

    came = branch.play(STORIES["declines"], prepare=at_the_first_term)
    assert seen[0].session == came.played.session
    assert seen[0].chapter == "disclosure"
    assert seen[0].meter.terms[1] > 30
    assert came.played.ending is Ending.DECLINED
    assert came.receipt is not None
    inside = branch.look_into(came.folder)
    acted = [entry.data for entry in inside.of("staff.acted")]
    assert [(d["what"], d["staff"], d["context"]) for d in acted] == [("come_over", "staff-1001", "console")]
    assert inside.manifest.tail.heads_sent > 0
    found = verify_filed(homes.open_home(branch.headquarters.home), store, came.played.session)
    assert found.verdict is Verdict.VERIFIED
    assert "tail" not in found.not_proven
    store.close()


def test_a_console_that_is_not_ours_changes_nothing_but_what_is_proven(branch: Branch, tmp_path: Path, dials) -> None:
    stranger = new_home(tmp_path / "hq")
    console = console_in(tmp_path / "console", branch, stranger.root)
    dials(console.url)
    came = branch.play(STORIES["refuses_card"])
    assert dict(console.board.kiosks) == {}
    console.close()
    assert came.played.ending is Ending.REFERRED
    assert branch.look_into(came.folder).manifest.tail.heads_sent == 0
    store = Store(homes.open_home(branch.headquarters.home).store)
    found = verify_filed(homes.open_home(branch.headquarters.home), store, came.played.session)
    store.close()
    assert found.verdict is Verdict.VERIFIED
    assert "tail" in found.not_proven
