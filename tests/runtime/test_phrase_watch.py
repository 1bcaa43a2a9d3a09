"""What is said at the kiosk while sound is recorded, and what the session and the evidence hear of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.assembly.rig import ASSETS, Rig
from kiosk.consent.events import PhraseHeard, Replied
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.dialogue.phrases_file import load_phrases
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.moment import Moment
from kiosk.domain.speech import Intent, Language, Transcript
from kiosk.ports.microphone import Samples
from kiosk.runtime.endpointing import Speech
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.listener import Utterance
from kiosk.runtime.phrase_watch import PhraseWatch
from tests.journeys.branch import quick_rig, settings_in
from tests.runtime.test_hearing import CONSENT, SAYS, ZH, Booth, Perfect


class Watched(Booth):
    """A booth whose hearing hands on what it hears."""

    def __init__(self, rig: Rig, clock: SimulatedClock, canceller: Perfect | None) -> None:
        super().__init__(rig, clock, canceller)
        self.watch = PhraseWatch(load_phrases(ASSETS / "phrases.toml"), self.events.append, AcceptanceThresholds())
        devices = replace(rig.devices, clock=clock, recogniser=self.recogniser, echo_canceller=canceller)
        self.hearing = Hearing(
            devices, self.events.append, lambda work: work(), AcceptanceThresholds(), overheard=self.watch.heard
        )
        self.hearing.listen(CONSENT, ZH)

    @property
    def flagged(self) -> list[PhraseHeard]:
        return [event for event in self.events if isinstance(event, PhraseHeard)]

    def record(self) -> None:
        self.watch.begin(self.clock.now().mono)
        self.hearing.keep_sound = True


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    made = quick_rig(
        settings_in(tmp_path_factory.mktemp("watch")), SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC)), inline=True
    )
    yield made
    made.close()


@pytest.fixture
def booth(rig: Rig, simulated_clock: SimulatedClock) -> Watched:
    return Watched(rig, simulated_clock, Perfect())


def test_before_consent_nothing_is_looked_at(booth: Watched) -> None:
    booth.say("这个是零利率的")
    booth.quiet()
    assert booth.flagged == []


def test_while_recorded_it_is_flagged_with_its_place_in_the_recording(booth: Watched) -> None:
    booth.record()
    booth.quiet(2.0)
    booth.say("这个是零利率的")
    booth.quiet()
    (heard,) = booth.flagged
    assert heard.phrases == ("zero_interest",)
    assert heard.words == "这个是零利率的"
    assert 1.5 < heard.begins < 2.5 < heard.ends < 6.0


def test_an_answer_counts_as_ever_and_what_is_denied_is_no_hit(booth: Watched) -> None:
    booth.record()
    for words in ("同意", "这不是零利率"):
        booth.say(words)
        booth.quiet()
    assert booth.flagged == []
    assert [event.understood.intent for event in booth.events if isinstance(event, Replied)] == [Intent.YES]


def test_over_the_guide_it_is_heard_but_not_the_guides_own_words(booth: Watched) -> None:
    booth.record()
    booth.guide_begins(SAYS + "这不是说零利率，也没有名额有限。")
    booth.say("名额有限")
    booth.quiet()
    assert booth.flagged == [], "near enough to what the guide says itself"
    booth.say("阿姨您马上签吧")
    booth.quiet()
    assert [heard.phrases for heard in booth.flagged] == [("sign_at_once",)]


def test_without_a_canceller_nothing_is_heard_while_the_guide_speaks(rig: Rig, simulated_clock: SimulatedClock) -> None:
    booth = Watched(rig, simulated_clock, None)
    booth.record()
    booth.guide_begins()
    booth.say("马上签")
    booth.quiet()
    assert booth.flagged == []
    booth.hearing.undeafen()
    booth.say("马上签吧")
    booth.quiet()
    assert len(booth.flagged) == 1


def test_where_nothing_is_listened_to_nothing_is_heard(booth: Watched) -> None:
    booth.record()
    booth.hearing.stop()
    booth.say("马上签")
    booth.quiet()
    assert booth.flagged == []


def test_after_the_session_nothing_is_kept(booth: Watched) -> None:
    booth.record()
    booth.hearing.forget()
    booth.watch.forget()
    booth.hearing.listen(CONSENT, ZH)
    booth.say("马上签")
    booth.quiet()
    assert booth.flagged == []


def spoken(text: str, certain: float, seconds: float, samples: Samples) -> Utterance:
    speech = Speech(samples, seconds, Moment(12.0, ""), Moment(12.0 + seconds, ""))
    return Utterance(Transcript(text, Language.ZH_CN, certain, seconds), speech)


@pytest.mark.parametrize(
    ("certain", "seconds", "hits"),
    [(-0.3, 1.5, 1), (-3.0, 1.5, 0), (float("nan"), 1.5, 0), (-0.3, 0.2, 0)],
    ids=["heard", "unsure", "no certainty", "faster than anybody speaks"],
)
def test_what_the_recogniser_made_up_is_passed_over(booth: Watched, certain: float, seconds: float, hits: int) -> None:
    import numpy as np

    booth.watch.begin(10.0)
    booth.watch.heard(spoken("名额有限赶紧签", certain, seconds, np.zeros(160, np.int16)))
    assert len(booth.flagged) == hits
    if hits:
        assert booth.flagged[0].phrases == ("sign_at_once", "places_limited")
        assert (booth.flagged[0].begins, booth.flagged[0].ends) == (2.0, 3.5)
