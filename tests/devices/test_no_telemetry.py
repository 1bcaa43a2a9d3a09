"""No library below the adapters may phone home, or keep a diary of what it did."""

import os
import subprocess
import sys
from pathlib import Path

_USE = """
import kiosk.devices.voice_activity_silero as silero
silero.SileroVoiceActivity()
"""


def test_onnxruntime_keeps_no_telemetry_under_the_home_folder(root: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", _USE], cwd=root, env=environment, check=True, timeout=120)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
