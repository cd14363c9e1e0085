"""Exports of what is kept beside the decisions, and CSV for spreadsheets of other languages."""

import csv
import shutil
from datetime import timedelta

import pytest

from scoring.exports.levels import EXPORT_LEVELS
from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.attempts import begin
from simulator.records.store import Mode, Store
from tests.records.samples import NOON, play
from tests.samples import gate

DAY = timedelta(days=1)


@pytest.fixture
def autumn(kept, tmp_path, monkeypatch):
    """Return the ids of two runs that answer an assessment, one late, with all that is kept beside them."""
    folder, ids = kept
    monkeypatch.setenv("ENCOUNTER_STORE", str(shutil.copytree(folder, tmp_path / "kept") / "academy.sqlite3"))
    return ids


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return the folder of their store, and their ids."""
    folder = tmp_path_factory.mktemp("kept")
    story = gate(tmp_path_factory.mktemp("scenarios"))
    ids = []
    with Store.open(str(folder / "academy.sqlite3")) as store:
        cohort = academy.create_cohort(store, "Autumn", at=NOON)
        people = [store.trainee(name, NOON) for name in ("Sam", "Kim", "=Ada")]
        academy.add_members(store, cohort, people, at=NOON)
        academy.assign(store, cohort, "the-gate", mode=Mode.ASSESSMENT, at=NOON, due=NOON + DAY)
        for trainee, at, choices in (
            (people[0], NOON, ("name-first", "promise")),
            (people[1], NOON + 2 * DAY, ("wait-there", "step-back", "ask-more")),
        ):
            record = begin(store, story, trainee, clock=lambda at=at: at).record
            play(store, record, *choices, at=at + timedelta(minutes=30))
            ids.append(record.id)
        academy.rate(store, ids[0], "Tim", {"opening": 1}, at=NOON)
        academy.comment(store, ids[0], "=Well done.", author="Tom", at=NOON)
        store.reflect(ids[0], "I would ask first.", NOON)
        store.say_first(ids[1], 1, "=Stop there, please.", NOON)
        store.say_first(ids[1], 9, "Nothing was chosen here.", NOON)
        ours = RubricSet.shipped().rubrics["respect"]
        academy.rescore(store, "Autumn", ours, author="Tim", reason="A trial", at=NOON)
    return folder, ids


@pytest.fixture
def rows(autumn, encounter, tmp_path):
    """Return a function that exports one table of Autumn as CSV and reads it."""

    def export(level, *more, delimiter=","):
        file = tmp_path / "table.csv"
        done = encounter("export", "autumn", "--to", file, "--level", level, *more)
        assert done.code == 0, done.err
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened, delimiter=delimiter))

    return export


def test_ratings_comments_and_own_words_say_whose_run_they_are_of(rows, autumn):
    (rating,) = rows("ratings")
    assert (rating["run"], rating["trainee_name"], rating["rater"], rating["level"]) == (autumn[0], "Sam", "Tim", "1")
    (words,) = rows("reflections")
    assert (words["trainee_name"], words["text"]) == ("Sam", "I would ask first.")
    (said,) = rows("comments")
    assert (said["author"], said["text"]) == ("Tom", "'=Well done.")


def test_own_words_stand_beside_what_was_chosen_then(rows, autumn):
    said, unanswered = rows("own-words")
    assert (said["run"], said["sequence"], said["text"]) == (autumn[1], "1", "'=Stop there, please.")
    assert said["choice"] == "wait-there"
    assert (unanswered["sequence"], unanswered["scene"], unanswered["choice"]) == ("9", "", "")


@pytest.mark.parametrize("level", [level.name for level in EXPORT_LEVELS.values() if not level.grouped])
def test_every_table_can_be_of_one_mode_alone(rows, autumn, level):
    # How late somebody is grows from one export to the next.
    both, alone, practice = (
        [{name: value for name, value in row.items() if name != "late_seconds"} for row in rows(level, *only)]
        for only in ((), ("--mode", "assessment"), ("--mode", "practice"))
    )
    assert alone == both
    if level == "gradebook":  # every member, and no column of an assessment
        assert not any("assessment" in name for name in practice[0])
    else:
        assert practice == []


def test_facts_from_a_file_can_be_of_one_mode_too(autumn, encounter, tmp_path):
    facts = tmp_path / "facts.parquet"
    assert encounter("export", "autumn", "--to", facts, "--level", "decisions").code == 0
    counts = {}
    for mode in ("practice", "assessment"):
        done = encounter("export", "--facts", facts, "--mode", mode, "--to", tmp_path / "runs.jsonl")
        assert done.code == 0, done.err
        counts[mode] = len((tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines())
    assert counts["practice"] == 0 < counts["assessment"]


def test_a_rescoring_is_told_before_and_after(rows, autumn):
    found = rows("rescorings")
    assert {row["run"] for row in found} == set(autumn)
    assert {(row["author"], row["reason"], row["rubric"]) for row in found} == {("Tim", "A trial", "respect")}
    assert all(row["before"] == row["after"] for row in found)  # by the rubric that they were played under


def test_who_is_late_and_who_has_still_to_do_it(rows):
    found = {row["trainee_name"]: row for row in rows("lateness")}
    assert set(found) == {"Kim", "'=Ada"}
    assert found["'=Ada"]["finished"] == ""
    assert float(found["Kim"]["late_seconds"]) == (DAY + timedelta(minutes=30)).total_seconds()


def test_a_gradebook_has_a_row_a_person_with_the_conduct_of_the_runs_table(rows, autumn):
    grades = {row["trainee_name"]: row for row in rows("gradebook")}
    assert set(grades) == {"Sam", "Kim", "'=Ada"}
    for row in rows("runs"):
        if row["rubric"] in ("respect", "de-escalation") and row["anchored"]:
            grade = grades[row["trainee_name"]][f"the-gate, assessment: {row['rubric']}"]
            assert float(grade) == pytest.approx(float(row["anchored"]), abs=0.005)
    assert not any(value for name, value in grades["'=Ada"].items() if "assessment" in name)


def test_training_events_are_what_a_board_takes(rows):
    found = {row["trainee_name"]: row for row in rows("training-events")}
    assert {name: row["status"] for name, row in found.items()} == {
        "Sam": "completed", "Kim": "completed", "'=Ada": "not begun",
    }  # fmt: skip
    assert (found["Sam"]["course"], found["Sam"]["assessor"]) == ("the-gate", "Tim, Tom")
    assert float(found["Sam"]["hours"]) == 0.5


def test_numbers_and_delimiters_for_a_spreadsheet_of_another_language(rows):
    plain, german = rows("training-events"), rows("training-events", "--decimal", "comma", delimiter=";")
    assert [row["hours"] for row in german] == [row["hours"].replace(".", ",") for row in plain]
    assert "0,5" in {row["hours"] for row in german}
    assert rows("ratings", "--delimiter", "tab", delimiter="\t") == rows("ratings")


@pytest.mark.parametrize("level", ["reflections", "own-words", "comments"])
def test_own_words_are_never_pseudonymous(autumn, encounter, tmp_path, level):
    done = encounter("export", "autumn", "--to", tmp_path / "x.csv", "--level", level, "--pseudonymous")
    assert done.code == 2
    assert "own words name people" in done.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("level", ["ratings", "rescorings", "lateness", "gradebook", "training-events"])
def test_a_pseudonymous_table_names_nobody(rows, tmp_path, autumn, level):
    assert rows(level, "--pseudonymous")
    text = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    assert not any(name in text for name in ("Sam", "Kim", "Ada", "Tim", "Tom", *autumn))


def test_a_delimiter_is_for_csv_alone(autumn, encounter, tmp_path):
    assert encounter("export", "autumn", "--to", tmp_path / "x.xlsx", "--decimal", "comma").code == 2
