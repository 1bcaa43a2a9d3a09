"""The stories speak of steps, consents and topics that there are; people and words are read strictly."""

from decimal import Decimal
from pathlib import Path

import pytest

from kiosk.consent.script import Script, load_script
from kiosk.domain.case import PromiseTopic
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Intent, Language, Understood
from kiosk.rehearsal.people import LABELS, find_word, load_people, load_words
from kiosk.rehearsal.play import spoken_text
from kiosk.rehearsal.stories import STORIES, Story


@pytest.fixture(scope="module")
def script(root: Path) -> Script:
    assets = root / "assets"
    return load_script(assets / "scripts" / "consent.toml", assets / "consents.toml")


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.name)
def test_a_story_speaks_of_what_there_is(story: Story, script: Script) -> None:
    steps = {step.id for step in script.steps}
    places = {*story.asks, story.leaves_at, story.cut_at, story.unplugs_at[0]} - {""}
    assert places <= steps
    assert story.refuses <= {spec.id for spec in script.consents}
    assert set(story.promised) <= {str(topic) for topic in PromiseTopic}


def test_there_is_a_story_for_refusing_each_consent(script: Script) -> None:
    refused = {consent for story in STORIES.values() for consent in story.refuses}
    assert refused == {spec.id for spec in script.consents}


def test_numbers_are_said_in_words() -> None:
    assert spoken_text(Understood(Intent.NUMBER, "50000", value=Decimal(50000)), Language.ZH_CN) == "五万"
    assert spoken_text(Understood(Intent.YES, "同意"), Language.ZH_CN) == "同意"


def folder_of_words(folder: Path, *rows: str) -> Path:
    (folder / LABELS).write_text("file,lang,text,transcribed,intent\n" + "\n".join(rows), "utf-8")
    for row in rows:
        (folder / row.split(",")[0]).touch()
    return folder


def test_a_word_is_found_by_text_then_by_intent_and_never_a_number_by_intent(tmp_path: Path) -> None:
    rows = ("a.wav,zh,同意,yes,yes", "b.wav,zh,好的,yes,yes", "c.wav,zh,三,yes,number", "d.wav,en,yes,yes,yes")
    words = load_words(folder_of_words(tmp_path, *rows))
    found = [find_word(words, "同意", Intent.YES, Language.ZH_CN, tries) for tries in range(3)]
    assert [word.file.name for word in found if word] == ["a.wav", "b.wav", "a.wav"]
    assert find_word(words, "五", Intent.NUMBER, Language.ZH_CN, 0) is None
    assert find_word(words, "不要", Intent.NO, Language.ZH_CN, 0) is None


def test_words_that_nobody_wrote_down_or_that_mean_nothing_are_left_out(tmp_path: Path) -> None:
    rows = ("a.wav,zh,同意,no,yes", "b.wav,zh,嗯,yes,none", "c.wav,fr,oui,yes,yes", "d.wav,zh,好,yes,any")
    assert load_words(folder_of_words(tmp_path, *rows)) == ()


def test_missing_people_are_named_by_line_and_file(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / LABELS).write_text("person,front,back,motion\np1,f.jpg,b.jpg,clip\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"line 2: f\.jpg"):
        load_people(cards)


@pytest.mark.parametrize("content", [b"", b"person\n", b"\xff\xfe\x00", b"person,front,back\nx,y,z\n"])
def test_labels_that_are_none_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LABELS).write_bytes(content)
    with pytest.raises(ConfigurationError):
        load_people(tmp_path)


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        load_words(tmp_path)
