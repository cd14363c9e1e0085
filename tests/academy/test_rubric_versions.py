"""A rubric is changed and its version raised: what was scored before keeps its figures, and is never pooled with what comes after."""

import duckdb
import pyarrow as pa
import pytest

from scoring import tables
from scoring.rubric import Rubric, RubricSet
from simulator import academy
from simulator.academy.facts import facts_of
from simulator.records.store import Mode, Store
from simulator.training.debrief import debrief
from simulator.training.play import Play
from simulator.training.progress import best_figures, criteria_progress
from tests.records.samples import NOON, circle

BEFORE = RubricSet.shipped()


def changed():
    """Return the shipped rubrics with another weight in Respect, and its version raised."""
    content = BEFORE.rubrics["respect"].model_dump(mode="json")
    content["criteria"]["voice"]["weight"] = 3
    content["version"] = "9.0.0"
    return RubricSet.of(
        [Rubric.model_validate(content) if id_ == "respect" else old for id_, old in BEFORE.rubrics.items()]
    )


AFTER = changed()
NEW = 50 + 25 * (3 * 2 - 2) / (3 * 3 + 3)  # voice 2, 0, 0 with three times the weight; care 0, -2, 0


@pytest.fixture
def played(tmp_path):
    """Return a store, its cohort, and two runs of the same choices: before the change, and after it."""
    with Store.open(str(tmp_path / "s.sqlite3")) as store:
        ada = store.trainee("Ada", NOON)
        cohort = academy.create_cohort(store, "Autumn", at=NOON)
        academy.add_members(store, cohort, [ada], at=NOON)
        ids = []
        for rubrics in (BEFORE, AFTER):
            play = Play.start(store, circle().scored_by(rubrics), ada, clock=lambda: NOON, mode=Mode.PRACTICE, seed=1)
            for choice in ("here-ask", "there-force", "here-leave"):
                play.choose(choice)
            ids.append(play.record.id)
        yield store, cohort, ids


def conduct(store, run):
    return next(view.total.anchored for view in debrief(store, run).rubrics if view.id == "respect")


def test_a_debrief_keeps_its_figure_to_the_last_bit(played):
    store, _, (old, new) = played
    assert (conduct(store, old), conduct(store, new)) == (50.0, pytest.approx(NEW))
    assert store.rubrics_of(old).rubrics["respect"] == BEFORE.rubrics["respect"]
    assert store.rubrics_of(new).rubrics["respect"] == AFTER.rubrics["respect"]


def test_progress_tells_the_earlier_version_apart(played):
    store, _, _ = played
    ada = store.find_trainee("Ada")
    facts, under = store.facts(ada), store.rubrics_by_run(ada)
    voice = [each for each in criteria_progress(facts, AFTER, under) if each.criterion == "voice"]
    assert [(each.rubric.version, each.earlier, len(each.points)) for each in voice] == [
        ("9.0.0", False, 1),
        (BEFORE.rubrics["respect"].version, True, 1),
    ]
    best = best_figures(store.runs(trainee=ada), facts, AFTER, under)["circle"]
    assert [each.tally.anchored for each in best if each.rubric == "respect"] == [pytest.approx(NEW)]


def test_a_cohort_is_told_under_the_newest_version_and_says_how_many_runs_are_left_out(played):
    store, cohort, _ = played
    voice = next(
        view for view in academy.criteria(store, cohort, BEFORE, mode=Mode.PRACTICE) if view.criterion == "voice"
    )
    assert (voice.rubric.version, voice.opportunities, voice.others) == ("9.0.0", 3, 1)
    assert "Left out: 1 run under other versions of Respect than 9.0.0" in academy.left_out(
        academy.criteria(store, cohort, BEFORE, mode=Mode.PRACTICE)
    )
    care = next(
        view
        for view in academy.criteria(store, cohort, BEFORE, mode=Mode.PRACTICE)
        if view.rubric.id == "de-escalation"
    )
    assert care.others == 0
    statistics, _ = academy.statistics_of(store, academy.ReportRequest("Autumn"), BEFORE)
    respect = next(each for each in statistics.rubrics if each.rubric == "respect")
    assert (respect.version, respect.other_versions, respect.left_out) == (
        "9.0.0", (BEFORE.rubrics["respect"].version,), 1
    )  # fmt: skip
    assert respect.anchored.mean.value == pytest.approx(NEW)


def test_tables_have_a_row_for_each_version(played):
    store, _, (old, new) = played
    facts = pa.Table.from_batches(facts_of(store, "Autumn"))
    with duckdb.connect() as connection:
        relation = connection.from_arrow(facts)
        both = [BEFORE.rubrics["respect"], AFTER.rubrics["respect"]]
        runs = tables.runs(relation, both).collect(backend="pyarrow").rows(named=True)
        people = tables.trainees(relation, both).collect(backend="pyarrow").rows(named=True)
    figures = {row["run"]: row["anchored"] for row in runs if row["rubric"] == "respect"}
    assert figures == {old: 50.0, new: pytest.approx(NEW)}
    assert [(row["rubric_version"], row["runs"]) for row in people if row["rubric"] == "respect"] == [
        (BEFORE.rubrics["respect"].version, 1),
        ("9.0.0", 1),
    ]
