"""Sums: the greatest sum of gains on a way to an ending, and the loops that would gain without end.

In a loop the sums are improved in rounds, and how many it takes is not known beforehand. So this
work is counted, and given up where it would take too long.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.proof.flow import Block, Flow
from simulator.proof.graph import Ints, Truths

NEVER = -(1 << 61)
"""Less than any sum: stands where no ending has been reached yet."""


class TooMuchWork(Exception):  # noqa: N818  nothing is wrong, there is only too much of it
    """The rounds in loops cost more than was allowed."""


class Work:
    """How much going round in loops may still cost, in sums looked at: some 100 million a second."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed

    def spend(self, sums: int) -> None:
        """Take note of work.

        Raises:
            TooMuchWork: no more is allowed.
        """
        self.left -= sums
        if self.left < 0:
            raise TooMuchWork


class Sums:
    """The greatest sum of gains on the way from each node to an ending.

    Args:
        flow: the graph in order, each of its nodes with a way to an ending.
        gains: whole numbers, moves by columns; each column is a question of its own.
        work: what going round may cost; not needed where there are no loops.

    Attributes:
        best: nodes by columns.
        gaining: for each column with a loop that gains, the moves of one; `best` means nothing there.

    Raises:
        TooMuchWork: the loops cost more than was allowed.
    """

    def __init__(self, flow: Flow, gains: Ints, work: Work | None = None) -> None:
        self.flow = flow
        self.gains = gains
        self.gaining: dict[int, tuple[int, ...]] = {}
        self.best = np.zeros((flow.graph.size, gains.shape[1]), dtype=gains.dtype)
        self._chosen: dict[int, tuple[Block, Ints]] = {}
        offsets, targets = flow.graph.offsets, flow.graph.targets
        for block in flow.blocks:
            start, stop = offsets[block.first], offsets[block.last]
            if block.loops:
                self.best[block.first : block.last] = NEVER
                chosen, loops = go_round(flow, block, gains[start:stop], self.best, work or Work(0))
                for column, loop in loops.items():
                    self.gaining.setdefault(column, loop)
                self._chosen |= dict.fromkeys(range(block.first, block.last), (block, chosen))
            elif start < stop:
                sums = gains[start:stop] + self.best[targets[start:stop]]
                firsts = offsets[block.first : block.last] - start
                self.best[block.first : block.last] = np.maximum.reduceat(sums, firsts)

    def at_start(self, column: int) -> int:
        """Return the greatest sum of a complete play."""
        return int(self.best[self.flow.graph.start, column])

    def tight(self, column: int) -> Truths:
        """Return which moves keep to the greatest sum of the node from which they lead."""
        graph = self.flow.graph
        sums = self.gains[:, column] + self.best[graph.targets, column]
        return np.asarray(sums == np.repeat(self.best[:, column], graph.degrees), dtype=bool)

    def play(self, column: int) -> tuple[int, ...]:
        """Return the moves of a complete play with the greatest sum; of equal moves, the first in the file."""
        graph = self.flow.graph
        node, moves = graph.start, []
        while graph.offsets[node] < graph.offsets[node + 1]:
            if node in self._chosen:
                # In a loop the first of equals might go round for ever; the one that was found first leads out.
                block, chosen = self._chosen[node]
                move = int(chosen[node - block.first, column])
            else:
                start, stop = graph.offsets[node], graph.offsets[node + 1]
                sums = self.gains[start:stop, column] + self.best[graph.targets[start:stop], column]
                move = int(start + np.flatnonzero(sums == self.best[node, column])[0])
            moves.append(move)
            node = int(graph.targets[move])
        return tuple(moves)


def go_round(flow: Flow, block: Block, gains: Ints, best: Ints, work: Work) -> tuple[Ints, dict[int, tuple[int, ...]]]:
    """Improve the sums in a loop, round by round (Bellman and Ford), until none can be or a loop gains.

    Args:
        flow: the graph in order.
        block: nodes on loops.
        gains: of the block's moves, by columns.
        best: sums of all nodes, by columns; the block's own are improved in place.
        work: what this may cost.

    Returns:
        For each node and column the move that gave the last improvement, -1 where there was none;
        and for each column in which a loop gains, the moves of that loop.
    """
    graph = flow.graph
    start, stop = int(graph.offsets[block.first]), int(graph.offsets[block.last])
    firsts = graph.offsets[block.first : block.last] - start
    degrees = np.diff(graph.offsets[block.first : block.last + 1])
    targets, numbers = graph.targets[start:stop], np.arange(start, stop)[:, None]
    here = best[block.first : block.last]
    chosen = np.full(here.shape, -1, dtype=np.int64)
    loops: dict[int, tuple[int, ...]] = {}
    frozen = np.zeros(here.shape[1], dtype=bool)
    rounds, look_at = 0, 1
    while True:
        work.spend(gains.size)
        sums = gains + best[targets]
        found = np.maximum.reduceat(sums, firsts)
        better = (found > here) & ~frozen
        if not better.any():
            return chosen, loops
        reaching = np.where(sums == np.repeat(found, degrees, axis=0), numbers, stop)
        chosen[better] = np.minimum.reduceat(reaching, firsts)[better]
        here[better] = found[better]
        rounds += 1
        # A loop among the chosen moves gains. Looking costs a round's work, so it is done ever more seldom.
        if rounds == look_at:
            look_at *= 2
            for column in np.flatnonzero(better.any(axis=0)).tolist():
                loop = _loop_among(chosen[:, column], graph.targets, block)
                if loop:
                    frozen[column], loops[column] = True, loop


def _loop_among(chosen: Ints, targets: Ints, block: Block) -> tuple[int, ...]:
    """Return the moves of a loop among those chosen in a block, none where each of them leads out."""
    size = block.last - block.first
    following = np.full(size + 1, size)
    has = np.flatnonzero(chosen >= 0)
    after = targets[chosen[has]] - block.first
    following[has] = np.where(after >= 0, after, size)
    far = following
    for _ in range(size.bit_length()):
        far = far[far]
    looping = np.flatnonzero(far[:-1] != size)
    if not looping.size:
        return ()
    first = node = int(far[looping[0]])
    loop: list[int] = []
    while True:
        loop.append(int(chosen[node]))
        node = int(following[node])
        if node == first:
            return tuple(loop)


def around(flow: Flow, loop: Sequence[int]) -> tuple[int, ...]:
    """Return the moves of a complete play that goes round a loop once: to it, round it, and on to an ending."""
    node = source_of(flow, loop[0])
    return (*way_to(flow, node), *loop, *(_way(flow, node, _ends(flow)) or ()))


def any_play(flow: Flow) -> tuple[int, ...]:
    """Return the moves of a shortest complete play."""
    return _way(flow, flow.graph.start, _ends(flow)) or ()


def assessed_play(flow: Flow, tight: Truths, rated: Truths) -> tuple[int, ...]:
    """Return the moves of a complete play of tight moves with a rated one among them, none where there is none.

    Args:
        flow: the graph in order.
        tight: moves that keep to the greatest sum; from each node some way of them leads to an ending.
        rated: moves in which something is assessed.
    """
    graph = flow.graph
    sources = graph.sources()
    rated_here = np.flatnonzero(tight & rated)
    way = _way(flow, graph.start, set(sources[rated_here].tolist()), tight)
    if way is None:
        return ()
    node = int(graph.targets[way[-1]]) if way else graph.start
    move = int(rated_here[sources[rated_here] == node][0])
    return (*way, move, *(_way(flow, int(graph.targets[move]), _ends(flow), tight) or ()))


def way_to(flow: Flow, node: int) -> tuple[int, ...]:
    """Return the moves of a shortest way from the start to a node."""
    return _way(flow, flow.graph.start, {node}) or ()


def source_of(flow: Flow, move: int) -> int:
    """Return the node from which a move leads."""
    return int(np.searchsorted(flow.graph.offsets, move, side="right")) - 1


def _ends(flow: Flow) -> set[int]:
    return set(np.flatnonzero(flow.graph.degrees == 0).tolist())


def _way(flow: Flow, start: int, goals: set[int], allowed: Truths | None = None) -> tuple[int, ...] | None:
    """Return the moves of a shortest way to one of `goals`, None where none can be reached."""
    offsets, targets = flow.graph.offsets, flow.graph.targets
    came: dict[int, tuple[int, int]] = {start: (-1, -1)}
    waiting = [start]
    for node in waiting:
        if node in goals:
            return _back(came, node)
        for move in range(int(offsets[node]), int(offsets[node + 1])):
            target = int(targets[move])
            if target not in came and (allowed is None or allowed[move]):
                came[target] = (node, move)
                waiting.append(target)
    return None


def _back(came: dict[int, tuple[int, int]], node: int) -> tuple[int, ...]:
    way: list[int] = []
    while came[node][1] >= 0:
        node, move = came[node]
        way.append(move)
    return tuple(reversed(way))
