from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from scoring.statistics import NotDefinedError, four_fifths, mantel_haenszel
from scoring.statistics.fairness import fisher_exact

TABLES = arrays(np.int64, st.tuples(st.integers(1, 6), st.just(2), st.just(2)), elements=st.integers(0, 60))
few = settings(max_examples=60, deadline=None)

# Penicillin at once or after an hour and a half, cured or died, five doses.
RABBITS = [
    [[0, 6], [0, 5]],
    [[3, 3], [0, 6]],
    [[6, 0], [2, 4]],
    [[5, 1], [6, 0]],
    [[2, 0], [5, 0]],
]
# Berkeley 1973: men and women, admitted or not, six departments.
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]


def mh_or_none(tables):
    try:
        return mantel_haenszel(tables)
    except NotDefinedError:
        return None


def test_the_odds_ratio_of_the_penicillin_rabbits_is_that_of_agresti_1990():
    found = mantel_haenszel(RABBITS)
    assert float(found.odds_ratio) == pytest.approx(7)
    assert found.chi_square == pytest.approx(3.9286, abs=5e-5)
    assert found.p_value == pytest.approx(0.047, abs=5e-4)
    assert found.delta == pytest.approx(-2.35 * np.log(7))
    assert (found.ets_class, found.n) == ("insufficient", 54)


def test_the_odds_ratio_of_the_berkeley_admissions_is_that_of_r():
    found = mantel_haenszel(BERKELEY)
    assert float(found.odds_ratio) == pytest.approx(0.9046968, abs=5e-8)
    assert found.ets_class == "A"
    assert (found.n, found.n_reference, found.n_focal, found.strata) == (4526, 2691, 1835, 6)


@few
@given(TABLES)
def test_mantel_haenszel_agrees_with_statsmodels(tables):
    found = mh_or_none(tables)
    assume(found is not None)
    both = tables[np.all(tables.sum(axis=2) > 0, axis=1)]
    oracle = StratifiedTable([table.astype(float) for table in both])
    assert float(found.odds_ratio) == pytest.approx(oracle.oddsratio_pooled, rel=1e-9)
    assert (found.odds_ratio.low, found.odds_ratio.high) == pytest.approx(oracle.oddsratio_pooled_confint(), rel=1e-6)
    assert found.delta_error == pytest.approx(2.35 * oracle.logodds_pooled_se, rel=1e-9)
    right, reference, n = both.sum(axis=1)[:, 0], both.sum(axis=2)[:, 0], both.sum(axis=(1, 2))
    if abs(np.sum(both[:, 0, 0] - right * reference / n)) >= 0.5:  # below it statsmodels corrects past nought
        test = oracle.test_null_odds(correction=True)
        assert found.chi_square == pytest.approx(test.statistic, rel=1e-7, abs=1e-9)
        assert found.p_value == pytest.approx(test.pvalue, rel=1e-6)


def test_the_continuity_correction_stops_at_nought():
    found = mantel_haenszel([[[3, 1], [1, 1]]])
    assert (found.chi_square, found.p_value) == (0, 1)


@few
@given(TABLES, st.randoms(use_true_random=False))
def test_changing_the_groups_turns_delta_round_and_the_order_of_strata_does_not_matter(tables, random):
    found = mh_or_none(tables)
    assume(found is not None)
    order = list(range(len(tables)))
    random.shuffle(order)
    turned = mantel_haenszel(tables[order][:, ::-1])
    assert turned.delta == pytest.approx(-found.delta, abs=1e-9)
    assert turned.ets_class == found.ets_class
    assert turned.chi_square == pytest.approx(found.chi_square, abs=1e-9)
    assert 0 <= found.p_value <= 1


@pytest.mark.parametrize(
    ("right_of_focal", "ets_class"),
    [(700, "A"), (640, "A"), (565, "B"), (530, "C"), (450, "C"), (900, "C")],
)
def test_the_classes_are_those_of_ets(right_of_focal, ets_class):
    # A thousand in each group, seven hundred of the reference group right.
    found = mantel_haenszel([[[700, 300], [right_of_focal, 1000 - right_of_focal]]])
    assert found.ets_class == ets_class


def test_a_large_delta_that_could_be_one_by_chance_is_b_not_c():
    found = mantel_haenszel([[[70, 30], [52, 48]]])
    assert abs(found.delta) > 1.5
    assert found.ets_class == "B"


def test_a_large_delta_that_could_be_nought_by_chance_is_a():
    found = mantel_haenszel([[[95, 5], [90, 10]]])
    assert abs(found.delta) > 1.5
    assert found.p_value > 0.05
    assert found.ets_class == "A"
    barely = mantel_haenszel([[[170, 30], [155, 45]]])
    assert 0.05 < barely.p_value < 0.075
    assert (barely.ets_class, abs(barely.delta) > 1) == ("A", True)


def test_below_a_hundred_in_either_group_there_is_no_class():
    assert mantel_haenszel([[[800, 100], [20, 79]]]).ets_class == "insufficient"
    assert mantel_haenszel([[[800, 100], [20, 80]]]).ets_class == "C"


def test_a_stratum_without_one_of_the_groups_carries_nothing():
    whole = mantel_haenszel([*BERKELEY, [[40, 10], [0, 0]], [[0, 0], [0, 0]]])
    assert whole == mantel_haenszel(BERKELEY)


def test_a_single_person_of_a_group_makes_a_stratum():
    assert mantel_haenszel([*BERKELEY, [[40, 10], [0, 1]]]).n == 4526 + 51


def test_no_odds_ratio_without_opposite_answers():
    for table in ([[[5, 0], [5, 0]]], [[[5, 5], [5, 0]]], [[[5, 0], [5, 5]]], [[[0, 0], [5, 5]]]):
        with pytest.raises(NotDefinedError, match="not defined"):
            mantel_haenszel(table)


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ([[1, 2], [3, 4]], "shape"),
        ([[[1, 2, 3], [3, 4, 5]]], "shape"),
        ([[[1, -2], [3, 4]]], "counts"),
        ([[[1, 0.5], [3, 4]]], "whole numbers"),
        ([[[1, None], [3, 4]]], "missing"),
        (np.zeros((0, 2, 2)), "shape"),
        ([[[1, 2], [3]]], "table"),
    ],
)
def test_bad_tables_are_refused_with_the_reason(tables, why):
    with pytest.raises(ValueError, match=why):
        mantel_haenszel(tables)


def row(found, group):
    return next(line for line in found.groups if line.group == group)


def test_four_fifths_exactly_is_not_below_four_fifths():
    assert (48 / 80) / (60 / 80) < 0.8  # what floating point would say
    found = four_fifths({"a": 60, "b": 48}, {"a": 80, "b": 80})
    assert row(found, "b").ratio == Fraction(4, 5)
    assert (row(found, "b").standing, found.flagged) == ("within", ())


def test_the_example_of_the_uniform_guidelines_questions_and_answers_1979():
    # 48 of 80 and 12 of 40: 60 % and 30 %, a ratio of a half, adverse impact indicated.
    found = four_fifths({"white": 48, "black": 12}, {"white": 80, "black": 40})
    assert (found.highest, found.flagged, found.n) == ("white", ("black",), 120)
    assert row(found, "black").ratio == Fraction(1, 2)
    assert row(found, "white").p_value is None


def test_the_four_groups_of_the_uniform_guidelines_questions_and_answers_1979():
    # Rates of 60, 45, 48 and 51 %: indicated for the second only; 48/60 is 80 %.
    names = ["white", "American Indian", "Hispanic", "Black"]
    found = four_fifths(dict(zip(names, [60, 45, 48, 51], strict=True)), dict.fromkeys(names, 100))
    assert [line.ratio for line in found.groups] == [1, Fraction(3, 4), Fraction(4, 5), Fraction(17, 20)]
    assert found.flagged == ("American Indian",)


def test_the_lady_tasting_tea_of_fisher():
    assert fisher_exact(3, 4, 1, 4) == pytest.approx(34 / 70)


@few
@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300), st.integers(1, 300))
def test_fishers_test_agrees_with_scipy(selected, n, other_selected, other_n):
    selected, other_selected = selected % (n + 1), other_selected % (other_n + 1)
    oracle = stats.fisher_exact([[selected, n - selected], [other_selected, other_n - other_selected]]).pvalue
    assert fisher_exact(selected, n, other_selected, other_n) == pytest.approx(oracle, rel=1e-7, abs=1e-12)


def test_a_tiny_group_keeps_its_figures_but_is_neither_flagged_nor_compared_with():
    found = four_fifths({"a": 40, "b": 20, "tiny": 9, "small": 1}, {"a": 80, "b": 50, "tiny": 9, "small": 9})
    assert found.highest == "a"
    assert row(found, "tiny").standing == row(found, "small").standing == "insufficient"
    assert row(found, "small").ratio == Fraction(2, 9)
    assert 0 < row(found, "small").p_value < 1
    assert found.flagged == ()


def test_where_fewer_than_two_groups_are_large_enough_nothing_is_compared():
    found = four_fifths({"a": 40, "b": 0}, {"a": 80, "b": 9})
    assert found.highest is None
    assert [line.standing for line in found.groups] == ["insufficient", "insufficient"]
    assert [line.ratio for line in found.groups] == [None, None]
    assert row(found, "a").rate == Fraction(1, 2)


def test_an_empty_group_has_no_rate():
    found = four_fifths({"a": 40, "b": 30, "c": 0}, {"a": 80, "b": 80, "c": 0})
    assert (row(found, "c").rate, row(found, "c").ratio, row(found, "c").standing) == (None, None, "insufficient")


def test_of_equal_rates_the_larger_group_is_the_one_compared_with():
    assert four_fifths([10, 40, 20], [20, 80, 40]).highest == "2"


@few
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(10, 80)), min_size=2, max_size=5))
def test_the_rule_is_exact_and_the_highest_group_is_never_flagged(groups):
    totals = {str(place): total for place, (_, total) in enumerate(groups)}
    chosen = {str(place): count % (total + 1) for place, (count, total) in enumerate(groups)}
    assume(any(chosen.values()))
    found = four_fifths(chosen, totals)
    best = max(Fraction(chosen[name], totals[name]) for name in totals)
    for line in found.groups:
        assert line.ratio == Fraction(line.selected, line.n) / best
        assert (line.standing == "flagged") == (5 * line.ratio < 4)
        assert line.p_value is None or 0 < line.p_value <= 1
    assert row(found, found.highest).standing == "highest"


def test_numpy_counts_are_counts():
    assert four_fifths(np.array([48, 12]), np.array([80, 40])).flagged == ("2",)


@pytest.mark.parametrize(
    ("selected", "total", "why"),
    [
        ({"a": 1}, {"b": 10}, "same groups"),
        ({}, {}, "same groups"),
        ({"a": 11, "b": 1}, {"a": 10, "b": 10}, "'a' has 11 selected out of 10"),
        ({"a": -1, "b": 1}, {"a": 10, "b": 10}, "at least 0"),
        ({"a": 0.5, "b": 1}, {"a": 10, "b": 10}, "whole numbers"),
        ([1, 2], [10, 10, 10], "same groups"),
    ],
)
def test_bad_counts_of_groups_are_refused_with_the_reason(selected, total, why):
    with pytest.raises(ValueError, match=why):
        four_fifths(selected, total)


def test_where_nobody_was_selected_there_is_no_ratio():
    with pytest.raises(NotDefinedError, match="nobody was selected"):
        four_fifths([0, 0], [20, 30])
