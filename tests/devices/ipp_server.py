"""A small IPP printer on the loopback: takes jobs, tells their state. The printer adapter's rig."""

import http.server
import struct
import threading


def attribute(tag: int, name: str, value: int | str) -> bytes:
    """As RFC 8010 section 3.1.4."""
    content = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(content)) + content


def names_in(request: bytes) -> tuple[dict[str, bytes], bytes]:
    """The attributes (last value each) and the document behind them."""
    found, at = {}, 8
    while request[at] != 0x03:
        tag = request[at]
        at += 1
        if tag < 0x10:
            continue
        size = struct.unpack_from(">H", request, at)[0]
        name = request[at + 2 : at + 2 + size].decode()
        at += 2 + size
        size = struct.unpack_from(">H", request, at)[0]
        found[name] = request[at + 2 : at + 2 + size]
        at += 2 + size
    return found, request[at + 1 :]


class IppServer:
    """`states`: job states given one after another, the last again and again; `raw`: answer these bytes instead."""

    def __init__(self) -> None:
        self.jobs: list[tuple[dict[str, bytes], bytes]] = []
        self.states = [5, 9]
        self.reasons = "none"
        self.printer_reasons = ("none",)
        self.status = 0
        self.raw: bytes | None = None
        self.http_status = 200
        rig = self

        class Printer(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                content = rig.raw if rig.raw is not None else rig.answer(request)
                self.send_response(rig.http_status)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Printer)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self.uri = f"ipp://127.0.0.1:{self._server.server_address[1]}/ipp/print"

    def answer(self, request: bytes) -> bytes:
        """To one request."""
        operation, number = struct.unpack_from(">HI", request, 2)
        if operation == 0x000B:
            return self._printer(number)
        if operation == 0x0002:
            self.jobs.append(names_in(request))
            state = 3
        else:
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return (
            struct.pack(">BBHI", 1, 1, self.status, number)
            + b"\x01"
            + attribute(0x47, "attributes-charset", "utf-8")
            + b"\x02"
            + attribute(0x21, "job-id", 17)
            + attribute(0x23, "job-state", state)
            + attribute(0x44, "job-state-reasons", self.reasons)
            + b"\x03"
        )

    def _printer(self, number: int) -> bytes:
        """How it stands: several values of one attribute, as RFC 8010 section 3.1.5 has them."""
        first, *others = self.printer_reasons
        return (
            struct.pack(">BBHI", 1, 1, self.status, number)
            + b"\x01"
            + attribute(0x47, "attributes-charset", "utf-8")
            + b"\x04"
            + attribute(0x44, "printer-state-reasons", first)
            + b"".join(attribute(0x44, "", other) for other in others)
            + b"\x03"
        )

    def close(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
