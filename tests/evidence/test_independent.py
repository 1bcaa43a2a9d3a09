"""Two verifiers, written apart, agree on good bundles and on changed ones."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.commands.verify import verify
from kiosk.domain.consents import Mode, Source
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass
from tests.evidence.bundles import Authorities, Built, Plan, build_bundle

VERIFIER = Path(__file__).parent.parent / "vectors" / "independent_verify.py"
pytestmark = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("openssl")), reason="needs the age and openssl commands"
)


def both(folder: Path, trust_dir: Path | None, identity: Path | None) -> tuple[int, int]:
    arguments = [sys.executable, "-I", str(VERIFIER), str(folder)]
    arguments += ["--trust", str(trust_dir)] if trust_dir else []
    arguments += ["--identity", str(identity)] if identity else []
    asked = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert not asked.stderr
    return verify(folder, trust_dir, identity, as_json=False), asked.returncode


@pytest.fixture
def identity(good: Built, tmp_path: Path) -> Path:
    path = tmp_path / "identities"
    path.write_text("# of headquarters\n" + "\n".join(good.all_identities) + "\n")
    return path


def test_it_imports_nothing_of_the_kiosk() -> None:
    assert "kiosk" not in VERIFIER.read_text().replace("nothing of kiosk", "")


def test_both_verify_a_good_bundle(good: Built, trust_dir: Path, identity: Path) -> None:
    assert both(good.folder, trust_dir, None) == (0, 0)
    assert both(good.folder, trust_dir, identity) == (0, 0)


def test_both_say_integrity_only(
    good: Built, good_training: Built, live: Authorities, trust_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert both(good.folder, tmp_path / "empty", None) == (10, 10)
    pending = build_bundle(tmp_path / "pending", live, Plan(stamped=False))
    assert both(pending.folder, trust_dir, None) == (10, 10)
    simulated = build_bundle(tmp_path / "simulated", live, Plan(sources={"microphone": Source.FILE}))
    assert both(simulated.folder, trust_dir, None) == (10, 10)
    stranger = build_bundle(tmp_path / "stranger", Authorities(tmp_path / "s"))
    assert both(stranger.folder, trust_dir, None) == (10, 10)
    assert both(good_training.folder, trust_dir, None) == (0, 0)


def test_both_call_a_training_bundle_that_says_live_untrusted(
    training: Authorities, trust_dir: Path, tmp_path: Path
) -> None:
    built = build_bundle(tmp_path / "b", training, Plan(mode=Mode.LIVE))
    assert both(built.folder, trust_dir, None) == (10, 10)


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.sig", "device.pem", "timestamp.tsr", "timestamp.sig", "parts"]
)
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 0.999])
def test_both_call_a_changed_byte_broken(
    good: Built, trust_dir: Path, copy: Callable[[], Path], name: str, place: float
) -> None:
    folder = copy()
    path = sorted((folder / "parts").iterdir())[0] if name == "parts" else folder / name
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0x20
    path.write_bytes(content)
    assert both(folder, trust_dir, None) == (20, 20)


def test_both_find_missing_added_and_damaged_contents(
    good: Built, live: Authorities, trust_dir: Path, copy: Callable[[], Path], identity: Path
) -> None:
    part = next(part for part in good.manifest.parts if part.part_class is PartClass.RECORDING)
    folder = copy()
    (folder / "parts" / part.sha256).unlink()
    assert both(folder, trust_dir, identity) == (20, 20)
    folder = copy()
    (folder / "parts" / sha256(b"x")).write_bytes(b"x")
    assert both(folder, trust_dir, identity) == (20, 20)
    folder = copy()
    content = bytearray((folder / "parts" / part.sha256).read_bytes())
    content[300] ^= 1
    (folder / "parts" / part.sha256).write_bytes(content)
    assert both(folder, trust_dir, identity) == (20, 20)
