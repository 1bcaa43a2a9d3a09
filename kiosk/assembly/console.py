"""A console put together: its certificate, its server, its way to headquarters, its desk."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.assembly.staff import register_of
from kiosk.devices.http_bounded import DeviceTls, Patience
from kiosk.devices.keys_file import TLS_CERTIFICATE, TLS_KEY, read_private, write_private
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, TransportError
from kiosk.domain.speech import Language
from kiosk.evidence.certificates import load_trust
from kiosk.runtime.enrolment import tls_root, write_trust
from kiosk.runtime.settings_supervision import ConsoleSettings
from kiosk.supervision.board import Board
from kiosk.supervision.desk import Desk
from kiosk.supervision.forwarding import Forwarder
from kiosk.supervision.server import ConsoleServer, Listening
from kiosk.supervision.staff import SignIn
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tls import TlsFiles
from kiosk.supervision.tries import TriesStore

_ROOT = Path(__file__).resolve().parent.parent.parent
_ANSWER = {"v", "console", "branch", "mode", "tls_certificate", "trust"}
_MAX_ANSWER = 256 * 1024
_PATIENCE = Patience(connect=3.0, answer=10.0)


class Console:
    """Runs from its making to `close`. `on_change`: each new board, on the server's thread."""

    def __init__(self, settings: ConsoleSettings, on_change: Callable[[Board], None] = lambda _: None) -> None:
        """Raises MingshiError when it can't start: no certificate yet, the port taken, a roster with a fault."""
        self.settings = settings
        tls = console_files(settings)
        if settings.mode is Mode.TRAINING and settings.headquarters.home is not None:
            certify_by(settings.headquarters.home, settings)
        self.store = ConsoleStore(settings.state / "console.db")
        self._tries = TriesStore(settings.state / "tries.db")
        self._way = _Headquarters(settings, tls)
        self._forwarder = Forwarder(self.store, self._way.send)
        try:
            self._server = ConsoleServer(
                Listening(
                    settings.name, settings.branch, settings.mode, tls, load_trust(settings.headquarters.trust),
                    settings.listen.host, settings.listen.port,
                ),
                self.store, on_change=on_change, on_head=self._forwarder.wake,
            )  # fmt: skip
            register = register_of(
                settings.staff, settings.mode, settings.branch, load_trust(settings.headquarters.trust)
            )
            self.desk = Desk(self._server, SignIn(register, self._tries), self.store)
            self._server.start()
        except BaseException:
            self._tries.close()
            self.store.close()
            raise
        self._forwarder.start()

    @property
    def url(self) -> str:
        """Where kiosks dial it on this machine."""
        return f"wss://{self.settings.listen.host}:{self._server.port}"

    @property
    def mode(self) -> Mode:
        """Training is marked."""
        return self.settings.mode

    @property
    def branch(self) -> str:
        """Where it stands."""
        return self.settings.branch

    @property
    def language(self) -> Language:
        """Of the console's texts."""
        return self.settings.language

    @property
    def board(self) -> Board:
        """The newest."""
        return self._server.board

    def close(self) -> None:
        """Hang up; what is stored and not yet sent on waits for the next start."""
        self._server.close()
        self._forwarder.close()
        self._way.close()
        self._tries.close()
        self.store.close()


class _Headquarters:
    """The console's own path; in training the address is asked for anew, since it changes with each start."""

    def __init__(self, settings: ConsoleSettings, tls: TlsFiles) -> None:
        self._settings, self._tls = settings, DeviceTls(tls.root, tls.certificate, tls.key)
        self._transport: HttpxTransport | None = None
        self._url = ""

    def send(self, head: bytes) -> None:
        """Raises TransportError."""
        url = self._settings.headquarters.url or self._announced()
        if self._transport is None or url != self._url:
            self.close()
            self._transport, self._url = HttpxTransport(url, self._tls, _PATIENCE), url
        self._transport.send_head(head)

    def close(self) -> None:
        """Close the connections."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def _announced(self) -> str:
        home = self._settings.headquarters.home
        assert home is not None
        try:
            return str(json.loads((home / "listening.json").read_text())["url"])
        except (OSError, ValueError, KeyError) as failure:
            raise TransportError("The training headquarters is not running; it will be tried again.") from failure


def console_files(settings: ConsoleSettings) -> TlsFiles:
    """Where a console's certificate, key and root lie."""
    folder = settings.state / "keys"
    return TlsFiles(tls_root(settings.headquarters.trust, settings.mode), folder / TLS_CERTIFICATE, folder / TLS_KEY)


def write_request(settings: ConsoleSettings, out: Path) -> None:
    """Make the console's key and the request that `python -m hq console approve` takes. Raises ConfigurationError."""
    files = console_files(settings)
    files.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not files.key.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_private(files.key, pem)
    key = serialization.load_pem_private_key(read_private(files.key), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ConfigurationError(str(files.key), "key", "ECDSA P-256")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, settings.name)])
    asked = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    pem_request = asked.public_bytes(serialization.Encoding.PEM).decode()
    request = {"v": 1, "console": settings.name, "branch": settings.branch, "tls_request": pem_request}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(request, ensure_ascii=False, indent=2), "utf-8")


def install_answer(settings: ConsoleSettings, answer: Path) -> None:
    """Put the certificate beside its key; in training the answer brings the trust. Raises ConfigurationError."""
    try:
        value = json.loads(answer.read_bytes()[:_MAX_ANSWER])
    except (OSError, ValueError, RecursionError) as failure:
        raise ConfigurationError(str(answer), "file", "what `python -m hq console approve` wrote") from failure
    if not isinstance(value, dict) or value.keys() != _ANSWER or value["v"] != 1:
        raise ConfigurationError(str(answer), "keys", f"exactly {', '.join(sorted(_ANSWER))}, version 1")
    wanted = (settings.name, settings.branch, str(settings.mode))
    if (value["console"], value["branch"], value["mode"]) != wanted:
        raise ConfigurationError(str(answer), "console, branch and mode", ", ".join(wanted))
    files = console_files(settings)
    key = serialization.load_pem_private_key(read_private(files.key), None)
    try:
        pem = str(value["tls_certificate"]).encode("ascii")
        fits = x509.load_pem_x509_certificate(pem).public_key() == key.public_key()
    except ValueError as failure:
        raise ConfigurationError(str(answer), "certificate", "a certificate in PEM") from failure
    if not fits:
        raise ConfigurationError(str(answer), "certificate", "one for this console's key")
    if settings.mode is Mode.TRAINING:
        write_trust(settings.headquarters.trust, value["trust"])
    write_private(files.certificate, pem)


def certify_by(home: Path, settings: ConsoleSettings) -> None:
    """Training: by the headquarters of a kiosk on this machine. Done twice it changes nothing."""
    files = console_files(settings)
    if files.certificate.exists():
        return
    request, answer = settings.state / "request.json", settings.state / "answer.json"
    write_request(settings, request)
    _hq("init", "--home", str(home), "--training")
    _hq("console", "approve", str(request), "--home", str(home), "--out", str(answer))
    install_answer(settings, answer)


def _hq(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hq", *words], cwd=_ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode != 0:
        raise TransportError(f"headquarters could not {words[0]}: {done.stderr.strip()[-300:]}")
