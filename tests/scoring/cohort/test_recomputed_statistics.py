"""Progress, own view, reliability and fairness of a cohort, computed again from its facts with pandas alone."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoring.cohort import cohort_statistics
from tests.scoring.cohort.samples import RUBRICS, facts, made_up
from tests.scoring.facts_samples import table

COUNT = 60
GROUPS = {f"t-{number:03}": {"intake": "north" if number % 3 else "south"} for number in range(COUNT)}


@pytest.fixture(scope="module")
def cohort():
    """Return the statistics of a made-up cohort, and its facts as pandas has them."""
    rows, _ = made_up(COUNT)
    told = cohort_statistics(facts(rows), RUBRICS, cohort="spring", groups=GROUPS, minimum=1)
    return {each.rubric: each for each in told.rubrics}, told, table(rows).to_pandas()


def conduct(rows, *by):
    """Return 50 + 25 x the mean level of some facts; every weight is 1."""
    return 50 + 25 * rows.dropna(subset=["criterion"]).groupby(list(by))["level"].mean()


def finished(rows, rubric):
    return rows[rows.ended_at.notna() & (rows.origin == "start") & (rows.rubric == rubric)]


def table_of(rows, column):
    """Return the conduct of each trainee's first attempts, by criterion or by encounter."""
    told = conduct(rows[rows.attempt == 1], "trainee", column).reset_index()
    return told.pivot_table(index="trainee", columns=column, values="level")


def without_gaps(wide):
    """Return the largest table without gaps: columns by how many have them, each time one more."""
    order = wide.notna().sum().sort_values(ascending=False, kind="stable").index
    every = [wide[list(order[:count])].dropna() for count in range(2, len(order) + 1)]
    return max(every, key=lambda found: (found.size, len(found)))


@pytest.mark.parametrize("rubric", [each.id for each in RUBRICS])
def test_progress_and_its_effect_size(cohort, rubric):
    rubrics, _, rows = cohort
    tries = conduct(finished(rows, rubric), "trainee", "scenario", "attempt").reset_index()
    each = tries.sort_values("attempt").groupby(["trainee", "scenario"])["level"].agg(["first", "max", "last", "size"])
    people = each[each["size"] > 1].groupby("trainee")[["first", "max", "last"]].mean()
    told = rubrics[rubric].repetition
    assert told.first.mean.n == len(people)
    assert told.first.mean.value == pytest.approx(people["first"].mean())
    for name, change in (("max", told.best), ("last", told.last)):
        gain = people[name] - people["first"]
        assert change.gain.value == pytest.approx(gain.mean())
        half = stats.t.ppf(0.975, len(gain) - 1) * gain.sem()
        assert (change.gain.low, change.gain.high) == pytest.approx((gain.mean() - half, gain.mean() + half))
        # Bonett (2008): the gain over the average standard deviation, times the root of (n - 2) / (n - 1).
        deviation = np.sqrt((people["first"].var() + people[name].var()) / 2)
        corrected = gain.mean() / deviation * np.sqrt((len(gain) - 2) / (len(gain) - 1))
        assert change.effect.value == pytest.approx(corrected)


def test_own_ratings_beside_scores(cohort):
    rubrics, _, rows = cohort
    runs = finished(rows, "respect").dropna(subset=["criterion"]).groupby(["trainee", "run"])
    both = pd.DataFrame({"own": runs.self_rating.first(), "conduct": 50 + 25 * runs["level"].mean()}).dropna()
    people = both.groupby("trainee").mean()
    told = rubrics["respect"].calibration
    assert told.difference.n == len(people)
    assert told.difference.value == pytest.approx((people.own - people.conduct).mean())
    assert told.correlation.value == pytest.approx(people.corr().iloc[0, 1])
    half = stats.norm.ppf(0.975) / np.sqrt(len(people) - 3)
    z = np.arctanh(told.correlation.value)
    assert (told.correlation.low, told.correlation.high) == pytest.approx((np.tanh(z - half), np.tanh(z + half)))


def test_alpha_over_criteria_of_first_attempts(cohort):
    rubrics, _, rows = cohort
    first = finished(rows, "de-escalation")
    wide = table_of(first, "criterion")
    order = next(list(each.criteria) for each in RUBRICS if each.id == "de-escalation")
    whole = without_gaps(wide[[id_ for id_ in order if id_ in wide]])
    count = whole.shape[1]
    alpha = count / (count - 1) * (1 - whole.var().sum() / whole.sum(axis=1).var())
    told = rubrics["de-escalation"].reliability.alpha
    assert (told.n, told.value) == (len(whole), pytest.approx(alpha))


@pytest.mark.parametrize("rubric", ["respect", "de-escalation"])
def test_generalisability_and_the_standard_error(cohort, rubric):
    rubrics, _, rows = cohort
    first = finished(rows, rubric)
    whole = without_gaps(table_of(first, "scenario"))
    n, k = whole.shape
    everything = whole.to_numpy().mean()
    people = k * ((whole.mean(axis=1) - everything) ** 2).sum() / (n - 1)
    encounters = n * ((whole.mean() - everything) ** 2).sum() / (k - 1)
    rest = ((whole.sub(whole.mean(axis=1), axis=0) - whole.mean() + everything) ** 2).to_numpy().sum()
    residual = rest / ((n - 1) * (k - 1))
    person, scenario = (people - residual) / k, max(0.0, (encounters - residual) / n)
    g, phi = person / (person + residual / k), person / (person + (scenario + residual) / k)
    told = rubrics[rubric].reliability
    assert (told.g.n, told.g.value, told.phi.value) == (n, pytest.approx(g), pytest.approx(phi))
    for needed, value in ((told.needed_g, g), (told.needed_phi, phi)):
        assert needed == int(np.ceil(k * 0.8 * (1 - value) / (value * 0.2) - 1e-9))
    if rubric == "respect":  # a formative index: phi decides
        spread = conduct(finished(rows, rubric), "trainee").std(ddof=1)
        assert told.error == pytest.approx(spread * np.sqrt(1 - phi))


@pytest.mark.parametrize("rubric", ["respect", "de-escalation"])
def test_four_fifths_of_groups(cohort, rubric):
    _, told, rows = cohort
    scores = conduct(finished(rows, rubric), "trainee")
    group = scores.index.map(lambda trainee: GROUPS[trainee]["intake"])
    reached = (scores >= 60).groupby(group).agg(["sum", "size"])
    rate = reached["sum"] / reached["size"]
    best = rate.idxmax()
    (selection,) = [each for each in told.fairness.selections if each.rubric == rubric]
    assert {each.group for each in selection.shares} == set(rate.index)
    for each in selection.shares:
        assert (each.reached, each.trainees) == tuple(reached.loc[each.group])
        assert float(each.ratio) == pytest.approx(rate[each.group] / rate[best])
        if each.group != best and each.p_value is not None:
            tabled = [[row["sum"], row["size"] - row["sum"]] for _, row in reached.loc[[best, each.group]].iterrows()]
            assert each.p_value == pytest.approx(stats.fisher_exact(tabled).pvalue)
