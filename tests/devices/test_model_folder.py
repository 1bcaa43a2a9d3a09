"""Model files are found by name and hash, or not at all."""

import hashlib
from pathlib import Path

import pytest

from kiosk.devices.onnx.model_folder import ModelFolder, load_model_folder
from kiosk.devices.onnx.session import open_session
from kiosk.domain.errors import ConfigurationError, DeviceError

BYTES = b"not really a model"


def catalogue(at: Path, name: str = "a.onnx", sha256: str = hashlib.sha256(BYTES).hexdigest()) -> Path:
    path = at / "models.toml"
    path.write_text(
        f'[[model]]\nname = "{name}"\nsha256 = "{sha256}"\nuse = "attack_detection"\nlicence = "none"\nlive = true\n'
    )
    return path


def folder(at: Path, content: bytes | None = BYTES) -> ModelFolder:
    if content is not None:
        (at / "a.onnx").write_bytes(content)
    return load_model_folder(catalogue(at), at)


def test_the_right_bytes(tmp_path: Path) -> None:
    models = folder(tmp_path)
    assert models.read("attack_detection", "attack_detector") == BYTES
    assert [entry.name for entry in models.present()] == ["a.onnx"]


def test_absent_is_none(tmp_path: Path) -> None:
    assert folder(tmp_path, None).read("attack_detection", "attack_detector") is None
    assert folder(tmp_path).read("another_use", "attack_detector") is None
    assert load_model_folder(catalogue(tmp_path), None).read("attack_detection", "attack_detector") is None


def test_what_the_first_folder_lacks_is_looked_for_in_the_next(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    (second / "a.onnx").write_bytes(BYTES)
    models = load_model_folder(catalogue(tmp_path), first, tmp_path / "absent", second)
    assert models.read("attack_detection", "attack_detector") == BYTES
    assert load_model_folder(catalogue(tmp_path), None, second).read("attack_detection", "attack_detector") == BYTES
    (first / "a.onnx").write_bytes(b"changed")  # never passed over for a better one further on
    with pytest.raises(DeviceError, match="not the file in the catalogue"):
        models.read("attack_detection", "attack_detector")


def test_other_bytes_are_refused_in_words(tmp_path: Path) -> None:
    models = folder(tmp_path, BYTES + b"!")
    with pytest.raises(DeviceError, match=r"a\.onnx is not the file in the catalogue"):
        models.read("attack_detection", "attack_detector")
    assert models.present() == ()


@pytest.mark.parametrize(
    ("name", "sha256"),
    [("../a.onnx", "0" * 64), ("/etc/a.onnx", "0" * 64), ("a.onnx", "0" * 63), ("a.onnx", "Z" * 64), ("", "0" * 64)],
)
def test_a_catalogue_that_can_not_be_meant(tmp_path: Path, name: str, sha256: str) -> None:
    with pytest.raises(ConfigurationError, match="bare file name"):
        load_model_folder(catalogue(tmp_path, name, sha256), tmp_path)


@pytest.mark.parametrize("text", ["", "model = 3", "[[model]]\nname = 1\n", "not toml ["])
def test_a_broken_catalogue(tmp_path: Path, text: str) -> None:
    (tmp_path / "models.toml").write_text(text)
    with pytest.raises(ConfigurationError):
        load_model_folder(tmp_path / "models.toml", tmp_path)


def test_a_file_twice(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    path.write_text(path.read_text() * 2)
    with pytest.raises(ConfigurationError, match="once"):
        load_model_folder(path, tmp_path)


def test_the_projects_own_catalogue_holds(root: Path) -> None:
    uses = [entry.use for entry in load_model_folder(root / "assets" / "models.toml", None).entries]
    ours = {"face_boxes", "face_comparison", "face_mesh", "iris"}
    assert set(uses) - ours == {"attack_detection", "attack_detection_second", "face_detection"}


def test_bytes_that_are_no_model_are_a_device_error() -> None:
    with pytest.raises(DeviceError, match="can't be loaded"):
        open_session(BYTES, "attack_detector")
