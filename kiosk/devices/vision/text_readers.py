"""Two readers of printed Chinese that share nothing: a neural one (rapidocr) and tesseract."""

import re
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pytesseract
import rapidocr_onnxruntime
from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

from kiosk.devices.onnx.session import open_session
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.tesseract_library import NoLibraryError, Tesseract
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

_MODEL = "models/ch_PP-OCRv4_rec_infer.onnx"  # inside the wheel of rapidocr-onnxruntime 1.4.4

Settings = tuple[tuple[str, str], ...]
_WHITELIST = "tessedit_char_whitelist"


class _Kind(Enum):
    """What is read, as (language, settings). Names and numbers are in no dictionary."""

    CHINESE = ("chi_sim", ())
    DIGITS = ("eng", ((_WHITELIST, "0123456789X"),))
    ZONE = (
        "eng",
        (
            ("load_system_dawg", "0"),
            ("load_freq_dawg", "0"),
            (_WHITELIST, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"),
        ),
    )


_SECONDS = 20
"""Tesseract needs 0.2 s a crop; what takes this long has lost its way."""


class NeuralReader:
    """rapidocr's recogniser alone, for crops of one line: no detector that could choose other lines."""

    def __init__(self) -> None:
        model = Path(rapidocr_onnxruntime.__file__).parent / _MODEL
        config: dict[str, Any] = {
            "model_path": str(model),
            "rec_img_shape": [3, 48, 320],
            "rec_batch_num": 1,  # a batch is padded to its widest line, which changes what narrow lines read
            "intra_op_num_threads": 1,
            "inter_op_num_threads": 1,
            "use_cuda": False,
            "use_dml": False,
        }
        try:
            self._recogniser = TextRecognizer(config)
        except Exception as error:
            raise DeviceError(
                "card_reader", "the first reader's model is missing: install the program again"
            ) from error
        # The package can't be told not to spin: its session is replaced by one that does not.
        self._recogniser.session.session = open_session(model, "card_reader")

    def read(self, lines: list[Image]) -> list[tuple[str, float]]:
        """Text and confidence 0..1 of each line."""
        return [self._one(line) for line in lines]

    def _one(self, line: Image) -> tuple[str, float]:
        if min(line.shape[:2]) < 4:
            return "", 0.0
        ((text, confidence),) = self._recogniser([line])[0]
        return str(text).strip(), float(confidence)


class Print(Enum):
    """How a crop is prepared: (scale, softened). Each errs on other characters of coarse print."""

    PLAIN = (1.0, False)
    SOFT = (1.3, True)
    LARGE = (2.0, True)


class TesseractReader:
    """Tesseract with the simplified Chinese model, by its library: a sixth of what starting the program costs.

    Where there is no such library (or `by_program`) pytesseract starts the program for each crop, which then passes
    through a file in `tempfile.tempdir`; what is read is the same.
    """

    def __init__(self, *, by_program: bool = False) -> None:
        self._loaded: dict[_Kind, Tesseract] = {}
        if not by_program:
            try:
                self._loaded = {kind: Tesseract(*kind.value) for kind in _Kind}
            except NoLibraryError:
                by_program = True
        if by_program:
            _find_program()

    def line(self, crop: Image, print_as: Print) -> str:
        """One line of Chinese."""
        return self._read(_prepared(crop, print_as), _Kind.CHINESE)

    def block(self, crop: Image, print_as: Print) -> str:
        """Several lines, joined; the lines are found by tesseract itself."""
        return self._read(_prepared(crop, print_as), _Kind.CHINESE, one_line=False)

    def digits(self, crop: Image) -> str:
        """A line of digits that may end in X."""
        return self._read(_prepared(crop, Print.SOFT), _Kind.DIGITS)

    def zone_line(self, crop: Image, *, soft: bool) -> str:
        """A line of a machine-readable zone: capitals, digits and fillers."""
        grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.size else np.zeros((0, 0), np.uint8)
        if soft and grey.size:
            blurred = cv2.GaussianBlur(grey, (0, 0), crop.shape[0] / 50).astype(np.float32)
            dark, light = np.percentile(blurred, (2, 80))
            grey = np.clip((blurred - dark) / max(float(light - dark), 1) * 235, 0, 255).astype(np.uint8)
        edge = max(crop.shape[0] // 5, 6)
        page = cv2.copyMakeBorder(grey, edge, edge, edge, edge, cv2.BORDER_REPLICATE) if grey.size else grey
        return self._read(np.asarray(page, np.uint8), _Kind.ZONE)

    def _read(self, crop: Image, kind: _Kind, *, one_line: bool = True) -> str:
        if min(crop.shape[:2]) < 4:
            return ""
        if self._loaded:
            text = self._loaded[kind].read(crop, one_line=one_line, seconds=_SECONDS)
        else:
            text = _by_program(crop, kind, one_line=one_line)
        return re.sub(r"\s+", "", text)


def _find_program() -> None:
    try:
        known = pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise DeviceError("card_reader", "tesseract is missing: install tesseract-ocr") from error
    if _Kind.CHINESE.value[0] not in known:
        raise DeviceError("card_reader", "tesseract has no Chinese: install tesseract-ocr-chi-sim")


def _by_program(crop: Image, kind: _Kind, *, one_line: bool) -> str:
    language, settings = kind.value
    config = " ".join([f"--psm {7 if one_line else 6}", *(f"-c {name}={value}" for name, value in settings)])
    try:
        return str(pytesseract.image_to_string(crop, lang=language, config=config, timeout=_SECONDS))
    except RuntimeError:  # its word for a time-out
        return ""
    except (pytesseract.TesseractError, OSError) as error:
        raise DeviceError("card_reader", "tesseract stopped with an error") from error


def _prepared(crop: Image, print_as: Print) -> Image:
    """Grey, the paper made even, with a white margin: what tesseract was trained on."""
    if min(crop.shape[:2]) < 4:  # on blank paper tesseract sees a character
        return np.zeros((0, 0), np.uint8)
    scale, soft = print_as.value
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    big = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    paper = cv2.GaussianBlur(
        cv2.morphologyEx(big, cv2.MORPH_CLOSE, np.ones((int(20 * scale), int(20 * scale)), np.uint8)), (0, 0), 9
    )
    even = np.clip(big.astype(np.float32) / np.maximum(paper, 1) * 245, 0, 255)
    if soft:
        even = cv2.GaussianBlur(even, (0, 0), 0.6 * scale)
        darkest = float(np.percentile(even, 1))
        even = np.clip((even - darkest) / max(235 - darkest, 1) * 255, 0, 255)
    page = cv2.copyMakeBorder(even.astype(np.uint8), 14, 14, 14, 14, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(page, np.uint8)
