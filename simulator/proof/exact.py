"""The exact proof: every situation examined, every figure worked out over all plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from scoring.rubric import Rubric
from simulator.proof.best import Pump, moves_of_best_plays, pumps
from simulator.proof.bounds import Extreme, Range, ranges
from simulator.proof.chances import chances
from simulator.proof.compiled import ChoiceUse, Tables
from simulator.proof.deadends import lost_states, nearest_endings, stuck_states, traps
from simulator.proof.exploration import GoOn, Reached, always, explore
from simulator.proof.findings import coverage, findings_of
from simulator.proof.flow import Flow, flow_of
from simulator.proof.graph import Ints, TooLarge, Truths, fold, graph_of
from simulator.proof.guessers import GUESSERS, guess, guesser_score
from simulator.proof.increments import ANCHORED, Figure, decisions, figures
from simulator.proof.lawful import best_with, lawful
from simulator.proof.plays import count_plays
from simulator.proof.report import Bounds, End, EndingChance, Path, Proof, PumpedLoop, by_rubric
from simulator.proof.sampling import SampledEstimate, exactly
from simulator.proof.scores import RandomScore, random_score
from simulator.proof.sums import LoopBudget, TooMuchWork
from simulator.proof.ways import Ways
from simulator.scenario.story import Story

SURE_WITHIN = 1e-9
"""A probability whose error is below this counts as exact: it is rounding, not ignorance."""


def counted(story: Story, *, limit: int, go_on: GoOn = always) -> tuple[int | None, Mapping[int, ChoiceUse]]:
    """Count the states that can be reached, told apart by all variables, whether they matter or not.

    Returns:
        Their number, or None if there are more than `limit` or time is over; and what they show of each choice.
    """
    entire = Tables(story)
    reached = explore(entire, limit=limit, go_on=go_on)
    return len(reached.codes) if reached.complete else None, entire.uses


class Exact:
    """The proof of a story whose situations have all been reached.

    Args:
        reached: all of them.
        rubrics: what to score on.
        samples, seed: for random players' scores in stories with loops.
        work: what each of bounds, pumps and best plays may cost in loops.
        counting: returns what `counted` does; None if states are not to be counted.
        random_scores: whether to work out what a random player scores.
        lawful_scores: whether to work out what can be scored with each critical event.
        go_on: asked now and then whether there is time left.

    Raises:
        TooLarge: there is not, or a way through the story is too long to be worked through.
    """

    def __init__(
        self,
        reached: Reached,
        rubrics: Sequence[Rubric],
        *,
        samples: int,
        seed: int,
        work: int,
        counting: Callable[[], tuple[int | None, Mapping[int, ChoiceUse]]] | None,
        random_scores: bool,
        lawful_scores: bool,
        go_on: GoOn = always,
    ) -> None:
        self.reached, self.tables, self.story = reached, reached.tables, reached.tables.story
        self.rubrics, self.samples, self.seed, self.counting = rubrics, samples, seed, counting
        self.work, self.random_scores, self.lawful_scores = work, random_scores, lawful_scores
        self.go_on = go_on
        self.unfinished: list[str] = []
        self._in_time()
        self.whole = graph_of(reached)
        self.lost = lost_states(self.whole, reached)
        self.graph = fold(self.whole).graph
        self.places: Ints = np.array([self.tables.signatures[each].place for each in self.graph.signatures])
        ends = np.flatnonzero((self.graph.degrees == 0) & (self.places >= self.tables.scenes))
        self.everything: Flow = flow_of(self.graph)
        # Figures are over complete plays, so only what can still come to an ending counts for them.
        self.living: Flow = flow_of(self.graph, towards=ends) if self.lost.any() else self.everything
        self._in_time()

    def proof(self) -> Proof:
        """Work everything out.

        Raises:
            TooLarge: there is no time left for it.
        """
        guesses = {name: guess(each, self.tables, limit=len(self.reached.codes) + 1) for name, each in GUESSERS.items()}
        moves = decisions(self.tables)
        made = figures(moves, self.rubrics)
        self.choices = [move.choice for move in moves]
        self.critical = np.array([bool(move.critical) for move in moves], dtype=bool)
        found = ranges(self.living, made, LoopBudget(self.work, self.go_on))
        if any(end.value != end.limit for each in found for end in (each.least, each.greatest)):
            self.unfinished.append("rubrics")
        anchored = [figure for figure in made if figure.criterion is None and figure.name == ANCHORED]
        self._in_time()
        states, uses = self.counting() if self.counting else (None, self.tables.uses)
        endings, stuck, trapped = self._endings()
        self._in_time()
        scenes, choices = coverage(self.tables)
        return Proof(
            scenario=self.story.scenario.id,
            digest=self.story.digest,
            states=states,
            situations=len(self.reached.codes),
            complete=True,
            method="sliced" if self.counting and states is None else "exact",
            scenes=scenes,
            choices=choices,
            stuck=tuple(stuck_states(self.reached)),
            traps=tuple(traps(self.whole, self.reached, self.lost)),
            stuck_probability=stuck,
            trapped_probability=trapped,
            findings=findings_of(self.reached, uses=self.tables.uses if states is None else uses),
            plays=count_plays(self.living),
            endings=endings,
            rubrics=by_rubric(self.rubrics, made, [self._bounds(each) for each in found]),
            pumps=self._pumps(anchored),
            never_best=self._never_best(made, found),
            lawful=lawful(self.reached, self.whole, lambda kinds: self._best_with(anchored, kinds)),
            random={figure.rubric: self._random(figure) for figure in anchored if self.random_scores},
            guessers={name: guesser_score(each, self.tables, anchored, self.rubrics) for name, each in guesses.items()},
            unfinished=tuple(self.unfinished),
        )

    def _in_time(self) -> None:
        if not self.go_on():
            raise TooLarge

    def _endings(self) -> tuple[dict[str, EndingChance], SampledEstimate, SampledEstimate]:
        ids, scenes = list(self.story.endings), self.tables.scenes
        stuck = len(ids)
        ends = np.flatnonzero(self.graph.degrees == 0)
        goals = np.full(self.graph.size, -1)
        goals[self.everything.number_of[ends]] = np.where(
            self.places[ends] >= scenes, self.places[ends] - scenes, stuck
        )
        found = chances(self.everything, goals, stuck + 1)
        lacking = 0.0 if found.lacking < SURE_WITHIN else found.lacking
        of = [SampledEstimate(value, value, min(1.0, value + lacking)) for value in found.of.tolist()]
        never = 1.0 - sum(found.of.tolist())
        trapped = SampledEstimate(never - lacking, never - lacking, never) if never > SURE_WITHIN else exactly(0.0)
        nearest = nearest_endings(self.reached)
        outcomes = self.story.scenario.endings
        endings = {
            id_: EndingChance(outcomes[id_].outcome, of[number], nearest.get(id_)) for number, id_ in enumerate(ids)
        }
        return endings, of[stuck], trapped

    def _bounds(self, range_: Range) -> Bounds:
        return Bounds(self._end(range_.least), self._end(range_.greatest))

    def _end(self, extreme: Extreme) -> End:
        path = None if extreme.value is None else self._path(extreme.moves)
        return End(extreme.value, extreme.limit, path, self._path(extreme.loop))

    def _path(self, moves: Sequence[int]) -> Path:
        return tuple(self.choices[self.living.graph.kinds[move]] for move in moves)

    def _pumps(self, anchored: Sequence[Figure]) -> tuple[PumpedLoop, ...]:
        try:
            found = [self._pump(each) for each in pumps(self.living, anchored, LoopBudget(self.work, self.go_on))]
        except TooMuchWork:
            self.unfinished.append("pumps")
            return ()
        # The same round in states that differ elsewhere is the same fault: the best and nearest is named.
        found.sort(key=lambda each: (each.rubric, -each.towards, len(each.witness)))
        named: dict[tuple[str, frozenset[str]], PumpedLoop] = {}
        for each in found:
            named.setdefault((each.rubric, frozenset(each.loop)), each)
        return tuple(named.values())

    def _pump(self, pump: Pump) -> PumpedLoop:
        graph = self.living.graph
        signature = self.tables.signatures[graph.signatures[Ways(self.living).source(pump.loop[0])]]
        scene = self.tables.places[signature.place]
        return PumpedLoop(pump.figure.rubric, scene, self._path(pump.way), self._path(pump.loop), pump.towards)

    def _never_best(self, made: Sequence[Figure], found: Sequence[Range]) -> Path:
        pooled = [place for place, figure in enumerate(made) if figure.criterion is None]
        ranges_, work = [found[place] for place in pooled], LoopBudget(self.work, self.go_on)
        try:
            best = moves_of_best_plays(self.living, [made[place] for place in pooled], ranges_, work)
        except TooMuchWork:
            self.unfinished.append("never_best")
            return ()
        if not best.any():
            return ()
        used = {self.choices[kind] for kind in np.unique(self.living.graph.kinds[best]).tolist()}
        met = set(self.choices)
        return tuple(id_ for id_ in self.tables.choice_ids if id_ in met and id_ not in used)

    def _best_with(self, anchored: Sequence[Figure], kinds: Truths) -> dict[str, Fraction | None]:
        return best_with(self.living, anchored, kinds, LoopBudget(self.work, self.go_on)) if self.lawful_scores else {}

    def _random(self, figure: Figure) -> RandomScore:
        self._in_time()
        has_standard = next(each for each in self.rubrics if each.id == figure.rubric).reported != "profile"
        return random_score(
            self.living, figure, self.critical, has_standard=has_standard, samples=self.samples, seed=self.seed
        )
