"""A standard that an assignment pins: the mark of the runs that answer it, however they are looked at."""

import pytest

from scoring import tables
from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign, assignments_of
from simulator.academy.attempts import begin
from simulator.academy.facts import facts_of
from simulator.academy.model import Pin
from simulator.academy.report import ReportRequest, statistics_of
from simulator.academy.standards import standards_of
from simulator.errors import UsageError
from simulator.records.store import Mode
from simulator.records.verify import verify
from simulator.training.debrief import debrief
from tests.records.samples import NOON, begun, minutes, play

SHIPPED = RubricSet.shipped()
PANEL = """\
format: 1
title: Board of 3 May
rubric: respect
date: 2026-05-03
judges:
  - name: One
    judgements: {{voice: {mark}}}
  - name: Two
    judgements: {{voice: {mark}}}
"""


def panel(tmp_path, mark, **changed):
    file = tmp_path / f"panel-{mark}.yaml"
    text = PANEL.format(mark=mark)
    for old, new in changed.items():
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def pinned(store, cohort, story, files=()):
    held = standards_of(files, list(story.rubrics.rubrics.values()))
    pin = Pin(story.scenario.version, story.digest, dict(story.rubrics.digests))
    return assign(store, cohort, "circle", mode=Mode.PRACTICE, at=NOON, pin=pin, standards=held)[0]


def told(store, run):
    """Return whether a run reaches the standard of respect, and the mark, as the debrief and as the tables have it."""
    import duckdb
    import pyarrow as pa

    view = next(each for each in debrief(store, run).rubrics if each.id == "respect")
    with duckdb.connect() as connection:
        facts = connection.from_arrow(pa.Table.from_batches(facts_of(store, "Autumn")))
        rows = tables.runs(facts, list(SHIPPED.rubrics.values())).collect(backend="pyarrow").rows(named=True)
        people = tables.trainees(facts, list(SHIPPED.rubrics.values())).collect(backend="pyarrow").rows(named=True)
    (row,) = (each for each in rows if (each["run"], each["rubric"]) == (run, "respect"))
    (person,) = (each for each in people if each["rubric"] == "respect")
    assert (row["standard"], row["mark"]) == (view.standard, view.mark)
    assert person["standards"] == sum(each["standard"] for each in rows if each["rubric"] == "respect")
    return view.standard, view.mark, view.standard_words


@pytest.fixture
def run(store, story, autumn):
    """Return a run that answers an assignment without a standard, with conduct of 67 on respect."""
    sam = store.trainee("Sam", NOON)
    academy.add_members(store, autumn, [sam], at=NOON)
    pinned(store, autumn, story)
    record = begin(store, story, sam, clock=lambda: NOON, seed=1).record
    play(store, record, "here-ask", "there-ask", "here-leave", at=minutes(1))
    return record.id


def test_the_mark_is_60_until_the_assignment_pins_a_panels(store, story, autumn, run, tmp_path):
    conduct = next(each.total.anchored for each in debrief(store, run).rubrics if each.id == "respect")
    assert 62.5 < conduct < 80
    assert told(store, run)[:2] == (True, 60)
    assert pinned(store, autumn, story, [panel(tmp_path, 80)]).standards["respect"].mark == 80
    reached, mark, words = told(store, run)
    assert (reached, mark) == (False, 80)
    assert "conduct is below 80 (" in words
    # The panel's judgements are kept, so that the report tells of them when the file is gone.
    statistics, _ = statistics_of(store, ReportRequest("Autumn"), SHIPPED)
    assert (statistics.standard.panel, statistics.standard.cut.cut) == ("Board of 3 May", 80)
    with store.reading() as connection:
        assert verify(connection).findings == ()


def test_a_new_date_keeps_the_standard_and_another_file_replaces_it(store, story, autumn, run, tmp_path):
    pinned(store, autumn, story, [panel(tmp_path, 80)])
    assert pinned(store, autumn, story).standards["respect"].mark == 80
    assert told(store, run)[1] == 80
    given = pinned(store, autumn, story, [panel(tmp_path, 62.5)])
    assert given.terms == "practice, the standard of respect at 62.5"
    assert assignments_of(store, autumn) == [given]
    assert told(store, run)[:2] == (True, 62.5)


def test_a_run_that_answers_no_assignment_has_the_programs_mark(store, story, autumn, run, tmp_path):
    pinned(store, autumn, story, [panel(tmp_path, 99)])
    other = begun(store, story, "here-ask", "there-leave", at=minutes(2))
    view = next(each for each in debrief(store, other.id).rubrics if each.id == "respect")
    assert (view.mark, view.standard) == (60, True)


def test_files_that_pin_nothing_are_refused(story, tmp_path):
    rubrics = list(story.rubrics.rubrics.values())
    with pytest.raises(UsageError, match=r"There is no file .*none\.yaml"):
        standards_of([tmp_path / "none.yaml"], rubrics)
    with pytest.raises(UsageError, match="Two files set a standard for 'respect'"):
        standards_of([panel(tmp_path, 70), panel(tmp_path, 80)], rubrics)
    with pytest.raises(UsageError, match="There is no rubric 'regard'"):
        standards_of([panel(tmp_path, 65, respect="regard")], rubrics)


def test_the_command_pins_it_and_a_bad_file_assigns_nothing(encounter, gate_file, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    encounter("cohort", "create", "Autumn")
    refused = encounter("cohort", "assign", "autumn", "the-gate", "--standard", panel(tmp_path, 70, voice="voise"))
    assert refused.code == 2
    assert "panel-70.yaml:7:" in refused.err
    assert encounter("cohort", "list", "--json").json["cohorts"][0]["assignments"] == []
    done = encounter("cohort", "assign", "autumn", "the-gate", "--standard", panel(tmp_path, 70))
    assert done.out == "Assigned to Autumn: scenarios/the-gate, practice, the standard of respect at 70.\n"
    (given,) = encounter("cohort", "list", "--json").json["cohorts"][0]["assignments"]
    assert given["marks"] == {"respect": 70}
