from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from scoring.statistics import (
    NotDefinedError,
    angoff_cut_score,
    cronbach_alpha,
    encounters_needed,
    generalisability,
    icc,
)

TABLES = arrays(np.int64, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 100))
few = settings(max_examples=60, deadline=None)


def study_or_none(scores):
    try:
        return generalisability(scores)
    except NotDefinedError:
        return None


def test_g_and_phi_are_the_mean_consistency_and_agreement_of_shrout_and_fleiss_1979(shrout_fleiss):
    # Mean squares 11.24, 32.49 and 1.02 give the components; ICC(3,k) is .91 and ICC(2,k) .62.
    study = generalisability(shrout_fleiss)
    assert study.person_variance == pytest.approx((11.242 - 1.019) / 4, abs=0.001)
    assert study.scenario_variance == pytest.approx((32.486 - 1.019) / 6, abs=0.001)
    assert study.residual_variance == pytest.approx(1.019, abs=0.001)
    assert (round(study.g, 2), round(study.phi, 2)) == (0.91, 0.62)
    single = study.project(1)
    assert (round(single.g, 2), round(single.phi, 2)) == (0.71, 0.29)
    assert (study.n, study.scenarios, study.set_to_zero) == (6, 4, ())


@few
@given(TABLES)
def test_g_is_cronbachs_alpha_and_phi_is_mean_agreement_where_no_component_is_negative(scores):
    study = study_or_none(scores)
    if study and not study.set_to_zero and study.person_variance > 0:
        assert study.g == pytest.approx(float(cronbach_alpha(scores)), abs=1e-9)
        assert study.phi == pytest.approx(float(icc(scores, "ICC2k")), abs=1e-9)


@few
@given(TABLES, st.integers(-50, 50), st.randoms(use_true_random=False))
def test_coefficients_keep_their_bounds_and_their_value_whatever_the_order_or_the_zero(scores, shift, random):
    study = study_or_none(scores)
    if study is None:
        return
    assert 0 <= study.phi <= study.g <= 1
    assert min(study.person_variance, study.scenario_variance, study.residual_variance) >= 0
    people = list(range(scores.shape[0]))
    random.shuffle(people)
    again = generalisability(scores[people] + shift)
    assert (again.g, again.phi) == pytest.approx((study.g, study.phi), abs=1e-9)


@few
@given(TABLES)
def test_more_scenarios_never_measure_worse_and_the_projection_is_spearman_and_browns(scores):
    study = study_or_none(scores)
    if study is None:
        return
    projections = [study.project(count) for count in (1, 2, 5, 20)]
    assert projections == sorted(projections, key=lambda projection: projection.scenarios)
    for fewer, more in pairwise(projections):
        assert fewer.g <= more.g + 1e-12
        assert fewer.phi <= more.phi + 1e-12
        assert fewer.absolute_error >= more.absolute_error - 1e-12
        assert fewer.absolute_error >= fewer.relative_error
    if 0.05 < study.phi < 0.999:
        needed = encounters_needed(study.phi, study.scenarios)
        assert study.project(needed).phi >= 0.8 - 1e-9


def test_a_component_that_came_out_negative_stands_as_nought_and_is_named():
    study = generalisability([[1, 5, 9], [9, 5, 1], [5, 1, 9], [5, 9, 2]])
    assert "person" in study.set_to_zero
    assert (study.person_variance, study.g, study.phi) == (0, 0, 0)


def test_the_unit_of_the_scores_does_not_matter_to_the_coefficients(shrout_fleiss):
    study, small = generalisability(shrout_fleiss), generalisability(shrout_fleiss / 100)
    assert (small.g, small.phi) == pytest.approx((study.g, study.phi))
    assert small.project(3).relative_error == pytest.approx(study.project(3).relative_error / 100)


def test_components_are_not_defined_where_every_score_is_the_same():
    with pytest.raises(NotDefinedError, match="not defined"):
        generalisability(np.full((4, 3), 0.3))
    with pytest.raises(ValueError, match="2 persons"):
        generalisability([[1, 2, 3]])
    with pytest.raises(ValueError, match="at least 1"):
        generalisability([[1, 2], [3, 5]]).project(0)


def test_a_panel_of_three_after_angoff_1971():
    # Judges' means .7, .6, .8: cut .7, standard error .1 / root 3.
    panel = angoff_cut_score([[0.6, 0.8], [0.5, 0.7], [0.7, 0.9]])
    assert float(panel) == panel.cut == pytest.approx(0.7)
    assert panel.standard_error == pytest.approx(0.1 / np.sqrt(3))
    assert (panel.n, panel.items) == (3, 2)


@pytest.mark.parametrize("judges", [2, 5, 15])
def test_the_interval_of_a_cut_is_students(judges):
    table = np.random.default_rng(judges).uniform(30, 80, size=(judges, 6))
    panel = angoff_cut_score(table, scale=(0, 100))
    oracle = stats.ttest_1samp(table.mean(axis=1), 0).confidence_interval(0.95)
    assert (panel.low, panel.high) == pytest.approx((oracle.low, oracle.high))


def test_judges_who_all_set_the_same_cut_leave_no_interval():
    panel = angoff_cut_score([[0.1, 0.7], [0.7, 0.1], [0.4, 0.4]])
    assert (panel.standard_error, panel.low, panel.high) == (0, None, None)


def test_bad_judgements_are_refused_with_the_reason():
    with pytest.raises(ValueError, match="from 0 to 1"):
        angoff_cut_score([[60, 70], [50, 40]])
    with pytest.raises(ValueError, match="2 judges"):
        angoff_cut_score([[0.5, 0.6]])
    with pytest.raises(ValueError, match="lower to a higher"):
        angoff_cut_score([[0.5], [0.6]], scale=(1, 0))
    with pytest.raises(ValueError, match="ragged"):
        angoff_cut_score([[0.5, 0.6], [0.5]])
