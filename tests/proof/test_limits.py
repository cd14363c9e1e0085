"""Past the limit of states: what was met is shown, and nothing is claimed without proof."""

import os

import pytest
from hypothesis import given, settings

from simulator.commands.prove import sentences
from simulator.commands.verdict import verdict
from simulator.proof.difference import changes
from simulator.proof.exact import counted
from simulator.proof.prove import WORKING_OUT, Limits, prove
from simulator.proof.second_process import beside
from tests.proof import oracle
from tests.proof.tales import choice, intercept, large, tale
from tests.strategies import stories

FEW = Limits(states=3, samples=4_000, seed=5)


@settings(max_examples=60, deadline=None)
@given(stories())
def test_what_a_sampled_proof_says_is_true_of_the_whole_story(story):
    rough, whole = prove(story, limits=Limits(states=3, samples=60)), prove(story, limits=Limits(samples=60))
    if rough.complete:
        return
    assert rough.states is None
    assert rough.plays is None
    # Named as unreachable: only what is so in truth. Everything else was met, or is called unseen.
    assert set(rough.scenes.unreachable) <= set(whole.scenes.unreachable)
    assert set(whole.scenes.unreachable) <= {*rough.scenes.unreachable, *rough.scenes.unseen}
    assert set(rough.choices.unreachable) <= set(whole.choices.unreachable)
    assert set(whole.choices.unreachable) <= {*rough.choices.unreachable, *rough.choices.unseen}
    states = oracle.graph(story)
    stuck, living = oracle.stuck_states(story, states), oracle.living_states(story, states)
    for each in rough.stuck:
        assert oracle.follow(story, each.witness)[0] in stuck
    for trap in rough.traps:
        assert oracle.follow(story, trap.witness)[0] not in living
    for id_, ending in rough.endings.items():
        if ending.shortest is not None:
            assert oracle.follow(story, ending.shortest)[0][0] == id_
    for rubric in story.scenario.rubrics:
        for name in ("anchored", "decision_quality"):
            sampled, exact = getattr(rough.rubrics[rubric].total, name), getattr(whole.rubrics[rubric].total, name)
            if sampled.least.value is not None:
                assert sampled.least.limit <= exact.least.value <= sampled.least.value
                assert sampled.greatest.value <= exact.greatest.value <= sampled.greatest.limit
                card = oracle.scorecard(story, oracle.follow(story, sampled.least.path)[1])
                assert float(sampled.least.value) == pytest.approx(oracle.figure(card, rubric, None, name))
    for name, guesser in rough.guessers.items():
        assert guesser == whole.guessers[name] or guesser.end == "unfinished"
    assert not rough.findings.guards


def test_sampled_probabilities_hold_the_proved_ones_within_their_ranges():
    rough, whole = prove(intercept(), limits=FEW), prove(intercept())
    assert not rough.complete
    assert rough.stuck_probability.low <= whole.stuck_probability.value <= rough.stuck_probability.high
    for id_, ending in rough.endings.items():
        assert ending.probability.low <= whole.endings[id_].probability.value <= ending.probability.high
    assert {each.scene for each in rough.stuck} == {"pressed"}


def test_the_same_seed_gives_the_same_sampled_proof():
    assert prove(intercept(), limits=FEW) == prove(intercept(), limits=FEW)
    other = prove(intercept(), limits=Limits(states=3, samples=4_000, seed=6))
    assert other.endings != prove(intercept(), limits=FEW).endings


def test_a_sampled_proof_says_so_in_its_json_object():
    made = prove(intercept(), limits=FEW).as_json()
    assert made["complete"] is False
    assert made["method"] == "sampled"
    assert {"states", "plays", "guards"} <= set(made["unfinished"])
    assert made["endings"]["end-free"]["exact"] is False
    assert len(made["endings"]["end-free"]["interval"]) == 2


def test_variables_that_nothing_reads_do_not_count_against_the_limit():
    counters = {f"n{number}": {"start": 0, "min": 0, "max": 9} for number in range(6)}
    story = tale(
        {"talk": [*(choice(f"up{number}", "talk", add={f"n{number}": 1}) for number in range(6)), choice("go", "end")]},
        state=counters,
    )
    proof = prove(story, limits=Limits(states=1_000, samples=10))
    assert proof.complete
    assert proof.method == "sliced"
    assert proof.situations == 2
    assert proof.states is None
    assert proof.findings.unread == tuple(counters)


def test_a_story_that_counts_to_more_than_can_be_worked_through_is_sampled():
    story = tale(
        {"talk": [choice("more", "talk", when="n < 30000", add={"n": 1}), choice("go", "end")]},
        state={"n": {"start": 0, "min": 0, "max": 30_000}},
    )
    proof = prove(story, limits=Limits(samples=500))
    assert not proof.complete
    assert proof.endings["end"].probability.high == 1


def test_what_is_not_met_in_a_sample_is_called_unseen_and_only_what_the_map_leaves_out_unreachable():
    scenes = {
        f"s{number}": [choice(f"right{number}", f"s{number + 1}"), choice(f"wrong{number}", "end")]
        for number in range(40)
    }
    scenes |= {"s40": [choice("dig", "end-treasure")], "island": [choice("swim", "end")]}
    proof = prove(tale(scenes), limits=Limits(states=10, samples=50))
    assert proof.scenes.unreachable == ("island",)
    assert "s40" in proof.scenes.unseen
    assert proof.choices.unreachable == ("swim",)
    assert "dig" in proof.choices.unseen
    assert proof.endings["end-treasure"].shortest is None
    assert proof.endings["end-treasure"].probability.high > 2**-40


def test_a_walk_that_was_given_up_is_not_one_that_goes_on_for_ever():
    story = tale(
        {"wait": [choice("on", "wait", add={"n": 1}), choice("out", "end", "n >= 9")]},
        state={"n": {"start": 0, "min": 0, "max": 9}},
    )
    rough = prove(story, limits=Limits(states=3, samples=50, moves=100, seed=5))
    assert rough.given_up > 0
    assert rough.sampled < 50
    assert rough.trapped_probability.value == 0
    assert rough.trapped_probability.high > 0
    # Those that were given up may yet come to the ending, as all of them do.
    assert rough.endings["end"].probability.high == pytest.approx(1)


def test_what_is_to_stop_stops_and_says_so():
    story = tale(
        {"wait": [choice("on", "wait", add={"n": 1}), choice("out", "end", "n >= 9")]},
        state={"n": {"start": 0, "min": 0, "max": 9}},
    )
    rough = prove(story, limits=Limits(samples=50, go_on=lambda _share: False))
    assert not rough.complete
    assert rough.sampled == 1


def test_where_time_ends_after_looking_what_was_looked_into_stays_exact():
    late = prove(intercept(), limits=Limits(samples=4_000, seed=5, go_on=lambda share: share != WORKING_OUT))
    whole = prove(intercept())
    assert not late.complete
    assert late.every_situation
    assert late.sure_of_dead_ends
    assert late.sampled == 4_000
    assert (late.stuck, late.traps, late.findings) == (whole.stuck, whole.traps, whole.findings)
    assert (late.scenes, late.choices) == (whole.scenes, whole.choices)
    assert not {"traps", "guards"} & set(late.unfinished)


def test_two_samples_of_one_story_do_not_differ_and_what_differs_for_sure_is_told():
    rough, other = prove(intercept(), limits=FEW), prove(intercept(), limits=Limits(states=3, samples=4_000, seed=6))
    assert rough.endings != other.endings
    assert changes(rough, other) == []
    assert all("may have been so before" in each.words for each in changes(rough, prove(intercept())))
    story = tale({"talk": [choice("go", "end-free"), choice("stay", "end")]})
    assert {each.kind for each in changes(rough, prove(story))} >= {"ending", "stuck"}


def test_of_a_thousand_scenes_and_twenty_variables_nothing_is_claimed_that_was_not_looked_into():
    story = large()
    assert (len(story.scenes), len(story.scenario.state)) == (1_000, 20)
    proof = prove(story, limits=Limits(states=5_000, samples=100, moves=10_000))
    assert not proof.complete
    assert not proof.every_situation
    assert proof.states is None
    assert proof.situations > 5_000
    assert not proof.sure_of_dead_ends
    assert sum(each.probability.low for each in proof.endings.values()) <= 1
    assert sum(each.probability.high for each in proof.endings.values()) + proof.stuck_probability.high >= 1
    assert not next(verdict(proof)).startswith("Nobody can get stuck")
    assert any("too many to examine them all" in line for line in sentences(proof, story.scenario))


def test_states_that_are_counted_in_a_process_beside_are_the_same():
    story = intercept()
    alone = counted(story, limit=1_000)
    with beside(lambda: counted(story, limit=1_000), fork=True) as count:
        assert count() == alone
    here = os.getpid()
    with beside(lambda: os._exit(1) if os.getpid() != here else "done here", fork=True) as result:
        assert result() == "done here"
