"""RFC 3161 time-stamp tokens (FORMAT.md, section 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from rfc3161_client import PKIStatus, TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from kiosk.domain.errors import EvidenceError

MAX_TOKEN = 64 * 1024
_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Token:
    """A DER TimeStampResp. Parsed, not verified: `time` is what the token says."""

    response: TimeStampResponse
    time: datetime
    imprint: bytes


def parse_token(untrusted: bytes) -> Token:
    """Raises EvidenceError for anything but a granted token with a time and an imprint."""
    if len(untrusted) > MAX_TOKEN:
        raise EvidenceError("time stamp: more than 64 KiB")
    try:
        response = decode_timestamp_response(untrusted)
        if PKIStatus(response.status) is not PKIStatus.GRANTED:
            raise EvidenceError("time stamp: the authority did not grant it")
        info = response.tst_info
        if info.message_imprint.hash_algorithm.dotted_string != _SHA256:
            raise EvidenceError("time stamp: its imprint is not SHA-256")
        time = info.gen_time
        return Token(response, time if time.tzinfo else time.replace(tzinfo=UTC), bytes(info.message_imprint.message))
    except EvidenceError:
        raise
    # The parser is Rust: on junk it raises ValueError, TypeError, or its own panic (a BaseException by name).
    except Exception as failure:
        raise EvidenceError("time stamp: not a token of RFC 3161") from failure


def token_fault(token: Token, roots: Sequence[x509.Certificate], digest: bytes) -> str | None:
    """Why the token does not prove that `digest` existed at `token.time`; None if it does.

    Certificates are judged at the token's own time, so a token outlives its authority's certificate.
    """
    if not roots:
        return "the trust folder holds no time-stamp authority"
    builder = VerifierBuilder(roots=list(roots))
    try:
        builder.build().verify(token.response, digest)
    except (VerificationError, ValueError) as failure:
        return str(failure).splitlines()[0]
    return None
