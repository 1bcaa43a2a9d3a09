"""`measure idcards`: right, wrong and referred are three things; a card that is not read refers all its fields."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.bench.idcards import measure_idcards
from kiosk.checks.card_verdicts import CardThresholds
from kiosk.domain.borrower import CardSide
from kiosk.domain.errors import ConfigurationError, DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardQuality, CardReading, FieldReading, NoCard

BLANK = np.zeros((540, 856, 3), np.uint8)
COLOUR, GREY = CardQuality(90.0, 0.0, 9.0, True, 0.4), CardQuality(90.0, 0.0, 0.1, True, 0.4)


class ListedReader:
    """The picture's first pixel picks an answer."""

    def __init__(self, *answers: CardReading | NoCard | None) -> None:
        self._answers = answers

    def read(self, picture: Image, side: CardSide | None) -> CardReading | NoCard:
        answer = self._answers[int(picture[0, 0, 0])]
        if answer is None:
            raise DeviceError("card_reader", "stopped")
        return answer


def back(authority: tuple[str, str], validity: str, quality: CardQuality = COLOUR) -> CardReading:
    fields = (FieldReading("authority", *authority, 0.9), FieldReading("validity", validity, validity, 0.9))
    return CardReading(CardSide.BACK, BLANK, None, fields, quality)


def read(path: Path) -> Image | None:
    return np.full((2, 2, 3), int(path.stem), np.uint8) if path.is_file() else None


def folder(at: Path, text: str, files: int) -> Path:
    (at / "labels.csv").write_text(text, encoding="utf-8")
    for n in range(files):
        (at / f"{n}.jpg").touch()
    return at


RIGHT = ("北京市公安局样本分局",) * 2


def test_fields(tmp_path: Path) -> None:
    head = "file,side,name,sex,ethnicity,birth,address,number,authority,valid_from,valid_to\n"
    line = "{}.jpg,back,,,,,,,北京市公安局样本分局,2020-01-01,长期\n"
    at = folder(tmp_path, head + "".join(line.format(n) for n in range(5)), 4)
    reader = ListedReader(
        back(RIGHT, "2020.01.01-长期"),
        back(("北京市公安局样木分局",) * 2, "2020.01.01-长期"),  # both wrong alike
        back((RIGHT[0], "北京市公安局样木分局"), "2020.01.01-长期"),
        None,
    )
    figures = measure_idcards(at, False, read, reader, CardThresholds())
    assert (figures["cards"], figures["whole_cards_right"], figures["wrong_accepted"]) == (5, 1, 1)
    assert figures["fields"]["authority"] == {"right": 1, "wrong": 1, "referred": 3}  # type: ignore[index]
    assert figures["fields"]["valid_to"] == {"right": 3, "wrong": 0, "referred": 2}  # type: ignore[index]
    assert figures["fields"]["name"] == {"right": 0, "wrong": 0, "referred": 0}  # type: ignore[index]


def test_kinds(tmp_path: Path) -> None:
    at = folder(tmp_path, "file,kind\n0.jpg,specimen\n1.jpg,copy\n2.jpg,portrait\n3.jpg,portrait\n", 3)
    reader = ListedReader(back(RIGHT, "2020.01.01-长期"), back(RIGHT, "2020.01.01-长期", GREY), NoCard("not_this_kind"))
    figures = measure_idcards(at, False, read, reader, CardThresholds())
    assert figures["accepted"] == {"specimen": 1}
    assert figures["refused"] == {"copy": 1, "portrait": 2}
    assert figures["reasons"] == {"copy": {"copy": 1}, "portrait": {"no_card": 1, "not_this_kind": 1}}


def test_a_folder_of_another_shape(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="kind"):
        measure_idcards(folder(tmp_path, "file,person\n", 0), False, read, ListedReader(), CardThresholds())
