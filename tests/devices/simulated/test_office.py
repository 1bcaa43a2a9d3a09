"""Simulated signing certificate, identity authority, attack detector and face analyser say what they are."""

import hashlib
from datetime import UTC, datetime

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from kiosk.devices.simulated.attack_detector import SimulatedAttackDetector
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.simulated.office import SimulatedIdentityAuthority, SimulatedPrinter, SimulatedSigningCertificate
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError, TransportError
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.face import Comparison, NotComparable


def test_a_one_time_certificate_signs_the_document_and_names_its_simulated_issuer() -> None:
    authority = SimulatedSigningCertificate(SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC)))
    digest = hashlib.sha256(b"contract").digest()
    one, other = (authority.sign_once("ab" * 32, digest.hex()) for _ in range(2))
    certificates = x509.load_pem_x509_certificates(one.certificate_chain)
    certificates[0].verify_directly_issued_by(certificates[1])
    key = certificates[0].public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(one.signature, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    assert one.source is Source.SIMULATED
    assert "SIMULATED" in certificates[1].subject.rfc4514_string()
    assert one.certificate_chain.split(b"-----END")[0] != other.certificate_chain.split(b"-----END")[0]


@pytest.mark.parametrize("digest", ["", "xyz", "ab", "ab" * 33])
def test_what_is_no_digest_is_refused(digest: str) -> None:
    authority = SimulatedSigningCertificate(SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC)))
    with pytest.raises(DeviceError, match="64 hexadecimal"):
        authority.sign_once("ab" * 32, digest)


def test_the_identity_authority_says_that_it_is_simulated_or_is_out_of_reach() -> None:
    authority = SimulatedIdentityAuthority()
    assert authority.ask("样本甲", "110000196001010036").source is Source.SIMULATED
    authority.reachable = False
    with pytest.raises(TransportError):
        authority.ask("样本甲", "110000196001010036")


def test_the_simulated_detectors_follow_the_rendered_head() -> None:
    picture = HeadRenderer((320, 180)).render(Pose())
    analyser, detector = SimulatedFaceAnalyser(), SimulatedAttackDetector()
    (face,) = analyser.find(picture)
    score = detector.score(picture, face)
    assert isinstance(score, LiveScore)
    assert score.model.startswith("simulated")
    assert detector.source is analyser.source is Source.SIMULATED
    assert isinstance(detector.score(picture[:10, :10], face), NoResponse)
    assert analyser.compare(picture, (picture,)) == Comparison(0.3, None)
    blank = np.zeros_like(picture)
    assert analyser.find(blank) == ()
    assert analyser.compare(picture, (blank,)) == NotComparable("probe", "no_face")
    analyser.sitting = False
    assert analyser.find(picture) == ()
    analyser.close()


def test_the_simulated_printer_refuses_what_is_no_pdf() -> None:
    with pytest.raises(DeviceError, match="refused"):
        SimulatedPrinter().print_pdf(b"hello", "sheet")


def test_the_printer_keeps_its_newest_pages_only() -> None:
    printer = SimulatedPrinter()
    for number in range(50):
        printer.print_pdf(b"%PDF-1.7", str(number))
    assert [title for title, _ in printer.pages] == ["46", "47", "48", "49"]
