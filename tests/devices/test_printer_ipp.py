"""The IPP adapter: what it sends, what it makes of a printer's troubles and of hostile answers."""

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.clock_system import SystemClock
from kiosk.devices.ipp import Operation, Tag, encode_request, parse_answer
from kiosk.devices.printer_ipp import IppPrinter
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.errors import DeviceError
from tests.devices.ipp_server import IppServer

PDF = b"%PDF-1.7 made"


@pytest.fixture
def server() -> Iterator[IppServer]:
    server = IppServer()
    yield server
    server.close()


def print_at(uri: str, title: str = "sheet") -> None:
    with closing(IppPrinter(uri, SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC)))) as printer:
        printer.print_pdf(PDF, title)


def test_the_job_says_what_it_is_and_nothing_of_the_borrower(server: IppServer) -> None:
    print_at(server.uri, "综合融资成本明示表")
    attributes, document = server.jobs[0]
    assert document == PDF
    assert attributes["job-name"].decode() == "综合融资成本明示表"
    assert attributes["document-format"] == b"application/pdf"
    assert attributes["requesting-user-name"] == b"kiosk"
    assert attributes["printer-uri"].decode() == server.uri
    assert attributes["copies"] == struct.pack(">i", 1)


def test_a_long_title_is_cut_between_characters(server: IppServer) -> None:
    print_at(server.uri, "表" * 100)
    assert server.jobs[0][0]["job-name"].decode() == "表" * 85


@pytest.mark.parametrize(
    ("states", "reasons", "sentence"),
    [
        ([5, 8], "aborted-by-system", "gave the document up"),
        ([7], "media-jam-error", "paper is stuck"),
        ([6], "media-empty", "out of paper"),
        ([5], "none", "did not finish in time"),
    ],
)
def test_a_job_that_is_not_printed_is_a_plain_sentence(
    server: IppServer, states: list[int], reasons: str, sentence: str
) -> None:
    server.states, server.reasons = states, reasons
    with pytest.raises(DeviceError, match=sentence):
        print_at(server.uri)


@pytest.mark.parametrize(
    ("reasons", "trouble"),
    [
        (("none",), ""),
        (("media-low-warning",), ""),
        (("media-empty-error",), "paper"),
        (("media-needed",), "paper"),
        (("toner-low", "media-empty"), "paper"),
        (("door-open-error",), "printer"),
        (("media-jam",), "printer"),
        (("marker-supply-empty-warning",), ""),
        (("我同意",), ""),
    ],
)
def test_what_keeps_a_printer_from_printing_is_told(server: IppServer, reasons: tuple[str, ...], trouble: str) -> None:
    server.printer_reasons = reasons
    with closing(IppPrinter(server.uri, SystemClock())) as printer:
        assert printer.trouble() == trouble


def test_a_printer_that_answers_nonsense_is_out_of_reach(server: IppServer) -> None:
    server.raw = b"\x00\xff" * 9
    with closing(IppPrinter(server.uri, SystemClock())) as printer:
        assert printer.trouble() == "printer"


def test_a_refusal_is_a_device_error(server: IppServer) -> None:
    server.status = 0x040A
    with pytest.raises(DeviceError, match="0x040a"):
        print_at(server.uri)
    server.http_status = 401
    with pytest.raises(DeviceError, match="HTTP 401"):
        print_at(server.uri)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>printer</html>",
        struct.pack(">BBHI", 1, 1, 0, 1) + b"\x01",
        struct.pack(">BBHI", 1, 1, 0, 1) + b"\x02\x21\xff\xff" + b"job-id",
        struct.pack(">BBHI", 1, 1, 0, 1) + b"\x02\x21\x00\x06job-id\x00\x02\x00\x01\x03",
        struct.pack(">BBHI", 1, 1, 0, 999) + b"\x03",
        struct.pack(">BBHI", 1, 1, 0, 1) + b"\x03",
        b"\x01" * 2_000_000,
    ],
    ids=["empty", "html", "no end", "cut", "odd integer", "another's answer", "no job", "endless"],
)
def test_a_hostile_answer_is_a_device_error(server: IppServer, raw: bytes) -> None:
    server.raw = raw
    with pytest.raises(DeviceError, match=r"understood|another question|names no job"):
        print_at(server.uri)


@pytest.mark.parametrize("uri", ["http://printer/ipp", "printer", "ipp://", "file:///dev/lp0"])
def test_what_is_no_printers_address_is_refused(uri: str) -> None:
    with pytest.raises(DeviceError, match="not a printer's address"):
        print_at(uri)


@given(st.binary(max_size=200))
def test_parsing_anything_ends_in_an_answer_or_a_value_error(content: bytes) -> None:
    try:
        parse_answer(content)
    except ValueError:
        return


def test_charset_and_language_come_first() -> None:
    request = encode_request(Operation.PRINT_JOB, 7, [(Tag.URI, "printer-uri", "ipp://p/")])
    assert request[:9] == struct.pack(">BBHIB", 1, 1, 2, 7, 1)
    assert request.index(b"attributes-charset") < request.index(b"attributes-natural-language")
    assert request.index(b"attributes-natural-language") < request.index(b"printer-uri")


@pytest.mark.skipif(shutil.which("ippeveprinter") is None, reason="no ippeveprinter (cups-ipp-utils) on this machine")
def test_a_printer_by_other_hands_takes_the_document(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "ippeveprinter",
        "-p",
        str(port),
        "-d",
        str(tmp_path),
        "-k",
        "-r",
        "off",
        "-f",
        "application/pdf",
        "test",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            if not _listens(port, process):
                pytest.skip("ippeveprinter does not start here (it needs avahi-daemon)")
            with closing(IppPrinter(f"ipp://127.0.0.1:{port}/ipp/print", SystemClock())) as printer:
                printer.print_pdf(PDF, "sheet")
            assert [file.read_bytes() for file in tmp_path.glob("*.pdf")] == [PDF]
        finally:
            process.terminate()


def _listens(port: int, process: "subprocess.Popen[bytes]") -> bool:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if process.poll() is not None:
            return False
        threading.Event().wait(0.1)
    return False
