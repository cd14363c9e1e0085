"""Ways: shortest ways from the start to a node, and from a node to an ending, along some or all moves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from simulator.proof.flow import Flow
from simulator.proof.graph import Truths


class Ways:
    """Shortest ways through a graph; worked out once, when the first is asked for.

    Args:
        flow: the graph in order.
        allowed: the moves that may be made; all of them if omitted.
    """

    def __init__(self, flow: Flow, allowed: Truths | None = None) -> None:
        self.flow = flow
        self._allowed = allowed

    def to(self, node: int) -> tuple[int, ...]:
        """Return the moves of a shortest way from the start to a node that can be reached."""
        way: list[int] = []
        while node != self.flow.graph.start:
            way.append(self._arrivals[node])
            node = self.source(way[-1])
        return tuple(reversed(way))

    def home(self, node: int) -> tuple[int, ...]:
        """Return the moves of a shortest way from a node to an ending."""
        way: list[int] = []
        while self._departures[node] >= 0:
            way.append(self._departures[node])
            node = int(self.flow.graph.targets[way[-1]])
        return tuple(way)

    def around(self, loop: Sequence[int]) -> tuple[int, ...]:
        """Return the moves of a complete play that goes round a loop once: to it, round it, and on to an ending."""
        node = self.source(loop[0])
        return (*self.to(node), *loop, *self.home(node))

    def through(self, moves: Truths) -> tuple[int, ...]:
        """Return the moves of a complete play that makes one of some allowed moves, none where there is none."""
        among = set(np.flatnonzero(moves).tolist())
        offsets = self.flow.graph.offsets
        for node in (self.flow.graph.start, *self._arrivals):
            for move in range(int(offsets[node]), int(offsets[node + 1])):
                if move in among:
                    return (*self.to(node), move, *self.home(int(self.flow.graph.targets[move])))
        return ()

    def source(self, move: int) -> int:
        """Return the node from which a move leads."""
        return int(np.searchsorted(self.flow.graph.offsets, move, side="right")) - 1

    @cached_property
    def _arrivals(self) -> dict[int, int]:
        """For each node that can be reached, the move that reaches it first; nearest nodes first."""
        offsets, targets = self.flow.graph.offsets.tolist(), self.flow.graph.targets.tolist()
        start = self.flow.graph.start
        came: dict[int, int] = {}
        waiting = [start]
        for node in waiting:
            for move in range(offsets[node], offsets[node + 1]):
                target = targets[move]
                if target not in came and target != start and self._may(move):
                    came[target] = move
                    waiting.append(target)
        return came

    @cached_property
    def _departures(self) -> list[int]:
        """For each node the first move of a shortest way to an ending; -1 at endings."""
        graph = self.flow.graph
        order = np.argsort(graph.targets, kind="stable").tolist()
        counts = np.bincount(graph.targets, minlength=graph.size)
        edges = np.concatenate(([0], np.cumsum(counts))).tolist()
        sources = graph.sources().tolist()
        ends = np.flatnonzero(graph.degrees == 0).tolist()
        leaves = [-1] * graph.size
        met = set(ends)
        for node in ends:
            for move in order[edges[node] : edges[node + 1]]:
                source = sources[move]
                if source not in met and self._may(move):
                    met.add(source)
                    leaves[source] = move
                    ends.append(source)
        return leaves

    def _may(self, move: int) -> bool:
        return self._allowed is None or bool(self._allowed[move])
