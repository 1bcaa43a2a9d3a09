"""All devices of one kiosk, as ports; built by assembly, handed to the workers and to the rehearsal."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.consents import Source
from kiosk.ports.attack_detector import AttackDetector
from kiosk.ports.camera import Camera
from kiosk.ports.card_reader import CardReader
from kiosk.ports.clock import Clock
from kiosk.ports.code_reader import CodeReader
from kiosk.ports.echo_canceller import EchoCanceller
from kiosk.ports.encoder import EncoderFactory
from kiosk.ports.face import FaceAnalyser
from kiosk.ports.frame_trace import FrameTracer
from kiosk.ports.identity_authority import IdentityAuthority
from kiosk.ports.microphone import Microphone
from kiosk.ports.picture_codec import PictureCodec
from kiosk.ports.printer import Printer
from kiosk.ports.recogniser import PhraseScorer, Recogniser, VoiceActivity
from kiosk.ports.speaker import Speaker, Voice


@dataclass(frozen=True, slots=True)
class Devices:
    """`face_analyser` starts the child process of a session. `inline`: a simulated clock runs everything in one thread.

    `size` and `fps`: of the recorded picture. `engines`: names and versions for the manifest.
    """

    clock: Clock
    inline: bool
    face_camera: Camera
    document_camera: Camera
    microphone: Microphone
    speaker: Speaker
    voice: Voice
    recogniser: Recogniser
    voice_activity: VoiceActivity
    card_reader: CardReader
    card_source: Source
    code_reader: CodeReader
    face_analyser: Callable[[], FaceAnalyser]
    attack_detector: AttackDetector
    frame_tracer: Callable[[], FrameTracer]
    encoders: EncoderFactory
    codec: PictureCodec
    printer: Printer | None
    identity_authority: IdentityAuthority | None
    size: tuple[int, int]
    fps: float
    watch_every: float
    """Seconds between looks at who sits there."""
    compare_every: float
    engines: dict[str, str]
    phrase_scorer: PhraseScorer | None = None
    """None: what is refused as it was heard is asked again."""
    echo_canceller: EchoCanceller | None = None
    """None: the recogniser is deaf while the guide speaks."""

    @property
    def sources(self) -> tuple[tuple[str, Source], ...]:
        """Where each input comes from, for the opening and the manifest."""
        return (
            ("attack_detector", self.attack_detector.source),
            ("card_reader", self.card_source),
            ("document_camera", self.document_camera.source),
            ("face_camera", self.face_camera.source),
            ("microphone", self.microphone.source),
            ("speaker", self.speaker.source),
        )
