"""DeviceKeys: one contract, and what the file adapter must refuse."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.devices import keys_file
from kiosk.devices.keys_file import FileKeys
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.ports.keys import DeviceKeys
from tests.hq.rig import enrol, new_home


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("keys")
    home = new_home(folder / "home")
    enrol(home, folder / "one", "kiosk-1")
    enrol(home, folder / "two", "kiosk-2")
    return folder / "one", folder / "two"


class DeviceKeysContract:
    """What every implementation does. `make` gives two devices' keys."""

    @pytest.fixture
    def both(self) -> tuple[DeviceKeys, DeviceKeys]:
        raise NotImplementedError

    def test_the_signature_is_by_the_first_certificate(self, both: tuple[DeviceKeys, DeviceKeys]) -> None:
        keys, other = both
        public = x509.load_pem_x509_certificates(keys.certificate_chain())[0].public_key()
        assert isinstance(public, Ed25519PublicKey)
        signature = keys.sign(b"message")
        assert len(signature) == 64
        public.verify(signature, b"message")
        with pytest.raises(InvalidSignature):
            public.verify(signature, b"another message")
        with pytest.raises(InvalidSignature):
            public.verify(other.sign(b"message"), b"message")

    @pytest.mark.parametrize("secret", [b"", b"AGE-SECRET-KEY-1", b"\0" * 4096])
    def test_what_is_wrapped_comes_back(self, both: tuple[DeviceKeys, DeviceKeys], secret: bytes) -> None:
        wrapped = both[0].wrap(secret)
        assert both[0].unwrap(wrapped) == secret
        assert not secret or secret not in wrapped
        assert both[0].wrap(secret) != wrapped

    def test_another_device_unwraps_nothing(self, both: tuple[DeviceKeys, DeviceKeys]) -> None:
        with pytest.raises(EvidenceError):
            both[1].unwrap(both[0].wrap(b"secret"))

    @pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 28, b"\0" * 500])
    def test_junk_is_refused(self, both: tuple[DeviceKeys, DeviceKeys], damage: bytes) -> None:
        with pytest.raises(EvidenceError):
            both[0].unwrap(damage)

    def test_a_changed_bit_is_refused(self, both: tuple[DeviceKeys, DeviceKeys]) -> None:
        wrapped = bytearray(both[0].wrap(b"secret"))
        for place in range(len(wrapped)):
            changed = bytes(wrapped[:place]) + bytes([wrapped[place] ^ 1]) + bytes(wrapped[place + 1 :])
            with pytest.raises(EvidenceError):
                both[0].unwrap(changed)


class TestFileKeys(DeviceKeysContract):
    @pytest.fixture
    def both(self, folders: tuple[Path, Path]) -> tuple[DeviceKeys, DeviceKeys]:
        return FileKeys(folders[0]), FileKeys(folders[1])


SECRETS = [keys_file.DEVICE_KEY, keys_file.TLS_KEY, keys_file.WRAP_KEY]


@pytest.fixture
def folder(folders: tuple[Path, Path], tmp_path: Path) -> Path:
    for path in folders[0].iterdir():
        if path.is_file():
            keys_file.write_private(tmp_path / path.name, path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o700 | 0o001])
def test_a_key_that_others_may_touch_is_refused(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    with pytest.raises(ConfigurationError, match=f"{name}.*0600"):
        FileKeys(folder)


@pytest.mark.parametrize("name", [*SECRETS, keys_file.DEVICE_CERTIFICATE])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ConfigurationError, match=name):
        FileKeys(folder)


@pytest.mark.parametrize("name", SECRETS)
def test_a_link_in_the_place_of_a_key_is_refused(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "elsewhere")
    (folder / name).symlink_to(folder / "elsewhere")
    with pytest.raises(ConfigurationError, match=name):
        FileKeys(folder)


@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path, 0o600), lambda path: path.mkdir(mode=0o700)])
def test_a_pipe_or_folder_in_the_place_of_a_key_is_refused(folder: Path, make: Callable[[Path], None]) -> None:
    (folder / keys_file.DEVICE_KEY).unlink()
    make(folder / keys_file.DEVICE_KEY)
    with pytest.raises(ConfigurationError):
        FileKeys(folder)


@pytest.mark.parametrize("name", [keys_file.DEVICE_KEY, keys_file.WRAP_KEY, keys_file.DEVICE_CERTIFICATE])
@pytest.mark.parametrize("content", [b"", b"junk", b"\xff" * 100])
def test_junk_in_a_key_file_is_refused(folder: Path, name: str, content: bytes) -> None:
    keys_file.write_private(folder / name, content)
    with pytest.raises(ConfigurationError, match=name):
        FileKeys(folder)


def test_a_certificate_of_another_key_is_refused(folder: Path, folders: tuple[Path, Path]) -> None:
    other = (folders[1] / keys_file.DEVICE_CERTIFICATE).read_bytes()
    keys_file.write_private(folder / keys_file.DEVICE_CERTIFICATE, other)
    with pytest.raises(ConfigurationError, match="public half"):
        FileKeys(folder)
    tls = (folder / keys_file.TLS_CERTIFICATE).read_bytes()
    with pytest.raises(ConfigurationError, match="this device's"):
        keys_file.install_certificates(folder, other, tls)


def test_making_keys_twice_keeps_them(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keys_file.create_keys(tmp_path)
    finally:
        os.umask(old)
    before = {name: (tmp_path / name).read_bytes() for name in SECRETS}
    keys_file.create_keys(tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in SECRETS} == before
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in SECRETS} == {0o600}
