"""`measure spoof` and `measure motion`: no response is a refusal, and refusing everything looks bad."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kiosk.bench.attack_fit import Trial, fit
from kiosk.bench.attacks import Detection, measure_motion, measure_spoof
from kiosk.bench.measure import Figures
from kiosk.checks.liveness import LivenessThresholds
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, Tracked

FACE = Face(0, 0, 90, 90, (), 50.0, 100.0)


class PixelDetector:
    """Finds a face unless the first pixel is 255; its score is the second pixel in hundredths, 255 no response."""

    @property
    def source(self) -> Source:
        return Source.SIMULATED

    def find(self, picture: Image) -> tuple[Face, ...]:
        if picture[0, 0, 0] == 254:
            raise DeviceError("face", "stopped")
        return () if picture[0, 0, 0] == 255 else (FACE,)

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        return Tracked(self.find(picture), None)

    def score(self, picture: Image, face: Face) -> LiveScore | NoResponse:
        return NoResponse("no_model") if picture[0, 1, 0] == 255 else LiveScore(float(picture[0, 1, 0]) / 100, "pixel")


def detection() -> Detection:
    return Detection(PixelDetector(), PixelDetector(), LivenessThresholds(least_live=0.5))


def picture(score: int, face: int = 0) -> Image:
    made = np.zeros((4, 4, 3), np.uint8)
    made[0, 0], made[0, 1] = face, score
    return made


def read(path: Path) -> Image | None:
    return picture(*map(int, path.read_text().split())) if path.is_file() else None


def read_frames(path: Path, most: int) -> Iterator[Image]:
    if path.is_file():
        yield from (picture(int(score)) for score in path.read_text().split()[:most])


def folder(at: Path, *rows: tuple[str, str, str, str | None]) -> Path:
    lines = ["file,label,species"]
    for name, label, species, content in rows:
        lines.append(f"{name},{label},{species}")
        if content is not None:
            (at / name).write_text(content)
    (at / "labels.csv").write_text("\n".join(lines))
    return at


def value(figures: object, *names: str) -> float | None:
    for name in names:
        figures = cast("Figures", figures)[name]
    return cast("dict[str, float | None]", figures)["value"]


def test_rates_by_species(tmp_path: Path) -> None:
    at = folder(
        tmp_path,
        ("a_1.txt", "attack", "print", "10"),
        ("a_2.txt", "attack", "print", "20"),
        ("b_1.txt", "attack", "mask", "90"),
        ("c_1.txt", "bona_fide", "", "80"),
        ("c_2.txt", "bona_fide", "", "49"),
    )
    figures = measure_spoof(at, False, read, detection())
    assert (figures["attacks"], figures["bona_fide"]) == (3, 2)
    assert value(figures, "apcer") == pytest.approx(1 / 3, abs=1e-5)
    assert value(figures, "species", "mask", "apcer") == 1
    assert value(figures, "species", "print", "apcer") == 0
    assert value(figures, "bpcer") == 0.5


def test_silence_and_broken_files_are_refusals_that_stay_counted(tmp_path: Path) -> None:
    at = folder(
        tmp_path,
        ("gone.txt", "attack", "print", None),
        ("mute.txt", "attack", "", "255"),
        ("faceless.txt", "bona_fide", "", "90 255"),
        ("failing.txt", "bona_fide", "", "90 254"),
        ("good.txt", "bona_fide", "", "90"),
    )
    figures = measure_spoof(at, False, read, detection())
    assert value(figures, "apcer") == 0
    assert value(figures, "bpcer") == pytest.approx(2 / 3, abs=1e-5)
    assert figures["no_response"] == {"attacks": 2, "bona_fide": 2}
    assert "unstated" in cast("Figures", figures["species"])


def test_a_clip_is_judged_by_the_median_of_its_frames(tmp_path: Path) -> None:
    at = folder(
        tmp_path,
        ("live.txt", "bona_fide", "", "90 90 90 20 255"),
        ("half_mute.txt", "bona_fide", "", "90 90 255 255 255"),
        ("mute.txt", "bona_fide", "", "255 255"),
        ("print.txt", "attack", "print", "10 10 99"),
    )
    figures = measure_motion(at, False, read_frames, detection())
    assert value(figures, "bpcer") == pytest.approx(2 / 3, abs=1e-5)
    assert value(figures, "apcer") == 0
    assert figures["no_response"] == {"attacks": 0, "bona_fide": 1}
    assert figures["challenge"] == "not_tested"


def test_cross_validation_refits_without_the_subject(tmp_path: Path) -> None:
    rows: list[tuple[str, str, str, str | None]] = [(f"s{n}_x.txt", "attack", "print", "60") for n in range(6)]
    rows += [(f"s{n}_y.txt", "bona_fide", "", "80") for n in range(6)]
    rows = [(f"s{n}_{k}.txt", "attack", "print", "60") for n in range(6) for k in range(3)] + rows[6:]
    at = folder(tmp_path, *rows)
    assert value(measure_spoof(at, False, read, detection()), "apcer") == 1
    refitted = measure_spoof(at, True, read, detection())
    assert (value(refitted, "apcer"), value(refitted, "bpcer")) == (0, 0)


def test_few_attacks_of_a_species_are_listed_and_people_are_counted_by_group(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(
        "file,label,species,group\nm_1.txt,attack,mask,\nm_2.txt,attack,mask,\n"
        "p_1.txt,bona_fide,,60+\np_2.txt,bona_fide,,60+\np_3.txt,bona_fide,,glasses\n"
    )
    for name, score in (("m_1", 90), ("m_2", 10), ("p_1", 90), ("p_2", 10), ("p_3", 90)):
        (tmp_path / f"{name}.txt").write_text(str(score))
    figures = measure_spoof(tmp_path, False, read, detection())
    mask = cast("Figures", cast("Figures", figures["species"])["mask"])
    assert mask["one_by_one"] == {"m_1.txt": "accepted", "m_2.txt": "refused"}
    assert (value(figures, "groups", "60+", "bpcer"), value(figures, "groups", "glasses", "bpcer")) == (0.5, 0)


def test_a_rare_species_moves_no_threshold() -> None:
    def trial(attack: bool, species: str, live: float | None) -> Trial:
        return Trial(attack, species, "s", live)

    prints = [trial(True, "print", 0.1 + n / 1000) for n in range(100)]
    people = [trial(False, "", 0.9) for _ in range(40)] + [trial(False, "", None)]
    masks = [trial(True, "mask", 0.99)] * 3
    assert 0.19 < fit([*prints, *people, *masks]) < 0.9
    assert fit([*prints, *people]) == fit([*prints, *people, *masks])
    assert fit(people) == 1.0, "nothing to learn from: nobody passes"
    overlapping = [trial(False, "", 0.15) for _ in range(40)]
    assert fit([*prints, *overlapping]) > 0.19, "just above the attack, at whatever cost"
