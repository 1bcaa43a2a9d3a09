"""The frame of `measure`: labelled folders made by others, and the head of its figures."""

from pathlib import Path

import pytest

from kiosk.bench.labels import columns_of, read_labels
from kiosk.bench.measure import Figures, Kind, run_measure
from kiosk.domain.errors import ConfigurationError


def labels(folder: Path, text: str) -> Path:
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return folder


def test_reads_columns_and_paths(tmp_path: Path) -> None:
    rows = read_labels(labels(tmp_path, "file,label,species\na.jpg,attack,print\nb.jpg,bona_fide\n"), "label")
    assert [(row.name, row["label"], row["species"], row["nonsense"]) for row in rows] == [
        ("a.jpg", "attack", "print", ""),
        ("b.jpg", "bona_fide", "", ""),
    ]
    assert rows[0].path == tmp_path / "a.jpg"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'person'"):
        read_labels(labels(tmp_path, "file,label\n"), "person")


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", ""])
def test_a_label_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    assert not read_labels(labels(tmp_path, f"file,label\n{name},attack\n"))[0].path.exists()


def test_a_folder_without_labels_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"labels\.csv"):
        read_labels(tmp_path)
    assert columns_of(tmp_path) == frozenset()


def test_labels_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes(b"file\xff\xfe\x00")
    with pytest.raises(ConfigurationError):
        read_labels(tmp_path)


def test_only_the_kind_asked_for_is_built(tmp_path: Path) -> None:
    def count(folder: Path, cross_validate: bool) -> Figures:
        return {"files": len(list(folder.iterdir())), "refitted": cross_validate}

    def never() -> None:
        raise AssertionError("built a kind that nobody asked for")

    figures = run_measure(Kind.SPOOF, tmp_path, {Kind.SPOOF: lambda: count, Kind.FACES: never}, True)  # type: ignore[dict-item]
    assert (figures["kind"], figures["thresholds"], figures["files"]) == ("spoof", "cross_validated", 0)
    assert isinstance(figures["seconds"], float)


def test_an_absent_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="labels"):
        run_measure(Kind.FACES, tmp_path / "no", {})
