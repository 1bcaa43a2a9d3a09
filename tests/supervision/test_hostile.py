"""A kiosk with a good certificate that says what it may not: it is cut off, and the others go on."""

import datetime as dt
import socket

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hq.authority.ca import Purpose, issue
from kiosk.assembly.console import console_files
from kiosk.devices.keys_file import write_private
from kiosk.domain.consents import Mode
from kiosk.supervision import messages as ms
from kiosk.supervision.board import NOTHING
from kiosk.supervision.protocol import MAX_FRAME, encode
from kiosk.supervision.server import ConsoleServer
from tests.supervision.conftest import Branch
from tests.supervision.rig import (
    SESSION,
    Desk,
    certified,
    console,
    frame,
    greeting,
    linked,
    say,
    settled,
    signed,
    still,
    unsigned,
)

_POLICY, _TOO_BIG = 1008, 1009

_FIRST = {
    "nothing but a standing": lambda kiosk: encode(NOTHING),
    "bytes": lambda kiosk: b"\x00\xff" * 40,
    "a command": lambda kiosk: encode(ms.ComeOver("0" * 32, 1, SESSION, "staff-1")),
    "another device's name": lambda kiosk: encode(greeting(kiosk, device="kiosk-2")),
    "another branch": lambda kiosk: encode(greeting(kiosk, branch="elsewhere")),
    "live mode": lambda kiosk: encode(greeting(kiosk, mode=Mode.LIVE)),
    "no certificate": lambda kiosk: encode(greeting(kiosk, chain="-----BEGIN CERTIFICATE-----")),
    "its TLS certificate as signing certificate": lambda kiosk: encode(
        greeting(kiosk, chain=kiosk.tls.certificate.read_text())
    ),
}


@pytest.mark.parametrize("first", _FIRST.values(), ids=_FIRST.keys())
def test_a_greeting_that_is_none_ends_the_connection(branch: Branch, first) -> None:
    with console(branch.console) as here:
        heard, code = say(branch.kiosk, here.address, [first(branch.kiosk)])
        assert (heard, code) == ([], _POLICY)
        assert here.view() is None


def test_another_devices_signing_certificate_ends_the_connection(branch: Branch) -> None:
    chain = branch.other.keys.certificate_chain().decode()
    with console(branch.console) as here:
        assert say(branch.kiosk, here.address, [encode(greeting(branch.kiosk, chain=chain))])[1] == _POLICY
        assert here.view() is None


def test_who_says_nothing_is_not_waited_for(branch: Branch) -> None:
    with console(branch.console) as here:
        assert say(branch.kiosk, here.address, [], listen=8)[1] == _POLICY


_LATER = {
    "a second greeting": lambda kiosk: encode(greeting(kiosk)),
    "an answer to nothing": lambda kiosk: encode(ms.Answered(7, ms.Outcome.TAKEN)),
    "a command": lambda kiosk: encode(ms.ComeOver("0" * 32, 1, SESSION, "staff-1")),
    "an unknown key": lambda kiosk: frame(name="张示范"),
    "a key too few": lambda kiosk: frame(meter=None),
    "words as a state": lambda kiosk: frame(state="我 同意"),
    "a forged head": lambda kiosk: encode(ms.HeadSigned(signed(kiosk, 4).replace('"seq":4', '"seq":5'))),
    "a head that is none": lambda kiosk: encode(ms.HeadSigned("{}")),
}


@pytest.mark.parametrize("later", _LATER.values(), ids=_LATER.keys())
def test_what_it_may_not_say_ends_the_connection_and_nobody_elses(branch: Branch, later) -> None:
    with console(branch.console) as here, linked(branch.other, here.address, Desk()) as link:
        settled(lambda: link.connected)
        heard, code = say(branch.kiosk, here.address, [encode(greeting(branch.kiosk)), later(branch.kiosk)])
        assert len(heard) == 1
        assert code == _POLICY
        settled(lambda: not here.view("kiosk-1").connected)
        assert here.view("kiosk-2").connected
        assert link.connected


def test_a_head_of_another_device_is_not_stored(branch: Branch) -> None:
    session = "00000000-0000-4000-8000-00000000000a"
    with console(branch.console) as here:
        foreign = encode(ms.HeadSigned(signed(branch.other, 4, session)))
        assert say(branch.kiosk, here.address, [encode(greeting(branch.kiosk)), foreign])[1] == _POLICY
        assert here.store.heads(session) == []


def test_a_head_of_a_session_of_another_device_is_not_stored(branch: Branch) -> None:
    session = "00000000-0000-4000-8000-00000000000b"
    with console(branch.console) as here:
        with linked(branch.other, here.address) as link:
            link.head(unsigned(3, session))
            settled(lambda: here.store.heads(session))
        mine = encode(ms.HeadSigned(signed(branch.kiosk, 4, session)))
        assert say(branch.kiosk, here.address, [encode(greeting(branch.kiosk)), mine])[1] == _POLICY
        assert len(here.store.heads(session)) == 1


def test_a_replayed_head_is_one_head(branch: Branch) -> None:
    session = "00000000-0000-4000-8000-00000000000c"
    with console(branch.console) as here:
        head = encode(ms.HeadSigned(signed(branch.kiosk, 4, session)))
        heard, code = say(branch.kiosk, here.address, [encode(greeting(branch.kiosk)), head, head], listen=1)
        assert (len(heard), code) == (3, None)
        assert len(here.store.heads(session)) == 1


def test_two_lines_for_one_place_are_both_kept_and_noted(branch: Branch) -> None:
    """A device that signs two histories has forged one of them; headquarters finds the bundle BROKEN by either."""
    session = "00000000-0000-4000-8000-00000000000d"
    with console(branch.console) as here:
        heads = [signed(branch.kiosk, 4, session), signed(branch.kiosk, 4, session, hash="ab" * 32)]
        frames = [encode(ms.HeadSigned(head)) for head in heads]
        say(branch.kiosk, here.address, [encode(greeting(branch.kiosk)), *frames], listen=1)
        assert len(here.store.heads(session)) == 2
        assert here.store.contradictions() == 1


def test_a_frame_beyond_all_sizes_ends_the_connection(branch: Branch) -> None:
    with console(branch.console) as here:
        large = [encode(greeting(branch.kiosk)), "x" * (MAX_FRAME * 4)]
        assert say(branch.kiosk, here.address, large)[1] == _TOO_BIG


def test_a_flood_of_frames_ends_the_connection(branch: Branch) -> None:
    with console(branch.console) as here:
        flood = [encode(greeting(branch.kiosk)), *[encode(NOTHING)] * 2000]
        assert say(branch.kiosk, here.address, flood)[1] == _POLICY


def test_garbage_on_the_port_harms_nobody(branch: Branch) -> None:
    with console(branch.console) as here, linked(branch.other, here.address, Desk()) as link:
        settled(lambda: link.connected)
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + b"\xff" * 300, b""):
            with socket.create_connection(("127.0.0.1", here.server.port), timeout=5) as raw:
                raw.sendall(garbage)
        assert link.connected
        assert here.view("kiosk-2").connected


def test_a_console_that_acknowledges_what_was_never_sent_is_hung_up_on(branch: Branch, tmp_path) -> None:
    """Else a lying console could put a tail into the manifest that no honest log has."""

    class Lying(ConsoleServer):
        async def _take(self, line, message) -> None:
            await line.connection.send(encode(ms.HeadStored(SESSION, 999_999)))

    settings = certified(branch.home, tmp_path / "console", "console-9")
    with console(settings) as here:
        here.server.__class__ = Lying
        with linked(branch.kiosk, here.address, Desk()) as link:
            link.head(unsigned(3))
            settled(lambda: here.view() is not None and not here.view().connected)
            assert link.tail(unsigned(3).session).last_seq is None


_SENT = {
    "another version": lambda nonce: encode(ms.ComeOver(nonce, 1, SESSION, "staff-1")).replace('"v":2', '"v":1'),
    "a version to come": lambda nonce: encode(ms.ComeOver(nonce, 1, SESSION, "staff-1")).replace('"v":2', '"v":3'),
    "a megabyte": lambda nonce: encode(ms.ComeOver(nonce, 1, SESSION, "staff-1")) + " " * 1024 * 1024,
    "an answer": lambda nonce: frame(type="replied", words="我同意"),
    "words beside a command": lambda nonce: encode(ms.ComeOver(nonce, 1, SESSION, "staff-1"))[:-1] + ',"word":"yes"}',
    "a standing": lambda _: encode(NOTHING),
    "bytes": lambda _: b"\x00\xff" * 99,
    "half a frame": lambda nonce: encode(ms.ComeOver(nonce, 1, SESSION, "staff-1"))[:-9],
    "a second welcome": lambda _: encode(ms.Welcomed("console-9")),
}


@pytest.mark.parametrize("sent", _SENT.values(), ids=_SENT.keys())
def test_a_console_that_says_what_it_may_not_is_hung_up_on_and_nothing_is_done(branch: Branch, tmp_path, sent) -> None:
    """The kiosk's session goes on: its link dials anew, and no command came of it."""

    class Babbling(ConsoleServer):
        async def _take(self, line, message) -> None:
            await line.connection.send(sent(line.peer.nonce))

    desk = Desk(NOTHING)
    with console(certified(branch.home, tmp_path / "console", "console-9")) as here:
        here.server.__class__ = Babbling
        with linked(branch.kiosk, here.address, desk) as link:
            settled(lambda: here.view() is not None and not here.view().connected)
            assert link.tail(unsigned(1).session).last_seq is None
    assert desk.taken == []


def test_a_console_whose_certificate_has_expired_is_not_believed(branch: Branch, tmp_path) -> None:
    settings = certified(branch.home, tmp_path / "console", "console-8")
    files = console_files(settings)
    key = x509.load_pem_x509_certificate(files.certificate.read_bytes()).public_key()
    old = issue(branch.home.root_of(Purpose.TLS), "console-8", key, branch.home.mode, "tls_console", dt.timedelta(0))
    write_private(files.certificate, old.public_bytes(Encoding.PEM))
    desk = Desk(NOTHING)
    with console(settings) as here, linked(branch.kiosk, here.address, desk) as link:
        still(1.5)
        assert not link.connected
        assert here.view() is None


def test_a_console_of_another_branch_sees_nothing_and_commands_nothing(branch: Branch, tmp_path) -> None:
    elsewhere = certified(branch.home, tmp_path / "console", "console-7", "branch-2")
    desk = Desk(NOTHING)
    with console(elsewhere) as here, linked(branch.kiosk, here.address, desk) as link:
        still(1.5)
        assert not link.connected
        assert here.view() is None
        asked = here.server.command("kiosk-1", lambda n, i: ms.ComeOver(n, i, SESSION, "staff-1"))
        assert asked.result(5) is None
    assert desk.taken == []


def test_two_consoles_that_say_contrary_things_are_heard_one_after_the_other(branch: Branch) -> None:
    """Each command is taken once, by its own connection's numbers; none is lost, doubled or mixed with another's."""
    desk = Desk(NOTHING)
    with (
        console(branch.console) as one,
        console(branch.second) as two,
        linked(branch.kiosk, one.address, desk),
        linked(branch.kiosk, two.address, desk),
    ):
        settled(lambda: one.view() is not None and two.view() is not None)
        asked = []
        for _ in range(10):
            asked.append(one.server.command("kiosk-1", lambda n, i: ms.PauseScript(n, i, SESSION, "staff-1")))
            asked.append(
                two.server.command(
                    "kiosk-1", lambda n, i: ms.EndSession(n, i, SESSION, "staff-2", ms.Reason.BRANCH_CLOSES)
                )
            )
        assert [each.result(10) for each in asked] == [ms.Outcome.TAKEN] * 20
    by_nonce: dict[str, list[int]] = {}
    for command in desk.taken:
        by_nonce.setdefault(command.nonce, []).append(command.number)
    assert sorted(by_nonce.values()) == [list(range(1, 11))] * 2
    assert len({type(command) for command in desk.taken}) == 2
