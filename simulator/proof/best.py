"""Best plays: the moves that some best play makes, and loops that raise a score round after round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.measure import anchored
from simulator.proof.bounds import Range, as_whole
from simulator.proof.flow import Block, Flow
from simulator.proof.graph import Ints, Truths
from simulator.proof.increments import Figure
from simulator.proof.sums import NEVER, LoopBudget, Sums, TooMuchWork, go_round
from simulator.proof.ways import Ways


@dataclass(frozen=True, slots=True)
class Pump:
    """A loop that adds to a rubric's levels each time round.

    Attributes:
        figure: the rubric's anchored figure.
        way: numbers of the moves of a shortest way to the loop.
        loop: numbers of its moves.
        over, under: what one round adds above and below the line.
    """

    figure: Figure
    way: tuple[int, ...]
    loop: tuple[int, ...]
    over: int
    under: int

    @property
    def towards(self) -> Fraction:
        """The anchored score that going round again and again comes ever closer to."""
        value: Fraction = anchored(Fraction(self.over), self.under)
        return value


def pumps(flow: Flow, anchored: Sequence[Figure], work: LoopBudget) -> list[Pump]:
    """Return, for each rubric, loops that raise its levels with each round: of those equally far from an end, the best.

    Args:
        flow: the situations from which an ending can be reached, in order.
        anchored: the rubrics' anchored figures.
        work: what looking for them may cost.

    Raises:
        TooMuchWork: it costs more.
    """
    ways = Ways(flow)
    made: list[Pump] = []
    for figure in anchored:
        for block in flow.blocks:
            loop = _best_round(flow, block, figure, work) if block.loops else ()
            if loop:
                kinds, way = flow.graph.kinds[list(loop)], ways.to(ways.source(loop[0]))
                made.append(Pump(figure, way, loop, int(figure.over[kinds].sum()), int(figure.under[kinds].sum())))
    return made


def _best_round(flow: Flow, block: Block, figure: Figure, work: LoopBudget) -> tuple[int, ...]:
    graph = flow.graph
    moves = slice(int(graph.offsets[block.first]), int(graph.offsets[block.last]))
    kinds, outward = graph.kinds[moves], graph.targets[moves] < block.first
    over, under = as_whole(graph.size, figure.over[kinds], figure.under[kinds])
    p, q = 0, 1
    best: tuple[int, ...] = ()
    while True:
        gains = (q * over - p * under)[:, None]
        gains[outward] = NEVER
        loops = go_round(flow, block, gains, np.zeros((graph.size, 1), dtype=over.dtype), work)[1]
        if not loops:
            return best
        best = loops[0]
        chosen = [move - moves.start for move in best]
        ratio = Fraction(int(over[chosen].sum()), int(under[chosen].sum()))
        p, q = ratio.numerator, ratio.denominator


def moves_of_best_plays(flow: Flow, figures: Sequence[Figure], ranges: Sequence[Range], work: LoopBudget) -> Truths:
    """Return which moves are made in some complete play with the greatest value of some figure.

    Args:
        flow: the situations from which an ending can be reached, in order.
        figures: what is to be greatest.
        ranges: their exact ranges; a greatest value that no play has asks for nothing.
        work: what going round in loops may cost.

    Raises:
        TooMuchWork: it costs more, or a range is not exact.
    """
    used = np.zeros(len(flow.graph.targets), dtype=bool)
    for figure, range_ in zip(figures, ranges, strict=True):
        value, kinds = range_.greatest.value, flow.graph.kinds
        if value != range_.greatest.limit:
            raise TooMuchWork
        if value is None or range_.greatest.loop:
            continue
        ratio = figure.ratio(value)
        over, under = as_whole(flow.graph.size, figure.over[kinds], figure.under[kinds])
        sums = Sums(flow, (over * ratio.denominator - under * ratio.numerator)[:, None], work)
        used |= _on_assessed_ways(flow, sums.tight(0), under > 0)
    return used


def _on_assessed_ways(flow: Flow, tight: Truths, rated: Truths) -> Truths:
    """Return which tight moves lie on a complete way of tight moves, with at least one rated move on it."""
    graph = flow.graph
    sources = graph.sources()
    reached = _spread(graph.size, sources[tight], graph.targets[tight], np.array([graph.start]))
    tight = tight & reached[sources]
    after = _spread(graph.size, sources[tight], graph.targets[tight], graph.targets[tight & rated])
    before = _spread(graph.size, graph.targets[tight], sources[tight], sources[tight & rated])
    return tight & (rated | after[sources] | before[graph.targets])


def _spread(size: int, sources: Ints, targets: Ints, first: Ints) -> Truths:
    """Return which nodes can be reached from some nodes along some moves."""
    reached = np.zeros(size, dtype=bool)
    reached[first] = True
    while True:
        new = targets[reached[sources] & ~reached[targets]]
        if not new.size:
            return reached
        reached[new] = True
