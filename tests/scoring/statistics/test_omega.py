import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.multivariate.factor import Factor
from statsmodels.tools.numdiff import approx_hess

from scoring.statistics import NotDefinedError, cronbach_alpha, mcdonald_omega

LOADINGS = np.array([0.5, 0.6, 0.7, 0.4, 0.8])
few = settings(max_examples=25, deadline=None)


def one_factor(loadings):
    return np.outer(loadings, loadings) + np.diag(1 - loadings**2)


def random_items(seed, n, k):
    random = np.random.default_rng(seed)
    loadings = random.uniform(0.4, 0.9, k)
    items = random.normal(size=(n, 1)) * loadings + random.normal(size=(n, k)) * np.sqrt(1 - loadings**2)
    return items * random.uniform(0.5, 2, k)


def test_omega_by_mcdonald_1999_is_known_where_the_loadings_are_known(sample_with):
    # (sum of loadings) squared over that plus the unique variances: 9 / (9 + 3.1).
    found = mcdonald_omega(sample_with(np.zeros(5), one_factor(LOADINGS), 120))
    assert float(found) == pytest.approx(9 / 12.1, abs=1e-7)
    assert found.n == 120


def test_omega_equals_alpha_where_all_items_load_alike(sample_with):
    items = sample_with(np.zeros(6), one_factor(np.full(6, 0.6)), 90)
    assert float(mcdonald_omega(items)) == pytest.approx(float(cronbach_alpha(items)), abs=1e-7)


def test_omega_exceeds_alpha_where_they_do_not(sample_with):
    items = sample_with(np.zeros(5), one_factor(np.array([0.9, 0.9, 0.3, 0.3, 0.2])), 90)
    assert float(mcdonald_omega(items)) > float(cronbach_alpha(items)) + 0.01


@pytest.mark.parametrize(("seed", "n", "k"), [(1, 60, 6), (2, 200, 10), (3, 80, 4), (4, 300, 14), (5, 150, 3)])
def test_omega_agrees_with_the_maximum_likelihood_factor_of_statsmodels(seed, n, k):
    items = random_items(seed, n, k)
    fit = Factor(items, 1, method="ml").fit()
    spread = items.std(axis=0, ddof=1)
    common = (fit.loadings[:, 0] * spread).sum() ** 2
    oracle = common / (common + (fit.uniqueness * spread**2).sum())
    assert float(mcdonald_omega(items)) == pytest.approx(oracle, abs=1e-6)


def test_the_interval_rests_on_the_curvature_of_the_likelihood(sample_with):
    n, k = 200, LOADINGS.size
    covariance = one_factor(LOADINGS)

    def misfit(parameters):
        loadings, unique = parameters[:k], parameters[k:]
        model = np.outer(loadings, loadings) + np.diag(unique)
        return (n - 1) / 2 * (np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, covariance)))

    unique = 1 - LOADINGS**2
    information = approx_hess(np.concatenate([LOADINGS, unique]), misfit)
    slope = np.concatenate([np.full(k, 2 / LOADINGS.sum()), np.full(k, -1 / unique.sum())])
    error = np.sqrt(slope @ np.linalg.solve(information, slope))
    found = mcdonald_omega(sample_with(np.zeros(k), covariance, n))
    logits = np.log(np.array([found.low, found.high]) / (1 - np.array([found.low, found.high])))
    assert (logits[1] - logits[0]) / 2 / 1.959964 == pytest.approx(error, rel=1e-4)
    assert logits.mean() == pytest.approx(np.log(float(found) / (1 - float(found))))


@few
@given(
    arrays(np.int64, st.tuples(st.integers(12, 20), st.integers(3, 5)), elements=st.integers(-2, 2)),
    st.integers(-9, 9),
    st.randoms(use_true_random=False),
)
def test_omega_stays_between_nought_and_one_whatever_the_order_or_the_zero(items, shift, random):
    try:
        before = mcdonald_omega(items)
    except NotDefinedError:
        return
    assert 0 <= float(before) <= 1
    if before.low is not None:
        assert 0 <= before.low <= float(before) <= before.high <= 1
    people = list(range(items.shape[0]))
    random.shuffle(people)
    assert float(mcdonald_omega(items[people] + shift)) == pytest.approx(float(before), abs=1e-4)


def test_a_boundary_solution_has_a_value_and_says_so_instead_of_an_interval():
    random = np.random.default_rng(0)
    shared = random.normal(size=60)
    items = np.stack([shared, shared + 0.01 * random.normal(size=60), *random.normal(size=(2, 60))], axis=1)
    found = mcdonald_omega(items)
    assert (found.low, found.high) == (None, None)
    assert "Heywood" in found.method


def test_of_several_boundary_solutions_that_fit_equally_well_it_takes_the_lowest():
    # Three items, each missed by one other person: any of them could stand for the factor.
    items = np.ones((12, 3))
    items[[1, 6, 7], [0, 1, 2]] = [0, 0, -1]
    found = mcdonald_omega(items)
    assert float(found) < 0.1
    assert found.low is None
    assert float(mcdonald_omega(items[::-1, ::-1])) == pytest.approx(float(found), abs=1e-4)


def test_omega_refuses_what_it_cannot_fit():
    random = np.random.default_rng(0)
    items = random.normal(size=(10, 3))
    with pytest.raises(NotDefinedError, match="item 2"):
        mcdonald_omega(np.column_stack([items[:, 0], np.ones(10), items[:, 1:]]))
    with pytest.raises(NotDefinedError, match="combinations"):
        mcdonald_omega(np.column_stack([items, items.sum(axis=1)]))
    with pytest.raises(ValueError, match="more persons than items"):
        mcdonald_omega(random.normal(size=(5, 5)))
    with pytest.raises(ValueError, match="3 items"):
        mcdonald_omega(random.normal(size=(9, 2)))
