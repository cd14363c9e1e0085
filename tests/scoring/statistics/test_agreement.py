import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats import inter_rater

from scoring.statistics import NotDefinedError, cohen_kappa, fleiss_kappa, krippendorff_alpha

LEVELS = ["nominal", "ordinal", "interval", "ratio"]
PAIRS = st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=2, max_size=40)
COUNTS = st.integers(2, 6).flatmap(
    lambda raters: st.lists(
        st.lists(st.integers(0, 3), min_size=raters, max_size=raters).map(
            lambda votes: np.bincount(votes, minlength=4).tolist()
        ),
        min_size=2,
        max_size=15,
    )
)
few = settings(max_examples=60, deadline=None)

KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

FLEISS_1971 = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip

WIKIPEDIA_FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def spread_out(table):
    """The two raters' labels behind a square table of counts."""
    pairs = [(row, column) for row, line in enumerate(table) for column, count in enumerate(line) for _ in range(count)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def test_kappa_is_that_of_cohen_1960():
    # Two hundred patients, three diagnoses: 70 % agreement where 41 % were to be expected.
    found = cohen_kappa(*spread_out([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert round(float(found), 3) == 0.492
    assert found.n == 200


@pytest.mark.parametrize(
    ("weights", "value", "low", "high"), [(None, 0.4842, 0.2137, 0.7547), ("linear", 0.4701, 0.1845, 0.7558)]
)
def test_kappa_and_its_interval_are_those_sas_prints(weights, value, low, high):
    # A printout of PROC FREQ quoted in the tests of statsmodels; linear weights are SAS's Cicchetti-Allison.
    found = cohen_kappa(*spread_out([[0, 4, 1], [0, 8, 0], [0, 1, 5]]), weights)
    assert (float(found), found.low, found.high) == pytest.approx((value, low, high), abs=6e-5)


def test_quadratic_kappa_is_the_concordance_that_fleiss_and_cohen_1973_found():
    first = np.array([-2, -1, 0, 0, 1, 2, 2, 1, -1, 0])
    second = np.array([-2, 0, 0, 1, 1, 2, 1, 1, -2, -1])
    concordance = 2 * np.cov(first, second, ddof=0)[0, 1]
    concordance /= first.var() + second.var() + (first.mean() - second.mean()) ** 2
    assert float(cohen_kappa(first, second, "quadratic")) == pytest.approx(concordance)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_its_error_agree_with_statsmodels(seed, weights):
    random = np.random.default_rng(seed)
    first = random.integers(0, 5, 60)
    second = np.clip(first + random.integers(-1, 2, 60), 0, 4)
    table = np.zeros((5, 5))
    np.add.at(table, (first, second), 1)
    oracle = inter_rater.cohens_kappa(table, wt=weights)
    found = cohen_kappa(first, second, weights)
    assert float(found) == pytest.approx(oracle.kappa, abs=1e-12)
    assert found.low == pytest.approx(oracle.kappa_low, abs=1e-9)
    assert found.high == pytest.approx(oracle.kappa_upp, abs=1e-9)


def test_a_level_nobody_used_keeps_its_place():
    # -2 against 2 is four steps apart although nobody said -1, 0 or 1; -2 against -1 would be one.
    far = cohen_kappa([-2, -2, 2, 2, 1], [-2, 2, 2, 2, 1], "linear")
    near = cohen_kappa([1, 1, 2, 2, 1], [1, 2, 2, 2, 1], "linear")
    assert float(far) < float(near)


def test_labels_may_be_words():
    assert float(cohen_kappa(["stop", "go", "go", "stop"], ["stop", "go", "stop", "stop"])) == pytest.approx(0.5)
    assert float(cohen_kappa(np.array(["a", "b"]), np.array(["a", "b"]))) == 1


@few
@given(PAIRS, st.sampled_from([None, "linear", "quadratic"]), st.randoms(use_true_random=False), st.integers(-9, 9))
def test_kappa_knows_neither_who_is_first_nor_the_zero(pairs, weights, random, shift):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assume(len({*first, *second}) > 1)
    before = cohen_kappa(first, second, weights)
    assert -1 - 1e-12 <= float(before) <= 1
    random.shuffle(pairs)
    after = cohen_kappa([b + shift for _, b in pairs], [a + shift for a, _ in pairs], weights)
    assert float(after) == pytest.approx(float(before), abs=1e-12)
    if before.low is not None:
        assert -1 <= before.low <= float(before) + 1e-12
        assert float(before) - 1e-12 <= before.high <= 1


def test_perfect_agreement_is_one_and_pretends_to_no_interval():
    found = cohen_kappa([0, 1, 1, 2], [0, 1, 1, 2], "quadratic")
    assert (float(found), found.low, found.high) == (1.0, None, None)
    found = fleiss_kappa([[3, 0], [0, 3], [3, 0]])
    assert (float(found), found.low, found.high) == (1.0, None, None)


def test_kappa_is_not_defined_where_only_one_category_was_used():
    for weights in (None, "linear"):
        with pytest.raises(NotDefinedError, match="not defined"):
            cohen_kappa([1, 1, 1], [1, 1, 1], weights)
    with pytest.raises(NotDefinedError, match="not defined"):
        fleiss_kappa([[4, 0], [4, 0]])


@pytest.mark.parametrize(
    ("first", "second", "weights", "why"),
    [
        ([1, 2], [1], None, "same subjects"),
        ([1], [2], None, "at least 2"),
        ([1, None], [1, 2], None, "missing"),
        ([1, float("nan")], [1, 2], None, "missing"),
        ([1, np.nan], [1, 2], "linear", "missing"),
        (["a", "b"], ["a", "b"], "linear", "numbers only"),
        ([[1], [2]], [[1], [2]], None, "not a table"),
        ([1, 2], [1, 2], "cubic", "weights must be"),
        (range(1001), range(1001), None, "1001 distinct values"),
        (range(1001), range(1001), "linear", "1001 distinct values"),
    ],
)
def test_bad_labels_are_refused_with_the_reason(first, second, weights, why):
    with pytest.raises(ValueError, match=why):
        cohen_kappa(first, second, weights)


def test_fleiss_kappa_is_that_of_fleiss_1971():
    found = fleiss_kappa(FLEISS_1971)
    assert round(float(found), 3) == 0.430
    assert found.n == 30


def test_fleiss_kappa_is_that_of_the_example_in_wikipedia():
    assert round(float(fleiss_kappa(WIKIPEDIA_FLEISS)), 3) == 0.210


@few
@given(COUNTS)
def test_fleiss_kappa_agrees_with_statsmodels(counts):
    table = np.array(counts)
    assume(np.count_nonzero(table.sum(axis=0)) > 1)
    found = fleiss_kappa(table)
    assert float(found) == pytest.approx(inter_rater.fleiss_kappa(table), abs=1e-9)
    assert -1 - 1e-9 <= float(found) <= 1
    if found.low is not None:
        assert -1 <= found.low <= float(found) + 1e-9
        assert float(found) - 1e-9 <= found.high <= 1


def test_the_interval_of_fleiss_kappa_is_what_the_pull_of_each_subject_would_give():
    table = np.array(FLEISS_1971, dtype=float)
    n, raters = len(table), 6

    def kappa(weights):
        usage = weights @ table / raters
        observed = weights @ np.sum(table * (table - 1), axis=1) / (raters * (raters - 1))
        return (observed - usage @ usage) / (1 - usage @ usage)

    even, nudge = np.full(n, 1 / n), 1e-6
    pull = [(kappa((even + nudge * (row - even)) / 1) - kappa(even)) / nudge for row in np.eye(n)]
    found = fleiss_kappa(table)
    assert float(found) == pytest.approx(kappa(even))
    error = np.sqrt(np.sum(np.square(pull)) / (n * (n - 1)))
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, rel=1e-4)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([[1, 2], [1, 1]], "same number of raters"),
        ([[1, 0], [0, 1]], "at least 2"),
        ([[-1, 3], [1, 1]], "counts"),
        ([[0.5, 1.5], [1, 1]], "whole numbers"),
        ([[1, 1]], "2 subjects"),
    ],
)
def test_bad_counts_are_refused_with_the_reason(counts, why):
    with pytest.raises(ValueError, match=why):
        fleiss_kappa(counts)


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_that_of_krippendorff_2011(level, value):
    found = krippendorff_alpha(KRIPPENDORFF_2011, level)
    assert round(float(found), 3) == value
    assert found.n == 11  # unit 12 was rated once
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize("level", LEVELS)
@few
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(2, 4), st.integers(2, 12)),
        elements=st.one_of(st.integers(0, 5).map(float), st.just(float("nan"))),
    )
)
def test_alpha_agrees_with_the_krippendorff_library(level, ratings):
    pairable = ratings[:, np.sum(~np.isnan(ratings), axis=0) > 1]
    if np.unique(pairable[~np.isnan(pairable)]).size < 2:
        with pytest.raises(NotDefinedError, match="not defined"):
            krippendorff_alpha(ratings, level)
        return
    found = krippendorff_alpha(ratings, level)
    oracle = krippendorff.alpha(reliability_data=pairable, level_of_measurement=level)
    assert float(found) == pytest.approx(oracle, abs=1e-9)
    assert float(found) <= 1


@few
@given(
    arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 10)), elements=st.integers(-2, 2)),
    st.sampled_from(["nominal", "ordinal", "interval"]),
    st.integers(-50, 50),
    st.randoms(use_true_random=False),
)
def test_alpha_knows_neither_order_nor_zero(ratings, level, shift, random):
    assume(np.unique(ratings).size > 1)
    raters, units = list(range(ratings.shape[0])), list(range(ratings.shape[1]))
    random.shuffle(raters)
    random.shuffle(units)
    after = krippendorff_alpha(ratings[raters][:, units] + shift, level)
    assert float(after) == pytest.approx(float(krippendorff_alpha(ratings, level)), abs=1e-9)


def test_bad_ratings_and_levels_are_refused_with_the_reason():
    with pytest.raises(ValueError, match="level must be one of"):
        krippendorff_alpha([[1, 2], [1, 2]], "absolute")
    with pytest.raises(ValueError, match="at least 0"):
        krippendorff_alpha([[-1, 2], [1, 2]], "ratio")
    with pytest.raises(ValueError, match="2 raters"):
        krippendorff_alpha([[1, 2]], "nominal")
    with pytest.raises(ValueError, match="infinite"):
        krippendorff_alpha([[1, np.inf], [1, 2]], "nominal")
    with pytest.raises(ValueError, match="distinct values"):
        krippendorff_alpha(np.random.default_rng(0).normal(size=(2, 600)), "interval")
