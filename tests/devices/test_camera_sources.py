"""Virtual cameras are refused; the sysfs tree is a made one."""

from pathlib import Path

import pytest

from kiosk.devices.camera_sources import is_real_camera, reason_to_refuse


def _camera(root: Path, node: str, name: str, driver: str | None, home: str = "pci0000:00/usb1/1-1") -> None:
    device = root / "devices" / home / node
    device.mkdir(parents=True)
    (device / "name").write_text(name + "\n")
    if driver is not None:
        (root / "bus" / driver).mkdir(parents=True, exist_ok=True)
        (device / "device").mkdir()
        (device / "device" / "driver").symlink_to(root / "bus" / driver)
    (root / "class").mkdir(exist_ok=True)
    (root / "class" / node).symlink_to(device)


@pytest.mark.parametrize(
    ("name", "driver", "home", "real"),
    [
        ("Integrated Camera: HD", "uvcvideo", "pci0000:00/usb1/1-1", True),
        ("Dummy video device (0x0000)", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("v4l2loopback", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("OBS Virtual Camera", None, "virtual/video4linux", False),
        ("Integrated Camera", "uvcvideo", "virtual/video4linux", False),
        ("Integrated Camera", "uvcvideo", "platform/dummy_hcd.0/usb3/3-1", False),
        ("Integrated Camera", "uvcvideo", "platform/vhci_hcd.0/usb5/5-1", False),
        ("ManyCam", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("NDI Webcam 1", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("e2eSoft iVCam", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("v4l2-relayd", "uvcvideo", "pci0000:00/usb1/1-1", False),
        ("Camouflage HD Webcam", "uvcvideo", "pci0000:00/usb1/1-1", True),
        ("Integrated Camera", None, "pci0000:00/usb1/1-1", False),
        ("Integrated Camera", "vivid", "pci0000:00/usb1/1-1", False),
        ("", "uvcvideo", "pci0000:00/usb1/1-1", False),
    ],
)
def test_real_and_virtual(tmp_path: Path, name: str, driver: str | None, home: str, real: bool) -> None:
    _camera(tmp_path, "video0", name, driver, home)
    assert is_real_camera("video0", tmp_path / "class") is real
    assert (reason_to_refuse(0, tmp_path / "class") is None) is real
    assert (reason_to_refuse("/dev/video0", tmp_path / "class") is None) is real


@pytest.mark.parametrize("name", ["video9", "", "..", "../class/video0", "/etc"])
def test_what_is_not_there_is_not_real(tmp_path: Path, name: str) -> None:
    _camera(tmp_path, "video0", "Integrated Camera", "uvcvideo")
    assert not is_real_camera(name, tmp_path / "class")


def test_other_drivers_come_from_the_settings(tmp_path: Path) -> None:
    _camera(tmp_path, "video0", "Branch Camera", "unicam")
    assert reason_to_refuse(0, tmp_path / "class") is not None
    assert reason_to_refuse(0, tmp_path / "class", drivers={"unicam"}) is None


def test_a_stream_must_be_allowed_word_by_word(tmp_path: Path) -> None:
    assert reason_to_refuse("rtsp://10.0.0.2/face", tmp_path, allowed_streams={"rtsp://10.0.0.2/face2"}) is not None
    assert reason_to_refuse("rtsp://10.0.0.2/face", tmp_path, allowed_streams={"rtsp://10.0.0.2/face"}) is None
