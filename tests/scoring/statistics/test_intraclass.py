import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.statistics import NotDefinedError, cronbach_alpha, icc
from scoring.statistics.variance import mean_squares

FORMS = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
PINGOUIN = {
    "ICC1": "ICC(1,1)",
    "ICC2": "ICC(A,1)",
    "ICC3": "ICC(C,1)",
    "ICC1k": "ICC(1,k)",
    "ICC2k": "ICC(A,k)",
    "ICC3k": "ICC(C,k)",
}
TABLES = arrays(np.int64, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(-2, 2))
few = settings(max_examples=60, deadline=None)
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")  # pingouin on pandas 3


def icc_or_none(ratings, form):
    try:
        return icc(ratings, form)
    except NotDefinedError:
        return None


@pytest.mark.parametrize(
    ("form", "value"),
    [("ICC1", 0.17), ("ICC2", 0.29), ("ICC3", 0.71), ("ICC1k", 0.44), ("ICC2k", 0.62), ("ICC3k", 0.91)],
)
def test_the_six_forms_are_those_of_shrout_and_fleiss_1979_table_4(shrout_fleiss, form, value):
    found = icc(shrout_fleiss, form)
    assert round(float(found), 2) == value
    assert found.n == 6
    assert form in found.method


def test_the_mean_squares_are_those_of_shrout_and_fleiss_1979_table_3(shrout_fleiss):
    squares = mean_squares(shrout_fleiss)
    found = [squares.rows, squares.within, squares.columns, squares.residual]
    assert np.round(found, 2).tolist() == [11.24, 6.26, 32.49, 1.02]


def oracle_table(ratings):
    import pingouin  # heavy, and every process reads this file

    subjects, raters = ratings.shape
    long = pd.DataFrame(
        {
            "subject": np.repeat(np.arange(subjects), raters),
            "rater": np.tile(np.arange(raters), subjects),
            "rating": ratings.ravel(),
        }
    )
    return pingouin.intraclass_corr(long, targets="subject", raters="rater", ratings="rating").set_index("Type")


@pytest.mark.parametrize("seed", range(6))
def test_all_forms_agree_with_pingouin(seed):
    random = np.random.default_rng(seed)
    subjects, raters = 8 + seed, 2 + seed % 4
    ratings = random.normal(size=(subjects, 1)) + 0.5 * random.normal(size=(subjects, raters)) + np.arange(raters) / 3
    oracle = oracle_table(ratings)
    for form in FORMS:
        found = icc(ratings, form)
        assert float(found) == pytest.approx(oracle.loc[PINGOUIN[form], "ICC"], abs=1e-10)
        assert [found.low, found.high] == pytest.approx(oracle.loc[PINGOUIN[form], "CI95"], abs=6e-3)


def test_the_intervals_agree_with_pingouin_on_the_data_of_shrout_and_fleiss(shrout_fleiss):
    oracle = oracle_table(shrout_fleiss)
    for form in FORMS:
        found = icc(shrout_fleiss, form)
        assert [found.low, found.high] == pytest.approx(oracle.loc[PINGOUIN[form], "CI95"], abs=6e-3)


@few
@given(TABLES, st.sampled_from(FORMS), st.integers(-20, 20), st.randoms(use_true_random=False))
def test_the_order_of_subjects_and_raters_and_the_zero_do_not_matter(ratings, form, shift, random):
    people, columns = list(range(ratings.shape[0])), list(range(ratings.shape[1]))
    random.shuffle(people)
    random.shuffle(columns)
    before, after = icc_or_none(ratings, form), icc_or_none(ratings[people][:, columns] + shift, form)
    assert (before is None) == (after is None)
    if before and after:
        assert float(after) == pytest.approx(float(before), abs=1e-9)


@few
@given(TABLES, st.sampled_from(FORMS))
def test_an_icc_is_at_most_one_and_lies_in_its_interval(ratings, form):
    found = icc_or_none(ratings, form)
    if found:
        assert float(found) <= 1 + 1e-12
        assert np.isfinite(float(found))
        if found.low is not None:
            assert found.low <= found.high
            if float(found) >= 0:
                assert found.low - 1e-9 <= float(found) <= found.high + 1e-9


@few
@given(TABLES)
def test_the_consistency_of_a_mean_is_cronbachs_alpha(ratings):
    found = icc_or_none(ratings, "ICC3k")
    if found:
        assert float(found) == pytest.approx(float(cronbach_alpha(ratings)), abs=1e-9)


@few
@given(TABLES, st.integers(-5, 5))
def test_a_harsher_rater_lowers_agreement_but_not_consistency(ratings, harsher):
    shifted = ratings.copy()
    shifted[:, 0] += harsher
    before, after = icc_or_none(ratings, "ICC3"), icc_or_none(shifted, "ICC3")
    if before and after:
        assert float(after) == pytest.approx(float(before), abs=1e-9)


def test_perfect_agreement_is_one_and_pretends_to_no_interval():
    for form in FORMS:
        found = icc([[1, 1, 1], [3, 3, 3], [4, 4, 4]], form)
        assert (float(found), found.low, found.high) == (1.0, None, None)


def test_subjects_who_do_not_differ_leave_no_interval():
    for form in ("ICC1", "ICC2", "ICC3"):
        found = icc([[1, 2, 3], [2, 3, 1], [3, 1, 2]], form)
        assert float(found) < 0
        assert (found.low, found.high) == (None, None)


def test_raters_who_differ_by_a_constant_are_consistent_but_do_not_agree():
    ratings = [[1, 3], [2, 4], [5, 7], [4, 6]]
    assert float(icc(ratings, "ICC3")) == 1
    agreement = icc(ratings, "ICC2")
    assert float(agreement) == pytest.approx(0.625)
    assert agreement.low < 0.625 < agreement.high


def test_an_icc_is_not_defined_where_nothing_varies():
    for form in FORMS:
        with pytest.raises(NotDefinedError, match="not defined"):
            icc(np.full((4, 3), 0.1), form)
    with pytest.raises(NotDefinedError):
        icc([[1, 2], [1, 2], [1, 2]], "ICC3")
    with pytest.raises(NotDefinedError):
        icc([[1, 2], [2, 1]], "ICC1k")


def test_bad_ratings_and_forms_are_refused_with_the_reason():
    with pytest.raises(ValueError, match="form must be one of"):
        icc([[1, 2], [2, 3]], "ICC4")
    with pytest.raises(ValueError, match="2 subjects x 2 raters"):
        icc([[1, 2]], "ICC1")
    with pytest.raises(ValueError, match="missing"):
        icc([[1, 2], [2, np.nan]], "ICC1")
    with pytest.raises(ValueError, match="ragged"):
        icc([[1, 2], [2]], "ICC1")
