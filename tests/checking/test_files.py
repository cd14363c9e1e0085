"""Checking many files: alone or shared, waivers, double ids, progress."""

from pathlib import Path

import pytest

from scoring.document import Severity
from scoring.rubric import RubricSet
from simulator.checking.files import check_file, check_paths
from simulator.errors import EncounterError
from tests.checking.test_rules import codes
from tests.samples import GATE, write

SHIPPED = Path(__file__).parents[2] / "scenarios"


def library(folder, size):
    for number in range(size):
        text = GATE.replace("id: the-gate", f"id: gate-{number}")
        if number % 4 == 0:
            text = text.replace("minutes: 3", "minutes: soon")
        write(folder, text, f"gate-{number:02}.yaml")
    return folder


def test_shared_among_processes_the_report_is_the_same(tmp_path):
    library(tmp_path, 9)
    assert check_paths([tmp_path], RubricSet.shipped(), workers=2) == check_paths(
        [tmp_path], RubricSet.shipped(), workers=1
    )


def test_progress_is_told_file_by_file(tmp_path):
    library(tmp_path, 5)
    told = []
    check_paths([tmp_path], RubricSet.shipped(), progress=lambda done, total: told.append((done, total)), workers=1)
    assert told == [(number, 5) for number in range(1, 6)]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    library(tmp_path, 5)
    report = check_paths([tmp_path], RubricSet.shipped(), workers=1)
    assert [bool(file.digest) for file in report.files] == [False, True, True, True, False]
    assert report.errors == 2


def test_an_id_used_twice_is_named_at_the_second_file(tmp_path):
    write(tmp_path, GATE, "a.yaml")
    write(tmp_path, GATE, "b.yaml")
    write(tmp_path, GATE, "c.yaml")
    doubles = [each for each in check_paths([tmp_path], RubricSet.shipped()).problems if each.code == "E801"]
    assert [(Path(each.file).name, each.line, each.source) for each in doubles] == [
        ("b.yaml", 2, "id: the-gate"),
        ("c.yaml", 2, "id: the-gate"),
    ]
    assert all(str(tmp_path / "a.yaml") in each.message for each in doubles)


def test_a_finding_that_is_waived_is_not_reported(tmp_path):
    assert "W33" in codes(check_file(write(tmp_path, GATE), RubricSet.shipped()))
    waived = GATE + "waive:\n  - {rule: W33, reason: a draft}\n"
    assert "W33" not in codes(check_file(write(tmp_path, waived), RubricSet.shipped()))


def test_a_waiver_may_hold_for_one_place_only(tmp_path):
    text = GATE.replace("minutes: 3", "minutes: 3\njurisdiction: gb-eaw").replace(
        "        feedback: A name before a question.\n", ""
    )
    text = text.replace("        feedback: A time and a name.\n", "")
    told = [
        each.place for each in check_file(write(tmp_path, text), RubricSet.shipped()).problems if each.code == "W32"
    ]
    assert len(told) == 2
    waived = text + "waive:\n  - {rule: W32, in: scenes.talk, reason: a draft}\n"
    left = [
        each.place for each in check_file(write(tmp_path, waived), RubricSet.shipped()).problems if each.code == "W32"
    ]
    assert left == [each for each in told if not each.startswith("scenes.talk")]
    nowhere = text + "waive:\n  - {rule: W32, in: scenes.attic, reason: a draft}\n"
    assert "W90" in codes(check_file(write(tmp_path, nowhere), RubricSet.shipped()))


def test_a_dead_end_is_waived_in_a_draft_only(tmp_path):
    stuck = GATE.replace(
        "        do: Step back and lower your hands.\n", "        do: Step back.\n        when: told\n"
    )
    stuck = stuck.replace("        do: Walk away.\n", "        do: Walk away.\n        when: told\n")
    waive = "waive:\n  - {rule: W01, reason: not written yet}\n"
    assert {"W01", "E314"} <= codes(check_file(write(tmp_path, stuck + waive), RubricSet.shipped()))
    draft = stuck.replace("minutes: 3", "minutes: 3\ndraft: true") + waive
    assert not {"W01", "E314"} & codes(check_file(write(tmp_path, draft), RubricSet.shipped()))


def test_a_waiver_of_what_is_not_found_is_a_note_at_its_line(tmp_path):
    text = GATE + "waive:\n  - {rule: W51, reason: a long letter}\n"
    (note,) = [each for each in check_file(write(tmp_path, text), RubricSet.shipped()).problems if each.code == "W90"]
    assert note.severity is Severity.INFO
    assert note.source == "  - {rule: W51, reason: a long letter}"


def test_a_waiver_of_a_finding_over_libraries_is_not_called_idle(tmp_path):
    text = GATE + "waive:\n  - {rule: W40, reason: a family}\n  - {rule: W42, reason: a sequel}\n"
    assert "W90" not in codes(check_file(write(tmp_path, text), RubricSet.shipped()))


def test_what_a_translation_lacks_can_be_waived_in_the_scenario(tmp_path):
    path = write(tmp_path, GATE)
    write(tmp_path, "format: 1\nlanguage: cy\ntranslates: 0.9.0\n", "the-gate.cy.yaml")
    assert {"W60", "W61"} <= codes(check_file(path, RubricSet.shipped()))
    write(tmp_path, GATE + "waive:\n  - {rule: W60, reason: next month}\n  - {rule: W61, reason: one comma}\n")
    assert not {"W60", "W61", "W90"} & codes(check_file(path, RubricSet.shipped()))


def test_errors_cannot_be_waived(tmp_path):
    failing = GATE.replace("choose: [name-first, promise]", "choose: [wait-there, promise]")
    text = failing + "waive:\n  - {rule: E601, reason: old}\n"
    assert {"E314", "E601"} <= codes(check_file(write(tmp_path, text), RubricSet.shipped()))


def test_problems_stand_in_the_order_of_the_file_and_its_translations_after(tmp_path):
    path = write(tmp_path, GATE)
    write(tmp_path, "format: 1\nlanguage: cy\ntranslates: 0.9.0\n", "the-gate.cy.yaml")
    places = [
        (each.file != str(path), each.file, each.line, each.column)
        for each in check_file(path, RubricSet.shipped()).problems
    ]
    assert places == sorted(places)


def test_a_list_of_ones_own_takes_the_place_of_the_loaded_words(tmp_path):
    path = write(tmp_path, GATE.replace("She looks past you.", "The thugs and the punters look past you."))
    words = write(tmp_path, "# ours\n\npunters | Say who.\n", "words.txt")
    assert [each.message for each in check_file(path, RubricSet.shipped()).problems if each.code == "W43"] == [
        "'thugs' is a loaded word, and it is not in quoted speech."
    ]
    (found,) = [each for each in check_file(path, RubricSet.shipped(), words=words).problems if each.code == "W43"]
    assert (found.message, found.mend) == ("'punters' is a loaded word, and it is not in quoted speech.", "Say who.")


@pytest.mark.parametrize("text", ["punters", "punters |", "| Say who.", "# nothing\n"])
def test_a_list_of_loaded_words_that_is_none_is_refused(tmp_path, text):
    words = write(tmp_path, text, "words.txt")
    with pytest.raises(EncounterError, match="word or phrase"):
        check_paths([write(tmp_path, GATE)], RubricSet.shipped(), words=words)
