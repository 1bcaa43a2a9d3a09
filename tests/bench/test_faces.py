"""`measure faces` on hand-made numbers, where each figure can be worked out on paper."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kiosk.bench.face_fit import Pair, fit_thresholds
from kiosk.bench.faces import measure_faces
from kiosk.bench.measure import Figures
from kiosk.checks.face_match import DistanceThresholds, FusedThresholds, MatchThresholds
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, Face, FaceTemplate

LIMITS = MatchThresholds(FusedThresholds(0.5, 0.6, 0.4), DistanceThresholds(0.36, 0.5))


class OneNumberFaces:
    """The face's numbers are the picture's first pixel, in hundredths on one axis; 255 is no face, 254 a failure."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        found = self.embed(picture)
        return () if found is None else (found[0],)

    def embed(self, picture: Image, *, portrait: bool = False) -> tuple[Face, FaceTemplate] | None:
        value = int(picture[0, 0, 0])
        if value == 254:
            raise DeviceError("face", "stopped")
        if value == 255:
            return None
        return Face(0, 0, 90, 90, (), 50.0, 100.0), FaceTemplate(np.array([value / 100]), None)


class TwoOpinions(OneNumberFaces):
    """The same, and a second model whose angle is the picture's second number, in degrees."""

    def embed(self, picture: Image, *, portrait: bool = False) -> tuple[Face, FaceTemplate] | None:
        found = super().embed(picture, portrait=portrait)
        if found is None:
            return None
        angle = np.radians(float(picture[0, 0, 1]))
        return found[0], FaceTemplate(found[1].descriptor, np.array([np.cos(angle), np.sin(angle)]))


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


class TenDirections(OneNumberFaces):
    """Each person looks another way, all equally unlike, but for four who are more alike: those of two of the folds."""

    def embed(self, picture: Image, *, portrait: bool = False) -> tuple[Face, FaceTemplate] | None:
        person, picture_of_his = divmod(int(picture[0, 0, 0]), 4)
        numbers = np.zeros(12)
        numbers[person] = 0.5
        if person % 5 in (0, 1):
            numbers[person], numbers[10] = 0.318, 0.5
        numbers[11] = picture_of_his / 100
        return Face(0, 0, 90, 90, (), 50.0, 100.0), FaceTemplate(numbers, None)


def test_cross_validation_never_fits_on_the_pair_it_judges(tmp_path: Path) -> None:
    """Only who has seen the alike ones together is strict enough to keep them apart."""
    at = folder(tmp_path, *((f"p{n}", "east_asian", 4 * n + k) for n in range(10) for k in (0, 1)))
    refitted = measure_faces(at, True, read, TenDirections(), lambda picture, face, name: picture, LIMITS)
    assert value(refitted, "fnmr") == 0
    assert value(refitted, "fmr") == pytest.approx(24 / 180, abs=1e-5)
    seen = pairs(False, *[(0.707, None)] * 60, *[(0.775, None)] * 96, *[(0.45, None)] * 24)
    assert fit_thresholds(seen).alone.match_at_most < 0.45


def test_an_empty_folder_has_no_figures(tmp_path: Path) -> None:
    figures = measured(folder(tmp_path))
    assert (figures["genuine"], figures["impostor"], value(figures, "fmr")) == (0, 0, None)
    assert value(measured(tmp_path, cross_validate=True), "fnmr") is None


def test_both_models_decide_together(tmp_path: Path) -> None:
    at = folder(tmp_path, ("a", "east_asian", 0), ("a", "east_asian", 20), ("b", "east_asian", 10))

    def read_two(path: Path) -> Image | None:
        number = read(path)
        if number is not None:
            number[..., 1] = {"0.txt": 0, "1.txt": 30, "2.txt": 70}[path.name]
        return number

    figures = measure_faces(at, False, read_two, TwoOpinions(), same, LIMITS)
    assert value(figures, "fnmr") == 0  # 0.87 - 0.5 * 0.20
    assert value(figures, "fmr") == pytest.approx(0.5)  # 0.34 - 0.05 is not, 0.77 - 0.05 is


def pairs(genuine: bool, *numbers: tuple[float, float | None]) -> list[Pair]:
    return [Pair(genuine, Comparison(distance, cosine), "a", frozenset()) for distance, cosine in numbers]


def test_the_models_count_alike_each_by_its_own_spread() -> None:
    chance = np.random.default_rng(4)
    fitted = fit_thresholds(
        pairs(False, *((0.6 + 0.08 * x, 0.6 + 0.04 * y) for x, y in chance.normal(0, 1, (2000, 2))))
    )
    assert fitted.fused.distance_weight == pytest.approx(0.5, abs=0.03)


def test_the_group_that_is_worst_off_sets_the_threshold() -> None:
    chance = np.random.default_rng(6)
    easy = pairs(False, *((0.8 + x, 0.2 + y) for x, y in chance.normal(0, 0.05, (500, 2))))
    hard = [Pair(False, Comparison(0.6 + x, 0.5 + y), "b", frozenset()) for x, y in chance.normal(0, 0.05, (50, 2))]
    both, alone = fit_thresholds(easy + hard), fit_thresholds(easy)
    assert both.fused.match_at_least > alone.fused.match_at_least + 0.3
    assert both.alone.match_at_most < alone.alone.match_at_most - 0.1


def test_with_nothing_to_fit_on_nothing_passes() -> None:
    nothing = fit_thresholds([])
    assert nothing.fused.match_at_least == 1
    assert nothing.alone.match_at_most == pytest.approx(0.01)
    only_true = fit_thresholds(pairs(True, (0.2, 0.9), (0.3, 0.8)))
    assert only_true.fused.match_at_least == 1
    only_one_model = fit_thresholds(pairs(True, (0.2, None)) + pairs(False, (0.7, None), (0.72, None)))
    assert only_one_model.fused.match_at_least == 1
    assert 0.6 < only_one_model.alone.match_at_most < 0.7


def test_the_fit_lets_no_more_pass_than_its_aim() -> None:
    chance = np.random.default_rng(5)
    others = pairs(False, *((0.7 + x, 0.2 + y) for x, y in chance.normal(0, 0.06, (10_000, 2))))
    own = pairs(True, *((0.4 + x, 0.6 + y) for x, y in chance.normal(0, 0.06, (1_000, 2))))
    fitted = fit_thresholds(others + own)
    passed = sum(fitted.score(pair.compared) >= fitted.fused.match_at_least for pair in others if pair.compared)
    assert passed <= 20
