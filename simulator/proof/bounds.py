"""Bounds: the exact least and greatest value of every figure over all complete plays, with a play that has it.

A figure is a ratio of two sums over a play. Its extreme is found by Dinkelbach's method (On nonlinear fractional
programming, Management Science 13, 1967). For a candidate ratio p/q, find the play with the greatest sum of q x over -
p x under. If that sum is above 0, the play's own ratio is the next candidate. If it is 0, the candidate is the extreme.
All numbers are whole, so the answer is exact.

In a loop the greatest sum is found by Bellman and Ford's rounds. A loop that gains under the candidate makes the sum
grow without end. Then the loop's own ratio is the next candidate. By going round again, a play comes as close to it as
one likes, but never reaches it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from simulator.proof.flow import Flow
from simulator.proof.graph import Ints
from simulator.proof.increments import Figure
from simulator.proof.sums import NEVER, LoopBudget, Sums, TooMuchWork
from simulator.proof.ways import Ways

CELLS = 8_000_000
"""Sums looked at in one go; with more moves, fewer figures are worked on together."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """One end of a figure's range.

    Attributes:
        value: 0 to 100; None if no complete play is assessed.
        limit: the most (or least) that it can be. This is the value itself, unless there was too much work or too
            little time.
        moves: numbers of the moves of a complete play that has it, or goes round `loop` once.
        loop: numbers of the moves of a loop that approaches `value` and never reaches it. Empty if the play has it
            exactly.
    """

    value: Fraction | None
    limit: Fraction | None
    moves: tuple[int, ...] = ()
    loop: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure can come to."""

    least: Extreme
    greatest: Extreme


def ranges(flow: Flow, figures: Sequence[Figure], work: LoopBudget) -> list[Range]:
    """Return the exact range of every figure over all complete plays.

    Args:
        flow: the situations from which an ending can be reached, in order.
        figures: in any number; many at once cost little more than one.
        work: what going round in loops may cost, and how long it may take. If that is too little, values are the best
            that were found, with a limit that they cannot pass.
    """
    if not len(flow.graph.kinds):
        return [Range(Extreme(None, None), Extreme(None, None)) for _ in figures]
    ways, limits = Ways(flow), [_limits(figure, np.unique(flow.graph.kinds)) for figure in figures]
    together = max(1, CELLS // len(flow.graph.kinds) // 2)
    found: list[Range] = []
    for first in range(0, len(figures), together):
        batch = slice(first, first + together)
        search = _RatioSearch(flow, ways, figures[batch])
        with suppress(TooMuchWork):
            search.run(work)
        for place, (figure, (lowest, highest)) in enumerate(zip(figures[batch], limits[batch], strict=True)):
            least = search.extreme(2 * place, figure, -1, lowest)
            found.append(Range(least, search.extreme(2 * place + 1, figure, 1, highest)))
    return found


class _RatioSearch:
    """Dinkelbach's iteration over many ratios at once: for each figure its least value, then its greatest.

    Args:
        flow: the graph in order.
        ways: the same graph's.
        figures: the ratios.
    """

    def __init__(self, flow: Flow, ways: Ways, figures: Sequence[Figure]) -> None:
        self.flow, self.ways = flow, ways
        kinds = flow.graph.kinds
        # The least value is the greatest of the figure turned round: one search finds both.
        over: Ints = np.stack([sign * figure.over for figure in figures for sign in (-1, 1)], axis=1)
        under: Ints = np.stack([figure.under for figure in figures for _ in (-1, 1)], axis=1)
        self.over, self.under = as_whole(flow.graph.size, over[kinds], under[kinds])
        columns = over.shape[1]
        # Below anything a figure can be: the first round asks only whether a play is assessed at all.
        self.ratio = [(-3, 1)] * columns
        self.play: list[tuple[int, ...]] = [()] * columns
        self.loop: list[tuple[int, ...]] = [()] * columns
        self.open = list(range(columns))

    def run(self, work: LoopBudget) -> None:
        """Improve every ratio until none can be.

        Raises:
            TooMuchWork: those that are `open` might still be improved.
        """
        while self.open:
            work.spend(0)
            columns = self.open
            p = np.array([self.ratio[column][0] for column in columns], dtype=self.over.dtype)
            q = np.array([self.ratio[column][1] for column in columns], dtype=self.over.dtype)
            gains = self.over[:, columns] * q - self.under[:, columns] * p
            sums = Sums(self.flow, gains, work)
            self.open = []
            better = [place for place in range(len(columns)) if place not in sums.gaining and sums.at_start(place) > 0]
            plays = dict(zip(better, sums.plays(better), strict=True))
            for place, column in enumerate(columns):
                loop, play = sums.gaining.get(place, ()), plays.get(place, ())
                if loop or play:
                    self.ratio[column] = self._ratio_of(loop or play, column)
                    self.play[column], self.loop[column] = play, loop
                    self.open.append(column)
                elif self.loop[column] and sums.at_start(place) == 0:
                    # Some play may be exactly as good as the loop: one of moves that lose nothing against it.
                    tight = sums.tight(place)
                    self.play[column] = Ways(self.flow, tight).through(tight & (self.under[:, column] > 0))
                    self.loop[column] = () if self.play[column] else self.loop[column]

    def extreme(self, column: int, figure: Figure, sign: int, limit: Fraction | None) -> Extreme:
        """Return what was found, as a value of the figure. It cannot pass `limit` in any case."""
        play, loop = self.play[column], self.loop[column]
        unsure = column in self.open
        if unsure and not play and not loop:
            play = self.ways.home(self.flow.graph.start)
            self.ratio[column] = self._ratio_of(play, column)
        if not play and not loop:
            return Extreme(None, None)
        p, q = self.ratio[column]
        value = figure.value(sign * p, q)
        return Extreme(value, limit if unsure else value, play or self.ways.around(loop), loop)

    def _ratio_of(self, moves: Sequence[int], column: int) -> tuple[int, int]:
        chosen = list(moves)
        over, under = int(self.over[chosen, column].sum()), int(self.under[chosen, column].sum())
        shared = math.gcd(over, under) or 1
        return over // shared, under // shared


def _limits(figure: Figure, kinds: Ints) -> tuple[Fraction | None, Fraction | None]:
    """Return a value that no play can pass: a ratio of sums lies between the least and greatest ratio of its parts."""
    parts = np.unique(np.stack([figure.over[kinds], figure.under[kinds]]), axis=1).T.tolist()
    values = [value for over, under in parts if (value := figure.value(over, under)) is not None]
    return (min(values), max(values)) if values else (None, None)


def as_whole(size: int, over: Ints, under: Ints) -> tuple[Ints, Ints]:
    """Return what moves add.

    Sums of these numbers cannot overflow: they have 64 bits, or are Python's own whole numbers.

    Candidate ratios are those of plays and loops in which none of the `size` nodes comes twice.
    """
    largest = int(max(np.abs(over).max(initial=0), under.max(initial=0), 3))
    whole: Any = np.int64 if 4 * (size * largest) ** 2 < -NEVER else object
    return over.astype(whole), under.astype(whole)
