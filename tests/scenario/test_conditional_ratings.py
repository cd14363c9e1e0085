"""Ratings under a condition: what counts is what was so when the choice was made, in play, proof, checks and rescoring."""

import json
from fractions import Fraction

import pytest

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.proof.prove import prove
from simulator.proof.rekeying import shifts
from simulator.scenario.story import Story
from tests.samples import GATE, codes, read

RATED = GATE.replace("format: 1", "format: 2").replace(
    "        ratings: {listening: 1}\n",
    "        ratings: [{listening: 1}, {when: not told, listening: -2, voice: -1}]\n        set: {told: true}\n",
)


def story_of(folder, text=RATED):
    reading = read(folder, text)
    assert not reading.problems, codes(reading)
    return reading.story


def levels(story, *path):
    return {name: each.level for name, each in Run(story, path=path).steps[-1].decision.levels.items()}


def test_a_later_entry_that_holds_counts_and_its_condition_is_asked_before_the_effects(tmp_path):
    story = story_of(tmp_path)
    told, untold = levels(story, "name-first", "ask-more"), levels(story, "wait-there", "step-back", "ask-more")
    assert (told["listening"], untold["listening"], untold["voice"]) == (1, -2, -1)


def test_what_was_written_as_one_mapping_stays_one_and_a_list_is_kept_as_it_is(tmp_path):
    assert (
        story_of(tmp_path, GATE.replace("format: 1", "format: 2")).digest
        == story_of(
            tmp_path, GATE.replace("format: 1", "format: 2").replace("{listening: 1}", "[{listening: 1}]")
        ).digest
    )
    story = story_of(tmp_path)
    choice = json.loads(story.snapshot)["scenes"]["talk"]["choices"][0]
    assert choice["ratings"] == [{"listening": 1}, {"when": "not told", "listening": -2, "voice": -1}]
    assert Story.from_snapshot(story.snapshot, RubricSet.shipped()).digest == story.digest


def test_the_proof_finds_the_best_and_the_worst_over_all_states(tmp_path):
    listening = prove(story_of(tmp_path)).rubrics["de-escalation"].criteria["listening"].anchored
    assert (listening.least.value, listening.greatest.value) == (Fraction(0), Fraction(75))


def test_another_key_is_held_against_what_was_so(tmp_path):
    story = story_of(tmp_path)
    (same, *_) = shifts(story, lambda _, given: given)
    assert same.before == same.after
    assert (same.down, same.up) == (0, 0)


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("[{listening: 1}, {when: tolt, listening: -2}]", "E403", "told"),
        ("[{listening: 1}, {when: not told, listenin: -2}]", "E303", "listening"),
        ("[{listening: 1}, {when: not told, listening: 3}]", "E206", "scale"),
        ("{when: not told, listening: 1}", "E303", "list"),
    ],
)
def test_a_slip_is_told_with_its_place_and_mend(tmp_path, written, code, said):
    text = GATE.replace("format: 1", "format: 2").replace("{listening: 1}", written)
    (problem,) = read(tmp_path, text).problems
    assert problem.code == code
    assert said in f"{problem.message} {problem.mend}"
    assert problem.line == 1 + text[: text.index(written)].count("\n")


def test_version_1_has_no_lists_of_ratings(tmp_path):
    text = RATED.replace("format: 2", "format: 1")
    assert [code for _, code in codes(read(tmp_path, text))] == ["E316"]
