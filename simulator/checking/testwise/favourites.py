"""Plays an encounter as somebody does who always takes a favourite, and says whether that reaches the standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scoring.decision import decide
from scoring.measure import MARK, Tally
from scoring.rubric import RubricSet
from simulator.proof.compiled import Tables
from simulator.proof.guessers import Guess, Guesser, walk
from simulator.scenario.story import Story

MOST_MOVES = 500


@dataclass(frozen=True, slots=True)
class GuesserResult:
    """What one guesser gets in one encounter.

    Attributes:
        scores: rubric to its figure; None if it is not assessed, or if the play comes to no ending.
        passes: whether it reaches the standard on every rubric that has one.
    """

    scores: Mapping[str, float | None]
    passes: bool


class Board:
    """One encounter, to be played again and again by guessers.

    Args:
        story: the encounter.
        rubrics: what to score by; those of them that the scenario names.
    """

    def __init__(self, story: Story, rubrics: RubricSet) -> None:
        self.story = story
        self.rubrics = rubrics.only(story.scenario.rubrics).rubrics
        self.tables = Tables(story)
        self._wants: dict[tuple[int, int], Sequence[tuple[float, ...]]] = {}
        self._tallies: dict[tuple[int, int], Mapping[str, Tally]] = {}
        self._attempts: dict[tuple[tuple[int, int], ...], GuesserResult] = {}

    def play(self, *guessers: Guesser) -> GuesserResult:
        """Play the encounter as the first guesser does; where that does not decide, as the next does."""
        made = walk(self.tables, self._picking(guessers), limit=MOST_MOVES)
        if made.moves not in self._attempts:
            self._attempts[made.moves] = self._attempt(made)
        return self._attempts[made.moves]

    def _picking(self, guessers: Sequence[Guesser]) -> Callable[[int], int]:
        def pick(signature: int) -> int:
            wanted = list(zip(*(self._wanted(guesser, signature) for guesser in guessers), strict=True))
            return wanted.index(max(wanted))

        return pick

    def _wanted(self, guesser: Guesser, signature: int) -> Sequence[tuple[float, ...]]:
        key = id(guesser), signature
        if key not in self._wants:
            offered = [self.tables.choice_ids[number] for number in self.tables.signatures[signature].choices]
            self._wants[key] = guesser.wants([self.story.choices[each].choice for each in offered])
        return self._wants[key]

    def _attempt(self, made: Guess) -> GuesserResult:
        if made.end != "ending":
            return GuesserResult(dict.fromkeys(self.rubrics), passes=False)
        tallies = [self._tally(*move) for move in made.moves]
        scores = {id_: sum((each[id_] for each in tallies), Tally()).anchored for id_ in self.rubrics}
        judged = [scores[id_] for id_, rubric in self.rubrics.items() if rubric.reported == "scored"]
        reached = bool(judged) and all(each is not None and each >= MARK for each in judged)
        critical = any(self.tables.signatures[number].verdicts[pick].events for number, pick in made.moves)
        return GuesserResult(scores, passes=reached and not critical)

    def _tally(self, signature: int, pick: int) -> Mapping[str, Tally]:
        """Return what a move adds to each rubric."""
        if (signature, pick) not in self._tallies:
            offered = self.tables.signatures[signature]
            ids = [self.tables.choice_ids[number] for number in offered.choices]
            tallies: dict[str, Tally] = {}
            levels = decide(
                sequence=1,
                scene=self.tables.places[offered.place],
                choice=ids[pick],
                offered=dict(zip(ids, offered.ratings, strict=True)),
            ).levels
            for id_, rubric in self.rubrics.items():
                rated = (levels[each].tally(part.weight) for each, part in rubric.criteria.items() if each in levels)
                tallies[id_] = sum(rated, Tally())
            self._tallies[signature, pick] = tallies
        return self._tallies[signature, pick]
