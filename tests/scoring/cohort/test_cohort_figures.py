"""A cohort's figures are those of the scorecard and of `scoring.statistics`, on rows that are named."""

import json
import math
from collections import defaultdict
from statistics import fmean

import pytest

from scoring.cohort import Absent, TrainerLevel, cohort_statistics
from scoring.scorecard import score
from scoring.statistics import (
    cohen_kappa,
    cronbach_alpha,
    describe,
    encounters_needed,
    generalisability,
    hedges_g_paired,
    icc,
    item_rest_correlation,
    krippendorff_alpha,
    mcdonald_omega,
    standard_error_of_measurement,
)
from tests.scoring.cohort.samples import RUBRICS, facts, made_up

COUNT = 60


@pytest.fixture(scope="module")
def made():
    rows, runs = made_up(COUNT)
    return cohort_statistics(facts(rows), RUBRICS, cohort="spring", members=COUNT + 2), runs


def by_rubric(statistics, rubric):
    return next(each for each in statistics.rubrics if each.rubric == rubric)


def figure(runs, rubric, criterion=None):
    """Return the anchored figure of several runs' decisions together, by the scorecard itself."""
    card = score([decision for run in runs for decision in run["decisions"]], RUBRICS).rubrics[rubric]
    return (card.total if criterion is None else card.criteria[criterion]).anchored


def of_trainees(runs, *, first=False):
    """Return each trainee's finished runs; only the first of each encounter where asked."""
    found = defaultdict(list)
    for run in runs:
        if run["finished"] and not (first and run["attempt"] > 1):
            found[run["trainee"]].append(run)
    return found


@pytest.mark.parametrize("rubric", [each.id for each in RUBRICS])
def test_mean_sd_and_quartiles_are_those_of_the_trainees_scorecards(made, rubric):
    statistics, runs = made
    expected = describe([figure(own, rubric) for own in of_trainees(runs).values()])
    found = by_rubric(statistics, rubric).anchored
    for name in ("n", "mean", "sd", "minimum", "first_quartile", "median", "third_quartile", "maximum"):
        assert getattr(found.spread, name) == pytest.approx(getattr(expected, name), abs=1e-9)
    assert found.mean.n == COUNT
    assert found.mean.low < found.mean.value < found.mean.high


def test_every_criterion_rests_on_the_trainees_who_met_it(made):
    statistics, runs = made
    for rubric in statistics.rubrics:
        for criterion in rubric.criteria:
            met = [figure(own, rubric.rubric, criterion.criterion) for own in of_trainees(runs).values()]
            met = [each for each in met if each is not None]
            assert criterion.anchored.mean.n == len(met)
            assert criterion.anchored.mean.value == pytest.approx(fmean(met), abs=1e-9)
            assert criterion.debits <= 0 <= criterion.credits


def test_gain_is_of_those_who_repeated_an_encounter_and_each_counts_once(made):
    statistics, runs = made
    first, best, last = [], [], []
    for own in of_trainees(runs).values():
        tries = defaultdict(list)
        for run in own:
            tries[run["scenario"]].append(figure([run], "respect"))
        repeated = [each for each in tries.values() if len(each) > 1]
        if repeated:
            first.append(fmean(each[0] for each in repeated))
            best.append(fmean(max(each) for each in repeated))
            last.append(fmean(each[-1] for each in repeated))
    found = by_rubric(statistics, "respect").repetition
    assert 3 < len(first) < COUNT
    assert found.rows.startswith(f"{len(first)} of {COUNT} trainees")
    for change, later in ((found.best, best), (found.last, last)):
        expected = hedges_g_paired(first, later)
        assert (change.effect.value, change.effect.low, change.effect.high, change.effect.n) == pytest.approx(
            (expected.value, expected.low, expected.high, expected.n), abs=1e-9
        )
        assert change.gain.value == pytest.approx(fmean(later) - fmean(first), abs=1e-9)
    assert found.best.gain.value >= found.last.gain.value


def test_own_ratings_are_compared_over_the_runs_that_have_both(made):
    statistics, runs = made
    pairs = [
        (fmean(run["own"]["respect"] for run in rated), fmean(figure([run], "respect") for run in rated))
        for own in of_trainees(runs).values()
        if (rated := [run for run in own if run["own"]])
    ]
    found = by_rubric(statistics, "respect").calibration
    assert found.difference.n == len(pairs) < COUNT
    assert found.difference.value == pytest.approx(fmean(a - b for a, b in pairs), abs=1e-9)
    assert found.correlation.value == pytest.approx(item_rest_correlation(pairs)[0].value, abs=1e-9)
    assert isinstance(by_rubric(statistics, "de-escalation").calibration.difference, Absent)


def test_alpha_and_omega_are_over_complete_trainees_and_criteria_of_first_attempts(made):
    statistics, runs = made
    found = by_rubric(statistics, "de-escalation").reliability
    criteria = next(rubric for rubric in RUBRICS if rubric.id == "de-escalation").criteria
    table = [[figure(own, "de-escalation", id_) for id_ in criteria] for own in of_trainees(runs, first=True).values()]
    assert all(cell is not None for row in table for cell in row)
    assert found.alpha == cronbach_alpha(table)
    assert found.omega.value == pytest.approx(mcdonald_omega(table).value, abs=1e-9)
    assert found.criteria_rows.startswith(f"{COUNT} of {COUNT} trainees × 7 of 7 criteria")
    lower = min((found.omega, "omega"), (found.phi, "phi"), key=lambda pair: pair[0].value)
    assert found.decisive == lower[1]
    sd = by_rubric(statistics, "de-escalation").anchored.spread.sd
    assert found.error == pytest.approx(standard_error_of_measurement(sd, lower[0].value))


def test_respect_is_a_formative_index_whose_generalisability_is_over_encounters(made):
    statistics, runs = made
    found = by_rubric(statistics, "respect").reliability
    assert found.index
    assert isinstance(found.alpha, Absent)
    assert "formative index" in found.alpha.reason
    table = {
        trainee: {run["scenario"]: figure([run], "respect") for run in own}
        for trainee, own in of_trainees(runs, first=True).items()
    }
    complete = [[own[each] for each in ("bridge", "gate")] for own in table.values() if {"bridge", "gate"} <= set(own)]
    larger = [
        [own[each] for each in ("bridge", "door", "gate")]
        for own in table.values()
        if {"bridge", "door", "gate"} <= set(own)
    ]
    assert len(larger) * 3 > len(complete) * 2
    study = generalisability(larger)
    assert (found.g.value, found.phi.value) == pytest.approx((study.g, study.phi), abs=1e-12)
    assert found.g.value == pytest.approx(icc(larger, "ICC3k").value, abs=1e-9)
    assert (found.needed_g, found.needed_phi) == (encounters_needed(study.g, 3), encounters_needed(study.phi, 3))
    assert found.projection[found.needed_phi - 1].phi >= 0.80 > found.projection[found.needed_phi - 2].phi
    assert f"{len(larger)} of {COUNT} trainees × 3 of 4 encounters" in found.encounters_rows
    assert "left out: yard" in found.encounters_rows


def test_a_decisions_figures_are_over_first_attempts(made):
    statistics, runs = made
    first = [run for run in runs if run["attempt"] == 1]
    for item in (each for each in statistics.items if each.rubric == "respect" and each.scenario == "gate"):
        here, rest, reach, spread = [], [], 0, 0
        for run in (each for each in first if each["scenario"] == "gate"):
            at = [d for d in run["decisions"] if d.scene == item.scene]
            levels = {
                where: [
                    rated
                    for decision in decisions
                    for criterion, rated in decision.levels.items()
                    if criterion in next(r for r in RUBRICS if r.id == "respect").criteria
                ]
                for where, decisions in (("here", at), ("rest", [d for d in run["decisions"] if d.scene != item.scene]))
            }
            reach += sum(rated.level - rated.worst for rated in levels["here"])
            spread += sum(rated.spread for rated in levels["here"])
            here.append(fmean(rated.level for rated in levels["here"]))
            rest.append(fmean(rated.level for rated in levels["rest"]))
        expected = item_rest_correlation(list(zip(here, rest, strict=True)))[0]
        assert item.trainees == COUNT
        assert item.item_rest.value == pytest.approx(expected.value, abs=1e-9)
        assert (item.item_rest.low, item.item_rest.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
        assert item.difficulty is None or item.difficulty == pytest.approx(reach / spread)


def test_agreement_between_trainers_is_that_of_the_units_that_several_rated():
    levels = [
        TrainerLevel(f"r{run}", rater, criterion, max(-2, min(2, (run * 7 + place) % 5 - 2 + shift * (run % 3 == 0))))
        for run in range(20)
        for place, criterion in enumerate(("voice", "dignity"))
        for rater, shift in (("Ames", 0), ("Birk", 1), ("Cole", -1))
        if not (rater == "Cole" and run > 8)
    ]
    alone = [TrainerLevel("r99", "Ames", "voice", 2)]
    rows, _ = made_up(4)
    found = cohort_statistics(facts(rows), RUBRICS, ratings=[*levels, *alone]).agreement[0]
    of = {(each.run, each.criterion, each.rater): each.level for each in levels}
    units = sorted({(each.run, each.criterion) for each in levels})
    assert (found.raters, found.runs, found.units) == (3, 20, 40)
    table = [[of.get((*unit, rater)) for unit in units] for rater in ("Ames", "Birk", "Cole")]
    assert found.alpha.value == pytest.approx(krippendorff_alpha(table, "ordinal").value, abs=1e-12)
    both = [(of[(*unit, "Ames")], of[(*unit, "Birk")]) for unit in units]
    pair = next(each for each in found.pairs if (each.first, each.second) == ("Ames", "Birk"))
    assert pair.kappa.value == pytest.approx(cohen_kappa(*zip(*both, strict=True), weights="quadratic").value)
    assert pair.same == pytest.approx(fmean(a == b for a, b in both))
    assert found.single.value == pytest.approx(icc(both, "ICC2").value, abs=1e-9)
    assert found.rows.startswith("40 of 40 runs and criteria, each rated by Ames and Birk")


def test_one_rater_is_no_agreement():
    rows, _ = made_up(4)
    only = [TrainerLevel(f"r{run}", "Ames", "voice", 1) for run in range(5)]
    assert cohort_statistics(facts(rows), RUBRICS, ratings=only).agreement == ()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_a_small_cohort_has_reasons_where_it_has_no_figures(count):
    rows, _ = made_up(count)
    statistics = cohort_statistics(facts(rows), RUBRICS)
    told = json.loads(json.dumps(statistics.as_json(), allow_nan=False))
    assert statistics.trainees == count

    def walk(value):
        if isinstance(value, dict):
            if {"value", "low", "high", "n", "method"} <= set(value):
                assert value["n"] >= 1
                assert math.isfinite(value["value"])
                assert (value["low"] is None) == (value["high"] is None)
                assert value["low"] is not None or "no interval" in value["method"]
            if set(value) == {"reason", "n"}:
                assert value["reason"]
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(told)
    assert all(rubric.reliability.practice_only for rubric in statistics.rubrics)


def test_scores_are_for_practice_only_until_the_interval_of_their_reliability_reaches_80():
    rows, _ = made_up(90, spread=0.02)
    alike = cohort_statistics(facts(rows), RUBRICS)
    label = by_rubric(alike, "de-escalation").reliability
    assert label.practice_only
    assert label.label.startswith("Practice only:")
    rows, _ = made_up(120, spread=0.6, seed=5)
    unlike = cohort_statistics(facts(rows), RUBRICS)
    label = by_rubric(unlike, "de-escalation").reliability
    assert min(label.omega.low, label.phi.low) >= 0.80
    assert not label.practice_only
    assert by_rubric(unlike, "cultural-responsiveness").reliability.practice_only
    shy, _ = made_up(8, spread=0.6, seed=5)
    few = by_rubric(cohort_statistics(facts(shy), RUBRICS), "de-escalation").reliability
    assert few.practice_only


def test_new_tries_and_unfinished_runs_are_counted_and_left_out():
    rows, _ = made_up(12)
    again = [row | {"run": "again", "origin": "again"} for row in rows if row["run"] == rows[0]["run"]]
    plain, more = (cohort_statistics(facts(each), RUBRICS) for each in (rows, rows + again))
    assert (plain.again, more.again) == (0, 1)
    assert plain.unfinished == more.unfinished == 2
    assert plain.rubrics[0].anchored == more.rubrics[0].anchored
    assert plain.rubrics[0].reliability == more.rubrics[0].reliability
    for one, other in zip(plain.items, more.items, strict=True):
        assert (one.scene, one.rubric, one.trainees, one.choices) == (
            other.scene,
            other.rubric,
            other.trainees,
            other.choices,
        )


def test_criteria_that_go_together_because_one_choice_is_rated_on_them_lift_no_label():
    rows, _ = made_up(60, spread=0.0, seed=3)
    found = by_rubric(cohort_statistics(facts(rows), RUBRICS), "de-escalation").reliability
    assert found.omega.value > found.phi.value
    assert found.decisive == "phi"
    assert found.practice_only
