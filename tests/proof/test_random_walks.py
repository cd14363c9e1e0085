"""Ten thousand random walks on the player's own machine, held against the probabilities that were proved."""

import math
import random
from collections import Counter

import pytest

from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.encounter.machine import EncounterMachine
from simulator.encounter.run import Run
from simulator.proof.prove import prove
from tests.proof.tales import choice, tale
from tests.samples import gate

WALKS = 10_000


def winding():
    """A story with a loop, a memory, a place to get stuck in, and endings of very different odds."""
    return tale(
        {
            "hall": [
                choice("greet", "talk", ratings={"opening": 2}, set={"greeted": True}),
                choice("order", "talk", ratings={"opening": -1}, add={"heat": 2}),
                choice("wait", "hall", when="heat < 2", add={"heat": 1}, ratings={"voice": 1}),
            ],
            "talk": [
                choice(
                    "ask", [{"when": "heat >= 3", "to": "row"}, {"to": "talk"}], add={"heat": 1}, ratings={"voice": 2}
                ),
                choice("promise", "end-well", when="greeted", ratings={"closing": 2}),
                choice("leave", "end-flat", ratings={"closing": -2}),
            ],
            "row": [
                choice("back-off", "end-flat", when='chosen("wait")'),
                choice("hand-over", "end-well", when="greeted"),
            ],
        },
        state={"greeted": False, "heat": {"start": 0, "min": 0, "max": 4}},
    )


def within(count, probability):
    """Whether a count of WALKS is within five standard deviations of what a probability makes likely."""
    return abs(count - WALKS * probability) <= 5 * math.sqrt(WALKS * probability * (1 - probability)) + 1e-9


def test_ten_thousand_walks_on_the_machine_end_as_often_as_was_proved():
    story, generator = winding(), random.Random(2026)
    proof, machine, ends = prove(story), EncounterMachine(story), Counter()
    beginning = machine.state
    for _ in range(WALKS):
        machine.state, machine.values = beginning, story.start
        while machine.place in story.scenes and (open_ := machine.available()):
            machine.choose(generator.choice(open_).id)
        ends[machine.place] += 1
    assert proof.stuck_probability.value > 0.01
    assert within(ends["row"], proof.stuck_probability.value)
    for id_, ending in proof.endings.items():
        assert within(ends[id_], ending.probability.value)


@pytest.mark.parametrize("rubric", ["respect", "de-escalation"])
def test_random_runs_score_on_average_what_was_proved(rubric, tmp_path):
    story, generator = gate(tmp_path), random.Random(7)
    proof = prove(story).random[rubric]
    values = []
    for _ in range(1_500):
        run = Run(story)
        while not run.finished:
            run.choose(generator.choice(run.available()).id)
        value = score(run.decisions, [RubricSet.shipped().rubrics[rubric]]).rubrics[rubric].total.anchored
        values += [value] if value is not None else []
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    assert proof.exact
    assert abs(mean - proof.mean.value) <= 5 * spread / math.sqrt(len(values))
    passed = sum(value >= 60 for value in values) / len(values)
    assert abs(passed - proof.pass_probability.value) <= 5 * math.sqrt(0.25 / len(values))
