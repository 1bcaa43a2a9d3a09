"""Headquarters' folder: what lies where, and how it is made.

settings.json            mode
store.db                 devices, sessions, heads, destructions (SQLite)
authority/<purpose>/     one root a purpose (root.key, root.pem) and headquarters' own leaves
trust/                   public: what kiosks and verifiers trust (docs/FORMAT.md)
intake/<session>/        as received, still sealed: a bundle folder (docs/FORMAT.md)
intake/.incoming/        what is being received
vault/identities/        one age identity a class; vault/master.key wraps the data keys
vault/filed/<session>/   verified, each part under its class's data key
vault/quarantine/        what did not verify, with its reasons
staff/<branch>/          registers of staff as they were signed; acts of sessions are held to them
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from hq.authority.ca import Credential, Purpose, issue_with_key, load, make_root
from hq.store.files import write_private, write_public
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.evidence import encryption
from kiosk.evidence.classes import PartClass


@dataclass(frozen=True, slots=True)
class Home:
    """An opened headquarters folder."""

    root: Path
    mode: Mode

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.root / "store.db"

    @property
    def trust(self) -> Path:
        """What to trust, for kiosks and verifiers."""
        return self.root / "trust"

    @property
    def intake(self) -> Path:
        """Sessions as received."""
        return self.root / "intake"

    @property
    def filed(self) -> Path:
        """Verified sessions, under their data keys."""
        return self.root / "vault" / "filed"

    @property
    def quarantine(self) -> Path:
        """What did not verify."""
        return self.root / "vault" / "quarantine"

    @property
    def keys(self) -> Path:
        """Wrapped data keys, a file a session and class."""
        return self.root / "vault" / "keys"

    @property
    def certificates(self) -> Path:
        """Certificates of destruction."""
        return self.root / "vault" / "destroyed"

    @property
    def staff(self) -> Path:
        """Registers of staff that were signed here, a folder a branch."""
        return self.root / "staff"

    def authority(self, purpose: Purpose) -> Path:
        """The folder of one purpose's keys."""
        return self.root / "authority" / purpose.value

    def root_of(self, purpose: Purpose) -> Credential:
        """The root of one purpose."""
        return load(self.authority(purpose) / "root")

    def leaf(self, purpose: Purpose, name: str) -> Credential:
        """One of headquarters' own certificates."""
        return load(self.authority(purpose) / name)

    def identity_file(self, part_class: PartClass) -> Path:
        """The age identity of one class."""
        return self.root / "vault" / "identities" / f"{part_class}.txt"

    def identities(self) -> dict[PartClass, str]:
        """The age identity of each class: secret."""
        return {c: encryption.read_identities(self.identity_file(c).read_text())[0] for c in PartClass}

    def recipients(self) -> dict[PartClass, str]:
        """The age recipient of each class: public."""
        return {c: encryption.recipient_of(identity) for c, identity in self.identities().items()}

    def master_key(self) -> bytes:
        """32 bytes; wraps every data key."""
        return bytes.fromhex((self.root / "vault" / "master.key").read_text())


def open_home(root: Path) -> Home:
    """An existing folder. Raises ConfigurationError."""
    try:
        mode = Mode(json.loads((root / "settings.json").read_text())["mode"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            str(root), "settings.json", "a headquarters folder made by `python -m hq init --home DIR`"
        ) from error
    return Home(root, mode)


def init(root: Path, mode: Mode, host: str = "localhost") -> Home:
    """Make all keys and folders; an existing folder is left as it is, if its mode is the same.

    `host`: the name that kiosks reach the server by. Raises ConfigurationError.
    """
    if (root / "settings.json").exists():
        home = open_home(root)
        if home.mode is not mode:
            raise ConfigurationError(str(root), "mode", f"{home.mode}: training and live never share a folder")
        return home
    home = Home(root, mode)
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    for folder in (home.intake, home.filed, home.quarantine, home.keys, home.certificates):
        folder.mkdir(parents=True, exist_ok=True)
    for purpose in Purpose:
        make_root(purpose, mode).save(home.authority(purpose) / "root")
    _leaves(home, host)
    for part_class in PartClass:
        write_private(home.identity_file(part_class), f"{encryption.new_identity()[0]}\n".encode())
    if mode is Mode.TRAINING:
        # One file for `main.py verify --identity`; live identities are never joined.
        joined = "\n".join(home.identities().values())
        write_private(root / "vault" / "identities" / "all.txt", f"{joined}\n".encode())
    write_private(root / "vault" / "master.key", os.urandom(32).hex().encode())
    _write_trust(home)
    # Last: a folder without settings was cut while being made, and is made again.
    write_public(root / "settings.json", json.dumps({"mode": mode.value}, indent=2).encode())
    return home


def _leaves(home: Home, host: str) -> None:
    own = (
        (Purpose.TLS, "server", host, "tls_server", False),
        (Purpose.TSA, "tsa", "Mingshi time-stamp authority", "tsa", False),
        (Purpose.HEADQUARTERS, "case", "Mingshi case signing", None, True),
        (Purpose.HEADQUARTERS, "receipt", "Mingshi receipt signing", None, True),
    )
    for purpose, file, name, usage, signing in own:
        issue_with_key(home.root_of(purpose), name, home.mode, usage, signing=signing).save(
            home.authority(purpose) / file
        )


def _write_trust(home: Home) -> None:
    """`trust/<mode>/<purpose>/root.pem`, as kiosk.evidence.certificates.load_trust reads it."""
    for purpose in Purpose:
        write_public(home.trust / home.mode / purpose / "root.pem", home.root_of(purpose).certificate_pem())
