"""Proves a story: explores it, folds it, and puts together what can and cannot happen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.rubric import Rubric, shipped_rubrics
from simulator.proof.bounds import Extreme, Range, ranges
from simulator.proof.chances import chances
from simulator.proof.exploration import Reached, count_states, explore
from simulator.proof.findings import findings_of
from simulator.proof.flow import Flow, flow_of
from simulator.proof.graph import Folded, Ints, fold, graph_of, leads_to
from simulator.proof.guessers import GUESSERS, guess
from simulator.proof.liveness import live_slots
from simulator.proof.plays import count_plays
from simulator.proof.ratings import Figure, decisions, figures
from simulator.proof.report import (
    Bounds,
    Coverage,
    CriterionBounds,
    End,
    EndingChance,
    GuesserScore,
    Path,
    Proof,
    RandomPlayer,
    RubricBounds,
    Stuck,
    Trap,
)
from simulator.proof.scores import Estimate, random_score
from simulator.proof.tables import Tables
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a proof goes.

    Attributes:
        states: the greatest number of states explored.
        count_states: whether to count all reachable states too, which no other answer needs.
        samples: plays sampled where a figure cannot be exact.
        seed: for those samples.
    """

    states: int = 2_000_000
    count_states: bool = True
    samples: int = 20_000
    seed: int = 0


def prove(story: Story, *, limits: Limits = Limits(), rubrics: Sequence[Rubric] | None = None) -> Proof:
    """Prove what can and cannot happen in a story.

    Args:
        story: the compiled story.
        limits: how far to go.
        rubrics: what to score on; the shipped rubrics that the scenario names, if omitted.
    """
    if rubrics is None:
        shipped = shipped_rubrics()
        rubrics = [shipped[id_] for id_ in story.scenario.rubrics if id_ in shipped]
    return _Proving(story, limits, rubrics).proof()


class _Proving:
    """One proof in the making."""

    def __init__(self, story: Story, limits: Limits, rubrics: Sequence[Rubric]) -> None:
        self.story, self.limits, self.rubrics = story, limits, rubrics
        self.reached: Reached = explore(Tables(story, live_slots(story)), limit=limits.states)
        self.tables = self.reached.tables
        self.folded: Folded = fold(graph_of(self.reached))
        graph = self.folded.graph
        self.places: Ints = np.array([self.tables.signatures[each].place for each in graph.signatures])
        self.at_end = np.flatnonzero((graph.degrees == 0) & (self.places >= self.tables.scenes))
        self.full: Flow = flow_of(graph)
        self.living: Flow = flow_of(graph, towards=self.at_end)
        moves = decisions(self.tables)
        self.choice_of_kind = [move.choice for move in moves]
        self.figures: list[Figure] = figures(moves, rubrics)

    def proof(self) -> Proof:
        """Work everything out."""
        endings, stuck_probability, trapped_probability = self._endings()
        return Proof(
            scenario=self.story.scenario.id,
            digest=self.story.digest,
            states=count_states(Tables(self.story), limit=self.limits.states) if self.limits.count_states else None,
            situations=len(self.reached.codes),
            complete=self.reached.complete,
            scenes=self._scenes(),
            choices=self._choices(),
            stuck=tuple(self._stuck()),
            traps=tuple(self._traps()),
            stuck_probability=stuck_probability,
            trapped_probability=trapped_probability,
            findings=findings_of(self.reached),
            plays=count_plays(self.living),
            endings=endings,
            rubrics=self._bounds(),
            random=self._random(),
            guessers={name: self._guess(name) for name in GUESSERS},
        )

    def _scenes(self) -> Coverage:
        met = {signature.place for signature in self.tables.signatures}
        return Coverage(
            self.tables.scenes,
            tuple(self.tables.places[number] for number in range(self.tables.scenes) if number not in met),
        )

    def _choices(self) -> Coverage:
        open_ = {choice for signature in self.tables.signatures for choice in signature.choices}
        ids = self.tables.choice_ids
        return Coverage(len(ids), tuple(id_ for number, id_ in enumerate(ids) if number not in open_))

    def _stuck(self) -> list[Stuck]:
        reached, tables = self.reached, self.tables
        found: dict[tuple[str, int], Stuck] = {}
        dead_ends = np.flatnonzero(np.diff(np.frombuffer(reached.offsets, dtype=np.int64)) == 0)
        for state in dead_ends.tolist():
            if tables.is_ending(reached.place(state)):
                continue
            scene = tables.places[reached.place(state)]
            key = (scene, reached.codes[state])
            if key not in found:
                witness = reached.way_to(state)
                found[key] = Stuck(scene, self._state_after(witness), witness)
        return list(found.values())

    def _traps(self) -> list[Trap]:
        graph, node_of = self.folded.graph, self.folded.node_of
        lost = ~leads_to(graph, self.at_end) & (graph.degrees > 0)
        found: dict[str, Trap] = {}
        for state in np.flatnonzero(lost[node_of]).tolist():
            scene = self.tables.places[self.reached.place(state)]
            parent = self.reached.parents[state]
            if scene not in found and (state == 0 or not lost[node_of[parent]]):
                found[scene] = Trap(scene, self.reached.way_to(state))
        return list(found.values())

    def _state_after(self, path: Path) -> dict[str, int | bool | str]:
        values = self.story.start
        for id_ in path:
            choice = self.story.choices[id_]
            after = self.story.after(values, choice)
            values = self.story.enter(after, self.story.route(after, choice))
        return self.story.layout.decode(values)

    def _endings(self) -> tuple[dict[str, EndingChance], float, float]:
        scenes, ids = self.tables.scenes, list(self.story.endings)
        order, graph = self.full.number_of, self.folded.graph
        goals = np.full(graph.size, -1)
        ends = np.flatnonzero(graph.degrees == 0)
        stuck = len(ids)
        goals[order[ends]] = np.where(self.places[ends] >= scenes, self.places[ends] - scenes, stuck)
        found = chances(self.full, goals)
        of = [*found.of.tolist(), *[0.0] * (stuck + 1 - len(found.of))]
        first: dict[int, int] = {}
        for state in np.flatnonzero(np.diff(np.frombuffer(self.reached.offsets, dtype=np.int64)) == 0).tolist():
            first.setdefault(self.reached.place(state), state)
        exact = found.lacking < 1e-9
        endings = {
            id_: EndingChance(
                self.story.scenario.endings[id_].outcome,
                of[number],
                of[number],
                of[number] if exact else min(1.0, of[number] + found.lacking),
                self.reached.way_to(first[scenes + number]) if scenes + number in first else None,
            )
            for number, id_ in enumerate(ids)
        }
        return endings, of[stuck], max(0.0, 1 - sum(of)) if exact and sum(of) < 1 - 1e-9 else 0.0

    def _bounds(self) -> dict[str, RubricBounds]:
        found: dict[tuple[str, str | None], dict[str, Bounds]] = {}
        for figure, range_ in zip(self.figures, ranges(self.living, self.figures), strict=True):
            found.setdefault((figure.rubric, figure.criterion), {})[figure.name] = self._as_bounds(range_)
        return {
            rubric.id: RubricBounds(
                CriterionBounds(**found[rubric.id, None]),
                {criterion: CriterionBounds(**found[rubric.id, criterion]) for criterion in rubric.criteria},
            )
            for rubric in self.rubrics
        }

    def _as_bounds(self, range_: Range) -> Bounds:
        return Bounds(self._end(range_.least), self._end(range_.greatest))

    def _end(self, extreme: Extreme) -> End:
        path = None if extreme.value is None else self._path(self.living, extreme.moves)
        return End(extreme.value, path, self._path(self.living, extreme.loop))

    def _path(self, flow: Flow, moves: Sequence[int]) -> Path:
        return tuple(self.choice_of_kind[flow.graph.kinds[move]] for move in moves)

    def _random(self) -> dict[str, RandomPlayer]:
        found: dict[str, RandomPlayer] = {}
        for figure in self.figures:
            if figure.criterion is None and figure.name == "anchored":
                score = random_score(self.living, figure, samples=self.limits.samples, seed=self.limits.seed)
                found[figure.rubric] = RandomPlayer(
                    *_split(score.mean), *_split(score.pass_probability), score.exact, score.plays
                )
        return found

    def _guess(self, name: str) -> GuesserScore:
        made = guess(name, self.full, self.tables)
        kinds = [int(self.full.graph.kinds[move]) for move in made.moves]
        scores = {
            figure.rubric: figure.value(int(figure.over[kinds].sum()), int(figure.under[kinds].sum()))
            if made.end == "ending"
            else None
            for figure in self.figures
            if figure.criterion is None and figure.name == "anchored"
        }
        return GuesserScore(scores, self._path(self.full, made.moves), made.end, made.place)


def _split(estimate: Estimate | None) -> tuple[float | None, tuple[float, float] | None]:
    return (None, None) if estimate is None else (estimate.value, (estimate.low, estimate.high))
