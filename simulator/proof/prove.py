"""Proves a story: examines everything that can happen in it. If that is too much, it samples and says so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from scoring.rubric import Rubric
from simulator.proof.compiled import Tables
from simulator.proof.exact import Exact, counted
from simulator.proof.exploration import GoOn, Reached, always, explore
from simulator.proof.graph import TooLarge
from simulator.proof.liveness import live_slots
from simulator.proof.report import Proof
from simulator.proof.sampled import Sampled
from simulator.proof.sampling import MOVES, sample_plays
from simulator.proof.second_process import beside, can_fork
from simulator.scenario.story import Story

EXPLORING, WORKING_OUT, SAMPLING = 0.35, 0.65, 0.75
"""Shares of the time. After each, no further state is examined, no exact figure is begun, no play is sampled.

The last share is for what follows from the answers: that takes a fraction of the time for finding them.
"""


WORTH_A_PROCESS = 50_000
"""Situations from which on all states are counted in a process beside this one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a proof goes.

    Attributes:
        states: the greatest number of states examined, or counted.
        count_states: whether to count all reachable states too, which no other answer needs.
        random_scores: whether to work out what a random player scores, which no other answer needs either.
        lawful_scores: whether to work out what can be scored with each critical event. No other answer needs this
            either.
        work: what each question about loops may cost, in sums looked at.
        samples: plays sampled where a figure cannot be exact.
        moves: the greatest number of moves of sampled plays in all.
        seed: for those samples.
        go_on: asked now and then whether there is time and memory left. Numbers of states and moves come
            first, so that every machine says the same.
    """

    states: int = 2_000_000
    count_states: bool = True
    random_scores: bool = True
    lawful_scores: bool = True
    work: int = 300_000_000
    samples: int = 20_000
    moves: int = MOVES
    seed: int = 0
    go_on: GoOn = always


WHOLE = Limits()


def prove(
    story: Story,
    *,
    limits: Limits = WHOLE,
    rubrics: Sequence[Rubric] | None = None,
    reached: Reached | None = None,
) -> Proof:
    """Prove what can and cannot happen in a story.

    States are told apart only by what can still matter (see `liveness`). This changes no answer, and makes long stories
    provable. Past the limit, random plays take the place of proof: `complete` is False, and each figure carries the
    range in which it lies.

    Args:
        story: the compiled story.
        limits: how far to go.
        rubrics: what to score on; the story's rubrics, if omitted.
        reached: what `explored` returned for the same story and limits, if it is at hand.
    """
    if rubrics is None:
        rubrics = list(story.rubrics.rubrics.values())
    reached = reached or explored(story, limits=limits)
    samples, seed = limits.samples, limits.seed
    if reached.complete:
        in_time = partial(limits.go_on, WORKING_OUT)
        counting = partial(counted, story, limit=limits.states, go_on=in_time)
        apart = limits.count_states and len(reached.codes) > WORTH_A_PROCESS and can_fork()
        with suppress(TooLarge), beside(counting, fork=apart) as count:
            return Exact(
                reached,
                rubrics,
                samples=samples,
                seed=seed,
                work=limits.work,
                counting=count if limits.count_states else None,
                random_scores=limits.random_scores,
                lawful_scores=limits.lawful_scores,
                go_on=in_time,
            ).proof()
    sampling = partial(limits.go_on, SAMPLING)
    plays = sample_plays(reached.tables, plays=samples, seed=seed, moves=limits.moves, go_on=sampling)
    return Sampled(reached, rubrics, plays, limit=limits.states).proof()


def explored(story: Story, *, limits: Limits = WHOLE) -> Reached:
    """Return the situations that a proof examines, for those who walk them themselves."""
    return explore(Tables(story, live_slots(story)), limit=limits.states, go_on=partial(limits.go_on, EXPLORING))
