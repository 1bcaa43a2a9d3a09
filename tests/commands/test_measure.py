"""`main.py measure` with the real adapters, on drawn cards and on a folder that makes no sense."""

import json
from pathlib import Path

import pytest
import typer
from pypdf import PdfReader
from typer.testing import CliRunner

from kiosk.commands.measure import measure
from kiosk.devices.simulated.specimen_card import Specimen, draw_card_on_desk
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardSide

app = typer.Typer()
app.command()(measure)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def draw(path: Path, side: CardSide) -> None:
    cv2.imwrite(str(path), draw_card_on_desk(Specimen(), side, (1280, 720)))


def test_idcards_with_fields(tmp_path: Path) -> None:
    draw(tmp_path / "back.jpg", CardSide.BACK)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8broken")
    (tmp_path / "labels.csv").write_text(
        "file,side,name,sex,ethnicity,birth,address,number,authority,valid_from,valid_to\n"
        "back.jpg,back,,,,,,,北京市公安局样本分局,2020-01-01,长期\n"
        "broken.jpg,back,,,,,,,北京市公安局样本分局,2020-01-01,长期\n"
        "absent.jpg,front,样本甲,男,汉,1960-01-01,北京市,110000196001010036,,,\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.pdf"
    code, out, _ = run("idcards", str(tmp_path), "--json", "--pdf", str(report))
    figures = json.loads(out)
    assert code == 0
    assert (figures["cards"], figures["whole_cards_right"], figures["wrong_accepted"]) == (3, 1, 0)
    assert figures["fields"]["valid_to"] == {"right": 1, "wrong": 0, "referred": 1}
    assert figures["fields"]["number"] == {"right": 0, "wrong": 0, "referred": 1}
    text = "".join(page.extract_text() for page in PdfReader(report).pages).replace("\0", "")  # of 2-byte codes
    assert "wrong_accepted" in text


def test_idcards_by_kind_for_people(tmp_path: Path) -> None:
    draw(tmp_path / "front.jpg", CardSide.FRONT)
    (tmp_path / "labels.csv").write_text("file,kind,shows\nfront.jpg,specimen_cn_front,\n")
    code, out, _ = run("idcards", str(tmp_path))
    assert code == 0
    assert "specimen_cn_front: 1" in out


def test_without_models_everything_is_refused_and_looks_it(tmp_path: Path) -> None:
    draw(tmp_path / "a.jpg", CardSide.FRONT)
    (tmp_path / "labels.csv").write_text("file,label,species\na.jpg,bona_fide,\nb.jpg,attack,print\n")
    code, out, _ = run("spoof", str(tmp_path), "--models", str(tmp_path), "--json")
    figures = json.loads(out)
    assert code == 0
    assert (figures["apcer"]["value"], figures["bpcer"]["value"]) == (0.0, 1.0)
    assert figures["no_response"] == {"attacks": 1, "bona_fide": 1}


@pytest.mark.parametrize("kind", ["faces", "motion", "idcards"])
def test_a_folder_of_another_shape_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    (tmp_path / "labels.csv").write_text("file,nothing\n")
    code, out, err = run(kind, str(tmp_path), "--json")
    assert code == 2
    assert "labels.csv" in err
    assert out == ""


def test_a_model_file_with_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label,species\n")
    (tmp_path / "yunet_n_dynamic.onnx").write_bytes(b"harmless")
    code, _, err = run("spoof", str(tmp_path), "--models", str(tmp_path))
    assert code == 2
    assert "not the file in the catalogue" in err
