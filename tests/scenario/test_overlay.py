"""An overlay: the same encounter under another law, read with it, told of at its own lines, and an encounter of its own."""

from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_file, check_paths
from simulator.encounter.run import Run
from simulator.errors import UsageError
from simulator.scenario.library import Library
from simulator.scenario.reader import read_scenario
from simulator.scenario.starting import copy_of, overlay_starter
from simulator.scenario.translation import read_translation
from tests.samples import GATE

BASE = (
    GATE.replace("format: 1\n", "format: 2\njurisdiction: gb-eaw\n")
    .replace(
        "        critical: [no-aid]\n", "        tags: [search]\n        power: {basis: PACE 1984 s.1, holds: told}\n"
    )
    .replace("About her son.", "About her son.")
    .replace(
        "summary: Somebody waits at a gate.",
        "summary: Somebody waits at a gate for a constable.\nkeyed_by: {raters: 2, kappa: .7, on: 2026-01-01}",
    )
)
OVERLAY = """\
format: 2
overlay_of: the-gate
jurisdiction: us-tx
version: 1.0.0
adapts: 1.0.0
title: The gate, in Texas
language: en-US
sources: ["Terry v. Ohio, 392 U.S. 1 (1968)"]
law_checked: {by: nobody yet, on: 2026-11-25}
terms: {constable: deputy, gate: fence}
glossary: {frisk: A pat-down of outer clothing for weapons.}
people:
  reid: {name: Deputy Reid}
scenes:
  arrive: {text: "A woman waits at the gate. {if told}Again.{end} Tension {tension}."}
  talk:
    lines: []
    text: [She tells you about Kofi., She looks past you at the gate.]
choices:
  name-first: {say: I'm Deputy Reid. What is his name?}
  walk-off:
    power: {basis: consent, holds: true}
    ratings: {time-and-space: -1, care: -1}
    critical: [{event: no-aid, when: not told}]
endings:
  left: {text: She stays alone.}
"""


def laid(folder, overlay=OVERLAY, *, base=BASE, name="the-gate.us-tx.yaml"):
    (folder / "the-gate.yaml").write_text(base, encoding="utf-8")
    (folder / name).write_text(overlay, encoding="utf-8")
    return read_scenario(folder / name, RubricSet.shipped())


def test_what_comes_of_it_is_an_encounter_of_its_own_under_the_other_law(tmp_path):
    story = laid(tmp_path).story
    scenario = story.scenario
    assert (scenario.id, scenario.overlay_of, scenario.law, scenario.version) == (
        "the-gate-us-tx", "the-gate", "us-tx", "1.0.0",
    )  # fmt: skip
    assert scenario.summary == "Somebody waits at a fence for a deputy."
    assert scenario.keyed_by is None  # the raters rated the other one
    assert scenario.people["reid"].name == "Deputy Reid"
    # What the overlay says itself is left as it is; what it leaves alone is swapped.
    assert Run(story).text() == "A woman waits at the gate.  Tension 3."
    assert scenario.setting.place == "a school fence"
    step = Run(story, path=["wait-there", "walk-off"]).steps[-1]
    assert step.decision.critical == ("no-aid",)
    assert step.decision.levels["care"].level == -1


def test_it_is_told_apart_from_the_encounter_wherever_it_is_kept(tmp_path):
    laid(tmp_path)
    library = Library([tmp_path], cache=tmp_path)
    entries = {entry.id: entry for entry in library.entries()}
    assert {id_: entry.jurisdiction for id_, entry in entries.items()} == {
        "the-gate": "gb-eaw", "the-gate-us-tx": "us-tx",
    }  # fmt: skip
    ours, theirs = library.story("the-gate"), library.story("the-gate", jurisdiction="us-tx")
    assert ours.digest != theirs.digest
    assert theirs.scenario.id == "the-gate-us-tx"
    assert library.story("the-gate", jurisdiction="gb-eaw").digest == ours.digest
    assert library.story(str(tmp_path / "the-gate.yaml"), jurisdiction="us-tx").digest == theirs.digest
    with pytest.raises(UsageError, match="not written for us-ny"):
        library.story("the-gate", jurisdiction="us-ny")


def test_the_library_notices_a_change_of_either_file(tmp_path):
    laid(tmp_path)
    folder, digests = [tmp_path], set()
    for name, old, new in (
        (None, "", ""),
        ("the-gate.us-tx.yaml", "Deputy Reid. What", "Deputy Sam Reid. What"),
        ("the-gate.yaml", "She is shouting", "She is shouting now"),
    ):
        if name:
            file = tmp_path / name
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        digests.add(Library(folder, cache=tmp_path).entry("the-gate-us-tx").digest)
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("overlay_of: the-gate", "overlay_of: the-gates", "E702", "the-gate"),
        ("jurisdiction: us-tx", "jurisdiction: us-ny", "E702", "us-tx"),
        ("  walk-off:", "  walk-of:", "E701", "walk-off"),
        ("  reid: {name", "  read: {name", "E701", "reid"),
        ("  left: {text", "  lefd: {text", "E701", "left"),
        ("  name-first: {say", "  name-first: {do", "E701", "say"),
        ("    text: [She tells", "    text: [One more., She tells", "E701", "variants"),
        ("    ratings: {time-and-space: -1, care: -1}", "    ratings: {time-and-space: -1, car: -1}", "E303", "care"),
        ("    ratings: {time-and-space: -1, care: -1}", "    rating: {care: -1}", "E201", "ratings"),
        ("when: not told}]", "when: not tolt}]", "E403", "told"),
        ("{if told}Again", "{if tolt}Again", "E403", "told"),
        ("{tension}.", "{tensoin}.", "E311", "tension"),
        ("holds: true", "holds: tolt", "E403", "told"),
        ("constable: deputy", "constabel: deputy", "E702", "constable"),
        ("    power: {basis: consent, holds: true}\n", "", "E702", "PACE"),
        ("language: en-US\n", "language: en-US\nminutes: 3\n", "E201", "minutes"),
        ('sources: ["Terry v. Ohio, 392 U.S. 1 (1968)"]\n', "", "E202", "sources"),
    ],
)
def test_a_slip_is_told_at_its_line_of_the_overlay(tmp_path, old, new, code, said):
    reading = laid(tmp_path, OVERLAY.replace(old, new))
    errors = {(each.code, Path(each.file).name): each for each in reading.errors}
    assert reading.story is None
    problem = errors[code, "the-gate.us-tx.yaml"]
    assert said in f"{problem.message} {problem.mend}"
    if new:
        written = OVERLAY.replace(old, new)
        begin = written.index(new)
        lines = {1 + written[:at].count("\n") for at in (begin, begin + len(new))}
        assert problem.line in {*range(min(lines), max(lines) + 1), 1} - ({1} if code != "E202" else set())


@pytest.mark.parametrize(
    ("name", "said"),
    [("gates.us-tx.yaml", "no gates.yaml beside it"), ("the-gate-texas.yaml", "Name it the-gate.us-tx.yaml")],
)
def test_a_name_that_does_not_say_of_what_and_for_which_law(tmp_path, name, said):
    (problem,) = laid(tmp_path, name=name).problems
    assert problem.code == "E702"
    assert said in f"{problem.message} {problem.mend}"


def test_an_encounter_with_errors_has_no_overlay_and_says_where_to_look(tmp_path):
    (problem,) = laid(tmp_path, base=BASE.replace("start: arrive", "start: arrives")).problems
    assert (problem.code, Path(problem.file).name) == ("E702", "the-gate.us-tx.yaml")
    assert "encounter check" in problem.mend


def test_a_later_version_of_the_encounter_makes_it_stale_and_no_error(tmp_path):
    reading = laid(tmp_path, base=BASE.replace("version: 1.0.0", "version: 1.1.0"))
    assert [problem.code for problem in reading.problems] == ["W61"]
    assert reading.story.scenario.version == "1.0.0"


def test_it_is_checked_and_proved_as_an_encounter_with_its_findings_at_its_own_lines(tmp_path):
    plain = OVERLAY.replace("{basis: consent, holds: true}", "consent")
    laid(tmp_path, plain)
    report = check_file(tmp_path / "the-gate.us-tx.yaml", RubricSet.shipped())
    (finding,) = [each for each in report.problems if each.code == "W36"]
    assert Path(finding.file).name == "the-gate.us-tx.yaml"
    assert finding.source.strip() == "power: consent"
    together = check_paths([tmp_path], RubricSet.shipped())
    assert [file.id for file in together.files] == ["the-gate-us-tx", "the-gate"]
    # Its people are those of the encounter, and no second ones of the same name.
    assert "W76" not in {problem.code for problem in together.problems}


def test_a_new_overlay_begins_with_what_it_needs_and_no_power_that_holds(tmp_path):
    (tmp_path / "the-gate.yaml").write_text(BASE, encoding="utf-8")
    file = tmp_path / "the-gate.us-tx.yaml"
    file.write_text(overlay_starter(file, RubricSet.shipped()), encoding="utf-8")
    reading = read_scenario(file, RubricSet.shipped())
    assert not reading.problems
    assert [id_ for id_, each in reading.story.choices.items() if each.choice.power] == ["walk-off"]
    step = Run(reading.story, path=["wait-there", "walk-off"]).steps[-1]
    assert "unlawful-force-or-search" in step.decision.critical
    with pytest.raises(UsageError, match=r"no gates\.yaml"):
        overlay_starter(tmp_path / "gates.us-tx.yaml", RubricSet.shipped())
    with pytest.raises(UsageError, match="not an encounter by itself"):
        copy_of(str(file), "another")


def test_it_is_translated_like_an_encounter(tmp_path):
    story = laid(tmp_path).story
    file = tmp_path / "the-gate.us-tx.es.yaml"
    file.write_text("format: 2\nlanguage: es\ntranslates: 1.0.0\ntitle: La valla\n", encoding="utf-8")
    translation, problems = read_translation(file, story.scenario)
    assert translation.title == "La valla"
    assert {problem.code for problem in problems} == {"W60"}
    library = Library([tmp_path], cache=tmp_path)
    assert library.story("the-gate-us-tx", language="es").scenario.title == "La valla"
    assert len(library.entries()) == 2
