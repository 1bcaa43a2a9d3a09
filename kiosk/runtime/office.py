"""What the office beyond the branch is asked: whether a card is genuine, and for a certified signature. An answer that
does not come is no event: the session goes on without it, and the evidence says so."""

import structlog

from kiosk.consent.events import AuthorityAnswered, Certified
from kiosk.consent.facts import DocumentKind
from kiosk.domain.errors import DeviceError, TransportError
from kiosk.domain.ids import Sha256
from kiosk.ports.identity_authority import IdentityAuthority
from kiosk.ports.signing_certificate import SigningCertificate

_log = structlog.get_logger(__name__)


def authority_answer(authority: IdentityAuthority | None, name: str, number: str) -> AuthorityAnswered | None:
    """None: there is no authority, or it can't be reached."""
    if authority is None:
        return None
    try:
        answer = authority.ask(name, number)
    except TransportError:
        _log.warning("identity_authority.unreachable")
        return None
    return AuthorityAnswered(answer.genuine, answer.name, answer.source)


def certified(signer: SigningCertificate | None, kind: DocumentKind, sha256: str, subject: str) -> Certified | None:
    """None: nobody signs here, or it failed."""
    if signer is None:
        return None
    try:
        done = signer.sign_once(subject, sha256)
    except (TransportError, DeviceError) as failure:
        _log.warning("signing_certificate.failed", failure=type(failure).__name__)
        return None
    return Certified(kind, Sha256(sha256), done.signature, done.certificate_chain, done.source)
