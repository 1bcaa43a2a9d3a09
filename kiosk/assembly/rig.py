"""Devices put together: for a terminal by its settings, for a rehearsal by its story."""

import contextlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import structlog

from kiosk.assembly.private_folder import private_folder
from kiosk.assembly.recognisers import recogniser_of, scorer_of
from kiosk.assembly.voices import voice_of
from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.camera_file import open_footage
from kiosk.devices.camera_opencv import OpenCvCamera
from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.code_reader_opencv import OpenCvCodeReader
from kiosk.devices.echo_canceller_webrtc import WebrtcEchoCanceller
from kiosk.devices.encoder_pyav import PyavEncoderFactory
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.microphone_sounddevice import SounddeviceMicrophone
from kiosk.devices.onnx.model_folder import ModelFolder, load_model_folder
from kiosk.devices.picture_codec_opencv import OpenCvPictureCodec
from kiosk.devices.simulated.attack_detector import SimulatedAttackDetector
from kiosk.devices.simulated.camera import HeadFootage, desk_footage
from kiosk.devices.simulated.face import SimulatedFinder
from kiosk.devices.simulated.office import SimulatedIdentityAuthority, SimulatedPrinter
from kiosk.devices.simulated.speech import SimulatedRecogniser, SimulatedVoiceActivity
from kiosk.devices.simulated.stage import RehearsalStage, StageDevices
from kiosk.devices.sound_system import portaudio
from kiosk.devices.speaker_clock import ClockSpeaker
from kiosk.devices.speaker_sounddevice import SounddeviceSpeaker
from kiosk.devices.vision.sensor_noise import FrameTracer
from kiosk.devices.voice_activity_silero import SileroVoiceActivity
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.consents import Mode, Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import AttackDetector
from kiosk.ports.camera import Camera
from kiosk.ports.clock import Clock
from kiosk.ports.face import FaceAnalyser
from kiosk.ports.microphone import Microphone
from kiosk.ports.printer import Printer
from kiosk.ports.recogniser import Recogniser, VoiceActivity
from kiosk.ports.speaker import Speaker
from kiosk.runtime.devices import Devices
from kiosk.runtime.settings import CameraSettings, InputKind, Settings

_log = structlog.get_logger(__name__)
ASSETS = Path(__file__).resolve().parent.parent.parent / "assets"
_TRAINING_MARK = "TRAINING"
_WATCHED, _WATCHED_SLOWLY = 0.2, 5.0
"""5 Hz. On a simulated clock hours pass in seconds: there real models look
every five seconds, and compare seldom."""
_COMPARED_SIMULATED = 180.0


@dataclass(frozen=True, slots=True)
class Rig:
    """Devices, and the stage if any of them is simulated or file-fed. `close` ends what was opened for them."""

    devices: Devices
    stage: RehearsalStage | None
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """Of the recording; a rehearsal on a simulated clock is content with a small and hasty one. `seen`: what the face
    camera gives, if that is larger."""

    size: tuple[int, int]
    fps: float
    hasty: bool = False
    seen: tuple[int, int] | None = None


def rehearsal_rig(
    settings: Settings, clock: Clock, picture: Picture, *, inline: bool, speaks: bool, real_input: bool,
    models: Path | None = None,
) -> Rig:  # fmt: skip
    """Simulated cameras and microphone (or file-fed, with `real_input`), real readers and models behind them."""
    closing = ExitStack()
    catalogue = load_model_folder(ASSETS / "models.toml", models or settings.models)
    seen = picture.seen or picture.size
    face = PacedCamera("face_camera", clock, HeadFootage(seen), picture.fps)
    desk = PacedCamera("document_camera", clock, desk_footage((1280, 720)), 5.0)
    microphone = FileMicrophone(clock, Source.FILE if real_input else Source.SIMULATED)
    voice = EspeakVoice(settings.voice.rate)
    heard = None if speaks else SimulatedRecogniser()
    recogniser: Recogniser = heard if heard is not None else recogniser_of(settings)
    stage = RehearsalStage(
        StageDevices(face, desk, microphone, voice=voice if speaks else None, recogniser=heard), seen
    )
    stage.show_face(None)
    detector: AttackDetector = _detector(settings, catalogue) if real_input else SimulatedAttackDetector()
    devices = Devices(
        clock=clock,
        inline=inline,
        face_camera=face,
        document_camera=desk,
        microphone=microphone,
        speaker=ClockSpeaker(clock),
        voice=voice,
        recogniser=recogniser,
        phrase_scorer=scorer_of(recogniser),
        voice_activity=SileroVoiceActivity() if speaks else SimulatedVoiceActivity(),
        card_reader=OpenCvCardReader(closing.enter_context(private_folder())),
        card_source=Source.FILE if real_input else Source.SIMULATED,
        code_reader=OpenCvCodeReader(),
        face_analyser=_faces(settings, catalogue, lambda: stage, simulated=not real_input),
        attack_detector=detector,
        frame_tracer=FrameTracer,
        encoders=PyavEncoderFactory(mark=_TRAINING_MARK, hasty=picture.hasty, voice=voice.engine),
        codec=OpenCvPictureCodec(),
        printer=SimulatedPrinter(),
        identity_authority=SimulatedIdentityAuthority(),
        size=picture.size,
        fps=picture.fps,
        watch_every=_watch_every(inline=inline, real_faces=real_input),
        compare_every=_COMPARED_SIMULATED if inline else settings.delays.face_compare_every,
        engines=_engines(voice.engine, recogniser.engine, catalogue),
    )
    return Rig(devices, stage, closing.close)


def kiosk_rig(settings: Settings, clock: Clock) -> Rig:
    """By the settings. In training what is missing is simulated; live, it is a DeviceError when it starts."""
    closing = ExitStack()
    catalogue = load_model_folder(ASSETS / "models.toml", settings.models)
    size = (settings.face_camera.width, settings.face_camera.height)
    simulated = _Simulated(clock, size, float(settings.face_camera.fps))
    face = _camera("face_camera", settings.face_camera, clock) or simulated.face
    desk = _camera("document_camera", settings.document_camera, clock) or simulated.desk
    microphone, speaker = _sound(settings, clock, simulated)
    activity, recogniser = _ears(settings, simulated.heard if microphone is simulated.microphone else None)
    real_faces = face is not simulated.face
    detector: AttackDetector = (
        SimulatedAttackDetector() if settings.attack.kind == "simulated" else _detector(settings, catalogue)
    )
    voice = voice_of(settings)
    devices = Devices(
        clock=clock,
        inline=False,
        face_camera=face,
        document_camera=desk,
        microphone=microphone,
        speaker=speaker,
        voice=voice,
        recogniser=recogniser,
        phrase_scorer=scorer_of(recogniser),
        voice_activity=activity,
        card_reader=OpenCvCardReader(closing.enter_context(private_folder())),
        card_source=desk.source,
        code_reader=OpenCvCodeReader(),
        face_analyser=_faces(settings, catalogue, lambda: simulated.stage, simulated=not real_faces),
        attack_detector=detector,
        frame_tracer=FrameTracer,
        encoders=PyavEncoderFactory(mark=_TRAINING_MARK if settings.mode is Mode.TRAINING else "", voice=voice.engine),
        codec=OpenCvPictureCodec(),
        printer=_printer(settings, clock),
        identity_authority=SimulatedIdentityAuthority() if settings.authorities.identity == "simulated" else None,
        size=size,
        fps=float(settings.face_camera.fps),
        watch_every=_WATCHED,
        compare_every=settings.delays.face_compare_every,
        # A simulated borrower's sound must stay as it is, and he lets the guide finish.
        echo_canceller=(
            WebrtcEchoCanceller() if settings.hearing.barge_in and microphone is not simulated.microphone else None
        ),
        engines=_engines(voice.engine, recogniser.engine, catalogue),
    )
    return Rig(devices, simulated.stage if settings.mode is Mode.TRAINING else None, closing.close)


def _detector(settings: Settings, models: ModelFolder) -> MiniFasNetDetector:
    return MiniFasNetDetector(models, decides_at=float(settings.attack.live_threshold))


def _watch_every(*, inline: bool, real_faces: bool) -> float:
    return _WATCHED_SLOWLY if inline and real_faces else _WATCHED


class _Simulated:
    """What stands in during training for devices that this machine lacks."""

    def __init__(self, clock: Clock, size: tuple[int, int], fps: float) -> None:
        self.face = PacedCamera("face_camera", clock, HeadFootage(size), fps)
        self.desk = PacedCamera("document_camera", clock, desk_footage((1280, 720)), 5.0)
        self.microphone = FileMicrophone(clock, Source.SIMULATED)
        self.heard = SimulatedRecogniser()
        self.stage = RehearsalStage(StageDevices(self.face, self.desk, self.microphone, recogniser=self.heard), size)
        self.stage.show_face(None)


def _faces(
    settings: Settings, models: ModelFolder, stage: Callable[[], RehearsalStage], *, simulated: bool
) -> Callable[[], FaceAnalyser]:
    """A child process for each session; where no model finds a turned head, the rendered one is found all the same."""

    def start() -> FaceAnalyser:
        files = FaceModelFiles.of(models, faceres=settings.face.faceres)
        real = DlibFaceAnalyser(files)
        if not simulated or files.yunet is not None:
            return real
        return SimulatedFinder(real, lambda: stage().head_pose, lambda: stage().beside)

    return start


def _camera(device: str, settings: CameraSettings, clock: Clock) -> Camera | None:
    """None: simulated."""
    size, lively = (settings.width, settings.height), device == "face_camera"
    match settings.kind:
        case InputKind.SIMULATED:
            return None
        case InputKind.FILE:
            return PacedCamera(device, clock, open_footage(Path(settings.address), device, size), float(settings.fps))
        case InputKind.STREAM:
            return OpenCvCamera(device, clock, settings.address, size=size, lively=lively)
        case InputKind.DEVICE:
            return OpenCvCamera(device, clock, _address(settings.address), size=size, lively=lively)
        case InputKind.AUTO:
            path = Path(f"/dev/video{settings.address or 0}")
            if not path.exists():
                return None
            return OpenCvCamera(device, clock, _address(settings.address), size=size, lively=lively)


def _address(address: str) -> int | str:
    return int(address) if address.isdigit() else address or 0


def _sound(settings: Settings, clock: Clock, simulated: _Simulated) -> tuple[Microphone, Speaker]:
    live = settings.mode is Mode.LIVE
    microphone: Microphone = simulated.microphone
    if settings.microphone.kind is InputKind.DEVICE or (
        settings.microphone.kind is InputKind.AUTO and _has_sound("input")
    ):
        microphone = SounddeviceMicrophone(clock, settings.microphone.name or None, live=live)
    speaker: Speaker = ClockSpeaker(clock)
    if settings.speaker.kind is InputKind.DEVICE or (settings.speaker.kind is InputKind.AUTO and _has_sound("output")):
        speaker = SounddeviceSpeaker(settings.speaker.name or None)
    return microphone, speaker


def _has_sound(kind: str) -> bool:
    """Whether this machine has such a sound device at all."""
    with contextlib.suppress(DeviceError, OSError, ValueError):
        return any(entry[f"max_{kind}_channels"] > 0 for entry in portaudio("sound").query_devices())
    return False


def _ears(settings: Settings, heard: SimulatedRecogniser | None) -> tuple[VoiceActivity, Recogniser]:
    if heard is not None or settings.recogniser.kind == "simulated":
        return SimulatedVoiceActivity(), heard or SimulatedRecogniser()
    return SileroVoiceActivity(), recogniser_of(settings)


def _printer(settings: Settings, clock: Clock) -> Printer | None:
    match settings.printer.kind:
        case "ipp":
            from kiosk.devices.printer_ipp import IppPrinter

            return IppPrinter(settings.printer.uri, clock)
        case "simulated":
            return SimulatedPrinter()
        case _:
            return None


def _engines(voice: str, recogniser: str, models: ModelFolder) -> dict[str, str]:
    present = {f"model.{entry.use}": entry.sha256 for entry in models.present()}
    return {"voice": voice, "recogniser": recogniser, **present}
