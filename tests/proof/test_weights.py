"""Rubrics with weights of their own: the pooled figures are exact whatever a panel has set."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.proof.increments import whole_weights
from simulator.proof.prove import Limits, prove
from tests.proof import oracle
from tests.strategies import stories

weights = st.one_of(
    st.sampled_from([1.0, 0.5, 2.5, 0.1, 3.0]),
    st.sampled_from([100.0, 1e-7, 33.333333]),  # so far apart that 64 bits do not hold the sums
)


def weighted(rubric, drawn):
    criteria = {
        id_: criterion.model_copy(update={"weight": drawn[number % len(drawn)]})
        for number, (id_, criterion) in enumerate(rubric.criteria.items())
    }
    return rubric.model_copy(update={"criteria": criteria})


@settings(max_examples=100, deadline=None)
@given(stories(loops=False), st.lists(weights, min_size=1, max_size=4))
def test_weighted_bounds_are_those_of_all_plays(story, drawn):
    rubrics = [weighted(RubricSet.shipped().rubrics[id_], drawn) for id_ in story.scenario.rubrics]
    proof = prove(story, limits=Limits(samples=10), rubrics=rubrics)
    plays = list(oracle.plays(story))
    cards = [score(play.decisions, rubrics) for play in plays]
    for rubric in rubrics:
        for name in ("anchored", "decision_quality"):
            values = [value for card in cards if (value := oracle.figure(card, rubric.id, None, name)) is not None]
            bounds = getattr(proof.rubrics[rubric.id].total, name)
            assert (bounds.least.value is None) == (not values)
            if values:
                assert float(bounds.least.value) == pytest.approx(min(values))
                assert float(bounds.greatest.value) == pytest.approx(max(values))
        found = [
            (float(play.chance), card.rubrics[rubric.id].total.anchored)
            for play, card in zip(plays, cards, strict=True)
        ]
        chances, random = sum(chance for chance, value in found if value is not None), proof.random[rubric.id]
        if chances and random.exact:
            mean = sum(chance * value for chance, value in found if value is not None) / chances
            assert random.mean.value == pytest.approx(mean)


def test_weights_become_the_smallest_whole_numbers_in_the_same_proportions():
    rubric = weighted(RubricSet.shipped().rubrics["respect"], [0.5, 1.5, 2.0])
    assert list(whole_weights(rubric).values())[:3] == [1, 3, 4]
    assert set(whole_weights(RubricSet.shipped().rubrics["respect"]).values()) == {1}
