import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from scoring.statistics import (
    Estimate,
    NotDefinedError,
    cronbach_alpha,
    encounters_needed,
    item_rest_correlation,
    spearman_brown,
    standard_error_of_measurement,
)

LEVELS = arrays(np.int64, st.tuples(st.integers(4, 12), st.integers(2, 7)), elements=st.integers(-2, 2))
REAL = arrays(np.float64, st.tuples(st.integers(4, 12), st.integers(2, 7)), elements=st.floats(-100, 100, width=32))
few = settings(max_examples=60, deadline=None)


def alpha_or_none(items):
    try:
        return cronbach_alpha(items)
    except NotDefinedError:
        return None


def test_alpha_of_the_mini_haq_is_that_of_bland_and_altman_1997(sample_with):
    # Ten items whose variances sum to 11.16, total variance 77.44, 249 patients: alpha .95.
    between = (77.44 - 11.16) / 90
    covariance = np.full((10, 10), between) + np.eye(10) * (1.116 - between)
    alpha = cronbach_alpha(sample_with(np.full(10, 2.0), covariance, 249))
    assert float(alpha) == pytest.approx(10 / 9 * (1 - 11.16 / 77.44), abs=1e-12)
    assert round(float(alpha), 2) == 0.95
    assert alpha.n == 249


def test_the_interval_is_that_of_feldt_1965(sample_with):
    # Worked by the MRC Cognition and Brain Sciences Unit: alpha .913, 873 persons, 20 items.
    correlation = 0.913 / (20 - 0.913 * 19)
    covariance = np.full((20, 20), correlation) + np.eye(20) * (1 - correlation)
    found = cronbach_alpha(sample_with(np.zeros(20), covariance, 873))
    assert float(found) == pytest.approx(0.913)
    assert (found.low, found.high) == pytest.approx((0.9044024, 0.9211588), abs=1e-7)


@pytest.mark.parametrize("seed", range(8))
def test_alpha_agrees_with_pingouin(seed):
    import pingouin  # heavy, and every process reads this file

    random = np.random.default_rng(seed)
    items = random.integers(-2, 3, size=(30, 5)) + random.integers(0, 4, size=(30, 1))
    value, interval = pingouin.cronbach_alpha(pd.DataFrame(items))
    found = cronbach_alpha(items)
    assert float(found) == pytest.approx(value, abs=1e-12)
    assert [found.low, found.high] == pytest.approx(interval, abs=6e-4)  # pingouin rounds to three places


@few
@given(LEVELS, st.randoms(use_true_random=False))
def test_alpha_does_not_ask_who_comes_first(items, random):
    people, columns = list(range(items.shape[0])), list(range(items.shape[1]))
    random.shuffle(people)
    random.shuffle(columns)
    before, after = alpha_or_none(items), alpha_or_none(items[people][:, columns])
    assert (before is None) == (after is None)
    if before and after:
        assert float(after) == pytest.approx(float(before), abs=1e-9)


@few
@given(LEVELS, st.integers(-50, 50), st.sampled_from([0.5, 3.0, 25.0]))
def test_alpha_does_not_change_with_the_zero_or_the_unit(items, shift, unit):
    before, after = alpha_or_none(items), alpha_or_none(items * unit + shift)
    assert (before is None) == (after is None)
    if before and after:
        assert float(after) == pytest.approx(float(before), rel=1e-9, abs=1e-9)


@few
@given(REAL)
def test_alpha_is_at_most_one_and_lies_in_its_interval(items):
    found = alpha_or_none(items)
    if found:
        assert float(found) <= 1
        assert found.n == items.shape[0]
        if found.low is not None:
            assert found.low <= float(found) <= found.high <= 1


def test_alpha_of_identical_items_is_one_and_pretends_to_no_interval():
    found = cronbach_alpha([[1, 1], [2, 2], [4, 4]])
    assert (float(found), found.low, found.high) == (1.0, None, None)
    assert "no error" in found.method


def test_alpha_is_not_defined_where_every_total_is_the_same():
    with pytest.raises(NotDefinedError, match="not defined"):
        cronbach_alpha([[0.1, -0.1], [0.2, -0.2], [0.7, -0.7]])
    with pytest.raises(NotDefinedError):
        cronbach_alpha(np.full((5, 3), 0.1))


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([[1, 2, 3], [1, 2]], "ragged"),
        ([[1, 2]], "at least 2 persons"),
        ([[1], [2]], "2 items"),
        ([[1, 2], [np.nan, 1]], "missing"),
        ([[1, 2], [None, 1]], "missing"),
        ([[1, 2], [np.inf, 1]], "infinite"),
        ([[1, 2], [1e200, 1]], "beyond"),
        ([[1, "2"], [2, 1]], "numbers only"),
        ([[1, object()], [2, 1]], "numbers"),
        ([[1 + 1j, 2], [2, 1]], "numbers only"),
        ([1, 2, 3], "must be a table"),
        (np.ma.masked_array([[1, 2], [3, 4]]), "masked"),
        ([[10**400, 1], [1, 2]], "numbers"),
    ],
)
def test_bad_items_are_refused_with_the_reason(items, why):
    with pytest.raises(ValueError, match=why) as refusal:
        cronbach_alpha(items)
    assert not isinstance(refusal.value, NotDefinedError)


@pytest.mark.parametrize("seed", range(5))
def test_item_rest_correlations_are_scipys(seed):
    random = np.random.default_rng(seed)
    items = random.normal(size=(25, 4)) + random.normal(size=(25, 1))
    for column, found in enumerate(item_rest_correlation(items)):
        rest = np.delete(items, column, axis=1).sum(axis=1)
        oracle = stats.pearsonr(items[:, column], rest)
        interval = oracle.confidence_interval(0.95)
        assert found is not None
        assert (float(found), found.low, found.high) == pytest.approx((oracle.statistic, interval.low, interval.high))
        assert found.n == 25


def test_a_dead_item_does_not_hide_the_others():
    first, dead, third = item_rest_correlation([[1, 5, 2], [2, 5, 1], [3, 5, 4], [4, 5, 3]])
    assert dead is None
    assert float(first) == pytest.approx(0.6)
    assert float(third) == pytest.approx(0.6)


def test_item_rest_correlations_need_four_persons_for_an_interval():
    found = item_rest_correlation([[1, 1], [2, 3], [3, 2]])[0]
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == (None, None)
    assert item_rest_correlation([[1, 1], [2, 3], [3, 2], [4, 4]])[0].low is not None


@few
@given(REAL)
def test_item_rest_correlations_stay_between_minus_one_and_one(items):
    for found in item_rest_correlation(items):
        assert found is None or -1 <= float(found) <= 1


def test_spearman_and_brown_1910_doubling_a_test_of_60_gives_75():
    assert spearman_brown(0.60, 2) == pytest.approx(0.75)
    assert spearman_brown(0.75, 0.5) == pytest.approx(0.60)


@few
@given(st.floats(0, 1), st.floats(0.1, 20), st.floats(0.1, 20))
def test_lengthening_twice_is_lengthening_by_the_product(reliability, first, second):
    assert spearman_brown(spearman_brown(reliability, first), second) == pytest.approx(
        spearman_brown(reliability, first * second), abs=1e-9
    )


def test_a_projection_wants_a_reliability_and_a_length():
    for reliability, factor in ((-0.1, 2), (1.1, 2), (float("nan"), 2), (0.5, 0), (0.5, float("inf"))):
        with pytest.raises(ValueError, match="must be"):
            spearman_brown(reliability, factor)


@few
@given(st.floats(0.02, 0.99), st.integers(1, 30), st.sampled_from([0.7, 0.8, 0.9]))
def test_the_encounters_needed_suffice_and_one_fewer_does_not(reliability, encounters, target):
    needed = encounters_needed(reliability, encounters, target)
    assert spearman_brown(reliability, needed / encounters) >= target - 1e-9
    if needed > 1:
        assert spearman_brown(reliability, (needed - 1) / encounters) < target


def test_encounters_needed_does_not_round_up_what_is_exact():
    assert encounters_needed(0.5, 4) == 16
    assert encounters_needed(0.8, 7, 0.8) == 7
    assert encounters_needed(1.0, 5) == 1


def test_encounters_needed_says_when_no_number_suffices():
    for reliability in (0, -0.3):
        with pytest.raises(NotDefinedError, match="no number"):
            encounters_needed(reliability, 4)
    for arguments in ((1.2, 4, 0.8), (0.5, 0, 0.8), (0.5, 4, 1.0), (0.5, 4, 0.0)):
        with pytest.raises(ValueError, match="must"):
            encounters_needed(*arguments)


def test_the_standard_error_of_measurement_of_a_scale_with_sd_15_and_reliability_91_is_four_and_a_half():
    assert standard_error_of_measurement(15, 0.91) == pytest.approx(4.5)
    assert standard_error_of_measurement(15, 1) == 0
    for sd, reliability in ((-1, 0.5), (1, -0.1), (1, 1.1), (float("nan"), 0.5)):
        with pytest.raises(ValueError, match="must be"):
            standard_error_of_measurement(sd, reliability)


def test_values_of_very_different_sizes_do_not_turn_into_nan():
    found = cronbach_alpha([[1e90, 1e-90], [2e90, 5e-90], [4e90, 3e-90]])
    assert np.isfinite(float(found))
