"""Every number that a report holds is computed again with pandas alone: the rest of it, and that nothing is left out."""

import importlib
import json
from numbers import Real

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoring.cohort import Absent
from tests.scoring.cohort.samples import RUBRICS, made_up
from tests.scoring.cohort.test_recomputed_statistics import (
    COUNT,
    EXPORTED,
    GROUPS,
    HALVES,
    HERE,
    PANEL,
    cohort,
    conduct,
    finished,
    halves,
    levels,
    shrout_fleiss,
    table_of,
    without_gaps,
)

__all__ = ["cohort"]

Z = stats.norm.ppf(0.975)
IDS = [each.id for each in RUBRICS]


def quality(rows, *by):
    """Return 100 x what was reached of what was on offer; every weight is 1."""
    told = rows.dropna(subset=["criterion"])
    sums = (
        told.assign(reach=told["level"] - told.worst, spread=told.best - told.worst)
        .groupby(list(by))[["reach", "spread"]]
        .sum()
    )
    return 100 * sums.reach / sums.spread


def by_t(values):
    half = stats.t.ppf(0.975, len(values) - 1) * values.sem()
    return values.mean() - half, values.mean() + half


def described(told, values):
    """Hold scores of people against what pandas says of the same people."""
    assert (told.mean.n, told.mean.value) == (len(values), pytest.approx(values.mean()))
    assert (told.mean.low, told.mean.high) == pytest.approx(by_t(values))
    spread = told.spread
    assert (spread.n, spread.mean, spread.sd) == (
        len(values),
        pytest.approx(values.mean()),
        pytest.approx(values.std()),
    )
    quartiles = (spread.minimum, spread.first_quartile, spread.median, spread.third_quartile, spread.maximum)
    assert quartiles == pytest.approx(tuple(values.quantile([0, 0.25, 0.5, 0.75, 1])))


def counted(told, rows):
    level = rows.dropna(subset=["criterion"])["level"]
    found = (len(level), level.clip(lower=0).sum(), level.clip(upper=0).sum())
    assert (told.opportunities, told.credits, told.debits) == found


@pytest.mark.parametrize("rubric", IDS)
def test_scores_of_people_on_rubrics_and_criteria(cohort, rubric):
    told, own = cohort[0][rubric], finished(cohort[2], rubric)
    counted(told, own)
    described(told.anchored, conduct(own, "trainee"))
    described(told.decision_quality, quality(own, "trainee"))
    assert {each.criterion for each in told.criteria} == set(own.criterion.dropna())
    for each in told.criteria:
        here = own[own.criterion == each.criterion]
        counted(each, here)
        described(each.anchored, conduct(here, "trainee"))


@pytest.mark.parametrize("rubric", IDS)
def test_scores_before_and_after_and_the_interval_of_the_effect(cohort, rubric):
    tries = conduct(finished(cohort[2], rubric), "trainee", "scenario", "attempt").reset_index()
    each = tries.sort_values("attempt").groupby(["trainee", "scenario"])["level"].agg(["first", "max", "last", "size"])
    people = each[each["size"] > 1].groupby("trainee")[["first", "max", "last"]].mean()
    told = cohort[0][rubric].repetition
    described(told.first, people["first"])
    for name, change in (("max", told.best), ("last", told.last)):
        described(change.later, people[name])
        both, freedom = people[["first", name]].cov(), len(people) - 1
        one, other = both.iloc[0, 0], both.iloc[1, 1]
        average = (one + other) / 2
        d = (people[name] - people["first"]).mean() / np.sqrt(average)
        # Bonett (2008): the error of a gain over the average standard deviation.
        error = d**2 * (one**2 + other**2 + 2 * both.iloc[0, 1] ** 2) / (8 * average**2 * freedom)
        half = Z * np.sqrt(error + (people[name] - people["first"]).var() / (average * freedom))
        assert change.effect.n == len(people)
        assert (change.effect.low, change.effect.high) == pytest.approx((d - half, d + half))


@pytest.mark.parametrize("rubric", ["respect", "de-escalation"])
def test_where_differences_come_from_and_what_other_numbers_of_encounters_would_give(cohort, rubric):
    whole = without_gaps(table_of(finished(cohort[2], rubric), "scenario"))
    n, k = whole.shape
    people, encounters, rest = shrout_fleiss(whole)
    person, scenario = (people - rest) / k, max(0.0, (encounters - rest) / n)
    told = cohort[0][rubric].reliability
    parts = told.components
    assert (parts.n, parts.scenarios) == (n, k)
    found = (parts.person_variance, parts.scenario_variance, parts.residual_variance)
    assert found == pytest.approx((person, scenario, rest))
    assert [each.scenarios for each in told.projection] == list(range(1, len(told.projection) + 1))
    for each in told.projection:
        relative, absolute = rest / each.scenarios, (rest + scenario) / each.scenarios
        assert (each.g, each.phi) == pytest.approx((person / (person + relative), person / (person + absolute)))
        assert (each.relative_error, each.absolute_error) == pytest.approx((relative**0.5, absolute**0.5))


def test_how_many_there_are(cohort):
    rubrics, told, rows = cohort
    runs = rows.drop_duplicates("run")
    whole = rows[rows.ended_at.notna() & (rows.origin == "start")]
    assert (told.trainees, told.runs) == (whole.trainee.nunique(), whole.run.nunique())
    assert (told.unfinished, told.again) == (runs.ended_at.isna().sum(), (runs.origin != "start").sum())
    assert told.decisions == len(whole.drop_duplicates(["run", "sequence"]))
    assert [each.left_out for each in rubrics.values()] == [0] * len(rubrics)  # one version of each


def test_choices_times_and_item_rest_intervals_of_decisions(cohort):
    _, told, rows = cohort
    first = rows[(rows.attempt == 1) & (rows.origin == "start") & rows.ended_at.notna()]
    taken = first.drop_duplicates(["run", "sequence"])
    for each in told.items:
        here = taken[taken.scene == each.scene]
        assert (each.trainees, each.seconds) == (here.trainee.nunique(), pytest.approx(here.seconds.mean()))
        assert {choice.choice: choice.taken for choice in each.choices} == {
            choice.choice: (here.choice == choice.choice).sum() for choice in each.choices
        }
        assert {choice.offered for choice in each.choices} == {len(here)}  # all are open to all
        on = first[first.rubric == each.rubric].assign(here=lambda f, scene=each.scene: f.scene == scene)
        parts = on.pivot_table(index="run", columns="here", values="level").dropna()
        assert each.item_rest.n == len(parts)
        if isinstance(each.item_rest, Absent):
            assert parts.nunique().min() <= 1
            continue
        z, half = np.arctanh(parts.corr().iloc[0, 1]), Z / np.sqrt(len(parts) - 3)
        found = (each.item_rest.value, each.item_rest.low, each.item_rest.high)
        assert found == pytest.approx((np.tanh(z), np.tanh(z - half), np.tanh(z + half)))


def test_each_persons_profile(cohort):
    _, told, rows = cohort
    whole = rows[rows.ended_at.notna() & (rows.origin == "start")]
    grave = whole.drop_duplicates(["run", "sequence"]).assign(
        count=lambda f: f.critical.map(lambda text: len(json.loads(text)))
    )
    assert len(told.profiles) == whole.trainee.nunique()
    for each in told.profiles[::3]:
        own, events = whole[whole.trainee == each.trainee], grave[grave.trainee == each.trainee]
        assert (each.runs, each.encounters) == (own.run.nunique(), own.scenario.nunique())
        assert each.critical_events == events["count"].sum()
        criteria = conduct(own, "criterion")
        assert [(id_, n) for id_, _, n in each.criteria] == list(own.groupby("criterion").size().items())
        assert [anchored for _, anchored, _ in each.criteria] == pytest.approx(list(criteria))
        lawful = events.groupby("run")["count"].sum() == 0
        for figure in each.figures:
            on = own[own.rubric == figure.rubric]
            by_run = conduct(on, "started_at", "run").reset_index("started_at", drop=True)
            assert (figure.opportunities, figure.runs) == (len(on.dropna(subset=["criterion"])), len(by_run))
            assert figure.anchored == pytest.approx(conduct(on, "trainee").iloc[0])
            assert figure.decision_quality == pytest.approx(quality(on, "trainee").iloc[0])
            assert list(figure.history) == pytest.approx(list(by_run))
            rated = on.groupby("run").self_rating.first().mean()
            assert figure.self_rating == (None if np.isnan(rated) else pytest.approx(rated))
            if figure.standards is not None:
                assert figure.standards == ((by_run >= 60) & lawful[by_run.index]).sum()


def test_the_interval_of_kappa(cohort):
    rated = pd.DataFrame([(each.run, each.rater, each.criterion, each.level) for each in levels(made_up(COUNT)[1])])
    wide = rated.pivot_table(index=[0, 2], columns=1, values=3)
    every = next(each for each in cohort[1].agreement if each.rubric is None)
    for pair in every.pairs:
        both = wide[[pair.first, pair.second]].dropna()
        scale = sorted(set(both.to_numpy().ravel()))
        joint = pd.crosstab(both[pair.first], both[pair.second], normalize=True).reindex(
            index=scale, columns=scale, fill_value=0.0
        )
        p, far = joint.to_numpy(), max(scale) - min(scale)
        weight = np.array([[1 - ((a - b) / far) ** 2 for b in scale] for a in scale])
        rows, columns = p.sum(axis=1), p.sum(axis=0)
        chance = rows @ weight @ columns
        kappa = ((weight * p).sum() - chance) / (1 - chance)
        pull = (weight @ columns)[:, None] + rows @ weight
        # Fleiss, Cohen & Everitt (1969).
        spread = (p * (weight - pull * (1 - kappa)) ** 2).sum() - (kappa - chance * (1 - kappa)) ** 2
        half = Z * np.sqrt(spread / len(both)) / (1 - chance)
        assert (pair.kappa.n, pair.kappa.value) == (len(both), pytest.approx(kappa))
        assert (pair.kappa.low, pair.kappa.high) == pytest.approx((kappa - half, kappa + half))


def test_the_interval_of_odds_and_how_many_people_there_are_for_them(cohort):
    told, read = halves()
    for each in told.fairness.functioning:
        here = finished(read[read.scene == each.scene], each.rubric).groupby("trainee")
        offer = pd.DataFrame(
            {"reach": here["level"].sum() - here.worst.sum(), "of": here.best.sum() - here.worst.sum()}
        )
        people = offer[offer.of > 0].join(conduct(finished(read, each.rubric), "trainee").rename("score"))
        people["credited"] = people.reach / people.of >= 0.5
        people["focal"] = [HALVES[trainee]["branch"] == each.focal for trainee in people.index]
        bounds = people.score.quantile([0.2, 0.4, 0.6, 0.8]).to_numpy()
        bands = people.groupby(np.searchsorted(bounds, people.score, side="right"))
        cells = [
            [(~band.focal & band.credited).sum(), (~band.focal & ~band.credited).sum(),
             (band.focal & band.credited).sum(), (band.focal & ~band.credited).sum()]
            for _, band in bands
        ]  # fmt: skip
        a, b, c, d = np.array([cell for cell in cells if cell[0] + cell[1] and cell[2] + cell[3]], dtype=float).T
        of = a + b + c + d
        over, under, for_, against = a * d / of, b * c / of, (a + d) / of, (b + c) / of
        # Robins, Breslow & Greenland (1986).
        variance = (
            (for_ * over).sum() / over.sum() ** 2
            + (for_ * under + against * over).sum() / (over.sum() * under.sum())
            + (against * under).sum() / under.sum() ** 2
        ) / 2
        half, odds = Z * np.sqrt(variance), np.log(over.sum() / under.sum())
        found = (each.odds_ratio.low, each.odds_ratio.high)
        assert found == pytest.approx((np.exp(odds - half), np.exp(odds + half)))
        assert each.odds_ratio.n == of.sum()
    scored = [each.id for each in RUBRICS if each.reported == "scored"]
    first = pd.concat([finished(cohort[2], rubric) for rubric in scored]).query("attempt == 1")
    met = first.assign(intake=first.trainee.map(lambda trainee: GROUPS[trainee]["intake"]))
    both = met.groupby(["scene", "rubric"]).intake.nunique() == 2
    assert cohort[1].fairness.insufficient == both.sum()  # 60 people: no group has a hundred


def test_the_marks_and_the_interval_of_a_panels_cut(cohort):
    _, told, rows = cohort
    judged = pd.DataFrame([dict(each.judgements) for each in PANEL.judges])
    cut = told.standard.cut
    assert (cut.n, cut.items) == judged.shape
    assert (cut.low, cut.high) == pytest.approx(by_t(judged.mean(axis=1)))
    marks = {"respect": judged.mean(axis=1).mean(), "de-escalation": 60}
    for each in told.fairness.selections:
        scores = conduct(finished(rows, each.rubric), "trainee")
        assert (each.n, each.mark) == (len(scores), pytest.approx(marks[each.rubric]))


HERE_TOO = __name__
RECOMPUTED = {
    (HERE_TOO, "test_how_many_there_are"): ["trainees", "runs", "unfinished", "again", "decisions", "rubrics[].left_out"],
    (HERE_TOO, "test_scores_of_people_on_rubrics_and_criteria"): [
        f"rubrics[].{part}{name}"
        for part in ("", "criteria[].")
        for name in ("opportunities", "credits", "debits", "anchored.mean", "anchored.spread")
    ] + ["rubrics[].decision_quality.mean", "rubrics[].decision_quality.spread"],
    (HERE, "test_progress_and_its_effect_size"): ["rubrics[].repetition.best.gain", "rubrics[].repetition.last.gain"],
    (HERE_TOO, "test_scores_before_and_after_and_the_interval_of_the_effect"): [
        "rubrics[].repetition.first.mean", "rubrics[].repetition.first.spread",
        *(f"rubrics[].repetition.{which}.{name}" for which in ("best", "last")
          for name in ("effect", "later.mean", "later.spread")),
    ],
    (HERE, "test_own_ratings_beside_scores"): [
        "rubrics[].calibration.difference", "rubrics[].calibration.correlation",
    ],
    (HERE, "test_alphas_interval_and_omega"): ["rubrics[].reliability.alpha", "rubrics[].reliability.omega"],
    (HERE, "test_intervals_of_generalisability"): ["rubrics[].reliability.g", "rubrics[].reliability.phi"],
    (HERE, "test_generalisability_and_the_standard_error"): [
        "rubrics[].reliability.needed_g", "rubrics[].reliability.needed_phi", "rubrics[].reliability.error",
    ],
    (HERE_TOO, "test_where_differences_come_from_and_what_other_numbers_of_encounters_would_give"): [
        *(f"rubrics[].reliability.components.{name}"
          for name in ("n", "scenarios", "person_variance", "scenario_variance", "residual_variance")),
        *(f"rubrics[].reliability.projection[].{name}"
          for name in ("scenarios", "g", "phi", "relative_error", "absolute_error")),
    ],
    (EXPORTED, "test_decisions_and_choices"): ["items[].difficulty"],
    (HERE_TOO, "test_choices_times_and_item_rest_intervals_of_decisions"): [
        f"items[].{name}" for name in ("item_rest", "seconds", "trainees", "choices[].taken", "choices[].offered")
    ],
    (EXPORTED, "test_the_reports_means_spreads_and_cells"): ["cells[].anchored", "cells[].trainees"],
    (EXPORTED, "test_critical_events_and_how_encounters_ended"): [
        "critical[].decisions", "critical[].trainees",
        *(f"encounters[].{name}" for name in ("trainees", "runs", "finished", "minutes", "outcomes[][]")),
    ],
    (HERE_TOO, "test_each_persons_profile"): [
        *(f"profiles[].{name}" for name in ("runs", "encounters", "critical_events", "criteria[][]")),
        *(f"profiles[].figures[].{name}" for name in (
            "anchored", "decision_quality", "opportunities", "runs", "history[]", "self_rating", "standards")),
    ],
    (HERE, "test_intervals_of_generalisability", "bands"): ["profiles[].figures[].low", "profiles[].figures[].high"],
    (HERE, "test_agreement_between_trainers"): [
        f"agreement[].{name}" for name in (
            "raters", "runs", "units", "alpha", "single", "mean", "pairs[].same", "pairs[].within_one")
    ],
    (HERE_TOO, "test_the_interval_of_kappa"): ["agreement[].pairs[].kappa"],
    (HERE, "test_four_fifths_of_groups"): [
        f"fairness.selections[].shares[].{name}" for name in ("trainees", "reached", "p_value")
    ],
    (HERE, "test_decisions_at_equal_scores"): ["fairness.functioning[].delta"],
    (HERE_TOO, "test_the_interval_of_odds_and_how_many_people_there_are_for_them"): [
        "fairness.functioning[].odds_ratio", "fairness.insufficient",
    ],
    (HERE, "test_a_panels_cut_and_who_reaches_it"): [
        f"standard.{name}" for name in ("trainees", "reached", "uncertain", "cut.cut", "cut.standard_error")
    ],
    (HERE_TOO, "test_the_marks_and_the_interval_of_a_panels_cut"): [
        *(f"standard.cut.{name}" for name in ("n", "items", "low", "high")),
        "fairness.selections[].mark", "fairness.selections[].n",
    ],
}  # fmt: skip
"""By the test that computes them again: the numbers of a report, as `encounter report --json` names them."""

GIVEN = {"minimum"}
"""Numbers that are no figures: what was asked for."""

PARTS = {"value", "low", "high", "n", "method"}
SPREAD = {"n", "mean", "sd", "minimum", "first_quartile", "median", "third_quartile", "maximum"}


def numbers(told, path=""):
    """Return the names of the numbers in a report; a figure with its interval and n is one, and so is a spread."""
    if isinstance(told, dict):
        whole = told.keys() in (PARTS, SPREAD)
        return {path} if whole else set().union(*(numbers(each, f"{path}.{key}") for key, each in told.items()))
    if isinstance(told, list):
        return set().union(*(numbers(each, f"{path}[]") for each in told))
    return {path} if isinstance(told, Real) and not isinstance(told, bool) else set()


def test_no_number_is_in_a_report_that_is_not_computed_again(cohort):
    named = {path.removeprefix(".") for told in (cohort[1], halves()[0]) for path in numbers(told.as_json())}
    computed = {name for names in RECOMPUTED.values() for name in names}
    assert {path for path in named - GIVEN if not path.endswith(".n") or path in computed} == computed
    for module, test, *_ in RECOMPUTED:
        assert callable(getattr(importlib.import_module(module), test))
