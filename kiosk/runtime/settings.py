"""Settings: one TOML file, checked whole before anything starts.

A relative path counts from the folder of the settings file. Every key is explained in device_config/SCHEMA.md.
"""

import json
import tomllib
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kiosk.checks.face_match import DistanceThresholds, FusedThresholds, MatchThresholds
from kiosk.consent.delays import Delays
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.money import Fen
from kiosk.domain.speech import Language
from kiosk.lending.affordability import AffordabilityThresholds
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.runtime.settings_faults import first_fault, misplaced


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    """Make a relative path absolute, from the settings file's folder."""
    base: Path = (info.context or {}).get("base", Path.cwd())
    return (base / path).resolve()


def _file_address(address: str, info: ValidationInfo) -> str:
    """The same for an address that is a path only when the kind is a file."""
    if address and info.data.get("kind") is InputKind.FILE:
        return str(_beside_the_file(Path(address), info))
    return address


LocalPath = Annotated[Path, AfterValidator(_beside_the_file)]
OptionalSha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Fraction = Annotated[Decimal, Field(ge=0, le=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(gt=0.0, le=3600.0)]
Days = Annotated[int, Field(ge=0, le=36_525)]


class _Section(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class InputKind(StrEnum):
    """What a camera, microphone or speaker is. `auto` (training only): a device if there is one, else simulated."""

    AUTO = "auto"
    DEVICE = "device"
    STREAM = "stream"
    FILE = "file"
    SIMULATED = "simulated"


NOT_LIVE = frozenset({InputKind.AUTO, InputKind.FILE, InputKind.SIMULATED})
STREAM_SCHEMES = ("http://", "https://", "rtsp://", "rtsps://")


class CameraSettings(_Section):
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


class SoundSettings(_Section):
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


class VoiceSettings(_Section):
    """The guide's voice. `rate` 1.0 is normal."""

    engine: Literal["espeak"] = "espeak"
    rate: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0


class RecogniserSettings(_Section):
    """`model`: folder of the joined speech model."""

    kind: Literal["whisper", "simulated"] = "whisper"
    model: LocalPath


class FaceThresholds(_Section):
    """Three outcomes of a comparison: a match, a look by staff, a look with a warning; never a refusal.

    With both models: cosine less `distance_weight` times dlib's distance. Without faceres: dlib's distance alone, whose
    library default of 0.6 accepts a third or more of different East Asian people as the same and is refused here.
    `faceres`: whether it is used where its file is there; its licence for live use is unclear, so a site says yes.
    """

    faceres: bool = False
    match_score: Annotated[float, Field(gt=0.0, lt=1.0)]
    warning_score: Annotated[float, Field(gt=-1.0, lt=1.0)]
    distance_weight: Annotated[float, Field(ge=0.0, le=5.0)]
    match_distance: Annotated[float, Field(gt=0.0, lt=0.6)]
    warning_distance: Annotated[float, Field(gt=0.0, le=1.0)]
    provenance: Annotated[str, Field(min_length=10)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.warning_score >= self.match_score:
            raise misplaced("warning_score", f"a number below match_score ({self.match_score})")
        if self.warning_distance <= self.match_distance:
            raise misplaced("warning_distance", f"a number above match_distance ({self.match_distance})")
        return self

    def thresholds(self) -> MatchThresholds:
        """For kiosk.checks."""
        return MatchThresholds(
            FusedThresholds(self.distance_weight, self.match_score, self.warning_score),
            DistanceThresholds(self.match_distance, self.warning_distance),
        )


class AttackSettings(_Section):
    """Passive attack detection: the model by file name (in `models`) and hash; without it no frame gets an answer.

    `provenance`: the measurement that `live_threshold` comes from.
    """

    kind: Literal["minifasnet", "simulated"]
    model: str = "MiniFASNetV2_80x80_scale2.7.onnx"
    sha256: OptionalSha256 = ""
    live_threshold: Share = 0.3
    provenance: Annotated[str, Field(min_length=10)] = (
        "both MiniFASNet models on 123 prints and 62 live stills: 0.3 lies between the nearest print (0.19) and all"
        " live faces but one (from 0.44). Refit with main.py measure spoof."
    )

    @model_validator(mode="after")
    def _file_name_only(self) -> Self:
        if Path(self.model).name != self.model:
            raise misplaced("model", "a file name without a folder; the folder is the key models")
        return self


class SpeechThresholds(_Section):
    """When a spoken answer counts (DESIGN section 3, invariant 10)."""

    min_average_log_probability: Annotated[float, Field(ge=-10.0, le=0.0)] = -1.0
    max_distance: Share = 0.25
    min_margin: Share = 0.1
    min_speech_seconds: Annotated[float, Field(ge=0.0, le=5.0)] = 0.25
    vad_threshold: Share = 0.5


class AgeLimits(_Section):
    """Years. From `elder_from` a borrower gets more time and the extra questions."""

    minimum: Annotated[int, Field(ge=18, le=120)] = 18
    maximum: Annotated[int, Field(ge=18, le=120)] = 75
    elder_from: Annotated[int, Field(ge=40, le=120)] = 60

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.maximum <= self.minimum:
            raise misplaced("maximum", f"an age above minimum ({self.minimum})")
        return self


class CeilingSettings(_Section):
    """The highest all-in annual cost that may be offered; `basis` says by which of the two methods."""

    rate: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.24")
    basis: RateBasis = RateBasis.SIMPLE

    def ceiling(self) -> Ceiling:
        """For kiosk.lending."""
        return Ceiling(self.rate, self.basis)


class AffordabilitySettings(_Section):
    """Debt service as a share of what the income leaves after living; meanings as in kiosk.lending.affordability."""

    living_floor_fen: Annotated[int, Field(ge=0)] = 150_000
    warn: Fraction = Decimal("0.35")
    refer: Fraction = Decimal("0.50")
    person: Fraction = Decimal("0.55")
    stress_income_cut: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.20")
    stress_extra_debt_fen: Annotated[int, Field(ge=0)] = 50_000

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.warn <= self.refer <= self.person:
            raise misplaced("refer", f"0 < warn ({self.warn}) <= refer ({self.refer}) <= person ({self.person})")
        return self

    def thresholds(self) -> AffordabilityThresholds:
        """For kiosk.lending."""
        return AffordabilityThresholds(
            Fen(self.living_floor_fen),
            self.warn,
            self.refer,
            self.person,
            self.stress_income_cut,
            Fen(self.stress_extra_debt_fen),
        )


class RetentionDays(_Section):
    """How long headquarters keeps each data class; never longer than assets/consents.toml promises the borrower."""

    record: Days = 3653
    identity: Days = 3653
    biometric: Days = 30
    recording: Days = 1826


class HeadquartersSettings(_Section):
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


class TimestampSettings(_Section):
    """RFC 3161 authorities, tried in this order; none (training only): the one of embedded headquarters."""

    urls: tuple[Annotated[str, Field(pattern=r"^https?://\S+$")], ...] = ()


class PrinterSettings(_Section):
    """`uri`: ipp:// or ipps://. `none`: the borrower gets the receipt by QR code only."""

    kind: Literal["ipp", "simulated", "none"] = "none"
    uri: str = ""

    @model_validator(mode="after")
    def _uri_fits_kind(self) -> Self:
        if self.kind == "ipp" and not self.uri.startswith(("ipp://", "ipps://")):
            raise misplaced("uri", "a printer's address beginning with ipp:// or ipps://")
        return self


class AuthoritySettings(_Section):
    """Who vouches: for the borrower's signature, and for the card's genuineness. `none` shows in what is not proven."""

    signing_certificate: Literal["training", "none"] = "none"
    identity: Literal["simulated", "none"] = "none"


class DelaySettings(_Section):
    """Every waiting time that a site may change, in seconds."""

    idle: Seconds = 120.0
    idle_answer: Seconds = 45.0
    farewell: Seconds = 30.0
    absence_pause: Seconds = 5.0
    device_recovery: Seconds = 20.0
    face_compare_every: Seconds = 10.0

    def delays(self) -> Delays:
        """For the session machine."""
        return Delays(self.idle, self.idle_answer, self.farewell)


class Settings(_Section):
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
    face: FaceThresholds
    attack: AttackSettings
    speech: SpeechThresholds = SpeechThresholds()
    age: AgeLimits = AgeLimits()
    ceiling: CeilingSettings = CeilingSettings()
    affordability: AffordabilitySettings = AffordabilitySettings()
    retention_days: RetentionDays = RetentionDays()
    headquarters: HeadquartersSettings
    timestamp: TimestampSettings = TimestampSettings()
    printer: PrinterSettings = PrinterSettings()
    authorities: AuthoritySettings = AuthoritySettings()
    delays: DelaySettings = DelaySettings()

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
    content = _read(path)
    # Strict JSON is the one strict input where TOML's strings may still become paths, decimals and enumerations.
    document = json.dumps(content, default=str)
    try:
        return Settings.model_validate_json(document, context={"base": path.resolve().parent})
    except ValidationError as error:
        where, expected = first_fault(error, Settings)
        raise ConfigurationError(str(path), where, expected) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(str(path), "the file", "expected a settings file, but there is none here") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ConfigurationError(str(path), "the file", f"expected a readable settings file ({reason})") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(path), f"byte {error.start}", "expected text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), "the file", f"expected well-formed TOML ({error})") from None
