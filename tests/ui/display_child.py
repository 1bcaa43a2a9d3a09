"""A full-screen window of the product on an X server whose one screen is unplugged and plugged in again: what it says
goes to standard output, one JSON object. Run by tests/ui/test_display.py under Xvfb."""

import ctypes
import json

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.app import application
from ui.display import Display, fill_screen


class _Resources(ctypes.Structure):
    _fields_ = (
        ("stamp", ctypes.c_ulong), ("config_stamp", ctypes.c_ulong), ("crtc_count", ctypes.c_int),
        ("crtcs", ctypes.POINTER(ctypes.c_ulong)), ("output_count", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )  # fmt: skip


class _Crtc(ctypes.Structure):
    _fields_ = (
        ("stamp", ctypes.c_ulong), ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_uint),
        ("height", ctypes.c_uint), ("mode", ctypes.c_ulong), ("rotation", ctypes.c_ushort),
        ("output_count", ctypes.c_int), ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )  # fmt: skip


class Cable:
    """Of the X server's first screen, by RandR."""

    def __init__(self) -> None:
        self._x, self._randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._randr.XRRGetScreenResources.restype = ctypes.POINTER(_Resources)
        self._randr.XRRGetScreenResources.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._randr.XRRGetCrtcInfo.restype = ctypes.POINTER(_Crtc)
        self._randr.XRRGetCrtcInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
        self._randr.XRRSetCrtcConfig.argtypes = [
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
            ctypes.c_ulong, ctypes.c_ushort, ctypes.c_void_p, ctypes.c_int,
        ]  # fmt: skip
        self._display = self._x.XOpenDisplay(None)
        resources = self._resources()
        crtc = self._randr.XRRGetCrtcInfo(self._display, resources, resources[0].crtcs[0])
        self._mode, self._output = crtc[0].mode, crtc[0].outputs[0]

    def unplug(self) -> None:
        self._set(0, None, 0)

    def plug(self) -> None:
        self._set(self._mode, (ctypes.c_ulong * 1)(self._output), 1)

    def _resources(self) -> "ctypes._Pointer[_Resources]":
        return self._randr.XRRGetScreenResources(self._display, self._x.XDefaultRootWindow(self._display))

    def _set(self, mode: int, outputs: object, count: int) -> None:
        resources = self._resources()
        crtc = resources[0].crtcs[0]
        self._randr.XRRSetCrtcConfig(self._display, resources, crtc, 0, 0, 0, mode, 1, outputs, count)
        self._x.XSync(self._display, 0)


def main() -> None:
    app = application()
    window, cable = QWidget(), Cable()
    fill_screen(window)
    Display(window)
    told: dict[str, list[int] | list[str]] = {}
    screens: list[str] = []
    app.screenAdded.connect(lambda screen: screens.append(screen.name()))

    def tell(moment: str) -> None:
        told[moment] = [window.width(), window.height()]

    def replug() -> None:
        tell("unplugged")
        window.resize(300, 200)  # as some window managers leave it
        cable.plug()

    def end() -> None:
        tell("plugged")
        app.quit()

    QTimer.singleShot(300, lambda: (tell("before"), cable.unplug()))
    QTimer.singleShot(900, replug)
    QTimer.singleShot(1900, end)
    app.exec()
    print(json.dumps({**told, "came": screens}))


if __name__ == "__main__":
    main()
