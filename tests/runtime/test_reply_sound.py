"""A reply's sound: read back from the open bundle by the session's own key, and played while nobody listens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest

from kiosk.consent.effects import Say
from kiosk.consent.events import Event, Replied, Spoken
from kiosk.consent.journal import Item, Value
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.devices.simulated.speech import babble
from kiosk.devices.speaker_clock import ClockSpeaker
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.consents import DataClass, Ending
from kiosk.domain.errors import EvidenceError
from kiosk.domain.speech import Grammar, Intent, Language, Transcript
from kiosk.ports.microphone import SAMPLE_RATE, Chunk, Samples
from kiosk.runtime.devices import Devices
from kiosk.runtime.guide_voice import GuideVoice
from kiosk.runtime.hearing import Hearing, sound_of, wav
from kiosk.runtime.session_evidence import SessionEvidence
from tests.journeys.branch import quick_rig, settings_in
from tests.runtime.small_kiosk import SmallKiosk

WORDS = babble("不办了")


def heard(number: int, samples: Samples) -> Item:
    value = Value("sound", DataClass.RECORDING, "sound.needs.amount", "audio/wav", wav(samples), reread=True)
    return Item("reply.heard", {"question": "needs.amount", "reply": number}, (value,))


class TestReadBack:
    @pytest.fixture
    def evidence(self, kiosk: SmallKiosk) -> SessionEvidence:
        opening = kiosk.opening()
        made = SessionEvidence(kiosk.sealing, opening, kiosk.clock, inline=True)
        made.log.write((Item("session.opened", {"session": opening.session, "device": "kiosk-1", "mode": "training"}),))
        made.log.write((Item("consent.given", {"consent": "recording", "channel": "touch", "text_sha256": "0" * 64}),))
        return made

    def test_each_reply_has_the_sound_that_was_kept_of_it(self, evidence: SessionEvidence) -> None:
        other = babble("五万")
        evidence.log.write((heard(3, WORDS), heard(4, other)))
        for number, samples in ((3, WORDS), (4, other)):
            kept = evidence.reply_sound(number)
            assert kept is not None
            assert np.array_equal(sound_of(kept).samples, samples)
            assert not sound_of(kept).synthetic

    def test_said_again_it_is_the_newest_that_sounds(self, evidence: SessionEvidence) -> None:
        evidence.log.write((heard(3, babble("啊")), heard(3, WORDS)))
        kept = evidence.reply_sound(3)
        assert kept is not None
        assert np.array_equal(sound_of(kept).samples, WORDS)

    def test_a_touched_reply_has_none(self, evidence: SessionEvidence) -> None:
        evidence.log.write((Item("reply.heard", {"question": "needs.amount", "reply": 5}),))
        assert evidence.reply_sound(5) is None
        assert evidence.reply_sound(77) is None

    def test_after_the_seal_nothing_can_be_read(self, evidence: SessionEvidence) -> None:
        evidence.log.write((heard(3, WORDS), Item("session.ending", {"ending": "declined", "reason": ""})))
        evidence.seal(Ending.DECLINED, withheld=False)
        with pytest.raises(EvidenceError):
            evidence.reply_sound(3)  # the parts have moved, and the key is gone


class _Hears:
    """Takes every sound for the same command."""

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        return Transcript("不办了", language, -0.1, speech_seconds)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devices]:
    rig = quick_rig(settings_in(tmp_path_factory.mktemp("kiosk")), SimulatedClock(datetime.now(UTC)), inline=True)
    yield rig.devices
    rig.close()


def test_what_plays_is_not_heard_as_an_answer(base: Devices) -> None:
    """The loudspeaker's sound comes into the microphone as it is; only after the end somebody is listened to again."""
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    devices = replace(base, clock=clock, inline=True, speaker=ClockSpeaker(clock), recogniser=_Hears())
    events: list[Event] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds())

    def into_the_microphone(samples: Samples) -> None:
        for at in range(0, len(samples) - 511, 512):
            hearing.hear(Chunk(samples[at : at + 512], clock.now()))

    guide = GuideVoice(devices, events.append, into_the_microphone, hearing)
    hearing.listen(Grammar(frozenset({Intent.YES, Intent.NO})), Language.ZH_CN)
    quiet = np.zeros(SAMPLE_RATE * 2, np.int16)
    sound = sound_of(wav(np.concatenate([WORDS, quiet])))
    guide.replay("read_back.replies.sound.3", Language.ZH_CN, sound)
    assert [(e.key, e.complete, e.silent) for e in events if isinstance(e, Spoken)] == [
        ("read_back.replies.sound.3", True, False)
    ]
    assert not [e for e in events if isinstance(e, Replied)]
    into_the_microphone(np.concatenate([WORDS, quiet]))
    assert [e.understood.intent for e in events if isinstance(e, Replied)] == [Intent.STOP]


def test_without_sound_a_text_stands_for_the_time_that_it_was_given(base: Devices) -> None:
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    devices = replace(base, clock=clock, inline=True, speaker=ClockSpeaker(clock))
    events: list[Event] = []
    played: list[Samples] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds())
    guide = GuideVoice(devices, events.append, played.append, hearing)
    began = clock.now().mono
    guide.say(Say("step", "您借 30,000 元。", Language.ZH_CN, Decimal(1), silent=True, seconds=7.0))
    assert 7.0 <= clock.now().mono - began <= 7.5
    assert not played
    assert [(e.complete, e.silent) for e in events if isinstance(e, Spoken)] == [(True, True)]


def test_however_fast_the_voice_a_text_stands_for_the_least_time(base: Devices) -> None:
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    devices = replace(base, clock=clock, inline=True, speaker=ClockSpeaker(clock))
    events: list[Event] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds())
    guide = GuideVoice(devices, events.append, lambda _: None, hearing)
    began = clock.now().mono
    guide.say(Say("step", "您借。", Language.ZH_CN, Decimal(1), seconds=9.0))
    assert clock.now().mono - began >= 9.0
    assert [(e.complete, e.silent) for e in events if isinstance(e, Spoken)] == [(True, False)]
