"""Open, closed or out of order: probes, opening hours, staff; and what a restart remembers."""

import datetime as dt

import pytest

from kiosk.assembly.service import LEAST_FREE, certificate_fault, clock_fault, disk_fault, probes
from kiosk.consent import states as st
from kiosk.consent.events_staff import FAULTS, ServiceChanged
from kiosk.devices.simulated.office import SimulatedPrinter
from kiosk.domain.consents import Ending
from kiosk.domain.errors import DeviceError
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.service_watch import ALWAYS, ClosedByStaff, Hours, ServiceWatch
from tests.consent.stage import play
from tests.hq.rig import enrol, new_home

THERE = dt.timezone(dt.timedelta(hours=8))
MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=THERE)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


class Posted(list):
    """What the runner was told."""


def watch(clock, tmp_path, *probed, hours=ALWAYS, local=MONDAY):
    posted = Posted()
    return ServiceWatch(clock, posted.append, probed, ClosedByStaff(tmp_path / "c.json"), hours, lambda: local), posted


def test_the_first_that_is_missing_is_told_and_goes_with_its_cause(simulated_clock, tmp_path):
    missing = ["", "paper"]
    made, posted = watch(simulated_clock, tmp_path, lambda: missing[0], lambda: missing[1])
    made.start()
    simulated_clock.sleep(5)
    assert posted == [ServiceChanged("paper")]
    assert not made.serves
    missing[0] = "disk"
    simulated_clock.sleep(5)
    assert posted[-1] == ServiceChanged("disk")
    missing[:] = ["", ""]
    simulated_clock.sleep(5)
    assert posted[-1] == ServiceChanged()
    assert made.serves
    made.close()


def test_a_probe_that_fails_closes_nothing(simulated_clock, tmp_path):
    def broken() -> str:
        raise DeviceError("printer", "nonsense")

    made, posted = watch(simulated_clock, tmp_path, broken, lambda: "")
    made.look()
    assert posted == [ServiceChanged()]


def test_after_a_session_what_was_found_meanwhile_stands_there_at_once(simulated_clock, tmp_path):
    made, posted = watch(simulated_clock, tmp_path, lambda: "paper")
    made.look()
    made.saw(st.OutOfOrder("paper"))
    assert len(posted) == 1
    made.saw(st.Attract())
    assert posted == [ServiceChanged("paper")] * 2


def test_within_a_session_nothing_is_posted(simulated_clock, tmp_path, context, opening):
    made, posted = watch(simulated_clock, tmp_path, lambda: "paper")
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    for state in (world.state, st.Paused(world.state), st.Sealing(world.state.facts, Ending.DECLINED)):
        made.saw(state)
        made.look()
        made.open_or_close(opens=True, staff="staff-1")
    assert posted == []
    made.saw(st.Attract())
    assert posted == [ServiceChanged("paper")]


def test_closed_by_staff_over_a_restart_until_staff_open_it(simulated_clock, tmp_path):
    made, posted = watch(simulated_clock, tmp_path)
    made.open_or_close(opens=False, staff="staff-1")
    assert posted[-1] == ServiceChanged("", "staff")
    again, later = watch(simulated_clock, tmp_path)
    again.look()
    assert later == [ServiceChanged("", "staff")]
    assert ClosedByStaff(tmp_path / "c.json").by == "staff-1"
    again.open_or_close(opens=True, staff="staff-2")
    assert later[-1] == ServiceChanged()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"by": ""', b"\xff\xfe"])
def test_a_damaged_note_leaves_it_closed(tmp_path, content):
    (tmp_path / "c.json").write_bytes(content)
    assert ClosedByStaff(tmp_path / "c.json").by == "?"


@pytest.mark.parametrize(
    ("day", "at", "holds"),
    [(23, (9, 0), True), (23, (8, 59), False), (23, (16, 59), True), (23, (17, 0), False), (28, (10, 0), False)],
)
def test_hours_are_by_the_clock_on_the_wall(simulated_clock, tmp_path, day, at, holds):
    hours = Hours(dt.time(9), dt.time(17), frozenset({1, 2, 3, 4, 5}))
    local = dt.datetime(2026, 11, day, *at, tzinfo=THERE)
    made, posted = watch(simulated_clock, tmp_path, hours=hours, local=local)
    made.look()
    assert posted == [ServiceChanged("", "" if holds else "hours")]
    assert Hours().holds(local), "none set: always"


def test_what_is_looked_at(tmp_path):
    assert clock_fault(NOW) == ""
    assert clock_fault(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == clock_fault(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    assert clock_fault(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == "clock"
    assert disk_fault(tmp_path, lambda _: LEAST_FREE - 1) == "disk"
    assert disk_fault(tmp_path, lambda _: LEAST_FREE) == ""
    chain = enrol(new_home(tmp_path / "home"), tmp_path / "kiosk").keys.certificate_chain()
    now = dt.datetime.now(dt.UTC)
    assert certificate_fault(chain, now) == ""
    for other in (now + dt.timedelta(days=36500), now - dt.timedelta(days=3650)):
        assert certificate_fault(chain, other) == "certificate"


def test_a_printer_is_asked_once_a_minute_and_devices_each_time(tmp_path):
    from types import SimpleNamespace

    printer, gone = SimulatedPrinter(), set()
    settings = SimpleNamespace(state=tmp_path)
    looks = probes(settings, lambda: frozenset(gone), printer, lambda: b"", lambda: NOW)
    *_, device, paper = looks
    printer.paper = False
    assert paper() == "paper"
    printer.paper = True
    assert [paper() for _ in range(11)] == ["paper"] * 11
    assert paper() == ""
    printer.unplug()
    assert [paper() for _ in range(12)][-1] == "printer"
    assert device() == ""
    gone.update({"microphone", "face_camera"})
    assert device() == "face_camera"
    assert {"paper", "printer", "face_camera"} <= set(FAULTS)
