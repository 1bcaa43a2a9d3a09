import re

import pytest

from ui import theme


def test_contrast_of_known_colours() -> None:
    assert theme.contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), theme.TEXT_PAIRS)
def test_every_text_stands_out_seven_to_one(text: str, ground: str) -> None:
    assert theme.contrast(text, ground) >= 7


@pytest.mark.parametrize("level", theme.CONTRASTS)
@pytest.mark.parametrize(("text", "ground"), theme.TEXT_PAIRS)
def test_every_text_stands_out_as_its_level_promises(text: str, ground: str, level: int) -> None:
    least = {1: 7.0, 2: 10.0, 3: 20.0, 4: 7.0}[level]
    assert theme.LEAST_CONTRAST[level] == least
    assert theme.contrast(theme.at_level(text, level), theme.at_level(ground, level)) >= least


def test_the_contrast_in_use_is_what_is_painted() -> None:
    try:
        theme.use_contrast(3)
        assert theme.painted(theme.PINE).name() == "#000000"
        assert theme.palette(theme.INK).window().color().name() == "#ffffff"
    finally:
        theme.use_contrast(1)
    assert theme.painted(theme.PINE).name() == theme.PINE.lower()
    assert theme.palette(theme.INK).window().color().name() == theme.PAPER.lower()


@pytest.mark.parametrize("dpi", [60.0, 96.0, 141.0, 163.0])
@pytest.mark.parametrize("size", theme.SIZES)
def test_what_is_touched_is_twenty_millimetres_high(dpi: float, size: int) -> None:
    for screen in ((1080, 1920), (1024, 768), (2160, 3840)):
        metrics = theme.Metrics(*screen, size, dpi)
        assert metrics.target >= 20 / 25.4 * dpi - 0.5
        assert metrics.bar_target >= 20 / 25.4 * dpi - 0.5


def test_every_ink_of_a_role_is_measured_on_paper_and_card() -> None:
    inks = {colour for _, _, _, colour in theme.TEXT_ROLES.values()}
    grounds = set(theme.TEXT_PAIRS)
    for ink in inks - {theme.AMBER_INK}:
        assert (ink, theme.CARD) in grounds or (ink, theme.PAPER) in grounds


@pytest.mark.parametrize("size", theme.SIZES)
@pytest.mark.parametrize("screen", [(1024, 768), (1080, 1920), (1920, 1080), (2160, 3840)])
def test_type_and_targets_have_a_floor(screen: tuple[int, int], size: int) -> None:
    metrics = theme.Metrics(*screen, size)
    assert metrics.target >= 72
    assert metrics.tiny >= 18
    assert metrics.body >= metrics.small >= metrics.tiny


def test_default_body_is_large_at_1080() -> None:
    assert theme.Metrics(1080, 1920).body >= 22


def test_text_sizes_rise() -> None:
    bodies = [theme.Metrics(1080, 1920, size).body for size in theme.SIZES]
    assert bodies == sorted(set(bodies))


def test_colours_are_written_in_full() -> None:
    for text, ground in theme.TEXT_PAIRS:
        assert re.fullmatch(r"#[0-9A-F]{6}", text)
        assert re.fullmatch(r"#[0-9A-F]{6}", ground)
