"""What every printer keeps: the IPP adapter against a printer on the loopback, and the simulator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kiosk.devices.printer_ipp import IppPrinter
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.office import SimulatedPrinter
from kiosk.domain.errors import DeviceError
from kiosk.ports.printer import Printer
from tests.devices.ipp_server import IppServer

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1000


@dataclass
class Rig:
    printer: Printer
    printed: Callable[[], list[bytes]]
    lose: Callable[[], None]


@pytest.fixture(params=["ipp", "simulated"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == "simulated":
        simulated = SimulatedPrinter()
        yield Rig(simulated, lambda: [pdf for _, pdf in simulated.pages], simulated.unplug)
        return
    server = IppServer()
    printer = IppPrinter(server.uri, SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC)))
    closed = []
    yield Rig(printer, lambda: [pdf for _, pdf in server.jobs], lambda: (server.close(), closed.append(1)))
    printer.close()
    if not closed:
        server.close()


class TestPrinter:
    def test_the_document_arrives_byte_for_byte_and_in_order(self, rig: Rig) -> None:
        rig.printer.print_pdf(PDF, "sheet")
        rig.printer.print_pdf(PDF[:2000], "receipt 回执")
        assert rig.printed() == [PDF, PDF[:2000]]

    def test_a_lost_printer_is_a_plain_sentence(self, rig: Rig) -> None:
        rig.lose()
        with pytest.raises(DeviceError, match="does not answer; check") as failure:
            rig.printer.print_pdf(PDF, "sheet")
        assert failure.value.device == "printer"

    def test_a_lost_printer_is_told_before_anything_is_printed(self, rig: Rig) -> None:
        assert rig.printer.trouble() == ""
        rig.lose()
        assert rig.printer.trouble() == "printer"
