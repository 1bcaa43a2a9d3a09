"""The guide really speaks, the microphone really hears it come back: it stops for the borrower, and not for itself."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from kiosk.devices.sound_file import read_sound
from tests.journeys.pulse import PulseRig, missing_programs

pytestmark = [pytest.mark.sound, pytest.mark.journey]
CHILD = Path(__file__).parent / "guide_at_the_microphone.py"
SAYS = (
    "接下来我把这笔贷款的每一项费用念给您听，念完一项，您确认一项，都清楚了我们再往下走。"
    "您每月还三千七百六十五元零五分，一共还十二个月，第一次还款在下个月的十五号。"
)


class Guide:
    """The child that speaks, and what it tells line by line."""

    def __init__(self, rig: PulseRig) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD)],
            env=rig.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def says(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def told(self, until: str, seconds: float = 60.0) -> list[dict[str, object]]:
        """Everything up to a line that holds `until`."""
        found: list[dict[str, object]] = []
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                break
            if line.startswith("{"):  # library warnings go by
                found.append(json.loads(line))
                if until in found[-1]:
                    return found
        pytest.fail(f"no {until}: {found}")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def rig() -> Iterator[PulseRig]:
    if missing := missing_programs():
        pytest.skip(
            f"{', '.join(missing)} not installed: apt-get install pulseaudio pulseaudio-utils libasound2-plugins"
        )
    with PulseRig() as running:
        running.give_back(-20, 70)
        yield running


@pytest.fixture(scope="module")
def guide(rig: PulseRig, root: Path) -> Iterator[Guide]:
    if not (root / "models" / "whisper-base" / "model.bin").is_file():
        pytest.skip("the speech model is not joined: run python installer/join_speech_model.py")
    speaking = Guide(rig)
    speaking.told("ready")
    yield speaking
    speaking.close()


@pytest.mark.parametrize(
    "says", [SAYS, "没听清您就说，再说一遍。要人帮忙，您就说，叫工作人员。不想办了，您就说，停止。"]
)
def test_the_guide_does_not_stop_for_its_own_sound(guide: Guide, says: str) -> None:
    """Not even where it says a command itself."""
    guide.says(says)
    told = guide.told("said")
    assert told[-1]["whole"] is True, told
    assert [line for line in told if "heard" in line] == []


def test_the_guide_stops_for_a_recorded_word(rig: PulseRig, guide: Guide, shared_dir: Path) -> None:
    recording = shared_dir / "data" / "speech" / "zh" / "words" / "cmn-停止.mp3"
    if not recording.is_file():
        pytest.skip("no recording of 停止 in ../shared")
    word = read_sound(recording)
    for _ in range(4):  # as a borrower would, who is not heard over a busy machine at once
        guide.says(SAYS)
        guide.told("begins")
        time.sleep(4.0)
        speaking = rig.begin_to_speak(word)
        told = guide.told("said")
        speaking.join()
        heard = [line for line in told if "heard" in line]
        if heard:
            assert [line["heard"] for line in heard] == ["stop"], told
            assert told[-1]["whole"] is False, told
            return
    pytest.fail(f"never heard: {told}")
