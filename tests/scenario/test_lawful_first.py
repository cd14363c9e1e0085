"""Powers that may not hold, critical events under a condition, claims, and who stands behind law and ratings."""

import json

import pytest

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.scenario.story import Story
from tests.samples import GATE, codes, gate, read

POWER = GATE.replace(
    "        critical: [no-aid]\n",
    "        critical: [{event: no-aid, when: not told}, failure-to-intervene]\n"
    "        power: {basis: PACE 1984 s.17, holds: tension < 5}\n"
    "        set: {told: true}\n"
    "        tags: [entry, mandatory]\n",
)
HEAD = """\
jurisdiction: gb-eaw
law_checked: {by: the developers, on: 2026-11-25, until: 2027-11-25}
keyed_by: {raters: 3, kappa: .74, on: 2026-11-25}
form_of: other-gate
author: Ann
contributors: [Bo]
licence: CC-BY-4.0
draft: true
"""


def story_of(folder, text):
    reading = read(folder, text)
    assert not reading.problems, codes(reading)
    return reading.story


def test_conditions_of_power_and_critical_events_are_asked_before_the_effects(tmp_path):
    story = story_of(tmp_path, POWER)
    step = Run(story, path=["wait-there", "walk-off"]).steps[-1]
    # Tension is 5 before the choice, and nobody has been told anything until its own effect.
    assert step.decision.critical == ("no-aid", "failure-to-intervene", "unlawful-force-or-search")


@pytest.mark.parametrize(("holds", "follows"), [("true", False), ("false", True), ("told", True), ("not told", False)])
def test_an_act_without_its_power_is_a_critical_event_by_itself(tmp_path, holds, follows):
    text = GATE.replace("critical: [no-aid]", f"power: {{basis: PACE 1984 s.17, holds: {holds}}}")
    step = Run(story_of(tmp_path, text), path=["wait-there", "walk-off"]).steps[-1]
    assert step.decision.critical == (("unlawful-force-or-search",) if follows else ())


def test_an_event_that_follows_twice_stands_once(tmp_path):
    text = GATE.replace("[no-aid]", "[unlawful-force-or-search]\n        power: {basis: none, holds: false}")
    step = Run(story_of(tmp_path, text), path=["wait-there", "walk-off"]).steps[-1]
    assert step.decision.critical == ("unlawful-force-or-search",)


def test_what_was_written_as_a_text_stays_one_in_the_snapshot(tmp_path):
    text = GATE.replace("critical: [no-aid]", "critical: [no-aid]\n        power: common law")
    content = json.loads(story_of(tmp_path, text).snapshot)
    choice = content["scenes"]["shouting"]["choices"][1]
    assert (choice["critical"], choice["power"]) == (["no-aid"], "common law")
    assert (
        Story.from_snapshot(story_of(tmp_path, POWER).snapshot, RubricSet.shipped()).digest
        == story_of(tmp_path, POWER).digest
    )


def test_what_stands_behind_law_and_ratings_is_read(tmp_path):
    scenario = story_of(tmp_path, GATE.replace("level: foundation\n", HEAD + "level: foundation\n")).scenario
    assert scenario.law_checked.until == "2027-11-25"
    assert (scenario.keyed_by.raters, scenario.keyed_by.kappa) == (3, 0.74)
    assert (scenario.form_of, scenario.author, scenario.draft) == ("other-gate", "Ann", True)


def test_the_earlier_word_for_england_and_wales_is_read_as_it(tmp_path):
    earlier = story_of(tmp_path, "jurisdiction: en-gb\n" + GATE)
    assert (earlier.scenario.jurisdiction, earlier.scenario.law) == ("en-gb", "gb-eaw")
    assert gate(tmp_path).scenario.law is None


def test_what_they_say_at_home_is_shown_where_it_holds(tmp_path):
    retold = "\n    retold: [{who: ama, text: '{reid} asked his name.', when: told}, {who: ama, text: He left.}]"
    text = GATE.replace(
        "{outcome: resolved, text: She nods., reflect: What did she hear first?}",
        f"\n    outcome: resolved\n    text: She nods.{retold}",
    )
    story = story_of(tmp_path, text)
    assert [each.text for each in Run(story, path=["name-first", "promise"]).retold()] == [
        "PC Reid asked his name.",
        "He left.",
    ]
    assert [each.text for each in Run(story, path=["wait-there", "step-back", "ask-more"]).retold()] == ["He left."]


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("jurisdiction: gb-eaw", "jurisdiction: us", "E204", "Name the part whose law applies"),
        ("jurisdiction: gb-eaw", "jurisdiction: gb-eav", "E204", "Did you mean 'gb-eaw'?"),
        ("on: 2026-11-25, until", "on: 2026-02-30, until", "E205", "year, month and day"),
        ("until: 2027-11-25", "until: 2025-11-25", "E208", "checked again"),
        ("kappa: .74", "kappa: high", "E206", "0.74"),
        ("kappa: .74", "kappa: 1.4", "E206", "1"),
        ("raters: 3", "raters: 1", "E206", "2"),
        ("event: no-aid", "event: no-aide", "E304", "Did you mean 'no-aid'?"),
        ("when: not told}, failure", "when: not tol}, failure", "E403", "Did you mean 'told'?"),
        ("holds: tension < 5", "holds: tensio < 5", "E403", "Did you mean 'tension'?"),
        ("never: told", "never: mood", "E404", "Compare it"),
        ("at: left", "at: lef", "E301", "Did you mean 'left'?"),
        ("rubrics: [de-escalation, respect]", "rubrics: [respect]", "E304", "Add 'de-escalation' to 'rubrics'."),
    ],
)
def test_what_is_wrong_is_told_with_its_mend(tmp_path, old, new, code, says):
    claims = "claims:\n  - {never: told, at: left, why: Nobody who was told goes.}\nendings:\n"
    text = POWER.replace("level: foundation\n", HEAD + "level: foundation\n").replace("endings:\n", claims)
    assert not read(tmp_path, text).problems
    problems = read(tmp_path, text.replace(old, new)).problems
    assert any(problem.code == code and says in problem.mend for problem in problems), problems
