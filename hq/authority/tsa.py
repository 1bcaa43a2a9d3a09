"""An RFC 3161 time-stamp authority on `openssl ts`."""

import fcntl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hq.store.files import write_public
from kiosk.domain.errors import ConfigurationError, TransportError

MAX_QUERY = 64 * 1024
_POLICY = "2.25.106200974183494503450590481425228176111"
# No `certs` here: rfc3161-client refuses tokens that embed the authority's root (InvalidSetOrdering).
_CONFIG = """\
[tsa]
default_tsa = mingshi
[mingshi]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = {policy}
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Responder:
    """Answers time-stamp queries with the key in `folder` (tsa.key, tsa.pem, made by `hq init`)."""

    def __init__(self, folder: Path, seconds: float = 10.0) -> None:
        self._folder = folder.resolve()
        self._seconds = seconds
        if not (self._folder / "tsa.key").is_file():
            raise ConfigurationError(str(folder), "tsa.key", "the time-stamp authority's key, made by `hq init`")
        self._config = self._folder / "openssl.cnf"
        write_public(self._config, _CONFIG.format(folder=self._folder, policy=_POLICY).encode())
        with self._alone():
            serial = self._folder / "serial"
            if not serial.exists():
                write_public(serial, b"01\n")

    def answer(self, query: bytes) -> bytes:
        """DER TimeStampReq to DER TimeStampResp; a query that can't be granted gets a response that says so.

        Raises TransportError when openssl can't be run.
        """
        with self._alone(), tempfile.TemporaryDirectory(prefix="tsa-") as scratch:
            asked, answered = Path(scratch, "query"), Path(scratch, "answer")
            asked.write_bytes(query[:MAX_QUERY])
            command = ["openssl", "ts", "-reply", "-config", str(self._config), "-section", "mingshi"]
            command += ["-queryfile", str(asked), "-out", str(answered)]
            try:
                done = subprocess.run(command, capture_output=True, timeout=self._seconds, check=False)
            except (OSError, subprocess.TimeoutExpired) as error:
                raise TransportError("The time-stamp authority can't run openssl; install openssl.") from error
            if not answered.is_file() or not answered.stat().st_size:
                raise TransportError(f"The time-stamp query can't be read (openssl: {done.returncode}).")
            return answered.read_bytes()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time: openssl counts serial numbers in a file without locking it."""
        with (self._folder / "lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
