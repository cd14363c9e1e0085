"""Progress, own view, reliability, agreement, fairness and standard of a cohort, computed again with pandas alone."""

import importlib
import random
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from scoring.cohort import TrainerLevel, cohort_statistics
from scoring.cohort.counts import cohort_counts
from scoring.cohort.standard import Judge, StandardSetting
from tests.scoring.cohort.samples import RUBRICS, facts, made_up
from tests.scoring.facts_samples import table

COUNT = 60
MANY = 210
"""People enough for a hundred in each of two groups."""

GROUPS = {f"t-{number:03}": {"intake": "north" if number % 3 else "south"} for number in range(COUNT)}
HALVES = {f"t-{number:03}": {"branch": "a" if number % 2 else "b"} for number in range(MANY)}
PANEL = StandardSetting(
    format="1",
    title="Panel",
    rubric="respect",
    date="2026-05-03",
    rationale="Two rounds.",
    judges=tuple(
        Judge(name=f"Judge {number}", judgements={"opening": 50 + number, "voice": 48 + 2 * number})
        for number in range(12)
    ),
)


@pytest.fixture
def cohort():
    """Return the statistics of a made-up cohort, and its facts as pandas has them."""
    return computed()


@cache
def computed():
    rows, runs = made_up(COUNT)
    for row in rows:  # decisions take their time
        row["seconds"] = 1.0 + (7 * int(row["trainee"][2:]) + 5 * row["sequence"]) % 13
    told = cohort_statistics(
        facts(rows), RUBRICS, cohort="spring", groups=GROUPS, minimum=1, panel=PANEL, ratings=levels(runs)
    )
    return {each.rubric: each for each in told.rubrics}, told, table(rows).to_pandas()


@cache
def halves():
    """Return the statistics of a cohort with a hundred in each of two groups, and its facts as pandas has them."""
    rows = [row for row in made_up(MANY)[0] if row["attempt"] == 1 and row["scenario"] in ("bridge", "gate")]
    return cohort_statistics(facts(rows), RUBRICS, groups=HALVES, minimum=1), table(rows).to_pandas()


def levels(runs):
    """Return what three trainers gave to some runs, not always alike and with gaps."""
    chance = random.Random(3)
    return [
        TrainerLevel(run["run"], rater, criterion, max(-2, min(2, chance.choice((-1, 0, 1, 2)) + chance.randint(0, 1))))
        for place, run in enumerate(runs[:40])
        for rater in ("Ada", "Ben", "Cem")
        for criterion in ("voice", "care")
        if rater != "Cem" or place % 3
    ]


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
    reached = (scores >= (told.standard.cut.cut if rubric == "respect" else 60)).groupby(group).agg(["sum", "size"])
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


def shrout_fleiss(whole):
    """Return the mean squares of a table without gaps: of people, of columns and of the rest."""
    n, k = whole.shape
    everything = whole.to_numpy().mean()
    people = k * ((whole.mean(axis=1) - everything) ** 2).sum() / (n - 1)
    columns = n * ((whole.mean() - everything) ** 2).sum() / (k - 1)
    rest = ((whole.sub(whole.mean(axis=1), axis=0) - whole.mean() + everything) ** 2).to_numpy().sum()
    return people, columns, rest / ((n - 1) * (k - 1))


def absolute(whole):
    """Return ICC2 and its interval, of one column; `stepped` makes that of the mean of k (Shrout & Fleiss 1979)."""
    n, k = whole.shape
    people, columns, rest = shrout_fleiss(whole)
    icc = (people - rest) / (people + (k - 1) * rest + k * (columns - rest) / n)
    a = k * icc / (n * (1 - icc))
    b = 1 + k * icc * (n - 1) / (n * (1 - icc))
    freedom = (a * columns + b * rest) ** 2 / ((a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    upper, lower = stats.f.ppf(0.975, n - 1, freedom), stats.f.ppf(0.975, freedom, n - 1)
    middle = k * columns + (k * n - k - n) * rest
    low = n * (people - upper * rest) / (upper * middle + n * people)
    high = n * (lower * people - rest) / (middle + n * lower * people)
    return icc, low, high


def stepped(values, k):
    return [k * value / (1 + (k - 1) * value) for value in values]


@pytest.mark.parametrize("rubric", ["respect", "de-escalation"])
def test_intervals_of_generalisability(cohort, rubric):
    rubrics, _, rows = cohort
    whole = without_gaps(table_of(finished(rows, rubric), "scenario"))
    n, k = whole.shape
    people, _, rest = shrout_fleiss(whole)
    ratio, apart = people / rest, ((n - 1), (n - 1) * (k - 1))
    told = rubrics[rubric].reliability
    low, high = 1 - stats.f.ppf(0.975, *apart) / ratio, 1 - 1 / (ratio * stats.f.ppf(0.975, *apart[::-1]))
    assert (told.g.low, told.g.high) == pytest.approx((low, high))
    if "scenario" not in told.components.set_to_zero:
        assert (told.phi.low, told.phi.high) == pytest.approx(stepped(absolute(whole)[1:], k))
    figures = [each for person in cohort[1].profiles for each in person.figures if each.rubric == rubric]
    for each in figures:  # the band round each trainee, cut off at the ends of the scale
        reach = 1.959964 * told.error
        assert (each.low, each.high) == pytest.approx((max(0, each.anchored - reach), min(100, each.anchored + reach)))


def test_alphas_interval_and_omega(cohort):
    rubrics, _, rows = cohort
    wide = table_of(finished(rows, "de-escalation"), "criterion")
    order = next(list(each.criteria) for each in RUBRICS if each.id == "de-escalation")
    whole = without_gaps(wide[[id_ for id_ in order if id_ in wide]])
    (n, k), told = whole.shape, rubrics["de-escalation"].reliability
    by_f = [1 - (1 - told.alpha.value) * stats.f.ppf(at, n - 1, (n - 1) * (k - 1)) for at in (0.975, 0.025)]
    assert (told.alpha.low, told.alpha.high) == pytest.approx(by_f)  # Feldt (1965)
    seen = whole.corr().to_numpy()

    def misfit(given):  # minus the likelihood of one factor, as loadings and logarithms of what items keep
        loadings, unique = given[:k], np.exp(given[k:])
        expected = np.outer(loadings, loadings) + np.diag(unique)
        return np.linalg.slogdet(expected)[1] + np.trace(np.linalg.solve(expected, seen))

    best = min(
        (
            optimize.minimize(misfit, np.r_[np.full(k, at), np.log(np.full(k, 1 - at**2))], tol=1e-12)
            for at in (0.3, 0.5, 0.7)
        ),
        key=lambda each: each.fun,
    )
    common = (best.x[:k] * whole.std().to_numpy()).sum() ** 2
    omega = common / (common + (np.exp(best.x[k:]) * whole.var().to_numpy()).sum())
    assert (told.omega.n, told.omega.value) == (n, pytest.approx(omega, abs=1e-4))
    decides = min(("omega", omega), ("phi", told.phi.value), key=lambda pair: pair[1])
    spread = conduct(finished(rows, "de-escalation"), "trainee").std(ddof=1)
    assert told.decisive == decides[0]
    assert told.error == pytest.approx(spread * np.sqrt(1 - decides[1]), rel=1e-3)


def test_agreement_between_trainers(cohort):
    _, told, _ = cohort
    rows = pd.DataFrame([vars_of(each) for each in levels(made_up(COUNT)[1])])
    wide = rows.pivot_table(index=["run", "criterion"], columns="rater", values="level")
    wide = wide[wide.notna().sum(axis=1) > 1]
    every = next(each for each in told.agreement if each.rubric is None)
    assert (every.raters, every.units, every.runs) == (3, len(wide), wide.index.get_level_values("run").nunique())
    for pair in every.pairs:
        both = wide[[pair.first, pair.second]].dropna()
        a, b = both[pair.first].to_numpy(), both[pair.second].to_numpy()
        kappa = 1 - ((a - b) ** 2).mean() / ((a[:, None] - b) ** 2).mean()
        assert pair.kappa.value == pytest.approx(kappa)
        assert (pair.same, pair.within_one) == pytest.approx(((a == b).mean(), (abs(a - b) <= 1).mean()))
    assert every.alpha.value == pytest.approx(krippendorff(wide))
    whole = wide.dropna() if wide.dropna().size > wide[["Ada", "Ben"]].dropna().size else wide[["Ada", "Ben"]].dropna()
    single = absolute(whole)
    assert every.single.n == len(whole)
    assert (every.single.value, every.single.low, every.single.high) == pytest.approx(single, abs=1e-3)
    mean = stepped(single, whole.shape[1])
    assert (every.mean.value, every.mean.low, every.mean.high) == pytest.approx(mean, abs=1e-3)


def vars_of(level):
    return {name: getattr(level, name) for name in ("run", "rater", "criterion", "level")}


def krippendorff(wide):
    """Return alpha by its definition: what pairs within units differ by, over what pairs of all ratings would."""
    used = wide.melt().value.value_counts().sort_index()
    place = used.cumsum() - used / 2

    def apart(a, b):
        return (place[a] - place[b]) ** 2

    inside = sum(
        2 * apart(a, b) / (row.notna().sum() - 1)
        for _, row in wide.iterrows()
        for a, b in combinations(row.dropna(), 2)
    )
    total = used.sum()
    beyond = sum(used[a] * used[b] * apart(a, b) for a in used.index for b in used.index)
    return 1 - (inside / total) / (beyond / (total * (total - 1)))


def test_a_panels_cut_and_who_reaches_it(cohort):
    rubrics, told, rows = cohort
    judged = pd.DataFrame([dict(each.judgements) for each in PANEL.judges]).mean(axis=1)
    scores = conduct(finished(rows, "respect"), "trainee")
    near = 1.959964 * np.hypot(rubrics["respect"].reliability.error, judged.sem())
    cut = told.standard.cut
    assert (cut.cut, cut.standard_error) == pytest.approx((judged.mean(), judged.sem()))
    assert (told.standard.trainees, told.standard.reached) == (len(scores), (scores >= judged.mean()).sum())
    assert told.standard.uncertain == ((scores - judged.mean()).abs() <= near).sum()
    (selection,) = [each for each in told.fairness.selections if each.rubric == "respect"]
    assert (selection.mark, selection.provisional) == (cut.cut, False)


def test_decisions_at_equal_scores():
    told, read = halves()
    first = read[(read.attempt == 1) & (read.origin == "start") & read.ended_at.notna()]
    checked = 0
    for each in told.fairness.functioning:
        here = first[(first.scene == each.scene) & (first.rubric == each.rubric)].groupby("trainee")
        offer = pd.DataFrame(
            {"reach": here["level"].sum() - here.worst.sum(), "spread": here.best.sum() - here.worst.sum()}
        )
        people = offer[offer.spread > 0].join(conduct(finished(read, each.rubric), "trainee").rename("score"))
        people["credited"] = people.reach / people.spread >= 0.5
        people["focal"] = [HALVES[trainee]["branch"] == each.focal for trainee in people.index]
        bounds = people.score.quantile([0.2, 0.4, 0.6, 0.8]).to_numpy()
        people["band"] = np.searchsorted(bounds, people.score, side="right")
        over = under = 0.0
        for _, band in people.groupby("band"):
            counts = band.groupby(["focal", "credited"]).size()
            cell = {key: counts.get(key, 0) for key in ((False, True), (False, False), (True, True), (True, False))}
            over += cell[False, True] * cell[True, False] / len(band)
            under += cell[False, False] * cell[True, True] / len(band)
        if over and under:
            assert each.odds_ratio.value == pytest.approx(over / under)
            assert each.delta == pytest.approx(-2.35 * np.log(over / under))
            size = abs(each.delta)
            assert each.ets_class in ("A" if size < 1 else "AB" if size < 1.5 else "ABC")
            checked += 1
    assert checked > 10


@pytest.mark.parametrize("minimum", [1, 10, 20])
def test_a_report_without_people(minimum):
    rows = made_up(COUNT)[0]
    told = cohort_counts(facts(rows), RUBRICS, minimum=minimum)
    first = table(rows).to_pandas().query("attempt == 1").dropna(subset=["ended_at"])
    for each in told.encounters:
        own = first[first.scenario == each.scenario]
        assert (each.people, each.outcomes) == (own.trainee.nunique(), (("resolved", own.trainee.nunique()),))
    hidden = 0
    for point in told.points:
        own = first[first.scene == point.scene].drop_duplicates(["run", "sequence"])
        assert (point.people, point.decisions) == (own.trainee.nunique(), len(own))
        taken = own.choice.value_counts()
        assert {each.choice for each in point.choices} == {"best", "middling", "poor"}
        assert all(each.taken in (None, taken.get(each.choice, 0)) for each in point.choices)
        hidden += sum(each.taken is None for each in point.choices)
    assert (hidden > 0) == (minimum > 1)
    unseen = {(point.scene, each.choice) for point in told.points for each in point.choices if each.taken is None}
    rated = first.assign(unseen=[pair in unseen for pair in zip(first.scene, first.choice, strict=True)])
    for each in told.conduct:
        own = rated[(rated.scenario == each.scenario) & (rated.rubric == each.rubric)]
        own = own[own.criterion == each.criterion] if each.criterion else own
        decisions = own.drop_duplicates(["run", "sequence"])
        assert (each.decisions, each.points, each.of_points) == (len(decisions), *[decisions.scene.nunique()] * 2)
        shown = own[~own.unseen].level.sum()
        per_decision = own[own.unseen].groupby(["scene", "choice", "run", "sequence"])["level"].sum()
        per_choice = per_decision.groupby(["scene", "choice"]).first()
        many = per_decision.groupby("scene").size()
        ends = [shown + (many * getattr(per_choice.groupby("scene"), pick)()).sum() for pick in ("min", "max")]
        assert [each.low, each.high] == pytest.approx([50 + 25 * end / len(own) for end in ends])
    grave = first[first.critical != "[]"].drop_duplicates(["scene", "choice", "trainee"])
    counted = grave.groupby(["scene", "choice"]).size()
    assert {(each.scene, each.choice) for each in told.critical} == set(counted.index)
    assert all(each.people in (None, counted[each.scene, each.choice]) for each in told.critical)


HERE, EXPORTED = "tests.scoring.cohort.test_recomputed_statistics", "tests.academy.test_recomputed"
RECOMPUTED = {
    "conduct (`anchored`), 0 to 100": (EXPORTED, "test_runs_and_their_criteria"),
    "decision quality, 0 to 100": (EXPORTED, "test_runs_and_their_criteria"),
    "mean, with interval; so also a cell of the heat map and a criterion in `cohort show`": (
        EXPORTED,
        "test_the_reports_means_spreads_and_cells",
    ),
    "SD, quartiles": (EXPORTED, "test_the_reports_means_spreads_and_cells"),
    "opportunities, credits, debits": (EXPORTED, "test_the_reports_means_spreads_and_cells"),
    "critical events": (EXPORTED, "test_critical_events_and_how_encounters_ended"),
    "campaigns": ("tests.commands.test_campaigns", "test_a_report_tells_where_a_cohort_broke_its_promises"),
    "first, last, best": (HERE, "test_progress_and_its_effect_size"),
    "gain": (HERE, "test_progress_and_its_effect_size"),
    "Hedges' g": (HERE, "test_progress_and_its_effect_size"),
    "own rating − score": (HERE, "test_own_ratings_beside_scores"),
    "correlation": (HERE, "test_own_ratings_beside_scores"),
    "difficulty, 0 to 1": (EXPORTED, "test_decisions_and_choices"),
    "item-rest correlation": (EXPORTED, "test_an_items_correlation_with_the_rest_of_the_run"),
    "choices": (EXPORTED, "test_decisions_and_choices"),
    "dead choice": (EXPORTED, "test_decisions_and_choices"),
    "Cronbach's alpha": (HERE, "test_alpha_over_criteria_of_first_attempts"),
    "McDonald's omega": (HERE, "test_alphas_interval_and_omega"),
    "G": (HERE, "test_generalisability_and_the_standard_error"),
    "phi": (HERE, "test_generalisability_and_the_standard_error"),
    "encounters needed": (HERE, "test_generalisability_and_the_standard_error"),
    "standard error of measurement": (HERE, "test_generalisability_and_the_standard_error"),
    "weighted kappa, each pair": (HERE, "test_agreement_between_trainers"),
    "same level": (HERE, "test_agreement_between_trainers"),
    "Krippendorff's alpha (ordinal)": (HERE, "test_agreement_between_trainers"),
    "ICC2, ICC2k": (HERE, "test_agreement_between_trainers"),
    "four-fifths": (HERE, "test_four_fifths_of_groups"),
    "Mantel-Haenszel": (HERE, "test_decisions_at_equal_scores"),
    "class A, B, C": (HERE, "test_decisions_at_equal_scores"),
    **dict.fromkeys(
        ("people in a version", "conduct, low to high", "points", "critical choices", "counts of choices"),
        (HERE, "test_a_report_without_people"),
    ),
}
"""By figure as docs/statistics.md names it, the test that computes it again."""


def test_every_figure_that_the_page_of_statistics_names_is_computed_again():
    page = (Path(__file__).parents[3] / "docs" / "statistics.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([^|]+) \|.*\|$", page, re.MULTILINE)
    assert [each for each in named if each not in ("figure", "---")] == list(RECOMPUTED)
    for module, test in RECOMPUTED.values():
        assert callable(getattr(importlib.import_module(module), test))
