"""A network printer by IPP over HTTP: the document goes from memory to the printer, and is on no disk of ours."""

import ssl
from collections.abc import Iterator
from enum import IntEnum
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import structlog

from kiosk.devices.ipp import Attribute, IppAnswer, Operation, Tag, encode_request, parse_answer
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.clock import Clock

_log = structlog.get_logger(__name__)

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 1024 * 1024
_LOOK_SECONDS = 1.0
_SCHEMES = {"ipp": "http", "ipps": "https"}
_IPP_PORT = 631

_TROUBLES = {
    "media-empty": "the printer is out of paper",
    "media-needed": "the printer is out of paper",
    "media-jam": "paper is stuck in the printer",
    "door-open": "the printer's door is open",
    "cover-open": "the printer's cover is open",
    "toner-empty": "the printer is out of toner",
    "marker-supply-empty": "the printer is out of ink or toner",
    "paused": "the printer is paused",
}
_PAPER = {"media-empty", "media-needed"}
_SILENT = "the printer does not answer; check that it is switched on and connected"


class _JobState(IntEnum):
    """RFC 8011 section 5.3.7."""

    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class IppPrinter:
    """`uri`: ipp://host[:port]/path, or ipps:// with `root`, the printer's certificate or its authority's.

    Waits until the job is printed, at most `patience` seconds: a borrower's receipt that lies in a queue is not
    printed.
    """

    def __init__(self, uri: str, clock: Clock, root: Path | None = None, patience: float = 60.0) -> None:
        parts = urlsplit(uri)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise DeviceError("printer", f"{uri} is not a printer's address (ipp://host/path)")
        host = parts.netloc if parts.port else f"{parts.netloc}:{_IPP_PORT}"
        self._uri, self._clock, self._patience = uri, clock, patience
        self._url = urlunsplit((_SCHEMES[parts.scheme], host, parts.path or "/ipp/print", parts.query, ""))
        context = ssl.create_default_context(cafile=str(root) if root else None)
        # trust_env: a proxy set in the environment must not see a borrower's papers.
        self._client = httpx.Client(verify=context, timeout=httpx.Timeout(30.0, connect=5.0), trust_env=False)
        self._numbers = count(1)

    @property
    def source(self) -> Source:
        """DEVICE."""
        return Source.DEVICE

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """`title` has nothing personal. Raises DeviceError."""
        about: list[Attribute] = [
            (Tag.URI, "printer-uri", self._uri),
            (Tag.NAME, "requesting-user-name", "kiosk"),
            (Tag.NAME, "job-name", title),
            (Tag.MIME_TYPE, "document-format", "application/pdf"),
        ]
        answer = self._ask(Operation.PRINT_JOB, about, ((Tag.INTEGER, "copies", 1),), pdf)
        job = answer.number("job-id")
        if job is None:
            raise DeviceError("printer", "the printer's answer names no job")
        self._wait_for(job)

    def trouble(self) -> str:
        """By its printer-state-reasons (RFC 8011 section 5.4.12); what has run low only is none."""
        about: list[Attribute] = [(Tag.URI, "printer-uri", self._uri), (Tag.NAME, "requesting-user-name", "kiosk")]
        try:
            answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, about)
        except DeviceError:
            return "printer"
        bare = {reason.removesuffix("-error") for reason in answer.words("printer-state-reasons")}
        if bare & _PAPER:
            return "paper"
        return "printer" if bare & _TROUBLES.keys() else ""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _wait_for(self, job: int) -> None:
        until = self._clock.now().mono + self._patience
        about: list[Attribute] = [
            (Tag.URI, "printer-uri", self._uri),
            (Tag.INTEGER, "job-id", job),
            (Tag.NAME, "requesting-user-name", "kiosk"),
        ]
        while True:
            answer = self._ask(Operation.GET_JOB_ATTRIBUTES, about)
            state, reasons = answer.number("job-state"), answer.words("job-state-reasons")
            reasons += answer.words("job-printer-state-reasons")
            if state == _JobState.COMPLETED:
                return
            if state in {_JobState.CANCELED, _JobState.ABORTED}:
                raise DeviceError("printer", _trouble(reasons) or "the printer gave the document up")
            if self._clock.now().mono >= until:
                raise DeviceError("printer", _trouble(reasons) or "the printer did not finish in time")
            self._clock.sleep(_LOOK_SECONDS)

    def _ask(
        self, operation: Operation, about: list[Attribute], job: tuple[Attribute, ...] = (), document: bytes = b""
    ) -> IppAnswer:
        number = next(self._numbers)
        head = encode_request(operation, number, about, job)
        # Many printers take no chunked bodies: the length is sent.
        headers = {"Content-Type": "application/ipp", "Content-Length": str(len(head) + len(document))}
        try:
            with self._client.stream("POST", self._url, content=_body(head, document), headers=headers) as response:
                if response.status_code != httpx.codes.OK:
                    raise DeviceError("printer", f"the printer refused the document (HTTP {response.status_code})")
                answer = parse_answer(_bounded(response))
        except httpx.HTTPError as error:
            raise DeviceError("printer", _SILENT) from error
        except ValueError as error:
            raise DeviceError("printer", "the printer's answer can't be understood") from error
        if answer.request != number:
            raise DeviceError("printer", "the printer answered another question")
        if not answer.successful:
            _log.warning("printer refused", status=f"0x{answer.status:04x}", operation=operation.name)
            raise DeviceError("printer", f"the printer refused the document (IPP 0x{answer.status:04x})")
        return answer


def _body(head: bytes, document: bytes) -> Iterator[bytes]:
    yield head
    for start in range(0, len(document), _CHUNK):
        yield document[start : start + _CHUNK]


def _bounded(response: httpx.Response) -> bytes:
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > _LONGEST_ANSWER:
            raise ValueError("an answer that does not end")
    return bytes(content)


def _trouble(reasons: tuple[str, ...]) -> str | None:
    bare = (reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report") for reason in reasons)
    return next((_TROUBLES[reason] for reason in bare if reason in _TROUBLES), None)
