"""Settings: good files load, and every bad one is told by file, key and what was expected."""

import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiosk.assembly.kiosk import build_context
from kiosk.checks.liveness import Plan
from kiosk.consent.delays import Delays
from kiosk.consent.retention import promised_days, withheld_days
from kiosk.consent.script import load_script
from kiosk.domain.consents import DataClass, Mode
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from kiosk.lending.affordability import AffordabilityThresholds
from kiosk.lending.ceiling import Ceiling
from kiosk.runtime.settings import InputKind, load_settings
from kiosk.runtime.settings_thresholds import LIGHT_COLOURS

FILES = Path(__file__).parent / "settings_files"
BAD = sorted(path for path in FILES.glob("*.toml") if not path.name.startswith("good_"))


def head(path: Path, label: str) -> str:
    """What the file says of itself in its first lines."""
    prefix = f"# {label}: "
    return next(line.removeprefix(prefix) for line in path.read_text("utf-8").splitlines() if line.startswith(prefix))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file_is_told_by_file_key_and_expectation(path: Path) -> None:
    with pytest.raises(ConfigurationError) as told:
        load_settings(path)
    assert told.value.file == str(path)
    assert told.value.where == head(path, "where")
    assert head(path, "expected") in told.value.expected
    assert str(told.value).startswith(f"{path}: {told.value.where}: expected ")


def test_files_are_what_the_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_settings_files", FILES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert {path.name: path.read_text("utf-8") for path in FILES.glob("*.toml")} == made.contents()


def test_good_training_file() -> None:
    settings = load_settings(FILES / "good_training.toml")
    assert settings.mode is Mode.TRAINING
    assert settings.language is Language.ZH_CN
    assert settings.microphone.kind is InputKind.AUTO
    assert settings.ceiling.rate == Decimal("0.24")
    assert settings.speech.min_margin == 0.1


def test_what_is_left_out_is_what_the_rules_themselves_say() -> None:
    settings = load_settings(FILES / "good_live.toml")
    assert settings.affordability.thresholds() == AffordabilityThresholds()
    assert settings.ceiling.ceiling() == Ceiling()
    assert settings.delays.delays() == Delays()


def test_good_live_file() -> None:
    settings = load_settings(FILES / "good_live.toml")
    assert settings.mode is Mode.LIVE
    assert settings.state == Path("/var/lib/mingshi")
    assert settings.timestamp.urls == ("https://tsa.example",)


@pytest.mark.parametrize("day", ['"2026-11-20"', "2026-11-20"])
def test_a_branch_that_measured_the_light_may_ask_for_it_live(tmp_path: Path, day: str) -> None:
    text = (FILES / "good_live.toml").read_text("utf-8")
    said = f"[liveness]\nlight = true\nlight_measured = {day}\n[attack]"
    (tmp_path / "lit.toml").write_text(text.replace("[attack]", said), "utf-8")
    assert load_settings(tmp_path / "lit.toml").liveness.plan() == Plan(light=LIGHT_COLOURS)


def test_without_a_word_nobody_is_asked_for_light(root: Path) -> None:
    assert load_settings(FILES / "good_live.toml").liveness.plan() == Plan()
    assert load_settings(FILES / "good_training.toml").liveness.plan() == Plan()
    assert load_settings(root / "device_config" / "training.toml").liveness.plan().light == LIGHT_COLOURS


@pytest.mark.parametrize("file", ["good_live.toml", "good_training.toml"])
def test_retention_is_what_the_borrower_was_promised(root: Path, file: str) -> None:
    consents = load_script(root / "assets/scripts/consent.toml", root / "assets/consents.toml").consents
    days = load_settings(FILES / file).retention_days.by_class()
    assert days == promised_days(consents)
    assert withheld_days(consents) == 30


@pytest.mark.parametrize("kind", DataClass)
def test_a_site_that_would_keep_more_than_was_promised_does_not_start(kind: DataClass) -> None:
    settings = load_settings(FILES / "good_training.toml")
    more = settings.retention_days.by_class()[kind] + 1
    longer = settings.model_copy(
        update={"retention_days": settings.retention_days.model_copy(update={kind.value: more})}
    )
    with pytest.raises(ConfigurationError, match=f"retention_days.{kind}"):
        build_context(longer)


def test_relative_paths_count_from_the_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(FILES / "good_training.toml")
    assert settings.recogniser.model == FILES / "models" / "whisper-base"
    assert settings.headquarters.trust == FILES / "trust" / "training"


def test_relative_path_of_a_file_camera_counts_from_the_settings_file(tmp_path: Path) -> None:
    text = (FILES / "good_training.toml").read_text("utf-8")
    changed = tmp_path / "file_camera.toml"
    changed.write_text(text.replace('kind = "device"\naddress = "0"', 'kind = "file"\naddress = "clips/a"'), "utf-8")
    assert load_settings(changed).face_camera.address == str(tmp_path / "clips" / "a")


def test_the_training_file_that_start_uses(root: Path) -> None:
    settings = load_settings(root / "device_config" / "training.toml")
    assert settings.mode is Mode.TRAINING
    assert settings.headquarters.embedded
    assert settings.recogniser.model == root / "models" / "whisper-base"
    assert settings.state.is_relative_to(root / "state")


def test_the_branch_example_refuses_only_for_what_is_left_to_fill_in(root: Path, tmp_path: Path) -> None:
    example = root / "device_config" / "kiosk.toml"
    with pytest.raises(ConfigurationError) as told:
        load_settings(example)
    assert told.value.where == "attack.sha256"
    filled = tmp_path / "kiosk.toml"
    filled.write_text(example.read_text("utf-8").replace('sha256 = ""', f'sha256 = "{"0" * 64}"'), "utf-8")
    assert load_settings(filled).mode is Mode.LIVE


def test_a_live_trust_folder_may_not_hold_the_training_mark(tmp_path: Path) -> None:
    (tmp_path / "trust" / "live").mkdir(parents=True)
    (tmp_path / "trust" / "live" / "TRAINING").touch()
    path = tmp_path / "kiosk.toml"
    path.write_text((FILES / "good_live.toml").read_text("utf-8"), "utf-8")
    with pytest.raises(ConfigurationError, match=r"headquarters\.trust"):
        load_settings(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is none here"):
        load_settings(tmp_path / "none.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="a readable settings file"):
        load_settings(tmp_path)


def test_not_text(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('branch = "Zürich"'.encode("latin-1"))
    with pytest.raises(ConfigurationError, match="byte 11: expected text in UTF-8") as told:
        load_settings(path)
    assert told.value.where == "byte 11"


def test_empty_file_is_invalid(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.touch()
    with pytest.raises(ConfigurationError, match="the key is missing"):
        load_settings(path)


def test_settings_never_change_after_loading() -> None:
    settings = load_settings(FILES / "good_training.toml")
    with pytest.raises(ValidationError, match="frozen"):
        settings.mode = Mode.LIVE  # type: ignore[misc]


def test_every_key_is_explained(root: Path) -> None:
    explained = (root / "device_config" / "SCHEMA.md").read_text("utf-8")
    settings = load_settings(FILES / "good_training.toml")
    for name, field in type(settings).model_fields.items():
        assert f"`{name}`" in explained
        for key in getattr(field.annotation, "model_fields", {}):
            assert f"`{name}.{key}`" in explained, f"{name}.{key} is missing in SCHEMA.md"
