"""A site's own recogniser: its description is checked before anything is opened; without the library it is said so.

No SenseVoice or Paraformer model could be had where this was written: what stands untested is in docs/OPERATIONS.md.
"""

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.devices.recogniser_sherpa import DESCRIPTION, SherpaRecogniser, _log_probability, described
from kiosk.domain.errors import ConfigurationError, DeviceError

HERE = importlib.util.find_spec("sherpa_onnx") is not None
FILES = {"model": ("model.onnx", b"no model at all"), "tokens": ("tokens.txt", b"a 1\n")}


def good(folder: Path) -> str:
    told = 'name = "branch ears"\nlicence = "bought"\nfamily = "sense_voice"\n'
    for use, (name, content) in FILES.items():
        (folder / name).write_bytes(content)
        told += f'[files.{use}]\nfile = "{name}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
    return told


def _replaced(old: str, new: str) -> Callable[[Path, str], str]:
    def change(_: Path, text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _other_bytes(folder: Path, text: str) -> str:
    (folder / "model.onnx").write_bytes(b"x")
    return text


BAD: dict[str, tuple[Callable[[Path, str], str], str, str]] = {
    "no TOML": (lambda _, text: text + "[[", "the file", "well-formed TOML"),
    "empty": (lambda _, text: "", "name", "text that says it"),
    "no licence": (_replaced('"bought"', '""'), "licence", "text that says it"),
    "family": (_replaced('"sense_voice"', '"whisper"'), "family", "sense_voice, paraformer"),
    "one file too few": (_replaced("[files.tokens]", "[tokens]"), "files", "model, tokens"),
    "folder": (_replaced('"tokens.txt"', '"../tokens.txt"'), "files.tokens", "a file of this folder"),
    "no hash": (_replaced("sha256 =", "sha1 ="), "files.model", "file and sha256"),
    "other bytes": (_other_bytes, "files.model", "its bytes are others"),
}


def test_a_description_whose_files_are_there(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION).write_text(good(tmp_path), "utf-8")
    about = described(tmp_path)
    assert (about.name, about.family) == ("branch ears", "sense_voice")
    assert about.sha256 == hashlib.sha256(FILES["model"][1]).hexdigest()


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_description_is_refused_with_file_place_and_reason(tmp_path: Path, name: str) -> None:
    change, where, expected = BAD[name]
    (tmp_path / DESCRIPTION).write_text(change(tmp_path, good(tmp_path)), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        SherpaRecogniser(tmp_path)
    assert str(tmp_path / DESCRIPTION) in str(refused.value)
    assert where in str(refused.value)
    assert expected in str(refused.value)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="is missing"):
        SherpaRecogniser(tmp_path / "nothing")


def test_what_is_no_model_is_said_and_the_kiosk_lives_on(tmp_path: Path) -> None:
    """The library ends its process on such a file; without the library, that is said."""
    (tmp_path / DESCRIPTION).write_text(good(tmp_path), "utf-8")
    with pytest.raises(DeviceError, match="can't be used" if HERE else "not installed"):
        SherpaRecogniser(tmp_path)


def test_certainty_is_the_mean_of_what_the_model_tells() -> None:
    assert _log_probability(SimpleNamespace(ys_log_probs=[-0.5, -1.5])) == pytest.approx(-1.0)
    assert _log_probability(SimpleNamespace(ys_log_probs=[])) == 0.0
    assert _log_probability(SimpleNamespace()) == 0.0
