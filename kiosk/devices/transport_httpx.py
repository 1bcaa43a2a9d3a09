"""The way to headquarters over mutual TLS (httpx). Paths as in hq/intake."""

import base64
import json

import httpx

from kiosk.devices.http_bounded import DeviceTls, Patience, ask, open_client
from kiosk.domain.errors import ConfigurationError, TransportError

_NOT_YET = 202
_DEFAULT_PATIENCE = Patience()


class HttpxTransport:
    """One connection pool; safe to use from one thread at a time."""

    def __init__(self, url: str, tls: DeviceTls, patience: Patience = _DEFAULT_PATIENCE) -> None:
        """Raises ConfigurationError for an address that is not https, or keys that can't be read."""
        if not url.startswith("https://"):
            raise ConfigurationError("headquarters", "url", "an address beginning with https://")
        self._url = url.rstrip("/")
        self._client = open_client(tls, patience)

    def missing(self, session: str, hashes: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these parts headquarters does not hold yet. Raises TransportError."""
        answer = ask(self._client, "POST", self._session(session, "missing"), json={"parts": list(hashes)})
        try:
            wanted = set(json.loads(answer.content)["missing"])
        except (ValueError, KeyError, TypeError) as failure:
            raise TransportError("Headquarters' list of missing parts can't be read.") from failure
        return tuple(part for part in hashes if part in wanted)

    def send_part(self, session: str, sha256: str, content: bytes) -> None:
        """Raises TransportError."""
        ask(self._client, "PUT", self._session(session, f"parts/{sha256}"), content=content)

    def send_manifest(self, session: str, files: dict[str, bytes]) -> bytes | None:
        """The signed receipt if there is one already. Raises TransportError."""
        body = {"files": {name: base64.b64encode(content).decode() for name, content in files.items()}}
        return _receipt(ask(self._client, "PUT", self._session(session, "manifest"), json=body))

    def receipt(self, session: str) -> bytes | None:
        """The signed receipt, or None while headquarters has not verified. Raises TransportError."""
        return _receipt(ask(self._client, "GET", self._session(session, "receipt")))

    def send_head(self, content: bytes) -> None:
        """A signed head of a log. Raises TransportError."""
        ask(self._client, "POST", f"{self._url}/v1/heads", content=content)

    def send_totals(self, content: bytes) -> None:
        """How often topics of the protection corner were opened. Raises TransportError."""
        ask(self._client, "PUT", f"{self._url}/v1/totals", content=content)

    def status(self) -> dict[str, str]:
        """Mode, time and device as headquarters sees them. Raises TransportError."""
        try:
            value = json.loads(ask(self._client, "GET", f"{self._url}/v1/status").content)
            return {str(key): str(text) for key, text in value.items()}
        except (ValueError, AttributeError) as failure:
            raise TransportError("Headquarters' status can't be read.") from failure

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _session(self, session: str, rest: str) -> str:
        return f"{self._url}/v1/sessions/{session}/{rest}"


def _receipt(answer: httpx.Response) -> bytes | None:
    return None if answer.status_code == _NOT_YET or not answer.content else answer.content
