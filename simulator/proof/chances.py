"""Chances: what happens to a player who picks uniformly at random among the open choices.

Probabilities are worked out backwards, each node from those that follow it. In a loop they solve the
linear system of an absorbing Markov chain (Kemeny & Snell, Finite Markov Chains, 1960, ch. 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from simulator.proof.flow import Block, Flow
from simulator.proof.graph import Ints

Floats = npt.NDArray[np.float64]

SOLVED = 1_500
"""A loop of up to so many nodes is solved as one system. A larger one is gone round until little is left."""
ROUNDS = 5_000
ROUNDS_WORK = 400_000_000
"""Moves looked at, over all rounds of one loop."""
TOLERANCE = 1e-14


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each goal is for a random player.

    Attributes:
        of: goal by goal.
        lacking: how much too low any of them may be at most. If everything was solved, it is 0, apart from rounding.
    """

    of: Floats
    lacking: float


def chances(flow: Flow, goals: Ints, count: int) -> Chances:
    """Return the probability of ending in each goal.

    Args:
        flow: all reachable situations, in order.
        goals: for each node without moves the number of its goal, from 0; -1 elsewhere.
        count: how many goals there are.
    """
    at_start = absorbed(flow, goals, count)[flow.graph.start]
    return Chances(at_start[:count], float(max(0.0, 1.0 - at_start[count])))


def absorbed(flow: Flow, goals: Ints, count: int) -> Floats:
    """Return, for each node, the probability of ending in each goal, and in a last column of ending in any.

    Args:
        flow: all reachable situations, in order.
        goals: for each node without moves the number of its goal, from 0; -1 elsewhere.
        count: how many goals there are.
    """
    # What the last column lacks of 1 is the error's bound.
    reach = np.zeros((flow.graph.size, count + 1))
    ends = np.flatnonzero(goals >= 0)
    reach[ends, goals[ends]] = 1.0
    reach[ends, count] = 1.0
    offsets, targets = flow.graph.offsets, flow.graph.targets
    for block in flow.blocks:
        start, stop = offsets[block.first], offsets[block.last]
        if start == stop:
            continue
        if block.loops:
            _solve(flow, block, reach)
            continue
        shares = flow.chances[start:stop, None] * reach[targets[start:stop]]
        reach[block.first : block.last] = np.add.reduceat(shares, offsets[block.first : block.last] - start)
    return reach


def _solve(flow: Flow, block: Block, reach: Floats) -> None:
    """Solve a block of loops, one strongly connected component at a time."""
    components = flow.components[block.first : block.last]
    edges = [0, *(np.flatnonzero(np.diff(components)) + 1).tolist(), len(components)]
    for first, last in pairwise(edges):
        _solve_component(flow, block.first + first, block.first + last, reach)


def _solve_component(flow: Flow, first: int, last: int, reach: Floats) -> None:
    graph, size, here = flow.graph, last - first, reach[first:last]
    start, stop = int(graph.offsets[first]), int(graph.offsets[last])
    targets, shares = graph.targets[start:stop], flow.chances[start:stop]
    firsts = graph.offsets[first:last] - start
    inside = (targets >= first) & (targets < last)
    if inside.all():
        # Nothing leads out: whoever enters stays for ever, which is known exactly.
        here[:, -1] = 1.0
        return
    outside = np.add.reduceat(shares[:, None] * reach[targets], firsts)
    if size <= SOLVED:
        system = np.eye(size)
        sources = np.repeat(np.arange(size), np.diff(graph.offsets[first : last + 1]))
        np.subtract.at(system, (sources[inside], targets[inside] - first), shares[inside])
        here[:] = np.linalg.solve(system, outside)
        return
    for _ in range(min(ROUNDS, ROUNDS_WORK // len(targets) + 1)):
        before = here[:, -1].copy()
        here[:] = np.add.reduceat(shares[:, None] * reach[targets], firsts)
        if (here[:, -1] - before).max() < TOLERANCE:
            return
