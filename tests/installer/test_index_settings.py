"""pip's settings handed over to uv."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def index_settings() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "installer" / "index_settings.py"
    spec = importlib.util.spec_from_file_location("index_settings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_environment_wins_over_section_over_general(index_settings: ModuleType) -> None:
    listing = ":env:.index-url='https://env.example'\nglobal.index-url='https://a.example'\ninstall.index-url='https://b.example'"
    assert index_settings.pip_settings(listing) == {"index-url": ["https://env.example"]}
    assert index_settings.pip_settings("\n".join(listing.splitlines()[1:])) == {"index-url": ["https://b.example"]}


def test_several_values_are_joined_as_uv_reads_them(index_settings: ModuleType) -> None:
    pip = {"extra-index-url": ["https://a.example", "https://b.example"], "find-links": ["/wheels", "/more"]}
    assert dict(index_settings.uv_settings(pip, {})) == {
        "UV_INDEX": "https://a.example https://b.example",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_is_set_for_uv_wins(index_settings: ModuleType) -> None:
    pip = {"index-url": ["https://a.example"], "cert": ["/ca.pem"]}
    environment = {"UV_DEFAULT_INDEX": "https://own.example", "SSL_CERT_FILE": "/own.pem"}
    assert dict(index_settings.uv_settings(pip, environment)) == {}


@pytest.mark.parametrize(
    ("value", "expected"), [("true", {"UV_NO_INDEX": "1"}), ("1", {"UV_NO_INDEX": "1"}), ("0", {})]
)
def test_no_index(index_settings: ModuleType, value: str, expected: dict[str, str]) -> None:
    assert dict(index_settings.uv_settings({"no-index": [value]}, {})) == expected


def test_other_settings_are_left_alone(index_settings: ModuleType) -> None:
    listing = "global.timeout='60'\nfreeze.index-url='https://c.example'\n:env:.disable-pip-version-check='1'\n"
    assert dict(index_settings.uv_settings(index_settings.pip_settings(listing), {})) == {}


def test_asks_the_pip_of_the_python_that_runs_it(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True, capture_output=True)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/simple\n")
    environment = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(tmp_path / "venv" / "bin" / "python"), str(root / "installer" / "index_settings.py")],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "UV_DEFAULT_INDEX=https://mirror.example/simple\n" in done.stdout
