"""A script that can't be used is refused at start, with file, line and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.consent.script import line_of, load_script
from kiosk.domain.errors import ConfigurationError


def _replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda _: "", "version: a text that is not empty"),
    "only a version": (lambda _: 'version = "1"\n', "at least one step"),
    "half a bracket": (_replaced("[[step]]", "[[step]"), "line 5"),
    "no TOML": (lambda _: "\0", "line 1"),
    "another kind": (_replaced('kind = "welcome"', 'kind = "dance"'), "line 8, welcome.hello.kind: one of welcome"),
    "one language": (_replaced("[lines.paused]\nzh", "[lines.paused]\nzz"), "lines.paused: both languages"),
    "a number for steps": (lambda _: 'version = "1"\nstep = 5\n', "the file: tables"),
    "words for steps": (lambda _: 'version = "1"\nstep = ["welcome"]\n', "the file: tables"),
    "a line that nobody says": (lambda text: text + '\n[lines.joke]\nzh = "好"\nen = "ha"\n', "lines.joke"),
    "a placeholder too many": (_replaced("请再说一遍，或者点屏幕", "{name}请再说一遍"), "lines.misheard"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_file_place_and_reason(root: Path, tmp_path: Path, name: str) -> None:
    change, expected = BAD[name]
    broken = tmp_path / "consent.toml"
    broken.write_text(change((root / "assets/scripts/consent.toml").read_text("utf-8")), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_script(broken, root / "assets/consents.toml")
    assert str(refused.value).startswith("consent.toml: ")
    assert expected in str(refused.value)


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(root: Path, tmp_path: Path) -> None:
    consents = root / "assets/consents.toml"
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    for path, expected in ((tmp_path / "bytes.toml", "UTF-8"), (tmp_path / "none.toml", "a readable file")):
        with pytest.raises(ConfigurationError, match=expected):
            load_script(path, consents)


def test_a_broken_consent_is_named_in_its_own_file(root: Path, tmp_path: Path) -> None:
    text = (root / "assets/consents.toml").read_text("utf-8")
    broken = tmp_path / "consents.toml"
    broken.write_text(text.replace("retention_days = ", "retention_days = -", 1), "utf-8")
    with pytest.raises(ConfigurationError, match=r"consents\.toml: line \d+, consent\.\w+\.retention_days"):
        load_script(root / "assets/scripts/consent.toml", broken)


def test_every_line_can_be_found(root: Path) -> None:
    text = (root / "assets/scripts/consent.toml").read_text("utf-8")
    lines = text.splitlines()
    for at, line in enumerate(lines, start=1):
        if line.startswith('id = "'):
            assert line_of(line.split('"')[1], text) == at
        if line.startswith("[lines."):
            assert line_of(line.strip("[]"), text) == at
    assert line_of("nowhere", text) == 0
