"""The themes as numbers: contrast, and difference to eyes that see fewer colours."""

from itertools import combinations

import pytest

from simulator.app.themes import ALL, MEANINGS
from tests.app.colour import MACHADO, ciede2000, contrast, difference

SURFACES = ("background", "surface", "panel")
TEXTS = ("foreground", "quiet", *MEANINGS)
APART = 15
"""CIEDE2000 beyond which two colours on one screen are told apart at a glance."""


def colours(theme):
    """Return a theme's colours by name."""
    fixed = {name: getattr(theme, name) for name in ("foreground", *SURFACES)}
    return fixed | {name: theme.variables[name] for name in ("quiet", "rule", "mark", *MEANINGS)}


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_text_keeps_aa_contrast_on_every_surface(theme):
    shades = colours(theme)
    ratios = {
        (name, ground): contrast(shades[name], shades[ground]) for name in TEXTS for ground in (*SURFACES, "mark")
    }
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_lines_and_borders_keep_three_to_one(theme):
    shades = colours(theme)
    for ground in (*SURFACES, "mark"):
        assert contrast(shades["rule"], shades[ground]) >= 3


def test_the_high_contrast_theme_keeps_seven_to_one():
    shades = colours(ALL[2])
    for name in TEXTS:
        for ground in SURFACES:
            assert contrast(shades[name], shades[ground]) >= 7


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_what_means_different_things_looks_different_to_every_eye(theme, vision):
    shades = colours(theme)
    near = {
        (one, other): round(difference(shades[one], shades[other], vision), 1)
        for one, other in combinations(("foreground", *MEANINGS), 2)
        if difference(shades[one], shades[other], vision) < APART
    }
    assert near == {}


def test_the_arithmetic_agrees_with_what_was_published():
    # Sharma, Wu and Dalal, 2005, table 1, pairs 1, 7, 17 and 25; black on white by WCAG.
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=5e-5)
    assert ciede2000((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=5e-5)
    assert ciede2000((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=5e-5)
    assert ciede2000((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=5e-5)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_red_and_green_melt_together_where_they_should():
    assert difference("#b00000", "#507000", "deuteranopia") < difference("#b00000", "#507000") / 3
