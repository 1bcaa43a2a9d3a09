"""Headquarters of training mode: a child process over loopback TLS, with a training root of its own."""

import ctypes
import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.keys_file import (
    TLS_CERTIFICATE,
    TLS_KEY,
    FileKeys,
    certificate_requests,
    create_keys,
    install_certificates,
)  # fmt: skip
from kiosk.domain.consents import Mode
from kiosk.domain.errors import TransportError
from kiosk.runtime.enrolment import KeyMaker, install_answer, tls_root, write_request

_log = structlog.get_logger(__name__)
_ROOT = Path(__file__).resolve().parent.parent.parent
_START_SECONDS = 60.0
_POLL = 0.05
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a kiosk has once it is enrolled."""

    keys: FileKeys
    tls: DeviceTls
    trust: Path
    state: Path


class EmbeddedHeadquarters:
    """Started with the kiosk, ended with it. `home` keeps its keys and what it filed."""

    def __init__(self, home: Path) -> None:
        """Raises TransportError when it can't be started."""
        self.home = home
        self._announce = home / "listening.json"
        self._run("init", "--home", str(home), "--training")
        self._announce.unlink(missing_ok=True)
        log = (home / "serve.log").open("ab")
        self._child = subprocess.Popen(
            [sys.executable, "-m", "hq", "serve", "--home", str(home), "--announce", str(self._announce)],
            cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_die_with_parent,  # noqa: PLW1509
        )  # fmt: skip
        log.close()
        place = self._wait()
        self.url, self.tsa = str(place["url"]), str(place["tsa"])

    @property
    def trust(self) -> Path:
        """What kiosks and verifiers trust."""
        return self.home / "trust"

    @property
    def identities(self) -> Path:
        """The folder of the vault's age identities: training only, so that a session can be looked into."""
        return self.home / "vault" / "identities"

    def identity_file(self, target: Path) -> Path:
        """All training identities in one file, mode 0600, for `main.py verify --identity`."""
        lines = [path.read_text().strip() for path in sorted(self.identities.iterdir()) if path.is_file()]
        target.touch(mode=0o600)
        target.write_text("\n".join(lines) + "\n")
        return target

    def enrol(self, device: str, branch: str, state: Path) -> Enrolled:
        """Make the device's keys, have them certified, install the answer. Done twice it changes nothing."""
        folder, trust = state / "keys", state / "trust"
        maker = KeyMaker(
            create=lambda: create_keys(folder),
            requests=lambda name: certificate_requests(folder, name),
            install=lambda signing, tls: install_certificates(folder, signing, tls),
        )
        tls = DeviceTls(tls_root(trust, Mode.TRAINING), folder / TLS_CERTIFICATE, folder / TLS_KEY)
        if not (folder / TLS_CERTIFICATE).exists():
            request, answer = state / "enrol-request.json", state / "enrol-answer.json"
            write_request(maker, device, branch, request)
            self._run("device", "approve", str(request), "--home", str(self.home), "--out", str(answer))
            install_answer(maker, answer, device, Mode.TRAINING, trust, state)
        return Enrolled(FileKeys(folder), tls, trust, state)

    def sign(self, terms: Path, target: Path) -> Path:
        """A case or catalogue, signed."""
        self._run("case", "sign", str(terms), "--home", str(self.home), "--out", str(target))
        return target

    def close(self) -> None:
        """End the child."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(10)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait(5)

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "hq", *words], cwd=_ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode != 0:
            raise TransportError(f"headquarters could not {words[0]}: {done.stderr.strip()[-300:]}")
        return done.stdout

    def _wait(self) -> dict[str, object]:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if self._child.poll() is not None:
                raise TransportError(f"headquarters ended at its start; see {self.home / 'serve.log'}")
            if self._announce.exists():
                place: dict[str, object] = json.loads(self._announce.read_text())
                return place
            time.sleep(_POLL)
        self.close()
        raise TransportError("headquarters did not start within a minute")


def _die_with_parent() -> None:
    """A kiosk that is killed leaves no server behind (Linux prctl)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
