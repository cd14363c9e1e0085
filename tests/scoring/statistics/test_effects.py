import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special

from scoring.statistics import NotDefinedError, describe, hedges_g, hedges_g_paired

SCORES = st.lists(st.integers(0, 100), min_size=3, max_size=20)
few = settings(max_examples=60, deadline=None)


def with_moments(mean, sd, n):
    raw = np.random.default_rng(n).normal(size=n)
    return (raw - raw.mean()) / raw.std(ddof=1) * sd + mean


def exact_correction(freedom):
    return special.gamma(freedom / 2) / (math.sqrt(freedom / 2) * special.gamma((freedom - 1) / 2))


def test_g_is_that_of_borenstein_and_others_2009_chapter_4():
    # 103 (5.5) against 100 (4.5), fifty in each group: g .5924, standard error .2028.
    found = hedges_g(with_moments(103, 5.5, 50), with_moments(100, 4.5, 50))
    assert round(float(found), 3) == 0.592
    assert (found.high - found.low) / 2 / 1.96 == pytest.approx(0.2028, abs=0.002)
    assert found.n == 100


def test_the_variance_is_that_of_hedges_and_olkin_1985():
    # Ten against ten and g = .60: variance .200 + .36/40 = .209, interval -.30 to 1.50.
    d = 0.60 / exact_correction(18)
    found = hedges_g(with_moments(d, 1, 10), with_moments(0, 1, 10))
    assert float(found) == pytest.approx(0.60)
    assert ((found.high - found.low) / 2 / 1.959964) ** 2 == pytest.approx(0.209, abs=1e-6)
    assert (round(found.low, 2), round(found.high, 2)) == (-0.30, 1.50)


@pytest.mark.parametrize("seed", range(6))
def test_g_agrees_with_pingouin(seed):
    import pingouin  # heavy, and every process reads this file

    random = np.random.default_rng(seed)
    first, second = random.normal(1, 2, 12 + seed), random.normal(0, 3, 20)
    freedom = first.size + second.size - 2
    d = pingouin.compute_effsize(first, second, eftype="cohen")
    assert float(hedges_g(first, second)) == pytest.approx(d * exact_correction(freedom), rel=1e-12)
    # pingouin corrects by Hedges' approximation
    assert float(hedges_g(first, second)) == pytest.approx(
        pingouin.compute_effsize(first, second, eftype="hedges"), rel=1e-3
    )


@few
@given(SCORES, SCORES, st.integers(-50, 50), st.randoms(use_true_random=False))
def test_g_knows_no_order_and_no_zero_and_changes_sign_with_the_groups(first, second, shift, random):
    assume(len(set(first)) > 1 or len(set(second)) > 1)
    found = hedges_g(first, second)
    swapped = hedges_g([value + shift for value in second], [value + shift for value in first])
    assert float(swapped) == pytest.approx(-float(found), abs=1e-9)
    assert (swapped.low, swapped.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    random.shuffle(first)
    assert float(hedges_g(first, second)) == pytest.approx(float(found), abs=1e-9)
    assert found.low < float(found) < found.high


@pytest.mark.parametrize(
    ("before", "after", "correlation", "n", "value", "low", "high"),
    [
        # both worked in the manual of statpsych (ci.stdmean.ps, unweighted standardiser)
        ((102.1, 14.6), (110.4, 15.3), 0.75, 25, 0.5433457, 0.2394905, 0.8705732),
        ((705.6, 51.08), (602.4, 33.17), 0.769, 8, -2.2185, -3.6744, -1.1182),
    ],
)
def test_a_gain_is_that_of_bonett_2008(sample_with, before, after, correlation, n, value, low, high):
    shared = correlation * before[1] * after[1]
    scores = sample_with([before[0], after[0]], [[before[1] ** 2, shared], [shared, after[1] ** 2]], n)
    found = hedges_g_paired(scores[:, 0], scores[:, 1])
    assert (float(found), found.low, found.high) == pytest.approx((value, low, high), abs=6e-5)
    assert found.n == n


@pytest.mark.parametrize("seed", range(4))
def test_a_gain_has_the_average_standard_deviation_that_pingouin_uses(seed):
    import pingouin  # heavy, and every process reads this file

    random = np.random.default_rng(seed)
    before = random.normal(50, 10, 30)
    after = before + random.normal(4, 6, 30)
    d = pingouin.compute_effsize(after, before, paired=True, eftype="cohen")
    assert float(hedges_g_paired(before, after)) == pytest.approx(d * math.sqrt(28 / 29))


@few
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=3, max_size=20), st.integers(-50, 50))
def test_a_gain_knows_no_zero_and_changes_sign_with_time(pairs, shift):
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    assume(len(set(before)) > 1 or len(set(after)) > 1)
    found = hedges_g_paired(before, after)
    back = hedges_g_paired([value + shift for value in after], [value + shift for value in before])
    assert float(back) == pytest.approx(-float(found), abs=1e-9)
    if found.low is not None:
        assert found.low <= float(found) <= found.high


def test_scores_that_all_stayed_as_they_were_show_no_gain_and_no_interval():
    found = hedges_g_paired([40, 50, 70], [40, 50, 70])
    assert (float(found), found.low, found.high) == (0, None, None)


def test_effects_are_not_defined_where_nobody_differs():
    with pytest.raises(NotDefinedError, match="not defined"):
        hedges_g([0.1, 0.1, 0.1], [0.2, 0.2])
    with pytest.raises(NotDefinedError, match="not defined"):
        hedges_g_paired([1, 1, 1], [2, 2, 2])


def test_bad_scores_are_refused_with_the_reason():
    with pytest.raises(ValueError, match="a has 1 values"):
        hedges_g([1], [1, 2])
    with pytest.raises(ValueError, match="same persons"):
        hedges_g_paired([1, 2, 3], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="missing"):
        hedges_g([1, 2, np.nan], [1, 2])
    with pytest.raises(ValueError, match="one list"):
        hedges_g([[1, 2]], [1, 2])
    with pytest.raises(ValueError, match="at least 1"):
        describe([])
    with pytest.raises(ValueError, match="missing"):
        describe([1, np.nan])


def test_two_persons_make_a_group():
    assert float(hedges_g([3, 5], [1, 2])) == pytest.approx(2.5 / math.sqrt(1.25) * exact_correction(2))


def test_a_description_has_the_quartiles_of_numpy_and_r():
    found = describe([1, 2, 3, 4, 5, 6, 7, 8])
    assert (found.first_quartile, found.median, found.third_quartile) == (2.75, 4.5, 6.25)
    assert (found.n, found.mean, found.minimum, found.maximum) == (8, 4.5, 1, 8)
    assert found.sd == pytest.approx(math.sqrt(6))


def test_a_single_value_has_no_standard_deviation():
    found = describe([55])
    assert (found.n, found.mean, found.sd, found.median) == (1, 55, None, 55)
    assert describe([1, 3]).sd == pytest.approx(math.sqrt(2))
    assert describe([0.1] * 7).sd == 0


@few
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_a_description_is_in_order(values):
    found = describe(values)
    assert found.minimum <= found.first_quartile <= found.median <= found.third_quartile <= found.maximum
    assert found.minimum <= found.mean <= found.maximum
