"""What the console is told of the quiet way and of banned phrases, and for how long."""

import pytest

from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.script import load_script
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.dialogue import knowledge
from kiosk.domain.consents import Source
from kiosk.domain.ids import SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence.canonical import sha256
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.lending.affordability import DEFAULT_THRESHOLDS
from kiosk.lending.contract import load_clauses
from kiosk.runtime.supervision_watch import SupervisionWatch
from kiosk.supervision.messages import Alert

ONE, TWO = SessionId("6f1d2f3a-0000-4000-8000-000000000001"), SessionId("6f1d2f3a-0000-4000-8000-000000000002")
KINDS = {
    "quiet.asked": {"channel": "voice", "step": "needs.amount"},
    "phrase.flagged": {"phrase": "zero_interest", "step": "needs.amount", "begins_ms": 1, "ends_ms": 2},
    "leave.asked": {"step": "needs.amount"},
}


@pytest.fixture(scope="module")
def context(root) -> Context:
    assets = root / "assets"
    script = load_script(assets / "scripts" / "consent.toml", assets / "consents.toml")
    clauses = load_clauses(assets / "contracts" / "consumer_loan.toml")
    return Context(script, knowledge.load(assets / "knowledge"), DEFAULT_THRESHOLDS, clauses)


def entry(kind: str, session: SessionId = ONE) -> Entry:
    return LogBuilder(session).append(kind, KINDS[kind], Moment(0.0, "2026-06-01T08:00:00.000Z"), Source.DEVICE)[0]


def written(watch: SupervisionWatch, kind: str, session: SessionId = ONE) -> None:
    watch.wrote(session, (entry(kind, session),), 3, sha256(b"line"), "2026-06-01T08:00:00.000Z")


def test_alerts_stay_ten_minutes_after_the_session_and_end_with_the_next(
    context: Context, simulated_clock: SimulatedClock
) -> None:
    watch = SupervisionWatch(context, simulated_clock)
    written(watch, "leave.asked")
    assert watch.standing().alerts == ()
    written(watch, "quiet.asked")
    written(watch, "quiet.asked")
    written(watch, "phrase.flagged")
    watch.saw(st.Attract())
    simulated_clock.sleep(590)
    assert watch.standing().alerts == (Alert.QUIET, Alert.PHRASE)
    simulated_clock.sleep(20)
    assert watch.standing().alerts == ()
    written(watch, "quiet.asked", TWO)
    assert watch.standing().alerts == (Alert.QUIET,)
    written(watch, "leave.asked", ONE)
    assert watch.standing().alerts == ()
