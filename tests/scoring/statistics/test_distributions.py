import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.statistics.distributions import Z, f_quantile, normal_p_value, t_quantile

FREEDOM = st.one_of(st.integers(1, 200).map(float), st.floats(1, 50), st.sampled_from([1e3, 2e4, 3e5]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([0.025, 0.05, 0.5, 0.95, 0.975]), FREEDOM, FREEDOM)
def test_quantiles_of_f_agree_with_scipy(probability, first, second):
    assert f_quantile(probability, first, second) == pytest.approx(stats.f.ppf(probability, first, second), rel=1e-8)


@pytest.mark.parametrize("freedom", [1, 2, 3, 10, 29, 500])
def test_quantiles_of_t_agree_with_scipy(freedom):
    assert t_quantile(0.975, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


@pytest.mark.parametrize("value", [0.0, 0.3, 3.84, 20.0, 80.0])
def test_tail_areas_agree_with_scipy(value):
    assert normal_p_value(math.sqrt(value)) == pytest.approx(stats.chi2.sf(value, 1), rel=1e-12)


def test_the_normal_deviate_of_a_95_percent_interval_is_196():
    assert pytest.approx(1.959963984540054) == Z
