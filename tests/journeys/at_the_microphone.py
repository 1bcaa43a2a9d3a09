"""A child of test_virtual_microphone: the kiosk's own parts on a real (virtual) sound card, in real time.

python at_the_microphone.py listen MODEL_FOLDER zh_CN|en      a line of JSON for each utterance, until stdin closes
python at_the_microphone.py say                               says 您好 through the speaker, once whole and once hushed
python at_the_microphone.py live                              starts the microphone as live mode would
"""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.devices.clock_system import SystemClock
from kiosk.devices.microphone_sounddevice import SounddeviceMicrophone
from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.devices.speaker_sounddevice import SounddeviceSpeaker
from kiosk.devices.voice_activity_silero import SileroVoiceActivity
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.dialogue.understanding import understand
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Grammar, Intent, Language, Understood
from kiosk.ports.microphone import Chunk
from kiosk.runtime.listener import Listener, Utterance

GRAMMAR = Grammar(frozenset({Intent.YES, Intent.NO, Intent.CONTINUE}), (Decimal(0), Decimal(10**7)))


def tell(**words: object) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def listen(model: Path, language: Language) -> None:
    """Until standard input closes."""
    clock = SystemClock()
    microphone = SounddeviceMicrophone(clock, "pulse", live=False, gap=lambda seconds: tell(gap=seconds))
    first = threading.Event()

    def heard(utterance: Utterance) -> None:
        found = understand(utterance.transcript, GRAMMAR, language)
        tell(
            intent=str(found.intent) if isinstance(found, Understood) else None,
            text=found.text,
            seconds_to_text=utterance.transcript.seconds_to_text,
            samples=len(utterance.speech.samples),
        )

    with ThreadPoolExecutor(1, "asr") as workers:
        listener = Listener(
            WhisperRecogniser(model), SileroVoiceActivity(), clock, heard, lambda: None, submit=workers.submit
        )

        def sink(chunk: Chunk) -> None:
            if not first.is_set():
                first.set()
                tell(ready=True)
            listener.hear(chunk)

        listener.arm(language)
        microphone.start(sink, lambda error: tell(failed=str(error)))
        sys.stdin.read()
        listener.disarm()
        microphone.stop()


def say() -> None:
    """Whole, then hushed."""
    sound = EspeakVoice().synthesise("您好，请坐，我们慢慢说。", Language.ZH_CN, 1.0)
    speaker = SounddeviceSpeaker("pulse")
    for hush in (False, True):
        pieces: list[int] = []
        if hush:
            threading.Timer(0.5, speaker.hush).start()
        began = time.monotonic()
        whole = speaker.play([sound], lambda samples: pieces.append(len(samples)))  # noqa: B023 # used before the next
        tell(whole=whole, took=time.monotonic() - began, sound=sound.seconds, told=sum(pieces) / 16_000)
    speaker.close()


def live() -> None:
    """Must be refused: what a sound server routes is no real microphone."""
    try:
        SounddeviceMicrophone(SystemClock(), "pulse", live=True).start(lambda _: None, lambda _: None)
    except DeviceError as error:
        tell(refused=str(error))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["listen", model, language]:
            listen(Path(model), Language(language))
        case ["say"]:
            say()
        case ["live"]:
            live()
        case _:
            sys.exit(__doc__)
