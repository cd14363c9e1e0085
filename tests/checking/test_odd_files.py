"""Files that are none, are named otherwise, or stand in each other's way: each is a sentence, and hides no other."""

import os

import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from simulator.scenario.library import Library
from simulator.scenario.reader import read_scenario
from tests.samples import GATE, write

RUBRICS = RubricSet.shipped()
FRAGMENT = "people:\n  kofi: {name: Kofi Boateng, role: son}\n"


def check(*paths):
    return check_paths(paths, RUBRICS, workers=1)


def including(folder, name, **fragments):
    for stem, text in fragments.items():
        write(folder, text, f"{stem}.yaml")
    path = write(folder, GATE.replace("start: arrive", f"include: [{name}]\nstart: arrive"), "the-gate.yaml")
    return [(each.code, each.message) for each in read_scenario(path, RUBRICS).problems]


@pytest.mark.parametrize(
    ("name", "fragments", "code", "said"),
    [
        ("_gone.yaml", {}, "E502", "There is no file '_gone.yaml' to include."),
        ("_e.yaml", {"_e": ""}, "E502", "'_e.yaml' is empty, but a fragment needs fields."),
        ("_l.yaml", {"_l": "- a\n"}, "E502", "'_l.yaml' is a list, but a fragment needs fields."),
        ("_w.yaml", {"_w": GATE}, "E503", "'_w.yaml' is a whole encounter, not a fragment of one."),
        ("_c.yaml", {"_c": "include: [_c.yaml]\n"}, "E503", "A fragment cannot include another."),
        ("_t.yaml", {"_t": "scenes:\n\tx: "
                           "1\n"}, "E105", "There is a tab here, but indentation must be made of spaces."),
        ("the-gate.yaml", {}, "E503", "This file includes itself."),
        ("'a\\_p.yaml'", {}, "E502", "'a\\_p.yaml' has a backslash in it."),
        ("/etc/passwd", {}, "E501", "'/etc/passwd' is outside the library's folder."),
        ("'_p.yaml, _p.yaml'", {"_p": FRAGMENT}, "E502", "'_p.yaml, _p.yaml' is not a YAML file."),
    ],
)  # fmt: skip
def test_an_include_that_goes_wrong_is_one_message(tmp_path, name, fragments, code, said):
    if name.startswith("'_p"):
        name, code, said = "_p.yaml, _p.yaml", "E503", "'_p.yaml' is included twice."
    assert including(tmp_path, name, **fragments) == [(code, said)]


def test_a_fragment_that_is_checked_by_itself_says_that_it_is_one_and_how_to_name_it(tmp_path):
    (problem,) = check(write(tmp_path, FRAGMENT, "people.yaml")).problems
    assert "This is a fragment" in problem.message
    assert "begin its name with _" in problem.mend
    for text in (FRAGMENT, "include: [_more.yaml]\n"):
        (problem,) = check(write(tmp_path, text, "_people.yaml")).problems
        assert "This is a fragment" in problem.message
        assert problem.mend == "Check the encounter that includes it."


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("_peeple.yaml", "Did you mean '_people.yaml'?"),
        ("people.yml", "Did you mean '_people.yaml'?"),
        ("_nowhere.yaml", "Beside the scenario are: _e.yaml, _people.yaml."),
    ],
)
def test_an_include_that_is_not_there_names_one_with_a_name_like_it_whatever_all_of_them_end_in(tmp_path, name, mend):
    for beside in ("_people.yaml", "_e.yaml"):
        write(tmp_path, FRAGMENT, beside)
    path = write(tmp_path, GATE.replace("start: arrive", f"include: [{name}]\nstart: arrive"), "the-gate.yaml")
    assert [each.mend for each in read_scenario(path, RUBRICS).problems] == [mend]


def test_an_include_that_is_no_plain_file_is_one_message(tmp_path):
    (tmp_path / "_dir.yaml").mkdir()
    os.mkfifo(tmp_path / "_pipe.yaml")
    (tmp_path / "_out.yaml").symlink_to("/etc/passwd")
    (tmp_path / "_device.yaml").symlink_to("/dev/zero")
    (tmp_path / "_a.yaml").symlink_to(tmp_path / "_b.yaml")
    (tmp_path / "_b.yaml").symlink_to(tmp_path / "_a.yaml")
    for name in ("_dir", "_pipe", "_out", "_device", "_a"):
        ((code, _),) = including(tmp_path, f"{name}.yaml")
        assert code in ("E501", "E502")


def test_one_bad_file_never_hides_the_others(tmp_path):
    write(tmp_path, GATE, "good.YML")
    write(tmp_path, GATE.replace("id: the-gate", "id: other"), "typed.yaml.txt")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "round.yaml").symlink_to(tmp_path / "trip.yaml")
    (tmp_path / "trip.yaml").symlink_to(tmp_path / "round.yaml")
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "gone")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    report = check(tmp_path)
    told = {each.file.rpartition("/")[2]: each.message for each in report.problems if each.code == "E101"}
    assert set(told) == {
        "typed.yaml.txt", "folder.yaml", "pipe.yaml", "round.yaml", "trip.yaml", "dangling.yaml", "device.yaml"
    }  # fmt: skip
    assert "its name ends in '.txt'" in told["typed.yaml.txt"]
    entries = Library([tmp_path], cache=tmp_path / "cache").entries()
    assert [each.id for each in entries if not each.error] == ["the-gate"]
    assert len([each for each in entries if each.error]) == 6


def test_a_name_with_another_dot_is_an_encounter_of_its_own(tmp_path):
    write(tmp_path, GATE, "the-gate.yaml")
    write(tmp_path, GATE, "the-gate.v2.yaml")
    assert [each.code for each in check(tmp_path).problems if each.severity == "error"] == ["E801"]


def test_a_translation_that_is_named_is_checked_as_one(tmp_path):
    write(tmp_path, GATE, "the-gate.yaml")
    text = "format: 1\nlanguage: cy\ntranslates: 1.0.0\nscenes:\n  arrive: {text: 'Mae {nobody} a {ama} yma.'}\n"
    text += "choices:\n  name-first: {do: Cyfarch.}\n"
    path = write(tmp_path, text, "the-gate.cy.yaml")
    report = check(path)
    assert [each.code for each in report.problems] == ["W60", "E311", "E701"]
    assert "'{nobody}' is neither" in report.problems[1].message
    assert report.problems[2].mend == "Write 'say:' here too."


def test_the_index_sees_that_a_fragment_has_changed(tmp_path):
    write(tmp_path, "people:\n  ama: {name: Ama Boateng, role: mother}\n", "_people.yaml")
    text = GATE.replace("  ama: {name: Ama Boateng, role: mother}\n", "").replace(
        "start: arrive", "include: [_people.yaml]\nstart: arrive"
    )
    write(tmp_path, text, "the-gate.yaml")
    cache = tmp_path / "cache"
    (before,) = Library([tmp_path], cache=cache).entries()
    write(tmp_path, "people:\n  ama: {name: Ama Boateng, role: the mother of a boy}\n", "_people.yaml")
    assert Library([tmp_path], cache=cache).indexed() is None
    (after,) = Library([tmp_path], cache=cache).entries()
    assert before.digest != after.digest
