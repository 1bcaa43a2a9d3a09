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
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

_MODEL = "models/ch_PP-OCRv4_rec_infer.onnx"  # inside the wheel of rapidocr-onnxruntime 1.4.4
_CARD_CHINESE = "chi_sim"
_ZONE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_NO_WORDS = "-c load_system_dawg=0 -c load_freq_dawg=0"
"""Names and numbers are in no dictionary."""
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
    """Tesseract with the simplified Chinese model. Each crop passes through a file in `tempfile.tempdir`."""

    def __init__(self) -> None:
        try:
            known = pytesseract.get_languages(config="")
        except (pytesseract.TesseractNotFoundError, OSError) as error:
            raise DeviceError("card_reader", "tesseract is missing: install tesseract-ocr") from error
        if _CARD_CHINESE not in known:
            raise DeviceError("card_reader", "tesseract has no Chinese: install tesseract-ocr-chi-sim")

    def line(self, crop: Image, print_as: Print) -> str:
        """One line of Chinese."""
        return self._read(_prepared(crop, print_as), "--psm 7", _CARD_CHINESE)

    def block(self, crop: Image, print_as: Print) -> str:
        """Several lines, joined; the lines are found by tesseract itself."""
        return self._read(_prepared(crop, print_as), "--psm 6", _CARD_CHINESE)

    def digits(self, crop: Image) -> str:
        """A line of digits that may end in X."""
        return self._read(_prepared(crop, Print.SOFT), "--psm 7 -c tessedit_char_whitelist=0123456789X", "eng")

    def zone_line(self, crop: Image, *, soft: bool) -> str:
        """A line of a machine-readable zone: capitals, digits and fillers."""
        grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.size else np.zeros((0, 0), np.uint8)
        if soft and grey.size:
            blurred = cv2.GaussianBlur(grey, (0, 0), crop.shape[0] / 50).astype(np.float32)
            dark, light = np.percentile(blurred, (2, 80))
            grey = np.clip((blurred - dark) / max(float(light - dark), 1) * 235, 0, 255).astype(np.uint8)
        edge = max(crop.shape[0] // 5, 6)
        page = cv2.copyMakeBorder(grey, edge, edge, edge, edge, cv2.BORDER_REPLICATE) if grey.size else grey
        return self._read(np.asarray(page, np.uint8), f"--psm 7 {_NO_WORDS} -c tessedit_char_whitelist={_ZONE}", "eng")

    def _read(self, crop: Image, config: str, language: str) -> str:
        if min(crop.shape[:2]) < 4:
            return ""
        try:
            text = pytesseract.image_to_string(crop, lang=language, config=config, timeout=_SECONDS)
        except RuntimeError:  # its word for a time-out
            return ""
        except (pytesseract.TesseractError, OSError) as error:
            raise DeviceError("card_reader", "tesseract stopped with an error") from error
        return re.sub(r"\s+", "", str(text))


def _prepared(crop: Image, print_as: Print) -> Image:
    """Grey, the paper made even, with a white margin: what tesseract was trained on."""
    scale, soft = print_as.value
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.size else np.full((8, 8), 255, np.uint8)
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
