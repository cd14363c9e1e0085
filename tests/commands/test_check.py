"""`encounter check`, `list`, `schema` and `--help`: what they say, where they say it, and the exit code."""

import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from platformdirs import user_cache_path
from sarif_pydantic import Sarif

from simulator.commands.main import COMMANDS
from tests.samples import GATE, write

WELSH = """\
format: 1
language: cy
translates: 1.0.0
title: Y giât
scenes:
  arrive: {text: "Mae menyw yn aros wrth y giât.", lines: [Ydych chi yma dros fy mab?, Gofynnais i rywbeth.]}
choices:
  name-first: {say: PC Reid ydw i. Beth yw ei enw?, feedback: Enw cyn cwestiwn.}
"""


def test_errors_are_printed_with_place_source_caret_and_mend(encounter, tmp_path):
    path = write(tmp_path, GATE.replace("when: tension >= 5", "when: tension = 5"))
    done = encounter("check", path)
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0] == f"{path}:39:28 E402 '=' would set a value; a condition only compares."
    assert lines[1] == "  39 |           - {when: tension = 5, to: shouting}"
    assert lines[2].index("^") == lines[1].index("= 5")
    assert lines[3] == "  Write '=='."


def test_a_sound_file_has_no_errors(encounter, gate_file):
    done = encounter("check", gate_file, "--json")
    assert done.json["files"] == 1
    assert done.json["errors"] == 0


def test_a_test_that_fails_is_an_error_at_its_place(encounter, tmp_path):
    path = write(tmp_path, GATE.replace("choose: [name-first, promise]", "choose: [wait-there, promise]"))
    (problem,) = [each for each in encounter("check", path, "--json").json["problems"] if each["code"] == "E601"]
    assert problem["line"] == GATE[: GATE.index("- {name: calm")].count("\n") + 1
    assert "'promise' is not open in 'shouting'; the open choices are step-back, walk-off" in problem["message"]


def test_the_same_id_in_two_files_is_an_error(encounter, tmp_path):
    write(tmp_path, name="a.yaml")
    write(tmp_path, name="b.yaml")
    report = encounter("check", tmp_path, "--json").json
    assert [each["code"] for each in report["problems"] if each["severity"] == "error"] == ["E801"]


def test_a_folder_is_searched_with_all_below_it(encounter, tmp_path):
    write(tmp_path / "a" / "b", name="deep.yaml")
    write(tmp_path, "people: {}\n", name="_fragment.yaml")
    write(tmp_path, "not: a scenario", name="notes.txt")
    assert encounter("check", tmp_path, "--json").json["files"] == 1


def test_a_translation_is_checked_and_its_gaps_reported(encounter, tmp_path, gate_file):
    write(gate_file.parent, WELSH, "the-gate.cy.yaml")
    found = encounter("check", gate_file, "--json").json["problems"]
    assert ("W60", "warning") in [(each["code"], each["severity"]) for each in found]
    write(gate_file.parent, WELSH.replace("arrive:", "arive:").replace("1.0.0", "0.9.0"), "the-gate.cy.yaml")
    found = encounter("check", gate_file, "--json").json["problems"]
    assert {"E701", "W61"} <= {each["code"] for each in found}


def test_a_translation_is_played_and_falls_back_where_it_has_gaps(encounter, gate_file):
    write(gate_file.parent, WELSH, "the-gate.cy.yaml")
    own = encounter("play", gate_file, "--as", "sam", "--plain", "--json").json
    out = encounter("play", gate_file, "--as", "sam", "--plain", "--language", "cy", typed="name-first\n").out
    assert "Mae menyw yn aros wrth y giât." in out
    assert "Beth yw ei enw?" in out
    assert "She tells you about Kofi." in out
    translated = encounter("play", gate_file, "--as", "sam", "--plain", "--json", "--language", "cy").json
    assert translated["digest"] == own["digest"]
    refused = encounter("play", gate_file, "--as", "sam", "--plain", "--language", "fr")
    assert "It can be played in: en-GB, cy." in refused.err


def test_sarif_is_valid_and_points_at_the_fault(encounter, tmp_path):
    path = write(tmp_path, GATE.replace("minutes: 3", "minutes: x"))
    log = encounter("check", path, "--sarif").json
    Sarif.model_validate(log)
    (result,) = [each for each in log["runs"][0]["results"] if each["ruleId"] == "E206"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (9, 10)


@pytest.mark.parametrize("kind", ["scenario", "translation", "rubric", "overlay", "campaign"])
def test_a_schema_is_a_valid_json_schema(encounter, kind):
    schema = encounter("schema", kind).json
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_scenario_schema_accepts_what_check_accepts_and_refuses_a_misspelling(encounter):
    schema = encounter("schema", "scenario").json
    sound = yaml.load(GATE, Loader=yaml.CSafeLoader)
    # YAML editors type `1` and `1.0.0` by YAML's rules, as the schema must expect.
    jsonschema.validate(sound, schema)
    sound["sumary"] = sound.pop("summary")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sound, schema)


def test_a_schema_with_the_ids_of_a_file_offers_them_and_refuses_no_other(encounter, gate_file):
    schema = encounter("schema", "scenario", "--ids-of", gate_file).json
    jsonschema.Draft202012Validator.check_schema(schema)
    goto = schema["$defs"]["Choice"]["properties"]["goto"]["anyOf"][0]["enum"]
    sound = yaml.load(GATE, Loader=yaml.CSafeLoader)
    assert goto == [*sound["scenes"], *sound["endings"]]
    sound["scenes"]["arrive"]["choices"][0]["goto"] = "a-scene-that-is-not-written-yet"
    jsonschema.validate(sound, schema)
    assert encounter("schema", "rubric", "--ids-of", gate_file).code == 2


def test_the_version_of_a_format_is_accepted_as_it_is_written(encounter):
    rubric = Path(__file__).parents[2] / "scoring" / "rubrics" / "respect.yaml"
    jsonschema.validate(yaml.load(rubric.read_bytes(), Loader=yaml.CSafeLoader), encounter("schema", "rubric").json)
    assert encounter("schema", "overlay").json["properties"]["format"]["enum"] == [2, "2"]


def test_list_shows_the_library(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    listed = encounter("list", "--json").json["encounters"]
    assert f"{gate_file.parent.name}/the-gate" in [each["id"] for each in listed]
    assert "The gate" in encounter("list").out


def test_list_follows_a_changed_file(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    encounter("list")
    write(gate_file.parent, GATE.replace("title: The gate", "title: The other gate"))
    assert "The other gate" in encounter("list").out


def test_another_folder_does_not_have_the_library_read_again(encounter, gate_file, monkeypatch):
    encounter("list")
    first = _indexes()
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    assert "the-gate" in encounter("list").out
    assert (first.items() <= _indexes().items(), len(first), len(_indexes())) == (True, 1, 2)


def test_a_broken_file_is_named_and_does_not_hide_the_others(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    write(gate_file.parent, "format: [", "broken.yaml")
    done = encounter("list")
    assert done.code == 1
    assert "broken.yaml:1:9 E105" in done.err
    assert "the-gate" in done.out


def test_coverage_counts_from_the_files_themselves(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    table = encounter("list", "--coverage", "--json").json
    assert f"{gate_file.parent.name}/the-gate" in table["criteria"]["opening"]["urban"]
    assert "encounters;" in encounter("list", "--coverage").out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(encounter, command):
    done = encounter(command, "--help")
    assert done.code == 0
    assert "Example: " in done.out


def test_a_missing_path_is_bad_usage(encounter):
    done = encounter("check", "nowhere")
    assert done.code == 2
    assert "no file or folder" in done.err


def test_a_translated_run_is_resumed_and_debriefed_in_its_language(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    words = "words: {tension: tyndra, mood: hwyl, wary: gofalus, open: agored}\n"
    write(gate_file.parent, WELSH.replace("scenes:\n", words + "scenes:\n"), "the-gate.cy.yaml")
    encounter("play", "the-gate", "--as", "sam", "--plain", "--language", "cy", typed="name-first\n")
    out = encounter("resume", "--plain", typed="s\npromise\n\n\n\n\n").out
    assert re.search(r"^Tyndra: .*, 1 of 5", out, re.MULTILINE)
    assert "You chose to say: PC Reid ydw i. Beth yw ei enw?" in out
    assert "Hwyl: gofalus → agored → agored." in out


def test_a_run_whose_encounter_has_changed_is_shown_as_it_was_played(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    write(gate_file.parent, WELSH, "the-gate.cy.yaml")
    encounter("play", "the-gate", "--as", "sam", "--plain", "--language", "cy", typed="name-first\n")
    write(gate_file.parent, GATE.replace("say: I will ring you at four.", "say: I will ring you at five."))
    out = encounter("resume", "--plain", typed="promise\n\n\n\n\n").out
    assert "I will ring you at four." in out


@pytest.mark.parametrize("command", ["check", "prove", "preview"])
def test_a_file_that_is_not_there_is_looked_for_beside(encounter, gate_file, monkeypatch, command):
    monkeypatch.chdir(gate_file.parent)
    near = gate_file.name.replace(".yaml", "s.yaml")
    refused = encounter(command, near)
    assert refused.code == 2
    assert refused.err.endswith(f" {near}. Did you mean {gate_file.name}?\n")
    far = encounter(command, "zzz.yaml")
    assert f"In {gate_file.parent} there is: {gate_file.name}." in far.err
    gate_file.rename(gate_file.with_name("LP.YAML"))
    (gate_file.parent / ".hidden.yaml").touch()
    assert encounter(command, "lp.yaml").err.endswith(" lp.yaml. Did you mean LP.YAML?\n")
    assert "There is no folder nowhere either" in encounter(command, "nowhere/zzz.yaml").err


def test_the_name_of_a_file_without_its_ending_is_told_the_ending(encounter, gate_file, monkeypatch):
    monkeypatch.chdir(gate_file.parent)
    refused = encounter("prove", gate_file.stem)
    assert f"write {gate_file.name}" in refused.err


def test_the_schema_says_what_each_field_is_for_and_each_level_of_a_criterion(encounter):
    schema = encounter("schema", "scenario").json
    for name, part in {"Scenario": schema, **schema["$defs"]}.items():
        for field, described in part.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"
    opening = schema["$defs"]["Choice"]["properties"]["ratings"]["anyOf"][0]["properties"]["opening"]["description"]
    assert "2: Also asks how the person wants to be addressed, or uses what was asked for." in opening


def _indexes():
    return {path.name: path.stat().st_mtime_ns for path in user_cache_path("encounter").glob("library-*")}
