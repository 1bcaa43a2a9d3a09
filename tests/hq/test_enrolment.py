"""A kiosk becomes one: request, answer, what it may believe; and a case on its way to it."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hq.authority.case_signing import case_signer, sign_case, sign_recipients
from hq.home import Home
from kiosk.devices import keys_file
from kiosk.devices.keys_file import FileKeys
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.signed import SignedKind, sign_payload
from kiosk.runtime.cases import import_file, load_cases, load_catalogue
from kiosk.runtime.enrolment import KeyMaker, install_answer, load_recipients, write_request
from tests.hq.rig import ROOT, new_home

DEVICE = "kiosk-5"


@dataclass(frozen=True)
class Applicant:
    """A kiosk that asked and has an answer which it has not installed yet."""

    home: Home
    state: Path
    maker: KeyMaker
    answer: Path

    @property
    def trust(self) -> Path:
        return self.state / "trust"

    def install(self, mode: Mode = Mode.TRAINING, device: str = DEVICE) -> None:
        install_answer(self.maker, self.answer, device, mode, self.trust, self.state)

    def change(self, change: Callable[[dict[str, Any]], object]) -> None:
        value = json.loads(self.answer.read_text())
        change(value)
        self.answer.write_text(json.dumps(value))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("hq") / "home")


@pytest.fixture(scope="module")
def asked(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Applicant:
    state = tmp_path_factory.mktemp("state")
    keys = state / "keys"
    maker = KeyMaker(
        create=lambda: keys_file.create_keys(keys),
        requests=lambda device: keys_file.certificate_requests(keys, device),
        install=lambda signing, tls: keys_file.install_certificates(keys, signing, tls),
    )
    write_request(maker, DEVICE, "网点一", state / "request.json")
    command = [sys.executable, "-m", "hq", "device", "approve", str(state / "request.json")]
    command += ["--home", str(home.root), "--out", str(state / "answer.json")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    return Applicant(home, state, maker, state / "answer.json")


@pytest.fixture
def applicant(asked: Applicant, tmp_path: Path) -> Applicant:
    answer = tmp_path / "answer.json"
    answer.write_bytes(asked.answer.read_bytes())
    return Applicant(asked.home, tmp_path, asked.maker, answer)


def test_the_request_holds_no_secret(asked: Applicant) -> None:
    text = (asked.state / "request.json").read_text()
    assert "PRIVATE" not in text
    assert (asked.state / "keys" / keys_file.WRAP_KEY).read_text() not in text


def test_an_enrolled_kiosk_has_keys_trust_and_recipients(applicant: Applicant, asked: Applicant) -> None:
    applicant.install()
    assert FileKeys(asked.state / "keys").certificate_chain().startswith(b"-----BEGIN CERTIFICATE")
    recipients = load_recipients(applicant.state, applicant.trust, Mode.TRAINING)
    assert {c: r[0] for c, r in recipients.items()} == applicant.home.recipients()
    applicant.install()


def test_an_answer_for_another_kiosk_is_refused(applicant: Applicant) -> None:
    with pytest.raises(ConfigurationError, match="another kiosk"):
        applicant.install(device="kiosk-6")
    with pytest.raises(ConfigurationError, match="another kiosk"):
        applicant.install(mode=Mode.LIVE)


def test_recipients_that_headquarters_did_not_sign_are_refused(applicant: Applicant, tmp_path: Path) -> None:
    """Somebody between puts his own key in, signed by a headquarters of his own."""
    other = new_home(tmp_path / "other")
    applicant.change(lambda v: v.update(recipients=base64.b64encode(sign_recipients(other)).decode()))
    with pytest.raises(ConfigurationError, match="recipients"):
        applicant.install()
    assert not (applicant.state / "recipients.json").exists()


def test_a_live_kiosk_takes_no_trust_from_an_answer(tmp_path: Path, asked: Applicant) -> None:
    live = new_home(tmp_path / "live", Mode.LIVE)
    request, answer = asked.state / "request.json", tmp_path / "answer.json"
    command = [sys.executable, "-m", "hq", "device", "approve", str(request), "--home", str(live.root)]
    subprocess.run([*command, "--out", str(answer)], cwd=ROOT, check=True, capture_output=True, timeout=60)
    applicant = Applicant(live, tmp_path, asked.maker, answer)
    with pytest.raises(ConfigurationError):
        applicant.install(Mode.LIVE)
    assert not applicant.trust.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v.update(v=2),
        lambda v: v.pop("trust"),
        lambda v: v.update(extra=1),
        lambda v: v["trust"].update({"../../x.pem": "x"}),
        lambda v: v["trust"].update({"live/device/root.pem": v["trust"]["training/device/root.pem"]}),
        lambda v: v.update(trust=[]),
        lambda v: v.update(recipients="&&&"),
        lambda v: v.update(recipients=""),
        lambda v: v.update(recipients=7),
        lambda v: v.update(signing_certificate="junk"),
        lambda v: v.update(tls_certificate="junk"),
        lambda v: v.update(signing_certificate=v["tls_certificate"]),
        lambda v: v.update(signing_certificate=7),
    ],
)
def test_hostile_answers_are_refused(applicant: Applicant, change: Callable[[dict[str, Any]], object]) -> None:
    applicant.change(change)
    with pytest.raises(ConfigurationError):
        applicant.install()
    assert not (applicant.state / "recipients.json").exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_an_answer_that_is_no_json_is_refused(applicant: Applicant, content: bytes) -> None:
    applicant.answer.write_bytes(content)
    with pytest.raises(ConfigurationError):
        applicant.install()


def test_recipients_exchanged_later_are_found(applicant: Applicant) -> None:
    applicant.install()
    path = applicant.state / "recipients.json"
    path.write_bytes(path.read_bytes().replace(b"age1", b"age2", 1))
    with pytest.raises(ConfigurationError, match="recipients"):
        load_recipients(applicant.state, applicant.trust, Mode.TRAINING)


def test_a_case_signed_by_command_is_imported(applicant: Applicant, root: Path, tmp_path: Path) -> None:
    applicant.install()
    trust = load_trust(applicant.trust)
    for name in ("training_case", "catalogue"):
        out = tmp_path / f"{name}.signed.json"
        source = root / "assets" / "offers" / f"{name}.json"
        command = [sys.executable, "-m", "hq", "case", "sign", str(source), "--out", str(out)]
        subprocess.run(
            [*command, "--home", str(applicant.home.root)], cwd=ROOT, check=True, capture_output=True, timeout=60
        )
        assert isinstance(import_file(out, applicant.state, trust, Mode.TRAINING), Case | Catalogue)
    assert list(load_cases(applicant.state, trust, Mode.TRAINING)) == ["TRAINING-0001"]
    assert load_catalogue(applicant.state, trust, Mode.TRAINING) is not None


def test_a_case_of_another_headquarters_or_kind_is_refused(applicant: Applicant, root: Path, tmp_path: Path) -> None:
    applicant.install()
    trust = load_trust(applicant.trust)
    content = (root / "assets" / "offers" / "training_case.json").read_bytes()
    forged = tmp_path / "case.json"
    forged.write_bytes(sign_case(new_home(tmp_path / "other"), content))
    with pytest.raises(EvidenceError, match="not signed by a headquarters"):
        import_file(forged, applicant.state, trust, Mode.TRAINING)
    forged.write_bytes(sign_payload(SignedKind.RECIPIENTS, json.loads(content), case_signer(applicant.home)))
    with pytest.raises(EvidenceError):
        import_file(forged, applicant.state, trust, Mode.TRAINING)
    for junk in (b"", b"{}", b"[]", content, b"[" * 100_000):
        forged.write_bytes(junk)
        with pytest.raises(EvidenceError):
            import_file(forged, applicant.state, trust, Mode.TRAINING)
    assert load_cases(applicant.state, trust, Mode.TRAINING) == {}
    assert set(PartClass) == set(applicant.home.recipients())
