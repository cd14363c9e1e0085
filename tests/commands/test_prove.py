"""`encounter prove`: what it says, as sentences and as JSON, and with which exit code."""

import re
from dataclasses import replace

import yaml

from simulator.commands.limits import within
from simulator.commands.prove import sentences
from simulator.commands.verdict import verdict
from simulator.encounter.run import Run
from simulator.proof.prove import Limits, prove
from tests.proof.tales import choice, intercept, tale
from tests.samples import GATE, gate, write


def fault(tmp_path):
    """The built-in copy of the Intercept's fault, as a file."""
    tree = yaml.load(intercept().snapshot, Loader=yaml.CSafeLoader)
    return write(tmp_path, yaml.safe_dump({**tree, "format": 1}, sort_keys=False), "the-intercept.yaml")


def test_prove_says_in_sentences_what_can_happen(encounter, gate_file):
    outcome = encounter("prove", gate_file)
    assert outcome.code == 0
    assert outcome.err == ""
    assert "can be reached" in outcome.out
    assert "All 3 scenes are reached in some play." in outcome.out
    assert "Nobody gets stuck" in outcome.out
    assert "Scores on respect, over all complete plays" in outcome.out
    assert "always the first in the file: de-escalation 75.0" in outcome.out


def test_prove_begins_with_a_verdict(encounter, gate_file, tmp_path):
    first, second, third, empty, *_ = encounter("prove", gate_file).out.splitlines()
    assert first == "Nobody can get stuck: an ending can be reached from every state."
    assert re.fullmatch(
        r"A player who chooses at random ends: resolved \d+ %, harm \d+ %\. It takes 2 decisions, typically\.", second
    )
    assert third.startswith("It can be guessed: always")
    assert empty == ""
    stuck, ends, *_ = encounter("prove", fault(tmp_path)).out.splitlines()
    assert "Somebody can get stuck, in pressed" in stuck
    assert "stuck" in ends


def test_a_verdict_on_plays_that_were_tried_says_so_and_rounds_no_chance_away(tmp_path):
    tried = prove(gate(tmp_path), limits=Limits(states=1, samples=300))
    assert not tried.complete
    ends = list(verdict(tried))[1]
    assert f"(of {tried.sampled} plays that were tried)" in ends
    rare = replace(tried, given_up=1, sampled=1_000)
    assert "under 1 % given up before an end" in list(verdict(rare))[1]
    none = replace(tried, given_up=tried.sampled)
    assert list(verdict(none))[1].startswith("How a random player ends is not known")
    unfinished = {name: replace(made, end="unfinished", standard={}) for name, made in tried.guessers.items()}
    assert list(verdict(replace(tried, guessers=unfinished)))[2].startswith("Whether it can be guessed is not known")


def test_every_way_that_prove_shows_can_be_played(encounter, gate_file, tmp_path):
    story = gate(tmp_path)
    ways = re.findall(r"^    (?:way|shortest|least|greatest): (\S+)$", encounter("prove", gate_file).out, re.MULTILINE)
    assert len(ways) >= 6
    for way in ways:
        assert Run(story, path=way.split(",")).finished


def test_json_holds_the_proof_and_nothing_else(encounter, gate_file, tmp_path):
    outcome = encounter("prove", gate_file, "--json")
    assert outcome.code == 0
    assert outcome.json == prove(gate(tmp_path)).as_json()
    assert outcome.json["scenario"] == "the-gate"
    assert outcome.json["complete"] is True


def test_a_stuck_state_is_named_with_its_reason_and_its_way_and_the_exit_code_is_1(encounter, tmp_path):
    outcome = encounter("prove", fault(tmp_path))
    assert outcome.code == 1
    assert "Stuck in pressed: no choice is open with teacup" in outcome.out
    way = re.search(r"Stuck in pressed.*\n    way: (\S+)", outcome.out)[1]
    assert Run(intercept(), path=way.split(",")).stuck
    assert "gets stuck with a probability of 83.3 %" in outcome.out


def test_conditions_that_never_change_and_variants_that_never_come_up_are_named(encounter, tmp_path):
    text = GATE.replace("when: tension >= 5, to: shouting", "when: tension >= 4 and told, to: shouting")
    outcome = encounter("prove", write(tmp_path, text))
    always = "The condition of scene arrive, choice wait-there, way 1 (to shouting) is always false when it is asked."
    assert always in outcome.out
    assert "Never reached: scene arrive, choice wait-there, way 1 (to shouting)." in outcome.out
    assert "No play reaches 1 of 3 scenes: shouting." in outcome.out
    assert "no play reaches it" in outcome.out


def test_a_scenario_that_is_not_there_is_a_sentence_with_the_nearest(encounter, tmp_path):
    outcome = encounter("prove", tmp_path / "none.yaml")
    assert outcome.code == 2
    assert outcome.out == ""
    assert "There is no file" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_file_with_errors_is_refused_with_its_first_error(encounter, tmp_path):
    outcome = encounter("prove", write(tmp_path, GATE.replace("goto: settled", "goto: setled")))
    assert outcome.code == 1
    assert "setled" in outcome.err
    assert outcome.out == ""


def test_who_has_nothing_to_go_by_guesses_nothing():
    scene = [
        choice("one", "end", ratings={"voice": 2}),
        choice("two", "end", ratings={"voice": -2}),
        choice("six", "end", ratings={"voice": -2}),
    ]
    alike = tale({"talk": [{**each, "say": say} for each, say in zip(scene, ("One.", "Two.", "Six."), strict=True)]})
    proof = prove(alike)
    assert list(verdict(proof))[2] == "It can be guessed: always the first in the file reaches the standard unread."
    lines = list(sentences(proof, alike.scenario))
    (idle,) = [
        line for line in lines if line.startswith("Nothing to go by in any choice, for a player who always takes")
    ]
    assert "the longest" in idle
    assert not any(line.startswith("always the longest") for line in lines)


def test_memory_that_was_in_use_before_does_not_count():
    held = [bytearray(200 << 20)]
    go_on = within(seconds=60, memory=64)
    held.append(bytearray(25 << 20))
    assert go_on(0.2)  # half of the memory, and a fifth of the other half
    held.append(bytearray(25 << 20))
    assert go_on()
    assert not go_on(0.2)
    held.append(bytearray(50 << 20))
    assert not go_on()
