"""The sections of the settings that hold thresholds: faces, attacks, liveness, speech, age, ceiling, affordability."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk.checks.face_match import DistanceThresholds, FusedThresholds, MatchThresholds
from kiosk.checks.liveness import Plan
from kiosk.domain.money import Fen
from kiosk.lending.affordability import AffordabilityThresholds
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.runtime.settings_base import Fraction, OptionalSha256, Section, Share
from kiosk.runtime.settings_faults import misplaced


class FaceThresholds(Section):
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


class AttackSettings(Section):
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


LIGHT_COLOURS = 6
"""Of one light challenge: under five seconds, each side three times."""


class LivenessSettings(Section):
    """The drawn challenge. `light`: whether the borrower is asked for the screen's light at all; it is proven on
    renderings only, so live mode wants `light_measured`, the day on which this branch measured it on people."""

    light: bool = False
    light_measured: date | None = None

    def plan(self) -> Plan:
        """What may be drawn; the light only for who agrees to it."""
        return Plan(light=LIGHT_COLOURS if self.light else 0)


class CardSettings(Section):
    """`surface`: whether a highlight or corners that speak against plastic bring staff; recorded they are in any case.
    The limits come from renderings, so live mode wants `surface_measured`, the day this branch tried it on cards."""

    surface: bool = False
    surface_measured: date | None = None


class SpeechThresholds(Section):
    """When a spoken answer counts (DESIGN section 3, invariant 10)."""

    min_average_log_probability: Annotated[float, Field(ge=-10.0, le=0.0)] = -1.0
    max_distance: Share = 0.25
    min_margin: Share = 0.1
    min_speech_seconds: Annotated[float, Field(ge=0.0, le=5.0)] = 0.25
    vad_threshold: Share = 0.5


class AgeLimits(Section):
    """Years. From `elder_from` a borrower gets more time and the extra questions."""

    minimum: Annotated[int, Field(ge=18, le=120)] = 18
    maximum: Annotated[int, Field(ge=18, le=120)] = 75
    elder_from: Annotated[int, Field(ge=40, le=120)] = 60

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.maximum <= self.minimum:
            raise misplaced("maximum", f"an age above minimum ({self.minimum})")
        return self


class CeilingSettings(Section):
    """The highest all-in annual cost that may be offered; `basis` says by which of the two methods."""

    rate: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.24")
    basis: RateBasis = RateBasis.SIMPLE

    def ceiling(self) -> Ceiling:
        """For kiosk.lending."""
        return Ceiling(self.rate, self.basis)


class AffordabilitySettings(Section):
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
