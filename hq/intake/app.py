"""The intake's HTTP interface. Every request shows the certificate of an approved, unrevoked device.

POST /v1/sessions/{session}/missing         {"parts": [sha256, ...]} -> {"missing": [...]}
PUT  /v1/sessions/{session}/parts/{sha256}  the part's bytes; 201 stored, 200 was here
PUT  /v1/sessions/{session}/manifest        {"files": {name: base64}}; last; 202 taken, 200 with the receipt
GET  /v1/sessions/{session}/receipt         200 the receipt; 202 not yet verified; 409 quarantined, with reasons
POST /v1/heads                              a device-signed head of a log (kiosk.evidence.head); 201; consoles, too,
                                            which may send nothing else
PUT  /v1/totals                             how often topics of the protection corner were opened (kiosk.education);
                                            200; the newest count of a day stands
POST /v1/tsa                                RFC 3161 over HTTP (its section 3.4)
POST /v1/borrower-certificates              training only: a one-time certificate
GET  /v1/status                             mode and time
"""

import functools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hq.authority.borrower import issue_once
from hq.authority.tsa import MAX_QUERY, Responder
from hq.home import Home
from hq.intake import depot as stored
from hq.intake.depot import Arriving, Depot, WrongPartError
from hq.intake.tls import PEER
from hq.store.store import Device, Received, SessionState, Store, now
from kiosk.domain.errors import ConfigurationError, EvidenceError, TransportError
from kiosk.education.totals import parse_totals
from kiosk.evidence.bundle import MANIFEST, MAX_PART
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import load_chain, public_key
from kiosk.evidence.head import Head, parse_head

_log = structlog.get_logger(__name__)
_MAX_JSON = 16 * 1024 * 1024
_CHUNK = 1 << 20
_TSA_TYPE = "application/timestamp-reply"
Endpoint = Callable[["Intake", Request, Device], Awaitable[Response]]
Knows = Callable[[Store, Request], Device]


class RefusedError(Exception):
    """An answer of the 400 kind: sending the same again will not help."""

    def __init__(self, status: int, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.status, self.body = status, {"refused": reason, **more}


@dataclass(frozen=True, slots=True)
class Intake:
    """What the endpoints work on."""

    home: Home
    store: Store
    depot: Depot
    tsa: Responder


def build(intake: Intake) -> Starlette:
    """The ASGI application."""
    session = "/v1/sessions/{session}"
    routes = [
        Route(f"{session}/missing", _bound(intake, _missing), methods=["POST"]),
        Route(f"{session}/parts/{{sha256}}", _bound(intake, _part), methods=["PUT"]),
        Route(f"{session}/manifest", _bound(intake, _manifest), methods=["PUT"]),
        Route(f"{session}/receipt", _bound(intake, _receipt), methods=["GET"]),
        Route("/v1/heads", _bound(intake, _head, _sender), methods=["POST"]),
        Route("/v1/totals", _bound(intake, _totals), methods=["PUT"]),
        Route("/v1/tsa", _bound(intake, _tsa), methods=["POST"]),
        Route("/v1/borrower-certificates", _bound(intake, _borrower), methods=["POST"]),
        Route("/v1/status", _bound(intake, _status), methods=["GET"]),
    ]
    return Starlette(routes=routes)


def _bound(intake: Intake, endpoint: Endpoint, knows: Knows | None = None) -> Callable[[Request], Awaitable[Response]]:
    @functools.wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(intake, request, await run_in_threadpool(knows or _device, intake.store, request))
        except RefusedError as refusal:
            return JSONResponse(refusal.body, refusal.status)
        except EvidenceError as error:
            return JSONResponse({"refused": str(error)}, 422)
        except TransportError as error:
            return JSONResponse({"failed": str(error)}, 503)
        except ClientDisconnect:
            return Response(status_code=499)
        except OSError as error:
            _log.error("disk", errno=error.errno)
            return JSONResponse({"failed": "headquarters' disk"}, 507 if stored.disk_is_full(error) else 500)

    return answer


def _device(store: Store, request: Request) -> Device:
    """Who is calling, by the certificate of this connection and nothing else."""
    shown = request.scope["state"].get(PEER)
    device = store.device_of(shown) if shown else None
    if device is None:
        raise RefusedError(403, "headquarters did not approve this device's certificate")
    if device.revoked:
        raise RefusedError(403, "this device's certificate has been revoked")
    return device


def _sender(store: Store, request: Request) -> Device:
    """A kiosk, or a console on its own path: what it hands on is signed by the kiosk either way."""
    shown = request.scope["state"].get(PEER)
    console = store.console_of(shown) if shown else None
    return Device(console, "", shown, revoked=False) if console else _device(store, request)


def _claimed(intake: Intake, request: Request, device: Device) -> Received:
    session = request.path_params["session"]
    if not stored.SESSION.fullmatch(session):
        raise RefusedError(400, "not a session's identifier")
    received = intake.store.claim(session, device.device)
    if received.device != device.device:
        raise RefusedError(403, "this session belongs to another device")
    return received


async def _missing(intake: Intake, request: Request, device: Device) -> Response:
    received = await run_in_threadpool(_claimed, intake, request, device)
    value = _json(await _body(request, _MAX_JSON))
    parts = value.get("parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or not all(isinstance(p, str) and stored.PART.fullmatch(p) for p in parts):
        raise RefusedError(400, "expected the SHA-256 of each part")
    if received.state is not SessionState.RECEIVING:
        return JSONResponse({"missing": []})
    return JSONResponse({"missing": [p for p in parts if not intake.depot.holds(received.session, p)]})


async def _part(intake: Intake, request: Request, device: Device) -> Response:
    name = request.path_params["sha256"]
    if not stored.PART.fullmatch(name):
        raise RefusedError(400, "not the SHA-256 of a part")
    received = await run_in_threadpool(_claimed, intake, request, device)
    if received.state is not SessionState.RECEIVING or intake.depot.holds(received.session, name):
        await _drain(request)
        return Response(status_code=200)
    arriving = Arriving(intake.depot, received.session, name)
    try:
        waiting = bytearray()
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= _CHUNK:
                await run_in_threadpool(arriving.write, bytes(waiting))
                waiting.clear()
        await run_in_threadpool(arriving.write, bytes(waiting))
        await run_in_threadpool(arriving.keep)
    except WrongPartError as error:
        raise RefusedError(422, str(error)) from error
    finally:
        arriving.drop()
    return Response(status_code=201)


async def _manifest(intake: Intake, request: Request, device: Device) -> Response:
    body = await _body(request, _MAX_JSON)
    received = await run_in_threadpool(_claimed, intake, request, device)
    files = stored.unpack_seal(_json(body))
    manifest = stored.check_seal(received.session, files)
    if manifest.device != device.device:
        raise RefusedError(403, "the manifest is of another device")
    return await run_in_threadpool(_take_manifest, intake, received, files)


def _take_manifest(intake: Intake, received: Received, files: dict[str, bytes]) -> Response:
    digest = sha256(files[MANIFEST])
    if received.state is not SessionState.RECEIVING:
        if received.manifest_sha256 != digest:
            raise RefusedError(409, "another manifest of this session was here first")
        return _custody(intake, received)
    manifest = stored.check_seal(received.session, files)
    if missing := intake.depot.missing(manifest):
        raise RefusedError(409, "parts are missing", missing=missing)
    intake.depot.store_seal(received.session, files)
    intake.depot.drop_strangers(manifest)
    intake.store.complete(received.session, digest)
    _log.info("session.complete", session=received.session, device=received.device, parts=len(manifest.parts))
    return Response(status_code=202)


async def _receipt(intake: Intake, request: Request, device: Device) -> Response:
    received = await run_in_threadpool(_claimed, intake, request, device)
    return await run_in_threadpool(_custody, intake, received)


def _custody(intake: Intake, received: Received) -> Response:
    match received.state:
        case SessionState.FILED:
            return Response(intake.store.receipt(received.session), media_type="application/json")
        case SessionState.QUARANTINED:
            raise RefusedError(409, "quarantined", reasons=list(received.reasons))
        case SessionState.COMPLETE | SessionState.RECEIVING:
            return Response(status_code=202)


async def _head(intake: Intake, request: Request, device: Device) -> Response:
    content = await _body(request, 64 * 1024)
    head = parse_head(content)
    if not stored.SESSION.fullmatch(head.session):
        raise RefusedError(400, "not a session's identifier")
    return await run_in_threadpool(_take_head, intake, head, content, device)


def _take_head(intake: Intake, head: Head, content: bytes, sender: Device) -> Response:
    """Only what the kiosk itself signed is kept: a forged head would put an honest session into quarantine."""
    certificates = intake.store.signing_certificates(head.device)
    if not any(head.holds(public_key(load_chain(pem.encode())[0])) for pem in certificates):
        raise RefusedError(403, "the head is not signed by an approved device")
    intake.store.add_head(head, content, sender.device)
    return Response(status_code=201)


async def _totals(intake: Intake, request: Request, device: Device) -> Response:
    totals = parse_totals(await _body(request, _MAX_JSON))
    await run_in_threadpool(intake.store.put_totals, device.device, totals)
    return Response(status_code=200)


async def _tsa(intake: Intake, request: Request, _: Device) -> Response:
    query = await _body(request, MAX_QUERY)
    return Response(await run_in_threadpool(intake.tsa.answer, query), media_type=_TSA_TYPE)


async def _borrower(intake: Intake, request: Request, _: Device) -> Response:
    query = await _body(request, 16 * 1024)
    try:
        chain = await run_in_threadpool(issue_once, intake.home, query)
    except ConfigurationError as error:
        raise RefusedError(422, str(error)) from error
    return Response(chain, media_type="application/x-pem-file")


async def _status(intake: Intake, _request: Request, device: Device) -> Response:
    return JSONResponse({"mode": intake.home.mode.value, "time": now(), "device": device.device})


async def _body(request: Request, most: int) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise RefusedError(413, f"larger than {most} bytes")
    return bytes(content)


async def _drain(request: Request) -> None:
    """Read what is being sent, so that the answer is read too."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_PART:
            raise RefusedError(413, "too large")


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "not JSON") from error
