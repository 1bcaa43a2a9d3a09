"""RFC 3161 over HTTP (its section 3.4)."""

import secrets

from rfc3161_client import decode_timestamp_response

from kiosk.devices.http_bounded import DeviceTls, Patience, ask, open_client
from kiosk.domain.errors import ConfigurationError, TransportError

_QUERY = "application/timestamp-query"
_SHA256_BYTES = 32
# AlgorithmIdentifier of SHA-256 with NULL parameters (RFC 5754, section 2.2), DER.
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_DEFAULT_PATIENCE = Patience(connect=5.0, answer=15.0)


class HttpTimestampAuthority:
    """One authority. With `tls` it is headquarters' own; without, a public one checked by the machine's store.

    A token's signature is what proves the time, so plain http is allowed for an authority that speaks no other.
    """

    def __init__(self, url: str, tls: DeviceTls | None = None, patience: Patience = _DEFAULT_PATIENCE) -> None:
        if not url.startswith(("https://", "http://")):
            raise ConfigurationError("timestamp", "urls", "addresses beginning with https:// or http://")
        self._url = url
        self._client = open_client(tls, patience)

    def stamp(self, digest: bytes) -> bytes:
        """A DER TimeStampResp over this SHA-256. Raises TransportError; the token is not verified here."""
        nonce = secrets.randbits(63) | 1 << 62
        answer = ask(
            self._client, "POST", self._url, content=timestamp_query(digest, nonce), headers={"Content-Type": _QUERY}
        )
        try:
            token = decode_timestamp_response(answer.content)
            fits = token.status == 0 and token.tst_info.nonce == nonce
        # The parser is Rust and raises its own kinds on junk.
        except Exception as failure:
            raise TransportError("The time-stamp authority's answer is not a token.") from failure
        if not fits:
            raise TransportError("The time-stamp authority did not grant this request.")
        return answer.content

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def timestamp_query(digest: bytes, nonce: int) -> bytes:
    """DER TimeStampReq (RFC 3161, section 2.4.1), certificate wanted. `nonce` is positive."""
    if len(digest) != _SHA256_BYTES:
        raise ValueError("a SHA-256 digest has 32 bytes")
    imprint = _tlv(0x30, _SHA256 + _tlv(0x04, digest))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return _tlv(0x30, _tlv(0x02, b"\x01") + imprint + _tlv(0x02, number) + _tlv(0x01, b"\xff"))


def _tlv(tag: int, content: bytes) -> bytes:
    # Short form: nothing here reaches 128 bytes.
    return bytes((tag, len(content))) + content
