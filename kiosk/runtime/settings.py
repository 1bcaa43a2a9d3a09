"""Settings: one TOML file, checked whole before anything starts.

A relative path counts from the folder of the settings file. Every key is explained in device_config/SCHEMA.md.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from kiosk.consent.delays import Delays
from kiosk.domain.consents import DataClass, Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from kiosk.runtime.settings_base import Days, LocalPath, Seconds, Section, beside_the_file
from kiosk.runtime.settings_faults import first_fault, misplaced
from kiosk.runtime.settings_file import parsed
from kiosk.runtime.settings_leaflet import LeafletSettings
from kiosk.runtime.settings_reading import ReadingSettings, ScreenSettings, SwitchSettings
from kiosk.runtime.settings_supervision import OpeningSettings, SupervisionSettings
from kiosk.runtime.settings_thresholds import (
    AffordabilitySettings,
    AgeLimits,
    AttackSettings,
    CardSettings,
    CeilingSettings,
    FaceThresholds,
    LivenessSettings,
    SpeechThresholds,
)
from kiosk.runtime.settings_voice import VoiceSettings


def _file_address(address: str, info: ValidationInfo) -> str:
    """Absolute, where the address is the path of a file."""
    if address and info.data.get("kind") is InputKind.FILE:
        return str(beside_the_file(Path(address), info))
    return address


class InputKind(StrEnum):
    """What a camera, microphone or speaker is. `auto` (training only): a device if there is one, else simulated."""

    AUTO = "auto"
    DEVICE = "device"
    STREAM = "stream"
    FILE = "file"
    SIMULATED = "simulated"


NOT_LIVE = frozenset({InputKind.AUTO, InputKind.FILE, InputKind.SIMULATED})
STREAM_SCHEMES = ("http://", "https://", "rtsp://", "rtsps://")


class CameraSettings(Section):
    """`address`: number or path of a device, URL of a stream, video file or folder of pictures."""

    kind: InputKind
    address: str = ""
    width: Annotated[int, Field(ge=320, le=3840, multiple_of=2)] = 1280
    height: Annotated[int, Field(ge=240, le=2160, multiple_of=2)] = 720
    fps: Annotated[int, Field(ge=5, le=60)] = 25

    @field_validator("address")
    @classmethod
    def _file_beside_the_settings(cls, address: str, info: ValidationInfo) -> str:
        return _file_address(address, info)

    @model_validator(mode="after")
    def _address_fits_kind(self) -> Self:
        match self.kind:
            case InputKind.STREAM if not self.address.startswith(STREAM_SCHEMES):
                raise misplaced("address", f"a stream's URL beginning with one of {', '.join(STREAM_SCHEMES)}")
            case InputKind.FILE if not self.address:
                raise misplaced("address", "the path of a video file or a folder of pictures")
            case InputKind.SIMULATED if self.address:
                raise misplaced("address", "nothing, because a simulated camera has no address")
            case _:
                return self


class SoundSettings(Section):
    """`name`: the device as the sound system names it, empty for its default; for a file, its path."""

    kind: Literal[InputKind.AUTO, InputKind.DEVICE, InputKind.FILE, InputKind.SIMULATED]
    name: str = ""

    @field_validator("name")
    @classmethod
    def _file_beside_the_settings(cls, name: str, info: ValidationInfo) -> str:
        return _file_address(name, info)

    @model_validator(mode="after")
    def _name_fits_kind(self) -> Self:
        if self.kind is InputKind.FILE and not self.name:
            raise misplaced("name", "the path of a sound file or folder")
        return self


class RecogniserSettings(Section):
    """`model`: folder of the joined speech model, or of a site's own with its `recogniser.toml`."""

    kind: Literal["whisper", "sherpa", "simulated"] = "whisper"
    model: LocalPath


class HearingSettings(Section):
    """`barge_in`: the borrower may speak while the guide speaks; false: the recogniser is deaf meanwhile."""

    barge_in: bool = True


class RetentionDays(Section):
    """How long headquarters keeps each data class; never longer than assets/consents.toml promises the borrower."""

    record: Days = 1826
    identity: Days = 3653
    biometric: Days = 30
    recording: Days = 1826

    def by_class(self) -> dict[DataClass, int]:
        """Days by data class."""
        return {kind: getattr(self, kind.value) for kind in DataClass}


class HeadquartersSettings(Section):
    """`trust`: folder of root certificates. `embedded` (training only): started as a child process on loopback."""

    url: str = ""
    trust: LocalPath
    embedded: bool = False

    @model_validator(mode="after")
    def _reachable_somehow(self) -> Self:
        if self.embedded and self.url:
            raise misplaced("url", "nothing, because embedded headquarters chooses its own address")
        if not self.embedded and not self.url.startswith("https://"):
            raise misplaced("url", "an address beginning with https://")
        return self


class TimestampSettings(Section):
    """RFC 3161 authorities, tried in this order; none (training only): the one of embedded headquarters."""

    urls: tuple[Annotated[str, Field(pattern=r"^https?://\S+$")], ...] = ()


class PrinterSettings(Section):
    """`uri`: ipp:// or ipps://. `none`: the borrower gets the receipt by QR code only."""

    kind: Literal["ipp", "simulated", "none"] = "none"
    uri: str = ""

    @model_validator(mode="after")
    def _uri_fits_kind(self) -> Self:
        if self.kind == "ipp" and not self.uri.startswith(("ipp://", "ipps://")):
            raise misplaced("uri", "a printer's address beginning with ipp:// or ipps://")
        return self


class AuthoritySettings(Section):
    """Who vouches: for the borrower's signature, and for the card's genuineness. `none` shows in what is not proven."""

    signing_certificate: Literal["training", "none"] = "none"
    identity: Literal["simulated", "none"] = "none"


class DelaySettings(Section):
    """Every waiting time that a site may change, in seconds."""

    idle: Seconds = 120.0
    idle_answer: Seconds = 45.0
    farewell: Seconds = 30.0
    absence_pause: Seconds = 5.0
    device_recovery: Seconds = 20.0
    face_compare_every: Seconds = 10.0

    def delays(self) -> Delays:
        """For the session machine."""
        return Delays(self.idle, self.idle_answer, farewell=self.farewell)


class Settings(Section):
    """The whole file. Live mode refuses whatever is not the real thing."""

    mode: Mode
    device_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,62}$")]
    branch: Annotated[str, Field(min_length=1, max_length=100)]
    language: Language = Language.ZH_CN
    state: LocalPath
    models: LocalPath
    face_camera: CameraSettings
    document_camera: CameraSettings
    microphone: SoundSettings
    speaker: SoundSettings
    voice: VoiceSettings = VoiceSettings()
    recogniser: RecogniserSettings
    hearing: HearingSettings = HearingSettings()
    face: FaceThresholds
    attack: AttackSettings
    card: CardSettings = CardSettings()
    liveness: LivenessSettings = LivenessSettings()
    speech: SpeechThresholds = SpeechThresholds()
    age: AgeLimits = AgeLimits()
    ceiling: CeilingSettings = CeilingSettings()
    affordability: AffordabilitySettings = AffordabilitySettings()
    retention_days: RetentionDays = RetentionDays()
    headquarters: HeadquartersSettings
    supervision: SupervisionSettings = SupervisionSettings()
    opening: OpeningSettings = OpeningSettings()
    timestamp: TimestampSettings = TimestampSettings()
    printer: PrinterSettings = PrinterSettings()
    authorities: AuthoritySettings = AuthoritySettings()
    delays: DelaySettings = DelaySettings()
    reading: ReadingSettings = ReadingSettings()
    screen: ScreenSettings = ScreenSettings()
    leaflet: LeafletSettings = LeafletSettings()
    switches: SwitchSettings = SwitchSettings()

    @model_validator(mode="after")
    def _cameras_apart(self) -> Self:
        face, document = self.face_camera, self.document_camera
        if face.kind in (InputKind.DEVICE, InputKind.STREAM) and (face.kind, face.address) == (
            document.kind,
            document.address,
        ):
            raise misplaced("document_camera.address", "another camera than face_camera's")
        return self

    @model_validator(mode="after")
    def _live_is_real(self) -> Self:
        if self.mode is Mode.LIVE:
            for fault in _unreal(self):
                raise fault
        return self


def _unreal(settings: Settings) -> list[PydanticCustomError]:
    """What live mode refuses (DESIGN sections 2 and 4)."""
    faults = []
    for name in ("face_camera", "document_camera", "microphone", "speaker"):
        kind = getattr(settings, name).kind
        if kind in NOT_LIVE:
            faults.append(misplaced(f"{name}.kind", f"a real device in live mode, not {kind.value}"))
    for key, value, unreal in (
        ("recogniser.kind", settings.recogniser.kind, "simulated"),
        ("attack.kind", settings.attack.kind, "simulated"),
        ("printer.kind", settings.printer.kind, "simulated"),
        ("authorities.identity", settings.authorities.identity, "simulated"),
        ("authorities.signing_certificate", settings.authorities.signing_certificate, "training"),
    ):
        if value == unreal:
            faults.append(misplaced(key, f"the real thing in live mode, not {value}"))
    if settings.liveness.light and settings.liveness.light_measured is None:
        faults.append(misplaced("liveness.light_measured", "the day this branch measured the light on people"))
    if settings.card.surface and settings.card.surface_measured is None:
        faults.append(misplaced("card.surface_measured", "the day this branch tried the check on real cards"))
    if not settings.attack.sha256:
        faults.append(misplaced("attack.sha256", "the SHA-256 of the attack detection model, in live mode"))
    if settings.headquarters.embedded:
        faults.append(misplaced("headquarters.embedded", "false in live mode"))
    if "training" in settings.headquarters.trust.parts or (settings.headquarters.trust / "TRAINING").exists():
        faults.append(misplaced("headquarters.trust", "a folder of live roots in live mode, not the training one"))
    if not settings.timestamp.urls:
        faults.append(misplaced("timestamp.urls", "at least one time-stamp authority in live mode"))
    return faults


def load_settings(path: Path) -> Settings:
    """Read and check a settings file. Raises ConfigurationError that names file, dotted key and what was expected."""
    document = parsed(path)
    try:
        return Settings.model_validate_json(document, context={"base": path.resolve().parent})
    except ValidationError as error:
        where, expected = first_fault(error, Settings)
        raise ConfigurationError(str(path), where, expected) from None
