import re
from pathlib import Path

import pytest

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from ui.app import TEXTS
from ui.i18n import Texts
from ui.previews import ROOT


def _folder(tmp_path: Path, zh: str, en: str) -> Path:
    (tmp_path / "zh_CN.toml").write_text(zh, "utf-8")
    (tmp_path / "en.toml").write_text(en, "utf-8")
    return tmp_path


def test_our_texts_are_each_others_equal(texts: Texts) -> None:
    keys = texts.keys()
    assert len(keys) > 300
    for key in keys:
        for language in Language:
            assert texts.by_language[language][key].strip()


def test_a_missing_key_names_file_and_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"en\.toml: bar\.leave"):
        Texts.load(_folder(tmp_path, '[bar]\nleave = "离开"', "[bar]"))


def test_places_to_fill_must_be_the_same(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="same places"):
        Texts.load(_folder(tmp_path, 'a = "第 {n} 条"', 'a = "Item"'))


def test_broken_toml_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="readable TOML"):
        Texts.load(_folder(tmp_path, "a = ", 'a = "x"'))


def test_an_unknown_reason_still_says_something(texts: Texts) -> None:
    for prefix in ("card.reason", "face.hint", "staff.reason", "order.reason", "device"):
        assert texts.reason(prefix, "never_heard_of", Language.EN) == texts.say(f"{prefix}.other", Language.EN)


def test_a_reason_may_come_whole(texts: Texts) -> None:
    assert texts.reason("card.reason", "card.reason.glare", Language.EN) == texts.say("card.reason.glare", Language.EN)


def test_every_key_that_a_screen_names_exists(texts: Texts) -> None:
    console = Texts.load(TEXTS / "console").keys()
    for file in (ROOT / "ui").rglob("*.py"):
        keys = console if file.stem.startswith("console") else texts.keys()
        for key in re.findall(r"words\(\s*\"([a-z_]+\.[a-z_.0-9]+)\"", file.read_text("utf-8")):
            assert key in keys, f"{file.name}: {key}"


def test_texts_folder_is_the_projects() -> None:
    assert TEXTS == ROOT / "assets" / "texts"
