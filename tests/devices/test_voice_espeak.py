"""espeak-ng: what only it could do wrong. What every voice does is held by `tests/contracts/test_voice.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

_SPEAKS = """
from pathlib import Path
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.domain.speech import Language

voice = EspeakVoice()
made = [voice.synthesise(*each, 1.0) for each in (("请坐。", Language.ZH_CN), ("Please sit down.", Language.EN))]
assert all(len(sound.samples) for sound in made)
print(len(list(Path("/proc/self/task").iterdir())))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's /proc")
def test_it_speaks_in_the_thread_that_asks(root: Path) -> None:
    """A thread of the library's own lost a sentence now and then, and spoke it into the next."""
    done = subprocess.run([sys.executable, "-c", _SPEAKS], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
