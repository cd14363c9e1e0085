"""Four acts that are unlawful however kindly they are done: none lets a run reach the standard."""

from collections import deque

import pytest

from simulator.scenario.library import Library
from tests.proof import oracle

ACTS = [
    ("grounds", "shop-doorway"),
    ("younger-brother", "whole-flat"),
    ("separate-rooms", "wash-your-hands"),
    ("bus-shelter", "by-the-sleeve"),
]


@pytest.mark.parametrize(("scenario", "act"), ACTS)
def test_an_unlawful_act_done_kindly_keeps_a_run_from_the_standard(scenario, act):
    story = Library.default().story(scenario)
    path, state = shortest_way(story, act)
    while state[0] not in story.endings:
        open_ = {choice.id: target for choice, target in oracle.moves(story, state)}
        best = max(open_, key=lambda id_: sum(story.choices[id_].rated(state[1]).values()))
        path, state = (*path, best), open_[best]
    _, decisions = oracle.follow(story, path)
    card = oracle.scorecard(story, decisions)
    assert act in path
    assert card.critical
    assert {card.rubrics[id_].standard for id_ in story.rubrics.scored} == {False}


def shortest_way(story, act):
    """Return a shortest path that ends with the act, and the state after it."""
    first = oracle.first_state(story)
    queue, seen = deque([((), first)]), {first}
    while queue:
        path, state = queue.popleft()
        for choice, target in oracle.moves(story, state):
            if choice.id == act:
                return (*path, act), target
            if target not in seen:
                seen.add(target)
                queue.append(((*path, choice.id), target))
    raise AssertionError(f"{act} is never open")
