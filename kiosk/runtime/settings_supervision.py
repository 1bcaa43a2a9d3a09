"""The supervisor's console: where a kiosk dials, and a console's own settings file."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from kiosk.runtime.settings_base import LocalPath, Section
from kiosk.runtime.settings_faults import first_fault, misplaced
from kiosk.runtime.settings_file import parsed

ConsoleName = Annotated[str, Field(pattern=r"^console-[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$")]


class ConsoleAddressSettings(Section):
    """`name`: that of the console's certificate, which it must show whatever host it runs on."""

    url: Annotated[str, Field(pattern=r"^wss://[^\s/]+:[0-9]{1,5}/?$")]
    name: ConsoleName


class SupervisionSettings(Section):
    """`consoles`: the kiosk dials each of them; none: `tail` stays unproven, and nothing else changes. `staff`: the
    register that headquarters signed; in training two people stand in for a missing one."""

    staff: LocalPath | None = None
    consoles: Annotated[tuple[ConsoleAddressSettings, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _different(self) -> Self:
        if len({console.name for console in self.consoles}) != len(self.consoles):
            raise misplaced("consoles", "each console once")
        return self


ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class OpeningSettings(Section):
    """When somebody may begin, by the clock of the machine's own time zone. No `days`: always."""

    days: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(max_length=7)] = ()
    opens: ClockTime = "09:00"
    closes: ClockTime = "17:00"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise misplaced("closes", "a time after opens")
        return self


class ListenSettings(Section):
    """Kiosks of the branch dial this; 0.0.0.0 for all of the machine's networks."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 47615


class ConsoleHeadquartersSettings(Section):
    """`url`: where heads go on to; `home` (training only): the folder of a kiosk's embedded headquarters instead."""

    url: str = ""
    home: LocalPath | None = None
    trust: LocalPath

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.home is None) == (not self.url):
            raise misplaced("url", "either an address or, in training, `home`")
        if self.url and not self.url.startswith("https://"):
            raise misplaced("url", "an address beginning with https://")
        return self


class ConsoleSettings(Section):
    """The whole file of a console. `staff`: the roster; in training two people stand in for a missing one."""

    mode: Mode
    name: ConsoleName
    branch: Annotated[str, Field(min_length=1, max_length=100)]
    language: Language = Language.ZH_CN
    state: LocalPath
    staff: LocalPath | None = None
    listen: ListenSettings = ListenSettings()
    headquarters: ConsoleHeadquartersSettings

    @model_validator(mode="after")
    def _live_is_real(self) -> Self:
        if self.mode is Mode.LIVE:
            if self.headquarters.home is not None:
                raise misplaced("headquarters.home", "nothing in live mode")
            if self.staff is None:
                raise misplaced("staff", "the roster's file, in live mode")
            trust = self.headquarters.trust
            if "training" in trust.parts or (trust / "TRAINING").exists():
                raise misplaced("headquarters.trust", "a folder of live roots in live mode, not the training one")
        return self


def load_console_settings(path: Path) -> ConsoleSettings:
    """Read and check a console's file. Raises ConfigurationError that names file, dotted key and what was expected."""
    try:
        return ConsoleSettings.model_validate_json(parsed(path), context={"base": path.resolve().parent})
    except ValidationError as error:
        where, expected = first_fault(error, ConsoleSettings)
        raise ConfigurationError(str(path), where, expected) from None
