"""What every section of the settings is made of: strict sections, paths beside the file, bounded numbers."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo


def beside_the_file(path: Path, info: ValidationInfo) -> Path:
    """Make a relative path absolute, from the settings file's folder."""
    base: Path = (info.context or {}).get("base", Path.cwd())
    return (base / path).resolve()


LocalPath = Annotated[Path, AfterValidator(beside_the_file)]
OptionalSha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Fraction = Annotated[Decimal, Field(ge=0, le=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(gt=0.0, le=3600.0)]
Days = Annotated[int, Field(ge=0, le=36_525)]


class Section(BaseModel):
    """Unknown keys, other types and non-numbers are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
