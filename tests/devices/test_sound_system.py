"""Which names may be a microphone in live mode."""

import pytest

from kiosk.devices.sound_system import is_real_input

REAL = [
    "USB PnP Sound Device: Audio (hw:1,0)",
    "HDA Intel PCH: ALC257 Analog (hw:0,0)",
    "ReSpeaker 4 Mic Array: - (hw:2,0)",
]
NOT_REAL = [
    "",
    "   ",
    "Monitor of Built-in Audio Analog Stereo",
    "alsa_output.pci-0000_00_1f.3.analog-stereo.monitor",
    "null",
    "Null Output",
    "Loopback: PCM (hw:3,0)",
    "Virtual Source kiosk_mic",
    "kiosk_mic_remapped",
    "pulse",
    "default",
    "sysdefault",
    "pipewire",
    "JACK",
    "Stereo Mix (Realtek)",
    "Dummy: PCM (hw:0,0)",
]


@pytest.mark.parametrize("name", REAL)
def test_a_card_is_real(name: str) -> None:
    assert is_real_input(name)


@pytest.mark.parametrize("name", NOT_REAL)
def test_what_plays_back_or_leads_elsewhere_is_not(name: str) -> None:
    assert not is_real_input(name)
