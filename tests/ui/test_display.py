"""The window fills the screen, also one that was unplugged: a real X server, whose one screen goes and comes."""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("xvfb-run") is None or ctypes.util.find_library("Xrandr") is None,
    reason="no X server to unplug a screen from: Xvfb or libXrandr is not here",
)


def told() -> dict[str, Any]:
    command = ["xvfb-run", "-a", "-s", "-screen 0 1080x1920x24", sys.executable, "-m", "tests.ui.display_child"]
    around = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=around)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_the_window_fills_the_screen_and_does_so_again_when_it_comes_back() -> None:
    """Without a window manager, as on a kiosk; while the screen was away the window was made smaller."""
    found = told()
    assert found["before"] == [1080, 1920]
    assert found["came"], "the screen was never away"
    assert found["plugged"] == [1080, 1920]
