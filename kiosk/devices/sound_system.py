"""PortAudio, found late and said plainly: what microphone and speaker share."""

import re
from typing import Any

from kiosk.domain.errors import DeviceError

_NOT_REAL = re.compile(
    r"monitor|null|loopback|virtual|dummy|remap|default|pulse|pipewire|jack|dmix|snoop|file|stereo mix", re.IGNORECASE
)


def portaudio(device: str) -> Any:
    """The sounddevice module. Raises DeviceError, naming the port, when PortAudio is not installed."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError(device, "sound is not installed on this terminal: install libportaudio2") from error
    return sounddevice


def is_real_input(name: str) -> bool:
    """Whether a source of this name may be a microphone in live mode.

    Monitors, null and virtual sources play back what a program gives them; `pulse` and `default` lead to whatever
    a sound server chooses. In live mode the settings name the card itself, as `selftest` prints it.

    >>> is_real_input("USB PnP Sound Device: Audio (hw:1,0)"), is_real_input("Monitor of Built-in Audio")
    (True, False)
    """
    return bool(name.strip()) and _NOT_REAL.search(name) is None


def opened_name(sounddevice: Any, device: str | None, kind: str) -> str:
    """The name of the device that will be opened. Raises DeviceError when there is none (`kind`: input, output)."""
    port = "microphone" if kind == "input" else "speaker"
    try:
        return str(sounddevice.query_devices(device, kind)["name"])
    except (ValueError, sounddevice.PortAudioError) as error:
        wanted = f"no {port} named {device!r}" if device else f"no {port}"
        raise DeviceError(port, f"there is {wanted} on this terminal: check its cable") from error
