"""HTTPS to headquarters and its authorities: device certificate, pinned root, bounded in time and size."""

import json
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import truststore

from kiosk.domain.errors import ConfigurationError, RefusedError, TransportError

MAX_ANSWER = 4 * 1024 * 1024
_REFUSALS = range(400, 500)
_TIMED_OUT = 408
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class DeviceTls:
    """Files of mutual TLS. `root`: headquarters' own, from the trust folder; no public authority is believed."""

    root: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `answer`: between two pieces of data, not in all."""

    connect: float = 5.0
    answer: float = 30.0


def open_client(tls: DeviceTls | None, patience: Patience) -> httpx.Client:
    """A client; without `tls` servers are checked against the machine's own store. Raises ConfigurationError."""
    context = _mutual(tls) if tls else truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    timeout = httpx.Timeout(patience.answer, connect=patience.connect)
    # trust_env: a proxy or key log set in the environment must not stand between a kiosk and headquarters.
    return httpx.Client(verify=context, timeout=timeout, trust_env=False, follow_redirects=False)


def ask(client: httpx.Client, method: str, url: str, **request: Any) -> httpx.Response:
    """One exchange; the answer is read whole, up to MAX_ANSWER. Raises RefusedError or TransportError."""
    try:
        with client.stream(method, url, **request) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_ANSWER:
                    raise TransportError("Headquarters' answer is too long to be true; it was not read.")
    except httpx.TimeoutException as failure:
        raise TransportError("Headquarters did not answer in time; it will be tried again.") from failure
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as failure:
        raise TransportError(
            f"Headquarters can't be reached ({type(failure).__name__}); it will be tried again."
        ) from (failure)
    answer = httpx.Response(response.status_code, headers=response.headers, content=bytes(content))
    if response.is_success:
        return answer
    if response.status_code in _REFUSALS and response.status_code not in {_TIMED_OUT, _TOO_MANY}:
        raise RefusedError(f"Headquarters refuses ({response.status_code}): {_reason(answer)}")
    raise TransportError(f"Headquarters is out of order ({response.status_code}); it will be tried again.")


def _mutual(tls: DeviceTls) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_verify_locations(cafile=tls.root)
        context.load_cert_chain(tls.certificate, tls.key)
    except (OSError, ssl.SSLError) as failure:
        raise ConfigurationError(
            str(tls.certificate.parent), "TLS certificate and key", "what `main.py enrol` installed"
        ) from failure
    return context


def _reason(answer: httpx.Response) -> str:
    """Headquarters' own words, if it is headquarters that speaks; shortened, in one line."""
    try:
        value = json.loads(answer.content)
        words = [str(value["refused"]), *map(str, value.get("reasons", []))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "no reason given"
    return "; ".join(words).replace("\n", " ")[:500]
