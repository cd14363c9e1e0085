"""The proof of a story that is too large: what was examined, and for the rest random plays, with their error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from scoring.measure import anchored
from scoring.rubric import Rubric
from simulator.proof.deadends import because_of, lost_states, nearest_endings, state_after, stuck_states, traps
from simulator.proof.exploration import Reached
from simulator.proof.findings import coverage, findings_of, static_findings
from simulator.proof.graph import Ints, TooLarge, Truths, first_kinds, graph_of
from simulator.proof.guessers import GUESSERS, guess, guesser_score
from simulator.proof.increments import ANCHORED, Figure, decisions, figures
from simulator.proof.lawful import lawful
from simulator.proof.report import Bounds, End, EndingChance, Path, Proof, Stuck, Trap, by_rubric
from simulator.proof.sampling import STEPS, SampledEstimate, SampledPlay, proportion, proportion_between
from simulator.proof.scores import sampled_score


class Sampled:
    """What can be said of a story that is too large to reach every situation, or to work out every figure.

    Every scene, choice, stuck state and trap that it names was met, or follows from the map. If not everything was
    reached, it says nothing about what never comes up, because a sample cannot show that.

    Args:
        reached: the states examined, nearest first.
        rubrics: what to score on.
        plays: random plays. Plays that were given up do not count as plays that never end.
        limit: the greatest number of moves of a guesser.
    """

    def __init__(
        self, reached: Reached, rubrics: Sequence[Rubric], plays: Sequence[SampledPlay], *, limit: int
    ) -> None:
        self.reached, self.tables, self.story = reached, reached.tables, reached.tables.story
        self.rubrics = rubrics
        self.plays = plays
        self.given_up = sum(not play.stopped for play in plays)
        self.guesses = {name: guess(each, self.tables, limit=min(limit, STEPS)) for name, each in GUESSERS.items()}
        self.place_mask = self.tables.packing.place_mask
        self.done = [play for play in self.plays if play.stopped and self._at_ending(play)]

    def proof(self) -> Proof:
        """Put together what is known."""
        moves = decisions(self.tables)
        made = figures(moves, self.rubrics)
        critical = np.array([bool(move.critical) for move in moves], dtype=bool)
        anchored = [figure for figure in made if figure.criterion is None and figure.name == ANCHORED]
        first = first_kinds(self.tables.signatures)
        kinds = [first[np.asarray(play.signatures)] + np.asarray(play.picks) for play in self.done]
        clean = np.array([not critical[each].any() for each in kinds], dtype=bool)
        sums = {id(figure): _sums(figure, kinds) for figure in made}

        def best(wanted: Truths) -> dict[str, Fraction | None]:
            having = np.array([bool(wanted[each].any()) for each in kinds], dtype=bool)
            return {figure.rubric: _greatest(figure, *sums[id(figure)], having) for figure in anchored}

        stuck = [play for play in self.plays if play.stopped and not self._at_ending(play)]
        every = self.reached.complete
        scenes, choices = coverage(self.tables, complete=every)
        traps_ = self._traps()
        unknown = [] if every and traps_ is not None else ["traps"]
        unknown += [] if every else ["guards", "variants", "clamps"]
        return Proof(
            scenario=self.story.scenario.id,
            digest=self.story.digest,
            states=None,
            situations=len(self.reached.codes),
            complete=False,
            every_situation=every,
            method="sampled",
            scenes=scenes,
            choices=choices,
            stuck=self._stuck(stuck),
            traps=traps_ or (),
            stuck_probability=proportion_between(len(stuck), self.given_up, len(self.plays)),
            trapped_probability=SampledEstimate(0.0, 0.0, proportion(self.given_up, len(self.plays)).high),
            sampled=len(self.plays),
            given_up=self.given_up,
            findings=findings_of(self.reached, uses=self.tables.uses) if every else static_findings(self.story),
            plays=None,
            endings=self._endings(),
            rubrics=by_rubric(self.rubrics, made, [self._bounds(figure, *sums[id(figure)]) for figure in made]),
            pumps=(),
            never_best=(),
            lawful=lawful(self.reached, graph_of(self.reached), best, self._nearest_with),
            random={
                figure.rubric: sampled_score(
                    *sums[id(figure)], clean, has_standard=self._rubric(figure).reported != "profile"
                )
                for figure in anchored
            },
            guessers={
                name: guesser_score(each, self.tables, anchored, self.rubrics) for name, each in self.guesses.items()
            },
            unfinished=("states", *unknown, "plays", "pumps", "never_best"),
        )

    def _traps(self) -> tuple[Trap, ...] | None:
        """Return the traps among what was reached, or None if looking for them is too much work."""
        try:
            whole = graph_of(self.reached)
            return tuple(traps(whole, self.reached, lost_states(whole, self.reached)))
        except TooLarge:
            return None

    def _stuck(self, plays: Sequence[SampledPlay]) -> tuple[Stuck, ...]:
        found = stuck_states(self.reached)
        known = {(each.scene, tuple(each.because.items())) for each in found}
        for play in plays:
            scene = self.tables.places[play.last & self.place_mask]
            whole = state_after(self.story, self._path(play))
            because = because_of(self.story, scene, whole)
            if (scene, tuple(because.items())) not in known:
                known.add((scene, tuple(because.items())))
                found.append(Stuck(scene, whole, because, self._path(play)))
        return tuple(found)

    def _endings(self) -> dict[str, EndingChance]:
        met: dict[str, list[SampledPlay]] = {id_: [] for id_ in self.story.endings}
        for play in self.done:
            met[self.tables.places[play.last & self.place_mask]].append(play)
        nearest = nearest_endings(self.reached)
        for id_, plays in met.items():
            if plays and id_ not in nearest:
                nearest[id_] = self._path(min(plays, key=lambda play: len(play.picks)))
        outcomes = self.story.scenario.endings

        def chance(met: int) -> SampledEstimate:
            return proportion_between(met, self.given_up, len(self.plays))

        return {
            id_: EndingChance(outcomes[id_].outcome, chance(len(plays)), nearest.get(id_)) for id_, plays in met.items()
        }

    def _bounds(self, figure: Figure, over: Ints, under: Ints) -> Bounds:
        lowest, highest = _limits(figure, self._rated(figure))
        assessed = np.flatnonzero(under > 0)
        if not assessed.size:
            return Bounds(End(None, lowest, None), End(None, highest, None))
        ratios = over[assessed] / under[assessed]
        ends = []
        for place, limit in ((ratios.argmin(), lowest), (ratios.argmax(), highest)):
            play = int(assessed[place])
            ends.append(End(figure.value(int(over[play]), int(under[play])), limit, self._path(self.done[play])))
        return Bounds(*ends)

    def _rated(self, figure: Figure) -> Iterator[int]:
        criteria = set(self._rubric(figure).criteria) if figure.criterion is None else {figure.criterion}
        for choice in self.story.choices.values():
            for criterion, levels in choice.choice.levels.items():
                yield from levels if criterion in criteria else ()

    def _nearest_with(self, kinds: Truths) -> Path | None:
        """Return the way of a sampled play to its first move of some kinds, the shortest that was met."""
        first, nearest = first_kinds(self.tables.signatures), None
        for play in self.plays:
            met = np.flatnonzero(kinds[first[np.asarray(play.signatures)] + np.asarray(play.picks)])
            if met.size and (nearest is None or met[0] + 1 < len(nearest)):
                nearest = self._path(play)[: int(met[0]) + 1]
        return nearest

    def _rubric(self, figure: Figure) -> Rubric:
        return next(rubric for rubric in self.rubrics if rubric.id == figure.rubric)

    def _path(self, play: SampledPlay) -> Path:
        signatures, ids = self.tables.signatures, self.tables.choice_ids
        moves = zip(play.signatures, play.picks, strict=True)
        return tuple(ids[signatures[signature].choices[pick]] for signature, pick in moves)

    def _at_ending(self, play: SampledPlay) -> bool:
        return self.tables.is_ending(play.last & self.place_mask)


def _greatest(figure: Figure, over: Ints, under: Ints, having: Truths) -> Fraction | None:
    """Return the greatest figure among some of the plays that are assessed."""
    among = np.flatnonzero(having & (under > 0))
    if not among.size:
        return None
    play = int(among[(over[among] / under[among]).argmax()])
    return figure.value(int(over[play]), int(under[play]))


def _sums(figure: Figure, kinds: Sequence[Ints]) -> tuple[Ints, Ints]:
    over = np.array([figure.over[each].sum() for each in kinds], dtype=np.int64)
    under = np.array([figure.under[each].sum() for each in kinds], dtype=np.int64)
    return over, under


def _limits(figure: Figure, levels: Iterator[int]) -> tuple[Fraction, Fraction]:
    """Return what a figure can never leave: a ratio of sums lies between the ratios of its parts."""
    if figure.name != ANCHORED:
        return Fraction(0), Fraction(100)
    # A choice that does not rate what another one rates stands at 0.
    every = [0, *levels]
    return anchored(Fraction(min(every)), 1), anchored(Fraction(max(every)), 1)
