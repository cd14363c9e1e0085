"""The standard tables: the scorecard's own figures, alike on every engine."""

import json
import math
from datetime import timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from bench.facts import write_facts
from scoring import tables
from scoring.decision import decide
from scoring.facts import arrow_schema
from scoring.precision import AUTHOR, standard_error
from scoring.rubric import Rubric
from scoring.scorecard import score
from scoring.statistics import describe, item_rest_correlation
from scoring.tables import columns
from tests.rubrics import FIXED
from tests.scoring.facts_samples import CRITERIA, START, class_of, run_rows, table

ENGINES = {"duckdb": lambda facts: duckdb.connect().from_arrow(facts), "polars": pl.from_arrow}
LAZY = {
    "criteria": (tables.criteria, columns.CRITERIA),
    "runs": (tables.runs, columns.RUNS),
    "trainees": (tables.trainees, columns.TRAINEES),
    "summary": (tables.summary, columns.SUMMARY),
    "profile": (tables.profile, columns.PROFILE),
}
SMALL = {"items": (tables.items, columns.ITEMS), "choices": (tables.choices, columns.CHOICES)}


def rows_of(frame):
    """Return a lazy frame's rows; what every engine answers alike."""
    return frame.collect(backend="pyarrow").rows(named=True)


def decisions_of(offers, critical=()):
    return [
        decide(
            sequence=n,
            scene=f"s{n % 3}",
            choice="c0",
            offered={f"c{m}": ratings for m, ratings in enumerate(choices)},
            critical=critical if n == 1 else (),
        )
        for n, choices in enumerate(offers, start=1)
    ]


RATINGS = st.dictionaries(st.sampled_from(CRITERIA), st.integers(-2, 2), max_size=4)
ATTEMPT = st.lists(st.lists(RATINGS, min_size=1, max_size=4), min_size=1, max_size=8)
WEIGHTS = st.dictionaries(st.sampled_from(CRITERIA), st.integers(1, 40).map(lambda n: n / 4), max_size=4)


def weighted(weights):
    """Return the shipped rubrics under other weights."""
    changed = []
    for rubric in FIXED.rubrics.values():
        content = rubric.model_dump(mode="json")
        for criterion in content["criteria"]:
            content["criteria"][criterion]["weight"] = weights.get(criterion, 1)
        changed.append(Rubric.model_validate(content))
    return changed


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=25, deadline=None)
@given(attempts=st.lists(ATTEMPT, min_size=1, max_size=4), weights=WEIGHTS, mark=st.none() | st.floats(0, 100))
def test_a_runs_figures_in_the_tables_are_those_of_its_scorecard(engine, attempts, weights, mark):
    rubrics = weighted(weights)
    cards = {}
    rows = []
    for number, offers in enumerate(attempts):
        decisions = decisions_of(offers, critical=("no-aid", "false-statement")[: number % 3])
        marks = {} if mark is None else {"respect": mark}
        cards[f"r{number}"] = score(decisions, rubrics, marks=marks)
        rows += [
            row | {"mark": marks.get(row["rubric"])} for row in run_rows(f"r{number}", decisions, trainee=f"t{number}")
        ]
    facts = ENGINES[engine](table(rows))
    found = {(row["run"], row["rubric"]): row for row in rows_of(tables.runs(facts, rubrics))}
    fine = {(row["run"], row["criterion"]): row for row in rows_of(tables.criteria(facts))}
    for run, card in cards.items():
        for id_, scored in card.rubrics.items():
            row = found.get((run, id_))
            assert (row is not None) == (scored.total.n > 0)
            if row is None:
                continue
            total = scored.total
            assert (row["opportunities"], row["credits"], row["debits"], row["anchored"], row["decision_quality"]) == (
                total.n, total.credits, total.debits, total.anchored, total.decision_quality
            )  # fmt: skip
            assert row["band"] == total.band
            assert row["critical_events"] == len(card.critical)
            assert row["standard"] is scored.standard
            assert row["mark"] == (None if scored.reported == "profile" else scored.mark)
            assert row["standard_error"] == pytest.approx(standard_error(scored.decisions, AUTHOR))
            assert row["decisions"] == len(attempts[int(run[1:])])
            for criterion, figure in scored.criteria.items():
                one = fine.get((run, criterion))
                assert (one is not None) == (figure.n > 0)
                assert one is None or (one["anchored"], one["decision_quality"], one["opportunities"]) == (
                    figure.anchored, figure.decision_quality, figure.n
                )  # fmt: skip
    assert {run for run, _ in found} == set(cards)


@pytest.mark.parametrize("engine", ENGINES)
@given(weight=st.floats(0.001, 100))
@settings(max_examples=20, deadline=None)
def test_any_weight_gives_the_scorecards_figure_up_to_rounding(engine, weight):
    rubrics = weighted({"voice": weight})
    decisions = decisions_of([[{"voice": 2, "care": -1}, {"voice": -2}], [{"care": 2}, {}]])
    facts = ENGINES[engine](table(run_rows("r", decisions)))
    (row,) = rows_of(tables.runs(facts, rubrics))
    total = score(decisions, rubrics).rubrics["respect"].total
    assert math.isclose(row["anchored"], total.anchored, rel_tol=1e-12)
    assert math.isclose(row["decision_quality"], total.decision_quality, rel_tol=1e-12)


@pytest.mark.parametrize("name", [*LAZY, *SMALL])
def test_every_engine_gives_the_same_table_with_the_documented_columns(name):
    function, documented = (LAZY | SMALL)[name]
    facts = class_of(25)
    answers = []
    for engine in ENGINES.values():
        answer = function(engine(facts))
        answers.append(rows_of(answer) if name in LAZY else answer.to_pylist())
    for one, other in zip(*answers, strict=True):
        assert list(one) == list(other) == [column.name for column in documented]
        for key, value in one.items():
            if isinstance(value, float):
                assert math.isclose(value, other[key], rel_tol=1e-9, abs_tol=1e-9)
            else:
                assert value == other[key]


@pytest.mark.parametrize("name", LAZY)
def test_a_table_has_the_types_that_are_documented(name):
    function, documented = LAZY[name]
    relation = function(ENGINES["duckdb"](class_of(2))).to_native()
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    words = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN"}
    for column in documented:
        assert types[column.name] == words.get(column.type, "TIMESTAMP WITH TIME ZONE")


def test_a_run_on_which_nothing_was_rated_has_one_row_without_figures():
    decisions = decisions_of([[{}, {}], [{}]], critical=("no-aid",))
    (row,) = rows_of(tables.runs(ENGINES["duckdb"](table(run_rows("r", decisions)))))
    assert (row["rubric"], row["anchored"], row["opportunities"]) == (None, None, 0)
    assert (row["decisions"], row["critical_events"]) == (2, 1)


def test_a_trainees_first_and_best_attempts_are_kept_apart_by_encounter():
    def played(run, level, **more):
        return run_rows(run, decisions_of([[{"voice": level}, {"voice": -2}]]), **more)

    rows = [
        *played("a", -1, attempt=1, self_ratings={"respect": 85}),
        *played("b", 2, attempt=2),
        *played("c", 1, attempt=3),
        *played("d", 0, attempt=1, scenario="other"),
        *played("again", -2, attempt=4, origin="again"),
        *played("open", -2, attempt=5, ended_at=None, ending=None, outcome=None),
    ]
    (row,) = rows_of(tables.trainees(ENGINES["duckdb"](table(rows))))
    assert (row["runs"], row["encounters"], row["opportunities"]) == (4, 2, 4)
    assert row["first_anchored"] == (25 + 50) / 2
    assert row["best_anchored"] == (100 + 50) / 2
    assert row["gain"] == 37.5
    assert row["anchored"] == 50 + 25 * (-1 + 2 + 1 + 0) / 4
    assert (row["self_rating"], row["calibration"]) == (85, 60)


def test_a_cohorts_mean_and_spread_are_those_of_its_trainees():
    facts = ENGINES["duckdb"](class_of(30))
    each = [row["anchored"] for row in rows_of(tables.trainees(facts)) if row["rubric"] == "respect"]
    (row,) = [row for row in rows_of(tables.summary(facts)) if row["rubric"] == "respect"]
    told = describe(each)
    assert row["trainees"] == told.n == 30
    assert row["mean"] == pytest.approx(told.mean)
    assert row["sd"] == pytest.approx(told.sd)
    assert (row["minimum"], row["maximum"]) == (told.minimum, told.maximum)


def test_the_profile_says_how_many_trainees_stand_behind_each_cell():
    found = rows_of(tables.profile(ENGINES["duckdb"](class_of(12, encounters=2))))
    assert {row["trainees"] for row in found} == {12}
    assert {row["scenario"] for row in found} == {"encounter-0", "encounter-1"}


def test_a_decision_counts_once_however_many_criteria_it_was_rated_on():
    decisions = decisions_of([[{"voice": 1, "care": 1, "listening": 2}, {"voice": -1}]])
    (item, other) = tables.items(ENGINES["duckdb"](table(run_rows("r", decisions)))).to_pylist()
    assert (item["decisions"], other["decisions"]) == (1, 1)
    assert {item["rubric"], other["rubric"]} == {"respect", "de-escalation"}
    assert json.loads(item["choices"]) == {"c0": [1, 1, 1], "c1": [0, 1, 0]}


def test_a_choice_that_almost_nobody_takes_is_dead_only_once_enough_had_it_open():
    def rows(count):
        return table(
            [row for n in range(count) for row in run_rows(f"r{n}", decisions_of([[{"voice": 1}, {"voice": -1}]]))]
        )

    few = {row["choice"]: row["dead"] for row in tables.choices(ENGINES["duckdb"](rows(19))).to_pylist()}
    many = {row["choice"]: row["dead"] for row in tables.choices(ENGINES["duckdb"](rows(20))).to_pylist()}
    assert few == {"c0": None, "c1": None}
    assert many == {"c0": False, "c1": True}


def test_decisions_of_a_new_try_are_not_counted():
    decisions = decisions_of([[{"voice": 1}, {}], [{"voice": 2}, {}]])
    rows = [*run_rows("r", decisions), *run_rows("again", decisions, origin="again", copied=1, attempt=2)]
    found = tables.items(ENGINES["duckdb"](table(rows))).to_pylist()
    assert {row["scene"]: row["decisions"] for row in found} == {"s1": 1, "s2": 1}


def test_item_rest_is_the_published_statistic_where_everybody_met_every_item():
    rows, matrix = [], []
    levels = [(2, 1, 2, 0), (1, 1, 0, -1), (0, -1, 1, 0), (-1, 0, -2, -2), (2, 2, 1, 1), (-2, 0, -1, 1)]
    for number, own in enumerate(levels):
        decisions = [
            decide(sequence=n, scene=f"s{n}", choice="a", offered={"a": {"voice": level}, "b": {"voice": 2}})
            for n, level in enumerate(own, start=1)
        ]
        matrix.append(own)
        rows += run_rows(f"r{number}", decisions, trainee=f"t{number}", started_at=START + timedelta(hours=number))
    found = {row["scene"]: row for row in tables.items(ENGINES["duckdb"](table(rows))).to_pylist()}
    for column, expected in enumerate(item_rest_correlation(matrix), start=1):
        assert found[f"s{column}"]["item_rest"] == pytest.approx(float(expected))
        assert found[f"s{column}"]["item_rest_runs"] == 6


def test_an_item_that_is_the_same_for_everybody_has_no_correlation():
    rows = [
        row
        for n in range(5)
        for row in run_rows(f"r{n}", decisions_of([[{"voice": 1}], [{"voice": n % 2}, {"voice": 2}, {}]]))
    ]
    found = {row["scene"]: row for row in tables.items(ENGINES["duckdb"](table(rows))).to_pylist()}
    assert found["s1"]["item_rest"] is None
    assert found["s1"]["difficulty"] is None
    assert found["s2"]["difficulty"] == pytest.approx(2 / 10)


def test_the_facts_that_tables_are_measured_on_have_every_column(tmp_path):
    assert write_facts(tmp_path / "facts.parquet", 800, 20) == 1_600
    assert parquet.read_table(tmp_path / "facts.parquet").schema.equals(arrow_schema())
