"""The outbox and enrolment of a terminal whose window is not open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.assembly.headquarters import EmbeddedHeadquarters
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.keys_file import (
    TLS_CERTIFICATE,
    TLS_KEY,
    FileKeys,
    certificate_requests,
    create_keys,
    install_certificates,
)  # fmt: skip
from kiosk.devices.timestamp_authority_http import HttpTimestampAuthority
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.evidence.certificates import load_trust
from kiosk.outbox.store import OutboxStore
from kiosk.outbox.sync import Office
from kiosk.runtime.cases import import_file
from kiosk.runtime.enrolment import KeyMaker, tls_root, write_request
from kiosk.runtime.settings import Settings


@contextmanager
def opened_store(settings: Settings) -> Iterator[OutboxStore]:
    """The outbox's register."""
    settings.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = OutboxStore(settings.state / "outbox.db")
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_office(settings: Settings) -> Iterator[Office]:
    """Everything that a sync needs; embedded headquarters are started for it."""
    folder, trust = settings.state / "keys", settings.headquarters.trust
    embedded = EmbeddedHeadquarters(settings.state / "headquarters") if settings.headquarters.embedded else None
    try:
        if embedded is not None:
            embedded.enrol(settings.device_id, settings.branch, settings.state)
        url = embedded.url if embedded else settings.headquarters.url
        stamps = (embedded.tsa,) if embedded else settings.timestamp.urls
        tls = DeviceTls(tls_root(trust, settings.mode), folder / TLS_CERTIFICATE, folder / TLS_KEY)
        own = tls if embedded else None
        with opened_store(settings) as store:
            yield Office(
                root=settings.state / "sessions", store=store, transport=HttpxTransport(url, tls),
                authorities=tuple(HttpTimestampAuthority(stamp, own) for stamp in stamps), keys=FileKeys(folder),
                trust=load_trust(trust), mode=settings.mode,
            )  # fmt: skip
    finally:
        if embedded is not None:
            embedded.close()


def request_enrolment(settings: Settings, out: Path) -> None:
    """Keys and a request for certificates."""
    folder = settings.state / "keys"
    maker = KeyMaker(
        create=lambda: create_keys(folder),
        requests=lambda name: certificate_requests(folder, name),
        install=lambda signing, tls: install_certificates(folder, signing, tls),
    )
    write_request(maker, settings.device_id, settings.branch, out)


def take_case(settings: Settings, file: Path) -> str:
    """Import a signed case or catalogue; says what came in."""
    trust, ceiling = load_trust(settings.headquarters.trust), settings.ceiling.ceiling()
    found = import_file(file, settings.state, trust, settings.mode, ceiling)
    return f"{type(found).__name__.lower()} taken; good from {found.issued} to {found.expires}"
