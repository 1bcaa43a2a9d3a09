"""Kiosk and console over real sockets and real certificates: standing, heads, commands, and lines that are cut."""

import sqlite3
from dataclasses import replace

import pytest

from hq.authority.ca import Purpose
from kiosk.domain.consents import Chapter
from kiosk.evidence.certificates import load_chain, load_trust, public_key
from kiosk.evidence.head import parse_head
from kiosk.evidence.manifest import Tail
from kiosk.runtime.supervision_link import ConsoleAddress
from kiosk.supervision import messages as ms
from kiosk.supervision.board import Need
from kiosk.supervision.server import ConsoleServer, Listening
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tls import TlsFiles
from tests.hq.rig import enrol, new_home
from tests.supervision.conftest import Branch
from tests.supervision.rig import SESSION, Desk, certified, console, linked, settled, still, unsigned

READING = ms.Standing(SESSION, "ReadingTerm", Chapter.DISCLOSURE, ms.Meter(terms=(3, 34)), None, ())
CALLING = replace(READING, state="CallingStaff", call=ms.Call(ms.Wanted.HELP, 7))


def test_the_console_sees_where_a_kiosk_stands(branch: Branch) -> None:
    desk = Desk(READING)
    with console(branch.console) as here, linked(branch.kiosk, here.address, desk) as link:
        settled(lambda: here.view() is not None and here.view().standing == READING)
        desk.standing = CALLING
        link.changed()
        settled(lambda: here.view().need is Need.CALL)
        assert here.view().wanted is ms.Wanted.HELP
        assert here.view().waited(here.view().seen + 5) == 12
        assert here.server.board.calls() == 1


def test_waiting_calls_stand_first_and_the_longest_before_the_others(branch: Branch) -> None:
    long, short = Desk(CALLING), Desk(replace(CALLING, call=ms.Call(ms.Wanted.IDENTITY, 2)))
    with (
        console(branch.console) as here,
        linked(branch.kiosk, here.address, short),
        linked(branch.other, here.address, long),
    ):
        settled(lambda: here.server.board.calls() == 2)
        now = max(view.seen for view in here.server.board.kiosks.values())
        assert [view.device for view in here.server.board.ordered(now)] == ["kiosk-2", "kiosk-1"]


def test_heads_are_stored_acknowledged_and_can_not_be_taken_out(branch: Branch) -> None:
    with console(branch.console) as here, linked(branch.kiosk, here.address) as link:
        for seq in (3, 4, 9):
            link.head(unsigned(seq))
        settled(lambda: link.tail(unsigned(9).session).last_seq == 9)
        stored = [parse_head(content) for content in here.store.heads(SESSION)]
        assert stored[-1].seq == 9
        assert all(head.holds(_key(branch)) for head in stored)
        raw = sqlite3.connect(branch.console.state / "console.db")
        for sql in ("DELETE FROM heads", "UPDATE heads SET seq = 1"):
            with pytest.raises(sqlite3.DatabaseError, match="append only"):
                raw.execute(sql)
        raw.close()


def test_without_a_console_nothing_waits_and_the_heads_come_later(branch: Branch) -> None:
    with console(branch.console) as gone:
        port, address = gone.server.port, gone.address
    with linked(branch.kiosk, address) as link:
        for seq in range(2000):
            link.head(unsigned(seq, "00000000-0000-4000-8000-000000000001"))
        assert link.tail(unsigned(0).session) == Tail()
        assert not link.connected
        with console(branch.console, port=port) as here:
            settled(lambda: link.tail(unsigned(0, "00000000-0000-4000-8000-000000000001").session).last_seq == 1999)
            assert here.view().connected


def test_a_console_that_is_killed_and_comes_back_is_found_again(branch: Branch) -> None:
    desk = Desk(READING)
    with console(branch.console) as first:
        address, port = first.address, first.server.port
        link_of = linked(branch.kiosk, address, desk)
        link = link_of.__enter__()
        settled(lambda: link.connected)
    try:
        settled(lambda: not link.connected)
        link.head(unsigned(21, "00000000-0000-4000-8000-000000000002"))
        with console(branch.console, port=port) as second:
            settled(lambda: second.view() is not None and second.view().standing == READING)
            settled(lambda: second.store.heads("00000000-0000-4000-8000-000000000002"))
    finally:
        link_of.__exit__(None, None, None)


def test_a_cut_line_leaves_what_was_known_on_the_board(branch: Branch) -> None:
    with console(branch.console) as here:
        with linked(branch.kiosk, here.address, Desk(CALLING)):
            settled(lambda: here.server.board.calls() == 1)
        settled(lambda: not here.view().connected)
        assert here.view().standing == CALLING


def test_a_command_comes_with_its_number_and_is_answered(branch: Branch) -> None:
    desk = Desk(READING)
    with console(branch.console) as here, linked(branch.kiosk, here.address, desk):
        settled(lambda: here.view() is not None)
        asked = [
            here.server.command("kiosk-1", lambda nonce, n: ms.ComeOver(nonce, n, SESSION, "staff-1")).result(5)
            for _ in range(3)
        ]
        assert asked == [ms.Outcome.TAKEN] * 3
        assert [command.number for command in desk.taken] == [1, 2, 3]
        assert len({command.nonce for command in desk.taken}) == 1


@pytest.mark.parametrize(
    ("nonce", "number"), [(None, 1), ("0" * 32, 5)], ids=["the same number again", "the nonce of another connection"]
)
def test_a_replayed_command_does_nothing(branch: Branch, nonce: str | None, number: int) -> None:
    desk = Desk(READING)
    with console(branch.console) as here, linked(branch.kiosk, here.address, desk):
        settled(lambda: here.view() is not None)
        first = here.server.command("kiosk-1", lambda own, n: ms.PauseScript(own, n, SESSION, "staff-1")).result(5)
        assert first is ms.Outcome.TAKEN

        def again(own: str, _: int) -> ms.Command:
            return ms.PauseScript(nonce or own, number, SESSION, "staff-1")

        found = here.server.command("kiosk-1", again).result(8)
        assert found in (ms.Outcome.REPEATED, None)
        assert len(desk.taken) == 1


def test_a_kiosk_that_is_not_there_can_not_be_commanded(branch: Branch) -> None:
    with console(branch.console) as here:
        assert here.server.command("kiosk-1", lambda n, i: ms.ComeOver(n, i, SESSION, "staff-1")).result(5) is None


def test_two_consoles_see_and_store_the_same(branch: Branch) -> None:
    desk = Desk(READING)
    with (
        console(branch.console) as one,
        console(branch.second) as two,
        linked(branch.kiosk, one.address, desk) as link,
        linked(branch.kiosk, two.address, desk) as other,
    ):
        session = "00000000-0000-4000-8000-000000000003"
        for each in (link, other):
            each.head(unsigned(5, session))
        settled(lambda: one.store.heads(session) and two.store.heads(session))
        assert one.view().standing == two.view().standing == READING
        for here in (one, two):
            done = here.server.command("kiosk-1", lambda n, i: ms.ComeOver(n, i, SESSION, "staff-1")).result(5)
            assert done is ms.Outcome.TAKEN


def test_the_same_kiosk_dialling_twice_has_one_line(branch: Branch) -> None:
    with console(branch.console) as here, linked(branch.kiosk, here.address, Desk(READING)):
        settled(lambda: here.view() is not None)
        with linked(branch.kiosk, here.address, Desk(CALLING)) as newer:
            settled(lambda: newer.connected and here.view().standing == CALLING)
            assert here.view().connected


def test_a_console_of_another_name_is_not_believed(branch: Branch) -> None:
    """The certificate is good, but it is not the console of the settings."""
    with console(branch.second) as here:
        address = replace(here.address, name="console-1")
        with linked(branch.kiosk, address, Desk(READING)) as link:
            still(1.5)
            assert not link.connected
            assert here.view() is None


def test_a_console_of_another_lender_is_not_believed(branch: Branch, tmp_path) -> None:
    stranger = certified(new_home(tmp_path / "home"), tmp_path / "console")
    with console(stranger) as here, linked(branch.kiosk, here.address, Desk(READING)) as link:
        still(1.5)
        assert not link.connected
        assert here.view() is None


def test_a_kiosk_of_another_lender_gets_no_further_than_the_handshake(branch: Branch, tmp_path) -> None:
    stranger = enrol(new_home(tmp_path / "home"), tmp_path / "kiosk")
    with console(branch.console) as here, linked(stranger, here.address, Desk(READING)) as link:
        still(1.5)
        assert not link.connected
        assert here.view() is None


def test_headquarters_certificate_is_not_a_consoles(branch: Branch) -> None:
    """Headquarters' own server certificate is under the same root, and bears no console's name."""
    folder = branch.home.authority(Purpose.TLS)
    files = TlsFiles(folder / "root.pem", folder / "server.pem", folder / "server.key")
    store = ConsoleStore(branch.folder / "posing.db")
    server = ConsoleServer(
        Listening("console-1", "branch-1", branch.kiosk.mode, files, load_trust(branch.home.trust)), store
    )
    server.start()
    try:
        address = replace(_address(branch), url=f"wss://127.0.0.1:{server.port}")
        with linked(branch.kiosk, address, Desk(READING)) as link:
            still(1.5)
            assert not link.connected
    finally:
        server.close()
        store.close()


def _address(branch: Branch):
    return ConsoleAddress("wss://127.0.0.1:1", branch.console.name)


def _key(branch: Branch):
    return public_key(load_chain(branch.kiosk.keys.certificate_chain())[0])
