"""`measure faces` on hand-made numbers, where each figure can be worked out on paper."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kiosk.bench.adapters import Numbers
from kiosk.bench.faces import measure_faces
from kiosk.bench.measure import Figures
from kiosk.checks.face_match import MatchThresholds
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

LIMITS = MatchThresholds(0.36, 0.5)


class OneNumberFaces:
    """The face's numbers are the picture's first pixel, in hundredths on one axis; 255 is no face, 254 a failure."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        found = self.embed(picture)
        return () if found is None else (found[0],)

    def embed(self, picture: Image) -> tuple[Face, Numbers] | None:
        value = int(picture[0, 0, 0])
        if value == 254:
            raise DeviceError("face", "stopped")
        if value == 255:
            return None
        return Face(0, 0, 90, 90, (), 50.0, 100.0), np.array([value / 100])


def read(path: Path) -> Image | None:
    """The file's text is its number."""
    return np.full((4, 4, 3), int(path.read_text()), np.uint8) if path.is_file() else None


def same(picture: Image, face: Face, name: str) -> Image:
    """Worn by a tenth."""
    return np.asarray(np.minimum(picture + 10, 255), np.uint8)


def folder(at: Path, *samples: tuple[str, str, int | None]) -> Path:
    lines = ["file,person,group"]
    for n, (person, group, value) in enumerate(samples):
        lines.append(f"{n}.txt,{person},{group}")
        if value is not None:
            (at / f"{n}.txt").write_text(str(value))
    (at / "labels.csv").write_text("\n".join(lines))
    return at


def measured(at: Path, cross_validate: bool = False) -> Figures:
    return measure_faces(at, cross_validate, read, OneNumberFaces(), same, LIMITS)


def value(figures: object, *names: str) -> float | None:
    for name in names:
        figures = cast("Figures", figures)[name]
    return cast("dict[str, float | None]", figures)["value"]


def test_pairs_stay_within_their_group_and_the_headline_is_east_asian(tmp_path: Path) -> None:
    figures = measured(
        folder(
            tmp_path,
            ("a", "east_asian", 0),
            ("a", "east_asian", 30),  # genuine 0.30: match
            ("b", "east_asian", 45),  # impostor 0.45 and 0.15: one staff look, one false match
            ("b", "east_asian_webcam", 100),
            ("c", "east_asian_webcam", 200),  # impostor 1.0
            ("d", "western", 0),
            ("e", "western", 1),  # a false match that the headline must not hold
        )
    )
    assert (figures["genuine"], figures["impostor"]) == (1, 4 - 1)
    assert value(figures, "fnmr") == 0
    assert value(figures, "fmr") == pytest.approx(1 / 3, abs=1e-5)
    assert value(figures, "referred", "impostor") == pytest.approx(1 / 3, abs=1e-5)
    assert value(figures, "groups", "western", "fmr") == 1
    assert value(figures, "groups", "western", "fnmr") is None


def test_the_worn_portrait_moves_only_one_side(tmp_path: Path) -> None:
    figures = measured(folder(tmp_path, ("a", "east_asian", 0), ("a", "east_asian", 40)))
    assert value(figures, "fnmr") == 1  # 0.40 is a staff look
    assert value(figures, "referred", "genuine") == 1
    assert value(figures, "portrait", "fnmr") == 0  # 0.10 against 0.40


def test_faces_not_found_and_files_broken_count_against_us(tmp_path: Path) -> None:
    figures = measured(
        folder(tmp_path, ("a", "east_asian", 0), ("a", "east_asian", 255), ("a", "east_asian", None), ("b", "x", 254))
    )
    assert figures["genuine"] == 3
    assert value(figures, "fnmr") == 1
    assert value(figures, "failure_to_acquire") == 1
    assert value(figures, "fnmr_at_fmr_1e2") == 1


def test_fnmr_at_a_given_fmr_is_found_on_the_set_itself(tmp_path: Path) -> None:
    figures = measured(folder(tmp_path, ("a", "east_asian", 0), ("a", "east_asian", 60), ("b", "east_asian", 200)))
    assert value(figures, "fnmr") == 1  # beyond the settings' thresholds
    assert value(figures, "fnmr_at_fmr_1e2") == 0  # yet below every impostor


def test_cross_validation_never_fits_on_the_pair_it_judges(tmp_path: Path) -> None:
    people = [(f"p{n}", "east_asian", 20 * n + k) for n in range(10) for k in (0, 4)]
    refitted = measured(folder(tmp_path, *people), cross_validate=True)
    assert value(refitted, "fnmr") == 0
    refitted_fmr, settings_fmr = value(refitted, "fmr"), value(measured(tmp_path), "fmr")
    assert refitted_fmr is not None
    assert settings_fmr is not None
    assert 0 < refitted_fmr < 0.05 < settings_fmr  # fitted on the pairs themselves it would be 0 exactly


def test_an_empty_folder_has_no_figures(tmp_path: Path) -> None:
    figures = measured(folder(tmp_path))
    assert (figures["genuine"], figures["impostor"], value(figures, "fmr")) == (0, 0, None)
    assert value(measured(tmp_path, cross_validate=True), "fnmr") is None
