"""What an export gives away: pseudonyms, and counts of few people."""

import json
from itertools import pairwise, product

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import tables
from scoring.cohort.counts import cohort_counts
from scoring.decision import decide
from scoring.disclosure import NetworkFlow, hidden_cells, hidden_flows, publication, suppress_choices, suppress_items
from scoring.exports.pseudonyms import hide, pseudonym, pseudonymous
from scoring.facts import COLUMNS
from scoring.tables.cell_counts import cells
from tests.rubrics import FIXED
from tests.scoring.facts_samples import CRITERIA, class_of, run_rows, table

KEY, OTHER = b"k" * 32, b"o" * 32


def told_of(facts, minimum):
    return publication(cells(duckdb.connect().from_arrow(facts)), [], minimum)


def hidden(facts, key=KEY):
    return pa.Table.from_batches(hide(facts.to_batches(40), key))


def test_a_pseudonymous_table_holds_nothing_that_names_anybody():
    facts = class_of(4)
    told = hidden(facts)
    assert told.column_names == [column.name for column in pseudonymous(COLUMNS)]
    content = json.dumps(told.to_pylist(), default=str)
    for column in ("trainee", "trainee_name", "external_id", "run"):
        assert not any(f'"{value}"' in content for value in set(facts[column].to_pylist()))


def test_the_same_person_has_the_same_pseudonym_in_every_batch_and_export_and_another_under_another_key():
    facts = class_of(4)
    told = hidden(facts)
    codes = dict(zip(facts["trainee"].to_pylist(), told["trainee"].to_pylist(), strict=True))
    assert len(set(codes.values())) == len(codes) == 4
    assert codes == dict(zip(facts["trainee"].to_pylist(), hidden(facts)["trainee"].to_pylist(), strict=True))
    assert not set(codes.values()) & set(hidden(facts, OTHER)["trainee"].to_pylist())


def test_what_is_measured_stays_as_it_is():
    facts = class_of(4)
    assert hidden(facts)["level"].equals(facts["level"])


def test_a_missing_id_stays_missing():
    assert hidden(class_of(1))["assignment"].null_count == hidden(class_of(1)).num_rows


def test_a_run_and_a_trainee_of_the_same_id_share_no_code():
    assert pseudonym(KEY, "run", "x") != pseudonym(KEY, "trainee", "x")


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(1, 15))
def test_a_hidden_count_cannot_be_told_from_the_total(counts, minimum):
    hiding = hidden_cells(counts, minimum)
    small = {place for place, count in enumerate(counts) if 0 < count < minimum}
    assert small <= hiding
    if not small:
        assert hiding == set()
    elif len(counts) > 1:
        assert len(hiding) > 1
    if small and sum(counts) >= minimum:
        assert sum(counts[place] for place in hiding) >= minimum


def test_a_zero_is_about_nobody_and_stays():
    assert hidden_cells([0, 40, 60], 10) == set()


def test_the_smallest_other_cell_covers_for_a_hidden_one():
    assert hidden_cells([3, 50, 20, 27], 10) == {0, 2}


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.integers(2, 9))
def test_each_hidden_count_keeps_three_possible_values_for_whoever_knows_the_total(counts, minimum):
    """Every way to fill the hidden cells that adds up to what is missing is tried."""
    hiding = sorted(hidden_cells(counts, minimum))
    missing = sum(counts[place] for place in hiding)
    if missing >= minimum:
        ways = [way for way in product(range(missing + 1), repeat=len(hiding)) if sum(way) == missing]
        assert all(len({way[number] for way in ways}) >= 3 for number in range(len(hiding)))


def test_a_few_people_who_tried_often_are_few_people():
    facts = class_of(3, attempts=9)
    for row in suppress_choices(tables.choices(duckdb.connect().from_arrow(facts)), told_of(facts, 10)).to_pylist():
        assert {row[name] for name in ("trainees", "taken", "takers", "offered", "share", "dead")} == {None}


def test_choices_that_few_took_are_hidden_with_a_cover():
    facts = class_of(40, attempts=1)
    choices = tables.choices(duckdb.connect().from_arrow(facts))
    told = suppress_choices(choices, told_of(facts, 25)).to_pylist()
    by_point = {}
    for before, after in zip(choices.to_pylist(), told, strict=True):
        by_point.setdefault((before["scenario"], before["scene"]), []).append((before["taken"], after["taken"]))
        assert (after["share"] is None) == (after["taken"] is None)
    assert any(after is None for pairs in by_point.values() for _, after in pairs)
    for pairs in by_point.values():
        unknown = [before for before, after in pairs if after is None]
        assert len(unknown) != 1
        assert not any(after is not None and 0 < after < 25 for _, after in pairs)


def test_decision_points_that_few_trainees_met_have_no_figures():
    items = tables.items(duckdb.connect().from_arrow(class_of(9)))
    for row in suppress_items(items, told_of(class_of(9), 10)).to_pylist():
        assert {row[name] for name in ("trainees", "runs", "decisions", "difficulty", "mean_level", "item_rest")} == {
            None
        }
        assert {cell for cells in json.loads(row["choices"]).values() for cell in cells} == {None}
        assert row["dead_choices"] == "[]"


def test_where_a_choice_is_hidden_the_figures_that_it_follows_from_are_hidden_too():
    items = tables.items(duckdb.connect().from_arrow(class_of(40, attempts=1)))
    told = suppress_items(items, told_of(class_of(40, attempts=1), 25)).to_pylist()
    covered = [row for row in told if any(taken is None for taken, _, _ in json.loads(row["choices"]).values())]
    assert covered
    assert {row["difficulty"] for row in covered} == {None}
    assert all(row["trainees"] == 40 for row in covered)


def test_where_any_count_is_hidden_no_correlation_with_the_rest_of_the_run_is_told():
    facts = class_of(40, attempts=1)
    items = tables.items(duckdb.connect().from_arrow(facts))
    assert any(row["item_rest"] is not None for row in items.to_pylist())
    told = told_of(facts, 25)
    for row in suppress_items(items, told).to_pylist():
        assert told.told(row["scenario"], row["version"], "practice").hidden
        assert (row["item_rest"], row["item_rest_runs"]) == (None, None)


def test_a_mean_that_depends_on_an_earlier_hidden_choice_is_hidden():
    """Everybody makes the second choice, which is better after the rare first one: its mean level counts the few."""
    criterion = CRITERIA[0]
    rows = []
    for number in range(40):
        first = "rare" if number < 3 else "usual"
        decisions = [
            decide(sequence=1, scene="one", choice=first, offered={"rare": {criterion: -1}, "usual": {criterion: 1}}),
            decide(sequence=2, scene="two", choice="on", offered={"on": {criterion: 2 if number < 3 else 0}}),
        ]
        own = run_rows(f"r-{number}", decisions, trainee=f"t-{number}")
        rows += [row | {"moved_to": "two" if row["scene"] == "one" else "settled"} for row in own]
    facts = table(rows)
    items = tables.items(duckdb.connect().from_arrow(facts))
    assert [(row["scene"], row["varies"]) for row in items.to_pylist()] == [("one", False), ("two", True)]
    told = {row["scene"]: row for row in suppress_items(items, told_of(facts, 10)).to_pylist()}
    assert json.loads(told["two"]["choices"]) == {"on": [40, 40, 40]}
    assert (told["two"]["mean_level"], told["two"]["difficulty"]) == (None, None)
    counts = cohort_counts(duckdb.connect().from_arrow(facts), list(FIXED.rubrics.values()))
    (conduct,) = (each for each in counts.conduct if each.criterion == criterion)
    assert (conduct.low, conduct.high) == (50 + 25 * -40 / 80, 50 + 25 * (40 + 80) / 80)


@pytest.mark.parametrize("function", [suppress_items, suppress_choices])
def test_a_limit_of_one_hides_nothing(function):
    counted = tables.items if function is suppress_items else tables.choices
    told = counted(duckdb.connect().from_arrow(class_of(3)))
    assert function(told, told_of(class_of(3), 1)).to_pylist() == [
        row | ({"choices": json.dumps(json.loads(row["choices"]))} if "choices" in row else {})
        for row in told.to_pylist()
    ]


@st.composite
def networks(draw):
    """Walks of some people forward through numbered places, as flows that go in and out of each."""
    places = draw(st.integers(2, 6))
    counted = {}
    for _ in range(draw(st.integers(1, 12))):
        stops = sorted(draw(st.sets(st.integers(1, places), max_size=places)))
        walk = [0, *stops]
        steps = [(f"{a} out", f"{b} in") for a, b in pairwise(walk)]
        steps += [(f"{place} in", f"{place} out") for place in walk] + [(f"{walk[-1]} out", "")]
        people = draw(st.integers(1, 12))
        for step in steps:
            counted[step] = counted.get(step, 0) + people
    return [NetworkFlow(*step, count) for step, count in counted.items()]


def computable(flows, hidden):
    """Return the hidden flows that what goes in and out of every place leaves no doubt about."""
    inner = sorted({node for flow in flows for node in (flow.tail, flow.head)} - {"0 in", ""})
    columns = sorted(hidden)
    laws = np.array([[(flows[each].tail == node) - (flows[each].head == node) for each in columns] for node in inner])
    laws = np.vstack([laws, np.array([flows[each].head == "" for each in columns]) * 1])  # all of them end somewhere
    rank = np.linalg.matrix_rank(laws)
    unit = np.eye(len(columns))
    return {
        each for number, each in enumerate(columns) if np.linalg.matrix_rank(np.vstack([laws, unit[number]])) == rank
    }


@given(networks(), st.integers(2, 10))
def test_a_hidden_flow_cannot_be_computed_from_what_goes_in_and_out(flows, minimum):
    small = {place for place, flow in enumerate(flows) if flow.count < minimum}
    hiding = hidden_flows(flows, small, minimum)
    assert small <= hiding
    through = sum(flow.count for flow in flows if flow.tail == "0 in")
    if small and through >= minimum:
        assert not computable(flows, hiding) & small


def test_nothing_is_hidden_where_nothing_is_small():
    assert hidden_flows([NetworkFlow("a", "b", 20), NetworkFlow("b", "", 20)], [], 10) == set()
