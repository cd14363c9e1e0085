"""The campaign that ships is proved whole, and what is said early is felt on the last evening."""

from functools import cache
from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.campaign.journey import Journey
from simulator.campaign.proof.prove import prove_campaign
from simulator.campaign.reader import load_campaign

FOLDER = Path(__file__).parents[2] / "scenarios" / "campaigns" / "marl-hill"


@cache
def campaign():
    return load_campaign(FOLDER, rubrics=RubricSet.shipped())


@cache
def proof():
    return prove_campaign(campaign(), list(RubricSet.shipped().rubrics.values()))


def first_way():
    """Return the choices of the journey that keeps every promise."""
    return [list(path) for path in campaign().campaign.tests[0].choose]


def last_evening(way):
    """Return what the sixth episode begins with after five played so."""
    journey = Journey(campaign())
    for path in way[:5]:
        journey.pass_through(path)
    encounter = journey.encounter()
    return encounter.layout.decode(encounter.layout.start)


def exchanged(way, episode, **choices):
    changed = [list(path) for path in way]
    changed[episode] = [choices.get(id_.replace("-", "_"), id_) for id_ in changed[episode]]
    return changed


def test_it_is_proved_exactly_and_has_no_fault():
    assert proof().complete
    assert proof().faults == ()
    assert proof().stuck.value == 0


def test_each_of_five_closings_can_be_reached():
    assert len(proof().closings) == 5
    for id_, closing in proof().closings.items():
        assert closing.probability.value > 0.001, id_


def test_all_five_stand_there_where_every_promise_was_kept():
    evening = last_evening(first_way())
    assert evening["beside"] == 5
    assert evening["light"] == 180
    assert evening["figures_due"]


@pytest.mark.parametrize(
    ("episode", "choices", "gone"),
    [
        (0, {"friday_at_five": "you-will-be-first"}, "with_efua"),
        (0, {"log_it_now": "tell-her-in-the-van", "three_calls": "you-are-safe"}, "with_pauline"),
        (2, {"five_of_eight": "every-single-thursday"}, "with_sorcha"),
        (3, {"each_of_five": "i-will-hold-them"}, "with_gayle"),
        (4, {"cannot_and_who_can": "leave-it-blank"}, "with_zeki"),
    ],
)
def test_a_word_that_was_too_large_is_missed_on_the_last_evening(episode, choices, gone):
    kept, broken = last_evening(first_way()), last_evening(exchanged(first_way(), episode, **choices))
    assert kept[gone]
    assert not broken[gone]
    assert broken["beside"] < kept["beside"]


def test_a_promise_that_is_owned_takes_no_light_and_one_that_is_passed_over_does():
    broken = exchanged(first_way(), 0, log_it_now="tell-her-in-the-van")
    owned = last_evening(broken)
    silent = last_evening(exchanged(broken, 1, what_i_told_you="speak-for-all"))
    assert (owned["light"], owned["with_efua"]) == (180, True)
    assert (silent["light"], silent["with_efua"]) == (160, False)
