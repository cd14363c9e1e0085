"""The graph of situations as arrays, and its folding: situations with the same future become one node.

Two situations are the same if the same choices are open, and each choice leads to situations that are the same
(bisimulation; Kanellakis & Smolka 1990). Plays, probabilities and scores are the same in both graphs. So all figures
are worked out on the folded graph, and a way through it is a way through the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from simulator.proof.compiled import Signature
from simulator.proof.exploration import Reached

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

LOOPING = 150_000
"""Nodes on or before loops, after folding: some 20 seconds' work."""
LONGEST = 20_000
"""Moves on the longest way through a story without loops; each costs a few hundred microseconds in all."""
FOLDING_WORK = 5_000_000
"""Nodes looked at, over all rounds, before the folding of what lies on or before loops is given up."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and moves.

    Attributes:
        signatures: each node's signature number.
        offsets: where each node's moves begin, and one past the last.
        targets: the node each move leads to.
        kinds: each move's kind: the place of (signature, choice) in the list of all of them.
        start: the first node.
    """

    signatures: Ints
    offsets: Ints
    targets: Ints
    kinds: Ints
    start: int

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.signatures)

    @property
    def degrees(self) -> Ints:
        """How many moves each node has."""
        return np.diff(self.offsets)

    def sources(self) -> Ints:
        """Return the node from which each move leads."""
        return np.repeat(np.arange(self.size), self.degrees)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded graph, and the node in which each situation lies."""

    graph: Graph
    node_of: Ints


def graph_of(reached: Reached) -> Graph:
    """Return the reachable situations as arrays."""
    signatures = np.frombuffer(reached.signatures, dtype=np.int32).astype(np.int64)
    offsets = np.frombuffer(reached.offsets, dtype=np.int64)
    targets = np.frombuffer(reached.targets, dtype=np.int32).astype(np.int64) if reached.targets else _none()
    first = first_kinds(reached.tables.signatures)
    kinds = within(offsets) + np.repeat(first[signatures], np.diff(offsets))
    return Graph(signatures, offsets, targets, kinds, 0)


def first_kinds(signatures: list[Signature]) -> Ints:
    """Return, for each signature, the number of its first move's kind."""
    counts = np.array([len(each.choices) for each in signatures], dtype=np.int64)
    return np.asarray(np.cumsum(counts) - counts, dtype=np.int64)


def within(offsets: Ints) -> Ints:
    """Return each move's place among those of its node, from 0."""
    return np.arange(offsets[-1]) - np.repeat(offsets[:-1], np.diff(offsets))


def moves_of(offsets: Ints, nodes: Ints) -> Ints:
    """Return the numbers of all moves of some nodes, node after node."""
    counts = offsets[nodes + 1] - offsets[nodes]
    starts = np.cumsum(counts) - counts
    return np.asarray(np.arange(counts.sum()) - np.repeat(starts - offsets[nodes], counts), dtype=np.int64)


class ReverseMoves:
    """A graph's moves by the node that they lead to."""

    def __init__(self, graph: Graph) -> None:
        order = np.argsort(graph.targets, kind="stable")
        self._sources = graph.sources()[order]
        counts = np.bincount(graph.targets, minlength=graph.size)
        self._offsets = np.concatenate(([0], np.cumsum(counts)))

    def before(self, nodes: Ints) -> Ints:
        """Return the nodes from which a move leads into `nodes`, once for each move."""
        return self._sources[moves_of(self._offsets, nodes)]


class TooLarge(Exception):
    """More than can be worked through: a way or loops of great length, as where one counts to a million, or no time."""


def heights(graph: Graph) -> Ints:
    """Return each node's greatest number of moves to an end; -1 on or before a loop.

    Raises:
        TooLarge: that number is above LONGEST.
    """
    reverse = ReverseMoves(graph)
    left = graph.degrees
    height = np.full(graph.size, -1)
    level, front = 0, np.flatnonzero(left == 0)
    while front.size:
        height[front] = level
        before = reverse.before(front)
        np.subtract.at(left, before, 1)
        front = np.unique(before[left[before] == 0])
        level += 1
        if level > LONGEST:
            raise TooLarge
    return height


def leads_to(graph: Graph, goals: Ints) -> Truths:
    """Return which nodes have a way to one of `goals` (each goal has).

    Raises:
        TooLarge: some way there is longer than LONGEST.
    """
    reverse = ReverseMoves(graph)
    reaches = np.zeros(graph.size, dtype=bool)
    level, front = 0, np.unique(goals)
    while front.size:
        level += 1
        if level > LONGEST:
            raise TooLarge
        reaches[front] = True
        before = reverse.before(front)
        front = np.unique(before[~reaches[before]])
    return reaches


def fold(graph: Graph) -> Folded:
    """Make nodes with the same future one.

    Raises:
        TooLarge: more than LOOPING are left on or before loops, or a way is longer than LONGEST.
    """
    height = heights(graph)
    order = np.argsort(height, kind="stable")
    bounds = np.searchsorted(height[order], np.arange(-1, height.max(initial=-1) + 2))
    node_of = np.full(graph.size, -1)
    count = 0
    for first, last in pairwise(bounds[1:].tolist()):
        nodes = order[first:last]
        same = _told_apart(graph, nodes, graph.signatures[nodes], node_of)
        node_of[nodes] = same + count
        count += int(same.max()) + 1
    looping = order[: bounds[1]]
    if looping.size:
        _fold_loops(graph, looping, node_of, count)
    return Folded(_merged(graph, node_of), node_of)


def _told_apart(graph: Graph, nodes: Ints, key: Ints, node_of: Ints) -> Ints:
    """Number `nodes` so that two get the same number where `key` and all targets' nodes are the same."""
    same = np.unique(key, return_inverse=True)[1]
    first, degrees = graph.offsets[nodes], graph.offsets[nodes + 1] - graph.offsets[nodes]
    for place in range(int(degrees.max(initial=0))):
        has = degrees > place
        target = np.zeros(len(nodes), dtype=np.int64)
        target[has] = node_of[graph.targets[first[has] + place]] + 1
        same = np.unique(same * (graph.size + 1) + target, return_inverse=True)[1]
    return same


def _fold_loops(graph: Graph, nodes: Ints, node_of: Ints, count: int) -> None:
    """Refine the nodes on or before loops, from their signatures, until nothing more is told apart (Moore 1956)."""
    same = np.unique(graph.signatures[nodes], return_inverse=True)[1]
    found, work = 0, 0
    while same.max() + 1 > found:
        found = int(same.max()) + 1
        work += len(nodes)
        if work > FOLDING_WORK:
            same = np.arange(len(nodes))
            found = len(nodes)
            break
        node_of[nodes] = same + count
        same = _told_apart(graph, nodes, same, node_of)
    if found > LOOPING:
        raise TooLarge
    node_of[nodes] = same + count


def _merged(graph: Graph, node_of: Ints) -> Graph:
    chosen = np.unique(node_of, return_index=True)[1]
    moves = moves_of(graph.offsets, chosen)
    degrees = graph.degrees[chosen]
    return Graph(
        signatures=graph.signatures[chosen],
        offsets=np.concatenate(([0], np.cumsum(degrees))),
        targets=node_of[graph.targets[moves]],
        kinds=graph.kinds[moves],
        start=int(node_of[graph.start]),
    )


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)
