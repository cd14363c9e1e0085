"""What a check prints: for people, for programs, for code-review tools; held to reviewed files.

After a change that is meant, write them again and read them: ENCOUNTER_WRITE_GOLDEN=1 pytest tests/checking/test_render.py
"""

import json
import os
from pathlib import Path

import pytest
from sarif_pydantic import Sarif

from scoring.rubric import RubricSet
from simulator.checking.catalogue import CATALOGUE
from simulator.checking.files import check_paths
from simulator.checking.render import as_json, as_sarif, as_text, summary
from tests.samples import GATE, write

GOLDEN = Path(__file__).parent / "golden"
BAD = (GOLDEN / "small-and-bad.yaml").read_text(encoding="utf-8")


@pytest.fixture
def report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(Path(), BAD, "small-and-bad.yaml")
    return check_paths([Path("small-and-bad.yaml")], RubricSet.shipped())


def same_as(name, text):
    path = GOLDEN / name
    if os.environ.get("ENCOUNTER_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    return text == path.read_text(encoding="utf-8")


def test_text_for_people_is_as_reviewed(report):
    assert same_as("small-and-bad.txt", "\n".join(as_text(report)) + "\n")


def test_json_for_programs_is_as_reviewed(report):
    assert same_as("small-and-bad.json", json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n")


def test_sarif_holds_every_problem_at_its_place(report):
    log = as_sarif(report)
    Sarif.model_validate(log)
    (run,) = log["runs"]
    assert [
        (each["ruleId"], each["locations"][0]["physicalLocation"]["region"]["startLine"]) for each in run["results"]
    ] == [(each.code, each.line) for each in report.problems]
    assert {run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] for each in run["results"]} == {
        each.code for each in report.problems
    }
    assert {each["level"] for each in run["results"]} == {"warning", "note"}


def test_a_path_in_sarif_is_a_uri(tmp_path):
    path = write(tmp_path / "my files", BAD, "a b.yaml")
    uris = {
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in as_sarif(check_paths([path], RubricSet.shipped()))["runs"][0]["results"]
    }
    assert uris == {path.as_uri()}


def test_problems_of_one_file_stand_together(tmp_path):
    write(tmp_path, GATE, "a.yaml")
    write(tmp_path, BAD, "b.yaml")
    lines = [
        line
        for line in as_text(check_paths([tmp_path], RubricSet.shipped(), workers=1))
        if line.startswith(str(tmp_path))
    ]
    found = [line for line in lines if CATALOGUE[line.split()[1]].severity != "info"]
    files = [line.split(":")[0] for line in found]
    assert files == sorted(files)
    assert len(set(files)) == 2


def test_a_folder_without_scenarios_says_what_to_do(tmp_path):
    assert summary(check_paths([tmp_path], RubricSet.shipped())) == (
        "No scenario files found here. Name a .yaml file, or a folder with .yaml files."
    )


def test_every_rule_has_a_title_a_severity_and_a_page_in_the_log(report):
    rules = as_sarif(report)["runs"][0]["tool"]["driver"]["rules"]
    assert all(rule["shortDescription"]["text"] == CATALOGUE[rule["id"]].title for rule in rules)
    assert all(f"encounter explain {rule['id']}" in rule["help"]["text"] for rule in rules)
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']}") for rule in rules)


def test_what_is_waived_stands_in_the_log_with_its_reason(tmp_path):
    path = write(tmp_path, GATE + "waive:\n  - {rule: W33, reason: a draft}\n")
    results = as_sarif(check_paths([path], RubricSet.shipped()))["runs"][0]["results"]
    waived = [each for each in results if each["ruleId"] == "W33"]
    assert waived
    assert all(each["suppressions"] == [{"kind": "inSource", "justification": "a draft"}] for each in waived)
    assert not any("suppressions" in each for each in results if each["ruleId"] != "W33")
