"""Every figure of a generated cohort, computed again from its exported decisions with pandas alone."""

import io
import json
from contextlib import redirect_stdout

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simulator.commands.main import main
from tests.academy.classes import an_academy

PEOPLE = 40


def command(*arguments):
    """Run the program in this process, as its user would; return what it prints."""
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert not left.value.code
    return said.getvalue()


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return a cohort's tables as the program exports them, by level, and its report."""
    folder = tmp_path_factory.mktemp("recomputed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENCOUNTER_STORE", an_academy(folder, people=PEOPLE))
        tables = {}
        for level in ("decisions", "criteria", "runs", "trainees", "items", "choices"):
            file = folder / f"{level}.csv"
            more = ("--min-cell", "1") if level in ("items", "choices") else ()
            command("export", "autumn", "--to", file, "--level", level, *more)
            tables[level] = pd.read_csv(file, encoding="utf-8-sig", keep_default_na=True)
        tables["shown"] = json.loads(command("cohort", "show", "autumn", "--json"))
        report = json.loads(command("report", "autumn", "--json", "--min-cell", "1"))
    return tables, report


def sums(facts, *by):
    """Return n, credits, debits and both figures of some facts."""
    told = facts.dropna(subset=["criterion"]).assign(
        credits=lambda f: f.level.clip(lower=0),
        debits=lambda f: f.level.clip(upper=0),
        reach=lambda f: f.level - f.worst,
        spread=lambda f: f.best - f.worst,
    )
    found = told.groupby(list(by)).agg(
        opportunities=("level", "size"), credits=("credits", "sum"), debits=("debits", "sum"),
        mean=("level", "mean"), reach=("reach", "sum"), spread=("spread", "sum"),
    )  # fmt: skip
    found["anchored"] = 50 + 25 * found["mean"]
    found["decision_quality"] = 100 * found.reach / found.spread.where(found.spread > 0)
    return found


def alike(told, found, names):
    assert set(told.index) == set(found.index)
    for name in names:
        np.testing.assert_allclose(told[name].astype(float), found.loc[told.index, name].astype(float), rtol=1e-9)


FIGURES = ("opportunities", "credits", "debits", "anchored", "decision_quality")


def test_runs_and_their_criteria(exported):
    tables, _ = exported
    facts = tables["decisions"]
    alike(tables["criteria"].set_index(["run", "criterion"]), sums(facts, "run", "criterion"), FIGURES)
    runs = tables["runs"].dropna(subset=["rubric"])
    alike(runs.set_index(["run", "rubric"]), sums(facts, "run", "rubric"), FIGURES)
    grave = facts.drop_duplicates(["run", "sequence"]).assign(
        count=lambda f: f.critical.map(lambda x: len(json.loads(x)))
    )
    counted = grave.groupby("run")["count"].sum()
    for row in tables["runs"].itertuples():
        assert row.critical_events == counted[row.run]
        assert row.decisions == facts[facts.run == row.run].sequence.nunique()
        # Another rater would move the figure by so much, where no panel has rated the encounter.
        rated = facts[(facts.run == row.run) & (facts.rubric == row.rubric)].sequence.nunique()
        if rated:
            assert row.standard_error == pytest.approx(3.5 * (12 / rated) ** 0.5)
        if row.rubric in ("respect", "de-escalation"):
            reached = str(row.anchored >= row.mark and row.critical_events == 0)
            assert str(row.standard) == reached


def test_trainees(exported):
    tables, _ = exported
    facts = tables["decisions"]
    whole = facts[facts.ended_at.notna() & (facts.origin == "start")]
    told = tables["trainees"].set_index(["trainee", "rubric"])
    alike(told, sums(whole, "trainee", "rubric"), FIGURES)
    by_run = sums(whole, "trainee", "rubric", "scenario", "attempt").anchored
    by_encounter = by_run.groupby(["trainee", "rubric", "scenario"])
    alike(
        told,
        pd.DataFrame(
            {
                "first_anchored": by_encounter.first().groupby(["trainee", "rubric"]).mean(),
                "best_anchored": by_encounter.max().groupby(["trainee", "rubric"]).mean(),
            }
        ),
        ("first_anchored", "best_anchored"),
    )


def test_decisions_and_choices(exported):
    tables, report = exported
    facts = tables["decisions"]
    first = facts[(facts.attempt == 1) & (facts.origin == "start") & facts.ended_at.notna()]
    taken = first.drop_duplicates(["run", "sequence"])
    for row in tables["choices"].itertuples():
        here = taken[taken.scene == row.scene]
        mine = here[here.choice == row.choice]
        offered = here.offered.map(lambda x, choice=row.choice: choice in json.loads(x)).sum()
        assert (row.taken, row.takers, row.offered) == (len(mine), mine.trainee.nunique(), offered)
        assert row.trainees == here.trainee.nunique()
        assert row.share == pytest.approx(len(mine) / offered)
        assert str(row.dead) == ("nan" if offered < 20 else str(len(mine) / offered < 0.05))
    items = tables["items"].dropna(subset=["rubric"])
    found = sums(first, "scene", "rubric")
    alike(items.set_index(["scene", "rubric"]).assign(mean=lambda t: t.mean_level), found, ("mean",))
    for row in items.itertuples():
        assert row.difficulty == pytest.approx((found.reach / found.spread)[row.scene, row.rubric], nan_ok=True)
    for each in report["items"]:
        if each["rubric"] is not None:
            (row,) = items[(items.scene == each["scene"]) & (items.rubric == each["rubric"])].itertuples()
            assert each["difficulty"] == (None if np.isnan(row.difficulty) else pytest.approx(row.difficulty))
            assert each["trainees"] == row.trainees


def test_an_items_correlation_with_the_rest_of_the_run(exported):
    tables, _ = exported
    facts = tables["decisions"].dropna(subset=["criterion"])
    first = facts[(facts.attempt == 1) & (facts.origin == "start") & facts.ended_at.notna()]
    for row in tables["items"].dropna(subset=["item_rest"]).itertuples():
        on = first[first.rubric == row.rubric]
        here = on[on.scene == row.scene].groupby("run")["level"].mean()
        rest = on[on.scene != row.scene].groupby("run")["level"].mean()
        both = pd.concat([here, rest], axis=1, join="inner")
        assert row.item_rest_runs == len(both)
        assert row.item_rest == pytest.approx(both.corr().iloc[0, 1])


def test_the_reports_means_spreads_and_cells(exported):
    tables, report = exported
    people = tables["trainees"]
    facts = tables["decisions"]
    whole = facts[facts.ended_at.notna() & (facts.origin == "start")]
    assert report["trainees"] == whole.trainee.nunique()
    assert report["runs"] == whole.run.nunique()
    for each in report["rubrics"]:
        own = people[people.rubric == each["rubric"]].anchored
        assert each["anchored"]["mean"]["n"] == len(own)
        assert each["anchored"]["mean"]["value"] == pytest.approx(own.mean())
        assert each["anchored"]["spread"]["sd"] == pytest.approx(own.std(ddof=1))
        for name, at in (("minimum", 0), ("first_quartile", 0.25), ("median", 0.5), ("third_quartile", 0.75)):
            assert each["anchored"]["spread"][name] == pytest.approx(own.quantile(at))
        half = stats.t.ppf(0.975, len(own) - 1) * own.sem()
        interval = (each["anchored"]["mean"]["low"], each["anchored"]["mean"]["high"])
        assert interval == pytest.approx((own.mean() - half, own.mean() + half))
        told = sums(whole[whole.rubric == each["rubric"]], "rubric").iloc[0]
        assert [each[name] for name in ("opportunities", "credits", "debits")] == [
            told[name] for name in ("opportunities", "credits", "debits")
        ]
    cells = sums(whole, "scenario", "criterion", "trainee").anchored.groupby(["scenario", "criterion"]).mean()
    for each in report["cells"]:
        key = (each["scenario"], each["criterion"])
        assert each["anchored"] == pytest.approx(cells[key])
        met = whole[(whole.scenario == key[0]) & (whole.criterion == key[1])]
        assert each["trainees"] == met.trainee.nunique()


def test_critical_events_and_how_encounters_ended(exported):
    tables, report = exported
    facts = tables["decisions"]
    begun = facts[facts.origin == "start"].drop_duplicates(["run", "sequence"])
    whole = begun[begun.ended_at.notna()]
    grave = whole.assign(event=whole.critical.map(json.loads)).explode("event").dropna(subset=["event"])
    counted = grave.groupby("event").trainee.agg(["size", "nunique"])
    assert {each["event"]: (each["decisions"], each["trainees"]) for each in report["critical"]} == {
        event: tuple(row) for event, row in counted.iterrows()
    }
    (told,) = report["encounters"]
    runs = begun.drop_duplicates("run")
    assert (told["trainees"], told["runs"], told["finished"]) == (
        runs.trainee.nunique(), len(runs), whole.run.nunique()
    )  # fmt: skip
    ended = runs.dropna(subset=["ended_at"])
    minutes = (pd.to_datetime(ended.ended_at) - pd.to_datetime(ended.started_at)).dt.total_seconds() / 60
    assert told["minutes"] == pytest.approx(minutes.median())
    first = ended[ended.attempt == 1]
    assert dict(map(tuple, told["outcomes"])) == first.outcome.value_counts().to_dict()


def test_what_a_cohort_is_shown_is_what_the_report_says(exported):
    tables, _ = exported
    facts = tables["decisions"]
    whole = facts[facts.ended_at.notna() & (facts.origin == "start")]
    shown = tables["shown"]["criteria"]
    found = sums(whole, "criterion", "trainee").groupby("criterion").agg({"anchored": "mean", "opportunities": "sum"})
    assert {id_ for id_, each in shown.items() if each["anchored"] is not None} == set(found.index)
    for id_, row in found.iterrows():
        assert shown[id_]["anchored"] == pytest.approx(row.anchored)
        assert shown[id_]["opportunities"] == row.opportunities
    last = whole.sort_values("ended_at").drop_duplicates("trainee", keep="last").run
    runs = tables["runs"]
    reached = runs[runs.run.isin(last) & runs.standard.notna()].groupby("rubric").standard.agg(["sum", "size"])
    assert {each["rubric"]: (each["reached"], each["people"]) for each in tables["shown"]["standards"]} == {
        rubric: tuple(row) for rubric, row in reached.iterrows()
    }
