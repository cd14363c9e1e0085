"""`encounter new`, `fmt`, `graph` and `diff`, as an author uses them."""

import json
import os
from xml.etree import ElementTree as ET

import pytest

from tests.samples import GATE, write


def test_a_new_encounter_passes_every_check(encounter, tmp_path):
    path = tmp_path / "rural" / "late-bus.yaml"
    assert encounter("new", path).code == 0
    report = encounter("check", path, "--strict", "--json")
    assert report.code == 0
    assert [each["code"] for each in report.json["problems"]] == ["W46"]
    assert "\nid: late-bus " in path.read_text(encoding="utf-8")


def test_a_new_encounter_can_be_played_and_proved(encounter, tmp_path):
    path = tmp_path / "late-bus.yaml"
    encounter("new", path)
    proof = encounter("prove", path, "--json").json
    assert proof["stuck"] == []
    assert proof["scenes"]["unreachable"] == []
    assert proof["choices"]["unreachable"] == []
    played = encounter("play", path, "--as", "sam", "--plain", "--json", typed="ask-the-boy\nown-eyes\n").json
    assert played["ending"] == "rides-home"


def test_nothing_is_written_over(encounter, tmp_path):
    path = write(tmp_path, GATE, "mine.yaml")
    done = encounter("new", path)
    assert (done.code, path.read_text(encoding="utf-8")) == (1, GATE)
    assert "exists already" in done.err


@pytest.mark.parametrize("name", ["Late Bus.yaml", "late_bus.yaml", "late-bus.txt", "späti.yaml"])
def test_a_name_that_cannot_be_an_id_is_bad_usage(encounter, tmp_path, name):
    done = encounter("new", tmp_path / name)
    assert done.code == 2
    assert not (tmp_path / name).exists()


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(encounter, tmp_path):
    write(tmp_path, "text", "taken")
    done = encounter("new", tmp_path / "taken" / "late-bus.yaml")
    assert done.code == 1
    assert "cannot be written" in done.err


def test_a_copy_keeps_everything_but_id_and_version(encounter, tmp_path, gate_file):
    copy = tmp_path / "other-gate.yaml"
    assert encounter("new", copy, "--from", gate_file).code == 0
    expected = GATE.replace("id: the-gate", "id: other-gate").replace("version: 1.0.0", "version: 0.1.0")
    assert copy.read_text(encoding="utf-8") == expected


def test_a_copy_of_an_encounter_by_its_id(encounter, tmp_path):
    copy = tmp_path / "my-stall.yaml"
    assert encounter("new", copy, "--from", "market-stall").code == 0
    assert encounter("check", copy, "--json").json["errors"] == 0
    assert encounter("new", tmp_path / "x.yaml", "--from", "no-such-thing").code in (1, 2)


def test_a_copy_takes_fragments_along_and_no_reviews(encounter, tmp_path):
    write(tmp_path / "a", "people:\n  kofi: {name: Kofi Boateng, role: son}\n", "_people.yaml")
    reviewed = "include: [_people.yaml]\nreviewed:\n  - {by: a reader, on: 2026-11-01}\nstart: arrive"
    source = write(tmp_path / "a", GATE.replace("start: arrive", reviewed), "the-gate.yaml")
    copy = tmp_path / "b" / "my-gate.yaml"
    assert encounter("new", copy, "--from", source).code == 0
    assert "reviewed" not in copy.read_text(encoding="utf-8")
    assert encounter("check", copy, "--json").json["errors"] == 0
    write(tmp_path / "c", "people: {}\n", "_people.yaml")
    refused = encounter("new", tmp_path / "c" / "my-gate.yaml", "--from", source)
    assert refused.code == 1
    assert "nothing is overwritten" in refused.err
    assert not (tmp_path / "c" / "my-gate.yaml").exists()


def test_fmt_keeps_line_ends_and_links(encounter, tmp_path):
    untidy = GATE.replace("id: the-gate\n", "").replace("title: The gate", "title: The gate\nid: the-gate")
    target = tmp_path / "real.yaml"
    target.write_bytes(untidy.replace("\n", "\r\n").encode())
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    assert encounter("fmt", link).code == 0
    assert link.is_symlink()
    written = target.read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    assert encounter("fmt", link, "--check").code == 0


def test_fmt_lays_a_file_out_once(encounter, tmp_path):
    untidy = GATE.replace("id: the-gate\n", "").replace("title: The gate", "title: The gate   # ours\nid: the-gate")
    path = write(tmp_path, untidy)
    assert encounter("fmt", path, "--check").code == 1
    assert path.read_text(encoding="utf-8") == untidy
    assert encounter("fmt", path).code == 0
    tidy = path.read_text(encoding="utf-8")
    assert tidy.startswith("format: 1\nid: the-gate\nversion")
    assert "# ours" in tidy
    assert encounter("fmt", path, "--check").code == 0


def test_fmt_lays_a_translation_out_in_the_order_of_its_own_fields(encounter, tmp_path):
    translation = tmp_path / f"{write(tmp_path, GATE).stem}.es.yaml"
    translation.write_text("title: La verja\nlanguage: es\ntranslates: 1.0.0\nformat: 1\n", encoding="utf-8")
    assert encounter("fmt", translation).code == 0
    laid_out = "format: 1\nlanguage: es\ntranslates: 1.0.0\ntitle: La verja\n"
    assert translation.read_text(encoding="utf-8") == laid_out


@pytest.mark.parametrize("content", [b"format: [", b"\xff\xfe not utf-8", b"a: &x 1\nb: *x\n", b"- one\n", b""])
def test_fmt_leaves_a_broken_file_alone_and_says_why(encounter, tmp_path, content):
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    done = encounter("fmt", path)
    assert done.code == 1
    assert "broken.yaml" in done.err
    assert "fault in the program" not in done.err
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("kind", "begins"), [("mermaid", "flowchart TD"), ("dot", "digraph"), ("svg", "<svg"), ("html", "<!doctype")]
)
def test_a_graph_is_printed_in_each_format(encounter, gate_file, kind, begins):
    done = encounter("graph", gate_file, "--format", kind)
    assert done.code == 0
    assert done.out.startswith(begins)


def test_a_graph_is_written_by_the_ending_of_its_file(encounter, gate_file, tmp_path):
    target = tmp_path / "map.svg"
    done = encounter("graph", gate_file, "--to", target)
    assert (done.code, done.err) == (0, f"Written: {target}. Open it in any browser.\n")
    assert ET.parse(target).getroot().tag.endswith("svg")  # noqa: S314 - our own drawing


def test_a_graph_that_cannot_be_written_is_said_in_a_sentence(encounter, gate_file, tmp_path):
    done = encounter("graph", gate_file, "--to", tmp_path / "nowhere" / "map.svg")
    assert done.code == 1
    assert "fault in the program" not in done.err


def test_a_run_is_drawn_on_the_version_that_was_played(encounter, gate_file):
    run = encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="name-first\npromise\n").json["run"]
    write(gate_file.parent, GATE.replace("goto: settled", "goto: left"))
    drawn = encounter("graph", gate_file, "--run", run, "--format", "mermaid").out
    assert "==>" in drawn
    assert "× 1" in drawn
    refused = encounter("graph", "market-stall", "--run", run)
    assert refused.code == 2
    assert "the-gate" in refused.err


def test_the_same_behaviour_is_no_difference(encounter, gate_file, tmp_path):
    other = write(tmp_path / "new", GATE.replace("A woman waits", "A tall woman waits"))
    done = encounter("diff", gate_file, other)
    assert (done.code, done.out) == (0, "Texts differ; behaviour does not.\n")
    assert encounter("diff", gate_file, gate_file).out == "The two are the same.\n"


def test_a_difference_in_behaviour_is_told_and_fails(encounter, gate_file, tmp_path):
    text = GATE.replace(
        "        critical: [no-aid]\n        goto: left", "        critical: [no-aid]\n        goto: talk"
    )
    other = write(tmp_path / "new", text)
    done = encounter("diff", gate_file, other)
    assert done.code == 1
    assert "The ending 'left' can no longer be reached" in done.out
    changes = encounter("diff", gate_file, other, "--json").json["changes"]
    assert {"ending", "score"} <= {each["kind"] for each in changes}
    assert all(each["message"] for each in changes)


def test_a_new_dead_end_is_told_with_the_way_there(encounter, gate_file, tmp_path):
    other = write(
        tmp_path / "new",
        GATE.replace("        say: What happened?\n", "        say: What happened?\n        when: told\n"),
    )
    assert "Shortest way there: wait-there,step-back" in encounter("diff", gate_file, other).out


def test_own_loaded_words_are_gone_by(encounter, gate_file, tmp_path):
    words = write(tmp_path, "woman | Say her name.\n", "words.txt")
    found = encounter("check", gate_file, "--words", words, "--json").json["problems"]
    assert ("W43", "Say her name.") in [(each["code"], each["mend"]) for each in found]
    done = encounter("check", gate_file, "--words", tmp_path / "none.txt")
    assert done.code == 1
    assert "none.txt cannot be read" in done.err


def test_strict_fails_on_findings_and_not_on_notes(encounter, tmp_path):
    starter = tmp_path / "late-bus.yaml"
    encounter("new", starter)
    assert encounter("check", starter, "--strict").code == 0
    gate = write(tmp_path / "gate", GATE)
    assert encounter("check", gate).code == 0
    assert encounter("check", gate, "--strict").code == 1


def test_check_speaks_to_programs_on_standard_output_only(encounter, tmp_path):
    done = encounter("check", write(tmp_path, GATE), "--json")
    assert json.loads(done.out)["files"] == 1
    assert done.err == ""


@pytest.mark.parametrize("command", ["check", "prove", "graph", "fmt", "preview"])
def test_a_name_that_is_no_plain_file_is_a_sentence_and_never_waited_for(encounter, tmp_path, command):
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "round.yaml").symlink_to(tmp_path / "round.yaml")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    for name in ("folder.yaml", "pipe.yaml", "round.yaml", "device.yaml", "gone.yaml", "/dev/null", "~/gone.yaml"):
        outcome = encounter(command, str(tmp_path / name) if name[0] not in "/~" else name)
        assert outcome.code in (1, 2)
        said = outcome.out + outcome.err
        assert "a fault in the program" not in said
        assert f"Did you mean {tmp_path / name}?" not in said
        assert "No scenario files found here" in said or "file" in said


@pytest.mark.parametrize("name", ["the-gate.YML", "the-gate.yaml.txt"])
def test_a_file_that_another_program_named_is_played_by_its_path(encounter, tmp_path, name):
    path = write(tmp_path, GATE, name)
    assert encounter("prove", path).code == 0
