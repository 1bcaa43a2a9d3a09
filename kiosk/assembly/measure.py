"""Binds the adapters of `measure` to its kinds; each kind's adapters are built only when it is asked for."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from kiosk.assembly.private_folder import private_folder
from kiosk.assembly.recognisers import recogniser_of, scorer_of
from kiosk.bench.attacks import Detection, measure_motion, measure_spoof
from kiosk.bench.faces import measure_faces
from kiosk.bench.idcards import measure_idcards
from kiosk.bench.measure import Figures, Kind, Measure, run_measure
from kiosk.bench.speech import Ears, measure_speech
from kiosk.checks.card_verdicts import CardThresholds
from kiosk.checks.liveness import LivenessThresholds
from kiosk.devices.attack_detector_minifasnet import MiniFasNetDetector
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.face_dlib import DlibFaceAnalyser
from kiosk.devices.onnx.model_folder import ModelFolder, load_model_folder
from kiosk.devices.sound_file import read_sound
from kiosk.devices.vision.pictures import read_frames, read_picture
from kiosk.devices.vision.worn_portrait import worn_portrait
from kiosk.devices.voice_activity_silero import SileroVoiceActivity
from kiosk.runtime.settings import Settings

CATALOGUE = Path(__file__).resolve().parents[2] / "assets" / "models.toml"


def run(kind: Kind, folder: Path, settings: Settings, models: Path | None, cross_validate: bool) -> Figures:
    """`models`: the folder that --models names, looked into before that of the settings. Raises ConfigurationError
    for a folder of another shape, DeviceError for a model file with other bytes or a part that can't begin."""
    catalogue = load_model_folder(CATALOGUE, models, settings.models)
    with ExitStack() as stack:
        return run_measure(kind, folder, _measures(settings, catalogue, stack), cross_validate)


def _measures(settings: Settings, models: ModelFolder, stack: ExitStack) -> Mapping[Kind, Callable[[], Measure]]:
    match = settings.face.thresholds()

    def analyser() -> DlibFaceAnalyser:
        return stack.enter_context(DlibFaceAnalyser(FaceModelFiles.of(models, faceres=settings.face.faceres)))

    def detection() -> Detection:
        limits = LivenessThresholds(least_live=float(settings.attack.live_threshold))
        return Detection(analyser(), MiniFasNetDetector(models), limits)

    def faces() -> Measure:
        using = analyser()
        return lambda folder, refit: measure_faces(folder, refit, read_picture, using, worn_portrait, match)

    def spoof() -> Measure:
        using = detection()
        return lambda folder, refit: measure_spoof(folder, refit, read_picture, using)

    def motion() -> Measure:
        using = detection()
        return lambda folder, refit: measure_motion(folder, refit, read_frames, using)

    def idcards() -> Measure:
        reader = OpenCvCardReader(stack.enter_context(private_folder()))
        limits = CardThresholds()
        return lambda folder, refit: measure_idcards(folder, refit, read_picture, reader, limits)

    def speech() -> Measure:
        recogniser, activity = recogniser_of(settings), SileroVoiceActivity()
        ears = Ears(recogniser, activity, scorer_of(recogniser))
        return lambda folder, refit: measure_speech(folder, refit, read_sound, ears)

    return {Kind.FACES: faces, Kind.SPOOF: spoof, Kind.MOTION: motion, Kind.IDCARDS: idcards, Kind.SPEECH: speech}
