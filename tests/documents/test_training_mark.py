"""Training is marked on every page of every paper, and on none of a live one."""

import importlib
import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.documents import blocks
from kiosk.documents.page import TRAINING_MARK, render
from kiosk.documents.paper import Frame
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text
from tests.documents.test_documents import pages, plain

PAPERS = sorted(path.stem for path in Path("kiosk/documents").resolve().glob("*_pdf.py"))
CREATED = datetime(2026, 3, 15, tzinfo=UTC)


def test_these_are_the_papers(root: Path) -> None:
    found = sorted(path.stem for path in (root / "kiosk" / "documents").glob("*_pdf.py"))
    assert len(found) >= 8
    assert found == PAPERS


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_is_told_its_mode_and_draws_by_it(name: str) -> None:
    """Either by the frame of all papers, which marks each page by itself, or by the same mark."""
    module = importlib.import_module(f"kiosk.documents.{name}")
    mode = inspect.signature(getattr(module, name)).parameters["mode"]
    assert mode.kind is inspect.Parameter.KEYWORD_ONLY
    assert mode.default is inspect.Parameter.empty, "nobody forgets it"
    source = inspect.getsource(module)
    assert ("pdf_of(" in source and "Frame(" in source) or "TRAINING_MARK" in source


@pytest.mark.parametrize("mode", Mode)
def test_the_frame_marks_each_page_of_a_long_paper(mode: Mode) -> None:
    text = [blocks.Paragraph(Text("一行字" * 60, "a line " * 60)) for _ in range(60)]
    made = pages(render(text, Frame(Text("标题", "Title"), "reference", CREATED, mode)))
    assert len(made) >= 3
    mark = plain(TRAINING_MARK)
    for page in made:
        assert (plain(page).count(mark) >= 2) is (mode is Mode.TRAINING), "across the page and in the footer"
