"""Tesseract by its own library: the program, started for each crop, spends most of its time loading its languages.

No crop passes through a file, and what was read is forgotten with the next (`ClearAdaptiveClassifier`).
"""

import ctypes
from threading import Lock

import numpy as np

from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

_LIBRARY = "libtesseract.so.5"
_DEFAULT_ENGINE = 3
_ONE_LINE, _ONE_BLOCK = 7, 6
"""Page segmentation modes, as the program's --psm."""

Pointer = ctypes.c_void_p
_Texts = ctypes.POINTER(ctypes.c_char_p)
_CALLS: dict[str, tuple[object, tuple[object, ...]]] = {
    "TessBaseAPICreate": (Pointer, ()),
    "TessBaseAPIDelete": (None, (Pointer,)),
    "TessBaseAPIInit4": (
        ctypes.c_int,
        (Pointer, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int, _Texts, ctypes.c_int, _Texts, _Texts,
         ctypes.c_size_t, ctypes.c_int),
    ),
    "TessBaseAPISetPageSegMode": (None, (Pointer, ctypes.c_int)),
    "TessBaseAPISetImage": (None, (Pointer, Pointer, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int)),
    "TessBaseAPIRecognize": (ctypes.c_int, (Pointer, Pointer)),
    "TessBaseAPIGetUTF8Text": (Pointer, (Pointer,)),
    "TessBaseAPIClear": (None, (Pointer,)),
    "TessBaseAPIClearAdaptiveClassifier": (None, (Pointer,)),
    "TessDeleteText": (None, (Pointer,)),
    "TessMonitorCreate": (Pointer, ()),
    "TessMonitorDelete": (None, (Pointer,)),
    "TessMonitorSetDeadlineMSecs": (None, (Pointer, ctypes.c_int)),
}  # fmt: skip
"""Of tesseract/capi.h, version 5: what each returns and takes."""


class NoLibraryError(Exception):
    """The library is not there, or is another version than the calls above."""


class Tesseract:
    """One language with its settings, loaded once; one crop at a time, whichever thread asks."""

    def __init__(self, language: str, settings: tuple[tuple[str, str], ...] = ()) -> None:
        """Raises NoLibraryError, and DeviceError without the language."""
        try:
            self._library = ctypes.CDLL(_LIBRARY)
            for name, (result, takes) in _CALLS.items():
                call = getattr(self._library, name)
                call.restype, call.argtypes = result, takes
        except (OSError, AttributeError) as error:
            raise NoLibraryError(_LIBRARY) from error
        self._alone = Lock()
        self._api = self._library.TessBaseAPICreate()
        wanted = (*settings, ("debug_file", "/dev/null"))
        names = (ctypes.c_char_p * len(wanted))(*(name.encode() for name, _ in wanted))
        values = (ctypes.c_char_p * len(wanted))(*(value.encode() for _, value in wanted))
        failed = self._library.TessBaseAPIInit4(
            self._api, None, language.encode(), _DEFAULT_ENGINE, None, 0, names, values, len(wanted), 0
        )
        if failed:
            package = f"tesseract-ocr-{language.replace('_', '-')}"
            raise DeviceError("card_reader", f"tesseract has no {language}: install {package}")

    def __del__(self) -> None:
        if getattr(self, "_api", None):
            self._library.TessBaseAPIDelete(self._api)

    def read(self, crop: Image, *, one_line: bool, seconds: float) -> str:
        """Text of a grey or BGR crop; "" if it takes longer than so many seconds."""
        pixels = np.ascontiguousarray(crop if crop.ndim == 2 else crop[..., ::-1])
        height, width = pixels.shape[:2]
        depth = 1 if pixels.ndim == 2 else 3
        with self._alone:
            self._library.TessBaseAPISetPageSegMode(self._api, _ONE_LINE if one_line else _ONE_BLOCK)
            self._library.TessBaseAPISetImage(self._api, pixels.ctypes.data, width, height, depth, width * depth)
            text = self._recognised(seconds)
            self._library.TessBaseAPIClear(self._api)
            self._library.TessBaseAPIClearAdaptiveClassifier(self._api)
        return text

    def _recognised(self, seconds: float) -> str:
        monitor = self._library.TessMonitorCreate()
        try:
            self._library.TessMonitorSetDeadlineMSecs(monitor, round(1000 * seconds))
            if self._library.TessBaseAPIRecognize(self._api, monitor):
                return ""
            text = self._library.TessBaseAPIGetUTF8Text(self._api)
        finally:
            self._library.TessMonitorDelete(monitor)
        if not text:
            return ""
        try:
            return ctypes.string_at(text).decode("utf-8", "replace")
        finally:
            self._library.TessDeleteText(text)
