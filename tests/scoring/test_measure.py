"""The measure: tallies that add up, the bands and the mark; and that no other file has them."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
import simulator
from scoring.decision import RatedLevel
from scoring.measure import BANDS, MARK, Band, Tally, anchored, band_of, mean_level

LEVEL = st.integers(-2, 2)
RATINGS = st.lists(
    st.tuples(LEVEL, LEVEL, LEVEL, st.sampled_from([0.25, 1, 2.5])).map(lambda drawn: (sorted(drawn[:3]), drawn[3]))
)


@pytest.mark.parametrize(
    ("value", "word"),
    [(0, Band.CONCERN), (39.9, Band.CONCERN), (40, Band.DEVELOPING), (60, Band.PROFICIENT), (80, Band.STRONG)],
)
def test_bands_begin_at_forty_sixty_and_eighty(value, word):
    assert band_of(value) is word
    assert (MARK, BANDS[0][0]) == (60, 0)


@given(RATINGS, RATINGS)
def test_tallies_of_parts_add_up_to_the_tally_of_the_whole(first, second):
    def tally(ratings):
        every = (RatedLevel(level, best, worst).tally(weight) for (worst, level, best), weight in ratings)
        return sum(every, Tally())

    both = tally(first) + tally(second)
    assert both == tally([*first, *second])
    levels = [level for (_, level, _), _ in (*first, *second)]
    assert (both.n, both.credits + both.debits) == (len(levels), sum(levels))
    assert (both.anchored is None) == (both.band is None) == (not levels)
    assert both.anchored is None or 0 <= both.anchored <= 100
    assert both.decision_quality is None or 0 <= both.decision_quality <= 100


@given(st.fractions(0, 100))
def test_the_mean_level_that_gives_a_figure_gives_it(value):
    assert anchored(mean_level(value), 1) == value
    assert isinstance(mean_level(Fraction(MARK)), Fraction)


def test_the_formula_the_bands_and_the_mark_stand_in_one_file():
    formula = re.compile(r"50(\.0)? ?\+ ?25|25(\.0)? ?\* ?.*\+ ?50|[<>]=? ?(40|60|80)(\.0)?\b(?! else)|MARK *= *\d")
    words = re.compile(rf"\"({'|'.join(map(re.escape, Band))})\"")
    found = {
        (path.name, line.strip())
        for room in (scoring, simulator)
        for path in Path(room.__file__).parent.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if (formula.search(line) or words.search(line)) and path.name != "measure.py" and "len(" not in line
    }
    assert found == set()
