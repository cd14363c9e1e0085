"""Bounds: the exact least and greatest value of every figure over all complete plays, with a play that has it.

A figure is a ratio of two sums over a play, so its extreme is found as Dinkelbach does (On nonlinear
fractional programming, Management Science 13, 1967): with a candidate ratio p/q, find the play with
the greatest sum of q·over − p·under; where that sum is above 0, the play's own ratio is the next
candidate; where it is 0, the candidate is the extreme. All is in whole numbers, so the answer is exact.

In a loop the greatest sum is found by Bellman and Ford's rounds. A loop that gains under the
candidate makes it grow without end; then the loop's own ratio is the next candidate, which a play
comes as close to as one likes by going round again, without ever reaching it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from simulator.proof.flow import Block, Flow
from simulator.proof.graph import Ints
from simulator.proof.ratings import Figure

CELLS = 8_000_000
"""Sums held at once; with more nodes, fewer figures are worked on together."""
_NEVER = -(1 << 61)


@dataclass(frozen=True, slots=True)
class Extreme:
    """One end of a figure's range.

    Attributes:
        value: 0 to 100; None where no complete play is assessed.
        moves: numbers of the moves of a complete play that has it, or goes round `loop` once.
        loop: numbers of the moves of the loop by which `value` is approached and never reached;
            empty where the play has it exactly.
    """

    value: Fraction | None
    moves: tuple[int, ...] = ()
    loop: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure can come to."""

    least: Extreme
    greatest: Extreme


def ranges(flow: Flow, figures: Sequence[Figure]) -> list[Range]:
    """Return the exact range of every figure over all complete plays.

    Args:
        flow: the situations from which an ending can be reached, in order.
        figures: in any number; many at once cost little more than one.
    """
    if flow.graph.size == 0:
        return [Range(Extreme(None), Extreme(None)) for _ in figures]
    together = max(1, CELLS // flow.graph.size // 2)
    found: list[Range] = []
    for first in range(0, len(figures), together):
        found += _ranges(flow, figures[first : first + together])
    return found


def _ranges(flow: Flow, figures: Sequence[Figure]) -> list[Range]:
    # The least value is the greatest of the figure turned round: one search finds both.
    over = np.stack([sign * figure.over for figure in figures for sign in (-1, 1)], axis=1)
    under = np.stack([figure.under for figure in figures for _ in (-1, 1)], axis=1)
    search = _Search(flow, over, under)
    search.run()
    made: list[Range] = []
    for place, figure in enumerate(figures):
        low, high = (search.extreme(2 * place + side, figure, sign) for side, sign in ((0, -1), (1, 1)))
        made.append(Range(low, high))
    return made


class _Search:
    """Dinkelbach's iteration over many ratios at once.

    Args:
        flow: the graph in order.
        over, under: kinds of moves by ratios.
    """

    def __init__(self, flow: Flow, over: Ints, under: Ints) -> None:
        self.flow = flow
        kinds = flow.graph.kinds
        whole = _number_type(flow.graph.size, over, under)
        self.over, self.under = over[kinds].astype(whole), under[kinds].astype(whole)
        columns = over.shape[1]
        # Below anything a figure can be: the first round asks only whether a play is assessed at all.
        self.ratio = [(-3, 1)] * columns
        self.play: list[tuple[int, ...]] = [()] * columns
        self.loop: list[tuple[int, ...]] = [()] * columns
        self.open = list(range(columns))

    def run(self) -> None:
        """Improve every ratio until none can be."""
        while self.open:
            columns = self.open
            p = np.array([self.ratio[column][0] for column in columns], dtype=self.over.dtype)
            q = np.array([self.ratio[column][1] for column in columns], dtype=self.over.dtype)
            gains = self.over[:, columns] * q - self.under[:, columns] * p
            sums = Sums(self.flow, gains)
            self.open = []
            for place, column in enumerate(columns):
                loop = sums.gaining.get(place, ())
                play = () if loop or sums.at_start(place) <= 0 else sums.play(place)
                if loop or play:
                    self.ratio[column] = self._ratio_of(loop or play, column)
                    self.play[column], self.loop[column] = play, loop
                    self.open.append(column)

    def extreme(self, column: int, figure: Figure, sign: int) -> Extreme:
        """Return what was found, as a value of the figure."""
        play, loop = self.play[column], self.loop[column]
        if not play and not loop:
            return Extreme(None)
        p, q = self.ratio[column]
        return Extreme(figure.value(sign * p, q), play or around(self.flow, loop), loop)

    def _ratio_of(self, moves: Sequence[int], column: int) -> tuple[int, int]:
        chosen = list(moves)
        ratio = Fraction(int(self.over[chosen, column].sum()), int(self.under[chosen, column].sum()))
        return ratio.numerator, ratio.denominator


class Sums:
    """The greatest sum of gains on the way from each node to an ending.

    Args:
        flow: the graph in order, all of its nodes with a way to an ending.
        gains: whole numbers, moves by columns.

    Attributes:
        best: nodes by columns.
        gaining: for each column with a loop that gains, the moves of one; `best` means nothing there.
    """

    def __init__(self, flow: Flow, gains: Ints) -> None:
        self.flow = flow
        self.gains = gains
        self.gaining: dict[int, tuple[int, ...]] = {}
        self.best = np.zeros((flow.graph.size, gains.shape[1]), dtype=gains.dtype)
        self._chosen: dict[int, tuple[Block, Ints]] = {}
        offsets, targets = flow.graph.offsets, flow.graph.targets
        for block in flow.blocks:
            start, stop = offsets[block.first], offsets[block.last]
            if start == stop:
                continue
            if block.loops:
                self._go_round(block)
                continue
            sums = gains[start:stop] + self.best[targets[start:stop]]
            self.best[block.first : block.last] = np.maximum.reduceat(sums, offsets[block.first : block.last] - start)

    def at_start(self, column: int) -> int:
        """Return the greatest sum of a complete play."""
        return int(self.best[self.flow.graph.start, column])

    def play(self, column: int) -> tuple[int, ...]:
        """Return the moves of a complete play with the greatest sum; of equal ones, the first in the file's order."""
        graph = self.flow.graph
        node, moves = graph.start, []
        while graph.offsets[node] < graph.offsets[node + 1]:
            if node in self._chosen:
                block, chosen = self._chosen[node]
                move = int(chosen[node - block.first, column])
            else:
                start, stop = graph.offsets[node], graph.offsets[node + 1]
                sums = self.gains[start:stop, column] + self.best[graph.targets[start:stop], column]
                move = int(start + np.flatnonzero(sums == self.best[node, column])[0])
            moves.append(move)
            node = int(graph.targets[move])
        return tuple(moves)

    def _go_round(self, block: Block) -> None:
        graph = self.flow.graph
        start, stop = int(graph.offsets[block.first]), int(graph.offsets[block.last])
        firsts = graph.offsets[block.first : block.last] - start
        degrees = np.diff(graph.offsets[block.first : block.last + 1])
        targets, gains = graph.targets[start:stop], self.gains[start:stop]
        numbers = np.arange(start, stop)[:, None]
        best = self.best[block.first : block.last]
        best[:] = _NEVER
        chosen = np.full(best.shape, -1, dtype=np.int64)
        frozen = np.zeros(best.shape[1], dtype=bool)
        rounds, look_at = 0, 1
        while True:
            sums = gains + self.best[targets]
            found = np.maximum.reduceat(sums, firsts)
            better = (found > best) & ~frozen
            if not better.any():
                break
            reaching = np.where(sums == np.repeat(found, degrees, axis=0), numbers, stop)
            chosen[better] = np.minimum.reduceat(reaching, firsts)[better]
            best[better] = found[better]
            rounds += 1
            if rounds == look_at:
                look_at *= 2
                for column in np.flatnonzero(better.any(axis=0)):
                    loop = _loop_in(chosen[:, column], graph.targets, block)
                    if loop:
                        frozen[column] = True
                        self.gaining.setdefault(int(column), loop)
        for node in range(block.first, block.last):
            self._chosen[node] = (block, chosen)


def around(flow: Flow, loop: Sequence[int]) -> tuple[int, ...]:
    """Return the moves of a complete play that goes round a loop once: to it, round it, and on to an ending."""
    graph = flow.graph
    node = int(np.searchsorted(graph.offsets, loop[0], side="right")) - 1
    return (*_way(flow, graph.start, {node}), *loop, *_way(flow, node, None))


def _way(flow: Flow, start: int, goals: set[int] | None) -> list[int]:
    """Return the moves of a shortest way to one of `goals`, or to any ending."""
    offsets, targets = flow.graph.offsets, flow.graph.targets
    came: dict[int, tuple[int, int]] = {start: (-1, -1)}
    queue = [start]
    for node in queue:
        first, last = int(offsets[node]), int(offsets[node + 1])
        if first == last if goals is None else node in goals:
            way = []
            while came[node][1] >= 0:
                node, move = came[node]  # noqa: PLW2901  the search is over
                way.append(move)
            return way[::-1]
        for move in range(first, last):
            target = int(targets[move])
            if target not in came:
                came[target] = (node, move)
                queue.append(target)
    raise AssertionError("every node of this graph lies on a way to an ending")


def _loop_in(chosen: Ints, targets: Ints, block: Block) -> tuple[int, ...]:
    """Return the moves of a loop among the moves chosen in a block, none where each leads out."""
    following = np.append(np.where(chosen < 0, block.last, targets[chosen]), block.last) - block.first
    size = block.last - block.first
    following[(following < 0) | (following > size)] = size
    far = following
    for _ in range(size.bit_length() + 1):
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


def _number_type(size: int, over: Ints, under: Ints) -> type:
    # Candidate ratios are those of plays and loops without a repeated node; Python's own whole
    # numbers take over where 64 bits could overflow.
    largest = int(max(np.abs(over).max(initial=0), under.max(initial=0), 3))
    return np.int64 if 4 * (size * largest) ** 2 < -_NEVER else object
