"""However a figure is come by, it is the same: scorecard, debrief, progress, cohort, tables, statistics, proof, rescore."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import tables
from scoring.cohort import cohort_statistics
from scoring.scorecard import score
from simulator import academy
from simulator.academy.cohorts import criteria
from simulator.academy.facts import facts_of
from simulator.academy.rescoring import rescore
from simulator.encounter.run import Run
from simulator.proof.increments import decisions, figures
from simulator.proof.prove import explored
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library
from simulator.training.debrief import debrief
from simulator.training.progress import best_figures, criteria_progress
from tests.records.samples import NOON

STORY = Library.default().story("bus-shelter")
RUBRICS = list(STORY.rubrics.rubrics.values())
PICKS = st.lists(st.integers(0, 11), min_size=40, max_size=40)


@cache
def moves():
    """Return the proof's moves, and what each adds to each figure."""
    known = decisions(explored(STORY).tables)
    return known, figures(known, RUBRICS)


def play(store, name, picks):
    record = store.begin(
        store.trainee(name, NOON), STORY, mode=Mode.PRACTICE, seed=1, at=NOON, language=STORY.scenario.language
    )
    run = Run(STORY, seed=1)
    for pick in picks:
        if run.ending is not None:
            break
        open_ = [choice.id for choice in run.available()]
        step = run.choose(open_[pick % len(open_)])
        store.append(record.id, step, at=NOON, outcome=run.ending.outcome if run.ending else None)
    return record.id, run


@settings(max_examples=4, deadline=None)
@given(PICKS, PICKS)
def test_every_way_to_a_figure_gives_the_same(tmp_path_factory, first, second):
    import duckdb
    import pyarrow as pa

    with Store.open(str(tmp_path_factory.mktemp("s") / "s.db")) as store:
        played = {name: play(store, name, picks) for name, picks in (("Ada", first), ("Ben", second))}
        cohort = academy.create_cohort(store, "Autumn", at=NOON)
        academy.add_members(store, cohort, [store.trainee(name, NOON) for name in played], at=NOON)
        facts = pa.Table.from_batches(facts_of(store, "Autumn"))
        with duckdb.connect() as connection:
            relation = connection.from_arrow(facts)
            scorecards = tables.runs(relation, RUBRICS).collect(backend="pyarrow").rows(named=True)
            statistics = cohort_statistics(relation, RUBRICS, minimum=1)
        rows = {(row["run"], row["rubric"]): row for row in scorecards}
        people = {person.name: person for person in statistics.profiles}
        beside = {
            name: academy.figures_of_member(store, cohort, store.trainee(name, NOON).id).get(run_id, ())
            for name, (run_id, _) in played.items()
        }
        moved = {
            (move.run, move.rubric): move
            for rubric in RUBRICS
            for move in rescore(store, "Autumn", rubric, author="A", reason="B", at=NOON, keep=False).moves
        }
        means: dict[str, list[float]] = {}
        for name, (run_id, run) in played.items():
            card = score(run.decisions, RUBRICS)
            views = {view.id: view for view in debrief(store, run_id).rubrics}
            who = store.trainee(name, NOON)
            course = {
                each.criterion: each.tally
                for each in criteria_progress(store.facts(who), STORY.rubrics, store.rubrics_by_run(who))
            }
            best = best_figures(
                store.runs(trainee=who), store.facts(who), STORY.rubrics, store.rubrics_by_run(who)
            ).get(STORY.scenario.id, ())
            for rubric in RUBRICS:
                total = card.rubrics[rubric.id].total
                assert (
                    views[rubric.id].total == total == moved[run_id, rubric.id].before == moved[run_id, rubric.id].after
                )
                row = rows[run_id, rubric.id]
                assert (row["anchored"], row["decision_quality"], row["band"]) == (
                    total.anchored, total.decision_quality, total.band
                )  # fmt: skip
                assert row["standard"] is views[rubric.id].standard is card.rubrics[rubric.id].standard
                assert row["standard_error"] == pytest.approx(views[rubric.id].error)
                assert proved(run, rubric.id, "anchored") == pytest.approx(total.anchored, abs=1e-12)
                assert proved(run, rubric.id, "decision_quality") == pytest.approx(total.decision_quality)
                if run.ending is not None and total.n:
                    (figure,) = [each for each in beside[name] if each.rubric.id == rubric.id]
                    assert (figure.anchored, figure.standard) == (pytest.approx(total.anchored), row["standard"])
                    assert (figure.error, figure.decisions) == (
                        pytest.approx(views[rubric.id].error), card.rubrics[rubric.id].decisions
                    )  # fmt: skip
                if run.ending is not None:
                    assert [each.tally for each in best if each.rubric == rubric.id] == [total]
                    assert {each.anchored for each in people[name].figures if each.rubric == rubric.id} == {
                        total.anchored
                    }
                for id_, tally in card.rubrics[rubric.id].criteria.items():
                    assert course[id_] == tally
                    if run.ending is not None and tally.n:
                        assert (id_, tally.anchored, tally.n) in people[name].criteria
                        means.setdefault(id_, []).append(tally.anchored)
        reached = {
            each.rubric.id: (each.reached, each.people)
            for each in academy.standards_reached(store, cohort, Mode.PRACTICE)
        }
        finished = [figures for figures in beside.values() if figures]
        for rubric in STORY.rubrics.scored:
            told = [each.standard for figures in finished for each in figures if each.rubric.id == rubric]
            assert reached.get(rubric, (0, 0)) == (sum(told), len(told))
        report = {each.criterion: each for rubric in statistics.rubrics for each in rubric.criteria}
        cells = {each.criterion: each for each in statistics.cells if each.anchored is not None}
        for each in criteria(store, cohort, STORY.rubrics, mode=Mode.PRACTICE):
            assert (each.trainees, each.anchored is None) == (
                len(means.get(each.criterion, ())),
                each.criterion not in means,
            )
            if each.criterion in means:
                mean = pytest.approx(sum(means[each.criterion]) / len(means[each.criterion]))
                beside_it = report[each.criterion]
                assert (each.anchored, each.opportunities) == (mean, beside_it.opportunities)
                assert (beside_it.anchored.mean.value, cells[each.criterion].anchored) == (mean, mean)


def proved(run, rubric, name):
    """Return a run's figure as the proof adds it up: whole numbers over and under the line."""
    known, columns = moves()
    figure = next(each for each in columns if (each.rubric, each.criterion, each.name) == (rubric, None, name))
    numbers = {(move.scene, move.choice, frozenset(move.offered)): place for place, move in enumerate(known)}
    kinds = [numbers[each.scene, each.choice, frozenset(each.offered)] for each in run.decisions]
    value = figure.value(int(figure.over[kinds].sum()), int(figure.under[kinds].sum()))
    assert value is None or isinstance(value, Fraction)
    return None if value is None else float(value)
