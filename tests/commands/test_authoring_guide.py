"""The guide for authors, followed to the letter: what it shows is what the program says.

Comments in the page, which no reader sees, say what the author does between two commands. `delete NAME` deletes a file,
`change NAME: OLD -> NEW` edits one, and `typed: …` answers the next command. `from SOURCE` says that the next block
must stand in a file. A line `…` in an answer stands for any lines.
"""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.commands.main import COMMANDS
from simulator.scenario.library import Library

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "authoring.md").read_text(encoding="utf-8")
STEP = re.compile(r"<!-- (\w+):? ?(.*?) -->|```(console|yaml)\n(.*?)```", re.DOTALL)
OPENS_THE_APP = ("play", "preview")


def steps():
    """Yield ("delete" | "change" | "typed" | "from" | "console" | "yaml", text), in the order of the page."""
    for comment, text, language, block in STEP.findall(GUIDE):
        yield (comment, text) if comment else (language, block)


def commands(block):
    """Yield each command of a block with the answer that stands under it."""
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, answer = part.partition("\n")
        yield command, answer.strip("\n")


def holds(answer, said):
    """Return whether the output is the expected answer; a line `…` in it stands for any lines."""
    first, *rest = (piece.strip("\n") for piece in re.split(r"(?m)^…$", answer))
    said = said.strip("\n")
    if not rest:
        return said == first
    place = 0
    for piece in (first, *rest):
        place = said.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return said.startswith(first) and said.endswith(rest[-1])


def edit(file, change):
    old, new = change.split(" -> ")
    text = file.read_text(encoding="utf-8")
    assert old in text, change
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_guide_can_be_followed_to_the_letter(encounter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "store.db"))
    typed, followed = "", 0
    for kind, text in steps():
        name, _, what = text.partition(": ")
        if kind == "delete":
            Path(name).unlink()
        elif kind == "change":
            edit(Path(name), what)
        elif kind == "typed":
            typed = "\n".join(text.split()) + "\n" * 4
        elif kind == "console":
            for command, answer in commands(text):
                program, verb, *arguments = shlex.split(command)
                assert program == "encounter"
                assert verb in COMMANDS
                if verb in OPENS_THE_APP and "--plain" not in arguments:
                    assert not answer
                    assert encounter("check", arguments[0]).code == 0, command
                    continue
                done = encounter(verb, *arguments, typed=typed)
                assert holds(answer, done.err + done.out), f"$ {command}\n{done.err}{done.out}"
                typed, followed = "", followed + 1
    assert followed >= 8


def test_a_path_that_the_guide_plays_is_open(encounter, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "store.db"))
    for file, path in re.findall(r"\$ encounter play (\S+) --path \"(\S+)\"", GUIDE):
        played = encounter(
            "play", DOCS / "examples" / file, "--path", path, "--as", "sam", "--plain", "--json", typed=""
        ).json
        assert played["path"] == path.split(",")


def test_a_path_in_the_guide_stands_in_quotes_for_powershell_would_take_it_apart():
    assert re.search(r"--path [^\"]", GUIDE) is None


def test_what_the_guide_shows_of_a_file_stands_in_that_file():
    shown = list(steps())
    found = 0
    for (kind, source), (language, block) in pairwise(shown):
        if kind == "from":
            assert language == "yaml"
            assert block in (DOCS / source).read_text(encoding="utf-8")
            found += 1
    assert found >= 5


def test_the_guides_encounter_passes_a_strict_check_and_as_many_guessers_pass_it_as_the_guide_says(encounter):
    file = DOCS / "examples" / "lost-property.yaml"
    assert encounter("check", file, "--strict").code == 0
    guessers = encounter("prove", file, "--json").json["guessers"]
    for name in ("first", "last", "longest", "shortest", "most-polite"):
        assert guessers[name]["respect"] < 60, name
    passing = [name for name, scores in guessers.items() if name != "random" and scores["respect"] >= 60]
    assert len(passing) == 8
    assert "Here eight of them do" in GUIDE


def test_the_mend_that_the_guide_names_for_its_fault_leaves_the_finding_that_it_names(encounter, tmp_path):
    file = tmp_path / "cold-tea.yaml"
    encounter("new", file, "--from", "cold-tea")
    third = "      - {id: stand-beside, do: Stand beside him., feedback: He moved over., goto: talks}\n"
    edit(file, f"\nendings: -> {third}\nendings:")
    found = encounter("check", file, "--json").json["problems"]
    assert [problem["code"] for problem in found if problem["severity"] != "info"] == ["W22"]


def test_no_guesser_passes_the_starter_that_authors_begin_with(encounter, tmp_path):
    encounter("new", tmp_path / "late-bus.yaml")
    guessers = encounter("prove", tmp_path / "late-bus.yaml", "--json").json["guessers"]
    for name in ("first", "last", "longest", "shortest", "most-polite"):
        assert guessers[name]["respect"] < 60, name


@pytest.mark.parametrize("page", ["authoring.md", "scenario-format.md"])
def test_whatever_an_authors_page_points_to_is_there(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        assert (DOCS / target).exists(), target


def test_the_scale_of_ratings_is_the_rubrics_own():
    for rubric in RubricSet.shipped().rubrics.values():
        for criterion in rubric.criteria.values():
            assert {str(level) for level in criterion.anchors} == {"-2", "-1", "0", "1", "2"}
    for word in ("-2 harmful", "-1 poor", "0 neutral", "1 good", "2 exemplary"):
        assert word in GUIDE


def test_an_example_of_the_guide_has_the_name_of_no_encounter_that_ships():
    shipped = {entry.id for entry in Library.default().entries()}
    assert not shipped & {file.stem for file in (DOCS / "examples").glob("*.yaml")}
