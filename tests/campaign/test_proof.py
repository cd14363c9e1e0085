"""The proof of a campaign, held against every journey gone one after the other, and against random ones on the machine."""

from collections import defaultdict
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings

from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.campaign.journey import Journey
from simulator.campaign.proof.prove import prove_campaign
from simulator.campaign.reader import load_campaign
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.proof.prove import Limits
from tests.campaign.random_campaigns import campaigns
from tests.campaign.samples import change
from tests.proof import oracle

RUBRICS = list(RubricSet.shipped().rubrics.values())
many = settings(max_examples=60, deadline=None)


def journeys(story, *, level=0, memory=None, way=(), chance=Fraction(1), made=()):
    """Yield every journey to a closing: its closing, way, chance and decisions, by the plain rules."""
    memory = story.start if memory is None else memory
    if level == len(story.episodes):
        yield story.closing(memory).closing.id, way, chance, made
        return
    episode = story.episodes[level]
    if not episode.comes(memory):
        yield from journeys(story, level=level + 1, memory=memory, way=way, chance=chance, made=made)
        return
    encounter = episode.story_with(memory)
    for play in oracle.plays(encounter):
        run = Run(encounter, path=play.path)
        after, _ = story.after(episode, story.kept(episode, memory, run.values))
        yield from journeys(
            story, level=level + 1, memory=after, way=(*way, play.path), chance=chance * play.chance,
            made=(*made, *play.decisions),
        )  # fmt: skip


def conduct(story, way, rubric):
    journey = Journey(story)
    decisions = []
    for path in way:
        decisions += Run(journey.encounter(), path=path).decisions
        journey.pass_through(path)
    return score(decisions, [rubric]).rubrics[rubric.id].total.anchored


@many
@given(campaigns())
def test_closings_and_conduct_are_those_of_all_journeys(story):
    proof = prove_campaign(story, RUBRICS)
    chances, shortest, figures = defaultdict(Fraction), {}, defaultdict(list)
    for closing, way, chance, made in journeys(story):
        chances[closing] += chance
        shortest[closing] = min(shortest.get(closing, 999), sum(map(len, way)))
        for rubric in RUBRICS:
            figures[rubric.id].append(score(made, [rubric]).rubrics[rubric.id].total.anchored)
    assert proof.complete
    for id_, found in proof.closings.items():
        assert found.probability.value == pytest.approx(float(chances[id_]), abs=1e-9)
        assert (None if found.shortest is None else sum(map(len, found.shortest))) == shortest.get(id_)
    reached = proof.stuck.value + sum(each.probability.value for each in proof.closings.values())
    assert reached == pytest.approx(1.0)
    for rubric in RUBRICS:
        met = [each for each in figures[rubric.id] if each is not None]
        found = proof.rubrics[rubric.id]
        for end, extreme in ((found.least, min(met, default=None)), (found.greatest, max(met, default=None))):
            assert (end.value is None) == (extreme is None)
            if end.value is not None:
                assert float(end.value) == pytest.approx(extreme)
                assert conduct(story, end.journey, rubric) == pytest.approx(extreme)


@many
@given(campaigns(loops=True))
def test_random_journeys_on_the_machine_meet_only_what_the_proof_allows(story):
    proof = prove_campaign(story, RUBRICS)
    random = Random(1)
    for _ in range(10):
        journey, decisions = Journey(story), []
        while journey.episode is not None:
            run = Run(journey.encounter())
            while not run.finished and not run.stuck and len(run.path) < 60:
                run.choose(random.choice(run.available()).id)
            if not run.finished:
                break
            decisions += run.decisions
            journey.pass_through(run.path)
        if journey.closing is None:
            continue
        found = proof.closings[journey.closing.closing.id]
        assert found.probability.value > 0
        assert found.shortest is not None
        for rubric in RUBRICS:
            value = score(decisions, [rubric]).rubrics[rubric.id].total.anchored
            least, greatest = proof.rubrics[rubric.id].least.value, proof.rubrics[rubric.id].greatest.value
            assert value is None or float(least) - 1e-9 <= value <= float(greatest) + 1e-9


@many
@given(campaigns(loops=True))
def test_ways_that_are_shown_can_be_gone(story):
    proof = prove_campaign(story, RUBRICS)
    for id_, found in proof.closings.items():
        if found.shortest is not None:
            journey = Journey(story)
            for path in found.shortest:
                journey.pass_through(path)
            assert journey.closing.closing.id == id_
    for fault in proof.faults:
        if fault.kind == "stuck":
            journey = Journey(story)
            *before, last = fault.journey
            for path in before:
                journey.pass_through(path)
            assert Run(journey.encounter(), path=last).stuck
            with pytest.raises(ChoiceRefused):
                journey.pass_through(last)


@many
@given(campaigns())
def test_conditions_that_never_change_are_those_that_no_journey_changes(story):
    asked = defaultdict(set)

    def go_on(level, memory):
        if level == len(story.episodes):
            for number, closing in enumerate(story.closings):
                held = closing.when is None or closing.when.test(memory)
                if closing.when is not None:
                    asked["closings", number, "when"].add(held)
                if held:
                    return
        episode = story.episodes[level]
        came = episode.comes(memory)
        if episode.when is not None:
            asked["episodes", level, "when"].add(came)
        if not came:
            go_on(level + 1, memory)
            return
        encounter = episode.story_with(memory)
        ends = {Run(encounter, path=play.path).values for play in oracle.plays(encounter)}
        for state in ends:
            values = story.kept(episode, memory, state)
            for number, between in enumerate(episode.between):
                held = between.when is None or between.when.test(values)
                if between.when is not None:
                    asked["episodes", level, "between", number, "when"].add(held)
                values = story.changed(values, between) if held else values
            go_on(level + 1, values)

    go_on(0, story.start)
    found = {
        fault.where: fault.kind
        for fault in prove_campaign(story, RUBRICS).faults
        if fault.kind in ("always", "never") and not fault.episode and "text" not in fault.where
    }
    assert found == {where: "always" if True in each else "never" for where, each in asked.items() if len(each) == 1}


def test_past_the_limit_random_journeys_are_sampled_and_said_to_be(folder):
    story = load_campaign(folder, RubricSet.shipped())
    exact = prove_campaign(story, RUBRICS)
    proof = prove_campaign(story, RUBRICS, limits=Limits(states=2, samples=2_000))
    assert not proof.complete
    assert proof.as_json()["method"] == "sampled"
    for id_, found in proof.closings.items():
        assert found.probability.low <= exact.closings[id_].probability.value <= found.probability.high
    for rubric, found in proof.rubrics.items():
        true = exact.rubrics[rubric]
        if true.least.value is not None:
            assert found.least.limit <= true.least.value <= found.least.value
            assert found.greatest.value <= true.greatest.value <= found.greatest.limit


def faults(folder):
    return {
        (fault.kind, fault.where[-1])
        for fault in prove_campaign(load_campaign(folder, RubricSet.shipped()), RUBRICS).faults
    }


def test_the_starter_has_no_faults(folder):
    assert faults(folder) == set()


@pytest.mark.parametrize(
    ("old", "new", "kind", "where"),
    [
        ("shown: end, ", "", "unread", "depot_trust"),
        ("set: {ticket: kept, theo", "set: {theo", "promise", "ticket"),
        ("    date: week 4\n", "    date: week 4\n    when: depot_trust == 2\n", "episode", 1),
        ("when: ticket == broken\n    text", "when: depot_trust == 2\n    text", "closing", 2),
        ("- when: promised\n", "- when: knows_him >= 1 and not promised and knows_him == 0\n", "never", "when"),
        ("when: theo_knows == stranger, add", "when: depot_trust == 2, add", "never", "when"),
    ],
)
def test_what_is_wrong_with_a_story_is_told(folder, old, new, kind, where):
    (path,) = [each for each in folder.glob("*.yaml") if old in each.read_text(encoding="utf-8")]
    change(folder, old, new, path.name)
    assert (kind, where) in faults(folder)


def test_an_episode_that_gets_stuck_on_what_is_brought_is_told_with_the_way(folder):
    for choice in ("write-it-down", "not-my-desk"):
        change(folder, f"- id: {choice}\n", f"- id: {choice}\n        when: promised\n", "his-mother.yaml")
    proof = prove_campaign(load_campaign(folder, RubricSet.shipped()), RUBRICS)
    (stuck,) = [fault for fault in proof.faults if fault.kind == "stuck"]
    assert stuck.where == ("scenes", "at-the-desk")
    assert stuck.episode == "four-weeks-on"
    assert [len(path) for path in stuck.journey] == [1, 0]
    assert proof.stuck.value == pytest.approx(3 / 4)
