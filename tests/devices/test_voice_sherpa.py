"""A site's own model: its description is checked before anything is opened; without the library it is said so.

The library is not part of the base install; what was tried with a real model stands in docs/VOICES.md.
"""

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.simulated.speech import SimulatedVoice
from kiosk.devices.voice_sherpa import DESCRIPTION, SherpaVoice, described
from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.domain.speech import Language

HERE = importlib.util.find_spec("sherpa_onnx") is not None
FILES = {
    "model": ("model.onnx", b"no model at all"),
    "tokens": ("tokens.txt", b"a 1\n"),
    "lexicon": ("lexicon.txt", b"a a\n"),
}


def good(folder: Path) -> str:
    """The text of a description, whose files lie there and are no model."""
    told = 'name = "branch voice"\nlicence = "bought"\nfamily = "vits"\nlanguages = ["zh_CN"]\nspeaker = 2\n'
    for use, (name, content) in FILES.items():
        (folder / name).write_bytes(content)
        told += f'[files.{use}]\nfile = "{name}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
    return told


def test_a_description_whose_files_are_there(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION).write_text(good(tmp_path), "utf-8")
    about = described(tmp_path)
    assert (about.name, about.family, about.speaker) == ("branch voice", "vits", 2)
    assert about.languages == {Language.ZH_CN}
    assert about.files["model"] == tmp_path / "model.onnx"


def _replaced(old: str, new: str) -> Callable[[Path, str], str]:
    def change(_: Path, text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _with_file(name: str, content: bytes | None) -> Callable[[Path, str], str]:
    def change(folder: Path, text: str) -> str:
        (folder / name).unlink()
        if content is not None:
            (folder / name).write_bytes(content)
        return text

    return change


BAD: dict[str, tuple[Callable[[Path, str], str], str, str]] = {
    "no TOML": (lambda _, text: text + "[[", "the file", "well-formed TOML"),
    "empty": (lambda _, text: "", "name", "text that says it"),
    "no licence": (_replaced('"bought"', '" "'), "licence", "text that says it"),
    "family": (_replaced('"vits"', '"robot"'), "family", "vits, matcha, kokoro"),
    "no language": (_replaced('["zh_CN"]', "[]"), "languages", '["zh_CN"]'),
    "language": (_replaced('["zh_CN"]', '["zh"]'), "languages", '["zh_CN"]'),
    "speaker": (_replaced("speaker = 2", "speaker = -1"), "speaker", "from 0"),
    "files of another family": (_replaced('"vits"', '"matcha"'), "files", "acoustic_model, vocoder"),
    "one file too few": (_replaced("[files.tokens]", "[tokens]"), "files", "model, tokens, lexicon"),
    "folder": (_replaced('"tokens.txt"', '"../tokens.txt"'), "files.tokens", "a file of this folder"),
    "absent": (_with_file("lexicon.txt", None), "files.lexicon", "a file of this folder"),
    "other bytes": (_with_file("model.onnx", b"x"), "files.model", "its bytes are others"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_description_is_refused_with_file_place_and_reason(tmp_path: Path, name: str) -> None:
    change, where, expected = BAD[name]
    (tmp_path / DESCRIPTION).write_text(change(tmp_path, good(tmp_path)), "utf-8")
    with pytest.raises(ConfigurationError) as told:
        SherpaVoice(tmp_path, SimulatedVoice())
    assert told.value.file == str(tmp_path / DESCRIPTION)
    assert told.value.where == where
    assert expected in told.value.expected


def test_without_a_folder_the_device_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"voice\.toml is missing"):
        SherpaVoice(tmp_path / "none", SimulatedVoice())


def test_what_the_library_cannot_use_is_a_device_that_failed(tmp_path: Path) -> None:
    """With the library or without it, and although it ends its process on some models."""
    (tmp_path / DESCRIPTION).write_text(good(tmp_path), "utf-8")
    with pytest.raises(DeviceError, match="can't be used" if HERE else "sherpa-onnx is not installed"):
        SherpaVoice(tmp_path, SimulatedVoice())
