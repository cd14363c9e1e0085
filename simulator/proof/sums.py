"""Sums: the greatest sum of gains on a way to an ending, and the loops that would gain without end.

In a loop the sums are improved in rounds, and how many it takes is not known beforehand. So this
work is counted, and given up where it would take too long.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from simulator.proof.exploration import GoOn, always
from simulator.proof.flow import Block, Flow
from simulator.proof.graph import Ints, Truths

NEVER = -(1 << 61)
"""Less than any sum: used where no ending has been reached yet."""


class TooMuchWork(Exception):
    """The rounds in loops cost more than was allowed."""


class LoopBudget:
    """How much going round in loops may still cost, in sums looked at: some 100 million a second.

    Args:
        allowed: so many sums.
        go_on: asked whether there is time left, whenever some are spent.
    """

    def __init__(self, allowed: int, go_on: GoOn = always) -> None:
        self.left, self.go_on = allowed, go_on

    def spend(self, sums: int) -> None:
        """Take note of work.

        Raises:
            TooMuchWork: no more is allowed, or there is no time left.
        """
        self.left -= sums
        if self.left < 0 or not self.go_on():
            raise TooMuchWork


class Sums:
    """The greatest sum of gains on the way from each node to an ending.

    Args:
        flow: the graph in order, each of its nodes with a way to an ending.
        gains: whole numbers, moves by columns. Each column is a separate question.
        work: what going round may cost; not needed where there are no loops.

    Attributes:
        best: nodes by columns.
        gaining: for each column with a loop that gains, the moves of one; `best` means nothing there.

    Raises:
        TooMuchWork: the loops cost more than was allowed.
    """

    def __init__(self, flow: Flow, gains: Ints, work: LoopBudget | None = None) -> None:
        self.flow = flow
        self.gains = gains
        self.gaining: dict[int, tuple[int, ...]] = {}
        self.best = np.zeros((flow.graph.size, gains.shape[1]), dtype=gains.dtype)
        self._chosen = np.full(self.best.shape, -1, dtype=np.int64) if flow.loops else None
        offsets, targets = flow.graph.offsets, flow.graph.targets
        for block in flow.blocks:
            start, stop = offsets[block.first], offsets[block.last]
            if block.loops:
                self.best[block.first : block.last] = NEVER
                chosen, loops = go_round(flow, block, gains[start:stop], self.best, work or LoopBudget(0), self.gaining)
                self.gaining |= loops
                if self._chosen is not None:
                    self._chosen[block.first : block.last] = chosen
            elif start < stop:
                sums = gains[start:stop] + self.best[targets[start:stop]]
                firsts = offsets[block.first : block.last] - start
                self.best[block.first : block.last] = np.maximum.reduceat(sums, firsts)

    def at_start(self, column: int) -> int:
        """Return the greatest sum of a complete play."""
        return int(self.best[self.flow.graph.start, column])

    def tight(self, column: int) -> Truths:
        """Return which moves keep the greatest sum of the node that they lead from."""
        graph = self.flow.graph
        sums = self.gains[:, column] + self.best[graph.targets, column]
        return np.asarray(sums == np.repeat(self.best[:, column], graph.degrees), dtype=bool)

    def plays(self, columns: Sequence[int]) -> list[tuple[int, ...]]:
        """Return, for some columns, the moves of a complete play with the greatest sum.

        Of equal moves, the first in the file is taken. In a loop, that move might go round for ever; there the move
        that was found first is taken, because it leads out.
        """
        offsets, targets = self.flow.graph.offsets, self.flow.graph.targets
        column, node = np.array(columns), np.full(len(columns), self.flow.graph.start)
        walking = np.arange(len(columns))
        steps: list[tuple[Ints, Ints]] = []
        while True:
            walking = walking[offsets[node[walking]] < offsets[node[walking] + 1]]
            if not walking.size:
                break
            move = self._next(node[walking], column[walking])
            steps.append((walking, move))
            node[walking] = targets[move]
        made: list[list[int]] = [[] for _ in columns]
        for who, moves in steps:
            for place, move in zip(who.tolist(), moves.tolist(), strict=True):
                made[place].append(move)
        return [tuple(moves) for moves in made]

    def _next(self, node: Ints, column: Ints) -> Ints:
        offsets, targets = self.flow.graph.offsets, self.flow.graph.targets
        move = offsets[node]
        if self._chosen is not None:
            move = np.maximum(move, self._chosen[node, column])
        wanted = self.best[node, column]
        while True:
            short = np.flatnonzero(self.gains[move, column] + self.best[targets[move], column] != wanted)
            if not short.size:
                return move
            move[short] += 1


def go_round(
    flow: Flow, block: Block, gains: Ints, best: Ints, work: LoopBudget, passed_over: Collection[int] = ()
) -> tuple[Ints, dict[int, tuple[int, ...]]]:
    """Improve the sums in a loop, round by round (Bellman and Ford), until none can be or a loop gains.

    Args:
        flow: the graph in order.
        block: nodes on loops.
        gains: of the block's moves, by columns.
        best: sums of all nodes, by columns; the block's own are improved in place.
        work: what this may cost.
        passed_over: columns that need no answer.

    Returns:
        For each node and column the move that gave the last improvement, -1 if there was none;
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
    frozen = np.isin(np.arange(here.shape[1]), list(passed_over))
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
