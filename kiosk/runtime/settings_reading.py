"""Settings of the page: how long a text stands at least, and how large the panel is."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from kiosk.consent.pace import Reading
from kiosk.domain.speech import Language
from kiosk.runtime.settings_base import Seconds, Section
from kiosk.runtime.settings_faults import misplaced

_COARSEST = 50


class ScreenSettings(Section):
    """`dpi`: dots per inch of the panel, so that what is touched is 20 mm high; 0: as the panel says itself.
    `motion` off: nothing on the screen moves by itself."""

    dpi: Annotated[float, Field(ge=0, le=320)] = 0.0
    motion: bool = True

    @field_validator("dpi")
    @classmethod
    def _of_a_panel(cls, dpi: float) -> float:
        if 0 < dpi < _COARSEST:
            raise misplaced("dpi", f"0, or {_COARSEST} to 320 dots per inch")
        return dpi


SwitchKey = Annotated[str, Field(pattern=r"^(F([1-9]|1[0-9]|2[0-4])|Space|Return|Backspace|[0-9A-Z])$")]


class SwitchSettings(Section):
    """Which keys the switches of who can't touch press: `next` moves on, `choose` chooses."""

    next: SwitchKey = "F7"
    choose: SwitchKey = "F8"

    @field_validator("choose")
    @classmethod
    def _another(cls, choose: str, info: ValidationInfo) -> str:
        if choose == info.data.get("next"):
            raise misplaced("choose", "another key than switches.next")
        return choose


class ReadingSettings(Section):
    """How long a text must stand at least: the legal minimum, whatever the borrower's own pace."""

    shortest: Seconds = 3.0
    zh: Annotated[float, Field(ge=0.05, le=1.0)] = 0.1
    en: Annotated[float, Field(ge=0.015, le=0.3)] = 0.03

    def rules(self) -> Reading:
        """For the session machine."""
        return Reading(self.shortest, {Language.ZH_CN: self.zh, Language.EN: self.en})
