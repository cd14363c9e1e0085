"""What version 2 of the format brought: the documentation's examples run, three openings in own words, and every error."""

import json
import re
from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.proof.prove import Limits, prove
from simulator.scenario.story import Story
from tests.samples import GATE, codes, read

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^### ([^\n]+)\n(?:(?!^###).)*?```yaml example\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
HEAD = """\
format: 2
id: the-kitchen
version: 1.0.0
title: The kitchen
summary: A man who saw something is asked about it.
language: en-GB
setting: {force: urban, place: a kitchen}
level: foundation
minutes: 3
rubrics: [de-escalation]
people:
  ama: {name: Ama Boateng, role: mother}
  reid: {name: PC Reid, role: you}
"""
ENDINGS = """\
endings:
  settled: {outcome: resolved, text: "{ama} nods."}
  left: {outcome: harm, text: The door shuts.}
"""


def story_of(folder, parts, start):
    reading = read(folder, f"{HEAD}start: {start}\n{parts}{ENDINGS}")
    assert not reading.problems, codes(reading)
    return reading.story


def texts(story, *path):
    """What is read on a way, scenes that go on by themselves included."""
    run = Run(story)
    found = [run.narration()]
    for choice in path:
        run.choose(choice)
        found.append(run.narration())
    return found


def proof_of(story):
    return prove(story, limits=Limits(samples=100))


@pytest.mark.parametrize(("heading", "parts"), EXAMPLES, ids=[heading for heading, _ in EXAMPLES])
def test_every_example_of_the_page_runs_and_everything_in_it_comes_up(tmp_path, heading, parts):
    proof = proof_of(story_of(tmp_path, parts, "kitchen"))
    assert proof.complete
    assert not proof.stuck
    assert not proof.traps
    assert not proof.scenes.unreachable
    assert not proof.choices.unreachable
    assert not proof.findings.variants
    assert len(EXAMPLES) >= 5


def test_a_hub_whose_topics_vanish(tmp_path):
    story = story_of(
        tmp_path,
        """
scenes:
  bench:
    text: "{if again}She looks at her hands.{else}She sits down beside you.{end}"
    choices:
      - {id: her-brother, say: Tell me about your brother., once: true, ratings: {listening: 2}, feedback: Hers., goto: bench}
      - {id: that-night, say: What about that night?, once: true, when: chosen("her-brother"), locked: Not yet., ratings: {listening: 1}, feedback: Then., goto: bench}
      - {id: her-number, say: How can I reach you?, ratings: {listening: 0}, feedback: A way on., goto: settled}
""",
        "bench",
    )
    run = Run(story)
    assert {offer.choice.id: offer.open for offer in run.offers()} == {
        "her-brother": True,
        "that-night": False,
        "her-number": True,
    }
    run.choose("her-brother")
    assert run.text() == "She looks at her hands."
    run.choose("that-night")
    # What was taken is gone, also where it says why it was closed before.
    assert [offer.choice.id for offer in run.offers()] == ["her-number"]
    assert proof_of(story).plays == 3
    run.rewind()
    assert {offer.choice.id for offer in run.offers() if offer.open} == {"that-night", "her-number"}


STANDOFF = """
state:
  heat: {start: 2, min: 0, max: 5}
  door: {start: shut, levels: [shut, ajar, wide], shown_as: {ajar: open a hand's breadth}}
interrupts:
  - {when: heat >= 5, goto: rush, scenes: [landing]}
  - {when: heat >= 4, goto: shout, once: true, scenes: [landing]}
scenes:
  landing:
    text: The door is {door}. {if visits("landing") == 1}Nobody answers.{else}Somebody breathes behind it.{end}
    enter: {add: [{when: door >= ajar, heat: -1}]}
    choices:
      - {id: knock-hard, do: Knock hard., add: {heat: 2}, ratings: {listening: -1}, feedback: Louder., goto: landing}
      - {id: say-name, say: It's Sam. I'm on my own., set: [{when: door == shut, door: ajar}], ratings: {listening: 1}, feedback: A name., goto: landing}
      - {id: ask-in, say: May I come in?, when: door >= ajar, ratings: {listening: 1}, feedback: Asked., goto: settled}
  shout:
    text: Go away, he shouts.
    choices:
      - {id: step-down, do: Go two steps down., add: {heat: -1}, ratings: {listening: 2}, feedback: Room., goto: landing}
  rush:
    text: The door flies open.
    continue: left
"""


def test_a_standoff_with_an_interruption(tmp_path):
    story = story_of(tmp_path, STANDOFF, "landing")
    assert texts(story, "knock-hard", "step-down", "say-name") == [
        "The door is shut. Nobody answers.",
        "Go away, he shouts.",
        "The door is shut. Somebody breathes behind it.",
        "The door is open a hand's breadth. Somebody breathes behind it.",
    ]
    # The first in the file comes, in place of the choice's own way, also where that leads to an ending.
    run = Run(story, path=["knock-hard", "step-down", "knock-hard"])
    assert (run.place, [each.place for each in run.passed()]) == ("left", ["rush"])
    # One that comes once has come.
    again = Run(story, path=["knock-hard", "step-down", "say-name", "knock-hard"])
    assert again.place == "landing"


def test_a_spys_opening_with_nested_threads(tmp_path):
    story = story_of(
        tmp_path,
        """
state:
  trust: {start: 1, min: 0, max: 4}
  told: {start: false, shown_as: {true: what you know, false: nothing of it}}
scenes:
  train:
    text: The train slows.
    enter: {set: {told: false}}
    lines: [{ama: "Seat taken?"}]
    continue: compartment
  compartment:
    text: She reads. {if again}The same page.{end} You have said {told}.
    choices:
      - {id: the-weather, say: "{if again}Still{else}Is it{end} raining?", once: true, add: {trust: 1}, ratings: {listening: 0}, feedback: Small., goto: compartment}
      - {id: her-book, say: What are you reading?, once: true, ratings: {listening: 1}, feedback: Hers., goto: book}
      - {id: show-it, do: Show her the photograph., when: trust >= 2, set: {told: true}, ratings: {listening: 1}, feedback: Shown., goto: photograph}
      - {id: get-off, do: Get off., ratings: {listening: -1}, feedback: Gone., goto: left}
  book:
    text: A book about birds.
    choices:
      - {id: which-bird, say: Which one?, once: true, add: {trust: 2}, ratings: {listening: 2}, feedback: Asked., goto: book}
      - {id: back-to-it, say: Sorry. Go on reading., ratings: {listening: 0}, feedback: Left., goto: compartment}
  photograph:
    text: She looks at it for a long time.
    continue:
      - {when: trust >= 4, to: settled}
      - {to: compartment}
""",
        "train",
    )
    run = Run(story)
    assert (run.place, [each.text for each in run.passed()]) == ("compartment", ["The train slows."])
    assert [line.text for line in run.speech()] == ["Seat taken?"]
    run.choose("the-weather")
    run.choose("show-it")
    assert run.narration().startswith(
        "She looks at it for a long time.\n\nShe reads. The same page. You have said what"
    )
    assert run.path == ["the-weather", "show-it"]
    assert [step.passed for step in run.steps] == [(), ("photograph",)]
    again = Run(story, path=["her-book", "which-bird", "back-to-it", "the-weather", "show-it"])
    assert again.place == "settled"
    proof = proof_of(story)
    assert proof.plays is None
    assert not proof.stuck
    assert proof.endings["settled"].shortest == ("the-weather", "her-book", "which-bird", "back-to-it", "show-it")


def test_a_snapshot_holds_all_of_it(tmp_path):
    story = story_of(tmp_path, STANDOFF, "landing")
    again = Story.from_snapshot(story.snapshot, RubricSet.shipped())
    assert (again.scenario, again.digest) == (story.scenario, story.digest)
    content = json.loads(story.snapshot)
    assert content["scenes"]["rush"]["continue"] == [{"to": "left"}]
    assert content["scenes"]["landing"]["choices"][1]["set"] == [{"when": "door == shut", "door": "ajar"}]
    assert content["scenes"]["landing"]["choices"][0]["add"] == {"heat": 2}


def test_version_1_keeps_names_that_version_2_needs(tmp_path):
    text = GATE.replace("  told: false\n", "  told: false\n  again: false\n  end: true\n")
    text = text.replace("{text: She looks past you.}", "{text: 'She looks past you, {end}.'}").replace(
        "when: told\n", "when: not again\n"
    )
    story = read(tmp_path, text).story
    assert texts(story, "wait-there", "step-back")[-1] == "She looks past you, True."
    reading = read(tmp_path, text.replace("format: 1", "format: 2"))
    assert {code for _, code in codes(reading)} >= {"E205"}


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("format: 2", "format: 1", "E316", "Write 'format: 2'."),
        ("{door}. {if", "{door}. {iff", "E311", "Write {if …} where it begins."),
        ("Nobody answers.{else}", "Nobody answers.{elif heat}", "E311", "for a third reading, make the text a list"),
        ("breathes behind it.{end}", "breathes behind it.{endif}", "E311", "in small letters"),
        ("breathes behind it.{end}", "breathes behind it.", "E311", "Write {end} where it stops."),
        ("Nobody answers.{else}", "Nobody answers.{else}{else}", "E311", "Leave one of them out."),
        ("Nobody answers.{else}", "{if door == shut}Nobody answers.{else}", "E311", "End the first with {end}"),
        ('{if visits("landing") == 1}', "{if }", "E311", "{if tension >= 6}"),
        ('{if visits("landing") == 1}', "", "E311", "Write {if …} where it begins."),
        ('visits("landing") == 1', 'visits("landin") == 1', "E301", "Did you mean 'landing'?"),
        ('visits("landing") == 1', 'visits("landing")', "E404", "visits"),
        ('visits("landing") == 1', 'visits("landing") > heat', "E404", "visits"),
        ('visits("landing") == 1', 'visits("landing") + 1 > 2', "E404", "visits"),
        ("when: heat >= 5, goto", "when: again, goto", "E404", 'visits("scene") >= 2'),
        ("goto: rush, scenes", "goto: rus, scenes", "E301", "Did you mean 'rush'?"),
        ("scenes: [landing]}\n  - {when: heat >= 4", "scenes: [landin]}\n  - {when: heat >= 4", "E301", "'landing'"),
        ("continue: left", "continue: lef", "E301", "Did you mean 'left'?"),
        ("continue: left", "continue: rush", "E315", "choices"),
        ("continue: left", "continue: [{when: heat >= 1, to: left}]", "E309", "without a 'when'"),
        ("    continue: left\n", "", "E313", "'continue'"),
        ("[{when: door == shut, door: ajar}]", "{when: door == shut, door: ajar}", "E305", "set: [{when: …, …}]"),
        ("[{when: door == shut, door: ajar}]", "[{when: door == shut, door: jar}]", "E310", "shut, ajar, wide"),
        ("{ajar: open", "{jar: open", "E310", "Did you mean 'ajar'?"),
        ("[{when: door >= ajar, heat: -1}]", "[{when: door >= ajar, heat: low}]", "E206", "digits"),
        ("  heat: {start: 2", "  again: {start: 1, min: 0, max: 1}\n  heat: {start: 2", "E205", "again_now"),
    ],
)
def test_what_is_wrong_is_told_once_with_its_mend(tmp_path, old, new, code, says):
    text = f"{HEAD}start: landing\n{STANDOFF}{ENDINGS}"
    assert old in text
    problems = read(tmp_path, text.replace(old, new)).problems
    assert [problem.code for problem in problems] == [code], [(each.code, each.message) for each in problems]
    assert says in problems[0].mend
