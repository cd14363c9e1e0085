"""Practice is coached: no figure of a cohort puts it together with assessment, and mode is a column and a filter."""

import csv
import json

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.exporting import ExportRequest, export
from simulator.academy.selection import mode_told
from simulator.records.store import Mode
from simulator.scenario.library import Library
from simulator.views.overview import overview_of
from tests.records.samples import NOON, begun, play

GOOD, BAD = ("here-ask", "there-leave"), ("here-order", "there-leave")


@pytest.fixture
def both(store, story, autumn):
    """Let Ada and Ben do badly in practice, and well in the assessment that follows."""
    people = [store.trainee(name, NOON) for name in ("Ada", "Ben", "Cem")]
    academy.add_members(store, autumn, people, at=NOON)
    for name in ("Ada", "Ben"):
        begun(store, story, *BAD, name=name)
        begun(store, story, *GOOD, name=name, mode=Mode.ASSESSMENT)
    begun(store, story, *GOOD, name="Cem", mode=Mode.ASSESSMENT)
    return store


def voice(criteria):
    (found,) = [each for each in criteria if each.criterion == "voice"]
    return found


VOICE = {Mode.PRACTICE: 25.0, Mode.ASSESSMENT: 75.0}
"""-2 and 0, or +2 and 0, of each."""


@pytest.mark.parametrize("mode", Mode)
def test_a_cohorts_figures_report_and_heat_map_are_of_one_mode_and_agree(both, autumn, mode):
    told = voice(academy.criteria(both, autumn, RubricSet.shipped(), mode=mode))
    request = academy.ReportRequest("Autumn", minimum=1, mode=mode)
    report, _ = academy.statistics_of(both, request, RubricSet.shipped())
    (inside,) = [each for rubric in report.rubrics for each in rubric.criteria if each.criterion == "voice"]
    (cell,) = [each for each in report.cells if each.criterion == "voice"]
    people = 2 if mode is Mode.PRACTICE else 3
    assert (report.mode, report.runs, told.trainees) == (mode, people, people)
    assert [told.anchored, inside.anchored.mean.value, cell.anchored] == [VOICE[mode]] * 3
    assert {each.people for each in academy.standards_reached(both, autumn, mode)} == {people}


def test_where_nothing_is_said_the_assessments_are_told_and_what_is_left_out(both, autumn):
    told = mode_told(both, autumn.id)
    assert (told.mode, told.left_out) == (Mode.ASSESSMENT, 2)
    assert "2 finished runs of practice are left out" in told.words
    report, _ = academy.statistics_of(both, academy.ReportRequest("Autumn"), RubricSet.shipped())
    assert (report.mode, report.narrowed) == ("assessment", told.words)
    assert mode_told(both, autumn.id, Mode.PRACTICE).left_out == 3


def test_with_practice_alone_nothing_is_left_out(store, story, autumn):
    academy.add_members(store, autumn, [store.trainee("Ada", NOON)], at=NOON)
    begun(store, story, *BAD, name="Ada")
    begun(store, story, "here-ask", name="Ada", mode=Mode.ASSESSMENT)
    assert (mode_told(store, autumn.id).mode, mode_told(store, autumn.id).words) == (Mode.PRACTICE, "")


def test_every_table_has_a_row_for_each_mode(both, tmp_path):
    for level, figure in (("trainees", "anchored"), ("items", "mean_level"), ("choices", "taken")):
        target = tmp_path / f"{level}.csv"
        minimum = None if level == "trainees" else 1
        export(both, ExportRequest("Autumn", levels=(level,), min_cell=minimum), target, at=NOON)
        with target.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["mode"] for row in rows} == {"practice", "assessment"}, level
        own = [name for name in ("trainee", "rubric", "scene", "choice") if name in rows[0]]
        assert len({tuple(row[name] for name in (*own, "mode")) for row in rows}) == len(rows), level
        assert any(row[figure] for row in rows)


def test_counts_of_practice_and_of_assessment_stand_apart_in_the_register(both, autumn):
    for mode in Mode:
        request = academy.ReportRequest("Autumn", minimum=2, mode=mode)
        report, _ = academy.statistics_of(both, request, RubricSet.shipped())
        academy.keep_publication(both, "Autumn", f"report of {mode}", report.told, at=NOON)
    kept = [each.told.versions for each in academy.publications_of(both, "Autumn")]
    assert [list(each) for each in kept] == [[("circle", "1.0.0", "practice")]]  # one came anew to the assessment


def test_cohorts_side_by_side_are_told_of_one_mode(both, story, autumn):
    winter = academy.create_cohort(both, "Winter", at=NOON)
    academy.add_members(both, winter, [both.trainee("Dee", NOON)], at=NOON)
    begun(both, story, *BAD, name="Dee")
    found = academy.side_by_side(both, [autumn, winter], RubricSet.shipped())
    assert (found.mode, found.left_out) == (Mode.PRACTICE, 3)
    assert "3 finished runs of assessment are left out" in found.warning
    assert academy.side_by_side(both, [autumn, winter], RubricSet.shipped(), Mode.ASSESSMENT).left_out == 3


def test_facts_of_both_modes_are_refused(both):
    import pyarrow as pa

    from scoring.cohort import cohort_statistics

    facts = pa.Table.from_batches(academy.facts_of(both, "Autumn"))
    with pytest.raises(ValueError, match="never combined"):
        cohort_statistics(facts, list(RubricSet.shipped().rubrics.values()))


@pytest.mark.parametrize("mode", Mode)
def test_the_command_shows_one_mode(place, both, encounter, monkeypatch, mode):
    both.close()
    monkeypatch.setenv("ENCOUNTER_STORE", place)
    told = json.loads(encounter("cohort", "show", "autumn", "--mode", mode.value, "--json").out)
    assert (told["mode"], told["criteria"]["voice"]["anchored"]) == (mode.value, VOICE[mode])
    assert f"Only what was played as {mode}" in encounter("cohort", "show", "autumn", "--mode", mode.value).out


def test_nothing_of_an_assessment_is_told_in_progress_until_it_is_over(store, story, autumn):
    ada = store.trainee("Ada", NOON)
    academy.add_members(store, autumn, [ada], at=NOON)
    given, _ = academy.assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, attempts=2)
    begun(store, story, *BAD, name="Ada")
    run = begun(store, story, "here-ask", name="Ada", mode=Mode.ASSESSMENT, assignment_id=given.id)
    library = Library.default()

    def voices():
        progress = overview_of(store, ada, library, now=NOON).progress
        return {each.mode: each.tally.anchored for each in progress if each.criterion == "voice"}

    assert voices() == {"practice": 25.0}
    play(store, run, "there-leave", at=NOON)
    assert voices() == VOICE
    academy.void(store, run.id, author="Tutor", reason="fire alarm", at=NOON)
    assert voices() == {"practice": 25.0}
    assert overview_of(store, ada, library, now=NOON).outcomes["circle"].keys() == {"practice"}


def test_own_progress_tells_practice_and_assessment_apart_line_by_line_and_as_json(place, both, encounter, monkeypatch):
    both.close()
    monkeypatch.setenv("ENCOUNTER_STORE", place)
    criteria = encounter("progress", "--as", "Ada", "--json").json["criteria"]
    told = {each["mode"]: each for each in criteria if each["criterion"] == "voice"}
    assert {mode: each["anchored"] for mode, each in told.items()} == VOICE
    assert [len(each["runs"]) for each in told.values()] == [1, 1]
    said = encounter("progress", "--as", "Ada").out
    practice, assessment = said.split("Respect, assessment.")
    assert "Respect, practice." in practice
    assert "Voice: conduct 25 of 100" in practice
    assert "Voice: conduct 75 of 100" in assessment
