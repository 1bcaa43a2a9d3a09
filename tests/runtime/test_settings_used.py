"""Keys of the settings that reach the devices and the session, not only the schema."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from kiosk.assembly.rig import Picture, rehearsal_rig
from kiosk.consent import states as st
from kiosk.consent.events import Event, Misheard, SessionOpened
from kiosk.consent.machine import step
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.speech import Grammar, Language
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.settings_voice import VoiceSettings
from tests.journeys.branch import quick_rig, settings_in
from tests.runtime.small_kiosk import Desk


def test_a_session_begins_in_the_language_that_it_opens_with(desk: Desk, simulated_clock: SimulatedClock) -> None:
    opening = replace(desk.opening(simulated_clock, ()), language=Language.EN)
    state = step(desk.context, st.Attract(), SessionOpened(opening)).state
    assert isinstance(state, st.Welcoming)
    assert state.facts.language is Language.EN


@pytest.mark.parametrize(("pace", "longer"), [(0.8, True), (1.2, False)])
def test_the_guide_speaks_at_the_rate_of_the_settings(
    tmp_path: Path, simulated_clock: SimulatedClock, pace: float, longer: bool
) -> None:
    settings = settings_in(tmp_path)
    slow = settings.model_copy(update={"voice": VoiceSettings(rate=pace)})
    said = []
    for each in (settings, slow):
        rig = rehearsal_rig(
            each, simulated_clock, Picture((320, 240), 5.0), inline=True, speaks=False, real_input=False
        )
        said.append(rig.devices.voice.synthesise("请听我说完这一条。", Language.ZH_CN, 1.0).seconds)
        rig.close()
    assert (said[1] > said[0]) is longer


@dataclass
class Hesitant:
    """A detector that is sure of a loud sound by six tenths."""

    def probability(self, chunk: Samples) -> float:
        return 0.6 if np.abs(chunk).max() > 1000 else 0.0

    def reset(self) -> None:
        pass


@pytest.mark.parametrize(("threshold", "heard"), [(0.5, 1), (0.7, 0)])
def test_sound_counts_as_speech_from_the_threshold_of_the_settings(
    tmp_path: Path, simulated_clock: SimulatedClock, threshold: float, heard: int
) -> None:
    rig = quick_rig(settings_in(tmp_path), simulated_clock, inline=True)
    devices = replace(rig.devices, voice_activity=Hesitant())
    events: list[Event] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds(), threshold)
    hearing.listen(Grammar(frozenset()), Language.ZH_CN)
    for level in (0,) * 20 + (8000,) * 30 + (0,) * 40:
        simulated_clock.sleep(CHUNK_SAMPLES / SAMPLE_RATE)
        hearing.hear(Chunk(np.full(CHUNK_SAMPLES, level, np.int16), simulated_clock.now()))
    assert len(events) == heard
    assert all(isinstance(event, Misheard) for event in events)
    rig.close()
