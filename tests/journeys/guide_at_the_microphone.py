"""A child of test_guide_interrupted: the guide speaks through a real (virtual) sound card and hears itself come back.

python guide_at_the_microphone.py      tells a line of JSON for whatever is heard; on each line of stdin says its text
"""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.assembly.rig import Picture, rehearsal_rig
from kiosk.consent.effects import Say
from kiosk.consent.events import Event, Misheard, QuestionAsked, Replied, Spoken
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.echo_canceller_webrtc import WebrtcEchoCanceller
from kiosk.devices.microphone_sounddevice import SounddeviceMicrophone
from kiosk.devices.speaker_sounddevice import SounddeviceSpeaker
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.speech import Grammar, Intent, Language
from kiosk.ports.microphone import Chunk
from kiosk.runtime.guide_voice import GuideVoice
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))


def tell(**words: object) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Until standard input closes."""
    clock = SystemClock()
    settings = load_settings(ROOT / "device_config" / "training.toml")
    rig = rehearsal_rig(settings, clock, Picture((320, 240), 5.0), inline=False, speaks=True, real_input=False)
    microphone = SounddeviceMicrophone(clock, "pulse", live=False, gap=lambda seconds: tell(gap=seconds))
    devices = replace(
        rig.devices, microphone=microphone, speaker=SounddeviceSpeaker("pulse"), echo_canceller=WebrtcEchoCanceller()
    )
    first = threading.Event()

    def posted(event: Event) -> None:
        match event:
            case Replied(understood):
                tell(heard=str(understood.intent), text=understood.text)
                voice.hush()  # as the session does before whatever it says next
            case QuestionAsked(text):
                tell(heard="question", text=text)
                voice.hush()
            case Misheard(text, reason):
                tell(misheard=reason, text=text)
            case Spoken(key, complete):
                tell(said=key, whole=complete)

    with ThreadPoolExecutor(1, "asr") as workers:
        hearing = Hearing(devices, posted, workers.submit, AcceptanceThresholds())
        voice = GuideVoice(devices, posted, hearing.played, hearing)

        def sink(chunk: Chunk) -> None:
            hearing.hear(chunk)
            if not first.is_set():
                first.set()
                tell(ready=True)

        microphone.start(sink, lambda error: tell(failed=str(error)))
        for number, line in enumerate(sys.stdin):
            hearing.will_say(line.strip())
            tell(begins=str(number))
            voice.say(Say(str(number), line.strip(), Language.ZH_CN, Decimal(1)))
            hearing.listen(CONSENT, Language.ZH_CN)
        voice.close()
        hearing.stop()
        microphone.stop()
    rig.close()


if __name__ == "__main__":
    main()
