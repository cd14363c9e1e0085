"""The standard of an attempt, and how sure a figure is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.decision import decide
from scoring.measure import MARK, Band, band_of
from scoring.precision import AUTHOR, Raters, bands_within, chance_at_mark, standard_error
from scoring.rubric import RubricSet
from scoring.scorecard import score
from tests.rubrics import FIXED

SHIPPED = RubricSet.shipped()
LEVELS = st.dictionaries(st.sampled_from(list(SHIPPED.criteria)), st.integers(-2, 2), max_size=4)


def attempt(levels, *, critical=False):
    return [
        decide(
            sequence=place, scene="s", choice="a", offered={"a": each, "b": {}},
            critical=("unlawful-force-or-search",) if critical and place == 1 else (),
        )
        for place, each in enumerate(levels, start=1)
    ]  # fmt: skip


@given(st.lists(LEVELS, min_size=1, max_size=8), st.booleans())
def test_the_standard_needs_the_mark_and_no_critical_event(levels, critical):
    card = score(attempt(levels, critical=critical), SHIPPED.rubrics.values())
    for id_, found in card.rubrics.items():
        value = found.total.anchored
        expected = None if id_ not in SHIPPED.scored or value is None else value >= MARK and not critical
        assert found.standard is expected


def test_another_mark_can_be_set():
    decisions = attempt([{"voice": 1}])
    assert score(decisions, [SHIPPED.rubrics["respect"]]).rubrics["respect"].standard is True
    assert score(decisions, [SHIPPED.rubrics["respect"]], marks={"respect": 80}).rubrics["respect"].standard is False


def test_a_profile_has_no_standard_in_any_version():
    for rubrics in (SHIPPED, FIXED):
        profile = rubrics.rubrics["cultural-responsiveness"]
        decisions = attempt([dict.fromkeys(profile.criteria, 2)])
        assert score(decisions, [profile]).rubrics[profile.id].standard is None


def test_every_critical_event_concerns_criteria_that_there_are():
    for events in (rubric.critical_events for rubric in SHIPPED.rubrics.values()):
        for id_, event in events.items():
            assert event.concerns
            assert SHIPPED.concerned_by([id_, "no-such-event"]) == set(event.concerns) <= set(SHIPPED.criteria)


def test_the_error_is_that_of_the_blind_test_and_falls_with_decisions_and_raters():
    assert standard_error(12, AUTHOR) == 3.5
    assert standard_error(3, AUTHOR) == 7
    assert standard_error(12, Raters.of_panel(4, None)) == 1.75
    assert standard_error(12, Raters.of_panel(4, 2.5)) == 2.5
    assert standard_error(0, AUTHOR) is None


def test_a_figure_over_several_encounters_rests_on_the_fewest_raters_and_the_largest_error():
    assert Raters.of_several([Raters(6, 2.0), Raters(4, 1.75)]) == Raters(4, 2.0)
    assert Raters.of_several([]) == AUTHOR


@given(st.floats(0, 100), st.floats(0, 30))
def test_every_band_that_the_error_reaches_is_named(value, error):
    found = bands_within(value, error)
    assert band_of(value) in found
    assert (len(found) == 1) == (band_of(max(0, value - error)) is band_of(min(100, value + error)))


def test_a_figure_near_a_limit_has_both_words():
    assert bands_within(58, 3.5) == (Band.DEVELOPING, Band.PROFICIENT)
    assert bands_within(70, 3.5) == (Band.PROFICIENT,)


def test_how_sure_a_cut_is_says_how_far_the_figure_is_from_it():
    assert chance_at_mark(60, 3.5, 60) == pytest.approx(0.5)
    assert chance_at_mark(63.5, 3.5, 60) == pytest.approx(0.841, abs=1e-3)
    assert chance_at_mark(40, 3.5, 60) < 1e-6
