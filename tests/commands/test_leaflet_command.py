"""`main.py leaflet`: a PDF with the branch's numbers, or one plain sentence and exit code 2."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kiosk.commands.leaflet import leaflet

app = typer.Typer()
app.command()(leaflet)


def _settings(root: Path, folder: Path, more: str) -> Path:
    path = folder / "training.toml"
    path.write_text(f"{(root / 'device_config/training.toml').read_text('utf-8')}\n[leaflet]\n{more}\n", "utf-8")
    return path


def test_it_is_written(root: Path, tmp_path: Path) -> None:
    config = _settings(root, tmp_path, 'lender_phone = "400-000-0001"')
    done = CliRunner().invoke(app, ["--out", str(tmp_path / "a.pdf"), "--config", str(config)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("phone", ["call me", "12", "１２３７８", "0" * 40, "12378; rm"])
def test_a_number_that_is_none_is_refused(root: Path, tmp_path: Path, phone: str) -> None:
    config = _settings(root, tmp_path, f'mediator_phone = "{phone}"')
    done = CliRunner().invoke(app, ["--out", str(tmp_path / "a.pdf"), "--config", str(config)])
    assert done.exit_code == 2
    assert "leaflet.mediator_phone" in done.output
    assert not (tmp_path / "a.pdf").exists()


def test_a_folder_that_is_not_there(root: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["--out", str(tmp_path / "no" / "a.pdf"), "--config", str(_settings(root, tmp_path, ""))]
    )
    assert done.exit_code == 2
    assert "Traceback" not in done.output
