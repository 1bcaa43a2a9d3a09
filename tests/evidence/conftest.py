"""One set of authorities and one good bundle a mode; tests change copies of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.consents import Mode, Source
from kiosk.evidence.certificates import Trust, load_trust
from tests.evidence.bundles import Authorities, Built, Plan, build_bundle


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    return Authorities(tmp_path_factory.mktemp("live"), Mode.LIVE)


@pytest.fixture(scope="session")
def training(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    return Authorities(tmp_path_factory.mktemp("training"), Mode.TRAINING)


@pytest.fixture(scope="session")
def trust_dir(live: Authorities, training: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return training.write_trust(live.write_trust(tmp_path_factory.mktemp("trust")))


@pytest.fixture(scope="session")
def trust(trust_dir: Path) -> Trust:
    return load_trust(trust_dir)


@pytest.fixture(scope="session")
def good(live: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_bundle(tmp_path_factory.mktemp("good") / "bundle", live)


@pytest.fixture(scope="session")
def good_training(training: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Built:
    plan = Plan(mode=Mode.TRAINING, sources={"face_camera": Source.SIMULATED}, entry_source=Source.SIMULATED)
    return build_bundle(tmp_path_factory.mktemp("good-training") / "bundle", training, plan)


@pytest.fixture
def copy(good: Built, tmp_path: Path) -> Callable[[], Path]:
    """A fresh copy of the good bundle's folder."""

    def make() -> Path:
        place = tmp_path / "copy"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(good.folder, place, symlinks=True)
        return place

    return make
