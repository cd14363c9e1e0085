"""Passages: what one episode can come to, from everything that can be brought to it.

The episode's situations are explored once, from all its beginnings together. States that differ only in what no longer
matters are one situation. Two ends differ only if the campaign keeps different values of them. So a table of beginnings
by ends says everything that the campaign needs to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.rubric import Rubric
from simulator.campaign.story import CompiledEpisode
from simulator.proof.chances import absorbed
from simulator.proof.compiled import Tables
from simulator.proof.exploration import GoOn, Reached, always, explore
from simulator.proof.flow import Flow, flow_of
from simulator.proof.graph import Ints, fold, graph_of
from simulator.proof.increments import ANCHORED, Figure, decisions, figures
from simulator.proof.liveness import live_slots
from simulator.scenario.state import Values

Floats = npt.NDArray[np.float64]
CELLS = 8_000_000
"""Numbers looked at in one go; with more moves, fewer ends are worked on together."""


@dataclass(frozen=True, slots=True)
class EpisodeEnd:
    """One way in which an episode can stop: the values that are kept, or the scene in which it got stuck."""

    kept: Values = ()
    stuck: str = ""


class TooManySituations(Exception):
    """An episode has more situations than the limit allows."""


class Passages:
    """One episode from all its beginnings.

    Args:
        episode: compiled.
        brought: everything that can be brought to it.
        rubrics: what to score on.
        limit: the greatest number of situations.
        go_on: asked now and then whether there is time and memory left.

    Attributes:
        number_of: the values that are brought to the number of their beginning. Values that make no difference share
            one.
        ends: every end that was reached.
        figures: by rubric id, what each kind of move adds to its anchored figure.

    Raises:
        TooManySituations: there are more than the limit, or it was not to go on.
        TooLarge: loops are larger than can be worked through.
    """

    def __init__(
        self,
        episode: CompiledEpisode,
        brought: Iterable[Values],
        rubrics: Sequence[Rubric],
        *,
        limit: int,
        go_on: GoOn = always,
    ) -> None:
        self.episode, self.story = episode, episode.story
        self.read = frozenset().union(*(term.reads for _, term in episode.keeps))
        live = live_slots(self.story, at_endings=self.read)
        self.tables = Tables(self.story, live)
        codes: dict[int, int] = {}
        self.number_of: dict[Values, int] = {}
        for each in brought:
            self.number_of[each] = codes.setdefault(self._code(each), len(codes))
        self.reached: Reached = explore(self.tables, limit=limit, starts=list(codes), go_on=go_on)
        if not self.reached.complete:
            raise TooManySituations
        self.beginnings = len(codes)
        goals = self._goals()
        graph = graph_of(self.reached)
        # Ends have no moves, so ends that keep different values are told apart by their signature.
        marked = np.where(goals >= 0, len(self.tables.signatures) + goals, graph.signatures)
        folded = fold(replace(graph, signatures=marked))
        self.flow: Flow = flow_of(folded.graph)
        ends = np.full(self.flow.graph.size, -1)
        ends[self.flow.number_of[folded.node_of]] = goals
        self.end_of: Ints = ends
        self.starts: Ints = self.flow.number_of[folded.node_of[: self.beginnings]]
        moves = decisions(self.tables)
        self.choices = [move.choice for move in moves]
        self.figures: dict[str, Figure] = {
            figure.rubric: figure
            for figure in figures(moves, rubrics)
            if figure.criterion is None and figure.name == ANCHORED
        }

    @cached_property
    def chances(self) -> Floats:
        """Beginnings by ends: how likely a random player is to come to each."""
        together = max(1, CELLS // max(1, self.flow.graph.size))
        parts = []
        for first in range(0, len(self.ends), together):
            count = min(together, len(self.ends) - first)
            here = (self.end_of >= first) & (self.end_of < first + count)
            parts.append(absorbed(self.flow, np.where(here, self.end_of - first, -1), count)[self.starts, :-1])
        return np.concatenate(parts, axis=1) if parts else np.zeros((self.beginnings, 0))

    @cached_property
    def shortest(self) -> Floats:
        """Beginnings by ends: how many choices it takes at least; infinite where it cannot be reached."""
        return -self.greatest(np.full(len(self.flow.graph.kinds), -1.0))

    @cached_property
    def living(self) -> Flow:
        """The situations from which an ending can be reached; only these are part of a complete journey."""
        kept = [number for number, end in enumerate(self.ends) if not end.stuck]
        return flow_of(self.flow.graph, towards=np.flatnonzero(np.isin(self.end_of, kept)))

    def ends_from(self, beginning: int) -> list[int]:
        """Return the numbers of the ends that can be reached from a beginning."""
        return [int(end) for end in np.flatnonzero(self.chances[beginning] > 0)]

    def greatest(self, gains: Floats) -> Floats:
        """Return, beginnings by ends, the greatest sum of gains on a way; minus infinity where there is none.

        Args:
            gains: of each move; no loop may gain.
        """
        together = max(1, CELLS // max(1, len(self.flow.graph.kinds)))
        parts = [
            self._best(gains, range(first, min(first + together, len(self.ends))))[self.starts]
            for first in range(0, len(self.ends), together)
        ]
        return np.concatenate(parts, axis=1) if parts else np.zeros((self.beginnings, 0))

    def way(self, beginning: int, end: int, gains: Floats) -> tuple[int, ...]:
        """Return the moves of a way with the greatest sum of gains, of those a shortest."""
        # Whole numbers, far apart: of equal sums the fewest moves win, so that no loop is gone round in vain.
        gains = gains * 10_000.0 - 1.0
        best = self._best(gains, range(end, end + 1))[:, 0]
        graph = self.flow.graph
        node, moves = int(self.starts[beginning]), []
        while self.end_of[node] != end:
            first, last = int(graph.offsets[node]), int(graph.offsets[node + 1])
            sums = gains[first:last] + best[graph.targets[first:last]]
            moves.append(first + int(np.argmax(sums)))
            node = int(graph.targets[moves[-1]])
        return tuple(moves)

    def ids(self, moves: Sequence[int]) -> tuple[str, ...]:
        """Return the choice ids of some moves."""
        return tuple(self.choices[self.flow.graph.kinds[move]] for move in moves)

    def _best(self, gains: Floats, ends: range) -> Floats:
        flow = self.flow
        graph = flow.graph
        best = np.full((graph.size, len(ends)), -np.inf)
        nodes = np.flatnonzero((self.end_of >= ends.start) & (self.end_of < ends.stop))
        best[nodes, self.end_of[nodes] - ends.start] = 0.0
        for block in flow.blocks:
            start, stop = graph.offsets[block.first], graph.offsets[block.last]
            if start == stop:
                continue
            firsts, targets = graph.offsets[block.first : block.last] - start, graph.targets[start:stop]
            moved = gains[start:stop, None]
            here = best[block.first : block.last]
            # Where there is a loop, a way that gains nothing by it is found after as many rounds as it has nodes.
            for _ in range(block.last - block.first + 1 if block.loops else 1):
                found = np.maximum(here, np.maximum.reduceat(moved + best[targets], firsts))
                if not (found > here).any():
                    break
                here[:] = found
        return best

    def _code(self, brought: Values) -> int:
        return self.tables.code_of(self.episode.opening(brought))

    def _goals(self) -> Ints:
        """Return each situation's end, -1 if the episode goes on; `ends` are numbered as they are met."""
        reached, tables = self.reached, self.tables
        numbers: dict[EpisodeEnd, int] = {}
        known: dict[int, int] = {}
        mask = tables.packing.mask(self.read) | tables.packing.place_mask
        goals = np.full(len(reached.codes), -1)
        for state in np.flatnonzero(np.diff(np.frombuffer(reached.offsets, dtype=np.int64)) == 0).tolist():
            code = reached.codes[state] & mask
            if code not in known:
                known[code] = numbers.setdefault(self._end(reached.codes[state]), len(numbers))
            goals[state] = known[code]
        self.ends = list(numbers)
        return goals

    def _end(self, code: int) -> EpisodeEnd:
        place = code & self.tables.packing.place_mask
        if not self.tables.is_ending(place):
            return EpisodeEnd(stuck=self.tables.places[place])
        values = self.tables.packing.unpack(code)
        return EpisodeEnd(tuple(term.get(values) for _, term in self.episode.keeps))
